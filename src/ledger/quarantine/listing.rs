//! What is in quarantine, told page by page, and counted by class.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::identity::LeadId;
use crate::ledger::lead_row::LeadRow;
use crate::ledger::obligation::{Obligation, ObligationName, ObligationState};
use crate::ledger::reads;
use crate::quarantine::{Class, Fate};
use crate::storage::{Database, StorageError, Value};

/// Rows that one page looks at, at most: what an object reads within milliseconds, because
/// claims wait meanwhile.
pub const MOST_QUARANTINED: u32 = 200;

/// Where a page ended: when a lead was accepted, and its place in the order of acceptance.
pub type QuarantinePlace = (i64, i64);

/// One thing owed to a lead that is in quarantine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantinedOwed {
    /// What.
    pub obligation: ObligationName,
    /// Which generation of it.
    pub generation: u32,
    /// The revision that was to be delivered.
    pub revision: u32,
    /// How often that was tried.
    pub attempts: u32,
    /// Since when it is in quarantine.
    pub since_ms: i64,
    /// Why, as the ledger has it.
    pub reason: String,
    /// Whether it may be at the destination all the same.
    pub may_exist: bool,
}

impl QuarantinedOwed {
    /// What kind of trouble it is in.
    pub fn class(&self) -> Class {
        Class::of(self.obligation.as_str(), &self.reason)
    }
}

/// A lead in quarantine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantinedLead {
    /// Which.
    pub lead_id: LeadId,
    /// Through which form.
    pub form: String,
    /// `real` or `synthetic`.
    pub kind: String,
    /// Its latest revision.
    pub revision: u32,
    /// Where it stands in the list.
    pub place: QuarantinePlace,
    /// What is in quarantine; nothing if what is owed to it cannot be read.
    pub owed: Vec<QuarantinedOwed>,
}

impl QuarantinedLead {
    fn of(lead: LeadRow) -> Self {
        let stuck = lead.obligations.into_iter().filter(|owed| owed.state == ObligationState::Quarantined);
        Self {
            lead_id: lead.lead_id,
            form: lead.form,
            kind: lead.kind,
            revision: lead.revision,
            place: (lead.accepted_at_ms, lead.position),
            owed: stuck.map(quarantined).collect(),
        }
    }

    /// When it was accepted.
    pub const fn accepted_at_ms(&self) -> i64 {
        self.place.0
    }

    /// The classes that it is in, each once.
    pub fn classes(&self) -> Vec<Class> {
        let mut classes: Vec<Class> = self.owed.iter().map(QuarantinedOwed::class).collect();
        if classes.is_empty() {
            classes.push(Class::of("", ""));
        }
        classes.sort_unstable();
        classes.dedup();
        classes
    }

    /// Leaves what is asked for: one class, or all that nobody has dismissed.
    fn only(mut self, wanted: Option<&str>) -> Option<Self> {
        let fits = |class: Class| match wanted {
            Some(wanted) => class.to_string() == wanted,
            None => class.fate != Fate::Dismissed,
        };
        if !self.classes().into_iter().any(fits) {
            return None;
        }
        self.owed.retain(|owed| fits(owed.class()));
        Some(self)
    }
}

fn quarantined(owed: Obligation) -> QuarantinedOwed {
    QuarantinedOwed {
        since_ms: owed.settled_at_ms.unwrap_or(owed.opened_at_ms),
        obligation: owed.name,
        generation: owed.generation,
        revision: owed.revision,
        attempts: owed.attempts,
        reason: owed.reason.unwrap_or_default(),
        may_exist: owed.traces.may_exist || owed.reference.is_some(),
    }
}

/// Some leads in quarantine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantinePage {
    /// Newest first.
    pub leads: Vec<QuarantinedLead>,
    /// Rows of which not even the lead's id can be read.
    pub skipped: u32,
    /// Where the next page goes on; `None` if this was the last.
    pub next: Option<QuarantinePlace>,
}

/// No lead's place is as far; exact in a double.
const NEWEST: QuarantinePlace = (1 << 52, 1 << 52);

/// One page. Its rows are looked at whether or not they are asked for, so that a rare class takes
/// no longer.
pub fn page(
    database: &impl Database,
    after: Option<QuarantinePlace>,
    limit: u32,
    class: Option<&str>,
) -> Result<QuarantinePage, StorageError> {
    let limit = limit.clamp(1, MOST_QUARANTINED);
    let found = reads::quarantined(database, after.unwrap_or(NEWEST), limit)?;
    let is_full = u32::try_from(found.places.len()).is_ok_and(|read| read == limit);
    let next = found.places.last().copied().filter(|_| is_full);
    let leads = found.leads.into_iter().filter_map(|lead| QuarantinedLead::of(lead).only(class)).collect();
    Ok(QuarantinePage { leads, skipped: found.skipped, next })
}

/// One lead, by its id or alias; none if nothing of it is in quarantine.
pub fn of_lead(database: &impl Database, lead_id: LeadId) -> Result<QuarantinePage, StorageError> {
    use crate::ledger::LeadState;
    let lead = reads::lead_to_show(database, lead_id)?;
    let lead = lead.filter(|lead| lead.state == LeadState::Quarantined);
    let leads = lead.map(QuarantinedLead::of).into_iter().collect();
    Ok(QuarantinePage { leads, ..QuarantinePage::default() })
}

/// How many leads are in quarantine for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassCount {
    /// The class, as text.
    pub class: String,
    /// How many.
    pub leads: i64,
    /// When the oldest of them was accepted.
    pub oldest_accepted_at_ms: i64,
}

/// Each lead counts once for each reason it is in quarantine for. What is held, or was dismissed, is
/// so as a whole. A row of which nothing can be read has neither a name nor a reason.
const REASONS: &str = "SELECT name, reason, COUNT(*), MIN(accepted_at_ms) FROM (SELECT DISTINCT position, \
     accepted_at_ms, CASE WHEN reason LIKE 'held: %' OR reason LIKE 'dismissed: %' THEN '' ELSE name END AS name, \
     CASE WHEN reason LIKE 'held: %' THEN 'held: ' WHEN reason LIKE 'dismissed: %' THEN 'dismissed: ' \
     ELSE reason END AS reason FROM (SELECT l.position, l.accepted_at_ms, \
     COALESCE(o.value->>0, '') AS name, COALESCE(o.value->>10, '') AS reason \
     FROM (SELECT position, accepted_at_ms, CASE WHEN json_valid(owed) THEN owed ELSE '[]' END AS owed FROM lead \
     INDEXED BY lead_quarantined WHERE state = 'quarantined' ORDER BY accepted_at_ms DESC LIMIT ?1) AS l \
     LEFT JOIN json_each(l.owed) AS o \
     ON CASE WHEN o.type = 'array' THEN o.value->>3 END = 'quarantined')) GROUP BY name, reason";
/// The newest leads that are counted: what an object reads in a blink.
const MOST_COUNTED: i64 = 10_000;

/// The classes with their counts, the largest first.
pub fn classes(database: &impl Database) -> Result<Vec<ClassCount>, StorageError> {
    let mut counts: BTreeMap<Class, (i64, i64)> = BTreeMap::new();
    for mut row in database.query(REASONS, vec![Value::from(MOST_COUNTED)])? {
        let (name, reason) = (row.text()?, row.text()?);
        let (leads, oldest_ms) = (row.integer()?, row.integer()?);
        let (known, since_ms) = counts.entry(Class::of(&name, &reason)).or_insert((0, oldest_ms));
        *known += leads;
        *since_ms = oldest_ms.min(*since_ms);
    }
    let mut counted: Vec<ClassCount> = counts
        .into_iter()
        .map(|(class, (leads, oldest_accepted_at_ms))| ClassCount {
            class: class.to_string(),
            leads,
            oldest_accepted_at_ms,
        })
        .collect();
    counted.sort_by_key(|count| Reverse(count.leads));
    Ok(counted)
}
