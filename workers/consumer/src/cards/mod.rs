//! Cards: posted when nobody else has, kept true, gathered in a digest when they exceed
//! the channel's pace.

mod seen;

use std::collections::BTreeMap;

use beeline::card::CardContent;
use beeline::card::slack::{CardReference, DIGEST_LEADS, DigestEntry, SlackVerdict, digest};
use beeline::identity::LeadId;
use beeline::lead::Lead;
use beeline::ledger::{LeadState, Outcome};
use beeline::pace::no_room;
use beeline::routing::Route;
use beeline::warm::kept::Kept;
use beeline_platform::slack::{Showing, Slack, word};
use beeline_platform::source;
use worker::Env;

use crate::batch::QueueBatch;
use crate::desk::Desk;
use crate::intake::{self, Job};
use crate::settlements::Settlements;
use crate::warm;

/// How long a card waits that nobody can post: Slack was taken out of the configuration.
const UNCONFIGURED_RETRY_MS: i64 = 60_000;
/// How long to wait after Slack failed; the ledger's own backoff adds to it.
const RETRY_MS: i64 = 2_000;
/// Why a card waits that its batch had no time for.
const LONG_BATCH: &str = "the batch took too long";
/// Names the pace of updates, apart from that of posts.
const UPDATES: &str = ":updates";

/// How long a batch may call Slack. With one more call under way it ends before the ledger
/// takes it for lost and sends its cards again: nobody else has them meanwhile.
const WORK_MS: i64 = 8_000;

/// Until when a batch may begin another call.
#[derive(Clone, Copy)]
struct Shift {
    until_ms: i64,
}

impl Shift {
    fn begin() -> Self {
        Self { until_ms: source::now_ms() + WORK_MS }
    }

    fn is_over(self) -> bool {
        source::now_ms() >= self.until_ms
    }
}

/// One card to post or update.
struct Card {
    job: Job,
    records: LeadState,
    channel: String,
    content: CardContent,
}

/// Works on a batch of cards.
pub async fn consume(batch: &QueueBatch, env: &Env) -> Result<(), String> {
    let desk = Desk::of(env)?;
    let shift = Shift::begin();
    let mut settlements = Settlements::default();
    let mut fresh = Vec::new();
    let jobs = intake::open(batch, &desk).await?;
    let found = warm::found(&desk, &jobs).await;
    for job in jobs {
        let known = job.message.reference.as_deref().and_then(|text| text.parse::<CardReference>().ok());
        let Some(slack) = &desk.slack else {
            let outcome = Outcome::deferred(UNCONFIGURED_RETRY_MS, "no Slack token or channel");
            settlements.add(job.ticket, &job.message, outcome);
            continue;
        };
        match (card(slack, job, &found), known) {
            (Err((job, outcome)), _) => settlements.add(job.ticket, &job.message, outcome),
            (Ok(card), Some(reference)) => refresh(slack, shift, card, &reference, &mut settlements).await,
            (Ok(card), None) => fresh.push(card),
        }
    }
    if let Some(slack) = &desk.slack {
        post_all(slack, shift, fresh, &mut settlements).await;
    }
    settlements.finish(&desk.ledgers).await;
    Ok(())
}

#[allow(clippy::result_large_err)] // the job goes back to be settled
fn card(slack: &Slack, job: Job, found: &BTreeMap<LeadId, Kept>) -> Result<Card, (Job, Outcome)> {
    let lead: Result<Lead, _> = serde_json::from_str(&job.lead);
    let route: Result<Route, _> = serde_json::from_str(job.message.route.get());
    let (Ok(lead), Ok(route)) = (lead, route) else {
        return Err((job, Outcome::quarantined("the stored lead cannot be read")));
    };
    let Some(channels) = slack.channels(&lead.kind) else {
        return Err((job, Outcome::deferred(UNCONFIGURED_RETRY_MS, "no Slack token or channel")));
    };
    let channel = channels.of(job.message.lead_id).to_owned();
    let records = job.message.records;
    let content = slack.content(&Showing {
        lead: &lead,
        lead_id: job.message.lead_id,
        revision: job.message.revision,
        form_id: &job.message.form,
        route: &route,
        records,
        found: found.get(&job.message.lead_id),
    });
    Ok(Card { job, records, channel, content })
}

/// Brings a posted card up to date.
async fn refresh(
    slack: &Slack,
    shift: Shift,
    card: Card,
    reference: &CardReference,
    settlements: &mut Settlements,
) {
    if shift.is_over() {
        settlements.add(card.job.ticket, &card.job.message, Outcome::postponed(RETRY_MS, LONG_BATCH));
        return;
    }
    let pace = slack.pacer.take(&format!("{}{UPDATES}", reference.channel()), 1).await;
    let outcome = if pace.granted == 0 && !reference.is_digest() {
        no_room(pace.retry_at_ms - source::now_ms())
    } else {
        match slack.update(reference, &card.content).await {
            SlackVerdict::Posted { .. } => shown(reference, card.records),
            // Deleted, or too old to change: the notification itself has arrived.
            SlackVerdict::Gone => Outcome::delivered(reference.to_string()),
            verdict => failed(&verdict),
        }
    };
    settlements.add(card.job.ticket, &card.job.message, outcome);
}

fn shown(reference: &CardReference, records: LeadState) -> Outcome {
    if reference.is_digest() {
        Outcome::delivered(reference.to_string())
    } else {
        Outcome::Shown { reference: reference.to_string(), shows: records }
    }
}

fn failed(verdict: &SlackVerdict) -> Outcome {
    let reason = word(verdict);
    match verdict {
        SlackVerdict::RateLimited { after_ms } => Outcome::deferred(*after_ms, reason),
        SlackVerdict::Refused { .. } => Outcome::Quarantined { reason },
        _ => Outcome::deferred(RETRY_MS, reason),
    }
}

/// Posts cards that nobody has posted yet, as far as is known: the edge may have posted
/// one and died before it could say so, which only the channel's history tells.
async fn post_all(slack: &Slack, shift: Shift, cards: Vec<Card>, settlements: &mut Settlements) {
    for (channel, cards) in by_channel(cards) {
        let posted = match seen::already_posted(slack, shift, &channel, &cards).await {
            Ok(posted) => posted,
            Err(outcome) => {
                for card in cards {
                    settlements.add(card.job.ticket, &card.job.message, outcome.clone());
                }
                continue;
            }
        };
        let mut missing = Vec::new();
        for card in cards {
            match posted.get(&card.job.message.lead_id) {
                Some(reference) => refresh(slack, shift, card, reference, settlements).await,
                None => missing.push(card),
            }
        }
        post_in_channel(slack, shift, &channel, missing, settlements).await;
    }
}

fn by_channel(cards: Vec<Card>) -> Vec<(String, Vec<Card>)> {
    let mut channels: Vec<(String, Vec<Card>)> = Vec::new();
    for card in cards {
        match channels.iter_mut().find(|(channel, _)| *channel == card.channel) {
            Some((_, list)) => list.push(card),
            None => channels.push((card.channel.clone(), vec![card])),
        }
    }
    channels
}

/// Posts as many cards as the channel's pace allows, the last of them a digest of the rest.
async fn post_in_channel(
    slack: &Slack,
    shift: Shift,
    channel: &str,
    mut cards: Vec<Card>,
    settlements: &mut Settlements,
) {
    if cards.is_empty() {
        return;
    }
    let want = u32::try_from(cards.len()).unwrap_or(u32::MAX);
    let pace = slack.pacer.take(channel, want).await;
    let granted = usize::try_from(pace.granted).unwrap_or(0);
    let single = if granted >= cards.len() { granted } else { granted.saturating_sub(1) };
    let rest = cards.split_off(single.min(cards.len()));
    for card in cards {
        if shift.is_over() {
            settlements.add(card.job.ticket, &card.job.message, Outcome::postponed(RETRY_MS, LONG_BATCH));
            continue;
        }
        let verdict = slack.post(channel, &card.content).await;
        let outcome = match &verdict {
            SlackVerdict::Posted { reference } => shown(reference, card.records),
            verdict => failed(verdict),
        };
        settlements.add(card.job.ticket, &card.job.message, outcome);
    }
    if granted == 0 || shift.is_over() {
        let after_ms = pace.retry_at_ms - source::now_ms();
        for card in rest {
            settlements.add(card.job.ticket, &card.job.message, no_room(after_ms));
        }
        return;
    }
    post_digest(slack, channel, rest, settlements).await;
}

async fn post_digest(slack: &Slack, channel: &str, mut cards: Vec<Card>, settlements: &mut Settlements) {
    for late in cards.split_off(DIGEST_LEADS.min(cards.len())) {
        settlements.add(late.job.ticket, &late.job.message, no_room(RETRY_MS));
    }
    if cards.is_empty() {
        return;
    }
    let entries: Vec<DigestEntry> = cards.iter().map(|card| DigestEntry::from(&card.content)).collect();
    let request = digest(channel, &entries, slack.inbox_link().as_ref());
    let outcome = match slack.send(channel, request).await {
        SlackVerdict::Posted { reference } => Outcome::delivered(reference.into_digest().to_string()),
        verdict => failed(&verdict),
    };
    for card in cards {
        settlements.add(card.job.ticket, &card.job.message, outcome.clone());
    }
}
