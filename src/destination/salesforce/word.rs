//! Salesforce's words for what went wrong.

use serde_json::Value as Json;

use super::NAME;
use crate::destination::answer::Answer;
use crate::destination::verdict::{Reason, Verdict};

/// A limit of the day or of concurrent calls: minutes to hours.
const LIMIT_WAIT_MS: i64 = 15 * 60_000;
/// Access is refused until somebody does something about it; the lead is not at fault.
const CREDENTIAL_WAIT_MS: i64 = 60_000;

/// The codes that mean "not now".
const PASSING: [&str; 6] = [
    "UNABLE_TO_LOCK_ROW",
    "REQUEST_LIMIT_EXCEEDED",
    "INVALID_SESSION_ID",
    "SERVER_UNAVAILABLE",
    "UNKNOWN_EXCEPTION",
    "QUERY_TIMEOUT",
];

/// The codes that mean "never, as it is".
const LASTING: [&str; 23] = [
    "DUPLICATE_VALUE",
    "DUPLICATES_DETECTED",
    "CANNOT_UPDATE_CONVERTED_LEAD",
    "NOT_FOUND",
    "REQUIRED_FIELD_MISSING",
    "INVALID_FIELD",
    "INVALID_FIELD_FOR_INSERT_UPDATE",
    "INVALID_TYPE",
    "INVALID_TYPE_ON_FIELD_IN_RECORD",
    "INVALID_EMAIL_ADDRESS",
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
    "INVALID_CROSS_REFERENCE_KEY",
    "INSUFFICIENT_ACCESS_OR_READONLY",
    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
    "FIELD_CUSTOM_VALIDATION_EXCEPTION",
    "FIELD_INTEGRITY_EXCEPTION",
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
    "STRING_TOO_LONG",
    "NUMBER_OUTSIDE_VALID_RANGE",
    "ENTITY_IS_DELETED",
    "MALFORMED_ID",
    "JSON_PARSER_ERROR",
    "MALFORMED_QUERY",
];

/// The first code of a list of errors, if it is on our lists: `errorCode` of a call that failed,
/// `statusCode` of one record of several.
pub(super) fn code(errors: &Json) -> Option<&'static str> {
    let error = errors.as_array()?.first()?;
    let code = error.get("errorCode").or_else(|| error.get("statusCode"))?.as_str()?;
    PASSING.into_iter().chain(LASTING).find(|known| *known == code)
}

/// Whether an answer says that there were too many calls.
pub(super) fn is_limit(answer: &Answer) -> bool {
    answer.json().as_ref().and_then(code) == Some("REQUEST_LIMIT_EXCEEDED")
}

/// The verdict on a code, whatever the status; on the status when there is none. A call of one lead has
/// the status of its error, a call of several has none of its leads'.
pub(super) fn judge(code: Option<&'static str>, status: u16) -> Verdict {
    let reason = match code {
        Some(code) => Reason::new(NAME, code),
        None if status < 300 => Reason::new(NAME, "unknown error"),
        None => Reason::http(NAME, status),
    };
    match (code, status) {
        (Some("REQUEST_LIMIT_EXCEEDED"), _) => Verdict::Again { after_ms: LIMIT_WAIT_MS, reason },
        (Some(code), _) if PASSING.contains(&code) => Verdict::again(reason),
        (Some(_), _) => Verdict::Refused { reason },
        (_, 401) => Verdict::again(reason),
        (_, 403) => Verdict::Again { after_ms: CREDENTIAL_WAIT_MS, reason },
        (_, 408 | 420 | 429 | 500..) => Verdict::again(reason),
        _ => Verdict::Refused { reason },
    }
}
