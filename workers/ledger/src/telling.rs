//! Telling the ledger who has which leads.

use std::collections::BTreeMap;

use beeline::identity::{LeadId, Shard};
use beeline::ledger::{Assignment, Command as LedgerCommand, Reply as LedgerReply};
use beeline::pool::{Outcome, Served};
use beeline::routing::Rep;
use beeline_platform::ledgers::Ledgers;
use beeline_platform::log;
use futures_util::future::join_all;

/// Turns of which the ledger has heard.
#[derive(Default)]
pub struct Told {
    /// Each with the time at which it would be told again.
    pub turns: Vec<(String, i64)>,
    /// Whether those are all.
    pub is_whole: bool,
}

/// What one ledger object is told.
#[derive(Default)]
struct Letter {
    items: Vec<Assignment>,
    turns: Vec<(String, i64)>,
}

/// Tells each lead's ledger object who has it, all of them at once. What one did not hear is told
/// again.
pub async fn tell(ledgers: &Ledgers, team: &str, turns: Vec<Served>) -> Told {
    let mut told = Told { is_whole: true, ..Told::default() };
    let mut letters: BTreeMap<Shard, Letter> = BTreeMap::new();
    for Served { lead_id: id, outcome, tell_again_at_ms, .. } in turns {
        let lead_id: Option<LeadId> = id.parse().ok();
        let turn = (id, tell_again_at_ms);
        let Some((lead_id, shard)) = lead_id.and_then(|lead_id| Some((lead_id, lead_id.shard()?))) else {
            log::failure("pool.unknown_lead").with("lead_id", turn.0.as_str()).write();
            told.turns.push(turn);
            continue;
        };
        let rep = match outcome {
            Outcome::Assigned { rep: id, name, contact, .. } => Some(Rep { id, name, team: None, contact }),
            Outcome::Backlogged { .. } | Outcome::NobodyNow { .. } | Outcome::Withdrawn => None,
        };
        let letter = letters.entry(shard).or_default();
        letter.items.push(Assignment { lead_id, rep });
        letter.turns.push(turn);
    }
    let sent = letters.into_iter().map(|(shard, Letter { items, turns })| async move {
        let command = LedgerCommand::Assign { team: team.to_owned(), items };
        (shard, turns, ledgers.call(shard, &command).await)
    });
    for (shard, turns, answer) in join_all(sent).await {
        match answer {
            Ok(LedgerReply::Assigned(missing)) => {
                for lead_id in missing {
                    log::failure("pool.lead_not_in_ledger").show("lead_id", lead_id).write();
                }
                told.turns.extend(turns);
            }
            answer => {
                told.is_whole = false;
                let reason = answer.err().map_or("unknown answer".to_owned(), |error| error.to_string());
                log::failure("pool.not_told").show("shard", shard).with("reason", reason).write();
            }
        }
    }
    told
}
