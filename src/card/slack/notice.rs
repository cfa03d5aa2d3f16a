//! A notice to the owner of a form, on Slack.
//!
//! The rooms below add up: the header's 150, lines of 4,400 in all, TOML of 2,900, small print
//! of 120, the top-level text of 300 and an address of 2,000 make less than 10,000 characters.

use serde::Serialize;

use super::block::{Block, Button, HEADER_ROOM, SECTION_ROOM, Text};
use super::mrkdwn::Mrkdwn;
use super::request::{Metadata, Post, SlackMessage, SlackRequest, UnwritableRequest, client_msg_id};
use crate::card::link::Link;
use crate::drift::{Notice, store_name};
use crate::identity::Jurisdiction;

/// Names the metadata of a notice.
const NOTICE_EVENT: &str = "beeline_drift";
/// One line: the longest sentence of ours with four names of 64 characters in it.
const LINE_ROOM: usize = 450;
/// All lines together.
const LINES_ROOM: usize = 4_400;
/// A section holds 3,000, the marks of the block of code included.
const TOML_ROOM: usize = 2_900;
const TEXT_ROOM: usize = 300;

#[derive(Serialize)]
struct NoticePayload<'a> {
    form: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    jurisdiction: Option<Jurisdiction>,
    episode: u32,
}

/// Posts a notice about a form's drift to its owner: a channel's id or a member's. What is kept
/// in one jurisdiction drifts in episodes of its own.
pub fn drift_notice(
    owner: &str,
    form: &str,
    jurisdiction: Option<Jurisdiction>,
    episode: u32,
    notice: &Notice,
    page: Option<&Link>,
) -> Result<SlackRequest, UnwritableRequest> {
    let (store, number) = (store_name(form, jurisdiction), episode.to_string());
    let body = Post {
        channel: owner,
        message: SlackMessage {
            text: Mrkdwn::escaped(&notice.title, TEXT_ROOM),
            blocks: blocks(notice, page),
        },
        unfurl_links: false,
        unfurl_media: false,
        client_msg_id: client_msg_id("drift", owner, [store.as_str(), number.as_str()]),
        metadata: Metadata {
            event_type: NOTICE_EVENT,
            event_payload: NoticePayload { form, jurisdiction, episode },
        },
    };
    SlackRequest::new("chat.postMessage", &body)
}

fn blocks(notice: &Notice, page: Option<&Link>) -> Vec<Block> {
    let mut blocks = vec![Block::Header { text: Text::plain(&notice.title, HEADER_ROOM) }];
    blocks.extend(sections(&notice.lines).into_iter().map(|lines| Block::section(Text::mrkdwn(lines))));
    let (toml, is_whole) = entries_that_fit(&notice.toml);
    if !toml.is_empty() {
        blocks.push(Block::section(Text::mrkdwn(Mrkdwn::code(&toml, SECTION_ROOM))));
    }
    if !is_whole {
        let more = Text::plain("There is more to change: see the drift page.", HEADER_ROOM);
        blocks.push(Block::Context { elements: vec![more] });
    }
    if let Some(page) = page {
        blocks
            .push(Block::Actions { elements: vec![Button::open("open_drift", "Open the drift page", page)] });
    }
    blocks
}

/// The lines that fit, in as few sections as hold them.
fn sections(lines: &[String]) -> Vec<Mrkdwn> {
    let mut sections: Vec<Mrkdwn> = Vec::new();
    let mut used = 0;
    for line in lines.iter().map(|line| Mrkdwn::escaped(line, LINE_ROOM)).filter(|line| line.width() > 0) {
        used += line.width() + 1;
        if used > LINES_ROOM {
            break;
        }
        match sections.pop() {
            Some(section) if section.width() + 1 + line.width() <= SECTION_ROOM => {
                sections.push(section.then(&Mrkdwn::ours("\n")).then(&line));
            }
            full => sections.extend(full.into_iter().chain([line])),
        }
    }
    sections
}

/// As many whole entries as fit, for half an entry is none, and whether that is all.
fn entries_that_fit(toml: &str) -> (String, bool) {
    let mut fitting = String::new();
    for entry in toml.split_inclusive("\n\n") {
        let width = Mrkdwn::code(&fitting, usize::MAX).width() + Mrkdwn::code(entry, usize::MAX).width();
        if width > TOML_ROOM {
            return (fitting, false);
        }
        fitting.push_str(entry);
    }
    (fitting, true)
}
