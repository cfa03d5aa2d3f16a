//! Whether a destination holds what the ledger says it does: two passes over two views, page
//! by page, in bounded memory, and resumable from one serializable [`Reconciliation`].
//!
//! 1. Leads: a page of the ledger's rows, *then* a look-up of just these ids at the
//!    destination. A record the ledger holds a reference to must be there.
//! 2. Records: a page of the destination's records, *then* a look-up of just these ids in the
//!    ledger. A record must be of a lead the ledger knows and has not given up.
//!
//! Each pass asks second whom it may accuse last: a record is written before its delivery is
//! settled, and a lead is known before its record is written. So leads that move while the
//! views are read are never reported, and nothing has to stand still.
//!
//! What neither view shows, a row deleted before its lead was delivered, is found by counters
//! (`conservation`), not here.

mod drift;
mod pass;
mod place;
mod view;
mod watch;

pub use drift::{Drift, DriftKind, MAX_NAMED};
pub use pass::{MAX_CURSOR, Next, Reconciliation, Report};
pub use place::Place;
pub use view::{Answer, Expected, Found, Owed, Page, Standing, ViewError};
pub use watch::{FIRST_MS, Outlook, TURN_MS, Watch, WatchCall, WatchReply};
