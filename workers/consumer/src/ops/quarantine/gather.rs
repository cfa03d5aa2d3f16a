//! Asking every ledger object for what it has in quarantine. Stand-ins are asked too: what they
//! cannot hand over stays with them.

use beeline::identity::{LeadId, Shard};
use beeline::lead::Lead;
use beeline::ledger::{Claim, ClassCount, Command, MOST_QUARANTINED, QuarantinePage, QuarantinedLead, Reply};
use beeline::quarantine::{Cursor, Page, join};
use beeline_platform::log;
use futures_util::future::join_all;

use crate::desk::Desk;

/// Calls under way at a time.
const TOGETHER: usize = 48;
/// How often all objects are asked for one page at most: a rare class may be far back.
const MOST_ROUNDS: usize = 4;

/// What was found.
#[derive(Default)]
pub struct Found {
    /// Newest first, each with the object that has it.
    pub leads: Vec<(Shard, QuarantinedLead)>,
    /// Rows of which nothing can be read.
    pub skipped: u32,
    /// Where the list goes on.
    pub next: Option<Cursor>,
    /// Objects that did not answer.
    pub unreachable: Vec<Shard>,
}

/// Up to `most` leads, on from a place in the list.
pub async fn leads(desk: &Desk, after: Option<Cursor>, class: Option<&str>, most: usize) -> Found {
    let mut found = Found { next: after, ..Found::default() };
    for _ in 0..MOST_ROUNDS {
        let rest = most.saturating_sub(found.leads.len());
        let (pages, unreachable) = pages(desk, found.next, class, rest).await;
        let Page { leads, skipped, next } = join(pages, rest);
        found.leads.extend(leads);
        found.skipped += skipped;
        found.next = next;
        found.unreachable.extend(unreachable);
        if found.leads.len() >= most || found.next.is_none() {
            break;
        }
    }
    found.unreachable.sort_unstable();
    found.unreachable.dedup();
    found
}

async fn pages(
    desk: &Desk,
    after: Option<Cursor>,
    class: Option<&str>,
    rest: usize,
) -> (Vec<(Shard, QuarantinePage)>, Vec<Shard>) {
    let limit = match class {
        // One more tells whether there are more than are shown.
        None => u32::try_from(rest + 1).unwrap_or(MOST_QUARANTINED),
        Some(_) => MOST_QUARANTINED,
    };
    let asked = |shard: Shard| Command::Quarantined {
        after: after.map(|cursor| cursor.in_shard(shard)),
        limit,
        class: class.map(str::to_owned),
    };
    let answers = ask_all(desk, asked).await;
    let (mut pages, mut unreachable) = (Vec::new(), Vec::new());
    for (shard, reply) in answers {
        match reply {
            Some(Reply::Quarantined(page)) => pages.push((shard, page)),
            _ => unreachable.push(shard),
        }
    }
    (pages, unreachable)
}

/// The counts of every object that answered, and those that did not.
pub async fn classes(desk: &Desk) -> (Vec<ClassCount>, Vec<Shard>) {
    let (mut counts, mut unreachable) = (Vec::new(), Vec::new());
    for (shard, reply) in ask_all(desk, |_| Command::QuarantineClasses).await {
        match reply {
            Some(Reply::QuarantineClasses(counted)) => counts.extend(counted),
            _ => unreachable.push(shard),
        }
    }
    (counts, unreachable)
}

async fn ask_all(desk: &Desk, command: impl Fn(Shard) -> Command) -> Vec<(Shard, Option<Reply>)> {
    let shards: Vec<Shard> = Shard::all().collect();
    let mut answers = Vec::with_capacity(shards.len());
    for together in shards.chunks(TOGETHER) {
        let asked = together.iter().map(|shard| {
            let command = command(*shard);
            async move { (*shard, ask(desk, *shard, &command).await) }
        });
        answers.extend(join_all(asked).await);
    }
    answers
}

async fn ask(desk: &Desk, shard: Shard, command: &Command) -> Option<Reply> {
    let answer = desk.ledgers.call(shard, command).await;
    answer
        .inspect_err(|error| {
            log::failure("ops.shard_unreachable").show("shard", shard).show("reason", error).write();
        })
        .ok()
}

/// One lead as far as it is in quarantine, with the object that has it; `None` if it is not there.
pub async fn one(desk: &Desk, lead_id: LeadId) -> Result<Option<(Shard, QuarantinedLead)>, String> {
    let Some(home) = lead_id.shard() else { return Ok(None) };
    for shard in [home, home.to_spill()] {
        match desk.ledgers.call(shard, &Command::InQuarantine { lead_id }).await {
            Ok(Reply::Quarantined(page)) => {
                if let Some(lead) = page.leads.into_iter().next() {
                    return Ok(Some((shard, lead)));
                }
            }
            Ok(_) => return Err("ledger: unknown answer".into()),
            Err(error) => return Err(error.to_string()),
        }
    }
    Ok(None)
}

/// What a lead says in the revision that was to be delivered; `None` if that cannot be read.
pub async fn said(desk: &Desk, shard: Shard, lead: &QuarantinedLead) -> Option<Lead> {
    let revision = lead.owed.iter().map(|owed| owed.revision).max().unwrap_or(lead.revision);
    let command = Command::Payload { lead_id: lead.lead_id, revision };
    let said = match desk.ledgers.call(shard, &command).await {
        Ok(Reply::Payload(Some(text))) => read(shard, text.expose()),
        Ok(_) => Err("the ledger has no such submission".into()),
        Err(error) => Err(error.to_string()),
    };
    said.inspect_err(|reason| {
        log::failure("ops.quarantined_lead_unreadable")
            .show("lead_id", lead.lead_id)
            .with("reason", reason.as_str())
            .write();
    })
    .ok()
}

/// A stand-in keeps whole claims.
fn read(shard: Shard, text: &str) -> Result<Lead, String> {
    let lead = if shard.spill {
        serde_json::from_str::<Claim>(text).and_then(|claim| serde_json::from_str(claim.lead.get()))
    } else {
        serde_json::from_str(text)
    };
    lead.map_err(|_| "a stored lead that cannot be read".to_owned())
}
