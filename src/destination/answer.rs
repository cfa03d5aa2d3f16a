//! How a call ended.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::guard::{Ending, Limits};

/// The most of a body that is read, in bytes. A whole batch of results is far below it; a body cut
/// here is no JSON any more, and counts as an unreadable answer.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// The headers that verdicts and the guard's limits ([`crate::guard::Limits`]) depend on; an answer keeps
/// no others.
pub const KEPT_HEADERS: [&str; 15] = [
    "retry-after",
    "x-call-credits-spent",
    "sforce-limit-info",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-daily-ratelimit-token-remaining",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "x-hubspot-ratelimit-max",
    "x-hubspot-ratelimit-remaining",
    "x-hubspot-ratelimit-interval-milliseconds",
    "x-hubspot-ratelimit-daily",
    "x-hubspot-ratelimit-daily-remaining",
];

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportFailure {
    /// None came in time. The call may have been carried out.
    Timeout,
    /// No connection was made, or the call is none that can be: nothing was sent.
    Refused,
    /// The connection ended in between. The call may have been carried out.
    Broken,
}

impl TransportFailure {
    /// The word for it in reasons.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Refused => "no connection",
            Self::Broken => "connection broke",
        }
    }
}

/// An HTTP answer. May hold personal data: `Debug` shows the status and sizes.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// Status.
    pub status: u16,
    headers: BTreeMap<&'static str, String>,
    body: String,
}

/// The end of a call.
pub type Reply = Result<Answer, TransportFailure>;

impl Answer {
    /// An answer with the headers of [`KEPT_HEADERS`] that `header` knows, by lower-case name, and
    /// as much of the body as is read at most.
    pub fn new(status: u16, header: impl Fn(&str) -> Option<String>, body: &[u8]) -> Self {
        let headers = KEPT_HEADERS.into_iter().filter_map(|name| Some((name, header(name)?))).collect();
        let body = body.get(..MAX_BODY_BYTES).unwrap_or(body);
        Self { status, headers, body: String::from_utf8_lossy(body).into_owned() }
    }

    /// One of the kept headers.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// What it says about the vendor's limits.
    pub fn limits(&self, now_ms: i64) -> Limits {
        Limits::read(self.headers.iter().map(|(name, value)| (*name, value.as_str())), now_ms)
    }

    /// Whether the status is 2xx.
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// The body.
    pub(crate) fn body(&self) -> &str {
        &self.body
    }

    /// The body as JSON; `None` if it is none.
    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.body).ok()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Answer {{ status: {}, body: {} bytes }}", self.status, self.body.len())
    }
}

/// How a call of an API that answers in JSON ended, as far as the vendor's health is concerned. A
/// success that is no JSON says that something else than the API has answered.
pub(crate) fn json_ending(reply: &Reply) -> Ending {
    match reply {
        Ok(answer) if answer.is_success() && !answer.body.is_empty() && answer.json().is_none() => {
            Ending::Failed
        }
        reply => ending(reply),
    }
}

/// The same of any other.
pub(super) fn ending(reply: &Reply) -> Ending {
    match reply {
        Ok(answer) => Ending::of_status(answer.status),
        Err(TransportFailure::Timeout) => Ending::TimedOut,
        Err(TransportFailure::Refused | TransportFailure::Broken) => Ending::Unconnected,
    }
}
