//! Which jurisdiction a lead must be kept in.
//!
//! Whoever is in a country by their own word or by their network is of it: either is enough to
//! pin a lead, because a promise about a country is one to both. What the visitor tells goes
//! before the network where the two are pinned to different jurisdictions: it stays the same
//! from one network to the next, so that a repeat ends in the same place.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bundle::Bundle;
use super::form::Form;
use crate::identity::Jurisdiction;
use crate::intake::Fields;
use crate::lead::Lead;
use crate::place::Country;
use crate::whereabouts;

/// The countries whose leads must stay in a jurisdiction, whichever form they come through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Residency(BTreeMap<Country, Jurisdiction>);

impl Residency {
    /// Pins a country, in place of where it may have been pinned.
    pub fn pin(&mut self, country: Country, jurisdiction: Jurisdiction) {
        self.0.insert(country, jurisdiction);
    }

    /// Where leads of the country with this code must stay.
    fn of(&self, code: &str) -> Option<Jurisdiction> {
        self.0.get(&Country::from_code(code)?).copied()
    }
}

/// The countries that a submission has to do with, as ISO 3166-1 alpha-2 codes. What is no such
/// code pins nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Countries<'a> {
    /// What the visitor tells: the country they name, else the one of their phone number.
    pub told: Option<&'a str>,
    /// The one of their network. A webhook comes from its provider's, which is nobody's country.
    pub network: Option<&'a str>,
}

impl<'a> Countries<'a> {
    /// Those of a lead.
    pub fn of(lead: &'a Lead) -> Self {
        Self { told: lead.country.as_deref(), network: lead.network_country.as_deref() }
    }
}

/// Where a lead must be kept; `None` if it may be anywhere. The first of these that is pinned
/// decides: the form, the country that the visitor tells, the country of their network.
pub fn jurisdiction(bundle: &Bundle, form: &Form, countries: Countries<'_>) -> Option<Jurisdiction> {
    let pinned = |country: Option<&str>| bundle.residency().of(country?);
    form.jurisdiction.or_else(|| pinned(countries.told)).or_else(|| pinned(countries.network))
}

/// Where what is known of a refused submission must be kept. It is decided as for a lead, but
/// that nobody reads the phone number of what is no lead.
pub fn jurisdiction_of_refused(
    bundle: &Bundle,
    form: &Form,
    fields: &Fields,
    network: Option<&str>,
) -> Option<Jurisdiction> {
    let told = fields.last_text("country").and_then(whereabouts::country_code);
    jurisdiction(bundle, form, Countries { told: told.as_deref(), network })
}
