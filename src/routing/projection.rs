//! A lead as rules see it.

use super::bundle::Bundle;
use super::facts::{Fact, Facts, kept};
use super::form::Form;
use crate::contract::{Answer, FieldKind};
use crate::lead::Lead;
use crate::place::{self, Country};
use crate::whereabouts::Source;

/// No code is longer.
const MOST_AREA_BYTES: usize = 12;

impl Facts {
    /// What rules can know of a lead that came through `form` and is decided about at `at_ms`.
    ///
    /// What is no code of a country is not known. Where neither the visitor nor their phone
    /// number tells a country, their network's counts.
    pub fn of(bundle: &Bundle, form: &Form, lead: &Lead, at_ms: i64) -> Self {
        let told = lead.country.as_deref().and_then(Country::from_code);
        let by_network = || lead.network_country.as_deref().and_then(Country::from_code);
        let country = told.or_else(by_network);
        let country_from = match told {
            Some(_) => lead.sources.country,
            None => country.map(|_| Source::Network),
        };
        // A region of another country than the one that is told is none of it.
        let subdivision = lead.region.as_deref().zip(told);
        let subdivision =
            subdivision.and_then(|(region, country)| place::subdivision(country, region).known());
        let postal = lead.postal_code.as_ref().zip(told);
        let code = |text: String| text.to_ascii_lowercase();
        let campaign = |name: &str| lead.utm.get(name).and_then(|said| kept(said));
        let mut facts = Self {
            form: form.id.clone(),
            lane: form.lane,
            at_ms,
            minute: bundle.minute_of_week(at_ms),
            product: lead.product.as_deref().and_then(kept),
            country: country.map(|country| code(country.to_string())),
            country_from,
            subdivision_from: subdivision.and(lead.sources.region),
            subdivision: subdivision.map(|part| code(part.to_string())),
            postal_area: postal.and_then(|(typed, country)| area(country, typed.expose())),
            territory: None,
            employees: lead.employees.map(i64::from),
            language: lead.language.clone(),
            source: campaign("source"),
            medium: campaign("medium"),
            campaign: campaign("campaign"),
            consent_marketing: lead.consent.marketing,
            consent_sms: lead.consent.sms,
            consent_call: lead.consent.call,
            fields: own_fields(form, lead),
            enriched: std::collections::BTreeMap::new(),
            enriched_from: std::collections::BTreeMap::new(),
        };
        facts.locate(bundle);
        facts
    }

    /// Works out what follows from the files: the territory, and the minute of the week. For a
    /// recorded lead that is decided about again.
    pub fn locate(&mut self, bundle: &Bundle) {
        let place = [&self.country, &self.subdivision, &self.postal_area].map(Option::as_deref);
        let [country, subdivision, postal_area] = place;
        self.territory = bundle.territories().of(country, subdivision, postal_area).map(str::to_owned);
        self.minute = bundle.minute_of_week(self.at_ms);
    }
}

/// The district of a postal code; nothing of what is no code.
fn area(country: Country, typed: &str) -> Option<String> {
    let area = place::postal::comparable(country.as_str(), typed);
    (!area.is_empty() && area.len() <= MOST_AREA_BYTES).then_some(area)
}

/// The answers that are from a list, numbers, or yes and no: what was typed freely is not
/// for rules, and may be personal.
fn own_fields(form: &Form, lead: &Lead) -> std::collections::BTreeMap<String, Fact> {
    let ruled = form.contract.fields.iter().filter(|rule| !rule.removed && !rule.multiple);
    let fact = |name: &str, kind: FieldKind| match (kind, lead.extra.get(name)?) {
        (FieldKind::Choice | FieldKind::Country, Answer::Text(said)) => kept(said.expose()).map(Fact::Word),
        (FieldKind::Boolean, Answer::Boolean(yes)) => Some(Fact::Truth(*yes.expose())),
        #[allow(clippy::cast_possible_truncation)] // saturates: whatever is beyond has no rule
        (FieldKind::Number, Answer::Number(number)) => Some(Fact::Number(number.expose().floor() as i64)),
        _ => None,
    };
    ruled.filter_map(|rule| Some((rule.name.clone(), fact(&rule.name, rule.kind)?))).collect()
}
