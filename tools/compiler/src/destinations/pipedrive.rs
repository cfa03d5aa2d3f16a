//! The section `pipedrive`.

use beeline::destination::Field as Ours;
use beeline::destination::pipedrive;
use beeline::destination::settings::{Checked, PipedriveTerms};

use super::faults::{Names, checked};
use super::{leaving, pace};
use crate::reader::{Field, Reader};
use crate::rules;

pub(super) const NAME: &str = pipedrive::NAME;

pub(super) const FIELDS: &[Field] = &[
    Field::optional("lead_title", "\"Website\""),
    Field::required("requests", "20"),
    Field::required("per_seconds", "2"),
    Field::required("checked_every_minutes", "60"),
    Field::required("fields", "[{ from = \"name\", to = \"name\", otherwise = \"Unknown\" }]"),
];

const NAMES: Names = Names {
    stamp,
    where_to_look: "in Pipedrive open Company settings, Data fields, Person, and choose \"Copy API key\" beside the field",
};

pub(super) fn read(reader: &mut Reader<'_>) -> Option<Checked<PipedriveTerms>> {
    let leaving = leaving::read(reader, leaving::FIELDS);
    let terms = PipedriveTerms {
        lead_title: reader.text("lead_title", rules::label),
        pace: pace::read(reader),
        fields: leaving.iter().map(|leaving| leaving.entry.clone()).collect(),
    };
    checked(reader, &leaving, &NAMES, terms)
}

/// Custom fields there have keys that nobody can guess.
fn stamp(_: &Ours) -> String {
    "the 40 characters of a custom field's API key".to_owned()
}
