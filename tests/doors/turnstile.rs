//! Turnstile's siteverify: what is asked, and which answers count.

use beeline::identity::LeadId;
use beeline::risk::turnstile::{
    ACTION, Challenge, Code, MAX_TOKEN_BYTES, TurnstileVerdict, hostname, in_words, request_body, verdict,
};
use beeline::routing::{Bundle, Challenge as Asks, Form, Team};
use proptest::prelude::*;

const LEAD: &str = "ld_040gfafankn8sr68a3ro2h00";
const HOSTS: &[&str] = &["www.example.com", "example.com"];

fn challenge() -> Challenge<'static> {
    Challenge { lead_id: lead(), hostnames: HOSTS }
}

fn lead() -> LeadId {
    LEAD.parse().unwrap()
}

fn reply(body: &str) -> TurnstileVerdict {
    verdict(200, body.as_bytes(), &challenge())
}

fn success(action: &str, hostname: &str, cdata: &str) -> TurnstileVerdict {
    reply(&format!(
        r#"{{"success":true,"challenge_ts":"2026-11-22T10:00:00.000Z","hostname":"{hostname}",
        "error-codes":[],"action":"{action}","cdata":"{cdata}","metadata":{{"ephemeral_id":"x:9f78"}}}}"#
    ))
}

fn failed(codes: &[Code]) -> TurnstileVerdict {
    TurnstileVerdict::Failed { codes: codes.to_vec() }
}

fn unavailable(codes: &[Code]) -> TurnstileVerdict {
    TurnstileVerdict::Unavailable { codes: codes.to_vec() }
}

fn fields(body: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(body.as_bytes()).into_owned().collect()
}

#[test]
fn a_token_of_this_challenge_passes() {
    assert_eq!(success(ACTION, "www.example.com", LEAD), TurnstileVerdict::Passed);
    assert_eq!(success(ACTION, "EXAMPLE.com", LEAD), TurnstileVerdict::Passed);
}

#[test]
fn a_token_solved_elsewhere_is_no_good() {
    assert_eq!(success("login", "example.com", LEAD), failed(&[Code::WrongAction]));
    assert_eq!(success(ACTION, "farm.example", LEAD), failed(&[Code::WrongHostname]));
    assert_eq!(success(ACTION, "", LEAD), failed(&[Code::WrongHostname]));
    let other = "ld_04001sl47t8g2hqigtrij99l";
    assert_eq!(success(ACTION, "example.com", other), failed(&[Code::WrongLead]));
    let bare = reply(r#"{"success":true}"#);
    assert_eq!(bare, failed(&[Code::WrongAction, Code::WrongHostname, Code::WrongLead]));
}

#[test]
fn the_host_of_an_origin_is_without_scheme_and_port() {
    for (origin, host) in [
        ("https://www.example.com", "www.example.com"),
        ("http://localhost:8788", "localhost"),
        ("http://127.0.0.1:8787", "127.0.0.1"),
        ("http://[::1]:8788", "[::1]"),
        ("http://[::1]", "[::1]"),
    ] {
        assert_eq!(hostname(origin), host, "{origin}");
    }
}

#[test]
fn a_challenge_may_be_shown_on_the_sites_of_the_forms_that_ask_for_one() {
    let form = |id: &str, challenge, origins: &[&str]| Form {
        id: id.into(),
        challenge,
        origins: origins.iter().map(|origin| (*origin).to_owned()).collect(),
        ..Form::default()
    };
    let team =
        Team { id: "all".into(), name: "All".into(), sla_seconds: 300, booking_url: None, overflow: None };
    let forms = vec![
        form("one", Asks::Uncertain, &["https://www.example.com", "http://localhost:8788"]),
        form("two", Asks::Off, &["https://elsewhere.example"]),
        form("three", Asks::Uncertain, &["https://shop.example"]),
    ];
    let bundle = Bundle::new(forms, vec![team], "all".into()).unwrap();
    let origins: Vec<&str> = bundle.challenge_origins().collect();
    assert_eq!(origins, ["https://www.example.com", "http://localhost:8788", "https://shop.example"]);
}

#[test]
fn why_a_check_came_to_nothing_is_one_text_of_known_words() {
    assert_eq!(in_words(&[Code::WrongAction, Code::WrongLead]), "wrong_action, wrong_lead");
    assert_eq!(in_words(&[Code::Late]), "late");
    assert_eq!(in_words(&[Code::Unreachable]), "unreachable");
}

#[test]
fn a_testing_secret_says_yes_and_proves_nothing() {
    let body = format!(
        r#"{{"success":true,"hostname":"example.com","action":"{ACTION}","cdata":"{LEAD}",
        "metadata":{{"result_with_testing_key":true}}}}"#
    );
    assert_eq!(reply(&body), failed(&[Code::TestingKey]));
}

#[test]
fn what_is_wrong_with_the_token_is_the_visitors() {
    for (word, code) in [
        ("invalid-input-response", Code::InvalidInputResponse),
        ("timeout-or-duplicate", Code::TimeoutOrDuplicate),
        ("missing-input-response", Code::MissingInputResponse),
        ("some-new-code", Code::Unknown),
    ] {
        assert_eq!(reply(&format!(r#"{{"success":false,"error-codes":["{word}"]}}"#)), failed(&[code]));
    }
    assert_eq!(reply(r#"{"success":false}"#), failed(&[Code::Unknown]));
}

#[test]
fn what_is_wrong_with_us_or_turnstile_says_nothing_about_the_visitor() {
    for (word, code) in [
        ("invalid-input-secret", Code::InvalidInputSecret),
        ("missing-input-secret", Code::MissingInputSecret),
        ("bad-request", Code::BadRequest),
        ("internal-error", Code::InternalError),
    ] {
        let body = format!(r#"{{"success":false,"error-codes":["{word}"]}}"#);
        assert_eq!(reply(&body), unavailable(&[code]));
        assert_eq!(verdict(400, body.as_bytes(), &challenge()), unavailable(&[code]));
        let both = format!(r#"{{"success":false,"error-codes":["invalid-input-response","{word}"]}}"#);
        assert_eq!(reply(&both), unavailable(&[Code::InvalidInputResponse, code]));
    }
}

#[test]
fn an_outage_is_not_a_yes() {
    let yes = format!(r#"{{"success":true,"hostname":"example.com","action":"{ACTION}","cdata":"{LEAD}"}}"#);
    for status in [0, 201, 302, 403, 429, 500, 503] {
        assert_eq!(
            verdict(status, yes.as_bytes(), &challenge()),
            unavailable(&[Code::Unreadable]),
            "{status}"
        );
    }
    for body in ["", "<html>", "[]", "{}", r#"{"success":"true"}"#, "\u{feff}{}"] {
        assert_eq!(reply(body), unavailable(&[Code::Unreadable]), "{body}");
    }
    let long = format!("{yes}{}", " ".repeat(20_000));
    assert_eq!(reply(&long), unavailable(&[Code::Unreadable]));
}

#[test]
fn the_request_carries_everything_encoded() {
    let body = request_body("s&cret=1", "tok+en/&=", Some("2001:db8::1"), [0xff; 16]).unwrap();
    let expected = [
        ("secret", "s&cret=1"),
        ("response", "tok+en/&="),
        ("remoteip", "2001:db8::1"),
        ("idempotency_key", "ffffffff-ffff-4fff-bfff-ffffffffffff"),
    ];
    assert_eq!(fields(body.expose()), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert!(!format!("{body:?}").contains("cret"), "neither secret nor address can be logged");
}

#[test]
fn the_address_may_be_left_out_and_a_repeated_check_is_the_same() {
    let first = request_body("secret", "token", None, [7; 16]).unwrap();
    assert_eq!(fields(first.expose()).len(), 3);
    assert_eq!(first.expose(), request_body("secret", "token", None, [7; 16]).unwrap().expose());
    assert_ne!(first.expose(), request_body("secret", "token", None, [8; 16]).unwrap().expose());
}

#[test]
fn a_token_that_cannot_be_one_is_not_sent_on() {
    let ask = |token: &str| request_body("secret", token, None, [0; 16]);
    assert_eq!(ask("").unwrap_err(), failed(&[Code::MissingInputResponse]));
    assert_eq!(ask(&"x".repeat(MAX_TOKEN_BYTES + 1)).unwrap_err(), failed(&[Code::InvalidInputResponse]));
    assert!(ask(&"x".repeat(MAX_TOKEN_BYTES)).is_ok());
}

#[test]
fn the_action_and_the_lead_are_what_a_widget_takes() {
    let allowed = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    assert!(ACTION.len() <= 32 && allowed(ACTION));
    assert!(LEAD.len() <= 255 && allowed(LEAD));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_pass_by_accident(status in any::<u16>(), body in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_ne!(verdict(status, &body, &challenge()), TurnstileVerdict::Passed);
    }

    #[test]
    fn only_the_exact_three_facts_pass(
        action in prop_oneof![Just(ACTION.to_owned()), "[a-z_-]{0,32}"],
        host in prop_oneof![Just("example.com".to_owned()), "[a-z.]{0,20}"],
        cdata in prop_oneof![Just(LEAD.to_owned()), "ld_[0-9a-v]{24}"],
    ) {
        let passes = action == ACTION && HOSTS.contains(&host.as_str()) && cdata == LEAD;
        prop_assert_eq!(success(&action, &host, &cdata) == TurnstileVerdict::Passed, passes);
    }

    #[test]
    fn a_failure_always_says_why(words in prop::collection::vec("[a-z-]{1,24}", 0..4)) {
        let body = serde_json::json!({ "success": false, "error-codes": words }).to_string();
        match reply(&body) {
            TurnstileVerdict::Failed { codes } | TurnstileVerdict::Unavailable { codes } => {
                prop_assert!(!codes.is_empty());
            }
            TurnstileVerdict::Passed => prop_assert!(false),
        }
    }
}
