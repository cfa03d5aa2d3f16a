//! What a failed call of Pipedrive's means.

use serde_json::Value as Json;

use super::NAME;
use crate::destination::answer::{Answer, Reply, TransportFailure};
use crate::destination::verdict::{Reason, Verdict};
use crate::destination::wait;

/// The window of the limit on bursts.
const BURST_WAIT_MS: i64 = 2_000;
/// Cloudflare stands in front after calls went on in spite of 429.
const BLOCK_WAIT_MS: i64 = 15 * 60_000;
/// Access is refused until somebody does something about it; the lead is not at fault.
const CREDENTIAL_WAIT_MS: i64 = 60_000;

/// The body of an answer that succeeded, or the verdict. Without a clear answer, a creation may
/// have been carried out.
pub(super) fn check(reply: &Reply, creates: bool, now_ms: i64) -> Result<Json, Verdict> {
    let unclear = |reason| if creates { Verdict::Unknown { reason } } else { Verdict::again(reason) };
    let answer = match reply {
        Ok(answer) => answer,
        Err(failure) => {
            let reason = Reason::new(NAME, failure.word());
            let was_sent = *failure != TransportFailure::Refused;
            return Err(if was_sent { unclear(reason) } else { Verdict::again(reason) });
        }
    };
    let by_status = Reason::http(NAME, answer.status);
    let again = |after_ms, reason| Verdict::Again { after_ms, reason };
    let body = answer.json();
    match answer.status {
        200..300 => {
            let is_success = |body: &Json| body.get("success").and_then(Json::as_bool) == Some(true);
            body.filter(is_success).ok_or_else(|| unclear(Reason::new(NAME, "unreadable answer")))
        }
        429 => Err(limited(answer, now_ms)),
        403 if body.is_none() => Err(again(BLOCK_WAIT_MS, Reason::new(NAME, "blocked after the limit"))),
        401..=403 => Err(again(CREDENTIAL_WAIT_MS, by_status)),
        408 | 500.. => Err(match (creates, wait::retry_after_ms(answer, now_ms)) {
            (false, Some(after_ms)) => again(after_ms, by_status),
            _ => unclear(by_status),
        }),
        _ => Err(Verdict::Refused { reason: by_status }),
    }
}

/// The budget of the day is spent, or the window of two seconds is full.
fn limited(answer: &Answer, now_ms: i64) -> Verdict {
    if answer.header("x-daily-ratelimit-token-remaining").map(str::trim) == Some("0") {
        let after_ms = wait::next_day_ms(now_ms, 0);
        return Verdict::Again { after_ms, reason: Reason::new(NAME, "limit of the day") };
    }
    let asked = wait::retry_after_ms(answer, now_ms).or_else(|| wait::reset_ms(answer, now_ms));
    let after_ms = asked.unwrap_or(BURST_WAIT_MS);
    Verdict::Again { after_ms, reason: Reason::new(NAME, "limit of two seconds") }
}
