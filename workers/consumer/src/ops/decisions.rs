//! Decisions on record, for `cargo beeline plan` and `why`: a line of JSON each.

use beeline::export::{Cursor, NEXT, SKIPPED, Wanted};
use beeline::identity::LeadId;
use beeline::ledger::{Command, DecisionPage, MOST_DECISIONS, Reply};
use beeline::problem::Problem;
use beeline_platform::{log, source};
use worker::{Response, Result};

use super::{Visit, reply};

/// Lines after which an answer ends: some 500 KB.
const ENOUGH: u32 = 1_000;
/// Calls after which an answer ends, one after the other: an export may take its time, and leads
/// must not wait for it.
const MOST_CALLS: usize = 24;

/// Lines under way.
#[derive(Default)]
struct Lines {
    text: String,
    lines: u32,
    skipped: u32,
}

/// `GET /v1/ops/decisions`, within `?since=` and `&until=`, on from `&cursor=`.
pub async fn export(visit: &Visit<'_>) -> Result<Response> {
    let url = visit.request.url()?;
    let query: Vec<(String, String)> =
        url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let query = query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let wanted = match Wanted::of(query, source::now_ms()) {
        Ok(wanted) => wanted,
        Err(problem) => return visit.refuse(&problem),
    };
    let (mut lines, mut cursor) = (Lines::default(), Some(wanted.cursor));
    for _ in 0..MOST_CALLS {
        let Some(here) = cursor.filter(|_| lines.lines < ENOUGH) else { break };
        match page(visit, here, &wanted).await {
            Ok(page) => {
                cursor = here.then(page.next);
                lines.add(&page);
            }
            Err(reason) => return visit.unavailable("decisions", reason),
        }
    }
    lines.answer(visit, cursor)
}

async fn page(visit: &Visit<'_>, here: Cursor, wanted: &Wanted) -> std::result::Result<DecisionPage, String> {
    let Wanted { since_ms, until_ms, .. } = *wanted;
    let asked = Command::Decisions { after: here.after, since_ms, until_ms, limit: MOST_DECISIONS };
    match visit.desk.ledgers.call(here.shard, &asked).await {
        Ok(Reply::Decisions(page)) => Ok(page),
        Ok(_) => Err(format!("{}: unknown answer", here.shard)),
        Err(error) => Err(format!("{}: {error}", here.shard)),
    }
}

/// `GET /v1/ops/decisions/{lead_id}`: those about one lead, the last first.
pub async fn of_lead(visit: &Visit<'_>, id: &str) -> Result<Response> {
    let Some((lead_id, home)) = id.parse().ok().and_then(|id: LeadId| Some((id, id.shard()?))) else {
        return visit.refuse(&Problem::UnknownLead);
    };
    for shard in [home, home.to_spill()] {
        match visit.desk.ledgers.call(shard, &Command::DecisionsOf { lead_id }).await {
            Ok(Reply::Decisions(page)) if page.decisions + page.skipped == 0 => {}
            Ok(Reply::Decisions(page)) => {
                let mut lines = Lines::default();
                lines.add(&page);
                return lines.answer(visit, None);
            }
            Ok(_) => return visit.unavailable("decisions", "unknown answer"),
            Err(error) => return visit.unavailable("decisions", error),
        }
    }
    visit.refuse(&Problem::UnknownLead)
}

impl Lines {
    fn add(&mut self, page: &DecisionPage) {
        self.skipped += page.skipped;
        self.lines += page.decisions;
        self.text.push_str(&page.lines);
    }

    fn answer(self, visit: &Visit<'_>, next: Option<Cursor>) -> Result<Response> {
        log::event("ops.decisions")
            .with("subject", visit.subject.as_str())
            .with("lines", self.lines)
            .with("skipped", self.skipped)
            .write();
        let mut response = reply::lines(self.text)?;
        let headers = response.headers_mut();
        headers.set(SKIPPED, &self.skipped.to_string())?;
        if let Some(next) = next {
            headers.set(NEXT, &next.to_string())?;
        }
        Ok(response)
    }
}
