//! Leads that cannot be told apart from others: refused with a reason, never taken for somebody.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use beeline::identity::{Home, Identifier, Region, Unidentified};
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
