//! What the edge reports about a form, what becomes of it in the form's store, and how
//! operators see it.

use crate::contracts::{about, contract, fields, own};
use beeline::contract::{Contract, FieldKind, FieldRule, RESERVED, STANDARD, USUAL_TEXT};
use beeline::drift::{
    self, DriftCall, DriftCommand, DriftPolicy, DriftReply, DriftReport, DriftState, Fault, FieldFault,
    FormDrift, INDEX_FORM, INDEX_LIST, INDEX_UPSERT, IndexLine, MAX_REPORT_BYTES, MAX_SAMPLE_FIELDS,
    MaskedField, Sample, Seen, Shape, ValueKind, advise, mask, store_name,
};
use beeline::identity::Jurisdiction;
use beeline::intake::Submission;
use beeline::routing::{Drift, Form};
use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::json;

const NOW: i64 = 1_790_000_400_000;

fn form(contract: Contract) -> Form {
    let drift = Drift { owner: Some("C0123456789".into()), rate_percent: 25, samples: true };
    Form { id: "demo".into(), title: "Book a demo".into(), drift, contract, ..Form::default() }
}

fn missing(name: &str) -> Sample {
    Sample { fields: Vec::new(), absent: vec![FieldFault { name: name.into(), fault: Fault::Missing }] }
}

fn seen(fitting: u32, misfits: Vec<Sample>) -> Seen {
    Seen { fitting, misfits, more_misfits: 0 }
}

fn run(stored: Option<&str>, call: DriftCall, now_ms: i64) -> (String, DriftReply) {
    let stepped = drift::run(stored, call, now_ms).unwrap();
    assert!(!stepped.lost_count);
    (stepped.stored, stepped.reply)
}

fn report(misfits: usize) -> DriftReport {
    DriftReport::of(&form(Contract::default()), None, seen(3, vec![missing("company"); misfits]))
}

#[test]
fn a_report_is_unchanged() {
    let mut report = DriftReport::of(&form(Contract::default()), None, seen(3, vec![missing("company")]));
    report.fields.truncate(2);
    report.fields[0].required = true;
    report.jurisdiction = Some(Jurisdiction::Eu);
    let frozen = r#"{"form":"demo","title":"Book a demo","owner":"C0123456789","rate_percent":25,"samples":true,"jurisdiction":"eu","fields":[{"name":"client.attempt","required":true},{"name":"client.form_instance","max_length":100}],"fitting":3,"misfits":[{"fields":[],"absent":[{"name":"company","fault":"missing"}]}]}"#;
    assert_eq!(serde_json::to_string(&report).unwrap(), frozen);
    assert_eq!(serde_json::from_str::<DriftReport>(frozen).unwrap(), report);
}

#[test]
fn a_call_of_a_store_is_unchanged() {
    let call = DriftCall {
        policy: DriftPolicy { rate_percent: 25, keeps_samples: false },
        command: DriftCommand::Told { episode: 2 },
    };
    let frozen = r#"{"policy":{"rate_percent":25,"keeps_samples":false},"command":{"told":{"episode":2}}}"#;
    assert_eq!(serde_json::to_string(&call).unwrap(), frozen);
    assert_eq!(serde_json::from_str::<DriftCall>(frozen).unwrap(), call);
}

#[test]
fn a_report_has_every_field_that_is_not_unknown_to_the_form() {
    let removed = FieldRule { removed: true, ..about("product") };
    let mut contract = contract(vec![
        FieldRule { required: true, max_length: Some(80), ..about("company") },
        FieldRule { required: true, ..own("plan", FieldKind::Choice) },
        own("motto", FieldKind::Text),
        removed,
    ]);
    contract.honeypot = Some("website".into());
    let report = DriftReport::of(&form(contract), None, seen(0, Vec::new()));
    let found = |name: &str| report.fields.iter().filter(|field| field.name == name).collect::<Vec<_>>();
    let only = |name: &str| {
        let [field] = found(name)[..] else { panic!("{name}: {:?}", found(name)) };
        (field.required, field.max_length)
    };
    assert_eq!(only("company"), (true, Some(80)));
    assert_eq!(only("plan"), (true, None));
    assert_eq!(only("motto"), (false, Some(u32::try_from(USUAL_TEXT).unwrap())));
    assert_eq!(only("email"), (false, Some(254)));
    assert_eq!(only("employees"), (false, None));
    assert_eq!(only("website"), (false, None));
    assert_eq!(only("utm."), (false, None));
    assert!(RESERVED.iter().all(|name| only(name) == (false, None)));
    assert!(found("product").is_empty(), "the form does not have it");
    assert_eq!(report.fields.len(), STANDARD.len() - 1 + 2 + RESERVED.len() + 2);
}

#[test]
fn what_the_contract_takes_is_never_advised_to_be_added() {
    let contract = contract(vec![FieldRule { required: true, ..own("plan", FieldKind::Text) }]);
    let body = fields(&json!({
        "email": "ada@example.com", "consent": {"privacy": true}, "utm": {"source": "x"}, "form_token": "v1.x",
        "company": "Engines", "colour": "blue",
    }));
    let errors = Submission::read(&body, &contract).err().unwrap();
    let form = form(contract);
    let report = DriftReport::of(&form, None, seen(0, vec![mask(&body, &errors, &form.contract); 6]));
    let summary = summary_of(&report);
    let advice = report.with_known(|known| advise(known, &summary));
    let tomls: Vec<&str> = advice.iter().map(|advice| advice.toml.as_str()).collect();
    assert_eq!(
        tomls,
        ["[form.demo.field.plan]\nrequired = false\n", "[form.demo.field.colour]\ntype = \"text\"\n"]
    );
}

fn summary_of(report: &DriftReport) -> beeline::drift::Summary {
    let (stored, _) = run(None, report.clone().take_call(), NOW);
    match run(Some(&stored), report.call(DriftCommand::Read), NOW).1 {
        DriftReply::Standing { summary, .. } => summary,
        other => panic!("{other:?}"),
    }
}

fn largest(seed: usize) -> Sample {
    let name = |number: usize| format!("{seed:x}-{number:0>56}");
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
fn a_report_stays_within_its_size_and_always_has_room_for_one_sample() {
    let rules = (0..100).map(|number| {
        let name = format!("{number:0>64}");
        FieldRule { required: true, max_length: Some(5_000), ..own(&name, FieldKind::Text) }
    });
    let form = form(contract(rules.collect()));
    let report = DriftReport::of(&form, None, seen(u32::MAX, (0..9).map(largest).collect()));
    assert_eq!((&report.misfits[..], report.more_misfits), (&[largest(0)][..], 8));
    assert!(serde_json::to_string(&report).unwrap().len() <= MAX_REPORT_BYTES);
    let report = DriftReport::of(&form, None, seen(0, vec![missing("company"); 5_000]));
    assert!((50..500).contains(&report.misfits.len()), "{}", report.misfits.len());
    assert!(serde_json::to_string(&report).unwrap().len() <= MAX_REPORT_BYTES);
}

#[test]
fn a_store_is_named_after_its_form_and_where_it_must_stay() {
    assert_eq!(store_name("demo", None), "demo");
    assert_eq!(store_name("demo", Some(Jurisdiction::Eu)), "demo@eu");
    assert_eq!(DriftReport { jurisdiction: Some(Jurisdiction::Us), ..report(0) }.store_name(), "demo@us");
}

#[test]
fn a_store_steps_from_what_is_stored_to_what_is_stored() {
    let (stored, reply) = run(None, report(4).take_call(), NOW);
    assert_eq!(reply, DriftReply::Noted);
    let (stored, reply) = run(Some(&stored), report(1).take_call(), NOW);
    assert!(matches!(reply, DriftReply::Tell { episode: 1, .. }), "5 of 11 do not fit: {reply:?}");
    let (stored, _) = run(Some(&stored), report(0).call(DriftCommand::Told { episode: 1 }), NOW);
    let (_, reply) = run(Some(&stored), report(9).take_call(), NOW);
    assert_eq!(reply, DriftReply::Noted, "told once");
}

#[test]
fn a_store_whose_text_cannot_be_read_says_so_and_counts_anew() {
    let stepped = drift::run(Some("{"), report(4).take_call(), NOW).unwrap();
    assert!(stepped.lost_count);
    assert_eq!(
        run(Some(&stepped.stored), report(1).take_call(), NOW),
        run(Some(&run(None, report(4).take_call(), NOW).0), report(1).take_call(), NOW)
    );
}

#[test]
fn misfits_of_which_only_the_number_is_said_count_like_the_others() {
    let mut report = DriftReport { more_misfits: 4, ..report(1) };
    let (_, reply) = run(None, report.take_call(), NOW);
    let DriftReply::Tell { summary, .. } = reply else { panic!("5 of 8 do not fit: {reply:?}") };
    assert_eq!((summary.misfits, summary.submissions, summary.counted), (5, 8, 1));
}

#[test]
fn a_form_without_samples_counts_and_keeps_none() {
    let keeping = report(4);
    let (stored, _) = run(None, keeping.clone().take_call(), NOW);
    assert!(!stored.contains(r#""samples":[]"#), "{stored}");
    let mut discreet = DriftReport { samples: false, ..report(2) };
    let (stored, reply) = run(Some(&stored), discreet.take_call(), NOW);
    assert!(stored.contains(r#""samples":[]"#), "what was kept before is forgotten");
    match reply {
        DriftReply::Tell { summary, .. } => {
            assert_eq!((summary.misfits, summary.counted, summary.samples), (6, 6, vec![]));
            assert_eq!(summary.fields[0].count(Fault::Missing), 6);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_noted_of_a_form_has_no_submission_in_it() {
    let mut report = report(2);
    assert!(matches!(
        report.take_call().command,
        DriftCommand::Report { fitting: 3, misfits, more_misfits: 0 } if misfits.len() == 2
    ));
    assert_eq!((report.fitting, report.misfits.len()), (0, 0));
}

#[test]
fn advice_waits_until_misfits_are_more_than_chance() {
    let standing = |misfits: usize| {
        let report = report(misfits);
        let reply = DriftReply::Standing { episode: None, summary: summary_of(&report) };
        FormDrift::new(&report, NOW, Some(reply)).standing.unwrap()
    };
    assert_eq!(standing(4).advice, []);
    assert_eq!(standing(5).advice.len(), 1);
}

#[test]
fn a_store_that_does_not_answer_leaves_the_form_in_the_list() {
    for reply in [None, Some(DriftReply::Noted)] {
        let form = FormDrift::new(&report(0), NOW, reply);
        assert_eq!((form.form.as_str(), form.is_drifting(), form.standing), ("demo", false, None));
    }
}

fn index() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(include_str!("../../migrations/inbox/0002_drift.sql")).unwrap();
    connection
}

fn note(connection: &Connection, report: &DriftReport, now_ms: i64) -> usize {
    let text = serde_json::to_string(report).unwrap();
    connection.execute(INDEX_UPSERT, (report.store_name(), &report.form, text, now_ms)).unwrap()
}

fn lines(connection: &Connection, sql: &str, parameter: &dyn rusqlite::ToSql) -> Vec<IndexLine> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement
        .query_map([parameter], |row| Ok(IndexLine { report: row.get(0)?, reported_at_ms: row.get(1)? }))
        .unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_form_is_noted_once_a_minute_or_when_it_changed() {
    let connection = index();
    let first = report(0);
    assert_eq!(note(&connection, &first, NOW), 1);
    assert_eq!(note(&connection, &first, NOW + 59_999), 0);
    assert_eq!(note(&connection, &first, NOW + 60_000), 1);
    let changed = DriftReport { rate_percent: 50, ..first };
    assert_eq!(note(&connection, &changed, NOW + 60_001), 1);
    let [line] = &lines(&connection, INDEX_LIST, &100)[..] else { panic!("one form") };
    assert_eq!((line.read(), line.reported_at_ms), (Some(changed), NOW + 60_001));
    let unreadable = IndexLine { report: "{}".into(), reported_at_ms: 0 };
    assert_eq!(unreadable.read(), None);
}

#[test]
fn forms_are_listed_by_their_last_report_and_found_by_their_id() {
    let connection = index();
    let named = |id: &str, jurisdiction| DriftReport { form: id.into(), jurisdiction, ..report(0) };
    note(&connection, &named("demo", None), NOW);
    note(&connection, &named("contact", None), NOW + 2);
    note(&connection, &named("demo", Some(Jurisdiction::Eu)), NOW + 1);
    let stores = |lines: Vec<IndexLine>| -> Vec<String> {
        lines.iter().map(|line| line.read().unwrap().store_name()).collect()
    };
    assert_eq!(stores(lines(&connection, INDEX_LIST, &100)), ["contact", "demo@eu", "demo"]);
    assert_eq!(stores(lines(&connection, INDEX_LIST, &1)), ["contact"]);
    assert_eq!(stores(lines(&connection, INDEX_FORM, &"demo")), ["demo@eu", "demo"]);
    assert_eq!(stores(lines(&connection, INDEX_FORM, &"other")), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_discreet_form_never_has_a_sample_in_its_store(
        counts in prop::collection::vec((0..20_usize, any::<bool>(), 0..7_200_000_i64), 1..8),
    ) {
        let (mut stored, mut now_ms) = (None, NOW);
        for (misfits, keeps_samples, pause_ms) in counts {
            now_ms += pause_ms;
            let mut report = DriftReport { samples: keeps_samples, ..report(misfits) };
            let (text, _) = run(stored.as_deref(), report.take_call(), now_ms);
            prop_assert!(keeps_samples || text.contains(r#""samples":[]"#), "{}", text);
            prop_assert_eq!(DriftState::read(Some(&text)).unwrap().write().unwrap(), text.clone());
            stored = Some(text);
        }
    }
}
