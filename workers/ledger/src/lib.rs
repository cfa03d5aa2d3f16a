//! The ledger Worker: the Durable Object classes and nothing else, so that a deploy or a
//! panic of the edge never touches state.

#![allow(missing_docs)] // the object macros generate methods without any; nothing links against this

mod alarm;
mod delivery;
mod drift;
mod guard;
mod object;
mod pool;
mod rehearsal;
mod reps;
mod telling;
mod turns;
mod wake;
mod watch;

pub use drift::Drift;
pub use guard::Guard;
pub use object::Ledger;
pub use pool::Pool;
