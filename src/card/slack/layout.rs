//! A card's content as blocks.
//!
//! The rooms below add up: ten fields of 260 and a label, notes of 1,200, what was found out of
//! 600, the header's 150, small print of at most 850, the top-level text of 300 and two addresses of 2,000
//! make less than 10,000 characters. Slack refuses a message of about 13,200.

use super::block::{Block, Button, HEADER_ROOM, Text};
use super::mrkdwn::Mrkdwn;
use crate::card::content::CardContent;
use crate::card::state::CardState;

/// A field's value: an email address (254) is never cut.
const VALUE_ROOM: usize = 260;
const NOTES_ROOM: usize = 1_200;
const FOUND_ROOM: usize = 600;
const SMALL_ROOM: usize = 80;
const TEXT_ROOM: usize = 250;

/// What notifications and screen readers say instead of the blocks. `chat.update` allows
/// 4,000 characters.
pub fn fallback(content: &CardContent) -> Mrkdwn {
    Mrkdwn::ours(title(content)).then(&Mrkdwn::escaped(content.headline.expose(), TEXT_ROOM))
}

/// The card.
pub fn blocks(content: &CardContent) -> Vec<Block> {
    let mut blocks = vec![Block::Header { text: header(content) }];
    if let Some(run) = &content.test_run {
        let words = Mrkdwn::ours("*TEST* lead of a monitor: nobody waits for an answer. Run:");
        let run = if run.is_empty() { "unnamed" } else { run };
        blocks.push(context(vec![Text::mrkdwn(words), Text::plain(run, SMALL_ROOM)]));
    }
    if !content.fields.is_empty() {
        let field = |field: &crate::card::Field| {
            Text::labelled(field.label.as_str(), field.value.expose(), VALUE_ROOM)
        };
        blocks.push(Block::Section { text: None, fields: content.fields.iter().map(field).collect() });
    }
    if !content.notes.is_empty() {
        let lines = content.notes.iter().map(|line| line.expose().as_str());
        blocks.push(Block::section(Text::quoted("Notes", lines, NOTES_ROOM)));
    }
    if !content.found.is_empty() {
        let lines = content.found.iter().map(|line| line.expose().as_str());
        blocks.push(Block::section(Text::quoted("Found out", lines, FOUND_ROOM)));
    }
    blocks.push(who_answers(content));
    blocks.push(standing(content));
    let buttons = buttons(content);
    if !buttons.is_empty() {
        blocks.push(Block::Actions { elements: buttons });
    }
    blocks
}

const fn title(content: &CardContent) -> &'static str {
    match (&content.state, content.test_run.is_some(), content.revision > 1) {
        (CardState::NeedsAttention { .. }, false, _) => "Lead needs attention: ",
        (CardState::NeedsAttention { .. }, true, _) => "TEST lead needs attention: ",
        (_, false, false) => "New lead: ",
        (_, false, true) => "Updated lead: ",
        (_, true, false) => "TEST lead: ",
        (_, true, true) => "Updated TEST lead: ",
    }
}

fn header(content: &CardContent) -> Text {
    Text::plain(&format!("{}{}", title(content), content.headline.expose()), HEADER_ROOM)
}

fn who_answers(content: &CardContent) -> Block {
    let within = Mrkdwn::ours("*Answer within ")
        .then(&Mrkdwn::escaped(&content.answer_within, SMALL_ROOM))
        .then(&Mrkdwn::ours("*"));
    let plain = |name: &String| (!name.is_empty()).then(|| Text::plain(name, SMALL_ROOM));
    let elements = [plain(&content.team_name), rep(content), plain(&content.form_title)];
    context(std::iter::once(Text::mrkdwn(within)).chain(elements.into_iter().flatten()).collect())
}

/// The rep, mentioned so that their phone tells them.
fn rep(content: &CardContent) -> Option<Text> {
    let name = content.rep.as_deref().filter(|name| !name.is_empty())?;
    let mention = content.rep_slack_id.as_deref().and_then(Mrkdwn::mention);
    Some(match mention {
        Some(mention) => {
            let name = Mrkdwn::escaped(name, SMALL_ROOM);
            Text::mrkdwn(name.then(&Mrkdwn::ours(" ")).then(&mention))
        }
        None => Text::plain(name, SMALL_ROOM),
    })
}

fn standing(content: &CardContent) -> Block {
    let words = match &content.state {
        CardState::Provisional => Mrkdwn::ours("On its way to the CRM"),
        CardState::Confirmed { .. } => Mrkdwn::ours("In the CRM"),
        CardState::NeedsAttention { .. } => Mrkdwn::ours("*Not in the CRM: somebody must look*"),
    };
    let mut elements = vec![Text::mrkdwn(words)];
    if let CardState::NeedsAttention { reason: Some(reason) } = &content.state {
        elements.push(Text::plain(&format!("Why: {reason}"), SMALL_ROOM));
    }
    if content.revision > 1 {
        elements.push(Text::plain(&format!("updated (revision {})", content.revision), SMALL_ROOM));
    }
    elements.push(Text::plain(&content.lead_id.to_string(), SMALL_ROOM));
    context(elements)
}

fn buttons(content: &CardContent) -> Vec<Button> {
    let record = match &content.state {
        CardState::Confirmed { record_url: Some(url) } => Some(url),
        _ => None,
    };
    let record = record.map(|url| Button::open("open_record", "Open record", url));
    let lead = content.lead_url.as_ref().map(|url| Button::open("open_lead", "Open lead", url));
    record.into_iter().chain(lead).collect()
}

const fn context(elements: Vec<Text>) -> Block {
    Block::Context { elements }
}
