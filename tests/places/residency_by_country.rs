//! Which jurisdiction a lead must be kept in, by its form and by the countries it has to do with.

use beeline::contract::Contract;
use beeline::drift::{DriftReport, Seen, mask};
use beeline::identity::{Home, IdempotencyKey, Identifier, Jurisdiction, LeadId, Region};
use beeline::intake::{Fields, Submission};
use beeline::lead::{Kind, Lead, Network};
use beeline::place::Country;
use beeline::routing::{Bundle, Countries, Form, Residency, Team, jurisdiction, jurisdiction_of_refused};
use beeline::secret::Secret;
use proptest::prelude::*;
use proptest::sample::select;

const EU: Option<Jurisdiction> = Some(Jurisdiction::Eu);
const US: Option<Jurisdiction> = Some(Jurisdiction::Us);

/// Germany and Switzerland are kept in the EU, the United States at home, Brazil anywhere.
fn bundle() -> Bundle {
    let team = Team {
        id: "sales".into(),
        name: "Sales".into(),
        sla_seconds: 300,
        booking_url: None,
        overflow: None,
    };
    let mut residency = Residency::default();
    for (code, there) in [("DE", Jurisdiction::Eu), ("CH", Jurisdiction::Eu), ("US", Jurisdiction::Us)] {
        residency.pin(Country::from_code(code).unwrap(), there);
    }
    Bundle::new(vec![form(None)], vec![team], "sales".into()).unwrap().with_residency(residency)
}

fn form(jurisdiction: Option<Jurisdiction>) -> Form {
    Form { id: "demo".into(), jurisdiction, ..Form::default() }
}

fn decided(form: &Form, told: Option<&str>, network: Option<&str>) -> Option<Jurisdiction> {
    jurisdiction(&bundle(), form, Countries { told, network })
}

/// A lead of what was said, from a network in this country.
fn lead(said: Submission, network: Option<&str>) -> Lead {
    let network = Network { country: network.map(str::to_owned), time_zone: None, language: None };
    Lead::normalize(said, Kind::Real, network, Some("US"))
}

fn saying(country: &str) -> Submission {
    Submission { country: Some(country.to_owned()), ..Submission::default() }
}

fn of(lead: &Lead) -> Option<Jurisdiction> {
    jurisdiction(&bundle(), &form(None), Countries::of(lead))
}

#[test]
fn the_first_that_is_pinned_decides_form_then_word_then_network() {
    let cases = [
        // form, told, network, kept in
        (None, None, None, None),
        (None, Some("BR"), Some("BR"), None),
        (None, Some("DE"), Some("BR"), EU),
        (None, Some("BR"), Some("DE"), EU),
        (None, None, Some("CH"), EU),
        (None, Some("CH"), None, EU),
        (None, Some("US"), Some("DE"), US),
        (None, Some("DE"), Some("US"), EU),
        (US, Some("DE"), Some("DE"), US),
        (EU, Some("US"), Some("US"), EU),
        (EU, None, None, EU),
    ];
    for (pinned, told, network, expected) in cases {
        assert_eq!(decided(&form(pinned), told, network), expected, "{pinned:?} {told:?} {network:?}");
    }
}

#[test]
fn what_is_no_country_pins_nothing() {
    for odd in ["", "de", "DEU", "ZZ", "T1", "XX", "Germany", "D\u{395}"] {
        assert_eq!(decided(&form(None), Some(odd), Some(odd)), None, "{odd}");
    }
}

#[test]
fn a_country_counts_however_it_is_written() {
    for written in ["CH", "ch", "CHE", "Switzerland", "die Schweiz", "Suisse"] {
        assert_eq!(of(&lead(saying(written), Some("BR"))), EU, "{written}");
    }
    assert_eq!(of(&lead(saying("Atlantis"), Some("BR"))), None);
    assert_eq!(of(&lead(saying("Atlantis"), Some("DE"))), EU, "the network is known all the same");
}

#[test]
fn a_phone_number_tells_a_country_where_none_is_named() {
    let calling = |said: Submission| Submission { phone: Some("+41 44 668 18 00".into()), ..said };
    assert_eq!(of(&lead(calling(Submission::default()), Some("BR"))), EU);
    assert_eq!(of(&lead(calling(saying("Brazil")), Some("BR"))), None, "the named one counts");
    assert_eq!(of(&lead(calling(Submission::default()), Some("US"))), EU, "and before the network");
}

#[test]
fn what_is_known_of_a_refused_submission_is_kept_where_its_lead_would_be() {
    let body = |country: &str| Fields::from_json(format!(r#"{{"country":"{country}"}}"#).as_bytes()).unwrap();
    let kept =
        |country: &str, network| jurisdiction_of_refused(&bundle(), &form(None), &body(country), network);
    assert_eq!(kept("Schweiz", Some("BR")), EU);
    assert_eq!(kept("", Some("DE")), EU);
    assert_eq!(kept("USA", Some("DE")), US);
    assert_eq!(kept("Atlantis", None), None);
    let pinned = jurisdiction_of_refused(&bundle(), &form(US), &body("Schweiz"), Some("DE"));
    assert_eq!(pinned, US, "the form's own setting counts first");
}

#[test]
fn samples_of_one_form_are_kept_apart_by_jurisdiction() {
    let sample = mask(&Fields::default(), &[], &Contract::default());
    let seen = Seen { misfits: vec![sample], ..Seen::default() };
    let store = |there| DriftReport::of(&form(None), there, seen.clone()).store_name();
    assert_eq!([store(None), store(EU), store(US)], ["demo", "demo@eu", "demo@us"]);
}

fn country() -> impl Strategy<Value = Option<&'static str>> {
    select(vec![None, Some("DE"), Some("CH"), Some("US"), Some("BR"), Some("T1"), Some("somewhere")])
}

fn pin() -> impl Strategy<Value = Option<Jurisdiction>> {
    select(vec![None, EU, US])
}

proptest! {
    #[test]
    fn a_forms_own_setting_holds_for_every_visitor(pinned in pin(), told in country(), network in country()) {
        if pinned.is_some() {
            prop_assert_eq!(decided(&form(pinned), told, network), pinned);
        }
    }

    #[test]
    fn either_country_is_enough_to_pin(told in country(), network in country()) {
        let alone = |country| decided(&form(None), country, None);
        let kept = decided(&form(None), told, network);
        prop_assert_eq!(kept.is_some(), alone(told).is_some() || alone(network).is_some());
        prop_assert!(kept.is_none() || kept == alone(told) || kept == alone(network));
    }

    #[test]
    fn whose_word_pins_a_lead_is_kept_in_one_place_from_every_network(
        told in country(), one in country(), other in country(),
    ) {
        if decided(&form(None), told, None).is_some() {
            prop_assert_eq!(decided(&form(None), told, one), decided(&form(None), told, other));
        }
    }

    #[test]
    fn without_pins_nothing_is_decided(told in country(), network in country()) {
        let team = Team { id: "sales".into(), name: "Sales".into(), sla_seconds: 300, booking_url: None, overflow: None };
        let free = Bundle::new(vec![form(None)], vec![team], "sales".into()).unwrap();
        prop_assert_eq!(jurisdiction(&free, &form(None), Countries { told, network }), None);
    }

    /// Lead, stand-in, `Idempotency-Key` and whoever asks by the lead's id meet in the jurisdiction.
    #[test]
    fn everything_of_a_pinned_lead_stays_there(
        email in "[a-z]{1,12}@example\\.com", told in country(), network in country(), header in "[a-z]{1,20}",
    ) {
        let country = told.map(str::to_owned);
        let lead = lead(Submission { email: Some(email), country, ..Submission::default() }, network);
        let there = of(&lead);
        let home = there.map_or(Home::Near(Region::Oc), Home::Within);
        let identifier = Identifier::new(Secret::new("a secret for tests, 32 characters").unwrap());
        let identity = identifier.identify(&lead, "demo", home, 0, 600).unwrap();
        let (_, keeper) = identifier.idempotency_digest("demo", &IdempotencyKey::Header(header.clone()), home);
        let named = identity.lead_id.to_string().parse::<LeadId>().unwrap().shard().unwrap();
        for shard in [identity.shard, identity.shard.to_spill(), keeper, named] {
            prop_assert_eq!(shard.jurisdiction, there);
            prop_assert!(shard.may_keep(there));
        }
    }

    #[test]
    fn an_object_keeps_what_is_pinned_there_or_nowhere(object in pin(), wanted in pin()) {
        let home = object.map_or(Home::Near(Region::Eu), Home::Within);
        let shard = beeline::identity::Shard::of(home, 3);
        prop_assert_eq!(shard.may_keep(wanted), wanted.is_none() || wanted == object);
    }
}
