//! The guard of one destination: whether it may be called now, how often, how many calls at
//! a time, and for how long an answer is waited for.
//!
//! There is one object per destination, asked once per batch: [`Command::Ask`] before it and
//! [`Command::Report`] after it. It decides with [`step`], and everything it knows is one
//! serializable [`Guard`] of at most 16 KB, whatever happens. The object keeps that in memory
//! and stores it seldom: what an old copy does not know is at most one window of calls, and
//! the vendor's own headers tell of them with the first answer.
//!
//! | part | rule |
//! |---|---|
//! | circuit | opens after five failures in a row, or half of ten or more calls in 10 s; asks with one real call at a time after 1, 2, 4 to 30 s; three answers close it |
//! | budget | never more calls in a window than the vendor allows, other programs' calls included once its headers tell of them |
//! | patience | twice the 99th percentile of recent answers, 200 ms to 10 s, 300 ms to start |
//! | concurrency | one more after as many answers as it allows, three tenths less when the vendor strains, 3 to 32 |
//!
//! Warm work has 60 % of a window and a third of the concurrency, standard leads 85 % and
//! four fifths, hot leads all of both; and warm work waits when a lead was told to.

mod circuit;
mod clock;
mod command;
mod concurrency;
mod latency;
mod lease;
mod limits;
mod quota;
mod sliding;
mod state;
mod step;
mod unguarded;

pub use circuit::{CIRCUIT_WINDOW_MS, Circuit, LONGEST_OPEN_MS, PROBES_TO_CLOSE, SHORTEST_OPEN_MS};
pub use command::{Called, Command, Ending, Go, Lane, Reason, Reply};
pub use concurrency::{MAX_CONCURRENCY, MAX_PER_BATCH, MIN_CONCURRENCY};
pub use latency::{MAX_TIMEOUT_MS, MIN_TIMEOUT_MS, START_TIMEOUT_MS};
pub use lease::{GRACE_MS, GRANT_MS, PROBE_GRANT_MS};
pub use limits::Limits;
pub use quota::{Budget, LONGEST_PAUSE_MS};
pub use state::Guard;
pub use step::{MAX_ITEMS, step};
pub use unguarded::{UNGUARDED_ITEMS, UNGUARDED_TIMEOUT_MS, unguarded};
