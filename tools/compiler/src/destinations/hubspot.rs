//! The section `hubspot`.

use beeline::destination::Field as Ours;
use beeline::destination::hubspot;
use beeline::destination::settings::{Checked, HubSpotTerms};

use super::faults::{Names, checked};
use super::{leaving, pace};
use crate::reader::{Field, Reader};
use crate::rules;

pub(super) const NAME: &str = hubspot::NAME;

pub(super) const FIELDS: &[Field] = &[
    Field::required("api_version", "\"2026-09\""),
    Field::required("key", "\"beeline_lead_key\""),
    Field::optional("looks_first", "true"),
    Field::optional("minutes_ahead_of_utc", "-300"),
    Field::required("requests", "100"),
    Field::required("per_seconds", "10"),
    Field::required("checked_every_minutes", "60"),
    Field::required("fields", leaving::EXAMPLE),
];

const NAMES: Names =
    Names { stamp, where_to_look: "in HubSpot open the property, and copy its internal name" };

pub(super) fn read(reader: &mut Reader<'_>) -> Option<Checked<HubSpotTerms>> {
    let leaving = leaving::read(reader, leaving::FIELDS);
    let minutes = reader.number("minutes_ahead_of_utc", -720..=840, "14 hours");
    let terms = HubSpotTerms {
        api_version: reader.text("api_version", rules::label).unwrap_or_else(|| hubspot::VERSION.to_owned()),
        key: reader.text("key", rules::label).unwrap_or_else(|| "email".to_owned()),
        looks_first: reader.truth("looks_first").unwrap_or(true),
        minutes_ahead_of_utc: minutes.and_then(|minutes| i16::try_from(minutes).ok()).unwrap_or_default(),
        pace: pace::read(reader),
        fields: leaving.iter().map(|leaving| leaving.entry.clone()).collect(),
    };
    checked(reader, &leaving, &NAMES, terms)
}

/// `beeline_lead_id`
fn stamp(field: &Ours) -> String {
    format!("beeline_{}", field.to_string().replace('.', "_"))
}
