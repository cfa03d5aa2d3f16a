//! A form's own fields, and what it says about the standard ones.

use crate::contracts::{about, ada, contract, fields, own, refused, taken};
use beeline::contract::{
    Answer, Contract, FieldCode, FieldKind, FieldRule, RESERVED, STANDARD, standard_field,
};
use beeline::intake::{Fields, Submission};
use beeline::lead::{Kind, Lead, Network};
use serde_json::{Value, json};

/// The answer to the only field of a form's own, or why there is none.
fn answer(rule: FieldRule, value: Value) -> Result<Option<Value>, FieldCode> {
    let name = rule.name.clone();
    let contract = contract(vec![rule]);
    match Submission::read(&ada(&json!({ name.as_str(): value })), &contract) {
        Ok(submission) => Ok(submission.extra.get(&name).map(|answer| serde_json::to_value(answer).unwrap())),
        Err(errors) => {
            assert_eq!((errors.len(), &errors[0].field), (1, &name));
            Err(errors[0].code)
        }
    }
}

fn colours() -> FieldRule {
    let choices = ["Red", "Blue", "Light; blue"].map(str::to_owned).to_vec();
    FieldRule { choices, ..own("colour", FieldKind::Choice) }
}

#[test]
fn text_is_cleaned_and_of_one_line_unless_the_form_says_otherwise() {
    let text = || own("role", FieldKind::Text);
    assert_eq!(answer(text(), json!(" C\u{0}TO \n")), Ok(Some(json!("CTO"))));
    assert_eq!(answer(text(), json!("   ")), Ok(None), "blank is absent");
    assert_eq!(answer(text(), json!("\u{200b}\u{2060} \u{202e}")), Ok(None), "what nobody can see is blank");
    assert_eq!(answer(text(), json!(7)), Ok(Some(json!("7"))));
    assert_eq!(answer(text(), json!(true)), Err(FieldCode::Type));
    assert_eq!(answer(text(), json!("x".repeat(201))), Err(FieldCode::Length));
    let longer = FieldRule { max_length: Some(300), ..text() };
    assert_eq!(answer(longer, json!("x".repeat(300))), Ok(Some(json!("x".repeat(300)))));
}

#[test]
fn lengths_count_characters() {
    let code = || FieldRule { min_length: Some(2), max_length: Some(3), ..own("code", FieldKind::Text) };
    for (text, length) in [("ü", 1), ("üü", 2), ("üüü", 3), ("üüüü", 4)] {
        assert_eq!(answer(code(), json!(text)).is_ok(), (2..=3).contains(&length), "{text}");
    }
}

#[test]
fn an_email_field_holds_an_address_and_odd_phones_and_countries_pass() {
    assert_eq!(answer(own("billing", FieldKind::Email), json!("a@b.de")), Ok(Some(json!("a@b.de"))));
    assert_eq!(answer(own("billing", FieldKind::Email), json!("nobody")), Err(FieldCode::Email));
    assert_eq!(answer(own("line", FieldKind::Phone), json!("ask Bob")), Ok(Some(json!("ask Bob"))));
    assert_eq!(answer(own("to", FieldKind::Country), json!("Atlantis")), Ok(Some(json!("Atlantis"))));
    assert_eq!(answer(own("to", FieldKind::Country), json!("x".repeat(65))), Err(FieldCode::Length));
}

#[test]
fn numbers_are_finite_and_within_their_limits() {
    let seats = || FieldRule { minimum: Some(1), maximum: Some(500), ..own("seats", FieldKind::Number) };
    for (value, expected) in [(json!(1), json!(1)), (json!("2.5"), json!(2.5)), (json!(" 500 "), json!(500))]
    {
        assert_eq!(answer(seats(), value), Ok(Some(expected)));
    }
    for beyond in [json!(0), json!(501), json!("0.99"), json!(-1e300)] {
        assert_eq!(answer(seats(), beyond), Err(FieldCode::Range));
    }
    for wrong in [json!("two"), json!("NaN"), json!("inf"), json!("1,000"), json!(true), json!([1])] {
        assert_eq!(answer(seats(), wrong.clone()), Err(FieldCode::Type), "{wrong}");
    }
    assert_eq!(answer(seats(), json!("")), Ok(None));
}

#[test]
fn a_choice_is_one_of_the_forms_in_the_forms_spelling() {
    assert_eq!(answer(colours(), json!(" red ")), Ok(Some(json!("Red"))));
    assert_eq!(answer(colours(), json!("Green")), Err(FieldCode::Choice));
    assert_eq!(answer(colours(), json!("Red;Blue")), Err(FieldCode::Choice), "only one");
}

#[test]
fn several_choices_are_each_one_of_the_forms_and_each_once() {
    let several = || FieldRule { multiple: true, ..colours() };
    assert_eq!(answer(several(), json!("Blue; red;Blue")), Ok(Some(json!(["Red", "Blue"]))));
    assert_eq!(
        answer(several(), json!("light; blue")),
        Ok(Some(json!(["Light; blue"]))),
        "it has a semicolon"
    );
    assert_eq!(answer(several(), json!(["Blue", "red", " "])), Ok(Some(json!(["Red", "Blue"]))));
    assert_eq!(answer(several(), json!(["Red", "Green"])), Err(FieldCode::Choice));
    assert_eq!(answer(several(), json!([])), Ok(None));
    assert_eq!(answer(colours(), json!(["Red"])), Err(FieldCode::Type));
    assert_eq!(answer(several(), json!("Red;Green")), Err(FieldCode::Choice));
    assert_eq!(answer(several(), json!(" ; ")), Ok(None));
    assert_eq!(answer(several(), json!(5)), Err(FieldCode::Type));
}

#[test]
fn a_date_is_a_day_of_the_calendar() {
    let date = || own("start", FieldKind::Date);
    for day in ["2026-11-30", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
        assert_eq!(answer(date(), json!(day)), Ok(Some(json!(day))));
    }
    for wrong in [
        "2026-02-29",
        "1900-02-29",
        "2026-11-31",
        "2026-13-01",
        "2026-00-10",
        "2026-10-00",
        "0000-01-01",
        "2026-1-1",
        "26-11-30",
        "2026-11-30T00:00:00Z",
        "30.11.2026",
        "2026/11/30",
        "+026-11-30",
        "2026-11-3 ",
        "2026-11-30-",
        "-2026-11-3",
        "２０２６-11-30",
        "soon",
    ] {
        assert_eq!(answer(date(), json!(wrong)), Err(FieldCode::Date), "{wrong}");
    }
}

#[test]
fn yes_or_no_is_said_in_many_ways() {
    let boolean = || own("newsletter", FieldKind::Boolean);
    for yes in [json!(true), json!("on"), json!("YES"), json!(" 1 ")] {
        assert_eq!(answer(boolean(), yes), Ok(Some(json!(true))));
    }
    for no in [json!(false), json!("off"), json!("No"), json!("")] {
        assert_eq!(answer(boolean(), no), Ok(Some(json!(false))));
    }
    assert_eq!(answer(boolean(), json!(["off", "on"])), Ok(Some(json!(true))), "a box after a hidden input");
    assert_eq!(answer(boolean(), json!("perhaps")), Err(FieldCode::Type));
}

#[test]
fn what_is_required_is_there_and_not_blank() {
    for kind in FieldKind::ALL {
        let rule = || FieldRule { required: true, choices: vec!["Red".into()], ..own("colour", kind) };
        assert_eq!(
            refused(&contract(vec![rule()]), &ada(&json!({}))),
            [("colour".into(), FieldCode::Required)]
        );
        for blank in [json!(""), json!(null)] {
            assert_eq!(answer(rule(), blank), Err(FieldCode::Required), "{kind:?}");
        }
        let several = FieldRule { multiple: true, ..rule() };
        assert_eq!(answer(several, json!("")), Err(FieldCode::Required), "{kind:?}");
    }
    let terms = FieldRule { required: true, ..own("terms", FieldKind::Boolean) };
    assert_eq!(answer(terms, json!("no")), Err(FieldCode::Required), "the box must be ticked");
}

#[test]
fn a_standard_field_may_be_required() {
    let required = |name: &str| contract(vec![FieldRule { required: true, ..about(name) }]);
    for standard in STANDARD.iter().filter(|it| !it.name.starts_with("consent.") && it.name != "email") {
        let missing = [(standard.name.to_owned(), FieldCode::Required)];
        assert_eq!(refused(&required(standard.name), &ada(&json!({}))), missing);
        assert_eq!(refused(&required(standard.name), &ada(&json!({standard.name: "  "}))), missing);
        assert_eq!(refused(&required(standard.name), &ada(&json!({standard.name: "7"}))), []);
    }
    let by_phone = fields(&json!({"name": "Ada", "phone": "1", "consent": {"privacy": true}}));
    assert_eq!(refused(&required("email"), &by_phone), [("email".into(), FieldCode::Required)]);
}

#[test]
fn a_standard_field_may_be_narrowed() {
    let narrow = contract(vec![
        FieldRule { max_length: Some(5), ..about("company") },
        FieldRule { minimum: Some(10), maximum: Some(99), ..about("employees") },
        FieldRule { kind: FieldKind::Choice, choices: vec!["Engine".into()], ..about("product") },
    ]);
    let wrong = ada(&json!({"company": "Engines", "employees": 5, "product": "Loom"}));
    let expected =
        [("company", FieldCode::Length), ("employees", FieldCode::Range), ("product", FieldCode::Choice)];
    assert_eq!(refused(&narrow, &wrong), expected.map(|(name, code)| (name.to_owned(), code)));
    let right = taken(&narrow, &ada(&json!({"company": "Loom", "employees": "10", "product": "ENGINE"})));
    assert_eq!(right.product.as_deref(), Some("Engine"));
    assert_eq!((right.company.as_deref(), right.employees), (Some("Loom"), Some(10)));
}

#[test]
fn a_narrower_limit_is_the_one_that_is_told() {
    let narrow = contract(vec![FieldRule { max_length: Some(5), ..about("name") }]);
    let errors = Submission::read(&ada(&json!({"name": "x".repeat(300)})), &narrow).err().unwrap();
    assert_eq!(errors[0].message, "Must be at most 5 characters.");
    assert_eq!(errors.len(), 1);
}

#[test]
fn a_lead_can_be_answered_whatever_the_form_asks() {
    let without = |names: &[&str]| {
        contract(names.iter().map(|name| FieldRule { removed: true, ..about(name) }).collect())
    };
    let nobody = fields(&json!({"consent": {"privacy": true}}));
    let code = FieldCode::Required;
    assert_eq!(refused(&without(&["phone"]), &nobody), [("email".to_owned(), code)]);
    assert_eq!(refused(&without(&["email"]), &nobody), [("phone".to_owned(), code)]);
    let nameless = fields(&json!({"email": "ada@example.com", "phone": "1", "consent": {"privacy": true}}));
    assert_eq!(
        refused(&without(&["email"]), &nameless),
        [("name".to_owned(), code)],
        "the email does not count"
    );
    let long_name = fields(&json!({"name": "x".repeat(201), "consent": {"privacy": true}}));
    let both = [("email".to_owned(), code), ("name".to_owned(), FieldCode::Length)];
    assert_eq!(refused(&Contract::default(), &long_name), both, "all at once");
}

#[test]
fn click_ids_and_the_postal_code_are_standard() {
    let read = taken(
        &Contract::default(),
        &ada(&json!({"gclid": " c1 ", "li_fat_id": "c2", "postal_code": "SW1A 1AA"})),
    );
    let ids: Vec<(&str, &str)> =
        read.click_ids.iter().map(|(name, id)| (name.as_str(), id.expose().as_str())).collect();
    assert_eq!(ids, [("gclid", "c1"), ("li_fat_id", "c2")]);
    assert_eq!(read.postal_code.as_deref(), Some("SW1A 1AA"));
    let long = ada(&json!({"postal_code": "x".repeat(21)}));
    assert_eq!(refused(&Contract::default(), &long), [("postal_code".to_owned(), FieldCode::Length)]);
}

#[test]
fn the_standard_fields_are_found_by_name_and_none_is_reserved() {
    assert!(STANDARD.is_sorted_by(|one, next| one.name < next.name));
    for standard in &STANDARD {
        assert_eq!(standard_field(standard.name), Some(standard));
        assert!(!RESERVED.contains(&standard.name));
    }
    assert_eq!(standard_field("website"), None);
}

#[test]
fn a_rule_is_found_by_name_in_any_order() {
    let rules = ["c", "a", "b", "a"].map(|name| own(name, FieldKind::Text));
    let contract = contract(rules.to_vec());
    assert_eq!(
        contract.fields.iter().map(|rule| rule.name.as_str()).collect::<Vec<_>>(),
        ["c", "a", "b", "a"]
    );
    for name in ["a", "b", "c"] {
        assert_eq!(contract.fields.get(name).unwrap().name, name);
    }
    assert!(contract.fields.get("d").is_none());
    assert!(contract.has("a") && contract.has("email") && contract.has("utm.source"));
    assert!(!contract.has("d") && !contract.has("utm.") && !contract.has("form_token"));
}

#[test]
fn a_contract_read_again_is_the_same() {
    let rule = FieldRule { required: true, multiple: true, minimum: Some(-1), ..colours() };
    let mut contract = contract(vec![rule, FieldRule { removed: true, ..about("email") }]);
    contract.honeypot = Some("website".into());
    let json = serde_json::to_string(&contract).unwrap();
    assert_eq!(serde_json::from_str::<Contract>(&json).unwrap(), contract);
    assert_eq!(serde_json::to_string(&Contract::default()).unwrap(), "{}");
    assert!(serde_json::from_str::<Contract>(r#"{"colour":1}"#).is_err(), "nothing is ignored");
}

fn lead(contract: &Contract, fields: &Fields) -> Lead {
    Lead::normalize(taken(contract, fields), Kind::Real, Network::default(), None)
}

#[test]
fn answers_are_kept_with_the_lead_and_come_back_as_they_were() {
    let contract = contract(vec![
        FieldRule { multiple: true, ..colours() },
        own("seats", FieldKind::Number),
        own("newsletter", FieldKind::Boolean),
        own("role", FieldKind::Text),
    ]);
    let said = json!({"colour": "Red;Blue", "seats": 2.5, "newsletter": "on", "role": "CTO", "gclid": "c", "postal_code": "1"});
    let lead = lead(&contract, &ada(&said));
    let json = serde_json::to_string(&lead).unwrap();
    let extra = r#""click_ids":{"gclid":"c"},"extra":{"colour":["Red","Blue"],"newsletter":true,"role":"CTO","seats":2.5}"#;
    assert!(json.contains(extra) && json.contains(r#""postal_code":"1""#), "{json}");
    assert_eq!(serde_json::from_str::<Lead>(&json).unwrap(), lead);
    let shown: Vec<_> = lead.extra.values().map(Answer::text).collect();
    assert_eq!(shown, ["Red, Blue", "yes", "CTO", "2.5"]);
}

#[test]
fn a_lead_shows_no_answer_in_debug() {
    let contract = contract(vec![
        own("role", FieldKind::Text),
        own("seats", FieldKind::Number),
        FieldRule { multiple: true, ..colours() },
    ]);
    let said = json!({"role": "marker", "seats": 31337, "colour": "Red;Blue", "gclid": "marker", "postal_code": "marker", "other": "marker"});
    let shown = format!("{:?}", lead(&contract, &ada(&said)));
    for personal in ["marker", "31337", "Red"] {
        assert!(!shown.contains(personal), "{shown}");
    }
}

#[test]
fn messages_never_repeat_what_was_typed() {
    let kinds = [FieldKind::Choice, FieldKind::Date, FieldKind::Number, FieldKind::Email, FieldKind::Boolean];
    let mut rules: Vec<FieldRule> =
        kinds.iter().map(|kind| own(&format!("of_{}", kind.as_str()), *kind)).collect();
    rules.push(FieldRule { max_length: Some(3), ..own("of_text", FieldKind::Text) });
    let said: serde_json::Map<String, Value> =
        rules.iter().map(|rule| (rule.name.clone(), json!("secret-marker"))).collect();
    let errors = Submission::read(&ada(&Value::Object(said)), &contract(rules)).err().unwrap();
    assert_eq!(errors.len(), 6);
    assert!(errors.iter().all(|error| !error.message.contains("secret-marker") && !error.message.is_empty()));
}
