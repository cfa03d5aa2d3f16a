//! Reading leads back, by SOQL on the external id.
//!
//! Not tried at Salesforce itself: that more rows than an answer holds are announced by `done`, that a
//! query may be as long as a hundred keys make it, and that external ids can be sorted by.

use serde_json::Value as Json;

use super::{NAME, Salesforce};
use crate::destination::answer::Reply;
use crate::destination::call::Call;
use crate::destination::field::Field;
use crate::destination::listing::{self, Listed, Listing, Period, Sight};
use crate::destination::moment;
use crate::destination::record::ExternalKey;
use crate::destination::verdict::Reason;
use crate::reconcile::{Expected, Found};

/// Rows on one page.
const PAGE: usize = 200;
const STAMPS: Field = Field::LeadId;

/// What can be seen of leads.
pub const SIGHT: Sight = Sight {
    leads_per_call: 100,
    lists: true,
    between_lists_ms: 0,
    grace_ms: 0,
    cannot: &[
        "see a lead that a duplicate rule attached to somebody's record",
        "tell a lead that people have merged away from one that they have deleted",
    ],
};

impl Listing for Salesforce {
    fn sight(&self) -> Sight {
        SIGHT
    }

    /// The keys are letters and digits, so that nothing in the query needs to be quoted.
    fn find(&self, leads: &[&Expected]) -> Option<Call> {
        let keys = leads.iter().filter_map(|lead| ExternalKey::parse(&lead.key).ok());
        let keys: Vec<String> = keys.map(|key| format!("'{}'", key.as_str())).collect();
        let whose = format!("{} IN ({})", self.key_field, keys.join(","));
        (!keys.is_empty()).then(|| self.query(&format!("{} WHERE {whose}", self.selected())))
    }

    fn found(&self, leads: &[&Expected], reply: &Reply) -> Result<Vec<Found>, Reason> {
        let body = listing::body(NAME, reply)?;
        let rows = whole(&body)?;
        let record = |row: &Json| {
            let key = row.get(&self.key_field)?.as_str()?;
            // External ids match without regard to case.
            let lead = leads.iter().find(|lead| lead.key.eq_ignore_ascii_case(key))?;
            found(row, lead.lead_id.to_string())
        };
        Ok(rows.iter().filter_map(record).collect())
    }

    fn list(&self, period: Period, after: Option<&str>) -> Option<Call> {
        self.mapping.target_of(&STAMPS)?;
        let key = &self.key_field;
        let behind = match after {
            Some(after) => format!("{key} > '{}'", ExternalKey::parse(after).ok()?.as_str()),
            None => format!("{key} != null"),
        };
        let (since, until) = (moment::write(period.since_ms), moment::write(period.until_ms));
        let made = format!("CreatedDate >= {since} AND CreatedDate < {until}");
        let query = format!("{} WHERE {behind} AND {made} ORDER BY {key} LIMIT {PAGE}", self.selected());
        Some(self.query(&query))
    }

    fn listed(&self, _period: Period, reply: &Reply) -> Result<Listed, Reason> {
        let body = listing::body(NAME, reply)?;
        let rows = whole(&body)?;
        let stamp = self.mapping.target_of(&STAMPS).unwrap_or_default();
        // Somebody else's key is not ours to judge.
        let key = |row: &Json| Some(row.get(&self.key_field)?.as_str()?.to_lowercase());
        let is_ours = |row: &&Json| key(row).is_some_and(|key| ExternalKey::parse(&key).is_ok());
        let record = |row: &Json| {
            let stamped = row.get(stamp).and_then(Json::as_str).unwrap_or_default().to_owned();
            found(row, stamped)
        };
        let last = rows.iter().filter(is_ours).filter_map(key).next_back();
        Ok(Listed {
            records: rows.iter().filter(is_ours).filter_map(record).collect(),
            next: last.filter(|_| rows.len() >= PAGE),
        })
    }
}

impl Salesforce {
    fn selected(&self) -> String {
        let (key, object) = (&self.key_field, &self.object);
        let stamp = self.mapping.target_of(&STAMPS).map(|stamp| format!(",{stamp}")).unwrap_or_default();
        format!("SELECT Id,{key},CreatedDate{stamp} FROM {object}")
    }
}

/// All rows of an answer that has all of them.
fn whole(body: &Json) -> Result<&[Json], Reason> {
    if body.get("done").and_then(Json::as_bool) != Some(true) {
        return Err(Reason::new(NAME, "an answer that is not whole"));
    }
    listing::rows(NAME, body, "records")
}

fn found(row: &Json, external_id: String) -> Option<Found> {
    let created_at_ms = row.get("CreatedDate").and_then(Json::as_str).and_then(moment::read);
    Some(Found { external_id, record: listing::id(row.get("Id"))?, created_at_ms })
}
