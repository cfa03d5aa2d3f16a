//! Cards: posted when nobody else has, kept true, gathered in a digest when they exceed
//! the channel's pace. What brings posted cards up to date has a queue of its own: however much
//! of it there is, a lead that nobody was told of does not wait behind it.

mod post;
mod seen;

use std::collections::BTreeMap;

use beeline::card::CardContent;
use beeline::card::slack::{CardReference, SlackVerdict};
use beeline::identity::LeadId;
use beeline::lead::Lead;
use beeline::ledger::{LeadState, Outcome};
use beeline::pace::no_room;
use beeline::redelivery::newest;
use beeline::routing::Route;
use beeline::warm::kept::Kept;
use beeline_platform::slack::{Showing, Slack, word};
use beeline_platform::source;
use futures_util::{StreamExt, stream};
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
/// Names the pace of history, which is one for all channels (docs.slack.dev/apis/web-api/rate-limits: per
/// method and workspace).
const HISTORY: &str = ":history";

/// How long a batch may call Slack. With one more call under way it ends before the ledger
/// takes it for lost and sends its cards again: nobody else has them meanwhile.
const WORK_MS: i64 = 8_000;

/// Calls to Slack at a time: what a Worker can keep open (developers.cloudflare.com/workers, "Limits").
const AT_ONCE: usize = 6;

/// Cards whose channels are asked about in one call: what is brought up to date in about half a second, so
/// that the leave is not old when it is used.
const ASKED_TOGETHER: usize = 24;

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

impl Card {
    fn ended(self, outcome: Outcome) -> Ended {
        Ended { job: self.job, outcome }
    }
}

/// What became of a card.
struct Ended {
    job: Job,
    outcome: Outcome,
}

/// Works on a batch of cards.
pub async fn consume(batch: &QueueBatch, env: &Env) -> Result<(), String> {
    let desk = Desk::of(env)?;
    let shift = Shift::begin();
    let jobs = intake::open(batch, &desk).await?;
    let (jobs, older) = newest(jobs, |job| &job.message);
    let found = warm::found(&desk, &jobs).await;
    let mut settlements = Settlements::default();
    older.into_iter().for_each(|job| settlements.add_void(job.ticket));
    for Ended { job, outcome } in show(&desk, shift, jobs, &found).await {
        settlements.add(job.ticket, &job.message, outcome);
    }
    settlements.finish(&desk.ledgers).await;
    Ok(())
}

/// Shows each card. What nobody has seen yet is posted before anything is brought up to date.
async fn show(desk: &Desk, shift: Shift, jobs: Vec<Job>, found: &BTreeMap<LeadId, Kept>) -> Vec<Ended> {
    let Some(slack) = &desk.slack else { return jobs.into_iter().map(unconfigured).collect() };
    let (mut fresh, mut posted, mut ended) = (Vec::new(), Vec::new(), Vec::new());
    for job in jobs {
        let known = job.message.reference.as_deref().and_then(|text| text.parse::<CardReference>().ok());
        match (card(slack, job, found), known) {
            (Err(unshown), _) => ended.push(unshown),
            (Ok(card), Some(reference)) => posted.push((card, reference)),
            (Ok(card), None) => fresh.push(card),
        }
    }
    let channels = by_channel(fresh).into_iter();
    let posts = channels.map(|(channel, cards)| post::channel(slack, shift, channel, cards));
    let posts: Vec<post::Done> = stream::iter(posts).buffer_unordered(AT_ONCE).collect().await;
    for post::Done { ended: done, there } in posts {
        ended.extend(done);
        posted.extend(there);
    }
    while !posted.is_empty() {
        let later = posted.split_off(posted.len().min(ASKED_TOGETHER));
        ended.extend(refresh(slack, shift, posted).await);
        posted = later;
    }
    ended
}

fn unconfigured(job: Job) -> Ended {
    Ended { job, outcome: Outcome::deferred(UNCONFIGURED_RETRY_MS, "no Slack token or channel") }
}

#[allow(clippy::result_large_err)] // the job goes back to be settled
fn card(slack: &Slack, job: Job, found: &BTreeMap<LeadId, Kept>) -> Result<Card, Ended> {
    let lead: Result<Lead, _> = serde_json::from_str(&job.lead);
    let route: Result<Route, _> = serde_json::from_str(job.message.route.get());
    let (Ok(lead), Ok(route)) = (lead, route) else {
        return Err(Ended { job, outcome: Outcome::quarantined("the stored lead cannot be read") });
    };
    let Some(channels) = slack.channels(&lead.kind) else {
        return Err(unconfigured(job));
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

/// Brings posted cards up to date, with the leave of all their channels.
async fn refresh(slack: &Slack, shift: Shift, posted: Vec<(Card, CardReference)>) -> Vec<Ended> {
    let (mut ended, mut due) = (Vec::new(), Vec::new());
    for (card, reference) in posted {
        if reference.is_digest() {
            // Other leads stand in it: it stays as it is.
            ended.push(card.ended(Outcome::delivered(reference.to_string())));
        } else if shift.is_over() {
            ended.push(card.ended(Outcome::postponed(RETRY_MS, LONG_BATCH)));
        } else {
            due.push((card, reference));
        }
    }
    if due.is_empty() {
        return ended;
    }
    let paces: Vec<String> = due.iter().map(|(_, reference)| pace_of_updates(reference)).collect();
    let paces = slack.pacer.take_each(&paces).await;
    let updates = due.into_iter().zip(paces).map(|((card, reference), pace)| async move {
        if pace.granted == 0 {
            return card.ended(no_room(pace.retry_at_ms - source::now_ms()));
        }
        // Others of these come first, and may have taken long, or been refused.
        if shift.is_over() {
            return card.ended(Outcome::postponed(RETRY_MS, LONG_BATCH));
        }
        if let Some(after_ms) = slack.pacer.busy_for_ms(&pace_of_updates(&reference)) {
            return card.ended(no_room(after_ms));
        }
        update(slack, card, reference).await
    });
    ended.extend(stream::iter(updates).buffer_unordered(AT_ONCE).collect::<Vec<_>>().await);
    ended
}

fn pace_of_updates(reference: &CardReference) -> String {
    format!("{}{UPDATES}", reference.channel())
}

async fn update(slack: &Slack, card: Card, reference: CardReference) -> Ended {
    let outcome = match slack.update(&reference, &card.content).await {
        SlackVerdict::Posted { .. } => shown(&reference, card.records),
        // Deleted, or too old to change: the notification itself has arrived.
        SlackVerdict::Gone => Outcome::delivered(reference.to_string()),
        SlackVerdict::RateLimited { after_ms } => {
            slack.pacer.penalize(&pace_of_updates(&reference), after_ms).await;
            no_room(after_ms)
        }
        verdict => failed(&verdict),
    };
    card.ended(outcome)
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
