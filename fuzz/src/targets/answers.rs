//! What other services answer, and what is stored of a form's drift.

use beeline::card::slack::{
    CardReference, SlackAnswer, SlackProblem, SlackVerdict, find_in_history, read_answer,
};
use beeline::drift::{DriftCommand, DriftPolicy, DriftReply, DriftState, step};
use beeline::identity::LeadId;
use beeline::risk::turnstile::{ACTION, Challenge, TurnstileVerdict, verdict};
use serde_json::Value;
use serde_json::value::RawValue;

use super::input::Input;

const NOW_MS: i64 = 1_790_000_400_000;
const LEAD: &str = "ld_040gfafankn8sr68a3ro2h00";
const CHANNEL: &str = "C0123456789";
const HOSTS: [&str; 2] = ["www.example.com", "localhost"];
/// Longer than every reason of a closed list of words, with Slack's longest word in it.
const MAX_REASON: usize = 80;

/// The status in the first line, then the body of a siteverify reply.
pub fn turnstile_answer(data: &[u8]) {
    let mut input = Input::new(data);
    let status = u16::try_from(input.number(200)).unwrap_or(200);
    let body = input.rest();
    let challenge = Challenge { lead_id: LEAD.parse().unwrap(), hostnames: &HOSTS };
    match verdict(status, body, &challenge) {
        TurnstileVerdict::Passed => {
            // Members that are of no interest may hold what is no text.
            let body = String::from_utf8_lossy(body);
            let Ok(reply) = serde_json::from_str::<Value>(&body) else {
                return assert!(
                    serde_json::from_str::<&RawValue>(&body).is_ok(),
                    "passed by what is no JSON"
                );
            };
            assert_eq!((status, &reply["success"]), (200, &Value::Bool(true)));
            assert_eq!((reply["action"].as_str(), reply["cdata"].as_str()), (Some(ACTION), Some(LEAD)));
            let host = reply["hostname"].as_str().unwrap();
            assert!(HOSTS.iter().any(|ours| ours.eq_ignore_ascii_case(host)), "passed on {host}");
            assert_ne!(reply["metadata"]["result_with_testing_key"], Value::Bool(true), "a testing key");
        }
        TurnstileVerdict::Failed { codes } | TurnstileVerdict::Unavailable { codes } => {
            assert!(!codes.is_empty(), "no reason");
        }
    }
}

/// The status in the first line, `Retry-After` in the second, then the body.
pub fn slack_answer(data: &[u8]) {
    let mut input = Input::new(data);
    let status = u16::try_from(input.number(200)).unwrap_or(200);
    let retry_after = input.line();
    let body = String::from_utf8_lossy(input.rest());
    let retry_after = (!retry_after.is_empty()).then_some(&*retry_after);
    let answer = SlackAnswer { status, retry_after, body: &body };
    let verdict = read_answer(&answer);
    assert_tells(&verdict, status, &body);
    assert_tells(&verdict.of_idempotent(), status, &body);

    let lead_id: LeadId = LEAD.parse().unwrap();
    match find_in_history(&answer, CHANNEL, lead_id) {
        Ok(None) => assert!((200..300).contains(&status), "not there, says an error"),
        Ok(Some(found)) => {
            assert_eq!(found.channel(), CHANNEL);
            assert_reference(&found);
            let page: Value = serde_json::from_str(&body).unwrap();
            let is_it = |message: &Value| {
                let payload = &message["metadata"]["event_payload"];
                let ids = payload[if found.is_digest() { "lead_ids" } else { "lead_id" }].as_str();
                message["ts"].as_str() == Some(found.ts()) && ids.is_some_and(|ids| ids.contains(LEAD))
            };
            assert!(page["messages"].as_array().unwrap().iter().any(is_it), "another lead's card");
        }
        Err(SlackProblem::MorePages { cursor }) => assert!(!cursor.is_empty(), "the first page again"),
        Err(SlackProblem::RateLimited { after_ms }) => assert_wait(after_ms),
        Err(SlackProblem::Retry { reason } | SlackProblem::Refused { reason }) => assert_reason(&reason),
    }
}

fn assert_tells(verdict: &SlackVerdict, status: u16, body: &str) {
    match verdict {
        SlackVerdict::Posted { reference } => {
            assert!((200..300).contains(&status) && body.contains("true"), "posted, says an error");
            assert_reference(reference);
        }
        SlackVerdict::RateLimited { after_ms } => assert_wait(*after_ms),
        SlackVerdict::Retry { reason }
        | SlackVerdict::Ambiguous { reason }
        | SlackVerdict::Refused { reason } => assert_reason(reason),
        SlackVerdict::Gone => {}
    }
}

fn assert_reference(reference: &CardReference) {
    assert_eq!(reference.to_string().parse().as_ref(), Ok(reference));
}

fn assert_wait(after_ms: i64) {
    assert!((1_000..=3_600_000).contains(&after_ms), "a wait of {after_ms} ms");
}

/// Words of ours, a status, or one word of Slack's: nothing that could be a person's.
fn assert_reason(reason: &str) {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_ :".contains(&byte);
    assert!(reason.starts_with("slack: ") && reason.len() <= MAX_REASON, "{reason}");
    assert!(reason.bytes().all(is_word), "{reason}");
}

/// A stored state in the first line, then a command a line; time passes in between.
pub fn drift_state(data: &[u8]) {
    let mut input = Input::new(data);
    let stored = input.line();
    let mut state = DriftState::read(Some(&stored)).unwrap_or_default();
    assert_eq!(DriftState::read(Some(&state.write().unwrap())).unwrap(), state, "stored as another");
    let policy = DriftPolicy::default();
    for (at, line) in input.lines().take(50).enumerate() {
        let Ok(command) = serde_json::from_str::<DriftCommand>(&line) else { continue };
        let now_ms = NOW_MS + i64::try_from(at).unwrap() * 17 * 60_000;
        let (next, reply) = step(state, command, policy, now_ms);
        assert_eq!(DriftState::read(Some(&next.write().unwrap())).unwrap(), next, "stored as another");
        if let DriftReply::Tell { episode, lease_ms, summary } = &reply {
            assert!(*episode > 0 && *lease_ms > 0);
            assert!(summary.misfits <= summary.submissions, "more misfits than submissions");
        }
        let (standing, reply) = step(next, DriftCommand::Read, policy, now_ms);
        let (again, same) = step(standing.clone(), DriftCommand::Read, policy, now_ms);
        assert_eq!((&again, same), (&standing, reply), "looking changes it");
        state = again;
    }
}
