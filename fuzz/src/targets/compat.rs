//! Forms made for other systems.

use std::collections::BTreeMap;

use beeline::compat::web_to_lead::{Refusal, Settings};
use beeline::compat::{MAX_URL_BYTES, hubspot, safe_return_url, web_to_lead as salesforce};
use beeline::contract::Contract;
use beeline::intake::{BodyKind, Fields, MAX_FIELDS, Scalar, Submission};
use serde_json::Value;
use url::Url;

use super::bodies::Platform;
use super::input::Input;
use super::oracle::assert_within_limits;

const ORGANISATION: &str = "00D370000000JqjL";
/// Fields that steer Salesforce, and are nobody's answer.
const STEERING: [&str; 5] = ["oid", "encoding", "captcha_settings", "returl", "g-recaptcha-response"];

const OWN: &str = "https://own.example";
const ALLOWED: [&str; 6] = [
    "https://www.example.com",
    "https://forms.example.com:8443",
    "https://bücher.example",
    "http://localhost:8080",
    "http://127.0.0.1",
    "http://[::1]:3000",
];

/// A `Content-Type` in the first line, then the body of a Web-to-Lead form.
pub fn web_to_lead(data: &[u8]) {
    let mut input = Input::new(data);
    let Ok(kind) = BodyKind::from_content_type(&input.line()) else { return };
    let body = input.rest();
    let rename = BTreeMap::from([("00N0000000ABCDE".to_owned(), "budget".to_owned())]);
    let read = |organisation_id| {
        salesforce::read(kind.clone(), body, Settings { organisation_id, rename: &rename }, &Platform)
    };
    let any = read(None);
    assert!(!matches!(any, Err(Refusal::OtherOrganisation)), "nobody asked for an organization");
    let ours = read(Some(ORGANISATION));
    let Ok(post) = any else {
        assert!(ours.is_err(), "an organization makes a body readable");
        return;
    };
    if let Ok(ours) = ours {
        assert!(ours.fields == post.fields, "an organization changes what is read");
    }
    assert_translated(&post.fields);
    assert!(STEERING.iter().all(|name| post.fields.get(name).is_none()), "a field that steers is an answer");
    if let Some(url) = &post.return_url {
        return_url(url.as_bytes());
    }
    assert!(read(None).is_ok_and(|again| again.fields == post.fields), "read otherwise the second time");
}

/// The whole input is a body for HubSpot's forms API.
pub fn hubspot_form(data: &[u8]) {
    let subscriptions = [("7", "sms"), ("8", "call"), ("9", "marketing")];
    let subscriptions = subscriptions.map(|(id, purpose)| (id.to_owned(), purpose.to_owned())).into();
    let read = || hubspot::read(data, &subscriptions);
    let Ok(fields) = read() else { return };
    assert_translated(&fields);
    if let Some(email) = only_email(data) {
        assert!(fields.get("email") == Some(&Scalar::Text(email)), "the address is not where it belongs");
    }
    assert!(read().is_ok_and(|again| again == fields), "read otherwise the second time");
}

/// The value of the one property `email`, if it is text and there is only one, by another
/// parser. A property of an object that is not a contact has another name.
fn only_email(data: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(data).ok()?;
    let is_email = |field: &&Value| {
        let name = field["name"].as_str().unwrap_or_default();
        name.to_ascii_lowercase().ends_with("email")
    };
    let mut emails = body["fields"].as_array()?.iter().filter(is_email);
    let (only, None) = (emails.next()?, emails.next()) else { return None };
    let is_contact = only.get("objectTypeId").is_none_or(|object| object == "0-1");
    let is_named = only["name"].as_str()?.eq_ignore_ascii_case("email");
    let value = only["value"].as_str().filter(|value| !value.trim().is_empty());
    (is_contact && is_named).then_some(value?.to_owned())
}

/// What is translated obeys the limits of bodies, with what no field says in so many words.
fn assert_translated(fields: &Fields) {
    assert_within_limits(fields, MAX_FIELDS);
    if let Err(errors) = Submission::read(fields, &Contract::default()) {
        assert!(!errors.is_empty());
    }
}

/// The whole input is where a form wants its visitor sent.
pub fn return_url(data: &[u8]) {
    let wanted = String::from_utf8_lossy(data);
    let Some(safe) = safe_return_url(&wanted, &ALLOWED) else { return };
    assert!(safe.len() <= MAX_URL_BYTES, "{} bytes", safe.len());
    assert!(safe.bytes().all(|byte| byte.is_ascii_graphic()), "no header may hold {safe:?}");
    assert!(!safe.contains(['"', '<', '>', '\\']), "no attribute may hold {safe:?}");
    assert_eq!(safe_return_url(&safe, &ALLOWED).as_ref(), Some(&safe), "safe, and unsafe the second time");
    // A browser resolves it against the page it is on.
    let own = Url::parse(OWN).unwrap();
    let leads_to = own.join("/v1/leads/demo").unwrap().join(&safe).unwrap().origin();
    let is_allowed = ALLOWED.iter().any(|allowed| Url::parse(allowed).unwrap().origin() == leads_to);
    if safe.starts_with('/') {
        assert_eq!(leads_to, own.origin(), "{wanted:?} leads away by {safe}");
    } else {
        assert!(is_allowed, "{wanted:?} leads away by {safe}");
    }
}
