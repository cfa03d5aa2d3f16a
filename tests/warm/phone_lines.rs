//! What kind of line a number is.

use crate::support::answer;
use beeline::destination::{BaseUrl, TransportFailure};
use beeline::warm::line::{LineKind, LookupAccess, credits, read, request};
use beeline::warm::trouble::{Looked, Trouble};

fn access(id: &str, secret: &str) -> LookupAccess {
    let base_url = BaseUrl::parse("https://lookups.twilio.com").unwrap();
    LookupAccess::new(base_url, id, secret)
}

fn of(line: &str) -> Looked<LineKind> {
    read(&Ok(answer(200, &format!(r#"{{"valid":true,"line_type_intelligence":{line}}}"#))))
}

fn failed(trouble: Trouble) -> Looked<LineKind> {
    Looked::Failed { trouble, after_ms: 0 }
}

#[test]
fn the_number_is_asked_about_in_e164_form_and_as_somebody() {
    let asked = request(&access("sk", "secret"), "+14159929960").unwrap();
    assert_eq!(asked.path, "/v2/PhoneNumbers/%2B14159929960?Fields=line_type_intelligence");
}

#[test]
fn whoever_asks_is_named_in_padded_base64_whatever_the_length() {
    for (secret, basic) in
        [("secret", "Basic c2s6c2VjcmV0"), ("secre", "Basic c2s6c2VjcmU="), ("secr\n", "Basic c2s6c2Vjcg==")]
    {
        let asked = request(&access("sk", secret), "+14159929960").unwrap();
        let authorization = asked.headers.iter().find(|(name, _)| *name == "authorization").unwrap();
        assert_eq!(authorization.1, basic);
    }
}

#[test]
fn what_is_no_number_is_not_asked_about() {
    for odd in ["", "+", "4159929960", "+1", "+1415992996012345", "+1415a", "+1415/../x", "+１４１５９"]
    {
        assert!(request(&access("sk", "secret"), odd).is_none(), "{odd}");
    }
}

#[test]
fn every_kind_has_its_word() {
    let kinds = [
        ("mobile", LineKind::Mobile),
        ("landline", LineKind::Landline),
        ("fixedVoip", LineKind::FixedVoip),
        ("nonFixedVoip", LineKind::NonFixedVoip),
        ("tollFree", LineKind::TollFree),
        ("premium", LineKind::Premium),
        ("sharedCost", LineKind::Premium),
        ("personal", LineKind::Other),
        ("uan", LineKind::Other),
        ("voicemail", LineKind::Other),
        ("pager", LineKind::Other),
    ];
    for (word, kind) in kinds {
        assert_eq!(of(&format!(r#"{{"type":"{word}","error_code":null}}"#)), Looked::Found(kind));
    }
}

#[test]
fn what_is_not_known_is_not_guessed() {
    assert_eq!(of(r#"{"type":"unknown","error_code":null}"#), Looked::Absent);
    assert_eq!(of(r#"{"type":null}"#), Looked::Absent);
    let invalid = r#"{"valid":false,"line_type_intelligence":{"type":"mobile"}}"#;
    assert_eq!(read(&Ok(answer(200, invalid))), Looked::Absent);
    assert_eq!(read(&Ok(answer(404, r#"{"code":20404}"#))), Looked::Absent);
}

#[test]
fn an_error_within_a_success_is_none() {
    assert_eq!(of(r#"{"type":null,"error_code":60601}"#), failed(Trouble::NotAllowed));
    assert_eq!(of(r#"{"type":null,"error_code":60600}"#), failed(Trouble::VendorFailed));
    assert_eq!(of("null"), failed(Trouble::Unreadable));
    assert_eq!(read(&Ok(answer(200, "<html>"))), failed(Trouble::Unreadable));
}

#[test]
fn a_failure_says_whether_it_may_pass() {
    assert_eq!(read(&Ok(answer(401, ""))), failed(Trouble::NotAllowed));
    assert_eq!(read(&Ok(answer(500, ""))), failed(Trouble::VendorFailed));
    assert_eq!(read(&Err(TransportFailure::Timeout)), failed(Trouble::Timeout));
    assert_eq!(
        read(&Ok(answer(429, ""))),
        Looked::Failed { trouble: Trouble::RateLimited, after_ms: 60_000 }
    );
}

#[test]
fn what_may_have_been_paid_for_counts() {
    assert_eq!(credits(&Ok(answer(200, ""))), 1);
    assert_eq!(credits(&Ok(answer(429, ""))), 0);
    assert_eq!(credits(&Err(TransportFailure::Timeout)), 1);
    assert_eq!(credits(&Err(TransportFailure::Refused)), 0);
}
