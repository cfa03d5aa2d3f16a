//! Reading contacts back: by the ids that HubSpot gave them, and by search.
//!
//! By id a contact is found at once, where search comes after the write, and of two leads of one
//! person both find the contact that is theirs. Not tried at HubSpot itself: the shape of the filters,
//! that 100 results are a page, and that `hs_object_id` can be sorted and filtered by.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::{HubSpot, MAX_INPUTS, NAME};
use crate::destination::answer::Reply;
use crate::destination::call::Call;
use crate::destination::field::Field;
use crate::destination::listing::{self, Listed, Listing, Period, Sight};
use crate::destination::moment;
use crate::destination::verdict::Reason;
use crate::reconcile::{Expected, Found, Standing};

/// Results on one page of a search.
const PAGE: usize = 100;

/// What can be seen of contacts.
pub const SIGHT: Sight = Sight {
    leads_per_call: MAX_INPUTS,
    lists: true,
    // HubSpot's own client leaves as much between two searches.
    between_lists_ms: 550,
    grace_ms: 0,
    cannot: &[
        "see a second contact of a lead whose stamp somebody has cleared",
        "see an earlier lead of a person on the contact: the stamp is the last one's",
    ],
};

impl Listing for HubSpot {
    fn sight(&self) -> Sight {
        SIGHT
    }

    /// The contact that a lead was merged into is looked up like one of its own.
    fn expects(&self, lead: &Expected) -> Standing {
        match lead.standing {
            Standing::Merged if lead.reference.is_some() => Standing::Recorded,
            standing => standing,
        }
    }

    fn find(&self, leads: &[&Expected]) -> Option<Call> {
        // An id twice in one call is refused.
        let ids: BTreeSet<&str> = leads.iter().filter_map(|lead| lead.reference.as_deref()).collect();
        let inputs: Vec<Json> = ids.into_iter().map(|id| json!({ "id": id })).collect();
        let body = json!({ "properties": ["createdate"], "inputs": inputs });
        (!inputs.is_empty()).then(|| self.call("batch/read", &body))
    }

    fn found(&self, leads: &[&Expected], reply: &Reply) -> Result<Vec<Found>, Reason> {
        let body = listing::body(NAME, reply)?;
        let results = listing::rows(NAME, &body, "results")?;
        let is_absence =
            |error: &Json| error.get("category").and_then(Json::as_str) == Some("OBJECT_NOT_FOUND");
        if !errors(&body).iter().all(is_absence) {
            return Err(Reason::new(NAME, "some could not be looked up"));
        }
        let other = unasked(leads, results).filter(|_| leads.len() == 1);
        let found = |lead: &&Expected| {
            let record = named(lead, results).or(other)?;
            Some(Found {
                external_id: lead.lead_id.to_string(),
                record: listing::id(record.get("id"))?,
                created_at_ms: created_at_ms(record),
            })
        };
        Ok(leads.iter().filter_map(found).collect())
    }

    /// A contact that was merged answers to its old id with its new one, so whoever is not named by id may
    /// still be there as one that nobody here asked for by that id.
    fn unclear<'a>(&self, leads: &[&'a Expected], reply: &Reply) -> Vec<&'a Expected> {
        let Ok(body) = listing::body(NAME, reply) else { return Vec::new() };
        let results = listing::rows(NAME, &body, "results").unwrap_or_default();
        let has_other = leads.len() > 1 && unasked(leads, results).is_some();
        let is_unnamed = |lead: &&&Expected| has_other && named(lead, results).is_none();
        leads.iter().filter(is_unnamed).copied().collect()
    }

    /// By id, because a search shows its first ten thousand results only, and an offset moves with what
    /// comes and goes.
    fn list(&self, period: Period, after: Option<&str>) -> Option<Call> {
        let stamp = self.mapping.target_of(&Field::LeadId)?;
        let filter = |property: &str, operator: &str, value: String| json!({ "propertyName": property, "operator": operator, "value": value });
        let mut filters = vec![
            json!({ "propertyName": stamp, "operator": "HAS_PROPERTY" }),
            filter("createdate", "GTE", period.since_ms.to_string()),
            filter("createdate", "LT", period.until_ms.to_string()),
        ];
        filters.extend(after.map(|id| filter("hs_object_id", "GT", id.to_owned())));
        let body = json!({
            "filterGroups": [{ "filters": filters }],
            "sorts": [{ "propertyName": "hs_object_id", "direction": "ASCENDING" }],
            "properties": [stamp, "createdate"],
            "limit": PAGE,
        });
        Some(self.call("search", &body))
    }

    fn listed(&self, _period: Period, reply: &Reply) -> Result<Listed, Reason> {
        let body = listing::body(NAME, reply)?;
        let results = listing::rows(NAME, &body, "results")?;
        if !errors(&body).is_empty() {
            return Err(Reason::new(NAME, "some could not be listed"));
        }
        let stamp = self.mapping.target_of(&Field::LeadId).unwrap_or_default();
        let record = |result: &Json| {
            Some(Found {
                external_id: result.get("properties")?.get(stamp)?.as_str()?.to_owned(),
                record: listing::id(result.get("id"))?,
                created_at_ms: created_at_ms(result),
            })
        };
        let last = results.last().and_then(|result| listing::id(result.get("id")));
        Ok(Listed {
            records: results.iter().filter_map(record).collect(),
            next: last.filter(|_| results.len() >= PAGE),
        })
    }
}

/// The contact that a lead's reference names.
fn named<'a>(lead: &Expected, results: &'a [Json]) -> Option<&'a Json> {
    let reference = lead.reference.as_deref()?;
    results.iter().find(|result| listing::id(result.get("id")).as_deref() == Some(reference))
}

/// A contact that no lead's reference names.
fn unasked<'a>(leads: &[&Expected], results: &'a [Json]) -> Option<&'a Json> {
    let asked: BTreeSet<&str> = leads.iter().filter_map(|lead| lead.reference.as_deref()).collect();
    let is_unasked =
        |result: &&Json| listing::id(result.get("id")).is_none_or(|id| !asked.contains(id.as_str()));
    results.iter().find(is_unasked)
}

fn errors(body: &Json) -> &[Json] {
    body.get("errors").and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn created_at_ms(result: &Json) -> Option<i64> {
    moment::read(result.get("createdAt")?.as_str()?)
}
