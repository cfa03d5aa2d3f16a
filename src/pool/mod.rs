//! The pool of one team: whose turn it is.
//!
//! A command is *read, one pure step, write*, in one synchronous transaction, as in the ledger:
//! what is on record and the command give writes and a reply. There is no clock here but
//! `now_ms`, which the caller never lets go back before [`latest_ms`], and no calendar but [`Hours`].
//!
//! * **Once.** A lead has one turn, however often it is asked for; the same question has the same
//!   answer, explanation included, until [`sweep`] forgets the turn.
//! * **Fair.** With the same reps in the running each is less than one lead off its share, and
//!   whoever joins or comes back begins level. The bounds, and why they hold, stand with the
//!   arithmetic, in `round`.
//! * **Who may.** Active members of the roster in force who work now and are below their daily
//!   cap. Of them the readiest: known to be idle, or never reported on; then those whose last
//!   report is stale; then the busy ones, so a busy rep gets a lead only if all are. [`Policy`]
//!   says what may be chosen otherwise.
//! * **First come.** What waits is served before what comes: a new lead goes behind it.
//! * **Synthetic leads** take no turn and leave no trace.
//! * **Withdrawn.** A lead that went to another team costs nobody here a turn, whatever is asked later.
//! * **Told.** Whoever keeps the lead is told who has it until it says that it was told, so that the
//!   asker may go away.

mod adjust;
mod answer;
mod asking;
mod backlog;
mod command;
mod crew;
mod hours;
mod lineup;
mod load;
mod member;
mod policy;
mod reads;
mod release;
mod reply;
mod request;
mod roster;
mod round;
mod schema;
mod standing;
mod sweep;
mod table;
mod take;
mod turn_row;
mod wake;
mod withdraw;
mod writes;

pub use adjust::MAX_TURNS;
pub use answer::TakeAnswer;
pub use asking::asking_order;
pub use backlog::SLICE;
pub use command::{Command, Take};
pub use crew::{Contact, Crew, NotACrew, RosterMember};
pub use hours::{Closed, Hours, LocalDay};
pub use load::Load;
pub use policy::{Policy, Sticky, UnknownLoad};
pub use reply::{Adjustment, How, Outcome, PoolStanding, Reply, Served};
pub use request::{NotARequest, PoolRequest};
pub use roster::{MAX_MEMBERS, MAX_WEIGHT, Roster};
pub use round::TURN;
pub use schema::{MIGRATIONS, migrate};
pub use table::{Line, Standing};

use crate::storage::{Database, StorageError};
use release::Release;
use withdraw::Withdrawal;
use writes::Write;

/// Runs one command: read, step, write. The caller holds the transaction, and afterwards sets its
/// alarm by [`next_wake_ms`].
pub fn run(
    database: &impl Database,
    hours: &impl Hours,
    command: Command,
    now_ms: i64,
) -> Result<Reply, StorageError> {
    match command {
        Command::Roster(roster) => roster::run(database, &roster, now_ms),
        Command::Take(take) => take::run(database, hours, &take, now_ms),
        Command::Busy { rep, state, at_ms } => {
            load::run(database, &rep, state, at_ms, now_ms).map(|()| Reply::Done)
        }
        Command::Serve => backlog::serve(database, hours, now_ms),
        Command::Told { turns } => writes::apply(database, vec![Write::Told(turns)]).map(|()| Reply::Done),
        Command::Release { lead_id, rep, by, why } => {
            let release = Release { lead_id: &lead_id, rep: &rep, by: &by, why: &why };
            release::run(database, hours, &release, now_ms)
        }
        Command::Withdraw { lead_id, at_ms, by, why } => {
            let withdrawal = Withdrawal { lead_id: &lead_id, at_ms, by: &by, why: &why };
            withdraw::run(database, hours, &withdrawal, now_ms).map(|()| Reply::Done)
        }
        Command::Adjust { id, rep, turns, by, why } => {
            adjust::run(database, &id, Adjustment { at_ms: now_ms, rep, lead_id: None, turns, by, why })
        }
        Command::Turn { lead_id } => {
            let turn = reads::turn_of(database, &lead_id)?;
            Ok(turn.map_or(Reply::NotHere, |turn| Reply::Turn(turn.outcome)))
        }
        Command::Standing => standing::run(database, hours, now_ms),
        Command::Adjustments { limit } => reads::adjustments(database, limit).map(Reply::Adjustments),
    }
}

/// When the object must wake for [`Command::Serve`], if it must.
pub fn next_wake_ms(
    database: &impl Database,
    hours: &impl Hours,
    now_ms: i64,
) -> Result<Option<i64>, StorageError> {
    wake::next_ms(database, hours, now_ms)
}

/// The team in force, if any is, and its id: what [`Hours`] are asked of.
pub fn crew(database: &impl Database) -> Result<Option<(String, Crew)>, StorageError> {
    reads::crew(database)
}

/// The latest acceptance that was asked about: the floor of the object's clock.
pub fn latest_ms(database: &impl Database) -> Result<i64, StorageError> {
    reads::latest_ms(database)
}

/// Whether anybody ever sent a roster or asked for a turn here: a pool that is only looked at is
/// not made by that.
pub fn is_there(database: &impl Database) -> Result<bool, StorageError> {
    schema::is_there(database)
}

/// Forgets what is older than `retention_ms`, a bounded number of rows a call. Answers whether
/// there may be more.
pub fn sweep(database: &impl Database, retention_ms: i64, now_ms: i64) -> Result<bool, StorageError> {
    sweep::run(database, retention_ms, now_ms)
}
