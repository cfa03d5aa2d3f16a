//! What is written about Pipedrive.

use serde::{Deserialize, Serialize};

use super::checked::{Checked, Terms};
use super::names;
use super::pace::Pace;
use crate::destination::pipedrive::{Pipedrive, REQUIRED};
use crate::destination::{BaseUrl, Credential, Entry};

/// The longest title: the form's name comes behind it.
const MAX_TITLE_CHARS: usize = 120;

/// What is written about Pipedrive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PipedriveTerms {
    /// What leads are called, in front of the form; `None` for persons without leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_title: Option<String>,
    /// How often it is called.
    pub pace: Pace,
    /// What leaves.
    pub fields: Vec<Entry>,
}

impl Terms for PipedriveTerms {
    fn fields(&self) -> &[Entry] {
        &self.fields
    }

    fn pace(&self) -> Pace {
        self.pace
    }

    fn required(&self) -> Vec<&str> {
        REQUIRED.to_vec()
    }

    fn forbidden(&self) -> Vec<&str> {
        Vec::new()
    }

    fn name(&self, to: &str) -> Result<(), &'static str> {
        names::of_pipedrive(to)
    }

    fn own(&self) -> Vec<(&'static str, &'static str)> {
        let is_title = |title: &String| {
            !title.trim().is_empty()
                && title.chars().count() <= MAX_TITLE_CHARS
                && !title.contains(char::is_control)
        };
        let is_wrong = self.lead_title.as_ref().is_some_and(|title| !is_title(title));
        if is_wrong {
            vec![("lead_title", "and must be one line of 1 to 120 characters")]
        } else {
            Vec::new()
        }
    }
}

impl Checked<PipedriveTerms> {
    /// Pipedrive at this place, with this key to it.
    pub fn pipedrive(&self, base: BaseUrl, token: Credential) -> Pipedrive {
        let lead_title = self.terms().lead_title.clone();
        Pipedrive { base, token, mapping: self.mapping().clone(), lead_title }
    }
}
