//! What Slack answers, and what that proves.

use beeline::card::slack::{CardReference, SlackAnswer, SlackVerdict, TransportFailure, read_answer};
use serde_json::json;

fn answer(status: u16, body: &str) -> SlackVerdict {
    read_answer(&SlackAnswer { status, retry_after: None, body })
}

fn refusal(word: &str) -> SlackVerdict {
    answer(200, &json!({"ok": false, "error": word}).to_string())
}

#[test]
fn a_posted_message_is_known_by_channel_and_timestamp() {
    let body = r#"{"ok":true,"channel":"C1","ts":"1503435956.000247","message":{"text":"x"},"warning":"w"}"#;
    let reference = CardReference::new("C1", "1503435956.000247").unwrap();
    assert_eq!(answer(200, body), SlackVerdict::Posted { reference });
}

#[test]
fn each_of_slacks_error_words_has_its_verdict() {
    for word in "channel_not_found not_in_channel is_archived invalid_auth token_revoked account_inactive \
        missing_scope no_text msg_too_long invalid_blocks msg_blocks_too_long restricted_action \
        metadata_too_large a_word_of_tomorrow"
        .split(' ')
    {
        assert_eq!(refusal(word), SlackVerdict::Refused { reason: format!("slack: {word}") });
    }
    for word in "request_timeout service_unavailable team_added_to_org update_failed".split(' ') {
        assert_eq!(refusal(word), SlackVerdict::Retry { reason: format!("slack: {word}") });
    }
    for word in "internal_error fatal_error duplicate_message_not_found".split(' ') {
        assert_eq!(refusal(word), SlackVerdict::Ambiguous { reason: format!("slack: {word}") });
    }
    for word in "message_not_found cant_update_message edit_window_closed is_inactive".split(' ') {
        assert_eq!(refusal(word), SlackVerdict::Gone);
    }
    for word in "ratelimited rate_limited".split(' ') {
        assert_eq!(refusal(word), SlackVerdict::RateLimited { after_ms: 10_000 });
    }
}

#[test]
fn what_is_not_a_word_is_not_repeated() {
    for word in ["", "Ada Lovelace", "ada@example.com", "<!channel>", "UPPER", &"x".repeat(65)] {
        assert_eq!(refusal(word), SlackVerdict::Refused { reason: "slack: unknown error".into() });
    }
}

#[test]
fn a_limit_lasts_as_long_as_slack_says_within_reason() {
    let wait = |retry_after| read_answer(&SlackAnswer { status: 429, retry_after, body: "" });
    for (header, after_ms) in [
        (Some("30"), 30_000),
        (Some(" 1 "), 1_000),
        (Some("0"), 1_000),
        (Some("999999"), 3_600_000),
        (Some("soon"), 10_000),
        (None, 10_000),
    ] {
        assert_eq!(wait(header), SlackVerdict::RateLimited { after_ms });
    }
}

#[test]
fn an_answer_that_proves_nothing_is_ambiguous() {
    for (status, body) in [
        (200, "<html>"),
        (200, ""),
        (200, "{}"),
        (200, r#"{"ok":true}"#),
        (200, r#"{"ok":false}"#),
        (200, r#"{"ok":true,"channel":"C1","ts":"x"}"#),
        (500, ""),
        (502, "<html>"),
        (503, r#"{"ok":true}"#),
        (504, ""),
        (408, ""),
    ] {
        assert!(matches!(answer(status, body), SlackVerdict::Ambiguous { .. }), "{status} {body}");
    }
}

#[test]
fn an_answer_from_something_before_slack_is_worth_another_try() {
    for status in [302, 400, 403, 404] {
        let expected = SlackVerdict::Retry { reason: format!("slack: http {status}") };
        assert_eq!(answer(status, "<html>Ada Lovelace</html>"), expected);
    }
    let body = r#"{"ok":false,"error":"not_authed"}"#;
    assert_eq!(answer(401, body), SlackVerdict::Refused { reason: "slack: not_authed".into() });
}

#[test]
fn a_post_without_an_answer_may_have_arrived_unless_it_never_left() {
    let verdict = SlackVerdict::from_transport;
    for failure in [TransportFailure::Timeout, TransportFailure::Broken] {
        assert!(matches!(verdict(failure), SlackVerdict::Ambiguous { .. }));
        assert!(
            matches!(verdict(failure).of_idempotent(), SlackVerdict::Retry { .. }),
            "an update is the same"
        );
    }
    assert!(matches!(verdict(TransportFailure::Refused), SlackVerdict::Retry { .. }));
}
