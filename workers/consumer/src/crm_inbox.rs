//! The `inbox` destination: as few statements per batch as fit.

use beeline::inbox;
use beeline::ledger::Outcome;
use beeline_platform::deadline::within;
use beeline_platform::{log, source};
use serde_json::Value;
use worker::{D1Database, Env};

use crate::batch::QueueBatch;
use crate::desk::Desk;
use crate::intake::{self, Job};
use crate::settlements::Settlements;

/// The most that one statement carries: D1 takes 2 MB in a bound value.
const STATEMENT_BYTES: usize = 1_000_000;
/// What a record holds besides the lead.
const ENTRY_BYTES: usize = 2_000;
/// Deadline of one batch write.
const WRITE_DEADLINE_MS: u64 = 10_000;
/// How long to wait when D1 did not take a batch; the ledger's own backoff adds to it.
const RETRY_MS: i64 = 2_000;

/// Writes a batch of leads.
pub async fn consume(batch: &QueueBatch, env: &Env) -> Result<(), String> {
    let desk = Desk::of(env)?;
    let jobs = intake::open(batch, &desk).await?;
    deliver(&desk, jobs).await;
    Ok(())
}

/// Writes leads, and settles them.
pub async fn deliver(desk: &Desk, jobs: Vec<Job>) {
    let mut settlements = Settlements::default();
    let mut entries = Vec::new();
    let now_ms = source::now_ms();
    for job in jobs {
        match inbox::record(&job.message, &job.lead, now_ms) {
            Ok(record) => entries.push(Entry { job, record }),
            Err(unwritable) => {
                settlements.add(job.ticket, &job.message, Outcome::quarantined(unwritable.reason()));
            }
        }
    }
    for entries in statements(entries) {
        write(&desk.inbox, entries, &mut settlements).await;
    }
    settlements.finish(&desk.ledgers).await;
}

/// A lead with its record.
struct Entry {
    job: Job,
    record: Value,
}

/// Entries that fit one statement together.
fn statements(entries: Vec<Entry>) -> Vec<Vec<Entry>> {
    let mut statements: Vec<Vec<Entry>> = Vec::new();
    let mut bytes = STATEMENT_BYTES;
    for entry in entries {
        // The lead stands in its record twice at most, once with every quote escaped.
        let size = entry.job.lead.len() * 3 + ENTRY_BYTES;
        bytes += size;
        match statements.last_mut() {
            Some(open) if bytes <= STATEMENT_BYTES => open.push(entry),
            _ => {
                bytes = size;
                statements.push(vec![entry]);
            }
        }
    }
    statements
}

/// Writes entries together. When D1 refuses them, each is tried alone: one that cannot be
/// written must not hold up its neighbours.
async fn write(inbox: &D1Database, entries: Vec<Entry>, settlements: &mut Settlements) {
    let outcome = upsert(inbox, entries.iter().map(|entry| entry.record.clone()).collect()).await;
    let together = entries.len() > 1;
    for entry in entries {
        let outcome = match outcome {
            Err(NotWritten::Refused) if together => upsert(inbox, vec![entry.record]).await,
            outcome => outcome,
        };
        let outcome = match outcome {
            Ok(()) => Outcome::delivered(inbox::reference(&entry.job.message)),
            Err(reason) => Outcome::deferred(RETRY_MS, reason.words()),
        };
        settlements.add(entry.job.ticket, &entry.job.message, outcome);
    }
}

/// Why a statement was not carried out, as far as is known.
#[derive(Clone, Copy)]
enum NotWritten {
    Refused,
    Late,
}

impl NotWritten {
    const fn words(self) -> &'static str {
        match self {
            Self::Refused => "the inbox did not take the write",
            Self::Late => "the inbox did not answer in time",
        }
    }
}

/// The newest revision of a lead wins inside the statement; two of one lead in a batch are
/// sorted so that the newer one comes last.
async fn upsert(inbox: &D1Database, mut records: Vec<Value>) -> Result<(), NotWritten> {
    records.sort_by_key(|record| record.get(5).and_then(Value::as_u64));
    let parameter = Value::Array(records).to_string();
    let statement = inbox.prepare(inbox::UPSERT).bind(&[parameter.into()]);
    let failed = |error: worker::Error| {
        log::failure("inbox.write_failed").show("reason", error).write();
        NotWritten::Refused
    };
    let statement = statement.map_err(failed)?;
    match within(WRITE_DEADLINE_MS, statement.run()).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(failed(error)),
        Err(_) => Err(NotWritten::Late),
    }
}
