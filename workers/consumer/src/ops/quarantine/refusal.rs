//! Why something was not done.

use beeline::contract::{FieldCode, FieldError};
use beeline::page::Flash;
use beeline::problem::Problem;
use worker::{Response, Result};

use crate::ops::Visit;

/// Why something was not done.
pub enum Refusal {
    /// The asker's to mend.
    Problem(Problem),
    /// Ours: for the log.
    Unavailable(String),
}

impl Refusal {
    pub fn answer(self, visit: &Visit<'_>) -> Result<Response> {
        match self {
            Self::Problem(problem) => visit.refuse(&problem),
            Self::Unavailable(reason) => visit.unavailable("quarantine", reason),
        }
    }

    /// As a page says it; `None` for what a page has no better words for than the problem's own.
    pub fn flash(&self) -> Option<Flash> {
        match self {
            Self::Problem(Problem::NotInQuarantine) => Some(Flash::Nothing),
            Self::Problem(Problem::MovedOn) => Some(Flash::MovedOn),
            Self::Problem(Problem::Unreadable) => Some(Flash::Unreadable),
            Self::Problem(Problem::WrongFields(errors)) => match errors.as_slice() {
                [error] if error.field == WHY => Some(Flash::NoWhy),
                [error] if error.field == PER_SECOND => Some(Flash::TooLate),
                _ => None,
            },
            Self::Problem(_) | Self::Unavailable(_) => None,
        }
    }

    pub fn field(field: &str, code: FieldCode, message: &str) -> Self {
        let error = FieldError { field: field.into(), code, message: message.into() };
        Self::Problem(Problem::WrongFields(vec![error]))
    }

    pub fn no_why() -> Self {
        Self::field(WHY, FieldCode::Required, "Say why, in 3 to 200 characters, and name no person.")
    }

    /// The replays under way take too long for one more.
    pub fn too_late() -> Self {
        let message = "The replays before it take more than a day, and it would be given up untried. Ask \
                       again later, or for more a second.";
        Self::field(PER_SECOND, FieldCode::Range, message)
    }
}

const WHY: &str = "why";
const PER_SECOND: &str = "per_second";
