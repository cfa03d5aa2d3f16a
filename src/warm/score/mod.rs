//! How many points a lead has, and what each is for.
//!
//! Nothing is counted that does not stand in the points file, and every line that counted is
//! told in its order: who adds them up gets the score.

mod sheet;

pub use sheet::{Fault, Line, MOST_LINES, MOST_POINTS, MOST_REASON_CHARACTERS, Sheet, SheetFault};

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::routing::{Facts, Known, Subject};

/// A lead's points. JSON names are stored: a test freezes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Points, within what the file allows.
    pub points: i64,
    /// What the lines sum up to; other than `points` only where that is beyond a bound.
    pub sum: i64,
    /// The most that the file allows.
    pub most: i64,
    /// The lines that counted, in the file's order.
    pub reasons: Vec<Reason>,
    /// What the file asks about and is not known of this lead, in the file's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<Subject>,
}

/// One line that counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Which line of the file, from 1.
    pub line: u32,
    /// Its points.
    pub points: i32,
    /// Its reason, as the file has it.
    pub reason: String,
    /// Whether it counted because the answer is not known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_unknown: bool,
}

impl Score {
    /// A lead's points by a file. The same facts and the same file always give the same.
    pub fn of(sheet: &Sheet, facts: &Facts) -> Self {
        let mut score = Self { most: i64::from(sheet.most()), ..Self::default() };
        for (line, number) in sheet.lines().iter().zip(1_u32..) {
            let subject = &line.condition.subject;
            let known = facts.known(subject);
            let is_unknown = known == Known::Nothing;
            if is_unknown && !score.unknown.contains(subject) {
                score.unknown.push(subject.clone());
            }
            if line.condition.fits(known) {
                score.sum += i64::from(line.points);
                let reason = line.reason.clone();
                score.reasons.push(Reason {
                    line: number,
                    points: line.points,
                    reason,
                    by_unknown: is_unknown,
                });
            }
        }
        score.points = score.sum.clamp(i64::from(sheet.least()), score.most);
        score
    }
}

/// As a card shows it: `70 of 100: +40 Large company; +30 Asked for a demo`.
impl fmt::Display for Score {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} of {}", self.points, self.most)?;
        for (place, reason) in self.reasons.iter().enumerate() {
            let before = if place == 0 { ": " } else { "; " };
            write!(formatter, "{before}{:+} {}", reason.points, reason.reason)?;
        }
        if self.sum != self.points {
            write!(formatter, " (sum {})", self.sum)?;
        }
        Ok(())
    }
}
