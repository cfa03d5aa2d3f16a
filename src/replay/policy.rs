//! How much a change may change.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::summary::Summary;

/// What a change may do at most. The same files deciding otherwise is never allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// How many of a hundred leads may go to another team.
    pub max_changed: Option<Hundredths>,
    /// How many leads more may reach the fallback.
    pub max_fallback_increase: Option<u64>,
}

/// A percentage, in hundredths of a percent: 2.25 % is 225.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct Hundredths(u32);

/// The text is no percentage from 0 to 100 with at most two decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPercentage;

impl fmt::Display for NotAPercentage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a percentage is a number from 0 to 100, such as 5 or 2.25")
    }
}

impl std::error::Error for NotAPercentage {}

impl Hundredths {
    /// Such a share of a whole, rounded to the nearest; of nothing, 0.
    pub fn of(part: u64, whole: u64) -> Self {
        let (part, whole) = (u128::from(part), u128::from(whole));
        let share = (part * 10_000 + whole / 2).checked_div(whole).unwrap_or(0);
        Self(u32::try_from(share).unwrap_or(u32::MAX))
    }

    /// Whether a part of a whole is more than this. Exact: nothing is rounded.
    pub fn is_exceeded_by(self, part: u64, whole: u64) -> bool {
        u128::from(part) * 10_000 > u128::from(self.0) * u128::from(whole)
    }
}

/// As people write it: `3.1`, `5`.
impl fmt::Display for Hundredths {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 100, self.0 % 100);
        match rest {
            0 => write!(formatter, "{whole}"),
            rest if rest % 10 == 0 => write!(formatter, "{whole}.{}", rest / 10),
            rest => write!(formatter, "{whole}.{rest:02}"),
        }
    }
}

impl From<Hundredths> for String {
    fn from(percentage: Hundredths) -> Self {
        percentage.to_string()
    }
}

impl FromStr for Hundredths {
    type Err = NotAPercentage;
    fn from_str(text: &str) -> Result<Self, NotAPercentage> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole) || !is_number(decimals) || decimals.len() > 2 || whole.len() > 3 {
            return Err(NotAPercentage);
        }
        let padded = format!("{whole}{decimals:0<2}");
        padded.parse().ok().filter(|share| *share <= 10_000).map(Self).ok_or(NotAPercentage)
    }
}

/// What goes beyond a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Breach {
    /// The files are those that decided, and decide otherwise.
    SameFilesDecideOtherwise {
        /// About so many leads.
        leads: u64,
    },
    /// More leads go to another team than may.
    TooManyChanged {
        /// So many.
        changed: u64,
        /// Of so many.
        leads: u64,
        /// So many of a hundred may.
        allowed_percent: Hundredths,
    },
    /// More leads reach the fallback than may.
    FallbackIncrease {
        /// So many more.
        by: u64,
        /// So many more may.
        allowed: u64,
    },
}

impl fmt::Display for Breach {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameFilesDecideOtherwise { leads } => write!(
                formatter,
                "the same files must decide the same, and they decide otherwise about {leads} leads: \
                 nothing you wrote, show this to an engineer"
            ),
            Self::TooManyChanged { changed, leads, allowed_percent } => write!(
                formatter,
                "{changed} of {leads} leads go to another team, {} %, and {allowed_percent} % may",
                Hundredths::of(*changed, *leads)
            ),
            Self::FallbackIncrease { by, allowed } => {
                write!(formatter, "the fallback has {by} leads more, and {allowed} more may reach it")
            }
        }
    }
}

impl Policy {
    /// Everything that goes beyond it.
    pub fn breaches(&self, summary: &Summary) -> Vec<Breach> {
        let Summary { changed, leads, fallback, .. } = summary;
        let drifted =
            (summary.drifted > 0).then_some(Breach::SameFilesDecideOtherwise { leads: summary.drifted });
        let too_many = self.max_changed.filter(|most| most.is_exceeded_by(*changed, *leads));
        let too_many = too_many.map(|allowed_percent| Breach::TooManyChanged {
            changed: *changed,
            leads: *leads,
            allowed_percent,
        });
        let by = fallback.after.saturating_sub(fallback.before);
        let increase = self.max_fallback_increase.filter(|allowed| by > *allowed);
        let increase = increase.map(|allowed| Breach::FallbackIncrease { by, allowed });
        drifted.into_iter().chain(too_many).chain(increase).collect()
    }
}
