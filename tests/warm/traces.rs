//! What leads are compared by: equal for the same person, and nothing that anybody could read back.

use beeline::intake::Submission;
use beeline::lead::{Kind, Lead, Network};
use beeline::secret::Secret;
use beeline::warm::duplicate::{May, Trace, Tracer, suggestions};
use proptest::prelude::*;

fn tracer(secret: &str) -> Tracer {
    Tracer::new(&Secret::new(&secret.repeat(32)).unwrap())
}

fn lead(name: &str, email: &str, phone: &str, company: &str) -> Lead {
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let submission = Submission {
        name: said(name),
        email: said(email),
        phone: said(phone),
        company: said(company),
        ..Submission::default()
    };
    Lead::normalize(submission, Kind::Real, Network::default(), Some("US"))
}

fn trace(id: &str, lead: &Lead) -> Trace {
    tracer("k").trace(id.into(), 5, lead)
}

fn ada(id: &str) -> Trace {
    trace(id, &lead("Ada Lovelace", "ada@example.com", "+1 202-555-0123", "Analytical Engines, Inc."))
}

fn between(one: &Trace, other: Trace) -> Option<May> {
    suggestions(one, &[other]).first().map(|suggestion| suggestion.may)
}

#[test]
fn the_same_person_is_met_again_however_it_is_spelt() {
    let by_email = trace("b", &lead("", "Ada@Example.com", "", ""));
    assert_eq!(between(&ada("a"), by_email), Some(May::BePerson));
    let by_phone = trace("b", &lead("Lovelace, ada", "countess@gmail.com", "(202) 555-0123", ""));
    assert_eq!(between(&ada("a"), by_phone), Some(May::BePerson));
    let colleague = trace("b", &lead("Charles Babbage", "charles@example.com", "", ""));
    assert_eq!(between(&ada("a"), colleague), Some(May::BeCompany));
    let elsewhere = trace("b", &lead("Ada Lovelace", "ada@gmail.com", "", "ANALYTICAL ENGINES"));
    assert_eq!(between(&ada("a"), elsewhere), Some(May::PerhapsBePerson));
}

#[test]
fn a_mail_providers_domain_is_no_company_and_a_namesake_nobody() {
    let namesake = trace("b", &lead("Ada Lovelace", "ada@gmail.com", "", ""));
    assert_eq!(between(&ada("a"), namesake.clone()), None);
    let other = trace("c", &lead("Charles Babbage", "charles@gmail.com", "", ""));
    assert_eq!((namesake.domain.clone(), between(&namesake, other)), (None, None));
}

#[test]
fn digests_are_unchanged_and_made_with_a_key() {
    let Trace { email, phone, name, .. } = ada("a");
    let digests = [email, phone, name].map(|digest| digest.unwrap().into_inner());
    assert_eq!(digests, ["g_1GrCBzaGVN0TbNbXEJUw", "OlU7dpsdpOSaEy3lklKprw", "bGsel4VulxI6K1ChMb04zA"]);
    let other = tracer("another").trace("a".into(), 5, &lead("", "ada@example.com", "", ""));
    assert_ne!(other.email.unwrap().expose(), &digests[0]);
}

#[test]
fn a_key_that_is_derived_makes_digests_of_its_own() {
    let key = Secret::new(&"k".repeat(32)).unwrap();
    assert_ne!(key.derived("one").digest(&["x"]), key.derived("two").digest(&["x"]));
    assert_ne!(key.derived("one").digest(&["x"]), key.digest(&["x"]));
}

#[test]
fn a_lead_of_which_nothing_can_be_compared_is_blank() {
    assert!(trace("a", &lead("Ada", "", "", "")).is_blank(), "a first name alone is nobody");
    assert!(!ada("a").is_blank());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_a_person_is_readable(
        first in "[A-Z][a-z]{3,9}",
        last in "[A-Z][a-z]{3,9}",
        local in "zq[a-z]{4,9}",
        digits in "[2-9][0-9]{6}",
    ) {
        let lead = lead(&format!("{first} {last}"), &format!("{local}@example.com"), &format!("+1 202 {digits}"), "");
        let stored = serde_json::to_string(&trace("ld_0", &lead)).unwrap();
        for said in [local, digits, format!("{} {}", first.to_lowercase(), last.to_lowercase())] {
            prop_assert!(!stored.contains(&said), "{said} in {stored}");
        }
    }
}
