//! The lead in a sender's payload, by a configured map.

use std::collections::BTreeMap;

use crate::bodies::{pairs, shown};
use beeline::intake::{Malformed, Submission};
use beeline::webhook::{FieldMap, MAX_PAYLOAD_DEPTH, Path, PathProblem, Payload};
use proptest::prelude::*;
use serde_json::{Value, json};

fn paths(map: &[(&str, &str)]) -> BTreeMap<String, String> {
    map.iter().map(|(field, path)| ((*field).to_owned(), (*path).to_owned())).collect()
}

fn read(map: &[(&str, &str)], payload: &str) -> Result<Vec<(String, String)>, Malformed> {
    let map = FieldMap::compile(&paths(map)).unwrap_or_else(|bad| panic!("{bad}"));
    map.read(payload.as_bytes()).map(|fields| shown(&fields))
}

/// What one path finds.
#[track_caller]
fn found(path: &str, payload: &Value) -> Option<String> {
    let fields = read(&[("found", path)], &payload.to_string()).unwrap();
    fields.into_iter().next().map(|(_, value)| value)
}

/// As Typeform sends it, shortened.
fn typeform() -> Value {
    json!({
        "event_id": "01H0",
        "event_type": "form_response",
        "form_response": {
            "form_id": "lT4Z3j",
            "token": "a3a12ec67a1365927098a606107fac15",
            "hidden": {"utm_source": "mail"},
            "definition": {"fields": [{"id": "x", "ref": "work_email", "title": "Email?"}]},
            "answers": [
                {"type": "text", "text": "Ada Lovelace", "field": {"id": "a", "ref": "full_name"}},
                {"type": "email", "email": "ada@example.com", "field": {"id": "b", "ref": "work_email"}},
                {"type": "boolean", "boolean": true, "field": {"id": "c", "ref": "privacy"}},
                {"type": "number", "number": 250, "field": {"id": "d", "ref": "employees"}},
                {"type": "choices", "choices": {"labels": ["CRM", "Routing"]}, "field": {"id": "e", "ref": "products"}}
            ]
        }
    })
}

#[test]
fn a_typeform_response_becomes_a_lead() {
    let map = [
        ("email", "form_response.answers[field.ref=work_email].email"),
        ("name", "form_response.answers[field.ref=full_name].text"),
        ("employees", "form_response.answers[field.ref=employees].number"),
        ("consent.privacy", "form_response.answers[field.ref=privacy].boolean"),
        ("interest", "form_response.answers[type=choices].choices.labels"),
        ("utm.source", "form_response.hidden.utm_source"),
        ("phone", "form_response.answers[field.ref=phone].phone_number"),
    ];
    let expected = [
        ("consent.privacy", "boolean true"),
        ("email", "ada@example.com"),
        ("employees", "number 250"),
        ("interest", "[CRM|Routing]"),
        ("name", "Ada Lovelace"),
        ("utm.source", "mail"),
    ];
    assert_eq!(read(&map, &typeform().to_string()), Ok(pairs(&expected)));
    let map = FieldMap::compile(&paths(&map)).unwrap();
    let fields = map.read(typeform().to_string().as_bytes()).unwrap();
    let submission = Submission::read(&fields, &beeline::contract::Contract::default())
        .unwrap_or_else(|errors| panic!("{errors:?}"));
    assert_eq!((submission.employees, submission.consent.privacy), (Some(250), true));
}

#[test]
fn the_senders_own_id_is_at_a_path_too() {
    let json = typeform().to_string();
    let payload = Payload::read(json.as_bytes()).unwrap();
    let id = |path: &str| payload.text(&Path::compile(path).unwrap()).unwrap();
    assert_eq!(id("form_response.token").as_deref(), Some("a3a12ec67a1365927098a606107fac15"));
    assert_eq!(id("form_response.answers.3.number").as_deref(), Some("250"));
    assert_eq!((id("form_response.nowhere"), id("form_response.answers")), (None, None));
}

#[test]
fn paths_go_into_objects_and_arrays() {
    let payload = json!({"data": {"email": "a", "list": [{"x": "b"}, ["c", "d"]], "0": "e"}, "": {"": "f"}});
    for (path, expected) in [
        ("data.email", Some("a")),
        ("data.list.0.x", Some("b")),
        ("data.list[0].x", Some("b")),
        ("data.list.1.1", Some("d")),
        ("data.list[1][1]", Some("d")),
        ("data.list.1", Some("[c|d]")),
        ("data.0", Some("e")),
        ("data.list.2", None),
        ("data.list.x", None),
        ("data.list.-1", None),
        ("data.list.99999999999999999999999", None),
        ("data.email.x", None),
        ("data.email.0", None),
        ("data", None),
        ("data.list", None),
        ("Data.email", None),
    ] {
        assert_eq!(found(path, &payload).as_deref(), expected, "{path}");
    }
}

#[test]
fn a_condition_picks_the_first_item_that_meets_it() {
    let payload = json!({"fields": [
        "loose", 7, null, {"label": "Email", "value": "first"}, {"label": "Email", "value": "second"},
        {"label": "Work [main]. Email=1", "value": "odd"}, {"id": 12, "value": "number"}, {"ok": true, "value": "flag"},
        {"label": "Nested", "rows": [{"k": "a", "v": 1}, {"k": "b", "v": 2}]}, {"tags": ["x", "y"], "value": "tagged"},
    ]});
    for (path, expected) in [
        ("fields[label=Email].value", Some("first")),
        ("fields[label=email].value", None),
        ("fields[label=Work [main\\]. Email=1].value", Some("odd")),
        ("fields[id=12].value", Some("number")),
        ("fields[ok=true].value", Some("flag")),
        ("fields[label=Nested].rows[k=b].v", Some("number 2")),
        ("fields[tags.1=y].value", Some("tagged")),
        ("fields[label.deeper=x].value", None),
    ] {
        assert_eq!(found(path, &payload).as_deref(), expected, "{path}");
    }
}

#[test]
fn a_backslash_makes_any_character_part_of_a_name() {
    let payload =
        json!({"work.email": "a", "x[0]": "b", "back\\slash": "c", "Full name": "d", "ü=?": "e", "": "f"});
    for (path, expected) in
        [("work\\.email", "a"), ("x\\[0\\]", "b"), ("back\\\\slash", "c"), ("Full name", "d"), ("ü=?", "e")]
    {
        assert_eq!(found(path, &payload).as_deref(), Some(expected), "{path}");
    }
}

#[test]
fn what_is_no_value_is_absent() {
    let payload = json!({"a": null, "b": {}, "c": [], "d": [{}], "e": [null], "f": "", "g": [1, {}, "x"]});
    for (path, expected) in [
        ("a", None),
        ("b", None),
        ("c", Some("[]")),
        ("d", None),
        ("e", None),
        ("f", Some("")),
        ("g", Some("[1|x]")),
    ] {
        assert_eq!(found(path, &payload).as_deref(), expected, "{path}");
    }
}

#[test]
fn a_member_that_is_there_twice_is_refused_where_it_matters() {
    let map = [("email", "data.email")];
    let refused = Err(Malformed::DuplicateField);
    assert_eq!(read(&map, r#"{"data":{"email":"a","email":"b"}}"#), refused);
    assert_eq!(read(&map, r#"{"data":{"email":"a"},"data":{"email":"b"}}"#), refused);
    assert_eq!(read(&map, r#"{"data":{"email":"a"},"x":1,"x":2}"#), Ok(pairs(&[("email", "a")])));
}

#[test]
fn odd_values_are_read_as_in_any_body() {
    let fields = read(&[("a", "a"), ("b", "b"), ("c", "c")], r#"{"a":"\ud800","b":1e400,"c":"\u0000"}"#);
    assert_eq!(fields, Ok(pairs(&[("a", "\u{fffd}"), ("b", "1e400"), ("c", "\0")])));
}

#[test]
fn what_is_no_json_object_is_refused() {
    for payload in ["", "[]", "[{\"a\":1}]", "1", "{", "{\"a\":1}}", "{\"a\":1,}"] {
        assert_eq!(read(&[("a", "a")], payload), Err(Malformed::NotJsonObject), "{payload}");
    }
    let map = FieldMap::compile(&paths(&[("a", "a")])).unwrap();
    assert_eq!(map.read(b"{\"a\":\"\xff\"}").err(), Some(Malformed::NotUtf8));
}

#[test]
fn depth_and_size_are_bounded() {
    let nested = |depth: usize| format!("{{\"a\":{}1{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
    assert!(read(&[("a", "a")], &nested(MAX_PAYLOAD_DEPTH)).is_ok());
    assert_eq!(read(&[("a", "a")], &nested(MAX_PAYLOAD_DEPTH + 1)), Err(Malformed::TooDeep));
    assert_eq!(read(&[("a", "a")], &nested(30_000)), Err(Malformed::TooDeep));
    let wide = |count: usize| format!("{{\"a\":[{}]}}", vec!["0"; count].join(","));
    assert_eq!(read(&[("a", "a.9994")], &wide(9_995)), Ok(pairs(&[("a", "number 0")])));
    assert_eq!(read(&[("a", "a.0")], &wide(9_996)), Err(Malformed::TooManyValues));
    assert_eq!(read(&[("a", "a")], &wide(51)), Err(Malformed::TooManyValues));
}

#[test]
fn a_bad_path_names_its_field_and_the_fix() {
    let long = "x".repeat(301);
    for (path, problem) in [
        ("", PathProblem::EmptyName),
        (".", PathProblem::EmptyName),
        ("data.", PathProblem::EmptyName),
        (".email", PathProblem::EmptyName),
        ("data..email", PathProblem::EmptyName),
        ("[0]", PathProblem::EmptyName),
        ("a[]", PathProblem::EmptyName),
        ("a[=x]", PathProblem::EmptyName),
        ("a[ref=]", PathProblem::EmptyName),
        ("a[.ref=x]", PathProblem::EmptyName),
        ("a[ref=x", PathProblem::OpenBracket),
        ("a[ref", PathProblem::OpenBracket),
        ("a]b", PathProblem::OpenBracket),
        ("a[ref]", PathProblem::NoCondition),
        ("a[x.0]", PathProblem::NoCondition),
        ("a[0]b", PathProblem::AfterBracket),
        ("a\\", PathProblem::OpenEscape),
        ("a[x\\", PathProblem::OpenEscape),
        (&long, PathProblem::TooLong),
    ] {
        let bad = FieldMap::compile(&paths(&[("email", path)])).unwrap_err();
        assert_eq!((bad.field.as_str(), bad.problem), ("email", problem), "{path}");
        assert!(
            bad.to_string().starts_with(&format!("`email`: the path `{path}` cannot be read: ")),
            "{bad}"
        );
    }
}

#[test]
fn a_map_has_as_many_and_as_long_names_as_a_lead() {
    let many =
        |count: usize| (0..count).map(|at| (format!("f{at}"), "a".to_owned())).collect::<BTreeMap<_, _>>();
    assert!(FieldMap::compile(&many(200)).is_ok());
    assert_eq!(FieldMap::compile(&many(201)).unwrap_err().problem, PathProblem::TooMany);
    for name in ["", &"n".repeat(301)] {
        assert_eq!(FieldMap::compile(&paths(&[(name, "a")])).unwrap_err().problem, PathProblem::FieldName);
    }
}

proptest! {
    /// Every scalar of a payload is found by the path to it, names escaped.
    #[test]
    fn every_value_is_found_where_it_is(
        names in prop::collection::vec("(?s)[a-z]{1,3}|.{1,4}", 1..8),
        value in "(?s).{0,12}",
        in_array: bool,
    ) {
        let escaped = |name: &String| name.chars().flat_map(|next| ['\\', next]).collect::<String>();
        let mut payload = Value::from(value.clone());
        for name in names.iter().rev() {
            let beside = if name == "x" { "y" } else { "x" };
            payload = json!({name.as_str(): payload, beside: {"other": 1}});
            if in_array {
                payload = json!({"list": [{}, payload]});
            }
        }
        let step = |name: &String| if in_array { format!("list.1.{}", escaped(name)) } else { escaped(name) };
        let path = names.iter().map(step).collect::<Vec<_>>().join(".");
        let depth = names.len() * if in_array { 3 } else { 1 };
        prop_assume!(path.len() <= 300 && depth < MAX_PAYLOAD_DEPTH);
        prop_assert_eq!(found(&path, &payload), Some(value));
    }

    #[test]
    fn no_path_and_no_payload_makes_it_panic(path in "[a-c0-2.=\\\\\\[\\]]{0,12}|(?s).{0,12}", payload: Vec<u8>, text in "\\{(\"a\":|\"b\":|\\{|\\}|\\[|\\]|,|1|\"c\"){0,12}\\}") {
        if let Ok(map) = FieldMap::compile(&paths(&[("found", &path)])) {
            let _fields = map.read(&payload);
            let _fields = map.read(text.as_bytes());
            let _fields = map.read(typeform().to_string().as_bytes());
        }
    }
}
