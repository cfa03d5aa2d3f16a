//! Bytes of the drift store that outlive a deploy: what is stored, and what travels between
//! Workers.

use beeline::drift::{
    DriftCommand, DriftPolicy, DriftReply, DriftState, Episode, Fault, FieldFault, MAX_SAMPLE_FIELDS,
    MaskedField, Sample, Shape, Summary, UnreadableState, ValueKind, step,
};
use proptest::prelude::*;

const NOW: i64 = 1_789_999_800_000;

fn run(state: DriftState, command: DriftCommand, now_ms: i64) -> DriftState {
    step(state, command, DriftPolicy::default(), now_ms).0
}

fn report(fitting: u32, misfits: Vec<Sample>) -> DriftCommand {
    DriftCommand::Report { fitting, misfits, more_misfits: 0 }
}

fn missing(name: &str) -> Sample {
    Sample { fields: Vec::new(), absent: vec![FieldFault { name: name.into(), fault: Fault::Missing }] }
}

#[test]
fn the_stored_state_is_unchanged() {
    let shape = Shape { kind: ValueKind::Text, length_up_to: 16, pattern: "Aa a".into() };
    let mut sample = missing("company");
    sample.fields.push(MaskedField { name: "company_name".into(), shape, fault: None });
    let state = run(DriftState::default(), report(10, vec![sample; 5]), NOW);
    let state = run(state, DriftCommand::Told { episode: 1 }, NOW);
    let frozen = include_str!("../frozen/drift_state.json").trim_end();
    assert_eq!(state.write().unwrap(), frozen);
    assert_eq!(DriftState::read(Some(frozen)), Ok(state));
}

#[test]
fn commands_and_replies_are_unchanged() {
    let sample = r#"{"fields":[],"absent":[{"name":"company","fault":"missing"}]}"#;
    let commands = [
        (
            DriftCommand::Report { fitting: 3, misfits: vec![missing("company")], more_misfits: 0 },
            format!(r#"{{"report":{{"fitting":3,"misfits":[{sample}]}}}}"#),
        ),
        (
            DriftCommand::Report { fitting: 0, misfits: vec![], more_misfits: 4 },
            r#"{"report":{"fitting":0,"misfits":[],"more_misfits":4}}"#.to_owned(),
        ),
        (DriftCommand::Told { episode: 2 }, r#"{"told":{"episode":2}}"#.to_owned()),
        (DriftCommand::Read, r#""read""#.to_owned()),
    ];
    for (command, json) in commands {
        assert_eq!(serde_json::to_string(&command).unwrap(), json);
        assert_eq!(serde_json::from_str::<DriftCommand>(&json).unwrap(), command);
    }
    let summary =
        Summary { misfits: 5, submissions: 9, counted: 5, fields: vec![], samples: vec![missing("company")] };
    let told = format!(r#"{{"misfits":5,"submissions":9,"counted":5,"fields":[],"samples":[{sample}]}}"#);
    let episode =
        Episode { number: 2, opened_at_ms: 1, told: true, asked_until_ms: 3, calm_since_ms: Some(4) };
    let replies = [
        (DriftReply::Noted, r#""noted""#.to_owned()),
        (
            DriftReply::Tell { episode: 2, summary: summary.clone(), lease_ms: 60_000 },
            format!(r#"{{"tell":{{"episode":2,"summary":{told},"lease_ms":60000}}}}"#),
        ),
        (
            DriftReply::Standing { episode: Some(episode), summary },
            format!(
                r#"{{"standing":{{"episode":{{"number":2,"opened_at_ms":1,"told":true,"asked_until_ms":3,"calm_since_ms":4}},"summary":{told}}}}}"#
            ),
        ),
    ];
    for (reply, json) in replies {
        assert_eq!(serde_json::to_string(&reply).unwrap(), json);
        assert_eq!(serde_json::from_str::<DriftReply>(&json).unwrap(), reply);
    }
}

#[test]
fn what_cannot_be_read_is_said_to_be_so() {
    let other_layout = DriftState::default().write().unwrap().replace(r#""version":1"#, r#""version":2"#);
    for stored in ["", "{}", "null", other_layout.as_str()] {
        assert_eq!(DriftState::read(Some(stored)), Err(UnreadableState), "{stored}");
    }
    assert_eq!(DriftState::read(None), Ok(DriftState::default()));
}

/// A sample as large as can be.
fn largest(seed: u32) -> Sample {
    let name = |number: usize| format!("{seed:x}-{number:0>40}-{}", "é".repeat(8));
    let shape = Shape { kind: ValueKind::Boolean, length_up_to: u32::MAX, pattern: "*@*@*@*@*@*@".into() };
    let field =
        |number| MaskedField { name: name(number), shape: shape.clone(), fault: Some(Fault::ConsentVersion) };
    let absent = |number| FieldFault { name: name(1_000 + number), fault: Fault::ConsentVersion };
    Sample {
        fields: (0..MAX_SAMPLE_FIELDS).map(field).collect(),
        absent: (0..MAX_SAMPLE_FIELDS).map(absent).collect(),
    }
}

#[test]
fn the_largest_state_fits_one_stored_value() {
    let (mut state, mut now_ms) = (DriftState::default(), NOW);
    for day in 0..3 {
        for seed in 0..30 {
            state = run(state, report(u32::MAX, vec![largest(day * 100 + seed)]), now_ms);
            state = run(state, report(0, vec![missing("x"); 9]), now_ms);
            now_ms += 2 * 60_000;
        }
        now_ms += 24 * 60 * 60_000;
    }
    let bytes = state.write().unwrap().len();
    assert!((32 * 1024..128 * 1024).contains(&bytes), "{bytes} bytes");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_time_and_any_stored_text_can_be_stepped(
        stored in ".{0,200}", times in prop::collection::vec(any::<i64>(), 1..5),
    ) {
        let mut state = DriftState::read(Some(&stored)).unwrap_or_default();
        for now_ms in times {
            state = run(state, report(u32::MAX, vec![missing("x")]), now_ms);
        }
        prop_assert_eq!(DriftState::read(Some(&state.write().unwrap())).unwrap(), state);
    }
}
