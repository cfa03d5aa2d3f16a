//! What is written about Salesforce.

use serde::{Deserialize, Serialize};

use super::checked::{Checked, Terms};
use super::names;
use super::pace::Pace;
use crate::destination::Entry;
use crate::destination::salesforce::token::Token;
use crate::destination::salesforce::{DuplicatePolicy, REQUIRED, Salesforce};

/// The longest session timeout that an org can have: a day.
const LONGEST_LIFETIME_MINUTES: u32 = 24 * 60;

/// What is written about Salesforce.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SalesforceTerms {
    /// In the path: `v62.0`.
    pub api_version: String,
    /// `Lead`, or an object of the org's own.
    pub object: String,
    /// The external-id field: `LeadKey__c`.
    pub key_field: String,
    /// What duplicate rules lead to.
    pub duplicates: DuplicatePolicy,
    /// How long a token lives: the org's session timeout.
    pub token_lifetime_minutes: u32,
    /// How often it is called.
    pub pace: Pace,
    /// What leaves.
    pub fields: Vec<Entry>,
}

impl SalesforceTerms {
    /// How long a token lives, in milliseconds.
    pub fn token_lifetime_ms(&self) -> i64 {
        i64::from(self.token_lifetime_minutes) * 60_000
    }
}

impl Terms for SalesforceTerms {
    fn fields(&self) -> &[Entry] {
        &self.fields
    }

    fn pace(&self) -> Pace {
        self.pace
    }

    fn required(&self) -> Vec<&str> {
        if self.object == "Lead" { REQUIRED.to_vec() } else { Vec::new() }
    }

    fn forbidden(&self) -> Vec<&str> {
        vec!["Id", "attributes", &self.key_field]
    }

    fn name(&self, to: &str) -> Result<(), &'static str> {
        names::of_salesforce(to)
    }

    fn own(&self) -> Vec<(&'static str, &'static str)> {
        let mut wrong = Vec::new();
        if !is_version(&self.api_version) {
            wrong.push(("api_version", "and must be a version such as \"v62.0\""));
        }
        let is_object = self.object == "Lead" || self.object.ends_with("__c");
        if !is_object || names::of_salesforce(&self.object).is_err() {
            wrong
                .push(("object", "and must be \"Lead\", or an object of your own, whose name ends with __c"));
        }
        if !self.key_field.ends_with("__c") || names::of_salesforce(&self.key_field).is_err() {
            wrong.push(("key_field", "and must be a field of your own, whose name ends with __c"));
        }
        if !(5..=LONGEST_LIFETIME_MINUTES).contains(&self.token_lifetime_minutes) {
            wrong.push(("token_lifetime_minutes", "and must be from 5 to 1440 (a day)"));
        }
        wrong
    }
}

impl Checked<SalesforceTerms> {
    /// Salesforce, with a token for one batch.
    pub fn salesforce(&self, token: Token) -> Salesforce {
        let SalesforceTerms { api_version, object, key_field, duplicates, .. } = self.terms();
        Salesforce {
            token,
            version: api_version.clone(),
            object: object.clone(),
            key_field: key_field.clone(),
            duplicates: *duplicates,
            mapping: self.mapping().clone(),
        }
    }
}

/// `v62.0`
fn is_version(text: &str) -> bool {
    let number = text.strip_prefix('v').and_then(|rest| rest.strip_suffix(".0"));
    number
        .is_some_and(|number| (2..=3).contains(&number.len()) && number.bytes().all(|it| it.is_ascii_digit()))
}
