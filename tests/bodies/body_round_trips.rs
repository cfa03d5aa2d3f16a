//! Whatever a form holds, it reads the same from every kind of body.

use std::collections::BTreeMap;

use beeline::intake::{BodyKind, Fields, Scalar, Utf8Only};
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Names and their values, one or several, as a page's form has them.
type Form = BTreeMap<String, Vec<String>>;

const BOUNDARY: &str = "----formdata-round-trip-0123456789";

fn form() -> impl Strategy<Value = Form> {
    let text = |pattern: &'static str| pattern.prop_map(|text: String| as_sent(&text));
    // A name that ends in brackets is a list under a shorter name, and backslashes and `%22`
    // are what browsers leave ambiguous in a multipart body.
    let name = text("(?s)[a-z.]{1,12}|.{1,20}").prop_filter("ambiguous", |name| {
        !name.ends_with("[]") && !name.contains(['\\', '%', '\u{feff}']) && !name.is_empty()
    });
    let value = text("(?s).{0,30}").prop_filter("begins with a mark", |value| !value.starts_with('\u{feff}'));
    prop::collection::btree_map(name, prop::collection::vec(value, 1..4), 0..12)
}

/// Line breaks as browsers send them (HTML, "multipart/form-data encoding algorithm").
fn as_sent(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n")
}

fn expected(form: &Form) -> Fields {
    let mut fields = Fields::default();
    for (name, values) in form {
        let value = match values.as_slice() {
            [one] => Scalar::Text(one.clone()),
            several => Scalar::List(several.to_vec()),
        };
        fields.set(name, value).unwrap();
    }
    fields
}

fn pairs(form: &Form) -> impl Iterator<Item = (&str, &str)> {
    form.iter().flat_map(|(name, values)| values.iter().map(|value| (name.as_str(), value.as_str())))
}

fn json(form: &Form) -> String {
    let value = |values: &Vec<String>| match values.as_slice() {
        [one] => Value::from(one.clone()),
        several => Value::from(several.to_vec()),
    };
    let members: Map<String, Value> =
        form.iter().map(|(name, values)| (name.clone(), value(values))).collect();
    Value::from(members).to_string()
}

fn urlencoded(form: &Form) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs(form)).finish()
}

fn multipart(form: &Form) -> String {
    let part = |(name, value): (&str, &str)| {
        let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    format!("{}--{BOUNDARY}--\r\n", pairs(form).map(part).collect::<String>())
}

fn read(content_type: &str, body: &str) -> Fields {
    let kind = BodyKind::from_content_type(content_type).unwrap();
    kind.fields(body.as_bytes(), &Utf8Only).unwrap_or_else(|malformed| panic!("{malformed}: {body:?}"))
}

proptest! {
    #[test]
    fn a_form_reads_the_same_from_every_kind_of_body(form in form()) {
        let expected = crate::bodies::shown(&expected(&form));
        let multipart_type = format!("multipart/form-data; boundary={BOUNDARY}");
        for (content_type, body) in [
            ("application/json", json(&form)),
            ("application/x-www-form-urlencoded", urlencoded(&form)),
            (multipart_type.as_str(), multipart(&form)),
        ] {
            prop_assert_eq!(crate::bodies::shown(&read(content_type, &body)), expected.clone(), "{}", content_type);
        }
    }

    #[test]
    fn fields_are_found_by_name_and_listed_in_order(form in form()) {
        let fields = expected(&form);
        let names: Vec<&str> = fields.iter().map(|(name, _)| name).collect();
        prop_assert_eq!(&names, &form.keys().map(String::as_str).collect::<Vec<_>>());
        for (name, values) in &form {
            prop_assert_eq!(fields.last_text(name), values.last().map(String::as_str));
            let longer = name.clone() + "?";
            prop_assert!(form.contains_key(&longer) || fields.get(&longer).is_none());
        }
    }

    #[test]
    fn a_field_that_is_removed_is_the_only_one_gone(form in form()) {
        let mut fields = expected(&form);
        if let Some(name) = form.keys().next() {
            prop_assert!(fields.remove(name).is_some());
            prop_assert!(fields.remove(name).is_none());
            prop_assert_eq!(fields.iter().count(), form.len() - 1);
        }
    }
}
