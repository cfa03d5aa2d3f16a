//! Requests that make and change a card.

use std::fmt;

use crate::encoding::HEX;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::answer::SlackVerdict;
use super::block::Block;
use super::layout;
use super::mrkdwn::Mrkdwn;
use super::reference::CardReference;
use crate::card::content::CardContent;

/// What every body is.
pub const CONTENT_TYPE: &str = "application/json; charset=utf-8";

/// A call of Slack's Web API, always a POST.
#[derive(Clone, PartialEq, Eq)]
pub struct SlackRequest {
    /// The method, to be put behind the base URL.
    pub path: &'static str,
    /// JSON. Holds personal data.
    pub body: String,
}

/// A request that cannot be written as JSON. Nothing was sent, and the same again would not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnwritableRequest {
    /// The method it was for.
    pub path: &'static str,
}

impl fmt::Display for UnwritableRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "slack: the body for {} cannot be written", self.path)
    }
}

impl std::error::Error for UnwritableRequest {}

impl From<UnwritableRequest> for SlackVerdict {
    fn from(unwritable: UnwritableRequest) -> Self {
        Self::Refused { reason: unwritable.to_string() }
    }
}

impl SlackRequest {
    pub(super) fn new(path: &'static str, body: &impl Serialize) -> Result<Self, UnwritableRequest> {
        let body = serde_json::to_string(body).map_err(|_| UnwritableRequest { path })?;
        Ok(Self { path, body })
    }
}

impl fmt::Debug for SlackRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SlackRequest {{ path: {:?}, body: {} bytes }}", self.path, self.body.len())
    }
}

/// What is shown.
#[derive(Serialize)]
pub(super) struct SlackMessage {
    pub text: Mrkdwn,
    pub blocks: Vec<Block>,
}

/// Data for programs, never personal: every app in the workspace may read it.
#[derive(Serialize)]
pub(super) struct Metadata<T> {
    pub event_type: &'static str,
    pub event_payload: T,
}

/// Names the metadata of one lead's card.
pub(super) const LEAD_EVENT: &str = "beeline_lead";

#[derive(Serialize)]
struct LeadPayload<'a> {
    lead_id: String,
    form: &'a str,
}

#[derive(Serialize)]
pub(super) struct Post<'a, T> {
    pub channel: &'a str,
    #[serde(flatten)]
    pub message: SlackMessage,
    pub unfurl_links: bool,
    pub unfurl_media: bool,
    pub metadata: Metadata<T>,
    pub client_msg_id: String,
}

#[derive(Serialize)]
struct Update<'a> {
    channel: &'a str,
    ts: &'a str,
    #[serde(flatten)]
    message: SlackMessage,
    parse: &'static str,
}

/// Posts a lead's card.
pub fn post(channel: &str, content: &CardContent) -> Result<SlackRequest, UnwritableRequest> {
    let lead_id = content.lead_id.to_string();
    let body = Post {
        channel,
        message: message(content),
        unfurl_links: false,
        unfurl_media: false,
        client_msg_id: client_msg_id("card", channel, [lead_id.as_str()]),
        metadata: Metadata {
            event_type: LEAD_EVENT,
            event_payload: LeadPayload { lead_id, form: &content.form },
        },
    };
    SlackRequest::new("chat.postMessage", &body)
}

/// Shows the lead's card as it is now; the message keeps its metadata. `Ok(None)` for a
/// digest, which has other leads in it.
///
/// `parse` is set because `chat.update` does not default to `none`, as `chat.postMessage` does.
pub fn update(
    reference: &CardReference,
    content: &CardContent,
) -> Result<Option<SlackRequest>, UnwritableRequest> {
    if reference.is_digest() {
        return Ok(None);
    }
    let (channel, ts) = (reference.channel(), reference.ts());
    let body = Update { channel, ts, message: message(content), parse: "none" };
    SlackRequest::new("chat.update", &body).map(Some)
}

fn message(content: &CardContent) -> SlackMessage {
    SlackMessage { text: layout::fallback(content), blocks: layout::blocks(content) }
}

/// The same message always has the same id: a UUID of version 8 (RFC 9562, section 5.8).
pub(super) fn client_msg_id<'a>(
    kind: &'a str,
    channel: &'a str,
    ids: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut hash = Sha256::new();
    for part in [kind, channel].into_iter().chain(ids) {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let with_version = |(place, byte): (usize, u8)| match place {
        6 => (byte & 0x0f) | 0x80,
        8 => (byte & 0x3f) | 0x80,
        _ => byte,
    };
    let bytes: Vec<u8> = hash.finalize().into_iter().take(16).enumerate().map(with_version).collect();
    let groups = [0..4, 4..6, 6..8, 8..10, 10..16].map(|group| bytes.get(group).unwrap_or_default());
    groups.map(|group| HEX.encode(group)).join("-")
}

#[cfg(test)]
mod tests {
    use serde::ser::Error;
    use serde::{Serialize, Serializer};

    use super::{SlackRequest, SlackVerdict, UnwritableRequest};

    struct Unwritable;

    impl Serialize for Unwritable {
        fn serialize<S: Serializer>(&self, _serializer: S) -> Result<S::Ok, S::Error> {
            Err(S::Error::custom("ada@example.com cannot be written"))
        }
    }

    #[test]
    fn a_body_that_cannot_be_written_is_never_sent_empty_and_its_error_names_the_method_alone() {
        let unwritable = SlackRequest::new("chat.update", &Unwritable);
        assert_eq!(unwritable, Err(UnwritableRequest { path: "chat.update" }));
        let verdict = unwritable.map(|_| ()).map_err(SlackVerdict::from);
        let reason = "slack: the body for chat.update cannot be written".to_owned();
        assert_eq!(verdict, Err(SlackVerdict::Refused { reason }));
    }
}
