//! Why a question has no answer, and whether to ask again.

use serde::{Deserialize, Serialize};

use crate::destination::{Answer, Reply, TransportFailure, json_ending};
use crate::guard::Ending;

/// Why. A closed list of words; nothing of an answer is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// No answer in time.
    Timeout,
    /// No connection.
    NoConnection,
    /// The connection ended in between.
    ConnectionBroke,
    /// Asked too often (429).
    RateLimited,
    /// The vendor failed (408, 5xx).
    VendorFailed,
    /// Something that is no answer of this vendor.
    Unreadable,
    /// The credential is not accepted (401, 403).
    NotAllowed,
    /// Paid for no more (402).
    OutOfCredits,
    /// The question is not taken as it is (another 4xx).
    BadQuestion,
    /// Our own cap on what it may cost is reached.
    OverBudget,
    /// Nobody is configured to be asked.
    NobodyToAsk,
    /// The name server had no answer (RFC 1035, section 4.1.1: every code but 0 and 3).
    NameServerFailed,
    /// The domain has no MX record; its address may take mail all the same (RFC 5321, 5.1).
    NoMailRecord,
}

impl Trouble {
    /// The word for it, as it is stored and told.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::NoConnection => "no_connection",
            Self::ConnectionBroke => "connection_broke",
            Self::RateLimited => "rate_limited",
            Self::VendorFailed => "vendor_failed",
            Self::Unreadable => "unreadable",
            Self::NotAllowed => "not_allowed",
            Self::OutOfCredits => "out_of_credits",
            Self::BadQuestion => "bad_question",
            Self::OverBudget => "over_budget",
            Self::NobodyToAsk => "nobody_to_ask",
            Self::NameServerFailed => "name_server_failed",
            Self::NoMailRecord => "no_mail_record",
        }
    }

    /// Whether the same question may have an answer later. What needs a person first, a key, a
    /// payment, a higher cap, does not get one within a job.
    pub const fn may_pass(self) -> bool {
        matches!(
            self,
            Self::Timeout
                | Self::NoConnection
                | Self::ConnectionBroke
                | Self::RateLimited
                | Self::VendorFailed
                | Self::Unreadable
                | Self::NameServerFailed
        )
    }
}

/// How a question ended for the guard of whoever was asked: all answers here are JSON.
pub fn ending(reply: &Reply) -> Ending {
    json_ending(reply)
}

/// How a question ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Looked<T> {
    /// There is an answer.
    Found(T),
    /// The vendor knows nothing about it: an answer too, and kept as one.
    Absent,
    /// No answer.
    Failed {
        /// Why.
        trouble: Trouble,
        /// The least wait before the same question, as the vendor says, in milliseconds.
        after_ms: i64,
    },
}

/// What to wait for after 429 without `Retry-After`: the longest window that a vendor here
/// counts in is a minute, that of People Data Labs
/// (<https://docs.peopledatalabs.com/docs/rate-limiting>).
const LIMITED_WAIT_MS: i64 = 60_000;
/// No wait is longer, whatever an answer says: no job lives as long.
const MOST_WAIT_MS: i64 = 3_600_000;

impl<T> Looked<T> {
    /// Failed, with nothing said of when to ask again.
    pub(super) const fn failed(trouble: Trouble) -> Self {
        Self::Failed { trouble, after_ms: 0 }
    }

    /// The same, a failure not to be asked about again before `least_ms` have passed.
    #[must_use]
    pub fn not_before(self, least_ms: i64) -> Self {
        match self {
            Self::Failed { trouble, after_ms } => Self::Failed { trouble, after_ms: after_ms.max(least_ms) },
            answer => answer,
        }
    }

    /// What follows when no answer came. A read twice is a read once.
    pub(super) const fn without_answer(failure: TransportFailure) -> Self {
        Self::failed(match failure {
            TransportFailure::Timeout => Trouble::Timeout,
            TransportFailure::Refused => Trouble::NoConnection,
            TransportFailure::Broken => Trouble::ConnectionBroke,
        })
    }

    /// What follows from a status that is neither success nor "not known".
    pub(super) fn by_status(answer: &Answer) -> Self {
        match answer.status {
            429 => Self::Failed {
                trouble: Trouble::RateLimited,
                after_ms: wait_ms(answer.header("retry-after")),
            },
            408 | 500.. => Self::failed(Trouble::VendorFailed),
            401 | 403 => Self::failed(Trouble::NotAllowed),
            402 => Self::failed(Trouble::OutOfCredits),
            400..=499 => Self::failed(Trouble::BadQuestion),
            _ => Self::failed(Trouble::Unreadable),
        }
    }
}

/// `Retry-After` in whole seconds; a date is as good as none.
fn wait_ms(retry_after: Option<&str>) -> i64 {
    let seconds = retry_after.and_then(|text| text.trim().parse::<u32>().ok());
    seconds.map_or(LIMITED_WAIT_MS, |seconds| (i64::from(seconds) * 1_000).clamp(1_000, MOST_WAIT_MS))
}
