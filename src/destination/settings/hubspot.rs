//! What is written about HubSpot.

use serde::{Deserialize, Serialize};

use super::checked::{Checked, Terms};
use super::names;
use super::pace::Pace;
use crate::destination::hubspot::{HubSpot, Key};
use crate::destination::{BaseUrl, Credential, Entry};

/// What a contact is found by, unless it is a property with this name.
const EMAIL: &str = "email";

/// What is written about HubSpot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HubSpotTerms {
    /// The date in the path: `2026-09`.
    pub api_version: String,
    /// `email`, or the property that holds the lead's key.
    pub key: String,
    /// Reads before a first write too.
    pub looks_first: bool,
    /// How many minutes the portal's day is ahead of UTC.
    pub minutes_ahead_of_utc: i16,
    /// How often it is called.
    pub pace: Pace,
    /// What leaves.
    pub fields: Vec<Entry>,
}

impl Terms for HubSpotTerms {
    fn fields(&self) -> &[Entry] {
        &self.fields
    }

    fn pace(&self) -> Pace {
        self.pace
    }

    fn required(&self) -> Vec<&str> {
        Vec::new()
    }

    fn forbidden(&self) -> Vec<&str> {
        let key = (self.key != EMAIL).then_some(self.key.as_str());
        key.into_iter().chain(["hs_object_id"]).collect()
    }

    fn name(&self, to: &str) -> Result<(), &'static str> {
        names::of_hubspot(to)
    }

    fn own(&self) -> Vec<(&'static str, &'static str)> {
        let mut wrong = Vec::new();
        if !is_month(&self.api_version) {
            wrong.push(("api_version", "and must be a year and a month, such as \"2026-09\""));
        }
        wrong.extend(names::of_hubspot(&self.key).err().map(|why| ("key", why)));
        if !(-720..=840).contains(&self.minutes_ahead_of_utc) {
            wrong.push(("minutes_ahead_of_utc", "and must be from -720 to 840 (14 hours)"));
        }
        wrong
    }
}

impl Checked<HubSpotTerms> {
    /// HubSpot at this place, with this key to it.
    pub fn hubspot(&self, base: BaseUrl, token: Credential) -> HubSpot {
        let HubSpotTerms { api_version, key, looks_first, minutes_ahead_of_utc, .. } = self.terms();
        let key = if key == EMAIL { Key::Email } else { Key::Property(key.clone()) };
        HubSpot {
            base,
            token,
            version: api_version.clone(),
            key,
            mapping: self.mapping().clone(),
            looks_first: *looks_first,
            minutes_ahead_of_utc: *minutes_ahead_of_utc,
        }
    }
}

/// `2026-09`
fn is_month(text: &str) -> bool {
    let Some((year, month)) = text.split_once('-') else { return false };
    let is_number =
        |digits: &str, length| digits.len() == length && digits.bytes().all(|it| it.is_ascii_digit());
    is_number(year, 4) && is_number(month, 2) && (1..=12).contains(&month.parse::<u8>().unwrap_or_default())
}
