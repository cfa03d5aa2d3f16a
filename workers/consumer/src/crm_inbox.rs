//! The `inbox` destination: as few statements per batch as fit.

use beeline::inbox::{self, Writing};
use beeline::ledger::Outcome;
use beeline_platform::deadline::within;
use beeline_platform::{log, source};
use serde_json::Value;
use worker::{D1Database, Env};

use crate::batch::QueueBatch;
use crate::desk::Desk;
use crate::intake::{self, Job};
use crate::settlements::Settlements;

/// What a record holds besides the lead.
const ENTRY_BYTES: usize = 2_000;
/// How long a batch may take, however many statements it is.
const WRITE_DEADLINE_MS: i64 = 10_000;
/// How long to wait when D1 did not take a batch; the ledger's own backoff adds to it.
const RETRY_MS: i64 = 2_000;

/// Writes a batch of leads.
pub async fn consume(batch: &QueueBatch, env: &Env) -> Result<(), String> {
    let desk = Desk::of(env)?;
    let jobs = intake::open(batch, &desk).await?;
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
    write(&desk.inbox, entries, &mut settlements).await;
    settlements.finish(&desk.ledgers).await;
    Ok(())
}

/// A lead with its record.
struct Entry {
    job: Job,
    record: Value,
}

/// Writes entries together, and those apart that are refused so, all of it under one deadline: what there
/// is no time for comes back.
async fn write(inbox: &D1Database, entries: Vec<Entry>, settlements: &mut Settlements) {
    let until_ms = source::now_ms() + WRITE_DEADLINE_MS;
    // The lead stands in its record twice at most, once with every quote escaped.
    let sized = |entry: Entry| {
        let bytes = entry.job.lead.len() * 3 + ENTRY_BYTES;
        (entry, bytes)
    };
    let mut writing = Writing::open(entries.into_iter().map(sized));
    while let Some(entries) = writing.take_next() {
        let records = entries.iter().map(|entry| entry.record.clone()).collect();
        match upsert(inbox, records, until_ms - source::now_ms()).await {
            Ok(()) => {
                for Entry { job, .. } in entries {
                    settlements.add(
                        job.ticket,
                        &job.message,
                        Outcome::delivered(inbox::reference(&job.message)),
                    );
                }
            }
            Err(NotWritten::Refused) => {
                let alone = writing.refused(entries);
                alone.into_iter().for_each(|entry| put_off(entry, NotWritten::Refused, settlements));
            }
            Err(NotWritten::Late) => {
                let left = entries.into_iter().chain(writing.rest());
                left.for_each(|entry| put_off(entry, NotWritten::Late, settlements));
                return;
            }
        }
    }
}

fn put_off(entry: Entry, reason: NotWritten, settlements: &mut Settlements) {
    let Entry { job, .. } = entry;
    settlements.add(job.ticket, &job.message, Outcome::deferred(RETRY_MS, reason.words()));
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
async fn upsert(inbox: &D1Database, mut records: Vec<Value>, left_ms: i64) -> Result<(), NotWritten> {
    let Some(left_ms) = u64::try_from(left_ms).ok().filter(|left_ms| *left_ms > 0) else {
        return Err(NotWritten::Late);
    };
    records.sort_by_key(|record| record.get(5).and_then(Value::as_u64));
    let parameter = Value::Array(records).to_string();
    let statement = inbox.prepare(inbox::UPSERT).bind(&[parameter.into()]);
    let failed = |error: worker::Error| {
        log::failure("inbox.write_failed").show("reason", error).write();
        NotWritten::Refused
    };
    let statement = statement.map_err(failed)?;
    match within(left_ms, statement.run()).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(failed(error)),
        Err(_) => Err(NotWritten::Late),
    }
}
