//! The section `salesforce`.

use beeline::destination::Field as Ours;
use beeline::destination::salesforce::{self, DuplicatePolicy, token};
use beeline::destination::settings::{Checked, SalesforceTerms};

use super::faults::{Names, checked};
use super::{leaving, pace};
use crate::reader::{Field, Reader};
use crate::rules;

pub(super) const NAME: &str = salesforce::NAME;

pub(super) const FIELDS: &[Field] = &[
    Field::required("api_version", "\"v62.0\""),
    Field::optional("object", "\"Lead\""),
    Field::required("key_field", "\"LeadKey__c\""),
    Field::required("duplicates", "\"attach\""),
    Field::optional("token_lifetime_minutes", "120"),
    Field::required("requests", "25"),
    Field::required("per_seconds", "1"),
    Field::required("checked_every_minutes", "60"),
    Field::required("fields", "[{ from = \"last_name\", to = \"LastName\", otherwise = \"Unknown\" }]"),
];

/// What duplicate rules of the org lead to.
pub(super) const DUPLICATES: [(&str, DuplicatePolicy); 3] = [
    ("save", DuplicatePolicy::Save),
    ("attach", DuplicatePolicy::Attach),
    ("refuse", DuplicatePolicy::Refuse),
];

const NAMES: Names = Names {
    stamp,
    where_to_look: "in Salesforce open Setup, Object Manager, Lead, Fields & Relationships, and copy the field's name",
};

pub(super) fn read(reader: &mut Reader<'_>) -> Option<Checked<SalesforceTerms>> {
    let leaving = leaving::read(reader, leaving::FIELDS);
    let usual_minutes = token::DEFAULT_LIFETIME_MS / 60_000;
    let minutes = reader.number("token_lifetime_minutes", 5..=1_440, "a day").unwrap_or(usual_minutes);
    let text = |reader: &mut Reader<'_>, name, usual: &str| {
        reader.text(name, rules::label).unwrap_or_else(|| usual.to_owned())
    };
    let terms = SalesforceTerms {
        api_version: text(reader, "api_version", salesforce::VERSION),
        object: text(reader, "object", "Lead"),
        key_field: text(reader, "key_field", "LeadKey__c"),
        duplicates: reader.word("duplicates", &DUPLICATES).unwrap_or(DuplicatePolicy::Refuse),
        token_lifetime_minutes: u32::try_from(minutes).unwrap_or_default(),
        pace: pace::read(reader),
        fields: leaving.iter().map(|leaving| leaving.entry.clone()).collect(),
    };
    checked(reader, &leaving, &NAMES, terms)
}

/// `BeelineLeadId__c`
fn stamp(field: &Ours) -> String {
    let name = field.to_string();
    let words = name.split(['.', '_']).map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    format!("Beeline{}__c", words.collect::<String>())
}
