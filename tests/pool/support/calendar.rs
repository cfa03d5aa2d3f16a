//! Working hours as a test wants them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use beeline::pool::{Closed, Hours, LocalDay};

pub const MINUTE_MS: i64 = 60_000;
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// A time in which a rep does not work.
#[derive(Clone, Debug)]
struct Absence {
    from_ms: i64,
    until_ms: i64,
    why: String,
    /// Whether the pool is told when it ends.
    is_end_known: bool,
}

/// Everybody works always, but for what is noted here.
#[derive(Default)]
pub struct Calendar {
    absences: RefCell<BTreeMap<String, Vec<Absence>>>,
    /// How far a rep's clock is ahead of UTC.
    offsets: RefCell<BTreeMap<String, i64>>,
}

impl Calendar {
    pub fn absent(&self, rep: &str, from_ms: i64, until_ms: i64, why: &str) {
        self.note(rep, Absence { from_ms, until_ms, why: why.into(), is_end_known: true });
    }
    /// Absent, and nobody knows for how long.
    pub fn absent_for_good(&self, rep: &str, from_ms: i64) {
        let why = "out of office".into();
        self.note(rep, Absence { from_ms, until_ms: i64::MAX, why, is_end_known: false });
    }
    fn note(&self, rep: &str, absence: Absence) {
        self.absences.borrow_mut().entry(rep.into()).or_default().push(absence);
    }
    /// From now on the rep is there.
    pub fn back(&self, rep: &str) {
        self.absences.borrow_mut().remove(rep);
    }
    pub fn offset(&self, rep: &str, ahead_ms: i64) {
        self.offsets.borrow_mut().insert(rep.into(), ahead_ms);
    }
    pub fn is_open(&self, rep: &str, at_ms: i64) -> bool {
        Hours::is_open(self, rep, at_ms).is_ok()
    }
}

impl Hours for Calendar {
    fn is_open(&self, rep: &str, at_ms: i64) -> Result<(), Closed> {
        let absences = self.absences.borrow();
        let mut of_rep = absences.get(rep).into_iter().flatten();
        match of_rep.find(|absence| (absence.from_ms..absence.until_ms).contains(&at_ms)) {
            None => Ok(()),
            Some(absence) => {
                let until_ms = absence.is_end_known.then_some(absence.until_ms);
                Err(Closed { why: absence.why.clone(), until_ms })
            }
        }
    }

    fn next_open(&self, from_ms: i64) -> Option<i64> {
        let absences = self.absences.borrow();
        let ends = absences.values().flatten().filter(|absence| absence.is_end_known);
        ends.map(|absence| absence.until_ms).filter(|end_ms| *end_ms >= from_ms).min()
    }

    fn local_day(&self, rep: &str, at_ms: i64) -> LocalDay {
        let ahead_ms = self.offsets.borrow().get(rep).copied().unwrap_or_default();
        let number = (at_ms + ahead_ms).div_euclid(DAY_MS);
        LocalDay { number, ends_at_ms: (number + 1) * DAY_MS - ahead_ms }
    }
}
