//! What a vendor's own SDK sends, and how a call of ours compares with it.

use std::collections::BTreeMap;
use std::fs;

use beeline::destination::Call;
use serde::Deserialize;
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::common::header;

type Texts = BTreeMap<String, String>;

/// A golden request.
#[derive(Deserialize)]
struct Golden {
    method: String,
    path: String,
    query: Texts,
    headers: Texts,
    body: Value,
}

/// A difference that is meant.
pub enum Intended {
    /// Ours has the second where theirs begins with the first.
    Path(&'static str, &'static str),
    /// A header that only ours has.
    Header(&'static str),
}

/// Fails unless the call is what the file says, but for what is intended; and unless all of that
/// is there. The SDKs take an answer of any type, ours is always JSON.
pub fn assert_golden(call: &Call, file: &str, intended: &[Intended]) {
    let theirs = read(file);
    let (path, query) = call.path.split_once('?').unwrap_or((&call.path, ""));
    assert_eq!(call.method.as_str(), theirs.method, "{file}");
    assert_eq!(path, moved(&theirs.path, intended), "{file}");
    assert_eq!(texts(query), theirs.query, "{file}");
    for name in ["authorization", "x-api-token"] {
        assert_eq!(header(call, name), theirs.headers.get(name).map(String::as_str), "{file}: {name}");
    }
    assert_eq!(header(call, "content-type").map(media), theirs.headers.get("content-type").map(media));
    assert_eq!(header(call, "accept"), Some("application/json"), "{file}");
    assert!(theirs.headers.get("accept").unwrap().contains("*/*"), "{file}");
    assert_eq!(body(call), theirs.body, "{file}");
    assert_eq!(own_headers(call, &theirs), added(intended), "{file}");
}

fn read(file: &str) -> Golden {
    let path = format!("{}/tests/vendors/golden/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let mut recorded: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let requests = recorded["requests"].as_array_mut().unwrap();
    assert_eq!(requests.len(), 1, "{path}");
    serde_json::from_value(requests.remove(0)).unwrap()
}

fn moved(path: &str, intended: &[Intended]) -> String {
    let mut moved = path.to_owned();
    for difference in intended {
        if let Intended::Path(theirs, ours) = difference {
            let rest = moved.strip_prefix(theirs).unwrap_or_else(|| panic!("{path} is not in {theirs}"));
            moved = format!("{ours}{rest}");
        }
    }
    moved
}

fn added(intended: &[Intended]) -> Vec<&'static str> {
    let header = |difference: &Intended| match difference {
        Intended::Header(name) => Some(*name),
        Intended::Path(..) => None,
    };
    intended.iter().filter_map(header).collect()
}

fn own_headers(call: &Call, theirs: &Golden) -> Vec<&'static str> {
    let names = call.headers.iter().map(|(name, _)| *name);
    names.filter(|name| !theirs.headers.contains_key(*name)).collect()
}

fn media(content_type: impl AsRef<str>) -> String {
    content_type.as_ref().split(';').next().unwrap_or_default().to_owned()
}

fn texts(form: &str) -> Texts {
    form_urlencoded::parse(form.as_bytes()).into_owned().collect()
}

fn body(call: &Call) -> Value {
    let Some(text) = &call.body else { return Value::Null };
    match header(call, "content-type") {
        Some("application/json") => serde_json::from_str(text).unwrap(),
        _ => json!(texts(text)),
    }
}
