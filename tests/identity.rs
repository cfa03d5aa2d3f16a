//! Leads that cannot be told apart from others: refused with a reason, never taken for somebody.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use beeline::identity::{Home, Identifier, Jurisdiction, Region, Unidentified};
use beeline::intake::Email;
use beeline::lead::Lead;
use beeline::secret::Secret;

#[test]
fn a_lead_that_names_nobody_has_no_identity_and_the_reason_repeats_nothing_of_it() {
    let identifier = Identifier::new(Secret::new("a secret for tests, 32 characters").unwrap());
    let nobody = Lead {
        name: Some("Ada Lovelace".to_owned().into()),
        company: Some("Engines".into()),
        ..Lead::default()
    };
    let unidentified = identifier.identify(&nobody, "demo", Home::Near(Region::Eu), 0, 600).unwrap_err();
    assert_eq!(unidentified, Unidentified::Anonymous);
    let reasons = [Unidentified::Anonymous, Unidentified::Unwritable].map(|reason| reason.to_string());
    assert!(
        reasons.iter().all(|reason| !reason.contains("Ada") && !reason.contains("Engines")),
        "{reasons:?}"
    );
    assert_ne!(reasons[0], reasons[1]);
}

#[test]
fn a_person_s_leads_in_two_places_are_two_records_of_a_crm() {
    let identifier = Identifier::new(Secret::new("a secret for tests, 32 characters").unwrap());
    let ada = Lead { email: Email::normalize("ada@example.com").map(Into::into), ..Lead::default() };
    let lead_in = |home: Home| identifier.identify(&ada, "demo", home, 0, 600).unwrap();
    let (free, again) = (lead_in(Home::Near(Region::Eu)), lead_in(Home::Near(Region::Eu)));
    let (afar, pinned) = (lead_in(Home::Near(Region::Na)), lead_in(Home::Within(Jurisdiction::Eu)));
    assert_eq!((&free.key, free.lead_id), (&again.key, again.lead_id));
    for other in [afar, pinned] {
        assert_eq!(other.person, free.person);
        assert!(other.key != free.key && other.lead_id != free.lead_id);
    }
}
