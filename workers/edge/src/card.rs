//! The provisional card, after the answer: posted under the lease that the claim gave, then told to the
//! lead's ledger object. Cards that come at about the same time share the question whether their channels
//! have room, and those of one object their report.
//!
//! What is gathered is seen to by the request that came first, with nothing of the platform's from the
//! others. Whatever goes wrong here, the card is still owed: the consumer takes over when the lease ends.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use beeline::card::slack::{CardReference, SlackVerdict};
use beeline::card::{Gathered, POSTS_GATHER_MS, REPORTS_GATHER_MS};
use beeline::identity::{LeadId, Shard};
use beeline::lead::Lead;
use beeline::ledger::{
    CARD_LEASE_MS, Command, LeadState, ObligationName, Outcome, Reply, Settled, Settlement,
};
use beeline::pace::{PaceReply, given_back};
use beeline::routing::Route;
use beeline_platform::ledgers::CallError;
use beeline_platform::pace::GUARD_DEADLINE_MS;
use beeline_platform::slack::{Showing, Slack, word};
use beeline_platform::{log, source};
use futures_util::future::join_all;
use worker::Delay;

use crate::site::{LEASED_SLACK_DEADLINE_MS, Site};

/// How often a card is brought up to date here because a CRM was faster.
const ROUNDS: usize = 2;
/// How long after its report is begun a round may begin updates: the last of them, and the report of the round,
/// end within the lease that the ledger gives for it. The consumer sees to what is left.
const UPDATES_MS: i64 = 1_500;
/// How long after its claim's answer leave is asked to post a card. What nobody came for by then is the
/// consumer's.
const POST_WITHIN_MS: i64 = 500;
/// What a report takes: the deadline of a call to the ledger, as it is shipped.
const REPORT_MS: i64 = 500;
const _: () = assert!(
    POST_WITHIN_MS
        + GUARD_DEADLINE_MS as i64
        + LEASED_SLACK_DEADLINE_MS as i64
        + REPORTS_GATHER_MS
        + REPORT_MS
        <= CARD_LEASE_MS,
    "a card that is posted as late as may be is told within its lease"
);

thread_local! {
    static UNPOSTED: RefCell<Gathered<Posting>> = const { RefCell::new(Gathered::over(POSTS_GATHER_MS)) };
    static POSTED: RefCell<BTreeMap<Shard, Gathered<Posted>>> = const { RefCell::new(BTreeMap::new()) };
}

/// What the edge posts.
pub struct Posting {
    /// The ledger object.
    pub shard: Shard,
    /// The card obligation whose lease the edge holds.
    pub obligation: ObligationName,
    /// Its generation.
    pub generation: u32,
    /// The lead.
    pub lead_id: LeadId,
    /// Its revision.
    pub revision: u32,
    /// The form.
    pub form_id: String,
    /// Where it goes.
    pub route: Route,
    /// What it says.
    pub lead: Lead,
    /// When the claim was answered.
    pub answered_at_ms: i64,
}

/// A card in its channel.
struct Posted {
    posting: Posting,
    reference: CardReference,
    /// The state of its records that it shows.
    shows: LeadState,
}

impl Posting {
    fn showing(&self, records: LeadState) -> Showing<'_> {
        Showing {
            lead: &self.lead,
            lead_id: self.lead_id,
            revision: self.revision,
            form_id: &self.form_id,
            route: &self.route,
            records,
            found: None,
        }
    }

    fn ended(&self, outcome: Outcome) -> Settlement {
        Settlement {
            lead_id: self.lead_id,
            obligation: self.obligation.clone(),
            generation: self.generation,
            outcome,
        }
    }
}

impl Posted {
    fn settlement(&self) -> Settlement {
        self.posting.ended(Outcome::Shown { reference: self.reference.to_string(), shows: self.shows })
    }

    /// With what it should show instead, if the CRM was faster. A newer attempt sees to its own.
    fn outdated(self, settled: &Settled) -> Option<Self> {
        let records = settled.records.unwrap_or(self.shows);
        let is_newer = records != self.shows && records != LeadState::Accepted;
        (is_newer && !settled.superseded).then_some(Self { shows: records, ..self })
    }
}

/// Posts a card, and those gathered with it, or leaves it to whoever does.
pub async fn provide(site: &Site, slack: &Slack, posting: Posting) {
    let now_ms = source::now_ms();
    let Some(wait_ms) = UNPOSTED.with_borrow_mut(|gathered| gathered.add(posting, now_ms)) else { return };
    pause(wait_ms).await;
    let now_ms = source::now_ms();
    let postings = UNPOSTED.with_borrow_mut(|gathered| gathered.take(now_ms)).into_iter();
    let timely = postings.filter(|posting| now_ms - posting.answered_at_ms < POST_WITHIN_MS);
    let with_channel = |posting: Posting| {
        let channel = slack.channels(&posting.lead.kind)?.of(posting.lead_id).to_owned();
        Some((posting, channel))
    };
    let (postings, channels): (Vec<_>, Vec<_>) = timely.filter_map(with_channel).unzip();
    if postings.is_empty() {
        return;
    }
    let paces = slack.pacer.take_each(&channels).await;
    let cards = postings.into_iter().zip(channels).zip(paces);
    join_all(cards.map(|((posting, channel), pace)| post(site, slack, posting, channel, pace))).await;
}

/// Posts a card, if its channel has room, and sees to it that the ledger hears of it.
async fn post(site: &Site, slack: &Slack, posting: Posting, channel: String, pace: PaceReply) {
    if pace.granted == 0 {
        slack.pacer.note_busy(&channel, pace.retry_at_ms);
        let given_back = given_back(pace.retry_at_ms - source::now_ms());
        settle(site, posting.shard, vec![posting.ended(given_back)]).await;
        return;
    }
    let shows = LeadState::Accepted;
    match slack.post(&channel, &slack.content(&posting.showing(shows))).await {
        SlackVerdict::Posted { reference } => tell(site, slack, Posted { posting, reference, shows }).await,
        verdict => {
            let line = log::failure("card.not_posted").show("lead_id", posting.lead_id);
            line.with("verdict", word(&verdict)).write();
        }
    }
}

/// Tells the ledger of a card and of those gathered with it, or leaves it to whoever does.
async fn tell(site: &Site, slack: &Slack, card: Posted) {
    let shard = card.posting.shard;
    let gathered = |all: &mut BTreeMap<Shard, Gathered<Posted>>| {
        let of_shard = all.entry(shard).or_insert_with(|| Gathered::over(REPORTS_GATHER_MS));
        of_shard.add(card, source::now_ms())
    };
    let Some(wait_ms) = POSTED.with_borrow_mut(gathered) else { return };
    pause(wait_ms).await;
    let taken = |all: &mut BTreeMap<Shard, Gathered<Posted>>| {
        all.get_mut(&shard).map(|gathered| gathered.take(source::now_ms()))
    };
    let mut cards = POSTED.with_borrow_mut(taken).unwrap_or_default();
    for _ in 0..ROUNDS {
        if cards.is_empty() {
            return;
        }
        let items = cards.iter().map(Posted::settlement).collect();
        let until_ms = source::now_ms() + UPDATES_MS;
        let settled = settle(site, shard, items).await;
        // The CRM may have been faster: then the card is brought up to date right here.
        let outdated = cards.into_iter().zip(&settled).filter_map(|(card, settled)| card.outdated(settled));
        let mut updated = Vec::new();
        for card in outdated.take_while(|_| source::now_ms() < until_ms) {
            updated.extend(update(slack, card).await);
        }
        cards = updated;
    }
}

async fn pause(wait_ms: i64) {
    if wait_ms > 0 {
        Delay::from(Duration::from_millis(wait_ms.unsigned_abs())).await;
    }
}

/// The card, if it shows now what it should.
async fn update(slack: &Slack, card: Posted) -> Option<Posted> {
    let content = slack.content(&card.posting.showing(card.shows));
    let verdict = slack.update(&card.reference, &content).await;
    matches!(verdict, SlackVerdict::Posted { .. } | SlackVerdict::Gone).then_some(card)
}

/// What the ledger made of each; nothing if it was not reached: a message that was posted the consumer
/// finds in the channel's history, and without one it posts the card when the lease ends.
async fn settle(site: &Site, shard: Shard, items: Vec<Settlement>) -> Vec<Settled> {
    let leads: Vec<LeadId> = items.iter().map(|item| item.lead_id).collect();
    let error = match site.ledgers.call(shard, &Command::Settle { items }).await {
        Ok(Reply::Settled(settled)) => return settled,
        Ok(_) => CallError::Garbled,
        Err(error) => error,
    };
    for lead_id in leads {
        log::failure("card.not_reported").show("lead_id", lead_id).show("reason", &error).write();
    }
    Vec::new()
}
