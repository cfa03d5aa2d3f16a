//! From a body's fields to a lead with an identity.

use std::sync::LazyLock;

use beeline::contract::{Answer, Contract, FieldCode, MAX_UNKNOWN_FIELDS};
use beeline::identity::{Identifier, LeadId, Region};
use beeline::intake::{BodyKind, Email, Fields, Scalar, Submission};
use beeline::lead::{Kind, Lead, Network};
use beeline::phone;

use super::bodies::Platform;
use super::input::Input;
use super::oracle::secret;

const NOW_MS: i64 = 1_790_000_400_000;

/// A leaked value is one of so many characters or more: shorter ones are in our own words.
const LEAK_BYTES: usize = 6;

/// As the demo form has it, as an importer of another system's forms would write it, and one
/// that asks for nothing by itself.
static CONTRACTS: LazyLock<[Contract; 3]> = LazyLock::new(|| {
    let read = |text: &str| serde_json::from_str(text).unwrap();
    [
        Contract::default(),
        read(
            r#"{"fields":[{"name":"email","type":"email","label":"Work email"},
            {"name":"budget","type":"choice","choices":["under 10k","10k to 50k","over 50k","not decided yet"]}],
            "honeypot":"website","consent":{"text_version":"2026-11","accepted_versions":["2026-10","page-1","1"]}}"#,
        ),
        read(
            r#"{"fields":[{"name":"name","type":"text","required":true,"min_length":2,"max_length":40},
            {"name":"phone","type":"phone","required":true},{"name":"company","type":"text","removed":true},
            {"name":"product","type":"choice","choices":["Routing","CRM","Analytics"]},
            {"name":"employees","type":"number","minimum":1,"maximum":5000},
            {"name":"seats","type":"number","minimum":-5,"maximum":99},{"name":"from","type":"number","minimum":3},
            {"name":"interests","type":"choice","choices":["a","b; c","d"],"multiple":true},
            {"name":"start","type":"date","required":true},{"name":"terms","type":"boolean","required":true},
            {"name":"second_email","type":"email"},{"name":"fax","type":"phone"},{"name":"office","type":"country"},
            {"name":"remark","type":"text","min_length":3,"max_length":12}],
            "unknown_fields":"refuse","honeypot":"website",
            "consent":{"privacy":{"ask":"optional"},"sms":{"ask":"none"},"call":{"ask":"required"}}}"#,
        ),
    ]
});

/// The words of messages that are not a code's own, digits as `#`.
const WORDS: [&str; 16] = [
    "An email address, or a name and a phone number.",
    "An email address.",
    "A name and a phone number.",
    "Its name must be at most # characters.",
    "Must be at least # characters.",
    "Must be at least #.",
    "Must be at most # characters.",
    "Must be at most #.",
    "Must be from # to #.",
    "Must be from -# to #.",
    "Must be a number.",
    "Must be a whole number, zero or more.",
    "Must be one or more of the choices.",
    "Must be text.",
    "Must be true or false.",
    "There are more fields that this form does not have.",
];

/// A JSON body, or else a form body.
fn fields_of(body: &[u8]) -> Option<Fields> {
    let kind = if body.starts_with(b"{") { BodyKind::Json } else { BodyKind::UrlEncoded { charset: None } };
    kind.fields(body, &Platform).ok()
}

/// The whole input is a body: JSON if it begins with a brace, else a form's.
pub fn contract(data: &[u8]) {
    let Some(fields) = fields_of(data) else { return };
    for contract in CONTRACTS.iter() {
        match Submission::read(&fields, contract) {
            Ok(submission) => {
                assert!(submission.unknown.len() <= MAX_UNKNOWN_FIELDS);
                assert!(
                    submission.extra.keys().all(|name| !contract.is_reserved(name)),
                    "kept what is reserved"
                );
                let is_address = |email: &String| Email::is_address(email);
                assert!(submission.email.as_ref().is_none_or(is_address), "kept what is no address");
            }
            Err(errors) => {
                assert!(!errors.is_empty(), "refused for nothing");
                let mut pairs = errors.iter().zip(errors.iter().skip(1));
                assert!(pairs.all(|(one, next)| one.field < next.field), "not in order, or two of one field");
                errors.iter().for_each(|error| assert_tells_nothing(&error.message, &fields));
            }
        }
    }
}

/// A message is in our words, and has no value in it that is not among them.
fn assert_tells_nothing(message: &str, fields: &Fields) {
    let ours = |text: &str| {
        let masked = masked(text);
        WORDS.iter().any(|words| words.contains(&masked))
            || FieldCode::ALL.iter().any(|code| code.message().contains(text))
    };
    assert!(ours(message), "a new message: {message}");
    let leaks =
        |value: &String| value.len() >= LEAK_BYTES && message.contains(value.as_str()) && !ours(value);
    for (name, value) in fields.iter() {
        let leaked = match value {
            Scalar::Text(text) => leaks(text),
            Scalar::List(items) => items.iter().any(leaks),
            Scalar::Number(_) | Scalar::Boolean(_) => false,
        };
        assert!(!leaked, "the message repeats the value of {name}: {message}");
    }
}

/// Every run of digits as one `#`.
fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '0'..='9' if masked.ends_with('#') => {}
            '0'..='9' => masked.push('#'),
            other => masked.push(other),
        }
    }
    masked
}

/// A form's phone country in the first line, then a body as for [`contract`].
pub fn lead(data: &[u8]) {
    let mut input = Input::new(data);
    let country = input.line();
    let Some(fields) = fields_of(input.rest()) else { return };
    let identifier = Identifier::new(secret());
    for contract in CONTRACTS.iter() {
        let network = Network {
            country: Some("DE".into()),
            time_zone: Some("Europe/Berlin".into()),
            language: Some("de".into()),
        };
        let Ok(submission) = Submission::read(&fields, contract) else { continue };
        let lead = Lead::normalize(submission, Kind::Real, network, Some(&country));
        let stored = serde_json::to_string(&lead).unwrap();
        let again: Lead = serde_json::from_str(&stored).unwrap();
        if lead.extra.values().any(is_beyond_json) {
            continue;
        }
        assert!(again == lead, "a lead is stored as another: {stored}");
        let identify = |lead: &Lead| identifier.identify(lead, "demo", Region::Eu, NOW_MS, 600);
        let identity = identify(&lead).unwrap_or_else(|why| panic!("{why:?}: passed, and is nobody"));
        assert_eq!(identify(&again).as_ref(), Ok(&identity), "stored, it is somebody else");
        assert_eq!(identity.lead_id.to_string().parse::<LeadId>(), Ok(identity.lead_id));
        assert_eq!(identity.lead_id.shard(), Some(identity.shard));
    }
}

/// Whether `serde_json`, which reads a number to its last bit only with a feature of its own,
/// takes this answer for its neighbour: one of 16 digits or more, or with a large exponent.
fn is_beyond_json(answer: &Answer) -> bool {
    let Answer::Number(number) = answer else { return false };
    let written = serde_json::to_string(number.expose()).unwrap();
    serde_json::from_str::<f64>(&written).unwrap() != *number.expose()
}

/// The whole input is what stands in an email field.
pub fn email(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let normalized = Email::normalize(&text);
    if let Some(email) = &normalized {
        assert_eq!(email.raw, text.trim());
        assert!(email.normalized.ends_with(&format!("@{}", email.domain)));
        let stored = serde_json::to_string(email).unwrap();
        assert!(serde_json::from_str::<Email>(&stored).unwrap() == *email);
    }
    if !Email::is_address(&text) {
        return;
    }
    let email = normalized.unwrap_or_else(|| panic!("an address that cannot be normalized: {text:?}"));
    assert!(email.normalized.is_ascii(), "{}", email.normalized);
    assert!(!email.normalized.bytes().any(|byte| byte.is_ascii_uppercase()), "{}", email.normalized);
    assert!(Email::is_address(&email.normalized), "{text:?} becomes {}", email.normalized);
    let again = |text: &str| Email::normalize(text).map(|email| email.normalized);
    assert_eq!(again(&email.normalized).as_ref(), Some(&email.normalized), "{text:?} has no last form");
    if text.is_ascii() {
        assert_eq!(again(&text.to_ascii_uppercase()), Some(email.normalized), "capitals are another mailbox");
    }
}

/// A country in the first line, then what stands in a phone field.
pub fn phone(data: &[u8]) {
    let mut input = Input::new(data);
    let country = input.line();
    let raw = String::from_utf8_lossy(input.rest());
    for country in [None, Some(&*country)] {
        let phone = phone::normalize(&raw, country);
        assert_eq!(phone.raw, raw);
        assert!(phone::normalize(&raw, country) == phone);
        let Some(e164) = &phone.e164 else {
            assert!(phone.flag.is_some(), "no number, and nothing odd");
            continue;
        };
        let digits = e164.strip_prefix('+').unwrap();
        assert!(
            (4..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()),
            "{e164}"
        );
        if phone.flag.is_none() {
            let again = phone::normalize(e164, None);
            assert_eq!((again.e164.as_ref(), again.flag), (Some(e164), None), "a valid number that is none");
        }
    }
}
