//! Reading leads back, each by the reference that is remembered of it: Pipedrive looks up nothing by a
//! key of ours.

use serde_json::Value as Json;

use super::request::MAX_LEADS;
use super::{NAME, Pipedrive, Reference};
use crate::destination::answer::Reply;
use crate::destination::call::Call;
use crate::destination::listing::{self, Listed, Listing, Period, Sight};
use crate::destination::verdict::Reason;
use crate::reconcile::{Expected, Found, Standing};

/// What can be seen of persons and leads.
pub const SIGHT: Sight = Sight {
    leads_per_call: 1,
    lists: false,
    between_lists_ms: 0,
    grace_ms: 0,
    cannot: &[
        "find records that no lead of the ledger has: origin_id cannot be searched by",
        "find a lead again whose person somebody has merged into another",
        "look through a person's leads when there are more than one answer holds",
    ],
};

impl Listing for Pipedrive {
    fn sight(&self) -> Sight {
        SIGHT
    }

    /// The person that a lead was merged into is looked up like one of its own. A reference that cannot
    /// be read can be looked up by nobody.
    fn expects(&self, lead: &Expected) -> Standing {
        let reference = lead.reference.as_deref().and_then(Reference::parse);
        match (lead.standing, reference) {
            (Standing::Recorded | Standing::Merged, Some(_)) => Standing::Recorded,
            (Standing::Recorded, None) => Standing::Merged,
            (standing, _) => standing,
        }
    }

    fn find(&self, leads: &[&Expected]) -> Option<Call> {
        let reference = Reference::parse(leads.first()?.reference.as_deref()?)?;
        Some(match reference.lead {
            Some(_) => self.find_lead(reference.person),
            None => self.read_person(reference.person),
        })
    }

    fn found(&self, leads: &[&Expected], reply: &Reply) -> Result<Vec<Found>, Reason> {
        let unreadable = Reason::new(NAME, "unreadable answer");
        let Some(lead) = leads.first() else { return Ok(Vec::new()) };
        let reference = lead.reference.as_deref().and_then(Reference::parse).ok_or(unreadable)?;
        if let Ok(answer) = reply
            && matches!(answer.status, 404 | 410)
            && listing::read(NAME, answer)?.get("success").and_then(Json::as_bool) == Some(false)
        {
            return Ok(Vec::new());
        }
        let body = listing::body(NAME, reply)?;
        if body.get("success").and_then(Json::as_bool) != Some(true) {
            return Err(unreadable);
        }
        let found =
            |record: String| Found { external_id: lead.lead_id.to_string(), record, created_at_ms: None };
        let Some(own) = &reference.lead else { return Ok(vec![found(reference.to_string())]) };
        let leads = match body.get("data") {
            // Null stands for a person without leads.
            Some(Json::Null) => &[] as &[Json],
            _ => listing::rows(NAME, &body, "data")?,
        };
        let text = |one: &Json, name: &str| one.get(name).and_then(Json::as_str).map(str::to_owned);
        let is_ours = |one: &&Json| {
            text(one, "id").as_ref() == Some(own) || text(one, "origin_id").as_ref() == Some(&lead.key)
        };
        let ours: Vec<Found> =
            leads.iter().filter(is_ours).filter_map(|one| text(one, "id")).map(found).collect();
        // What an answer has no room for is not missing.
        let is_cut = ours.is_empty() && leads.len() >= MAX_LEADS;
        Ok(if is_cut { vec![found(reference.to_string())] } else { ours })
    }

    fn list(&self, _period: Period, _after: Option<&str>) -> Option<Call> {
        None
    }

    fn listed(&self, _period: Period, _reply: &Reply) -> Result<Listed, Reason> {
        Err(Reason::new(NAME, "cannot be listed"))
    }
}
