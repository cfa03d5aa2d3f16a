//! What anybody may know of a form: enough for a page to ask, to check before sending, and
//! to translate what comes back.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::asked::{Asked, Reach};
use super::consent::{Ask, ConsentTerms, Purpose};
use super::error::FieldCode;
use crate::routing::Form;

/// Counts up with the shape and the words of a description, which live in code: a page must
/// not take a cached one of an earlier deploy.
const DESCRIPTION_VERSION: u32 = 1;

/// The public description of a form as JSON text, the answer to `GET /v1/forms/{form}`.
///
/// * `id`, `title`, and `action`, where a submission is sent.
/// * `fields` in page order, each with `name`, `type`, `label` and `required`; where they
///   apply `min_length`, `max_length`, `minimum`, `maximum`, `whole`, `choices`, `multiple`
///   and `autocomplete` (the HTML standard's token).
/// * `reachable_by`: lists of fields; all of one list must be filled in.
/// * `consent`: `text_version`, and `purposes` with `name`, `required` and `text`.
/// * `honeypot`, if there is one: a field to hide from people and leave empty.
/// * `messages`: what to say by the `code` of a wrong field.
///
/// It says nothing of teams, reps, secrets, owners and other vendors' ids.
pub fn description(form: &Form) -> String {
    let contract = &form.contract;
    let described = Description {
        id: &form.id,
        title: &form.title,
        action: format!("/v1/leads/{}", form.id),
        fields: contract.asked().into_iter().filter(|asked| asked.always).collect(),
        reachable_by: match contract.reach() {
            Reach::Either => &[&["email"], &["name", "phone"]],
            Reach::Email => &[&["email"]],
            Reach::Phone => &[&["name", "phone"]],
        },
        consent: Consent::of(&contract.consent),
        honeypot: contract.honeypot.as_deref(),
        messages: Messages,
    };
    // Strings, numbers and booleans only: this cannot fail.
    serde_json::to_string(&described).unwrap_or_else(|_| String::from("{}"))
}

/// The entity tag of a form's description (RFC 9110, section 8.8.3), quotes included.
pub fn etag(form: &Form, bundle_hash: &str) -> String {
    format!("\"{bundle_hash}-{DESCRIPTION_VERSION}-{}\"", form.id)
}

#[derive(Serialize)]
struct Description<'a> {
    id: &'a str,
    title: &'a str,
    action: String,
    fields: Vec<Asked<'a>>,
    reachable_by: &'static [&'static [&'static str]],
    consent: Consent<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    honeypot: Option<&'a str>,
    messages: Messages,
}

#[derive(Serialize)]
struct Consent<'a> {
    text_version: &'a str,
    purposes: Vec<Question<'a>>,
}

#[derive(Serialize)]
struct Question<'a> {
    name: &'static str,
    required: bool,
    text: &'a str,
}

impl<'a> Consent<'a> {
    fn of(terms: &'a ConsentTerms) -> Self {
        let question = |purpose: Purpose| {
            let required = match terms.question(purpose).ask {
                Ask::Required => true,
                Ask::Optional => false,
                Ask::IfSent | Ask::None => return None,
            };
            Some(Question { name: purpose.field(), required, text: terms.words(purpose) })
        };
        Self {
            text_version: terms.version(),
            purposes: Purpose::ALL.into_iter().filter_map(question).collect(),
        }
    }
}

/// Every code's message, by code.
struct Messages;

impl Serialize for Messages {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(FieldCode::ALL.len()))?;
        for code in FieldCode::ALL {
            map.serialize_entry(code.as_str(), code.message())?;
        }
        map.end()
    }
}
