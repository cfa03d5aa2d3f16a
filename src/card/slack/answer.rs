//! What Slack answered, and what follows. HTTP 200 with `"ok": false` is its normal failure.

use serde::Deserialize;

use super::reference::CardReference;

/// How long to wait when Slack limits without saying how long.
const DEFAULT_WAIT_MS: i64 = 10_000;
/// No wait is longer, whatever `Retry-After` says: the ledger asks again.
const MAX_WAIT_MS: i64 = 3_600_000;
/// Slack's longest error word has about 40 letters.
const MAX_WORD: usize = 64;

/// An HTTP answer.
#[derive(Clone, Copy)]
pub struct SlackAnswer<'a> {
    /// Status.
    pub status: u16,
    /// The `Retry-After` header.
    pub retry_after: Option<&'a str>,
    /// The body. May hold personal data.
    pub body: &'a str,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportFailure {
    /// None came in time.
    Timeout,
    /// No connection was made.
    Refused,
    /// The connection ended in between.
    Broken,
}

/// How a call of Slack ended. Reasons are from closed lists of words; none repeats what
/// Slack said beyond an error word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlackVerdict {
    /// The message is there.
    Posted {
        /// Which it is.
        reference: CardReference,
    },
    /// Not taken: too many.
    RateLimited {
        /// How long to leave the channel alone.
        after_ms: i64,
    },
    /// Not taken: the same again is safe.
    Retry {
        /// Why.
        reason: String,
    },
    /// May have been taken. Before posting again, look in the history.
    Ambiguous {
        /// Why.
        reason: String,
    },
    /// Not taken, and never will be as it is.
    Refused {
        /// Why.
        reason: String,
    },
    /// The message to update is deleted or closed: what it shows stays. The card was
    /// delivered.
    Gone,
}

impl SlackVerdict {
    /// The verdict on a post without an answer.
    pub fn from_transport(failure: TransportFailure) -> Self {
        match failure {
            TransportFailure::Timeout => Self::Ambiguous { reason: "slack: timeout".into() },
            TransportFailure::Broken => Self::Ambiguous { reason: "slack: connection broke".into() },
            TransportFailure::Refused => Self::Retry { reason: "slack: no connection".into() },
        }
    }

    /// The same verdict on an update or a read: twice is once, so nothing is ambiguous.
    #[must_use]
    pub fn of_idempotent(self) -> Self {
        match self {
            Self::Ambiguous { reason } => Self::Retry { reason },
            verdict => verdict,
        }
    }
}

#[derive(Deserialize)]
struct Posted {
    channel: String,
    ts: String,
}

/// The verdict on an answer to `chat.postMessage` or `chat.update`.
pub fn read_answer(answer: &SlackAnswer<'_>) -> SlackVerdict {
    if let Err(failure) = check(answer) {
        return failure;
    }
    let posted: Option<Posted> = serde_json::from_str(answer.body).ok();
    match posted.and_then(|posted| CardReference::new(&posted.channel, &posted.ts)) {
        Some(reference) => SlackVerdict::Posted { reference },
        None => SlackVerdict::Ambiguous { reason: "slack: answer without a message".into() },
    }
}

#[derive(Deserialize)]
struct Envelope {
    ok: bool,
    #[serde(default)]
    error: Option<String>,
}

/// `Ok` if Slack says so, otherwise the verdict.
pub(super) fn check(answer: &SlackAnswer<'_>) -> Result<(), SlackVerdict> {
    let limited = SlackVerdict::RateLimited { after_ms: wait_ms(answer.retry_after) };
    let by_status = format!("slack: http {}", answer.status);
    match answer.status {
        429 => return Err(limited),
        408 | 500.. => return Err(SlackVerdict::Ambiguous { reason: by_status }),
        _ => {}
    }
    match (serde_json::from_str::<Envelope>(answer.body), answer.status) {
        (Ok(Envelope { ok: true, .. }), 200..300) => Ok(()),
        (Ok(Envelope { ok: false, error: Some(word) }), _) => Err(by_word(&word, limited)),
        (_, 200..300) => Err(SlackVerdict::Ambiguous { reason: "slack: unreadable answer".into() }),
        // Slack itself words its refusals: something on the way answered in its place.
        (_, _) => Err(SlackVerdict::Retry { reason: by_status }),
    }
}

/// The words that do not mean "never", as Slack's pages on `chat.postMessage` and
/// `chat.update` explain them.
fn by_word(word: &str, limited: SlackVerdict) -> SlackVerdict {
    let reason = match word {
        word if is_word(word) => format!("slack: {word}"),
        _ => "slack: unknown error".to_owned(),
    };
    match word {
        "ratelimited" | "rate_limited" => limited,
        // Not processed: an outage, a move of the workspace, a body that arrived in part.
        "request_timeout"
        | "service_unavailable"
        | "team_added_to_org"
        | "org_login_required"
        | "external_channel_migrating"
        | "message_limit_exceeded"
        | "update_failed" => SlackVerdict::Retry { reason },
        // "Some aspect of the operation" may have succeeded; the last says that Slack knows
        // our client_msg_id, but not its message.
        "internal_error" | "fatal_error" | "duplicate_message_not_found" => {
            SlackVerdict::Ambiguous { reason }
        }
        "message_not_found" | "cant_update_message" | "edit_window_closed" | "is_inactive" => {
            SlackVerdict::Gone
        }
        _ => SlackVerdict::Refused { reason },
    }
}

fn is_word(word: &str) -> bool {
    (1..=MAX_WORD).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// `Retry-After` in whole seconds, as Slack sends it.
fn wait_ms(retry_after: Option<&str>) -> i64 {
    let seconds = retry_after.and_then(|text| text.trim().parse::<u32>().ok());
    seconds.map_or(DEFAULT_WAIT_MS, |seconds| (i64::from(seconds) * 1000).clamp(1000, MAX_WAIT_MS))
}
