//! HubSpot's words for what went wrong.

use serde_json::Value as Json;

use super::NAME;
use crate::destination::answer::{Answer, Reply};
use crate::destination::verdict::{Reason, Verdict};
use crate::destination::wait;

/// `policyName` of the limit on ten seconds.
const ROLLING: &str = "TEN_SECONDLY_ROLLING";
/// `policyName` of the limit on a day.
const DAILY: &str = "DAILY";
/// The message of the limit on one second, which has no policy of its own.
const SECONDLY: &str = "You have reached your secondly limit.";
const ROLLING_WAIT_MS: i64 = 10_000;
const SECONDLY_WAIT_MS: i64 = 1_000;
const ERROR_WAIT_MS: i64 = 200;
/// A token is refused until somebody does something about it; the lead is not at fault.
const CREDENTIAL_WAIT_MS: i64 = 60_000;

/// The categories that are repeated in reasons.
const CATEGORIES: [&str; 6] = [
    "VALIDATION_ERROR",
    "INVALID_AUTHENTICATION",
    "EXPIRED_AUTHENTICATION",
    "MISSING_SCOPES",
    "CONFLICT",
    "RATE_LIMITS",
];

/// The category of an error object, if it is on the list.
pub(super) fn category(error: &Json) -> Option<&'static str> {
    let category = error.get("category")?.as_str()?;
    CATEGORIES.into_iter().find(|known| *known == category)
}

/// The verdict on a call that failed as a whole, other than by 400 or 409. An upsert may be sent
/// again after anything.
pub(super) fn failure(reply: &Reply, attempts: u32, minutes_ahead_of_utc: i16, now_ms: i64) -> Verdict {
    let answer = match reply {
        Ok(answer) => answer,
        Err(failure) => return Verdict::again(Reason::new(NAME, failure.word())),
    };
    let tries = i64::from(attempts.saturating_add(1));
    let body = answer.json().unwrap_or_default();
    let by_status = Reason::http(NAME, answer.status);
    let reason = category(&body).map_or(by_status, |word| Reason::new(NAME, word));
    let asked_ms = wait::retry_after_ms(answer, now_ms);
    let least_ms = match answer.status {
        401 | 403 => CREDENTIAL_WAIT_MS,
        429 => return limited(&body, asked_ms, tries, minutes_ahead_of_utc, now_ms),
        408 | 500.. => ERROR_WAIT_MS.saturating_mul(tries),
        _ => return Verdict::Refused { reason },
    };
    Verdict::Again { after_ms: least_ms.max(asked_ms.unwrap_or(0)), reason }
}

/// HubSpot's own client waits ten seconds, or one, for each try so far, and does not repeat what any other
/// limit refused: the limit of the day, unless HubSpot itself asks for less under another name.
fn limited(
    body: &Json,
    asked_ms: Option<i64>,
    tries: i64,
    minutes_ahead_of_utc: i16,
    now_ms: i64,
) -> Verdict {
    let text = |name: &str| body.get(name).and_then(Json::as_str).unwrap_or_default();
    let policy = text("policyName");
    let (least_ms, word) = match (policy, text("message")) {
        (ROLLING, _) => (ROLLING_WAIT_MS.saturating_mul(tries), "limit of ten seconds"),
        (_, SECONDLY) => (SECONDLY_WAIT_MS.saturating_mul(tries), "limit of a second"),
        _ if policy != DAILY && asked_ms.is_some() => (0, "another limit"),
        _ => (wait::next_day_ms(now_ms, minutes_ahead_of_utc), "limit of the day"),
    };
    Verdict::Again { after_ms: least_ms.max(asked_ms.unwrap_or(0)), reason: Reason::new(NAME, word) }
}

/// The verdict on one lead that HubSpot has an error for.
pub(super) fn item_error(error: &Json, status: u16) -> Verdict {
    match category(error) {
        Some(word @ "RATE_LIMITS") => {
            Verdict::Again { after_ms: ROLLING_WAIT_MS, reason: Reason::new(NAME, word) }
        }
        Some(word) => Verdict::Refused { reason: Reason::new(NAME, word) },
        None if status < 300 => Verdict::Refused { reason: Reason::new(NAME, "unknown error") },
        None => Verdict::Refused { reason: Reason::http(NAME, status) },
    }
}

/// Whether the configured key is at fault, and no lead.
pub(super) fn is_about_the_key(answer: &Answer) -> bool {
    let body = answer.json().unwrap_or_default();
    let message = body.get("message").and_then(Json::as_str).unwrap_or_default();
    message.contains("non-unique") && message.contains("property")
}
