//! How many people work somewhere: a number, or the span that a provider tells.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How many employees, from one number to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "(u32, Option<u32>)", from = "(u32, Option<u32>)")]
pub struct Headcount {
    /// At least.
    pub from: u32,
    /// At most; absent for `10001+`.
    pub to: Option<u32>,
}

impl Headcount {
    /// A number.
    pub const fn exactly(number: u32) -> Self {
        Self { from: number, to: Some(number) }
    }

    /// Reads `51-200`, `10001+` or `300`. `None` for anything else, for nobody, and for a span
    /// that ends before it starts.
    pub fn read(text: &str) -> Option<Self> {
        let number = |text: &str| text.trim().parse::<u32>().ok();
        let text = text.trim();
        let read = match (text.strip_suffix('+'), text.split_once('-')) {
            (Some(from), _) => Self { from: number(from)?, to: None },
            (None, Some((from, to))) => Self { from: number(from)?, to: Some(number(to)?) },
            (None, None) => Self::exactly(number(text)?),
        };
        (read.from > 0 && read.to.is_none_or(|to| to >= read.from)).then_some(read)
    }
}

/// As people write it: `51 to 200`, `10001 or more`, `300`.
impl fmt::Display for Headcount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self { from, to: None } => write!(formatter, "{from} or more"),
            Self { from, to: Some(to) } if from == to => write!(formatter, "{from}"),
            Self { from, to: Some(to) } => write!(formatter, "{from} to {to}"),
        }
    }
}

impl From<Headcount> for (u32, Option<u32>) {
    fn from(count: Headcount) -> Self {
        (count.from, count.to)
    }
}

impl From<(u32, Option<u32>)> for Headcount {
    fn from((from, to): (u32, Option<u32>)) -> Self {
        Self { from, to }
    }
}
