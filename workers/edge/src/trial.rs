//! A candidate bundle on trial: it decides about a canary's persons, or is looked at beside.

use beeline::identity::PersonDigest;
use beeline_platform::log;
use serde_json::value::RawValue;
use worker::Result;

use crate::site::Site;
use crate::submit::Checked;

/// Tries the candidate, if there is one, on a lead that has been decided about. Its form, its
/// fields and where it is kept stay what the bundle in force says.
pub fn run(site: &Site, form: &str, checked: &mut Checked, person: &PersonDigest) -> Result<()> {
    let Some(candidate) = &site.in_force.candidate else { return Ok(()) };
    let tried = candidate.tried(form, &checked.lead, person, checked.received_at_ms);
    checked.trial = Some(serde_json::to_string(&tried.trial).and_then(RawValue::from_string)?);
    let is_same_team = tried.team().map(|team| team == checked.decision.route.team);
    if let Some(decision) = tried.instead {
        checked.decision = decision;
        checked.bundle.clone_from(&candidate.issued.hash);
    }
    log::event("lead.tried")
        .with("correlation_id", checked.correlation_id.as_str())
        .with("candidate", candidate.issued.hash.as_str())
        .with("mode", candidate.mode.word())
        .with("decided_by", checked.bundle.as_str())
        .with("same_team", is_same_team)
        .write();
    Ok(())
}
