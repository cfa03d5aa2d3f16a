//! Whatever the contract and whatever is sent: an answer that satisfies every rule, or
//! every error once.

use std::collections::BTreeSet;

use crate::contracts::{about, fields, own};
use beeline::contract::{
    Answer, Ask, Contract, FieldKind, FieldRule, Question, RESERVED, UnknownFields, standard_field,
};
use beeline::intake::{Email, Submission};
use proptest::prelude::*;
use serde_json::Value;

const CHOICES: [&str; 3] = ["Red", "Light; blue", "7"];

fn kind() -> impl Strategy<Value = FieldKind> {
    proptest::sample::select(FieldKind::ALL.to_vec())
}

fn limits() -> impl Strategy<Value = (Option<u64>, Option<u64>, Option<i64>, Option<i64>)> {
    (
        proptest::option::of(0..4_u64),
        proptest::option::of(3..9_u64),
        proptest::option::of(-2..3_i64),
        proptest::option::of(2..9_i64),
    )
}

/// A rule of the form's own, about any kind of field.
fn rule_of_its_own() -> impl Strategy<Value = FieldRule> {
    ("(a|b|b\\.c|z|emails|nam)", kind(), any::<bool>(), any::<bool>(), limits()).prop_map(
        |(name, kind, required, multiple, (min_length, max_length, minimum, maximum))| FieldRule {
            required,
            multiple,
            min_length: min_length.filter(|_| kind == FieldKind::Text),
            max_length: max_length.filter(|_| kind == FieldKind::Text),
            minimum,
            maximum,
            choices: CHOICES.map(str::to_owned).to_vec(),
            ..own(&name, kind)
        },
    )
}

/// A rule about a standard field.
fn rule_of_a_standard_field() -> impl Strategy<Value = FieldRule> {
    let names = vec!["email", "name", "phone", "company", "employees", "gclid", "notes"];
    (proptest::sample::select(names), any::<bool>(), any::<bool>(), limits()).prop_map(
        |(name, required, removed, (_, max_length, minimum, maximum))| FieldRule {
            required: required && !removed,
            removed,
            max_length: max_length.filter(|_| matches!(name, "name" | "company" | "notes")),
            minimum,
            maximum,
            ..about(name)
        },
    )
}

fn any_contract() -> impl Strategy<Value = Contract> {
    let rules = proptest::collection::vec(prop_oneof![rule_of_its_own(), rule_of_a_standard_field()], 0..6);
    let policy =
        proptest::sample::select(vec![UnknownFields::Keep, UnknownFields::Drop, UnknownFields::Refuse]);
    let ask = proptest::sample::select(vec![Ask::Required, Ask::Optional, Ask::IfSent, Ask::None]);
    (rules, policy, ask.clone(), ask, proptest::option::of("v[12]")).prop_map(
        |(rules, unknown_fields, privacy, sms, text_version)| {
            let mut contract = Contract { fields: rules.into(), unknown_fields, ..Contract::default() };
            contract.consent.text_version = text_version;
            (contract.consent.privacy, contract.consent.sms) = (Question::new(privacy), Question::new(sms));
            contract
        },
    )
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        "\\PC{0,12}".prop_map(Value::from),
        "(a@b\\.de|red|Light; blue|red;7|2026-0[0-9]-[0-3][0-9]|-?[0-9]{1,3}(\\.[0-9])?|on|v1| )"
            .prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-9.0..9.0).prop_map(|number: f64| Value::from(number)),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        Just(serde_json::json!(["Red", "x"])),
    ]
}

fn any_body() -> impl Strategy<Value = Value> {
    let name = "(a|b|b\\.c|z|email|name|phone|company|employees|gclid|notes|utm\\.x|consent\\.(privacy|sms|text_version)|form_token|\\PC{0,5})";
    let sent = proptest::collection::btree_map(name, any_value(), 0..10);
    (sent, proptest::bool::weighted(0.8)).prop_map(|(mut sent, usual)| {
        if usual {
            sent.insert("email".to_owned(), "a@b.de".into());
            sent.insert("consent.privacy".to_owned(), true.into());
            sent.retain(|name, _| !name.starts_with("consent.t"));
        }
        sent.into_iter().collect()
    })
}

/// An answer that a rule allows.
fn fitting(rule: &FieldRule) -> Value {
    let number = rule.minimum.or(rule.maximum).unwrap_or(1);
    match rule.kind {
        FieldKind::Email => "a@b.de".into(),
        FieldKind::Number => number.max(0).into(),
        FieldKind::Boolean => true.into(),
        FieldKind::Date => "2024-02-29".into(),
        FieldKind::Choice => "red".into(),
        FieldKind::Phone | FieldKind::Country | FieldKind::Text => "xyz".into(),
    }
}

/// A contract and a body, which mostly answers what the contract asks.
fn any_case() -> impl Strategy<Value = (Contract, Value)> {
    let answered = proptest::collection::vec(proptest::bool::weighted(0.9), 6);
    (any_contract(), any_body(), answered).prop_map(|(contract, mut body, answered)| {
        for (rule, _) in contract.fields.iter().zip(answered).filter(|(_, answered)| *answered) {
            body[&rule.name] = fitting(rule);
        }
        (contract, body)
    })
}

/// Whether a day is one, by counting them.
fn is_day(text: &str) -> bool {
    let parts: Vec<u32> = text.split('-').map(|part| part.parse().unwrap()).collect();
    let [year, month, day] = parts[..] else { return false };
    let leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
    let days = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    (1..=12).contains(&month) && (1..=days[month as usize - 1]).contains(&day)
}

fn satisfies(rule: &FieldRule, answer: &Answer) -> bool {
    let is_choice = |text: &str| CHOICES.contains(&text);
    match (rule.kind, answer) {
        (FieldKind::Number, Answer::Number(number)) => {
            let number = *number.expose();
            number.is_finite()
                && rule.minimum.is_none_or(|least| number >= least as f64)
                && rule.maximum.is_none_or(|most| number <= most as f64)
        }
        (FieldKind::Boolean, Answer::Boolean(yes)) => *yes.expose() || !rule.required,
        (FieldKind::Choice, Answer::Many(chosen)) => {
            rule.multiple && !chosen.expose().is_empty() && chosen.expose().iter().all(|text| is_choice(text))
        }
        (FieldKind::Choice, Answer::Text(text)) => !rule.multiple && is_choice(text.expose()),
        (FieldKind::Date, Answer::Text(text)) => is_day(text.expose()),
        (FieldKind::Email, Answer::Text(text)) => Email::is_address(text.expose()),
        (FieldKind::Text | FieldKind::Phone | FieldKind::Country, Answer::Text(text)) => {
            let length = text.expose().chars().count() as u64;
            rule.min_length.is_none_or(|least| length >= least)
                && rule.longest().is_none_or(|most| length <= most)
                && text.expose().trim() == text.expose()
        }
        _ => false,
    }
}

/// Asserts that what was accepted is what the contract demands.
fn assert_accepted(contract: &Contract, read: &Submission) {
    assert!(read.email.is_some() || (read.name.is_some() && read.phone.is_some()));
    let rules: Vec<&FieldRule> = {
        let mut seen = BTreeSet::new();
        contract.fields.iter().filter(|rule| seen.insert(&rule.name)).collect()
    };
    for rule in &rules {
        let answer = read.extra.get(&rule.name);
        match (standard_field(&rule.name), answer) {
            (None, Some(answer)) => assert!(satisfies(rule, answer), "{rule:?}"),
            (None, None) => assert!(!rule.required, "{rule:?}"),
            (Some(_), answer) => assert!(rule.removed || answer.is_none(), "{rule:?}"),
        }
        let employees = read.employees.map(i64::from);
        let (text, required) = match rule.name.as_str() {
            "email" => (read.email.as_deref(), rule.required),
            "name" => (read.name.as_deref(), rule.required),
            "company" => (read.company.as_deref(), rule.required),
            "notes" => (read.notes.as_deref(), rule.required),
            "employees" => {
                assert!(!rule.removed || employees.is_none());
                assert!(employees.is_none_or(|count| rule.minimum.is_none_or(|least| count >= least)));
                assert!(employees.is_none_or(|count| rule.maximum.is_none_or(|most| count <= most)));
                assert!(!rule.required || employees.is_some());
                continue;
            }
            _ => continue,
        };
        assert!(!rule.removed || text.is_none(), "{rule:?}");
        assert!(!required || text.is_some(), "{rule:?}");
        let length = text.map_or(0, |text| text.chars().count() as u64);
        assert!(rule.longest().is_none_or(|most| length <= most), "{rule:?}");
    }
    let known = |name: &String| rules.iter().any(|rule| rule.name == *name && !rule.removed);
    if contract.unknown_fields != UnknownFields::Keep {
        assert!(read.extra.keys().all(known), "{:?}", read.extra.keys());
    }
    if contract.unknown_fields == UnknownFields::Refuse {
        assert!(read.unknown.is_empty());
    }
    assert!(read.extra.keys().all(|name| known(name) || read.unknown.contains(name)));
    assert!(read.unknown.iter().all(|name| !RESERVED.contains(&name.as_str()) && !name.starts_with("utm.x")));
    let terms = &contract.consent;
    assert!(read.consent.privacy || terms.privacy.ask != Ask::Required);
    assert!(read.consent.sms == Some(true) || terms.sms.ask != Ask::Required);
    assert!(read.consent.sms != Some(true) || terms.sms.ask != Ask::None);
    let version = read.consent.text_version.as_deref();
    assert!(terms.text_version.is_none() || version.is_some_and(|version| terms.knows(version)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn a_submission_satisfies_every_rule_or_every_error_is_told_once((contract, body) in any_case()) {
        let fields = fields(&body);
        match Submission::read(&fields, &contract) {
            Ok(read) => assert_accepted(&contract, &read),
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                prop_assert!(errors.is_sorted_by(|one, next| one.field < next.field), "{errors:?}");
                for error in &errors {
                    let sent = fields.get(&error.field).is_some();
                    let demanded = contract.fields.get(&error.field).is_some();
                    let always = ["email", "name", "phone", "consent.privacy", "consent.sms", "utm"];
                    prop_assert!(sent || demanded || always.contains(&error.field.as_str()), "{error:?}");
                }
            }
        }
    }

    #[test]
    fn the_contract_in_the_bundle_decides_alike((contract, body) in any_case()) {
        let fields = fields(&body);
        let read: Contract = serde_json::from_str(&serde_json::to_string(&contract).unwrap()).unwrap();
        let errors = |contract: &Contract| Submission::read(&fields, contract).err();
        prop_assert_eq!(errors(&contract), errors(&read));
    }
}
