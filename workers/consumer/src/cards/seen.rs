//! Looking for cards that were posted without a report, in their channel's history.

use std::collections::BTreeMap;

use beeline::card::slack::{CardReference, SlackAnswer, SlackProblem, find_in_history, history};
use beeline::identity::LeadId;
use beeline::ledger::Outcome;
use beeline_platform::log;
use beeline_platform::slack::Slack;

use super::{Card, HISTORY, RETRY_MS, Shift, failed};

/// How far before the lead's acceptance its message may be, for clocks that differ.
const MARGIN_MS: i64 = 60_000;

/// The cards among these that stand in the channel already. A token that may not read the
/// history answers "none": a rare second message is better than none at all.
pub async fn already_posted(
    slack: &Slack,
    shift: Shift,
    channel: &str,
    cards: &[Card],
) -> Result<BTreeMap<LeadId, CardReference>, Outcome> {
    let mut found = BTreeMap::new();
    let Some(oldest_ms) = cards.iter().map(|card| card.job.message.accepted_at_ms).min() else {
        return Ok(found);
    };
    let mut cursor: Option<String> = None;
    loop {
        if shift.is_over() {
            // Not read to its end it proves nothing.
            return Err(Outcome::postponed(RETRY_MS, "slack: history too long"));
        }
        let request = history(channel, (oldest_ms - MARGIN_MS) / 1000, cursor.as_deref());
        let request = request.map_err(|unwritable| failed(&unwritable.into()))?;
        let Ok(answer) = slack.call(&request).await else {
            return Err(Outcome::deferred(RETRY_MS, "slack: no history"));
        };
        let page = SlackAnswer {
            status: answer.status,
            retry_after: answer.retry_after.as_deref(),
            body: &answer.body,
        };
        cursor = match note(&page, channel, cards, &mut found) {
            Ok(None) => return Ok(found),
            Ok(next) => next,
            Err(SlackProblem::MorePages { cursor }) => Some(cursor),
            Err(SlackProblem::RateLimited { after_ms }) => {
                slack.pacer.penalize(HISTORY, after_ms).await;
                return Err(Outcome::postponed(after_ms, "slack: history rate limited"));
            }
            Err(SlackProblem::Retry { reason }) => return Err(Outcome::deferred(RETRY_MS, &reason)),
            Err(SlackProblem::Refused { reason }) => {
                log::failure("card.history_refused").with("reason", reason).write();
                return Ok(found);
            }
        };
    }
}

/// Notes those of the cards that a page of the history has. Answers where the next page begins, if it is
/// worth reading.
fn note(
    page: &SlackAnswer<'_>,
    channel: &str,
    cards: &[Card],
    found: &mut BTreeMap<LeadId, CardReference>,
) -> Result<Option<String>, SlackProblem> {
    let mut cursor = None;
    for lead_id in cards.iter().map(|card| card.job.message.lead_id) {
        if found.contains_key(&lead_id) {
            continue;
        }
        match find_in_history(page, channel, lead_id) {
            Ok(Some(reference)) => {
                found.insert(lead_id, reference);
            }
            Ok(None) => {}
            Err(SlackProblem::MorePages { cursor: next }) => cursor = Some(next),
            Err(problem) => return Err(problem),
        }
    }
    Ok(cursor)
}
