//! The provisional card, after the answer: posted under the lease that the claim gave, then told to the
//! lead's ledger object, with those that are posted at about the same time.
//!
//! Whatever goes wrong here, the card is still owed: the consumer takes over when the lease ends.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use beeline::card::Gathered;
use beeline::card::slack::{CardReference, SlackVerdict};
use beeline::identity::{LeadId, Shard};
use beeline::lead::Lead;
use beeline::ledger::{Command, LeadState, ObligationName, Outcome, Reply, Settled, Settlement};
use beeline::pace::given_back;
use beeline::routing::Route;
use beeline_platform::ledgers::CallError;
use beeline_platform::slack::{Showing, Slack, word};
use beeline_platform::{log, source};
use worker::Delay;

use crate::site::Site;

/// How often a card is brought up to date here because a CRM was faster.
const ROUNDS: usize = 2;
/// How long after its report is begun a round may begin updates: the last of them, and the report of the round,
/// end within the lease that the ledger gives for it. The consumer sees to what is left.
const UPDATES_MS: i64 = 1_500;

thread_local! {
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

/// Posts a card, if its channel has room, and sees to it that the ledger hears of it.
pub async fn provide(site: &Site, slack: &Slack, posting: Posting) {
    let Some(channels) = slack.channels(&posting.lead.kind) else { return };
    let channel = channels.of(posting.lead_id);
    let pace = slack.pacer.take(channel, 1).await;
    if pace.granted == 0 {
        let given_back = given_back(pace.retry_at_ms - source::now_ms());
        settle(site, posting.shard, vec![posting.ended(given_back)]).await;
        return;
    }
    let shows = LeadState::Accepted;
    match slack.post(channel, &slack.content(&posting.showing(shows))).await {
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
        all.entry(shard).or_default().add(card, source::now_ms())
    };
    let Some(wait_ms) = POSTED.with_borrow_mut(gathered) else { return };
    if wait_ms > 0 {
        Delay::from(Duration::from_millis(wait_ms.unsigned_abs())).await;
    }
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
