//! Answers as HubSpot's forms API gives them, for the code on pages that knows no others.
//!
//! Field errors read `Error in 'fields.email'. Required field 'email' is missing`: client code
//! takes the field's name out of that sentence.

use serde::Serialize;

use super::{CONTEXT, STANDARD};
use crate::intake::{FieldCode, FieldError};

/// A status and a JSON body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// JSON text.
    pub body: String,
}

/// What the page does once the form is submitted, as the form is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterSubmit<'a> {
    /// Shows this HTML in place of the form.
    Message(&'a str),
    /// Goes to this URL.
    Redirect(&'a str),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Accepted<'a> {
    InlineMessage(&'a str),
    RedirectUri(&'a str),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Refused<'a> {
    status: &'static str,
    message: &'a str,
    correlation_id: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<WrongField>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy_name: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrongField {
    message: String,
    error_type: &'static str,
}

/// The answer to a lead that was accepted, or was before.
pub fn accepted(after: AfterSubmit<'_>) -> Answer {
    let body = match after {
        AfterSubmit::Message(html) => Accepted::InlineMessage(html),
        AfterSubmit::Redirect(url) => Accepted::RedirectUri(url),
    };
    Answer { status: 200, body: json(&body) }
}

/// The answer to a lead that was not: the parts of a [`Problem`](crate::problem::Problem).
/// Whatever is wrong with a submission itself is a 400 at HubSpot; other statuses are the same.
pub fn refused(status: u16, detail: &str, errors: &[FieldError], correlation_id: &str) -> Answer {
    let is_rate = status == 429;
    let body = Refused {
        status: "error",
        message: if errors.is_empty() { detail } else { "The request is not valid" },
        correlation_id,
        errors: errors.iter().map(wrong_field).collect(),
        error_type: is_rate.then_some("RATE_LIMIT"),
        policy_name: is_rate.then_some("TEN_SECONDLY_ROLLING"),
    };
    let status = if matches!(status, 405..=428 | 430..=499) { 400 } else { status };
    Answer { status, body: json(&body) }
}

fn json(body: &impl Serialize) -> String {
    // Strings only: this cannot fail, and an empty body would still carry the status.
    serde_json::to_string(body).unwrap_or_else(|_| String::from("{}"))
}

fn wrong_field(error: &FieldError) -> WrongField {
    let place = place(&error.field);
    let name = place.strip_prefix("fields.").unwrap_or(&place);
    let problem = match error.code {
        FieldCode::Required => format!("Required field '{name}' is missing"),
        FieldCode::Email => "Invalid email address".to_owned(),
        _ => error.message.clone(),
    };
    let message = format!("Error in '{place}'. {problem}");
    WrongField { message, error_type: error_type(error) }
}

/// Where a field of ours is in HubSpot's body.
fn place(ours: &str) -> String {
    let theirs = |table: &[(&'static str, &str)]| {
        table.iter().find(|(_, known)| *known == ours).map(|(theirs, _)| *theirs)
    };
    match (ours, theirs(CONTEXT)) {
        (_, Some(theirs)) => format!("context.{theirs}"),
        ("client.submitted_at_ms", _) => "submittedAt".to_owned(),
        ("name", _) => "fields.firstname".to_owned(),
        _ if ours.starts_with("consent.") => "legalConsentOptions".to_owned(),
        _ => match theirs(STANDARD) {
            Some(theirs) => format!("fields.{theirs}"),
            None => format!("fields.{}", ours.replace('.', "_")),
        },
    }
}

/// HubSpot's word for what is wrong.
fn error_type(error: &FieldError) -> &'static str {
    match error.code {
        FieldCode::Required => "REQUIRED_FIELD",
        FieldCode::Email => "INVALID_EMAIL",
        FieldCode::Length => "INPUT_TOO_LARGE",
        FieldCode::Range => "NUMBER_OUT_OF_RANGE",
        FieldCode::ConsentRequired => "MISSING_PROCESSING_CONSENT",
        FieldCode::TooMany => "MAX_NUMBER_OF_SUBMITTED_VALUES_EXCEEDED",
        FieldCode::Type if error.field == "employees" => "INVALID_NUMBER",
        // The nearest word for whatever else a contract asks of a value.
        _ => "VALUE_NOT_IN_FIELD_DEFINITION",
    }
}
