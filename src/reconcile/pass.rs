//! The comparison itself, one page at a time.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::drift::{Drift, DriftKind, Drifts};
use super::view::{Answer, Found, Owed, Page, Standing, ViewError};

/// No source's cursor is longer.
pub const MAX_CURSOR: usize = 1_024;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "pass", rename_all = "snake_case")]
enum Position {
    Leads { after: Option<String> },
    Records { after: Option<String> },
    Over { at_ms: i64 },
}

/// What to read next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next<'a> {
    /// The ledger's page after this cursor, then its ids at the destination.
    Leads {
        /// `None`: the first page.
        after: Option<&'a str>,
    },
    /// The destination's page after this cursor, then its ids in the ledger.
    Records {
        /// `None`: the first page.
        after: Option<&'a str>,
    },
    /// Nothing: everything is compared.
    Nothing,
}

/// A comparison under way. Its JSON is stored between pages: a test freezes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciliation {
    destination: String,
    began_at_ms: i64,
    grace_ms: i64,
    position: Position,
    leads: u64,
    records: u64,
    young: u64,
    open: u64,
    oldest_open_ms: Option<i64>,
    missing: Drifts,
    surplus: Drifts,
}

/// What a comparison has found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The destination's name.
    pub destination: String,
    /// When the comparison began, in milliseconds since 1970.
    pub began_at_ms: i64,
    /// When it was over; `None` while pages are left.
    pub ended_at_ms: Option<i64>,
    /// Leads compared.
    pub leads: u64,
    /// Records compared.
    pub records: u64,
    /// Leads recorded too recently for the destination's index to be believed.
    pub young: u64,
    /// Leads on their way.
    pub open: u64,
    /// Age of the oldest of them.
    pub oldest_open_ms: Option<i64>,
    /// Leads without their record.
    pub missing: u64,
    /// Age of the oldest of them, since its delivery.
    pub oldest_missing_ms: Option<i64>,
    /// Records without their lead, or that are one too many.
    pub surplus: u64,
    /// Age of the oldest of them whose age is known.
    pub oldest_surplus_ms: Option<i64>,
    /// The oldest of both, missing first.
    pub named: Vec<Drift>,
}

impl Reconciliation {
    /// A new comparison. A lead recorded less than `grace_ms` ago is not missed: a
    /// destination's search may lag behind its writes.
    pub fn begin(destination: &str, grace_ms: i64, now_ms: i64) -> Self {
        Self {
            destination: destination.to_owned(),
            began_at_ms: now_ms,
            grace_ms: grace_ms.max(0),
            position: Position::Leads { after: None },
            leads: 0,
            records: 0,
            young: 0,
            open: 0,
            oldest_open_ms: None,
            missing: Drifts::default(),
            surplus: Drifts::default(),
        }
    }

    /// When it began, in milliseconds since 1970: what was accepted or made from then on is left to
    /// the next one.
    pub const fn began_at_ms(&self) -> i64 {
        self.began_at_ms
    }

    /// How old a record may be that is compared, as the time it was made: the ledger forgets leads
    /// `kept_ms` after their records were settled, and of an eighth of that time a comparison under way
    /// may need all.
    pub const fn since_ms(&self, kept_ms: i64) -> i64 {
        self.began_at_ms.saturating_sub(kept_ms).saturating_add(kept_ms / 8)
    }

    /// Whether everything is compared.
    pub const fn is_over(&self) -> bool {
        matches!(self.position, Position::Over { .. })
    }

    /// What to read next.
    pub fn next(&self) -> Next<'_> {
        match &self.position {
            Position::Leads { after } => Next::Leads { after: after.as_deref() },
            Position::Records { after } => Next::Records { after: after.as_deref() },
            Position::Over { .. } => Next::Nothing,
        }
    }

    /// Compares a page of the ledger with what the destination then said of its ids.
    pub fn compare_leads(&mut self, page: &Page<Owed>, answer: &Answer<Found>) -> Result<(), ViewError> {
        let Position::Leads { after } = &self.position else { return Err(ViewError::NotAskedFor) };
        check(page, answer.asked_at_ms, after.as_deref())?;
        let found = by_lead(&answer.rows);
        for owed in &page.rows {
            let records = found.get(owed.external_id.as_str());
            self.compare_lead(owed, records.map(Vec::as_slice).unwrap_or_default(), page.read_at_ms);
        }
        self.position = match &page.next {
            Some(next) => Position::Leads { after: Some(next.clone()) },
            None => Position::Records { after: None },
        };
        Ok(())
    }

    fn compare_lead(&mut self, owed: &Owed, records: &[&Found], read_at_ms: i64) {
        self.leads = self.leads.saturating_add(1);
        // The first record is the lead's, and any other one too many. Of a lead that was given
        // up every one is, and the other pass says so.
        let extra = records.get(1..).filter(|_| owed.standing != Standing::GivenUp);
        for found in extra.unwrap_or_default() {
            self.surplus.add(DriftKind::Twice, &owed.external_id, Some(&found.record), found.created_at_ms);
        }
        match owed.standing {
            Standing::Open => {
                self.open = self.open.saturating_add(1);
                let oldest_ms = self.oldest_open_ms.unwrap_or(owed.since_ms);
                self.oldest_open_ms = Some(oldest_ms.min(owed.since_ms));
            }
            Standing::Recorded if records.is_empty() => {
                if read_at_ms.saturating_sub(owed.since_ms) < self.grace_ms {
                    self.young = self.young.saturating_add(1);
                } else {
                    self.missing.add(DriftKind::Missing, &owed.external_id, None, Some(owed.since_ms));
                }
            }
            Standing::Recorded | Standing::Merged | Standing::GivenUp => {}
        }
    }

    /// Compares a page of the destination's records with what the ledger then said of their
    /// ids.
    pub fn compare_records(&mut self, page: &Page<Found>, answer: &Answer<Owed>) -> Result<(), ViewError> {
        let Position::Records { after } = &self.position else { return Err(ViewError::NotAskedFor) };
        check(page, answer.asked_at_ms, after.as_deref())?;
        let known: BTreeMap<&str, Standing> =
            answer.rows.iter().map(|owed| (owed.external_id.as_str(), owed.standing)).collect();
        for found in &page.rows {
            self.records = self.records.saturating_add(1);
            let kind = match known.get(found.external_id.as_str()) {
                None => DriftKind::Unknown,
                Some(Standing::GivenUp) => DriftKind::GivenUp,
                Some(Standing::Open | Standing::Recorded | Standing::Merged) => continue,
            };
            self.surplus.add(kind, &found.external_id, Some(&found.record), found.created_at_ms);
        }
        self.position = match &page.next {
            Some(next) => Position::Records { after: Some(next.clone()) },
            None => Position::Over { at_ms: answer.asked_at_ms },
        };
        Ok(())
    }

    /// What has been found so far; ages are as of `now_ms`.
    pub fn report(&self, now_ms: i64) -> Report {
        let age_ms = |since_ms: Option<i64>| since_ms.map(|at_ms| now_ms.saturating_sub(at_ms).max(0));
        Report {
            destination: self.destination.clone(),
            began_at_ms: self.began_at_ms,
            ended_at_ms: match self.position {
                Position::Over { at_ms } => Some(at_ms),
                Position::Leads { .. } | Position::Records { .. } => None,
            },
            leads: self.leads,
            records: self.records,
            young: self.young,
            open: self.open,
            oldest_open_ms: age_ms(self.oldest_open_ms),
            missing: self.missing.count,
            oldest_missing_ms: age_ms(self.missing.oldest_ms),
            surplus: self.surplus.count,
            oldest_surplus_ms: age_ms(self.surplus.oldest_ms),
            named: self.missing.named.iter().chain(&self.surplus.named).cloned().collect(),
        }
    }
}

/// The records of each lead, each once, the oldest first.
fn by_lead(rows: &[Found]) -> BTreeMap<&str, Vec<&Found>> {
    let mut seen = BTreeSet::new();
    let mut by_lead: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
    for found in rows {
        if seen.insert((&found.external_id, &found.record)) {
            by_lead.entry(&found.external_id).or_default().push(found);
        }
    }
    for records in by_lead.values_mut() {
        records.sort_by_key(|found| (found.created_at_ms.unwrap_or(i64::MAX), &found.record));
    }
    by_lead
}

/// Whether the page leads on, and the answer was asked for after it was read.
fn check<T>(page: &Page<T>, asked_at_ms: i64, after: Option<&str>) -> Result<(), ViewError> {
    if asked_at_ms < page.read_at_ms {
        return Err(ViewError::AskedTooEarly);
    }
    match page.next.as_deref() {
        Some(next) if next.len() > MAX_CURSOR => Err(ViewError::CursorTooLong),
        Some(next) if Some(next) == after => Err(ViewError::CursorStuck),
        _ => Ok(()),
    }
}
