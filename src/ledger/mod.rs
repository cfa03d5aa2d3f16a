//! The ledger: who was accepted, what is still owed to whom, and nothing lost in between.
//!
//! A command is *read, one pure step, write*, in one synchronous transaction:
//! [`run`] reads a view through a [`Database`], a step function decides on writes and a
//! reply, and the writes go back through the same [`Database`]. The Durable Object and the
//! native tests differ only in which SQLite is behind it.

mod assign;
mod batch_time;
mod claim;
mod command;
mod decisions;
mod dispatch;
mod expected;
mod found;
mod header_key;
mod held;
mod lead_row;
mod moved;
mod moving;
mod obligation;
mod own_name;
mod proof;
mod quarantine;
mod reads;
mod repeat;
mod reply;
mod report;
mod schema;
mod settle;
mod still_owed;
mod submissions;
mod sweep;
mod unreadable;
mod writes;

pub use crate::storage::{Database, Row, Statement, StorageError, Value};
pub use assign::reference as rep_reference;
pub use batch_time::BatchTime;
pub use claim::Role;
pub use command::{Assignment, Attempt, Claim, Command, Owed, Settlement, Spilled};
pub use decisions::{DecisionPage, DecisionPlace, MOST_DECISIONS};
pub use dispatch::{Dispatch, DueRows, Seeker, Unsent, WhyUnsent, resend_after_ms};
pub use expected::{ExpectedPage, MOST_EXPECTED};
pub use lead_row::{LeadRow, LeadState};
pub use moved::Moved;
pub use moving::{MoveOutcome, Moving};
pub use obligation::{DISMISSED, HELD, Obligation, ObligationName, ObligationState, Outcome, Traces};
pub use quarantine::{
    Amended, ClassCount, MOST_QUARANTINED, QuarantinePage, QuarantinePlace, QuarantinedLead, QuarantinedOwed,
    ReplayItem, Replayed,
};
pub use reply::{ClaimOutcome, Claimed, HeaderKeyReply, HeldLead, LeadReport, Reply, Settled, TimelineEntry};
pub use report::{Counter, OLDEST_LEADS, OldestOwed, RowCount, Tally};
pub use schema::{MIGRATIONS, migrate};
pub use still_owed::StillOwed;
pub use unreadable::Unreadable;

use crate::identity::Shard;
use crate::personal::Personal;
use held::By;
use quarantine::Word;

/// How long a card waits for the edge that holds its lease.
pub const CARD_LEASE_MS: i64 = 5_000;
/// How long a lead in doubt waits for its challenge: a page that asks for one has its answer
/// within seconds, and whoever closed it is not kept from a rep for long.
pub const CHALLENGE_WAIT_MS: i64 = 120_000;
/// After so many sends an obligation is quarantined: with [`resend_after_ms`], three days.
pub const MAX_ATTEMPTS: u32 = 300;
/// After three days an obligation is quarantined.
pub const MAX_AGE_MS: i64 = 3 * 24 * 60 * 60 * 1000;
/// After thirty days a lead that nobody could take is quarantined.
pub const MAX_WAIT_FOR_REP_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// How long a new lead's records wait for its rep, so that they are written once, with the owner:
/// a pool answers within some ten milliseconds.
pub const REP_WAIT_MS: i64 = 250;
/// How long the ledger leaves it to the edge and the pool who has a lead, before it asks itself.
pub const REP_LEASE_MS: i64 = 10_000;
/// How long what a lead can do without leaves it alone, unless its records are settled sooner: it
/// never competes with them.
pub const WARM_WAIT_MS: i64 = 60_000;
/// `not_before_ms` of a card that waits for the CRM. Later than any clock, exact in a double.
pub const PARKED_MS: i64 = 1 << 52;
/// How many leads one look for what is due takes: what a queue batch holds (Cloudflare's
/// limit) of a lead with one destination.
pub const DISPATCH_LEADS: usize = 100;

/// Runs one command: read, step, write. The caller holds the transaction.
pub fn run(
    database: &impl Database,
    role: Role,
    command: Command,
    now_ms: i64,
) -> Result<Reply, StorageError> {
    match command {
        Command::Claim(claim) => {
            let claimed = claim::run(database, role, &claim, now_ms)?;
            Ok(claimed.map_or(Reply::NotProved, Reply::Claimed))
        }
        Command::ReserveKey { key, fingerprint } => {
            header_key::reserve(database, &key, &fingerprint, now_ms).map(Reply::HeaderKey)
        }
        Command::BindKey { key, fingerprint, lead_id, proves } => {
            let bound = header_key::Binding { lead_id, proves };
            header_key::bind(database, &key, &fingerprint, bound, now_ms).map(|()| Reply::Done)
        }
        Command::ReleaseKey { key } => header_key::release(database, &key).map(|()| Reply::Done),
        Command::Settle { items } => settle::run(database, &items, now_ms).map(Reply::Settled),
        Command::StillOwed { items } => still_owed::run(database, &items).map(Reply::StillOwed),
        Command::Assign { team, items } => assign::run(database, &team, &items, now_ms).map(Reply::Assigned),
        Command::Lead { lead_id } => report::lead(database, lead_id).map(Reply::Lead),
        Command::Payload { lead_id, revision } => {
            let payload = submissions::payload(database, lead_id, revision)?;
            Ok(Reply::Payload(payload.map(Personal::new)))
        }
        Command::Release { lead_id, by, why } => {
            let by = By::Person(Word { by: &by, why: &why });
            held::release(database, lead_id, by, now_ms).map(Reply::Released)
        }
        Command::PassChallenge { lead_id } => {
            held::release(database, lead_id, By::Challenge, now_ms).map(Reply::Released)
        }
        Command::Held { limit } => held::list(database, limit).map(Reply::Held),
        Command::Decisions { after, since_ms, until_ms, limit } => {
            let period = decisions::Period { since_ms, until_ms };
            decisions::page(database, after, period, limit).map(Reply::Decisions)
        }
        Command::DecisionsOf { lead_id } => decisions::of_lead(database, lead_id).map(Reply::Decisions),
        Command::Quarantined { after, limit, class } => {
            quarantine::page(database, after, limit, class.as_deref()).map(Reply::Quarantined)
        }
        Command::InQuarantine { lead_id } => quarantine::of_lead(database, lead_id).map(Reply::Quarantined),
        Command::QuarantineClasses => quarantine::classes(database).map(Reply::QuarantineClasses),
        Command::Replay { items, by, why } => {
            quarantine::replay(database, &items, Word { by: &by, why: &why }, now_ms).map(Reply::Replayed)
        }
        Command::Amend { lead_id, of_revision, lead, by, why } => {
            let amendment = quarantine::Amendment { lead_id, of_revision, payload: lead.get() };
            let word = Word { by: &by, why: &why };
            quarantine::amend(database, role, &amendment, word, now_ms).map(Reply::Amended)
        }
        Command::Dismiss { lead_id, by, why } => {
            quarantine::dismiss(database, lead_id, Word { by: &by, why: &why }, now_ms).map(Reply::Dismissed)
        }
        Command::Move(moving) => moving::run(database, role, &moving, now_ms).map(Reply::Moved),
        Command::Preview { lead_id, edited } => {
            quarantine::preview(database, role, lead_id, edited, now_ms).map(Reply::Previewed)
        }
        Command::Expected { destination, after, until_ms, limit } => {
            expected::page(database, &destination, after, until_ms, limit).map(Reply::Expected)
        }
        Command::ExpectedOf { destination, lead_ids } => {
            expected::of(database, &destination, &lead_ids).map(Reply::Expected)
        }
        Command::Tally => report::tally(database, now_ms).map(Reply::Tally),
        Command::Wake => Ok(Reply::Done),
    }
}

/// Takes the rows that are due out for sending: read, step, write. The caller holds the
/// transaction, and sends what it gets after it.
pub fn dispatch(database: &impl Database, now_ms: i64) -> Result<DueRows, StorageError> {
    dispatch::run(database, now_ms)
}

/// Notes that rows are not known to be in their queue: those that it refused are due again shortly, and
/// the try does not count.
pub fn undispatch(database: &impl Database, unsent: &[Unsent], now_ms: i64) -> Result<(), StorageError> {
    dispatch::undo(database, unsent, now_ms)
}

/// Settles attempts that ended in the object itself. The caller holds the transaction.
pub fn settle(
    database: &impl Database,
    items: &[Settlement],
    now_ms: i64,
) -> Result<Vec<Settled>, StorageError> {
    settle::run(database, items, now_ms)
}

/// Forgets what is settled and older than `retention_ms`, a bounded number of rows a call.
/// Answers whether there may be more.
pub fn sweep(database: &impl Database, retention_ms: i64, now_ms: i64) -> Result<bool, StorageError> {
    sweep::run(database, retention_ms, now_ms)
}

/// When the object must wake next, if anything is unsettled.
pub fn next_wake_ms(database: &impl Database) -> Result<Option<i64>, StorageError> {
    reads::next_wake_ms(database)
}

/// The object's own name, written at its first command: an alarm comes without one.
pub fn shard(database: &impl Database) -> Result<Option<Shard>, StorageError> {
    own_name::read(database)
}

/// Writes the object's own name: the first one stays.
pub fn set_shard(database: &impl Database, shard: Shard) -> Result<(), StorageError> {
    own_name::keep(database, shard)
}

/// The latest acceptance on record: the floor of the object's clock, which never goes back.
pub fn latest_acceptance_ms(database: &impl Database) -> Result<i64, StorageError> {
    reads::latest_acceptance_ms(database)
}
