//! Giving turns back that were taken for leads which another team has now.

use beeline::identity::Region;
use beeline::ledger::{Dispatch, Outcome};
use beeline_platform::log;
use beeline_platform::pools::Pools;
use futures_util::future::join_all;
use serde_json::json;

use crate::delivery::{DeliveryOutcome, settlement};
use crate::reps::POOL_DEADLINE_MS;

/// How soon a pool is told again that could not be reached.
const RETRY_MS: i64 = 5_000;

/// Tells every pool in which a turn may have been taken. What one of them has not heard is told again, to
/// all: twice is once.
pub async fn give_back(pools: &Pools, near: Region, rows: Vec<Dispatch>, outcome: &mut DeliveryOutcome) {
    let told = rows.into_iter().map(|row| async move {
        let told = tell(pools, near, &row).await;
        settlement(&row, told)
    });
    outcome.settled.extend(join_all(told).await);
}

async fn tell(pools: &Pools, near: Region, row: &Dispatch) -> Outcome {
    let withdraw = json!({
        "lead_id": row.lead.lead_id,
        "at_ms": row.lead.accepted_at_ms,
        "by": "enrichment",
        "why": "the lead went to another team",
    });
    let withdraw = withdraw.to_string();
    let teams: Vec<&str> = row.owed.name.teams().collect();
    let told = teams.iter().map(|team| pools.withdraw(team, near, &withdraw, f64::from(POOL_DEADLINE_MS)));
    let mut is_told = true;
    for (team, told) in teams.iter().zip(join_all(told).await) {
        if let Err(error) = told {
            is_told = false;
            log::failure("ledger.turn_not_given_back").with("team", *team).show("reason", error).write();
        }
    }
    if is_told {
        Outcome::delivered(teams.join(">"))
    } else {
        Outcome::deferred(RETRY_MS, "pool out of reach")
    }
}
