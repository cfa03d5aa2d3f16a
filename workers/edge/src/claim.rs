//! Making a submission durable: at its home shard, or at the stand-in.

use beeline::identity::{Home, Identity, Jurisdiction, LeadId, Shard};
use beeline::lead::Kind;
use beeline::ledger::{
    CARD_LEASE_MS, Claim, ClaimOutcome, Claimed, Command, HeaderKeyReply, ObligationName, Owed, Reply,
};
use beeline::problem::Problem;
use beeline::routing::Form;
use beeline::{inbox, lead::Lead};
use beeline_platform::ledgers::CallError;
use beeline_platform::log;
use serde_json::value::RawValue;
use worker::Result;

use crate::site::{BUNDLE_HASH, Site};
use crate::submit::Checked;

/// A submission that is durable.
pub struct Accepted {
    /// The ledger's answer.
    pub claimed: Claimed,
    /// The lead, for its card.
    pub lead: Lead,
    /// Real or synthetic.
    pub kind: Kind,
    /// Which object accepted it.
    pub shard: Shard,
    /// Whether that was the stand-in.
    pub spilled: bool,
    /// Whether this sender may have the lead's own token.
    pub may_have_token: bool,
    /// Binds the `Idempotency-Key` to the lead after the answer, at this object.
    pub bind: Option<(Shard, Command)>,
}

/// Claims a checked submission.
pub async fn accept(
    site: &Site,
    form: &Form,
    checked: Checked,
) -> Result<std::result::Result<Accepted, Problem>> {
    let home = checked.jurisdiction.map_or(Home::Near(checked.region), Home::Within);
    let mut identity = match identify(site, form, &checked, home) {
        Ok(identity) => identity,
        Err(problem) => return Ok(Err(problem)),
    };
    let reserved = match reserve(site, form, &checked, &identity, home).await {
        Ok(reserved) => reserved,
        Err(problem) => return Ok(Err(problem)),
    };
    let proved = known_lead(&checked, reserved.as_ref());
    if let Some(known) = proved {
        // The same request as before, or whoever made it, however long ago: the same lead.
        identity.lead_id = known;
        identity.shard = known.shard().unwrap_or(identity.shard);
    }
    let claim = build(site, form, &checked, &identity, proved)?;
    let outcome = claim_or_spill(site, identity.shard, Command::Claim(Box::new(claim))).await;
    let (claimed, shard) = match outcome {
        Ok(outcome) => outcome,
        Err(problem) => {
            if let Some(key) = reserved {
                give_back(site, &key).await;
            }
            return Ok(Err(problem));
        }
    };
    let first = claimed.outcome == ClaimOutcome::Accepted;
    let lead_id = claimed.lead_id;
    let fingerprint = identity.fingerprint;
    let bind = reserved
        .filter(|key| key.known.is_none())
        .map(|key| (key.shard, Command::BindKey { key: key.digest, fingerprint, lead_id }));
    Ok(Ok(Accepted {
        may_have_token: first || proved == Some(claimed.lead_id),
        kind: checked.lead.kind.clone(),
        lead: checked.lead,
        spilled: shard.spill,
        shard,
        claimed,
        bind,
    }))
}

/// The lead that this one is known to repeat. What must be kept where that lead is not is a lead
/// of its own: where a lead is kept was promised, that a repeat is recognized is a convenience.
fn known_lead(checked: &Checked, reserved: Option<&HeaderKey>) -> Option<LeadId> {
    let known = reserved.and_then(|key| key.known).or(checked.proves)?;
    if known.shard().is_some_and(|home| home.may_keep(checked.jurisdiction)) {
        return Some(known);
    }
    log::event("lead.kept_apart")
        .show("lead_id", known)
        .with("jurisdiction", checked.jurisdiction.map(Jurisdiction::name))
        .with("correlation_id", checked.correlation_id.as_str())
        .write();
    None
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

fn build(
    site: &Site,
    form: &Form,
    checked: &Checked,
    identity: &Identity,
    proved: Option<LeadId>,
) -> Result<Claim> {
    let mut owed = vec![Owed { name: ObligationName::crm(inbox::DESTINATION), lease_ms: 0 }];
    if site.slack.as_ref().is_some_and(|slack| slack.channel(&checked.lead.kind).is_some()) {
        owed.push(Owed { name: ObligationName::card("slack"), lease_ms: CARD_LEASE_MS });
    }
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
        route: checked.route.clone(),
        bundle: BUNDLE_HASH.to_owned(),
        owed,
        spilled: None,
        proves: proved,
        risk: checked.lead.risk.clone(),
    })
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

fn log_failure(shard: Shard, error: &CallError) {
    log::failure("edge.claim_failed").show("shard", shard).show("reason", error).write();
}

/// An `Idempotency-Key` that is ours to use.
struct HeaderKey {
    shard: Shard,
    digest: String,
    /// The lead it is bound to already.
    known: Option<LeadId>,
}

async fn reserve(
    site: &Site,
    form: &Form,
    checked: &Checked,
    identity: &Identity,
    home: Home,
) -> std::result::Result<Option<HeaderKey>, Problem> {
    let Some(header) = &checked.header_key else { return Ok(None) };
    let (digest, shard) = site.identifier.header_key(&form.id, header, home);
    let command = Command::ReserveKey { key: digest.clone(), fingerprint: identity.fingerprint.clone() };
    match site.ledgers.call(shard, &command).await {
        Ok(Reply::HeaderKey(HeaderKeyReply::Reserved)) => Ok(Some(HeaderKey { shard, digest, known: None })),
        Ok(Reply::HeaderKey(HeaderKeyReply::Bound(lead_id))) => {
            Ok(Some(HeaderKey { shard, digest, known: Some(lead_id) }))
        }
        Ok(Reply::HeaderKey(HeaderKeyReply::InFlight)) => Err(Problem::InFlight),
        Ok(Reply::HeaderKey(HeaderKeyReply::OtherBody)) => Err(Problem::OtherBody),
        Ok(_) => Err(Problem::Unavailable),
        Err(error) => {
            // Without its key the lead is still one by person and form: better taken than lost.
            log_failure(shard, &error);
            Ok(None)
        }
    }
}

async fn give_back(site: &Site, key: &HeaderKey) {
    let command = Command::ReleaseKey { key: key.digest.clone() };
    if let Err(error) = site.ledgers.call(key.shard, &command).await {
        log_failure(key.shard, &error);
    }
}
