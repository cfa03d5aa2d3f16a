//! A recorded decision is one line: it stays as it is, names what is wrong with it, and has
//! nothing personal.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use beeline::identity::{LeadId, Region, Shard};
use beeline::intake::Email;
use beeline::lead::{Lane, Lead};
use beeline::phone::Phone;
use beeline::routing::{Bundle, Decision, Facts, Form, Misread, Origin, Recorded, Team};
use proptest::prelude::*;
use serde_json::Value;

const LINE: &str = r#"{"lead_id":"ld_040gfafankn8sr68a3ro2h00","revision":2,"at_ms":1790000400000,"kind":"real","form":"demo","bundle":"0123456789abcdef","team":"emea","rule":"dach","facts":{"form":"demo","lane":"hot","at_ms":1790000399000,"minute":540,"country":"de","country_from":"phone","territory":"dach","employees":12,"fields":{"budget":"over 50k"}}}"#;

fn changed(change: impl FnOnce(&mut Value)) -> Result<Recorded, Misread> {
    let mut line: Value = serde_json::from_str(LINE).unwrap();
    change(&mut line);
    Recorded::read(line.to_string().as_bytes())
}

#[test]
fn a_line_is_unchanged() {
    let recorded = Recorded::read(LINE.as_bytes()).unwrap();
    assert_eq!((recorded.kind, recorded.facts.employees), (Origin::Real, Some(12)));
    assert_eq!(serde_json::to_string(&recorded).unwrap(), LINE);
}

#[test]
fn what_only_a_later_version_knows_is_left_out() {
    let later = changed(|line| {
        line["rep"] = "kim".into();
        line["facts"]["weather"] = "fine".into();
    });
    assert_eq!(later, Recorded::read(LINE.as_bytes()));
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    for name in ["lead_id", "revision", "at_ms", "kind", "form", "bundle", "team", "rule", "facts"] {
        let missing = changed(|line| {
            line.as_object_mut().unwrap().remove(name);
        });
        assert_eq!(missing.unwrap_err().to_string(), format!("has no `{name}`"));
        let wrong = changed(|line| line[name] = Value::Bool(true)).unwrap_err();
        assert!(wrong.to_string().starts_with(&format!("has a wrong `{name}`: it must be ")), "{wrong}");
    }
    let wrong =
        |name: &str, value: Value| changed(|line| line["facts"][name] = value).unwrap_err().to_string();
    let expected = |name: &str| format!("has a wrong `facts.{name}`: it must be an answer that it can have");
    assert_eq!(wrong("employees", "many".into()), expected("employees"));
    assert_eq!(wrong("minute", (-1).into()), expected("minute"));
    assert_eq!(wrong("form", "other".into()), "has a wrong `facts.form`: it must be the same as `form`");
    assert_eq!(
        changed(|line| line["revision"] = 0.into()).unwrap_err().to_string(),
        "has a wrong `revision`: it must be a whole number from 1"
    );
    let twice = LINE.replace(r#""team":"emea""#, r#""team":"emea","team":"sales""#);
    assert_eq!(Recorded::read(twice.as_bytes()), Err(Misread::Twice));
    for text in ["", "[]", "null", "{", "ada@example.com", "\u{feff}{}"] {
        assert_eq!(Recorded::read(text.as_bytes()), Err(Misread::NotARecord), "{text}");
    }
}

#[test]
fn nothing_of_a_lead_that_is_personal_is_in_its_line() {
    let team = Team {
        id: "sales".into(),
        name: "Sales".into(),
        sla_seconds: 300,
        booking_url: None,
        overflow: None,
    };
    let form = Form { id: "demo".into(), lane: Lane::Hot, ..Form::default() };
    let bundle = Bundle::new(vec![form.clone()], vec![team], "sales".into()).unwrap();
    let phone = Phone {
        raw: "+1 202-555-0143".into(),
        e164: Some("+12025550143".into()),
        country: Some("GB".into()),
        flag: None,
    };
    let utm = [("source", "zora.quist@example.com"), ("campaign", "+1 202 555 0143"), ("medium", "mail")];
    let lead = Lead {
        name: Some("Zora Quist".to_owned().into()),
        email: Email::normalize("Zora.Quist@example.com").map(Into::into),
        phone: Some(phone.into()),
        company: Some("Quist Ltd".to_owned()),
        notes: Some("Zora here, call me".to_owned().into()),
        country: Some("GB".into()),
        postal_code: Some("SW1A 1AA".to_owned().into()),
        product: Some("zora.quist@example.com".into()),
        utm: utm.into_iter().map(|(name, said)| (name.to_owned(), said.to_owned())).collect(),
        extra: serde_json::from_str(r#"{"nickname":"Zora"}"#).unwrap(),
        ..Lead::default()
    };
    let Decision { route, facts } = Decision::of(&bundle, &form, &lead, 1_790_000_400_000);
    let recorded = Recorded {
        lead_id: LeadId::new(Shard::of(Region::Eu, 3), &[7; 32]),
        revision: 1,
        at_ms: facts.at_ms,
        kind: Origin::Real,
        form: form.id,
        bundle: "0123456789abcdef".into(),
        team: route.team,
        rule: route.rule,
        moved_from: None,
        not_followed: false,
        facts,
    };
    let line = serde_json::to_string(&recorded).unwrap().to_lowercase();
    assert!(line.contains(r#""medium":"mail""#) && line.contains(r#""country":"gb""#), "{line}");
    for said in ["zora", "quist", "555", "0143", "1aa", "call", "@"] {
        assert!(!line.contains(said), "{said} in {line}");
    }
}

fn words() -> impl Strategy<Value = Option<String>> {
    prop::option::of("[a-z \"\\\\\u{e4}\n]{0,8}")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(
        revision in 1..u32::MAX, at_ms in any::<i64>(), country in words(), campaign in words(), employees in any::<Option<i64>>(),
    ) {
        let mut recorded = Recorded::read(LINE.as_bytes()).unwrap();
        recorded.facts = Facts { country, campaign, employees, ..recorded.facts };
        let recorded = Recorded { revision, at_ms, ..recorded };
        let line = serde_json::to_string(&recorded).unwrap();
        prop_assert!(!line.contains('\n'));
        prop_assert_eq!(Recorded::read(line.as_bytes()), Ok(recorded));
    }

    #[test]
    fn no_bytes_stop_the_reading(line in prop::collection::vec(any::<u8>(), 0..200)) {
        let _read = Recorded::read(&line);
    }
}
