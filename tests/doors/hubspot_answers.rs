//! Answers as HubSpot's forms API gives them.

use beeline::compat::hubspot::{AfterSubmit, accepted, refused};
use beeline::intake::{FieldCode, FieldError, Fields, Malformed, Submission};
use beeline::problem::Problem;
use serde_json::{Value, json};

fn error(field: &str, code: FieldCode) -> FieldError {
    FieldError { field: field.to_owned(), code, message: "Must be better.".to_owned() }
}

fn answer(problem: &Problem) -> (u16, Value) {
    let answer = refused(problem.status(), problem.detail(), problem.errors(), "cor_1");
    (answer.status, serde_json::from_str(&answer.body).unwrap())
}

/// The one error of a refusal: its message and its type.
fn told(field: &str, code: FieldCode) -> (String, String) {
    let (_, body) = answer(&Problem::WrongFields(vec![error(field, code)]));
    let text = |name: &str| body["errors"][0][name].as_str().unwrap().to_owned();
    (text("message"), text("errorType"))
}

#[test]
fn an_accepted_lead_shows_a_message_or_goes_on() {
    let message = accepted(AfterSubmit::Message("<p>Thanks \"a\"</p>"));
    assert_eq!((message.status, message.body.as_str()), (200, r#"{"inlineMessage":"<p>Thanks \"a\"</p>"}"#));
    let redirect = accepted(AfterSubmit::Redirect("https://example.com/thanks"));
    assert_eq!(redirect.body, r#"{"redirectUri":"https://example.com/thanks"}"#);
}

#[test]
fn wrong_fields_are_told_as_client_code_expects_them() {
    let fields = Fields::from_json(br#"{"email":"nope","employees":"many"}"#).unwrap();
    let problem = Problem::WrongFields(
        Submission::read(&fields, &beeline::contract::Contract::default()).err().unwrap(),
    );
    let expected = json!({
        "status": "error",
        "message": "The request is not valid",
        "correlationId": "cor_1",
        "errors": [
            {"message": "Error in 'legalConsentOptions'. We need your consent before we may reply.", "errorType": "MISSING_PROCESSING_CONSENT"},
            {"message": "Error in 'fields.email'. Invalid email address", "errorType": "INVALID_EMAIL"},
            {"message": "Error in 'fields.numemployees'. Must be a whole number, zero or more.", "errorType": "INVALID_NUMBER"}
        ]
    });
    assert_eq!(answer(&problem), (400, expected));
}

#[test]
fn every_code_has_its_word() {
    for (code, word) in [
        (FieldCode::Required, "REQUIRED_FIELD"),
        (FieldCode::Email, "INVALID_EMAIL"),
        (FieldCode::Length, "INPUT_TOO_LARGE"),
        (FieldCode::Range, "NUMBER_OUT_OF_RANGE"),
        (FieldCode::ConsentRequired, "MISSING_PROCESSING_CONSENT"),
        (FieldCode::TooMany, "MAX_NUMBER_OF_SUBMITTED_VALUES_EXCEEDED"),
        (FieldCode::Type, "VALUE_NOT_IN_FIELD_DEFINITION"),
    ] {
        assert_eq!(told("company", code).1, word);
    }
    assert_eq!(told("employees", FieldCode::Type).1, "INVALID_NUMBER");
}

#[test]
fn our_names_are_told_as_the_page_knows_them() {
    for (ours, place) in [
        ("email", "fields.email"),
        ("name", "fields.firstname"),
        ("phone", "fields.phone"),
        ("company", "fields.company"),
        ("job_title", "fields.jobtitle"),
        ("street", "fields.address"),
        ("region", "fields.state"),
        ("postal_code", "fields.zip"),
        ("notes", "fields.message"),
        ("employees", "fields.numemployees"),
        ("utm.source", "fields.utm_source"),
        ("product_line", "fields.product_line"),
        ("page.url", "context.pageUri"),
        ("client.submitted_at_ms", "submittedAt"),
        ("consent.privacy", "legalConsentOptions"),
    ] {
        assert_eq!(told(ours, FieldCode::Length).0, format!("Error in '{place}'. Must be better."), "{ours}");
    }
    assert_eq!(
        told("postal_code", FieldCode::Required).0,
        "Error in 'fields.zip'. Required field 'zip' is missing"
    );
}

#[test]
fn what_is_wrong_with_the_request_itself_is_a_400() {
    for problem in
        [Problem::Malformed(Malformed::NotHubSpotForm), Problem::TooLarge, Problem::MethodNotAllowed("POST")]
    {
        let expected = json!({"status": "error", "message": problem.detail(), "correlationId": "cor_1"});
        assert_eq!(answer(&problem), (400, expected), "{problem:?}");
    }
}

#[test]
fn other_statuses_stay_what_they_are() {
    for problem in [
        Problem::Unauthorized,
        Problem::Forbidden,
        Problem::UnknownForm,
        Problem::Internal,
        Problem::Unavailable,
    ] {
        let (status, body) = answer(&problem);
        assert_eq!((status, body["status"].as_str()), (problem.status(), Some("error")), "{problem:?}");
        assert_eq!(body["message"], problem.detail());
    }
}

#[test]
fn too_many_requests_name_their_limit() {
    let answer = refused(429, "Wait a moment.", &[], "cor_1");
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    let expected = json!({
        "status": "error", "message": "Wait a moment.", "correlationId": "cor_1",
        "errorType": "RATE_LIMIT", "policyName": "TEN_SECONDLY_ROLLING"
    });
    assert_eq!((answer.status, body), (429, expected));
}
