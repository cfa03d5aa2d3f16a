//! The inbox, read by SQL.

use beeline::destination::{Listed, Period, Sight};
use beeline::inbox::{FIND, SCAN};
use beeline::reconcile::{Expected, Found};
use beeline_platform::deadline::within;
use serde::Deserialize;
use serde_json::Value;
use worker::{D1Database, D1PreparedStatement};

use super::view::Pause;

/// Rows on one page.
const PAGE: usize = 200;
const DEADLINE_MS: u64 = 5_000;
const RETRY_MS: i64 = 10_000;

/// The inbox shows everything, at once.
pub const SIGHT: Sight =
    Sight { leads_per_call: PAGE, lists: true, between_lists_ms: 0, grace_ms: 0, cannot: &[] };

#[derive(Deserialize)]
struct Line {
    lead_id: String,
    written_at_ms: i64,
}

pub async fn find(inbox: &D1Database, leads: &[&Expected]) -> Result<Vec<Found>, Pause> {
    let ids: Vec<String> = leads.iter().map(|lead| lead.lead_id.to_string()).collect();
    let statement = inbox.prepare(FIND).bind(&[Value::from(ids).to_string().into()]);
    let lines = read(statement.map_err(|error| pause(&error))?).await?;
    Ok(lines.into_iter().map(found).collect())
}

/// A page is read whole, and what is not of the time left out afterwards: so it takes no longer where
/// most rows are old.
pub async fn list(inbox: &D1Database, period: Period, after: Option<&str>) -> Result<Listed, Pause> {
    let limit = u32::try_from(PAGE).unwrap_or(u32::MAX);
    let statement = inbox.prepare(SCAN).bind(&[after.unwrap_or_default().into(), limit.into()]);
    let lines = read(statement.map_err(|error| pause(&error))?).await?;
    let next = lines.last().map(|line| line.lead_id.clone()).filter(|_| lines.len() >= PAGE);
    let is_wanted = |line: &Line| (period.since_ms..period.until_ms).contains(&line.written_at_ms);
    Ok(Listed { records: lines.into_iter().filter(is_wanted).map(found).collect(), next })
}

async fn read(statement: D1PreparedStatement) -> Result<Vec<Line>, Pause> {
    let late = |_| Pause { after_ms: RETRY_MS, reason: "inbox: no answer in time".into() };
    let answer = within(DEADLINE_MS, statement.all()).await.map_err(late)?;
    answer.and_then(|rows| rows.results()).map_err(|error| pause(&error))
}

fn pause(error: &worker::Error) -> Pause {
    Pause { after_ms: RETRY_MS, reason: format!("inbox: {error}") }
}

fn found(line: Line) -> Found {
    Found { record: line.lead_id.clone(), external_id: line.lead_id, created_at_ms: Some(line.written_at_ms) }
}
