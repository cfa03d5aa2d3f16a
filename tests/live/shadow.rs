//! A shadow is looked at and never followed.

use beeline::live::{Mode, Trial};

use crate::world::{candidate, lead_of};

#[test]
fn what_it_would_have_done_is_recorded_and_nothing_else() {
    let (lead, identity) = lead_of("ada");
    let candidate = candidate("enterprise", Mode::Shadow);
    let tried = candidate.tried("demo", &lead, &identity.person, 0);
    assert_eq!((tried.instead.clone(), tried.team()), (None, Some("enterprise")));
    let (team, rule) = (Some("enterprise".into()), Some("fallback".into()));
    assert_eq!(tried.trial, Trial::Shadow { bundle: candidate.issued.hash, team, rule });
}

#[test]
fn a_form_that_it_does_not_have_is_on_record_as_such() {
    let (lead, identity) = lead_of("ada");
    let candidate = candidate("enterprise", Mode::Shadow);
    let tried = candidate.tried("contact", &lead, &identity.person, 0);
    assert_eq!(tried.trial, Trial::Shadow { bundle: candidate.issued.hash, team: None, rule: None });
}

#[test]
fn what_is_recorded_of_a_shadow_is_unchanged() {
    let bundle = String::from("qf4t15932m5dau97");
    let trial = Trial::Shadow { bundle, team: Some("emea".into()), rule: Some("form".into()) };
    let frozen = r#"{"shadow":{"bundle":"qf4t15932m5dau97","team":"emea","rule":"form"}}"#;
    assert_eq!(serde_json::to_string(&trial).unwrap(), frozen);
    assert_eq!(serde_json::from_str::<Trial>(frozen).unwrap(), trial);
}
