//! Bodies of every kind, and the header that says which.

use std::collections::BTreeMap;

use beeline::intake::{BodyKind, Charset, Fields, MAX_FIELDS, Malformed, Scalar};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::input::Input;
use super::oracle::assert_within_limits;

#[path = "../../../tests/support/bodies.rs"]
mod support;
pub use support::Platform;

/// UTF-8's byte order mark.
const MARK: char = '\u{feff}';

/// The whole input is a `Content-Type`.
pub fn content_type(data: &[u8]) {
    let header = String::from_utf8_lossy(data);
    let Ok(kind) = BodyKind::from_content_type(&header) else { return };
    assert_eq!(BodyKind::from_content_type(&format!("  {header}\t")), Ok(kind.clone()), "blanks around it");
    let charset = match &kind {
        BodyKind::Json => None,
        BodyKind::UrlEncoded { charset } => charset.clone(),
        BodyKind::Multipart { boundary, charset } => {
            let is_bchar = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&byte);
            assert!((1..=70).contains(&boundary.len()) && boundary.bytes().all(is_bchar), "RFC 2046, 5.1.1");
            assert!(!boundary.ends_with(' '), "RFC 2046, 5.1.1");
            let again = BodyKind::from_content_type(&format!("Multipart/Form-Data;Boundary=\"{boundary}\""));
            assert_eq!(again, Ok(BodyKind::Multipart { boundary: boundary.clone(), charset: None }));
            charset.clone()
        }
    };
    if let Some(Charset::Labelled(label)) = &charset {
        assert!(!["utf-8", "utf8"].contains(&label.to_ascii_lowercase().as_str()), "{label:?} is UTF-8");
    }
    if charset.is_some() {
        assert_eq!(kind.clone().in_charset_of("encoding", b"encoding=latin1&_charset_=latin1"), kind);
    }
}

/// The whole input is a JSON body.
pub fn json_body(data: &[u8]) {
    let text = std::str::from_utf8(data).map(|text| text.strip_prefix(MARK).unwrap_or(text));
    // Only the syntax is looked at: how deep it goes does not matter here.
    let is_object = |text: &str| {
        let blanks = [' ', '\t', '\r', '\n'];
        serde_json::from_str::<&RawValue>(text).is_ok() && text.trim_start_matches(blanks).starts_with('{')
    };
    let read = Fields::from_json(data);
    match &read {
        Ok(_) => assert!(text.is_ok_and(is_object), "read what is no JSON object"),
        Err(Malformed::NotJsonObject) => assert!(!text.is_ok_and(is_object), "refused a JSON object"),
        Err(Malformed::NotUtf8) => assert!(text.is_err(), "refused UTF-8"),
        Err(_) => {}
    }
    let Ok(fields) = read else { return };
    assert_within_limits(&fields, MAX_FIELDS);
    assert!(Fields::from_json(data).is_ok_and(|again| again == fields), "read another way the second time");
    let written = Value::from(as_json(&fields)).to_string();
    let again = Fields::from_json(written.as_bytes());
    assert!(again.is_ok_and(|again| again == fields), "what is written again reads otherwise");
}

fn as_json(fields: &Fields) -> Map<String, Value> {
    let value = |value: &Scalar| match value {
        Scalar::Text(text) => Value::from(text.as_str()),
        Scalar::Number(number) => Value::from(*number),
        Scalar::Boolean(yes) => Value::from(*yes),
        Scalar::List(items) => Value::from(items.clone()),
    };
    fields.iter().map(|(name, held)| (name.to_owned(), value(held))).collect()
}

/// The whole input is a form body; what is read is what WHATWG URL's own parser reads.
pub fn urlencoded_body(data: &[u8]) {
    let kind = BodyKind::UrlEncoded { charset: None };
    let Ok(fields) = kind.fields(data, &Platform) else { return };
    assert_within_limits(&fields, MAX_FIELDS);
    assert!(
        kind.fields(data, &Platform).is_ok_and(|again| again == fields),
        "read otherwise the second time"
    );
    if fields.get("_charset_").is_some() {
        return;
    }
    let mut named: BTreeMap<String, (Vec<String>, bool)> = BTreeMap::new();
    for (name, value) in url::form_urlencoded::parse(data) {
        let name = without_mark(&name);
        let (plain, is_list) = name.strip_suffix("[]").map_or((name, false), |plain| (plain, true));
        let held = named.entry(plain.to_owned()).or_insert_with(|| (Vec::new(), is_list));
        held.0.push(without_mark(&value).to_owned());
    }
    let mut expected = Fields::default();
    for (name, (mut values, is_list)) in named {
        let is_one = values.len() == 1 && !is_list;
        let value = if is_one { Scalar::Text(values.remove(0)) } else { Scalar::List(values) };
        expected.set(&name, value).unwrap();
    }
    assert!(fields == expected, "read otherwise than WHATWG URL has it");
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix(MARK).unwrap_or(text)
}

/// A `Content-Type` in the first line, then the body.
pub fn multipart_body(data: &[u8]) {
    let mut input = Input::new(data);
    let Ok(kind) = BodyKind::from_content_type(&input.line()) else { return };
    let body = input.rest();
    let kind = kind.in_charset_of("encoding", body);
    let Ok(fields) = kind.fields(body, &Platform) else { return };
    assert_within_limits(&fields, MAX_FIELDS);
    assert!(
        kind.fields(body, &Platform).is_ok_and(|again| again == fields),
        "read otherwise the second time"
    );
    if !matches!(kind, BodyKind::Multipart { .. }) {
        return;
    }
    let Some(written) = as_multipart(&fields) else { return };
    let kind = BodyKind::from_content_type(&format!("multipart/form-data; boundary={BOUNDARY}")).unwrap();
    let again = kind.fields(written.as_bytes(), &Platform);
    assert!(again.is_ok_and(|again| again == fields), "what is written again reads otherwise");
}

const BOUNDARY: &str = "----a-boundary-of-the-fuzz-targets";

/// As a browser sends it; `None` where its spelling would be ambiguous.
fn as_multipart(fields: &Fields) -> Option<String> {
    let mut parts: Vec<(String, &str)> = Vec::new();
    for (name, value) in fields.iter() {
        let is_plain = !name.ends_with("[]") && !name.starts_with(MARK) && name != "_charset_";
        if !is_plain || name.contains(['"', '%', '\\', '\r', '\n']) {
            return None;
        }
        match value {
            Scalar::Text(text) => parts.push((name.to_owned(), text)),
            Scalar::List(items) => {
                parts.extend(items.iter().map(|item| (format!("{name}[]"), item.as_str())))
            }
            Scalar::Number(_) | Scalar::Boolean(_) => return None,
        }
    }
    if parts.iter().any(|(_, value)| value.starts_with(MARK) || value.contains(BOUNDARY)) {
        return None;
    }
    let headers: Vec<(String, &str)> = parts
        .into_iter()
        .map(|(name, value)| (format!("Content-Disposition: form-data; name=\"{name}\""), value))
        .collect();
    let headers: Vec<(&str, &str)> =
        headers.iter().map(|(header, value)| (header.as_str(), *value)).collect();
    Some(support::multipart(BOUNDARY, &headers))
}
