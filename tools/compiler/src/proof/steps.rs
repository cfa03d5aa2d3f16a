//! How much work a question may cost.

use std::fmt;

/// Steps a question may take unless the caller says otherwise. A step compares one rule with
/// one box of points in one dimension, of up to 2,048 atoms; a larger one counts as several.
/// A step takes about 20 ns, so that a question which uses them all takes some tenths of a
/// second. Looking for shorter examples may take as many again.
pub const DEFAULT_STEPS: u64 = 10_000_000;

/// The steps were used up before the answer was known. Whether rules cover each other can
/// take exponential time in the number of dimensions: this is never to be read as "fine".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// How many there were.
    pub steps: u64,
}

impl fmt::Display for Undecided {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { steps } = self;
        write!(
            formatter,
            "too many rules overlap here: {steps} comparisons were not enough to be sure; allow more, or \
             split the table"
        )
    }
}

impl std::error::Error for Undecided {}

/// What is left of one question's steps.
#[derive(Debug)]
pub(crate) struct Steps {
    granted: u64,
    left: u64,
}

impl Steps {
    pub fn new(granted: u64) -> Self {
        Self { granted, left: granted }
    }

    pub fn spend(&mut self, steps: usize) -> Result<(), Undecided> {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        let Some(left) = self.left.checked_sub(steps) else {
            self.left = 0;
            return Err(Undecided { steps: self.granted });
        };
        self.left = left;
        Ok(())
    }
}
