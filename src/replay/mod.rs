//! What a change of the files would have done: recorded decisions, taken again.
//!
//! A decision needs nothing but its [`Facts`], and those are on record. So every lead of an
//! export is decided about by the files as they are now, with the code that decides at the
//! edge. What follows from the files is worked out again: the lead's territory, the minute of
//! the week in the files' time zone, the lane of its form. Everything else is as it was.

mod change;
mod counting;
mod plan;
mod policy;
mod summary;

pub use change::{Change, Decided, Derived, Difference};
pub use plan::{Plan, Replay};
pub use policy::{Breach, Hundredths, NotAPercentage, Policy};
pub use summary::{Balance, Counted, Move, Summary, TeamBalance};

use crate::routing::{Bundle, Facts, Recorded, Route, route};

/// A recorded lead as these files know it, and where they send it; `None` if they have no such
/// form.
pub fn again(bundle: &Bundle, recorded: &Recorded) -> Option<(Facts, Route)> {
    let form = bundle.form(&recorded.form)?;
    let mut facts = recorded.facts.clone();
    facts.lane = form.lane;
    facts.locate(bundle);
    let route = route(bundle, form, &facts);
    Some((facts, route))
}
