//! Access to Salesforce: the request, its answers, and when to fetch another.

use crate::common::{NOW_MS, answer, header};
use beeline::destination::salesforce::access::{Access, FETCH_TIMEOUT_MS, Held, REFUSED_RETRY_MS, RETRY_MS};
use beeline::destination::salesforce::token::{DEFAULT_LIFETIME_MS, NoToken, Token, read, request};
use beeline::destination::{BaseUrl, Call, Credential, Method, TransportFailure};
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

/// Holds a token that was fetched at zero.
fn held() -> Held {
    let mut held = Held::default();
    held.end(Ok(token(0)), 0);
    held
}

fn failure(is_permanent: bool) -> Result<Token, NoToken> {
    let (status, body) = if is_permanent { (400, r#"{"error":"invalid_client"}"#) } else { (503, "") };
    Err(read(&answer(status, body), 0).unwrap_err())
}

fn call_with(access: &str) -> Call {
    let headers = vec![("authorization", format!("Bearer {access}"))];
    Call { method: Method::Get, path: String::new(), headers, body: None }
}

const OLD_MS: i64 = DEFAULT_LIFETIME_MS / 4 * 3;

#[test]
fn the_next_token_is_fetched_by_one_caller_while_all_use_this_one() {
    let mut held = held();
    let used = Access::Use(token(0));
    assert!(!held.is_due(DEFAULT_LIFETIME_MS, OLD_MS - 1));
    assert!(held.is_due(DEFAULT_LIFETIME_MS, OLD_MS));
    assert_eq!(held.access(DEFAULT_LIFETIME_MS, OLD_MS), used, "nobody waits for the next one");
    held.begin(OLD_MS);
    assert!(!held.is_due(DEFAULT_LIFETIME_MS, OLD_MS + 1));
    assert_eq!(held.access(DEFAULT_LIFETIME_MS, OLD_MS + 1), used);
    assert!(held.is_due(DEFAULT_LIFETIME_MS, OLD_MS + FETCH_TIMEOUT_MS), "whoever fetched did not come back");
    held.end(Ok(token(OLD_MS + 5)), OLD_MS + 5);
    assert_eq!(held.access(DEFAULT_LIFETIME_MS, DEFAULT_LIFETIME_MS), Access::Use(token(OLD_MS + 5)));
}

#[test]
fn without_a_good_token_one_caller_fetches_and_the_others_wait() {
    let mut held = held();
    assert_eq!(held.access(DEFAULT_LIFETIME_MS, DEFAULT_LIFETIME_MS), Access::Fetch);
    let mut none = Held::default();
    assert_eq!(none.access(DEFAULT_LIFETIME_MS, 0), Access::Fetch);
    none.begin(0);
    assert_eq!(none.access(DEFAULT_LIFETIME_MS, 1), Access::Wait);
    held.spoil(&call_with("00D!x"));
    assert_eq!(held.access(DEFAULT_LIFETIME_MS, 1), Access::Fetch);
}

#[test]
fn a_fetch_that_failed_is_not_made_again_by_everybody_who_waited_for_it() {
    for (is_permanent, retry_ms) in [(false, RETRY_MS), (true, REFUSED_RETRY_MS)] {
        let mut none = Held::default();
        none.begin(0);
        none.end(failure(is_permanent), 5);
        let Access::Without(no_access) = none.access(DEFAULT_LIFETIME_MS, 6) else { panic!("asks again") };
        assert_eq!(no_access.after_ms, retry_ms - 1);
        assert!(no_access.reason.to_string().starts_with("salesforce: "));
        assert_eq!(none.access(DEFAULT_LIFETIME_MS, 5 + retry_ms), Access::Fetch);
    }
}

#[test]
fn a_good_token_is_used_on_though_the_next_one_is_refused() {
    let mut held = held();
    held.begin(OLD_MS);
    held.end(failure(false), OLD_MS);
    assert_eq!(held.access(DEFAULT_LIFETIME_MS, OLD_MS + 1), Access::Use(token(0)));
    assert!(!held.is_due(DEFAULT_LIFETIME_MS, OLD_MS + 1));
    assert!(held.is_due(DEFAULT_LIFETIME_MS, OLD_MS + RETRY_MS));
}

#[test]
fn a_late_refusal_of_the_old_token_leaves_the_new_one_alone() {
    let mut held = held();
    let fresh = Token { access: Credential::new("00D!fresh"), ..token(1) };
    held.end(Ok(fresh.clone()), 1);
    held.spoil(&call_with("00D!x"));
    assert_eq!(held.access(DEFAULT_LIFETIME_MS, 2), Access::Use(fresh));
    held.spoil(&call_with("00D!fresh"));
    assert_eq!(held.access(DEFAULT_LIFETIME_MS, 2), Access::Fetch);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_fetches_while_somebody_does(age_ms in 0_i64..10_000_000, since_ms in 0..FETCH_TIMEOUT_MS, is_stale: bool) {
        let mut held = held();
        if is_stale {
            held.spoil(&call_with("00D!x"));
        }
        held.begin(age_ms - since_ms);
        prop_assert!(matches!(held.access(DEFAULT_LIFETIME_MS, age_ms), Access::Use(_) | Access::Wait));
        prop_assert!(!held.is_due(DEFAULT_LIFETIME_MS, age_ms));
    }

    #[test]
    fn an_expired_token_is_never_used(age_ms in DEFAULT_LIFETIME_MS..i64::MAX / 2, is_fetching: bool) {
        let mut held = held();
        if is_fetching {
            held.begin(0);
        }
        prop_assert!(matches!(held.access(DEFAULT_LIFETIME_MS, age_ms), Access::Fetch | Access::Wait));
    }
}
