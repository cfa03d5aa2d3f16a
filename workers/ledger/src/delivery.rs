//! Carrying dispatched rows to where they go: a queue, or the home shard of a stand-in.

use std::collections::BTreeMap;

use beeline::binding::{self, variable};
use beeline::envelope::{Message, Sealer, batch_len};
use beeline::identity::Shard;
use beeline::ledger::{Claim, Command, Dispatch, Outcome, Reply, Settlement, Spilled, Unsent, WhyUnsent};
use beeline_platform::ledgers::{CallError, Ledgers};
use beeline_platform::pools::Pools;
use beeline_platform::{log, settings, thrown};
use futures_util::future::join_all;
use wasm_bindgen::prelude::*;
use worker::Env;

use crate::{reps, turns};

#[wasm_bindgen(module = "/src/queue.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = sendBatch)]
    async fn send_batch(queue: &JsValue, texts: &str, limit_ms: u32) -> Result<JsValue, JsValue>;
}

/// Deadline of one `sendBatch`.
const QUEUE_DEADLINE_MS: u32 = 10_000;
/// Deadline of one handing over.
const HOME_DEADLINE_MS: u32 = 2_000;
/// How long a row waits that nothing can take: an obligation without a queue.
const NOWHERE_RETRY_MS: i64 = 60_000;

/// Sends for one object.
pub struct Delivery {
    env: Env,
    shard: Shard,
    sealer: Sealer,
    ledgers: Ledgers,
    pools: Pools,
}

/// What became of the rows.
#[derive(Default)]
pub struct DeliveryOutcome {
    /// Not known to be in their queue or at their home.
    pub unsent: Vec<Unsent>,
    /// Ended right here.
    pub settled: Vec<Settlement>,
}

impl DeliveryOutcome {
    /// Notes rows as not taken.
    pub fn refuse(&mut self, rows: impl IntoIterator<Item = Dispatch>) {
        self.note(rows, WhyUnsent::Refused);
    }

    fn note(&mut self, rows: impl IntoIterator<Item = Dispatch>, why: WhyUnsent) {
        self.unsent.extend(rows.into_iter().map(|row| Unsent { row, why }));
    }

    fn add(&mut self, other: Self) {
        self.unsent.extend(other.unsent);
        self.settled.extend(other.settled);
    }
}

impl Delivery {
    /// Reads the keys; without them nothing can be sent.
    pub fn new(env: &Env, shard: Shard) -> Result<Self, String> {
        let key_id = settings::required(env, variable::ENVELOPE_KEY_ID).map_err(|error| error.to_string())?;
        let secret = settings::secret(env, variable::ENVELOPE_KEY).map_err(|error| error.to_string())?;
        let ledgers = Ledgers::new(env, HOME_DEADLINE_MS).map_err(|error| error.to_string())?;
        let pools = Pools::new(env, reps::POOL_DEADLINE_MS).map_err(|error| error.to_string())?;
        Ok(Self { env: env.clone(), shard, sealer: Sealer::new(key_id, secret), ledgers, pools })
    }

    /// Sends rows, each to its place.
    pub async fn send(&self, rows: Vec<Dispatch>) -> DeliveryOutcome {
        let mut outcome = DeliveryOutcome::default();
        let (homeward, queued): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.owed.name.is_home());
        self.hand_over(homeward, &mut outcome).await;
        let (without_rep, queued): (Vec<_>, Vec<_>) =
            queued.into_iter().partition(|row| row.owed.name.is_rep());
        let (turns, queued): (Vec<_>, Vec<_>) = queued.into_iter().partition(|row| row.owed.name.is_turn());
        self.enqueue_all(queued, &mut outcome).await;
        // Last: a pool that hangs must not hold up what is for others.
        reps::find(&self.pools, self.shard.region, without_rep, &mut outcome).await;
        turns::give_back(&self.pools, self.shard.region, turns, &mut outcome).await;
        outcome
    }

    /// Each queue at once: one that hangs holds up no other.
    async fn enqueue_all(&self, rows: Vec<Dispatch>, outcome: &mut DeliveryOutcome) {
        let mut by_queue: BTreeMap<&str, Vec<Dispatch>> = BTreeMap::new();
        for row in rows {
            if let Some(queue) = binding::queue_of(&row.owed) {
                by_queue.entry(queue).or_default().push(row);
            } else {
                log::failure("ledger.no_queue").show("obligation", &row.owed.name).write();
                let postponed = Outcome::postponed(NOWHERE_RETRY_MS, "no queue for this destination");
                outcome.settled.push(settlement(&row, postponed));
            }
        }
        let each = by_queue.into_iter().map(|(queue, rows)| self.enqueue(queue, rows));
        join_all(each).await.into_iter().for_each(|ended| outcome.add(ended));
    }

    async fn enqueue(&self, queue: &str, rows: Vec<Dispatch>) -> DeliveryOutcome {
        let mut outcome = DeliveryOutcome::default();
        let mut sealed = Vec::with_capacity(rows.len());
        for row in rows {
            match Message::for_dispatch(self.shard, row.clone()).and_then(|message| self.sealer.seal(message))
            {
                Ok(text) => sealed.push((row, text)),
                Err(error) => {
                    let reason = error.to_string();
                    outcome.settled.push(settlement(&row, Outcome::Quarantined { reason }));
                }
            }
        }
        while !sealed.is_empty() {
            let sizes: Vec<usize> = sealed.iter().map(|(_, text)| text.len()).collect();
            let rest = sealed.split_off(batch_len(&sizes).min(sealed.len()));
            let batch = std::mem::replace(&mut sealed, rest);
            let (rows, texts): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
            match self.send_batch(queue, &texts).await {
                Ok(()) => {}
                Err(NotSent::Refused(reason)) => {
                    log::failure("ledger.queue_refused").with("queue", queue).with("reason", reason).write();
                    outcome.refuse(rows);
                }
                Err(NotSent::Late) => {
                    log::failure("ledger.queue_unanswered").with("queue", queue).write();
                    outcome.note(rows, WhyUnsent::Unanswered);
                    // The next would wait as long; it was not offered.
                    outcome.refuse(std::mem::take(&mut sealed).into_iter().map(|(row, _)| row));
                }
            }
        }
        outcome
    }

    async fn send_batch(&self, queue: &str, texts: &[String]) -> Result<(), NotSent> {
        let texts = serde_json::to_string(texts).map_err(|error| NotSent::Refused(error.to_string()))?;
        let queue = self.env.queue(queue).map_err(|error| NotSent::Refused(error.to_string()))?;
        let sent = send_batch(queue.as_ref(), &texts, QUEUE_DEADLINE_MS).await;
        let refused =
            |error| NotSent::Refused(thrown::message(&error).unwrap_or_else(|| "no message".into()));
        match sent.map_err(refused)?.as_bool() {
            Some(true) => Ok(()),
            _ => Err(NotSent::Late),
        }
    }

    /// In the order of acceptance, stopping when the home is out of reach.
    async fn hand_over(&self, mut rows: Vec<Dispatch>, outcome: &mut DeliveryOutcome) {
        rows.sort_unstable_by_key(|row| (row.lead.accepted_at_ms, row.owed.revision));
        let mut rows = rows.into_iter();
        for row in rows.by_ref() {
            match self.claim_at_home(&row).await {
                Ok(reference) => {
                    log::event("ledger.handed_over").show("lead_id", row.lead.lead_id).write();
                    outcome.settled.push(settlement(&row, Outcome::delivered(reference)));
                }
                Err(HandOver::Unreadable) => {
                    let unreadable = Outcome::quarantined("the spilled claim cannot be read");
                    outcome.settled.push(settlement(&row, unreadable));
                }
                Err(HandOver::Refused(reason)) => {
                    log::failure("ledger.home_refused").with("reason", reason.as_str()).write();
                    outcome.settled.push(settlement(&row, Outcome::deferred(NOWHERE_RETRY_MS, reason)));
                }
                Err(HandOver::Later(reason)) => {
                    log::failure("ledger.home_unreachable").with("reason", reason).write();
                    outcome.refuse([row]);
                    break;
                }
            }
        }
        outcome.refuse(rows);
    }

    async fn claim_at_home(&self, row: &Dispatch) -> Result<String, HandOver> {
        let mut claim: Claim = serde_json::from_str(&row.payload).map_err(|_| HandOver::Unreadable)?;
        claim.spilled = Some(Spilled { accepted_at_ms: row.accepted_at_ms });
        // Whoever held the lease of its cards is long gone.
        claim.owed.iter_mut().for_each(|owed| owed.lease_ms = 0);
        let command = Command::Claim(Box::new(claim));
        match self.ledgers.call(self.shard.to_home(), &command).await {
            Ok(Reply::Claimed(claimed)) => Ok(claimed.lead_id.to_string()),
            Ok(_) => Err(HandOver::Refused("unknown answer".into())),
            // This claim alone is refused: it must not hold up those behind it.
            Err(error @ (CallError::Refused(_) | CallError::Garbled)) => {
                Err(HandOver::Refused(error.to_string()))
            }
            Err(error) => Err(HandOver::Later(error.to_string())),
        }
    }
}

/// Why a batch is not known to be in its queue.
enum NotSent {
    /// The queue said no.
    Refused(String),
    /// It said nothing in time, and may have taken it.
    Late,
}

enum HandOver {
    Later(String),
    Refused(String),
    Unreadable,
}

pub fn settlement(row: &Dispatch, outcome: Outcome) -> Settlement {
    Settlement {
        lead_id: row.lead.lead_id,
        obligation: row.owed.name.clone(),
        generation: row.owed.generation,
        outcome,
    }
}
