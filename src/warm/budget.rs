//! What asking may cost: a cap for each day and each month, counted before a question goes out.
//!
//! Days and months are those of UTC. A question takes its credit first and gives back what it
//! did not cost: many that are asked at once cannot pass the cap together.

use serde::{Deserialize, Serialize};

/// How many credits a source may cost. 0 asks nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caps {
    /// In a day.
    pub per_day: u32,
    /// In a calendar month.
    pub per_month: u32,
}

/// What a source has cost. Stored as JSON: a test freezes the bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spent {
    /// The day that is counted, from 1970-01-01.
    day: i64,
    /// Credits in it.
    in_day: u32,
    /// Credits in its month.
    in_month: u32,
}

/// Credits that were taken for a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Taken {
    day: i64,
    credits: u32,
}

/// A cap is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverCap {
    /// When there is room again, in milliseconds since 1970.
    pub until_ms: i64,
}

const DAY_MS: i64 = 86_400_000;

impl Spent {
    /// From its row; of a source that was never asked there is none. What cannot be read does not count
    /// as nothing: the caps would start anew.
    pub fn read(stored: Option<&str>) -> Result<Self, serde_json::Error> {
        stored.map_or_else(|| Ok(Self::default()), serde_json::from_str)
    }

    /// Takes credits for a question.
    pub fn take(self, caps: Caps, credits: u32, now_ms: i64) -> Result<(Self, Taken), OverCap> {
        let spent = self.rolled(now_ms);
        let has_room = |counted: u32, cap: u32| counted.checked_add(credits).is_some_and(|sum| sum <= cap);
        if !has_room(spent.in_month, caps.per_month) {
            let until_ms = next_month(spent.day).saturating_mul(DAY_MS);
            return Err(OverCap { until_ms });
        }
        if !has_room(spent.in_day, caps.per_day) {
            let until_ms = spent.day.saturating_add(1).saturating_mul(DAY_MS);
            return Err(OverCap { until_ms });
        }
        let (in_day, in_month) = (spent.in_day + credits, spent.in_month + credits);
        Ok((Self { in_day, in_month, ..spent }, Taken { day: spent.day, credits }))
    }

    /// Puts what a question did cost in place of what was taken for it. More than was taken
    /// counts too, past the cap: it is owed.
    #[must_use]
    pub fn settle(self, taken: Taken, cost: u32) -> Self {
        let settled = |counted: u32| counted.saturating_sub(taken.credits).saturating_add(cost);
        let in_day = if taken.day == self.day { settled(self.in_day) } else { self.in_day };
        let is_month = month(taken.day) == month(self.day);
        Self { in_day, in_month: if is_month { settled(self.in_month) } else { self.in_month }, ..self }
    }

    /// The same on today's page. A clock that went back stays on the later day: nothing is
    /// forgotten.
    fn rolled(self, now_ms: i64) -> Self {
        let day = now_ms.div_euclid(DAY_MS);
        if day <= self.day {
            return self;
        }
        let in_month = if month(day) == month(self.day) { self.in_month } else { 0 };
        Self { day, in_day: 0, in_month }
    }
}

/// Days from 0000-03-01, where the count of the proleptic Gregorian calendar's years starts that
/// end with their leap day, to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;
/// Days of 400 years, after which the calendar repeats.
const ERA_DAYS: i64 = 146_097;

/// Months since March of the year 0, of a day since 1970, and the day within the month from 0.
fn month_and_day(day: i64) -> (i64, i64) {
    let day = day.saturating_add(DAYS_TO_1970);
    let (era, of_era) = (day.div_euclid(ERA_DAYS), day.rem_euclid(ERA_DAYS));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    // From March on, five months have 153 days.
    let month = (5 * of_year + 2) / 153;
    ((era * 400 + year) * 12 + month, of_year - (153 * month + 2) / 5)
}

fn month(day: i64) -> i64 {
    month_and_day(day).0
}

/// The first day of the month after a day's: at most 31 later.
fn next_month(day: i64) -> i64 {
    let of_month = month_and_day(day).1;
    let first = day.saturating_sub(of_month);
    (28..=31).map(|days| first.saturating_add(days)).find(|next| month(*next) != month(day)).unwrap_or(first)
}
