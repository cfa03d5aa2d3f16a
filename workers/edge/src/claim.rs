//! Making a submission durable: at its home shard, or at the stand-in.

use beeline::identity::{Home, Identity, Jurisdiction, LeadId, Shard};
use beeline::lead::Kind;
use beeline::ledger::{
    CARD_LEASE_MS, Claim, Claimed, Command, ObligationName, Owed, REP_LEASE_MS, REP_WAIT_MS, Reply,
};
use beeline::problem::Problem;
use beeline::routing::Form;
use beeline_platform::ledgers::CallError;
use beeline_platform::log;
use serde_json::value::RawValue;
use worker::Result;

use crate::accepted::{Accepted, Durable};
use crate::key::{self, Known, Reserved};
use crate::site::Site;
use crate::submit::Checked;
use crate::trial;
use crate::turn::{self, Turn};

/// Claims a checked submission.
pub async fn accept(
    site: &Site,
    form: &Form,
    mut checked: Checked,
) -> Result<std::result::Result<Accepted, Problem>> {
    let home = checked.jurisdiction.map_or(Home::Near(checked.region), Home::Within);
    checked.proves = checked.proves.filter(|known| may_be_kept_at(*known, &checked));
    let identity = match identify(site, form, &checked, home) {
        Ok(identity) => identity,
        Err(problem) => return Ok(Err(problem)),
    };
    let reserved = match key::reserve(site, form, &checked, &identity, home).await {
        Ok(Reserved::Known(known)) => match known_request(site, known, &checked).await {
            Ok(Some(accepted)) => return Ok(Ok(accepted)),
            Ok(None) => None,
            Err(problem) => return Ok(Err(problem)),
        },
        Ok(Reserved::Ours(key)) => Some(key),
        Ok(Reserved::Without) => None,
        Err(problem) => return Ok(Err(problem)),
    };
    trial::run(site, &form.id, &mut checked, &identity.person)?;
    let mut claim = build(site, form, &checked, &identity)?;
    let outcome = match claim_where_proved(site, &mut claim, identity.shard).await {
        Some(outcome) => outcome,
        None => claim_or_spill(site, identity.shard, Command::Claim(Box::new(claim))).await,
    };
    match outcome {
        Ok((claimed, shard)) => {
            let durable = Durable { claimed, shard, reserved };
            Ok(Ok(durable.accepted(site, checked, &identity).await))
        }
        Err(problem) => {
            if let Some(key) = reserved {
                key.give_back(site).await;
            }
            Ok(Err(problem))
        }
    }
}

/// Whether a lead of the sender's own can be where this one must be kept. What must not is a
/// lead of its own: where a lead is kept was promised, that a repeat is recognized is a
/// convenience.
fn may_be_kept_at(known: LeadId, checked: &Checked) -> bool {
    let may_be = known.shard().is_some_and(|home| home.may_keep(checked.jurisdiction));
    if !may_be {
        log::event("lead.kept_apart")
            .show("lead_id", known)
            .with("jurisdiction", checked.jurisdiction.map(Jurisdiction::name))
            .with("correlation_id", checked.correlation_id.as_str())
            .write();
    }
    may_be
}

/// Whose it is. Nobody's passes no contract, so that a failure here is ours, and logged.
fn identify(
    site: &Site,
    form: &Form,
    checked: &Checked,
    home: Home,
) -> std::result::Result<Identity, Problem> {
    let window_seconds = form.dedup_window_seconds;
    let identified =
        site.identifier.identify(&checked.lead, &form.id, home, checked.received_at_ms, window_seconds);
    identified.map_err(|unidentified| {
        log::failure("lead.unidentified")
            .with("form", form.id.as_str())
            .with("correlation_id", checked.correlation_id.as_str())
            .show("reason", unidentified)
            .write();
        Problem::Internal
    })
}

/// A request that is on record under its idempotency key: its lead as it stands, whatever was
/// said since. `None` if the lead is not on record any more.
async fn known_request(
    site: &Site,
    known: Known,
    checked: &Checked,
) -> std::result::Result<Option<Accepted>, Problem> {
    let found = match site.ledgers.find(known.lead_id).await {
        Ok(Some(found)) => found,
        Ok(None) => {
            log::failure("edge.key_without_lead").show("lead_id", known.lead_id).write();
            return Ok(None);
        }
        Err(error) => {
            log::failure("edge.lead_not_read").show("lead_id", known.lead_id).show("reason", error).write();
            return Err(Problem::Unavailable);
        }
    };
    let Some(shard) = known.lead_id.shard() else { return Ok(None) };
    Ok(Some(Accepted {
        may_have_token: known.proves,
        kind: checked.lead.kind.clone(),
        bundle: checked.bundle.clone(),
        lead: checked.lead.clone(),
        spilled: false,
        shard,
        claimed: Claimed::again(found),
        turn: Turn::default(),
        bind: None,
    }))
}

/// Where the lead lives whose first receipt was shown, if that is another object than the
/// claim's own. `None` if it is not, or does not have it, or does not answer: the claim then
/// goes where it would have gone without a proof, because a lead is better taken twice than
/// lost.
async fn claim_where_proved(
    site: &Site,
    claim: &mut Claim,
    own: Shard,
) -> Option<std::result::Result<(Claimed, Shard), Problem>> {
    let shard = claim.proves?.shard().filter(|shard| *shard != own)?;
    claim.only_proved = true;
    let answer = site.ledgers.call(shard, &Command::Claim(Box::new(claim.clone()))).await;
    claim.only_proved = false;
    match answer {
        Ok(Reply::Claimed(claimed)) => Some(Ok((claimed, shard))),
        Ok(Reply::Shed { retry_after_seconds }) => Some(Err(Problem::Overloaded { retry_after_seconds })),
        Ok(Reply::NotProved) => None,
        Ok(_) => {
            log_failure(shard, &CallError::Garbled);
            None
        }
        Err(error) => {
            log_failure(shard, &error);
            None
        }
    }
}

/// The claim of a checked submission.
pub fn build(site: &Site, form: &Form, checked: &Checked, identity: &Identity) -> Result<Claim> {
    let lead = serde_json::to_string(&checked.lead).and_then(RawValue::from_string)?;
    Ok(Claim {
        lead_id: identity.lead_id,
        key: identity.key.clone(),
        person: identity.person.clone(),
        person_other: identity.person_other.clone(),
        fingerprint: identity.fingerprint.clone(),
        form: form.id.clone(),
        lane: form.lane,
        kind: checked.lead.kind.clone(),
        correlation_id: checked.correlation_id.clone(),
        traceparent: checked.traceparent.as_str().to_owned(),
        received_at_ms: checked.received_at_ms,
        dedup_window_seconds: form.dedup_window_seconds,
        lead,
        route: checked.decision.route.clone(),
        facts: Some(serde_json::to_string(&checked.decision.facts).and_then(RawValue::from_string)?),
        bundle: checked.bundle.clone(),
        trial: checked.trial.clone(),
        owed: owed(site, checked, identity),
        spilled: None,
        proves: checked.proves,
        only_proved: false,
        risk: checked.lead.risk.clone(),
    })
}

/// What is owed to the lead, and for how long the ledger leaves each alone.
fn owed(site: &Site, checked: &Checked, identity: &Identity) -> Vec<Owed> {
    // A monitor's lead takes nobody's turn.
    let is_real = checked.lead.kind == Kind::Real;
    let teams = if is_real { turn::teams(site, checked) } else { Vec::new() };
    // The record is written once, with its owner, if the pool is as quick as usual.
    let record_wait_ms = if teams.is_empty() { 0 } else { REP_WAIT_MS };
    let record = |name: &ObligationName| Owed { name: name.clone(), lease_ms: record_wait_ms };
    let mut owed: Vec<Owed> = site.records.iter().map(record).collect();
    if !teams.is_empty() {
        let name = ObligationName::rep(teams.iter().map(|asked| asked.roster.team.as_str()));
        owed.push(Owed { name, lease_ms: REP_LEASE_MS });
    }
    if is_real && site.finds_out {
        owed.push(Owed { name: ObligationName::warm("enrich"), lease_ms: 0 });
    }
    if let Some(slack) = &site.slack
        && let Some(channels) = slack.channels(&checked.lead.kind)
    {
        let is_busy = slack.pacer.busy_for_ms(channels.of(identity.lead_id)).is_some();
        owed.push(Owed {
            name: ObligationName::card("slack"),
            lease_ms: if is_busy { 0 } else { CARD_LEASE_MS },
        });
    }
    owed
}

/// The home shard first. Whatever goes wrong there, the stand-in takes the lead: a claim
/// that timed out may have been committed all the same, and handing over finds out.
async fn claim_or_spill(
    site: &Site,
    home: Shard,
    command: Command,
) -> std::result::Result<(Claimed, Shard), Problem> {
    let mut tried = home;
    for shard in [home, home.to_spill()] {
        tried = shard;
        match site.ledgers.call(shard, &command).await {
            Ok(Reply::Claimed(claimed)) => return Ok((claimed, shard)),
            // It is there and says no: its stand-in would only bring it the same work later.
            Ok(Reply::Shed { retry_after_seconds }) => {
                log::failure("edge.shed").show("shard", shard).write();
                return Err(Problem::Overloaded { retry_after_seconds });
            }
            Ok(_) => log_failure(shard, &CallError::Garbled),
            Err(error) => log_failure(shard, &error),
        }
    }
    log::failure("lead.not_accepted").show("shard", tried).write();
    Err(Problem::Unavailable)
}

pub fn log_failure(shard: Shard, error: &CallError) {
    log::failure("edge.claim_failed").show("shard", shard).show("reason", error).write();
}
