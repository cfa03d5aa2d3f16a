//! What a trial is to bring about.

use beeline::routing::{Bundle, Facts};

/// What must be so of a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Goal {
    /// The rule that the lead must get to.
    pub rule: usize,
    /// Which of its conditions must fit or not; without it, all must fit.
    pub side: Option<(usize, bool)>,
}

impl Goal {
    /// The rule decides.
    pub(super) const fn decided_by(rule: usize) -> Self {
        Self { rule, side: None }
    }

    /// No rule above decides, and one of its conditions fits, or does not.
    pub(super) const fn side(rule: usize, nth: usize, fits: bool) -> Self {
        Self { rule, side: Some((nth, fits)) }
    }

    /// Whether the condition must fit.
    pub(super) const fn is_fitting(self) -> bool {
        matches!(self.side, Some((_, true)) | None)
    }

    /// Whether a lead does.
    pub(super) fn is_reached(self, bundle: &Bundle, facts: &Facts) -> bool {
        let Some(rule) = bundle.rules().get(self.rule) else { return false };
        let is_taken = bundle.rules().iter().take(self.rule).any(|rule| rule.fits(facts));
        let is_so = match self.side {
            None => rule.fits(facts),
            Some((nth, fits)) => rule
                .when
                .get(nth)
                .is_some_and(|condition| condition.fits(facts.known(&condition.subject)) == fits),
        };
        !is_taken && is_so
    }
}
