//! A sample tells what a submission looks like, and nothing a visitor typed.

use beeline::contract::Contract;
use beeline::drift::{Fault, MAX_SAMPLE_FIELDS, MaskedField, Sample, Shape, ValueKind, mask};
use beeline::intake::{FieldCode, FieldError, Fields, Scalar};
use proptest::prelude::*;

fn fields(body: &str) -> Fields {
    Fields::from_json(body.as_bytes()).unwrap()
}

fn error(field: &str, code: FieldCode) -> FieldError {
    FieldError { field: field.to_owned(), code, message: "wrong".to_owned() }
}

fn pattern(text: &str) -> String {
    Shape::of(&Scalar::Text(text.to_owned())).pattern
}

fn only_name(raw: &str) -> String {
    let body = serde_json::json!({ raw: 1 }).to_string();
    mask(&fields(&body), &[], &Contract::default()).fields.into_iter().next().unwrap().name
}

fn field<'a>(sample: &'a Sample, name: &str) -> &'a MaskedField {
    sample.fields.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn a_refused_submission_becomes_names_shapes_and_faults() {
    let body = fields(
        r#"{"email":"ann.lee@","employees":12,"newsletter":true,"company_name":"Example Inc","tags":["a"]}"#,
    );
    let errors = [error("consent.privacy", FieldCode::ConsentRequired), error("email", FieldCode::Email)];
    let sample = mask(&body, &errors, &Contract::default());
    let email = field(&sample, "email");
    assert_eq!(email.shape, Shape { kind: ValueKind::Text, length_up_to: 8, pattern: "a.a@".into() });
    assert_eq!(email.fault, Some(Fault::Email));
    assert_eq!(field(&sample, "employees").shape.kind, ValueKind::Number);
    assert_eq!(field(&sample, "newsletter").shape.kind, ValueKind::Boolean);
    assert_eq!(field(&sample, "tags").shape.kind, ValueKind::List);
    assert_eq!(field(&sample, "company_name").fault, None);
    let absent: Vec<(&str, Fault)> =
        sample.absent.iter().map(|absent| (absent.name.as_str(), absent.fault)).collect();
    assert_eq!(absent, [("consent.privacy", Fault::Consent)]);
}

#[test]
fn patterns_are_what_people_recognize() {
    for (text, expected) in [
        ("", ""),
        ("ann.lee@example.com", "a.a@a.a"),
        ("+1 (415) 555-2671", "+9 (9) 9-9"),
        ("Example Inc", "Aa Aa"),
        ("1 - 50", "9 - 9"),
        ("2026-11-22", "9-9-9"),
        ("ßéç 漢字", "x x"),
        ("a&b", "a*a"),
        ("f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "a9a~-9a-9a9-"),
        ("two\r\nlines", "a a"),
    ] {
        assert_eq!(pattern(text), expected, "{text}");
    }
}

#[test]
fn lengths_are_told_to_the_next_power_of_two() {
    for (length, up_to) in [(0, 0), (1, 1), (2, 2), (3, 4), (200, 256), (257, 512)] {
        let shape = Shape::of(&Scalar::Text("é".repeat(length)));
        assert_eq!(shape.length_up_to, up_to, "{length} characters");
    }
}

#[test]
fn names_of_a_page_are_kept() {
    for name in ["company_name", "utm.source", "field-12", "items[0]", "prénom", "Your name", "0-1/email"] {
        assert_eq!(only_name(name), name);
    }
}

#[test]
fn a_name_that_may_be_somebodys_data_is_masked_like_a_value() {
    let body = r#"{"email":"ann@example.com","phone":"+1 415 555 2671"}"#;
    for (name, shown) in [
        ("ann@example.com", "(a@a.a)"),
        ("call 4155552671", "(a 9)"),
        ("", "()"),
        ("a\u{202e}b", "(axa)"),
        ("<script>", "(*a*)"),
        ("Ann Lee", "(Aa Aa)"),
        (body, "(*a*:*a@a.a*,)"),
    ] {
        assert_eq!(only_name(name), shown, "{name}");
    }
    assert_eq!(only_name(&"x".repeat(64)), "x".repeat(64));
    assert_eq!(only_name(&"x".repeat(65)), "(a)");
}

#[test]
fn every_code_of_the_contract_has_its_fault() {
    let faults = [
        (FieldCode::Required, Fault::Missing),
        (FieldCode::Type, Fault::Type),
        (FieldCode::Email, Fault::Email),
        (FieldCode::Length, Fault::Length),
        (FieldCode::Range, Fault::Range),
        (FieldCode::ConsentRequired, Fault::Consent),
        (FieldCode::TooMany, Fault::Other),
    ];
    for (code, fault) in faults {
        let sample = mask(&fields(r#"{"x":1}"#), &[error("x", code)], &Contract::default());
        assert_eq!(field(&sample, "x").fault, Some(fault), "{code:?}");
    }
    for (word, fault) in [
        ("choice", Fault::Choice),
        ("date", Fault::Date),
        ("unknown_field", Fault::Unknown),
        ("consent_version", Fault::ConsentVersion),
        ("of a later version", Fault::Other),
    ] {
        assert_eq!(Fault::from_code(word), fault, "{word}");
    }
}

#[test]
fn faults_speak_in_sentences_of_their_own() {
    let all = [
        Fault::Missing,
        Fault::Type,
        Fault::Email,
        Fault::Length,
        Fault::Range,
        Fault::Choice,
        Fault::Date,
        Fault::Unknown,
        Fault::Consent,
        Fault::ConsentVersion,
        Fault::Other,
    ];
    for (at, fault) in all.iter().enumerate() {
        assert!(!fault.says().is_empty());
        assert!(all.iter().skip(at + 1).all(|other| other.says() != fault.says()), "{fault:?}");
    }
}

#[test]
fn a_sample_has_at_most_a_hundred_fields_and_faults() {
    let body: serde_json::Map<_, _> = (0..150).map(|n| (format!("f{n}"), n.into())).collect();
    let errors: Vec<FieldError> = (0..150).map(|n| error(&format!("g{n}"), FieldCode::Required)).collect();
    let sample = mask(&fields(&serde_json::Value::Object(body).to_string()), &errors, &Contract::default());
    assert_eq!(sample.fields.len(), MAX_SAMPLE_FIELDS);
    assert_eq!(sample.absent.len(), MAX_SAMPLE_FIELDS);
}

#[test]
fn two_names_that_look_the_same_are_one() {
    let sample = mask(
        &fields(r#"{"a@b.c":1,"d@e.f":2,"plain":3}"#),
        &[error("x@y.z", FieldCode::Required)],
        &Contract::default(),
    );
    let names: Vec<&str> = sample.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["(a@a.a)", "plain"]);
    assert_eq!(sample.absent, []);
}

#[test]
fn the_json_of_a_sample_is_unchanged() {
    let body = fields(r#"{"email":"ann.lee@","plan":"Gold 1"}"#);
    let errors = [error("email", FieldCode::Email), error("company", FieldCode::Required)];
    let frozen = r#"{"fields":[{"name":"email","shape":{"kind":"text","length_up_to":8,"pattern":"a.a@"},"fault":"email"},{"name":"plan","shape":{"kind":"text","length_up_to":8,"pattern":"Aa 9"}}],"absent":[{"name":"company","fault":"missing"}]}"#;
    let sample = mask(&body, &errors, &Contract::default());
    assert_eq!(serde_json::to_string(&sample).unwrap(), frozen);
    assert_eq!(serde_json::from_str::<Sample>(frozen).unwrap(), sample);
}

/// Every stretch of four letters and digits in a text.
fn stretches(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let spoken = |four: &&[char]| four.iter().all(char::is_ascii_alphanumeric);
    characters.windows(4).filter(spoken).map(|four| four.iter().collect()).collect()
}

fn value() -> impl Strategy<Value = String> {
    // Values made of the very symbols of a pattern are the hardest.
    prop_oneof![".{0,80}", "[Aa9x@.~* -]{0,40}", "[A-Za-z0-9]{4,30}", "(Aa9x|a9A9|Aa9A){1,8}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_four_characters_of_a_value_can_be_read_off_its_pattern(text in value()) {
        let pattern = pattern(&text);
        prop_assert!(pattern.chars().count() <= 12);
        prop_assert!(stretches(&pattern).is_empty(), "{pattern}");
        for stretch in stretches(&text) {
            prop_assert!(!pattern.contains(&stretch));
        }
    }

    #[test]
    fn numbers_are_masked_too(number in any::<f64>()) {
        let pattern = Shape::of(&Scalar::Number(number)).pattern;
        prop_assert!(stretches(&pattern).is_empty());
        prop_assert!(!pattern.bytes().any(|byte| b"012345678".contains(&byte)));
    }

    #[test]
    fn nothing_of_a_name_with_an_address_in_it_survives(local in "[a-z]{4,12}", host in "[a-z]{4,12}") {
        let name = only_name(&format!("{local}@{host}.com"));
        prop_assert!(!name.contains(&local) && !name.contains(&host));
    }

    #[test]
    fn values_of_one_shape_have_one_mask(words in prop::collection::vec("[a-z]{5}", 2)) {
        let masked: Vec<Sample> = words
            .iter()
            .map(|word| mask(&fields(&serde_json::json!({ "x": word }).to_string()), &[], &Contract::default()))
            .collect();
        prop_assert_eq!(masked.first(), masked.last());
    }

    #[test]
    fn any_body_can_be_masked(
        body in prop::collection::btree_map(".{0,25}", ".{0,80}", 0..12),
        others in prop::collection::vec(".{0,80}", 0..4),
    ) {
        let json = serde_json::to_string(&body).unwrap();
        let read = Fields::from_json(json.as_bytes()).unwrap();
        let wrong = body.keys().step_by(2).chain(&others);
        let errors: Vec<FieldError> = wrong.map(|name| error(name, FieldCode::Length)).collect();
        let sample = mask(&read, &errors, &Contract::default());
        prop_assert!(sample.fields.len() <= body.len() && sample.absent.len() <= others.len());
        let stored = serde_json::to_string(&sample).unwrap();
        prop_assert_eq!(serde_json::from_str::<Sample>(&stored).unwrap(), sample);
    }
}
