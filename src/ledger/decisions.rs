//! Decisions on record, told page by page, the newest leads first.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::MAX_AGE_MS;
use super::moved::{self, Moved};
use crate::identity::LeadId;
use crate::routing::{Origin, Recorded, Route};
use crate::storage::{Database, Row, StorageError, Value};

/// Rows that one page looks at, at most: what an object reads within milliseconds, because
/// claims wait meanwhile.
pub const MOST_DECISIONS: u32 = 200;

/// Where a page ended: a lead's place in the order of acceptance, and a revision of it.
pub type DecisionPlace = (i64, u32);

/// Some decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionPage {
    /// How many.
    pub decisions: u32,
    /// A line of JSON each, a [`Recorded`] with its facts as they are stored: nobody on the way
    /// reads them.
    pub lines: String,
    /// Decisions within the time that cannot be told: of before facts were kept, or damaged.
    pub skipped: u32,
    /// Where the next page goes on; `None` if this was the last.
    pub next: Option<DecisionPlace>,
}

/// Which decisions are asked for: those about leads that were first accepted within a time, its
/// end excluded.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    pub since_ms: i64,
    pub until_ms: i64,
}

/// The columns of a decision, in the order in which they are read. Submissions lie in the order
/// of their leads, so that a page is neighbouring rows.
macro_rules! decided {
    ($those:literal) => {
        concat!(
            "SELECT s.lead, s.revision, l.accepted_at_ms, l.lead_id, l.kind, l.form, s.accepted_at_ms, \
             s.bundle, s.route, s.facts, l.moved, l.moved_facts FROM submission AS s CROSS JOIN lead AS l ON l.position = s.lead WHERE ",
            $those,
            " ORDER BY s.lead DESC, s.revision DESC LIMIT "
        )
    };
}

const PAGE: &str = concat!(decided!("(s.lead, s.revision) < (?1, ?2)"), "?3");
const OF_LEAD: &str = concat!(
    decided!(
        "s.lead = (SELECT position FROM lead WHERE lead_id = \
         COALESCE((SELECT of_lead_id FROM alias WHERE lead_id = ?1), ?1))"
    ),
    "?2"
);
/// No lead's place is as far; exact in a double.
const NEWEST: DecisionPlace = (1 << 52, 0);

/// One page. Its rows are looked at whether or not they are asked for, so that it takes no
/// longer for a time long ago.
pub fn page(
    database: &impl Database,
    after: Option<DecisionPlace>,
    period: Period,
    limit: u32,
) -> Result<DecisionPage, StorageError> {
    let (limit, (lead, revision)) = (limit.clamp(1, MOST_DECISIONS), after.unwrap_or(NEWEST));
    let rows = database.query(PAGE, vec![Value::from(lead), revision.into(), limit.into()])?;
    let is_full = u32::try_from(rows.len()).is_ok_and(|read| read == limit);
    let mut page = DecisionPage::default();
    let (mut last, mut newest_ms) = (None, i64::MIN);
    for mut row in rows {
        let (lead, revision) = (row.integer()?, row.count()?);
        last = Some((lead, revision));
        let accepted_at_ms = row.integer()?;
        newest_ms = newest_ms.max(accepted_at_ms);
        if !(period.since_ms..period.until_ms).contains(&accepted_at_ms) {
            continue;
        }
        page.take(revision, row);
    }
    // What a stand-in accepted stands behind leads of up to three days later, by which time it
    // gives up. Only a whole page that it was made to hand over later still would end this too
    // soon.
    let goes_on = is_full && newest_ms >= period.since_ms.saturating_sub(MAX_AGE_MS);
    page.next = last.filter(|_| goes_on);
    Ok(page)
}

/// The latest decisions about one lead, by its id or alias, the last first.
pub fn of_lead(database: &impl Database, lead_id: LeadId) -> Result<DecisionPage, StorageError> {
    let rows = database.query(OF_LEAD, vec![lead_id.to_string().into(), MOST_DECISIONS.into()])?;
    let mut page = DecisionPage::default();
    for mut row in rows {
        let (_, revision, _) = (row.integer()?, row.count()?, row.integer()?);
        page.take(revision, row);
    }
    Ok(page)
}

impl DecisionPage {
    fn take(&mut self, revision: u32, row: Row) {
        for line in lines(revision, row).into_iter().flatten() {
            match line {
                Some(line) => {
                    self.decisions += 1;
                    self.lines.push_str(&line);
                    self.lines.push('\n');
                }
                None => self.skipped += 1,
            }
        }
    }
}

/// What follows the time in a row.
struct Decided {
    lead_id: LeadId,
    revision: u32,
    kind: Origin,
    form: String,
    at_ms: i64,
    bundle: String,
    route: Route,
    facts: Box<RawValue>,
}

/// The lines of a row, the later decision first; `None` for one that cannot be read. A move stands with
/// the revision that it was decided about, and those after it were not followed.
fn lines(revision: u32, mut row: Row) -> [Option<Option<String>>; 2] {
    let Some(decided) = read(revision, &mut row) else { return [Some(None), None] };
    match moved::read(row.optional_text().ok().flatten().as_deref()) {
        Ok(Some(moved)) if moved.revision == revision => {
            [Some(decided.moved(moved, row)), Some(decided.line(false))]
        }
        Ok(moved) => [None, Some(decided.line(moved.is_some_and(|moved| moved.revision < revision)))],
        Err(_) => [Some(None), Some(decided.line(false))],
    }
}

fn read(revision: u32, row: &mut Row) -> Option<Decided> {
    let lead_id = row.parsed("a lead id", |text| text.parse().ok()).ok()?;
    let kind = if row.text().ok()? == "real" { Origin::Real } else { Origin::Synthetic };
    let (form, at_ms, bundle) = (row.text().ok()?, row.integer().ok()?, row.text().ok()?);
    let route = serde_json::from_str(&row.text().ok()?).ok()?;
    let facts = facts(row)?;
    Some(Decided { lead_id, revision, kind, form, at_ms, bundle, route, facts })
}

/// Their text becomes part of a line.
fn facts(row: &mut Row) -> Option<Box<RawValue>> {
    let facts = row.optional_text().ok()?.filter(|text| !text.contains(['\n', '\r']))?;
    RawValue::from_string(facts).ok()
}

impl Decided {
    /// The line of the decision that moved the lead, whose facts are next in the row.
    fn moved(&self, moved: Moved, mut row: Row) -> Option<String> {
        let Moved { at_ms, bundle, from, route, .. } = moved;
        let (facts, form) = (facts(&mut row)?, self.form.clone());
        let told = Self { form, at_ms, bundle, route, facts, ..*self };
        told.told(Some(from), false)
    }

    fn line(self, not_followed: bool) -> Option<String> {
        self.told(None, not_followed)
    }

    fn told(self, moved_from: Option<String>, not_followed: bool) -> Option<String> {
        let Self { lead_id, revision, kind, form, at_ms, bundle, route, facts } = self;
        let Route { team, rule, .. } = route;
        let told = Recorded {
            lead_id,
            revision,
            at_ms,
            kind,
            form,
            bundle,
            team,
            rule,
            moved_from,
            not_followed,
            facts,
        };
        serde_json::to_string(&told).ok()
    }
}
