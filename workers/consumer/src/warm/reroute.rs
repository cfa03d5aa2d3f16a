//! Whether a lead goes to another team, now that more is known of it.
//!
//! It is decided by the rules that sent it where it is, if they are still in force at the edge; and the
//! ledger, which knows how the lead stands, asks once more before it moves anything.

use beeline::envelope::Message;
use beeline::ledger::{Command, MoveOutcome, Moving, Reply};
use beeline::routing::{Facts, Recorded};
use beeline::warm::enriched::Findings;
use beeline::warm::job::Ended;
use beeline::warm::reroute::{Move, OnRecord, Reroute, Rerouted, Ruled, Stays, decide};
use beeline::warm::trouble::Trouble;
use beeline_platform::{log, source};

use crate::desk::Desk;

/// How long to wait before the ledger, or the store of what is published, is asked again.
const RETRY_MS: i64 = 500;

/// What is on record of a lead in the revision that is worked on; `None` if the ledger does not say.
pub(super) async fn on_record(desk: &Desk, message: &Message) -> Option<OnRecord> {
    let command = Command::DecisionsOf { lead_id: message.lead_id };
    let page = match desk.ledgers.call(message.shard, &command).await {
        Ok(Reply::Decisions(page)) => page,
        Ok(_) => return None,
        Err(error) => {
            log::failure("warm.no_facts").show("reason", error).write();
            return None;
        }
    };
    let records = page.lines.lines().filter_map(|line| serde_json::from_str::<Recorded>(line).ok());
    OnRecord::of(records.collect(), message.revision)
}

/// Decides, and has the ledger move the lead if it goes. `None` where nothing was found, or no rule in
/// force moves leads.
pub(super) async fn reroute(
    desk: &Desk,
    message: &Message,
    findings: &Findings,
) -> Result<Option<Rerouted>, Ended> {
    if findings.facts(&Facts::default()).enriched.is_empty() {
        return Ok(None);
    }
    let in_force = desk.rules.in_force().await.map_err(|reason| not_now("warm.no_rules", &reason))?;
    let known = on_record(desk, message).await.ok_or_else(|| not_now("warm.no_facts", "not on record"))?;
    if let Some(ended) = known.ended {
        return Ok(Some(ended));
    }
    let deciding = in_force.deciding(&known.bundle);
    let deciding = deciding.and_then(|issued| Some((issued, issued.bundle.form(&known.before.form)?)));
    let Some((issued, form)) = deciding else {
        let moves = in_force.base.bundle.moves_leads();
        return Ok(moves.then_some(Rerouted::Stayed(Stays::OtherRules)));
    };
    if !issued.bundle.moves_leads() {
        return Ok(None);
    }
    let enriched = findings.facts(&known.before);
    let ruled = |facts: &Facts| Ruled::by(&issued.bundle, form, facts);
    let now_ms = source::now_ms();
    match decide(&known.before, &enriched, known.standing(), &issued.hash, now_ms, ruled) {
        Reroute::Stay(why) => Ok(Some(Rerouted::Stayed(why))),
        Reroute::Move(decided) => {
            let moving = Moving::new(message.lead_id, &decided, &issued.bundle, form);
            let moving = moving.map_err(|error| not_now("warm.no_move", &error.to_string()))?;
            make(desk, message, moving, &decided).await.map(Some)
        }
    }
}

/// Has the ledger make a move. Asked for again after an answer that got lost it is the same move, or one
/// that stands on record by then.
async fn make(desk: &Desk, message: &Message, moving: Moving, decided: &Move) -> Result<Rerouted, Ended> {
    match desk.ledgers.call(message.shard, &Command::Move(Box::new(moving))).await {
        Ok(Reply::Moved(MoveOutcome::Moved)) => {
            let (from, record) = (decided.from().to_owned(), decided.record());
            log::event("warm.moved")
                .show("lead_id", message.lead_id)
                .with("from", from.as_str())
                .with("to", record.team.as_str())
                .with("rule", record.rule.as_str())
                .write();
            Ok(Rerouted::Moved { from, to: record.team.clone(), rule: record.rule.clone() })
        }
        Ok(Reply::Moved(MoveOutcome::Stays(why))) => Ok(Rerouted::Stayed(why)),
        Ok(_) => Err(not_now("warm.not_moved", "unknown answer")),
        Err(error) => Err(not_now("warm.not_moved", &error.to_string())),
    }
}

fn not_now(event: &'static str, reason: &str) -> Ended {
    log::failure(event).with("reason", reason).write();
    Ended::Failed { trouble: Trouble::NoConnection, after_ms: RETRY_MS }
}
