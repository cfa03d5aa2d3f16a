//! Finding a rep for leads that nobody has yet: the edge could not ask, or got no answer, or the
//! lead was held until now.

use std::cell::RefCell;
use std::collections::BTreeSet;

use beeline::identity::Region;
use beeline::lead::{Kind, Lane};
use beeline::ledger::{Dispatch, Outcome, rep_reference};
use beeline::pool::{Take, TakeAnswer, asking_order};
use beeline_platform::pools::Pools;
use beeline_platform::{log, source};
use futures_util::future::join_all;

use crate::delivery::{DeliveryOutcome, settlement};

/// Deadline of one pool's answer.
pub const POOL_DEADLINE_MS: u32 = 1_000;
/// How long one round may ask.
const ROUND_MS: i64 = 3_000;
/// Leads asked about at a time.
const TOGETHER: usize = 16;
/// How long after somebody is due to come a pool that said nothing is asked again.
const PATIENCE_MS: i64 = 60_000;
/// When to ask a pool again that could not be reached.
const UNREACHABLE_RETRY_MS: i64 = 5_000;
/// When to look again for somebody when nobody is known to come. A pool tells sooner if it can.
const LOOK_AGAIN_MS: i64 = 15 * 60_000;
/// When to ask a pool again that does not know its team: the next lead's edge sends it.
const ROSTER_RETRY_MS: i64 = 60_000;

/// Asks the pools of these leads' teams, some leads at a time. A pool that does not answer is not
/// asked again in this round, and what there is no time for is due again shortly: whatever else is
/// due must not wait for slow pools.
pub async fn find(pools: &Pools, near: Region, rows: Vec<Dispatch>, outcome: &mut DeliveryOutcome) {
    let until_ms = source::now_ms() + ROUND_MS;
    let silent: RefCell<BTreeSet<String>> = RefCell::default();
    let mut rest = rows;
    while !rest.is_empty() {
        if source::now_ms() >= until_ms {
            outcome.refuse(rest);
            return;
        }
        let later = rest.split_off(rest.len().min(TOGETHER));
        let silent = &silent;
        let asked = rest.into_iter().map(|row| async move {
            let found = ask(pools, near, &row, silent).await;
            settlement(&row, found)
        });
        outcome.settled.extend(join_all(asked).await);
        rest = later;
    }
}

async fn ask(pools: &Pools, near: Region, row: &Dispatch, silent: &RefCell<BTreeSet<String>>) -> Outcome {
    let teams: Vec<&str> = row.owed.name.teams().collect();
    for (team, may_wait) in asking_order(&teams) {
        if silent.borrow().contains(team) {
            return Outcome::deferred(UNREACHABLE_RETRY_MS, "pool out of reach");
        }
        match pools.take(team, near, &take(row, may_wait), f64::from(POOL_DEADLINE_MS)).await {
            Ok(TakeAnswer::Assigned(rep)) => {
                return match rep_reference(&row.owed, team, &rep) {
                    Ok(reference) => Outcome::delivered(reference),
                    Err(error) => Outcome::Quarantined { reason: error.0 },
                };
            }
            Ok(TakeAnswer::Nobody) => {}
            Ok(TakeAnswer::Waits { until_ms }) => {
                // The pool tells as soon as somebody has it.
                let wait_ms = until_ms.map_or(LOOK_AGAIN_MS, |at_ms| at_ms - source::now_ms() + PATIENCE_MS);
                return Outcome::deferred(wait_ms, "waits for a rep");
            }
            Ok(TakeAnswer::RosterWanted) => {
                return Outcome::deferred(ROSTER_RETRY_MS, "the pool has no team yet");
            }
            Ok(TakeAnswer::Failed { reason }) => return refused(team, &reason),
            Err(error) => {
                silent.borrow_mut().insert(team.to_owned());
                return refused(team, &error.to_string());
            }
        }
    }
    Outcome::deferred(LOOK_AGAIN_MS, "nobody in these teams gets leads")
}

fn refused(team: &str, reason: &str) -> Outcome {
    log::failure("ledger.pool_not_asked").with("team", team).with("reason", reason).write();
    Outcome::deferred(UNREACHABLE_RETRY_MS, "pool out of reach")
}

/// The question about a lead. Of a lead that must not leave its jurisdiction a pool hears its id
/// and nothing of its person.
fn take(row: &Dispatch, may_wait: bool) -> Take {
    let lead_id = row.lead.lead_id;
    let is_pinned = lead_id.shard().is_some_and(|shard| shard.jurisdiction.is_some());
    let (person, lane) = match &row.seeker {
        Some(seeker) if !is_pinned => (seeker.person.clone(), seeker.lane),
        Some(seeker) => (lead_id.to_string(), seeker.lane),
        None => (lead_id.to_string(), Lane::default()),
    };
    Take {
        lead_id: lead_id.to_string(),
        person,
        roster: String::new(),
        lane,
        kind: Kind::Real,
        may_wait,
        at_ms: row.lead.accepted_at_ms,
    }
}
