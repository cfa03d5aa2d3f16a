//! Where a lead is, from what was typed, the postal code, the phone and the network, and how
//! that is known.

use beeline::contract::Contract;
use beeline::identity::{Identifier, Region};
use beeline::intake::{Fields, Submission};
use beeline::lead::{Kind, Lead, Network};
use beeline::secret::Secret;
use beeline::text;
use beeline::whereabouts::{Flag, Source};
use proptest::prelude::*;
use serde_json::{Value, json};

fn network() -> Network {
    Network { country: Some("FR".into()), time_zone: Some("Europe/Paris".into()), language: None }
}

fn lead_from(changes: Value, network: Network) -> Lead {
    let mut body = json!({"email": "ada@engines.example.co.uk", "name": "Ada", "consent": {"privacy": true}});
    body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    let fields = Fields::from_json(body.to_string().as_bytes()).unwrap();
    let submission =
        Submission::read(&fields, &Contract::default()).unwrap_or_else(|errors| panic!("{errors:?}"));
    Lead::normalize(submission, Kind::Real, network, Some("US"))
}

fn lead(changes: Value) -> Lead {
    lead_from(changes, network())
}

#[test]
fn a_country_is_its_code_in_whatever_language_it_was_typed() {
    for text in [
        "DE",
        "de",
        "DEU",
        "Germany",
        "Deutschland",
        "allemagne",
        "Niemcy",
        "ドイツ",
        " federal republic of germany ",
    ] {
        let lead = lead(json!({"country": text}));
        assert_eq!(lead.country.as_deref(), Some("DE"), "{text}");
        assert_eq!((lead.sources.country, lead.flags), (Some(Source::Form), vec![]), "{text}");
    }
}

#[test]
fn what_may_be_two_countries_is_reported_and_not_guessed() {
    let lead = lead(json!({"country": "Korea"}));
    assert_eq!((lead.country.as_deref(), lead.flags), (Some("Korea"), vec![Flag::CountryAmbiguous]));
}

#[test]
fn an_odd_country_blocks_nothing() {
    let lead = lead(json!({"country": "Middle-earth", "region": "The Shire", "tz": "Shire/Hobbiton"}));
    assert_eq!(lead.country.as_deref(), Some("Middle-earth"));
    assert_eq!(lead.region.as_deref(), Some("The Shire"));
    assert_eq!(lead.time_zone.as_deref(), Some("Shire/Hobbiton"));
    assert_eq!(lead.flags, [Flag::CountryUnknown, Flag::TimeZoneUnknown]);
}

#[test]
fn a_subdivision_is_its_code_within_the_country_that_was_said() {
    for (country, region, code) in [
        ("USA", "California", "US-CA"),
        ("US", "ca", "US-CA"),
        ("Germany", "Bavaria", "DE-BY"),
        ("Deutschland", "Bayern", "DE-BY"),
        ("Canada", "Québec", "CA-QC"),
    ] {
        let lead = lead(json!({"country": country, "region": region}));
        assert_eq!(lead.region.as_deref(), Some(code), "{country} {region}");
        assert_eq!(lead.sources.region, Some(Source::Form));
    }
    let unknown = lead(json!({"country": "US", "region": "Bayern"}));
    assert_eq!((unknown.region.as_deref(), unknown.flags), (Some("Bayern"), vec![Flag::RegionUnknown]));
}

#[test]
fn a_postal_code_tells_the_subdivision_that_nobody_typed() {
    let lead = lead(json!({"country": "US", "postal_code": "94105-1804"}));
    assert_eq!((lead.region.as_deref(), lead.sources.region), (Some("US-CA"), Some(Source::Postal)));
}

#[test]
fn what_was_typed_counts_before_what_the_postal_code_tells() {
    let lead = lead(json!({"country": "US", "region": "Nevada", "postal_code": "94105"}));
    assert_eq!((lead.region.as_deref(), lead.sources.region), (Some("US-NV"), Some(Source::Form)));
}

#[test]
fn a_phone_number_tells_the_country_that_nobody_typed_and_a_network_never_does() {
    let by_phone = lead(json!({"phone": "+49 30 123456"}));
    assert_eq!((by_phone.country.as_deref(), by_phone.sources.country), (Some("DE"), Some(Source::Phone)));
    let by_nothing = lead(json!({}));
    assert_eq!((by_nothing.country, by_nothing.sources.country), (None, None));
    assert_eq!(by_nothing.network_country.as_deref(), Some("FR"), "a hint, apart");
}

#[test]
fn a_time_zone_has_one_spelling_and_the_network_fills_in_for_the_form() {
    let said = lead(json!({"tz": "europe/berlin"}));
    assert_eq!(
        (said.time_zone.as_deref(), said.sources.time_zone),
        (Some("Europe/Berlin"), Some(Source::Form))
    );
    let by_network = lead(json!({}));
    assert_eq!(by_network.time_zone.as_deref(), Some("Europe/Paris"));
    assert_eq!(by_network.sources.time_zone, Some(Source::Network));
}

#[test]
fn the_company_is_the_registrable_domain_unless_it_is_a_mail_providers() {
    assert_eq!(lead(json!({})).company_domain.as_deref(), Some("example.co.uk"));
    let free = lead(json!({"email": "ada@gmail.com"}));
    assert_eq!((free.company_domain, free.flags), (None, vec![Flag::FreeMail]));
    let thrown_away = lead(json!({"email": "ada@mail.mailinator.com"}));
    assert_eq!(thrown_away.company_domain, None);
    assert!(thrown_away.flags.contains(&Flag::DisposableMail));
}

#[test]
fn what_hides_or_reorders_text_is_not_shown() {
    let lead = lead(
        json!({"name": "Ada\u{202e} Lovelace\u{200b}", "company": "Cafe\u{301}", "notes": "a\u{2066}b\nc"}),
    );
    assert_eq!(lead.name.unwrap().expose(), "Ada Lovelace");
    assert_eq!(lead.company.as_deref(), Some("Café"));
    assert_eq!(lead.notes.unwrap().expose(), "ab\nc");
}

#[test]
fn the_same_again_from_another_network_is_the_same() {
    let identifier = Identifier::new(Secret::new("a secret for tests, 32 characters").unwrap());
    let fingerprint = |network| {
        let lead = lead_from(json!({"phone": "+49 30 123456", "postal_code": "10117"}), network);
        identifier.identify(&lead, "demo", Region::Eu, 0, 600).unwrap().fingerprint
    };
    assert_eq!(fingerprint(network()), fingerprint(Network::default()));
}

proptest! {
    #[test]
    fn nothing_that_is_typed_blocks_or_is_lost(country in ".{1,40}", region in ".{1,40}", postal_code in ".{1,12}", tz in ".{1,30}") {
        let body = json!({
            "email": "a@b.co", "country": country, "region": region, "postal_code": postal_code, "tz": tz,
            "consent": {"privacy": true},
        });
        let fields = Fields::from_json(body.to_string().as_bytes()).unwrap();
        if let Ok(submission) = Submission::read(&fields, &Contract::default()) {
            let said = submission.country.as_deref().map(|typed| text::shown(typed).into_owned());
            let said = said.filter(|shown| !shown.trim().is_empty());
            let lead = Lead::normalize(submission, Kind::Real, Network::default(), None);
            let unrecognized = lead.flags.iter().any(|flag| matches!(flag, Flag::CountryAmbiguous | Flag::CountryUnknown));
            match said {
                Some(said) if unrecognized => prop_assert_eq!(lead.country, Some(said)),
                Some(_) => prop_assert_eq!(lead.country.unwrap().len(), 2),
                None => prop_assert_eq!(lead.sources.country, None),
            }
        }
    }
}
