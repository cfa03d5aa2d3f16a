//! A canary decides for a share of persons, and the same ones every time.

use beeline::live::{InForce, Mode, Share, Trial};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::world::{candidate, deployed, lead_of};

fn is_in(person: &str, percent: u8) -> bool {
    Share::of(&lead_of(person).1.person).is_within(percent)
}

#[test]
fn as_many_of_a_thousand_persons_are_in_as_the_percentage_says() {
    for percent in [0, 1, 10, 50, 99, 100] {
        let inside = (0..1_000).filter(|number| is_in(&format!("person-{number}"), percent)).count();
        let expected = usize::from(percent) * 10;
        assert!(inside.abs_diff(expected) <= 50, "{inside} of 1000 at {percent} %");
        assert!(!(percent == 0 && inside > 0 || percent == 100 && inside < 1_000), "{inside} at {percent} %");
    }
}

#[test]
fn a_canary_s_persons_are_spread_over_all_shards() {
    let inside = (0..2_000).map(|number| lead_of(&format!("person-{number}")).1);
    let shards: std::collections::BTreeSet<_> = inside
        .filter(|identity| Share::of(&identity.person).is_within(25))
        .map(|identity| identity.shard.to_string())
        .collect();
    assert_eq!(shards.len(), usize::from(beeline::identity::SHARDS_PER_REGION));
}

#[test]
fn leads_are_sent_by_the_base_and_by_a_canary_and_by_no_shadow() {
    let tried = |mode| InForce { base: deployed(), candidate: Some(candidate("enterprise", mode)) };
    let (base, other) = (deployed().hash, candidate("enterprise", Mode::Shadow).issued.hash);
    let canary = tried(Mode::Canary { percent: 1 });
    assert_eq!(canary.deciding(&base), Some(&canary.base));
    assert_eq!(canary.deciding(&other).map(|issued| &issued.hash), Some(&other));
    assert_eq!(tried(Mode::Shadow).deciding(&other), None);
    assert_eq!(InForce::deployed(deployed()).deciding("some other"), None);
}

#[test]
fn inside_the_candidate_decides_and_outside_it_is_not_asked() {
    for number in 0..50 {
        let (lead, identity) = lead_of(&format!("person-{number}"));
        let candidate = candidate("enterprise", Mode::Canary { percent: 40 });
        let tried = candidate.tried("demo", &lead, &identity.person, 0);
        assert_eq!(tried.trial, Trial::Canary { percent: 40, bundle: candidate.issued.hash });
        let inside = Share::of(&identity.person).is_within(40);
        assert_eq!(tried.team(), inside.then_some("enterprise"));
        assert_eq!(
            tried.instead.map(|decision| decision.route.team),
            inside.then(|| "enterprise".to_owned())
        );
    }
}

#[test]
fn a_form_that_the_candidate_does_not_have_stays_the_base_s() {
    let (lead, identity) = lead_of("ada");
    let candidate = candidate("enterprise", Mode::Canary { percent: 100 });
    assert_eq!(candidate.tried("contact", &lead, &identity.person, 0).instead, None);
}

#[test]
fn what_is_recorded_of_a_canary_is_unchanged() {
    let trial = Trial::Canary { percent: 10, bundle: "qf4t15932m5dau97".into() };
    assert_eq!(
        serde_json::to_string(&trial).unwrap(),
        r#"{"canary":{"percent":10,"bundle":"qf4t15932m5dau97"}}"#
    );
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn whoever_is_in_stays_in_as_the_share_grows(person in "[a-z0-9]{1,20}", percent in 0u8..100, more in 0u8..100) {
        let larger = percent.saturating_add(more).min(100);
        prop_assert!(!is_in(&person, percent) || is_in(&person, larger));
        prop_assert_eq!(is_in(&person, percent), is_in(&person, percent));
    }
}
