//! JSON bodies, held against another parser and against the rules written the plain way.

use crate::bodies::shown;
use beeline::intake::{Fields, Malformed};
use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::Value;

/// Pieces that JSON is made of, and pieces that it is not.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"b\"",
        "\"\\ud800\"",
        "\"\\n\"",
        "\"",
        "\\",
        "1",
        "-",
        "0",
        "1e400",
        ".5",
        "e",
        "true",
        "null",
        "fals",
        " ",
        "\n",
        "\u{a0}",
        "{\"a\":",
        "\"c\":[",
        "}]",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// The fields of a JSON object by the rules above, written the plain way.
fn model(prefix: &str, value: &Value, fields: &mut Vec<(String, String)>) {
    let item = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    };
    match value {
        Value::Null => {}
        Value::String(text) => fields.push((prefix.to_owned(), text.clone())),
        Value::Bool(value) => fields.push((prefix.to_owned(), format!("boolean {value}"))),
        Value::Number(number) => {
            fields.push((prefix.to_owned(), format!("number {}", number.as_f64().unwrap())));
        }
        Value::Array(items) => {
            let scalars: Vec<String> = items.iter().filter_map(item).collect();
            if !scalars.is_empty() || items.is_empty() {
                fields.push((prefix.to_owned(), format!("[{}]", scalars.join("|"))));
            }
            for (place, inner) in items.iter().enumerate().filter(|(_, inner)| item(inner).is_none()) {
                model(&format!("{prefix}.{place}"), inner, fields);
            }
        }
        Value::Object(members) => {
            for (name, inner) in members {
                let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                model(&name, inner, fields);
            }
        }
    }
}

fn json_value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    scalar.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,4}", inner, 0..4).prop_map(Value::from_iter),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// `serde_json`, told to ignore values, checks syntax only: what it takes is JSON.
    #[test]
    fn what_is_json_is_what_another_parser_takes_for_it(text in pieces()) {
        let is_object = serde_json::from_str::<IgnoredAny>(&text).is_ok() && text.trim_start().starts_with('{');
        match Fields::from_json(text.as_bytes()) {
            Ok(_) => prop_assert!(is_object),
            Err(Malformed::NotJsonObject) => prop_assert!(!is_object),
            Err(other) => prop_assert!(matches!(other, Malformed::DuplicateField | Malformed::TooDeep)),
        }
    }

    #[test]
    fn every_object_is_flattened_by_the_same_rules(
        members in prop::collection::btree_map("[a-z]{1,4}", json_value(), 0..5),
    ) {
        let object = Value::from_iter(members);
        let mut expected = Vec::new();
        model("", &object, &mut expected);
        expected.sort();
        for body in [serde_json::to_string(&object).unwrap(), serde_json::to_string_pretty(&object).unwrap()] {
            let fields = Fields::from_json(body.as_bytes()).map(|fields| shown(&fields));
            prop_assert_eq!(fields, Ok(expected.clone()));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(body: Vec<u8>) {
        let _fields = Fields::from_json(&body);
    }
}
