//! Requests that make and change a card.

use std::fmt;

use crate::encoding::HEX;
use serde::Serialize;
use sha2::{Digest, Sha256};

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

impl SlackRequest {
    pub(super) fn new(path: &'static str, body: &impl Serialize) -> Self {
        // Structs of text always serialize; were one not to, Slack would refuse the body.
        Self { path, body: serde_json::to_string(body).unwrap_or_default() }
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
pub fn post(channel: &str, content: &CardContent) -> SlackRequest {
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

/// Shows the lead's card as it is now; the message keeps its metadata. `None` for a
/// digest, which has other leads in it.
///
/// `parse` is set because `chat.update` does not default to `none`, as `chat.postMessage` does.
pub fn update(reference: &CardReference, content: &CardContent) -> Option<SlackRequest> {
    if reference.is_digest() {
        return None;
    }
    let (channel, ts) = (reference.channel(), reference.ts());
    let body = Update { channel, ts, message: message(content), parse: "none" };
    Some(SlackRequest::new("chat.update", &body))
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
