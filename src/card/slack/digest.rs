//! One message for a burst of leads, when a channel's pace does not allow one each.

use serde::Serialize;

use super::block::{Block, Button, HEADER_ROOM, SECTION_ROOM, Text};
use super::mrkdwn::Mrkdwn;
use super::request::{Metadata, Post, SlackMessage, SlackRequest, UnwritableRequest, client_msg_id};
use crate::card::content::CardContent;
use crate::card::link::Link;
use crate::identity::LeadId;
use crate::personal::Personal;

/// How many leads a digest is for: their ids take 2,800 bytes of metadata, of which Slack
/// takes about 8,000. One batch of a queue is as large.
pub const DIGEST_LEADS: usize = 100;
/// Names the metadata of a digest.
pub(super) const DIGEST_EVENT: &str = "beeline_digest";

/// Room for all lines together, so that the message stays below 10,000 characters.
const LINES_ROOM: usize = 7_000;
const LABEL_ROOM: usize = 80;
const FORM_ROOM: usize = 40;
/// A lead's page with a longer address is not linked: the line would crowd out others.
const LINE_LINK_ROOM: usize = 500;

/// One lead in a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestEntry {
    /// The lead.
    pub lead_id: LeadId,
    /// Who it is.
    pub headline: Personal<String>,
    /// The form's title.
    pub form_title: String,
    /// Whether it is a monitor's.
    pub test: bool,
    /// The lead's own page.
    pub lead_url: Option<Link>,
}

impl From<&CardContent> for DigestEntry {
    fn from(content: &CardContent) -> Self {
        Self {
            lead_id: content.lead_id,
            headline: content.headline.clone(),
            form_title: content.form_title.clone(),
            test: content.test_run.is_some(),
            lead_url: content.lead_url.clone(),
        }
    }
}

/// The ids in one text: Slack's metadata has no lists of texts.
#[derive(Serialize)]
struct DigestPayload {
    lead_ids: String,
}

/// Posts one message for all these leads. Those that do not fit are counted. Give it at
/// most [`DIGEST_LEADS`]: only so many can be found by their id later.
pub fn digest(
    channel: &str,
    entries: &[DigestEntry],
    inbox_url: Option<&Link>,
) -> Result<SlackRequest, UnwritableRequest> {
    let ids: Vec<String> = entries.iter().take(DIGEST_LEADS).map(|entry| entry.lead_id.to_string()).collect();
    let count = match entries.len() {
        1 => "1 new lead".to_owned(),
        count => format!("{count} new leads"),
    };
    let (mut blocks, listed) = sections(entries);
    blocks.insert(0, Block::Header { text: Text::plain(&count, HEADER_ROOM) });
    if let Some(more) = entries.len().checked_sub(listed).filter(|more| *more > 0) {
        let more = Text::plain(&format!("and {more} more in the inbox"), HEADER_ROOM);
        blocks.push(Block::Context { elements: vec![more] });
    }
    if let Some(url) = inbox_url {
        blocks.push(Block::Actions { elements: vec![Button::open("open_inbox", "Open inbox", url)] });
    }
    let body = Post {
        channel,
        message: SlackMessage { text: Mrkdwn::escaped(&count, HEADER_ROOM), blocks },
        unfurl_links: false,
        unfurl_media: false,
        client_msg_id: client_msg_id("digest", channel, ids.iter().map(String::as_str)),
        metadata: Metadata {
            event_type: DIGEST_EVENT,
            event_payload: DigestPayload { lead_ids: ids.join(" ") },
        },
    };
    SlackRequest::new("chat.postMessage", &body)
}

/// The lines that fit, as sections, and how many leads they are.
fn sections(entries: &[DigestEntry]) -> (Vec<Block>, usize) {
    let mut sections: Vec<Mrkdwn> = Vec::new();
    let (mut listed, mut used) = (0, 0);
    for entry in entries.iter().take(DIGEST_LEADS) {
        let line = line(entry);
        used += line.width() + 1;
        if used > LINES_ROOM {
            break;
        }
        listed += 1;
        match sections.pop() {
            Some(section) if section.width() + 1 + line.width() <= SECTION_ROOM => {
                sections.push(section.then(&Mrkdwn::ours("\n")).then(&line));
            }
            full => sections.extend(full.into_iter().chain([line])),
        }
    }
    (sections.into_iter().map(|section| Block::section(Text::mrkdwn(section))).collect(), listed)
}

fn line(entry: &DigestEntry) -> Mrkdwn {
    let bullet = if entry.test { "• *TEST* " } else { "• " };
    let headline = entry.headline.expose();
    let link = entry.lead_url.as_ref().map(|url| Mrkdwn::link(url, headline, LABEL_ROOM));
    let who = link
        .filter(|link| link.width() <= LINE_LINK_ROOM)
        .unwrap_or_else(|| Mrkdwn::escaped(headline, LABEL_ROOM));
    let form = Mrkdwn::escaped(&entry.form_title, FORM_ROOM);
    Mrkdwn::ours(bullet).then(&who).then(&Mrkdwn::ours(" · ")).then(&form)
}
