//! Access to Salesforce: the request, its answers, and when to fetch another.

use crate::common::{NOW_MS, answer, header};
use beeline::destination::salesforce::token::{
    Access, DEFAULT_LIFETIME_MS, FETCH_TIMEOUT_MS, Token, decide, read, request,
};
use beeline::destination::{BaseUrl, Credential, TransportFailure};
use proptest::prelude::*;

fn token(fetched_at_ms: i64) -> Token {
    let instance = BaseUrl::parse("https://acme.my.salesforce.com").unwrap();
    Token { access: Credential::new("00D!x"), instance, fetched_at_ms }
}

#[test]
fn the_request_is_a_form() {
    let call = request("id&1", &Credential::new("se cret"));
    assert_eq!(call.path, "/services/oauth2/token");
    assert_eq!(header(&call, "content-type"), Some("application/x-www-form-urlencoded"));
    let form = "grant_type=client_credentials&client_id=id%261&client_secret=se%20cret";
    assert_eq!(call.body.as_deref(), Some(form));
    assert!(!format!("{call:?}").contains("cret"));
}

#[test]
fn an_answer_gives_the_token_and_the_instance_it_is_for() {
    let body = r#"{"access_token":"00D!x","instance_url":"https://acme.my.salesforce.com","id":"x","token_type":"Bearer","issued_at":"1","signature":"s"}"#;
    assert_eq!(read(&answer(200, body), NOW_MS), Ok(token(NOW_MS)));
}

#[test]
fn each_failure_says_whether_it_will_pass() {
    let cases = [
        (400, r#"{"error":"invalid_grant","error_description":"no"}"#, "salesforce: invalid_grant", true),
        (400, r#"{"error":"invalid_client","error_description":"no"}"#, "salesforce: invalid_client", true),
        (400, r#"{"error":"ada@example.com"}"#, "salesforce: http 400", false),
        (503, "", "salesforce: http 503", false),
        (302, "", "salesforce: http 302", true),
        (200, "<html>", "salesforce: unreadable token", false),
        (
            200,
            r#"{"access_token":"x","instance_url":"http://evil.example","token_type":"Bearer"}"#,
            "salesforce: no instance",
            true,
        ),
    ];
    for (status, body, reason, is_permanent) in cases {
        let failure = read(&answer(status, body), NOW_MS).unwrap_err();
        assert_eq!((failure.reason.to_string().as_str(), failure.is_permanent), (reason, is_permanent));
    }
    assert!(!read(&Err(TransportFailure::Timeout), NOW_MS).unwrap_err().is_permanent);
}

#[test]
fn the_next_token_is_fetched_while_this_one_is_good_and_by_one_caller() {
    let held = token(0);
    let ask =
        |is_stale, fetching, now_ms| decide(Some(&held), is_stale, fetching, DEFAULT_LIFETIME_MS, now_ms);
    let old_ms = DEFAULT_LIFETIME_MS / 4 * 3;
    assert_eq!(ask(false, None, old_ms - 1), Access::Use);
    assert_eq!(ask(false, None, old_ms), Access::UseAndFetch);
    assert_eq!(ask(false, Some(old_ms), old_ms + 1), Access::Use);
    assert_eq!(ask(false, Some(old_ms), old_ms + FETCH_TIMEOUT_MS), Access::UseAndFetch);
    assert_eq!(ask(false, None, DEFAULT_LIFETIME_MS), Access::Fetch);
    assert_eq!(ask(true, None, 1), Access::Fetch);
    assert_eq!(ask(true, Some(0), 1), Access::Wait);
    assert_eq!(decide(None, false, None, DEFAULT_LIFETIME_MS, 0), Access::Fetch);
    assert_eq!(decide(None, false, Some(0), DEFAULT_LIFETIME_MS, 1), Access::Wait);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_fetches_while_somebody_does(age_ms in 0_i64..10_000_000, since_ms in 0..FETCH_TIMEOUT_MS, is_stale: bool) {
        let held = token(0);
        let access = decide(Some(&held), is_stale, Some(age_ms - since_ms), DEFAULT_LIFETIME_MS, age_ms);
        prop_assert!(matches!(access, Access::Use | Access::Wait));
    }

    #[test]
    fn a_stale_or_expired_token_is_never_used(age_ms in DEFAULT_LIFETIME_MS..i64::MAX / 2, fetching: Option<bool>) {
        let held = token(0);
        let access = decide(Some(&held), false, fetching.map(|_| 0), DEFAULT_LIFETIME_MS, age_ms);
        prop_assert!(matches!(access, Access::Fetch | Access::Wait));
    }
}
