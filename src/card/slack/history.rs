//! Looking for a card that may have been posted.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::{SlackAnswer, SlackVerdict, check};
use super::digest::DIGEST_EVENT;
use super::reference::CardReference;
use super::request::{LEAD_EVENT, SlackRequest, UnwritableRequest};
use crate::identity::LeadId;

/// Messages asked for at once: with cards of 10 KB, a megabyte.
const PAGE: u32 = 100;

#[derive(Serialize)]
struct History<'a> {
    channel: &'a str,
    oldest: String,
    limit: u32,
    include_all_metadata: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<&'a str>,
}

/// Reads the channel's messages since `oldest_seconds` (since 1970), with their metadata;
/// from `cursor` on, if a page before said [`SlackProblem::MorePages`]. The channel must be
/// given by id.
pub fn history(
    channel: &str,
    oldest_seconds: i64,
    cursor: Option<&str>,
) -> Result<SlackRequest, UnwritableRequest> {
    let oldest = oldest_seconds.to_string();
    let body = History { channel, oldest, limit: PAGE, include_all_metadata: true, cursor };
    SlackRequest::new("conversations.history", &body)
}

/// Why a page of history does not say whether the card was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlackProblem {
    /// It is not on this page, and there are more.
    MorePages {
        /// Where the next begins.
        cursor: String,
    },
    /// Too many calls.
    RateLimited {
        /// How long to wait.
        after_ms: i64,
    },
    /// Not now.
    Retry {
        /// Why.
        reason: String,
    },
    /// Never, as it is: a missing scope (`channels:history`), a wrong channel.
    Refused {
        /// Why.
        reason: String,
    },
}

impl From<SlackVerdict> for SlackProblem {
    fn from(verdict: SlackVerdict) -> Self {
        match verdict {
            SlackVerdict::RateLimited { after_ms } => Self::RateLimited { after_ms },
            SlackVerdict::Retry { reason } | SlackVerdict::Ambiguous { reason } => Self::Retry { reason },
            SlackVerdict::Refused { reason } => Self::Refused { reason },
            SlackVerdict::Gone | SlackVerdict::Posted { .. } => {
                Self::Refused { reason: "slack: unexpected answer".into() }
            }
        }
    }
}

#[derive(Deserialize)]
struct Page {
    messages: Vec<Value>,
    #[serde(default)]
    response_metadata: Option<Next>,
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next_cursor: String,
}

/// Finds the lead's message on a page of the channel's history. `Ok(None)` means that it
/// was not posted. A card of its own goes before a digest, and of several the oldest, so
/// that every look finds the same one.
pub fn find_in_history(
    answer: &SlackAnswer<'_>,
    channel: &str,
    lead_id: LeadId,
) -> Result<Option<CardReference>, SlackProblem> {
    check(answer)?;
    let unreadable = |_| SlackProblem::Retry { reason: "slack: unreadable history".into() };
    let page: Page = serde_json::from_str(answer.body).map_err(unreadable)?;
    let lead_id = lead_id.to_string();
    let found = page.messages.iter().filter_map(|message| reference(message, channel, &lead_id));
    let found = found.min_by_key(|found| (found.is_digest(), found.ts().to_owned()));
    match (found, page.response_metadata) {
        (None, Some(Next { next_cursor })) if !next_cursor.is_empty() => {
            Err(SlackProblem::MorePages { cursor: next_cursor })
        }
        (found, _) => Ok(found),
    }
}

/// The message, if it is about this lead.
fn reference(message: &Value, channel: &str, lead_id: &str) -> Option<CardReference> {
    let metadata = message.get("metadata")?;
    let payload = metadata.get("event_payload")?;
    let text = |name: &str| payload.get(name).and_then(Value::as_str);
    let card = CardReference::new(channel, message.get("ts")?.as_str()?)?;
    match metadata.get("event_type")?.as_str()? {
        LEAD_EVENT if text("lead_id") == Some(lead_id) => Some(card),
        DIGEST_EVENT if text("lead_ids")?.split(' ').any(|id| id == lead_id) => Some(card.into_digest()),
        _ => None,
    }
}
