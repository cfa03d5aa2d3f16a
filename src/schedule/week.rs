//! The hours of a week, as a clock on the wall shows them.

use serde::{Deserialize, Serialize};

use super::MINUTE_MS;
use super::malformed::Malformed;

/// Minutes in a day of the week.
pub const DAY_MINUTES: u16 = 24 * 60;
/// Minutes in a week.
pub const WEEK_MINUTES: u16 = 7 * DAY_MINUTES;
/// The epoch was on a Thursday.
const EPOCH_MINUTE: i64 = 3 * DAY_MINUTES as i64;

/// Hours that begin in the week; they may last into the next day, and into the next week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opening {
    /// Minutes since Monday 00:00, below [`WEEK_MINUTES`].
    pub from_minute: u16,
    /// How long: a week at most.
    pub minutes: u16,
}

/// The open minutes of every week, counted from Monday 00:00.
///
/// Kept, and written as JSON, as the rising list of minutes at which the hours begin and end in
/// turn: `[540, 1080]` is Monday 09:00-18:00, `[]` never, `[0, 10080]` always. Hours around the
/// week's end are cut there. A test freezes the JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u16>")]
pub struct Week(Vec<u16>);

impl Week {
    /// The week with these beginnings and ends.
    ///
    /// # Errors
    /// A beginning without an end, minutes that do not rise, or one above [`WEEK_MINUTES`].
    pub fn new(bounds: Vec<u16>) -> Result<Self, Malformed> {
        if !bounds.len().is_multiple_of(2) {
            return Err(Malformed::WeekOdd);
        }
        if bounds.iter().zip(bounds.iter().skip(1)).any(|(before, after)| before >= after) {
            return Err(Malformed::WeekUnsorted);
        }
        if bounds.last().is_some_and(|last| *last > WEEK_MINUTES) {
            return Err(Malformed::WeekOutOfRange);
        }
        Ok(Self(bounds))
    }

    /// Open all the time.
    pub fn always() -> Self {
        Self(vec![0, WEEK_MINUTES])
    }

    /// Never open.
    pub const fn never() -> Self {
        Self(Vec::new())
    }

    /// Open in all of these, which may overlap and come in any order.
    pub fn of(openings: impl IntoIterator<Item = Opening>) -> Self {
        let mut pieces: Vec<(u16, u16)> = openings.into_iter().flat_map(Opening::pieces).collect();
        pieces.sort_unstable();
        let mut bounds: Vec<u16> = Vec::with_capacity(2 * pieces.len());
        for (from, until) in pieces {
            match bounds.last_mut() {
                Some(last) if from <= *last => *last = until.max(*last),
                _ => bounds.extend([from, until]),
            }
        }
        Self(bounds)
    }

    /// The hours in order, as minutes from and until; none goes around the week's end.
    pub fn intervals(&self) -> impl Iterator<Item = (u16, u16)> {
        let (begins, ends) = (self.0.iter().step_by(2), self.0.iter().skip(1).step_by(2));
        begins.copied().zip(ends.copied())
    }

    /// Whether a minute of the week is open.
    pub fn contains(&self, minute: u16) -> bool {
        self.bounds_up_to(minute) % 2 == 1
    }

    /// How many minutes from the beginning of this one nothing changes before the week ends;
    /// nothing if nothing ever changes.
    pub(super) fn unchanged_minutes(&self, minute: u16) -> Option<u16> {
        if self.0.is_empty() || self.0 == [0, WEEK_MINUTES] {
            return None;
        }
        let next = self.0.get(self.bounds_up_to(minute)).copied().unwrap_or(WEEK_MINUTES);
        Some(next.saturating_sub(minute))
    }

    fn bounds_up_to(&self, minute: u16) -> usize {
        self.0.partition_point(|bound| *bound <= minute)
    }
}

impl Opening {
    /// From and until, cut at the week's end.
    pub fn pieces(self) -> impl Iterator<Item = (u16, u16)> {
        let from = self.from_minute % WEEK_MINUTES;
        let until = from + self.minutes.min(WEEK_MINUTES);
        let rest = until.saturating_sub(WEEK_MINUTES);
        [(0, rest), (from, until.min(WEEK_MINUTES))].into_iter().filter(|(from, until)| from < until)
    }
}

impl TryFrom<Vec<u16>> for Week {
    type Error = Malformed;

    fn try_from(bounds: Vec<u16>) -> Result<Self, Malformed> {
        Self::new(bounds)
    }
}

/// The minute of the week that a clock shows.
pub fn minute_of_week(local_ms: i64) -> u16 {
    let minute = local_ms.div_euclid(MINUTE_MS).saturating_add(EPOCH_MINUTE);
    u16::try_from(minute.rem_euclid(i64::from(WEEK_MINUTES))).unwrap_or(0)
}
