//! A time zone, as its offsets over some years.

use serde::{Deserialize, Serialize};

use super::malformed::Malformed;
use super::span::Span;
use super::{MINUTE_MS, from_minute, whole_minute};

/// No clock is further from UTC.
const MOST_OFFSET_MINUTES: i16 = 18 * 60;

/// From when an offset holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Since the epoch: a whole minute.
    pub from_ms: i64,
    /// Local time less UTC.
    pub offset_minutes: i16,
}

/// The offsets of a time zone over a horizon: from the first shift until a stated end.
///
/// Before the horizon the first offset holds, and after it the last; the answer says so. Travels
/// as `[[[minute, offset], ..], end]`, in minutes since the epoch: a test freezes the JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Zone {
    /// Sorted; never empty.
    shifts: Vec<Shift>,
    horizon: Span,
}

/// Shifts, and the end of the horizon, in minutes.
type Written = (Vec<(i64, i16)>, i64);

/// A time during which one offset holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Since the epoch; `i64::MIN` before the horizon.
    pub from_ms: i64,
    /// The first moment after it; `i64::MAX` after the horizon.
    pub until_ms: i64,
    /// Local time less UTC.
    pub offset_minutes: i16,
    /// Whether it lies before or after the horizon, where the offset is a guess.
    pub past_horizon: bool,
}

impl Stretch {
    /// What a clock shows at a moment of this stretch, as if it were UTC.
    pub fn local_ms(self, at_ms: i64) -> i64 {
        at_ms.saturating_add(self.offset_ms())
    }

    /// When a clock that runs on this stretch's offset shows a local time.
    pub fn moment_ms(self, local_ms: i64) -> i64 {
        local_ms.saturating_sub(self.offset_ms())
    }

    fn offset_ms(self) -> i64 {
        i64::from(self.offset_minutes) * MINUTE_MS
    }
}

impl Zone {
    /// A zone with these shifts, until the horizon's end.
    ///
    /// # Errors
    /// No shift, shifts that are not in order or change nothing, an offset of more than 18
    /// hours, or a moment that is no whole minute from 1970 to 9999.
    pub fn new(shifts: Vec<Shift>, until_ms: i64) -> Result<Self, Malformed> {
        let (Some(first), Some(last)) = (shifts.first(), shifts.last()) else {
            return Err(Malformed::ZoneEmpty);
        };
        whole_minute(until_ms)?;
        let horizon = Span::new(first.from_ms, until_ms).filter(|_| last.from_ms < until_ms);
        let horizon = horizon.ok_or(Malformed::ZoneUnsorted)?;
        for shift in &shifts {
            whole_minute(shift.from_ms)?;
            if !(-MOST_OFFSET_MINUTES..=MOST_OFFSET_MINUTES).contains(&shift.offset_minutes) {
                return Err(Malformed::OffsetOutOfRange);
            }
        }
        for (before, after) in shifts.iter().zip(shifts.iter().skip(1)) {
            if before.from_ms >= after.from_ms {
                return Err(Malformed::ZoneUnsorted);
            }
            if before.offset_minutes == after.offset_minutes {
                return Err(Malformed::ShiftWithoutChange);
            }
        }
        Ok(Self { shifts, horizon })
    }

    /// The time whose offsets are known.
    pub const fn horizon(&self) -> Span {
        self.horizon
    }

    /// The offsets, and from when each holds.
    pub fn shifts(&self) -> &[Shift] {
        &self.shifts
    }

    /// The offset that holds at a moment, and for how long. By binary search.
    pub fn stretch_at(&self, at_ms: i64) -> Stretch {
        if at_ms >= self.horizon.until_ms() {
            return self.stretch(self.shifts.len() + 1);
        }
        self.stretch(self.shifts.partition_point(|shift| shift.from_ms <= at_ms))
    }

    /// All of time, in order.
    pub fn stretches(&self) -> impl DoubleEndedIterator<Item = Stretch> {
        (0..self.shifts.len() + 2).map(|number| self.stretch(number))
    }

    /// Stretch 0 is before the horizon, each shift begins one, and the last is after the horizon.
    fn stretch(&self, number: usize) -> Stretch {
        let last = self.shifts.len();
        let nearest = self.shifts.get(number.clamp(1, last.max(1)) - 1);
        Stretch {
            from_ms: self.beginning(number),
            until_ms: self.beginning(number + 1),
            offset_minutes: nearest.map_or(0, |shift| shift.offset_minutes),
            past_horizon: !(1..=last).contains(&number),
        }
    }

    fn beginning(&self, number: usize) -> i64 {
        let Some(index) = number.checked_sub(1) else { return i64::MIN };
        match self.shifts.get(index) {
            Some(shift) => shift.from_ms,
            None if index == self.shifts.len() => self.horizon.until_ms(),
            None => i64::MAX,
        }
    }
}

impl TryFrom<Written> for Zone {
    type Error = Malformed;

    fn try_from((shifts, until): Written) -> Result<Self, Malformed> {
        let shift = |(minute, offset_minutes)| Ok(Shift { from_ms: from_minute(minute)?, offset_minutes });
        Self::new(shifts.into_iter().map(shift).collect::<Result<_, _>>()?, from_minute(until)?)
    }
}

impl From<Zone> for Written {
    fn from(zone: Zone) -> Self {
        let shift = |shift: &Shift| (shift.from_ms / MINUTE_MS, shift.offset_minutes);
        (zone.shifts.iter().map(shift).collect(), zone.horizon.until_ms() / MINUTE_MS)
    }
}
