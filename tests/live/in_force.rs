//! The highest sequence wins, be it a deploy's or a publication's.

use beeline::live::{InForce, Issued, Mode, Publication, Refusal};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::world::{DEPLOYED_AT_MS, base, deployed, issued, publication, stored, take};

const TEAMS: [&str; 3] = ["sales", "enterprise", "partners"];

fn start() -> InForce {
    InForce::deployed(deployed())
}

fn team(in_force: &InForce) -> &str {
    &in_force.base.bundle.fallback().id
}

#[test]
fn a_publication_replaces_what_was_deployed_and_one_of_an_old_hash_brings_it_back() {
    let store = stored(&TEAMS);
    let one = take(&start(), &deployed(), &publication("sales", 1, Mode::Live), &store).unwrap();
    assert_eq!(team(&one), "sales");
    let two = take(&one, &deployed(), &publication("enterprise", 2, Mode::Live), &store).unwrap();
    assert_eq!(team(&two), "enterprise");
    let back = take(&two, &deployed(), &publication("sales", 3, Mode::Live), &store).unwrap();
    assert_eq!((team(&back), back.sequence()), ("sales", DEPLOYED_AT_MS + 3));
}

#[test]
fn a_later_deploy_is_not_replaced_by_an_earlier_publication() {
    let newer = Issued { sequence: DEPLOYED_AT_MS + 10, ..deployed() };
    let refused = take(&InForce::deployed(newer.clone()), &newer, &publication("sales", 9, Mode::Live), &[]);
    let (sequence, in_force) = (DEPLOYED_AT_MS + 9, DEPLOYED_AT_MS + 10);
    assert_eq!(refused, Err(Refusal::Older { sequence, in_force }));
    assert!(!refused.unwrap_err().is_unexpected(), "a deploy leaves publications behind");
}

#[test]
fn the_bundle_that_was_deployed_needs_no_bytes() {
    let again = take(&start(), &deployed(), &publication("deployed", 1, Mode::Live), &[]).unwrap();
    assert_eq!((team(&again), again.sequence()), ("deployed", DEPLOYED_AT_MS + 1));
}

#[test]
fn beside_a_candidate_its_base_stays_in_force() {
    let store = stored(&TEAMS);
    for mode in [Mode::Shadow, Mode::Canary { percent: 10 }] {
        let without = take(&start(), &deployed(), &publication("sales", 2, mode), &store).unwrap();
        assert_eq!((team(&without), without.base.sequence), ("deployed", DEPLOYED_AT_MS));
        assert_eq!(without.candidate.as_ref().unwrap().issued.hash, issued("sales", 0).hash);
        let beside = Publication { base: Some(base("enterprise", 1)), ..publication("sales", 2, mode) };
        let beside = take(&start(), &deployed(), &beside, &store).unwrap();
        assert_eq!((team(&beside), beside.base.sequence), ("enterprise", DEPLOYED_AT_MS + 1));
        assert_eq!(beside.sequence(), DEPLOYED_AT_MS + 2);
    }
}

#[test]
fn a_base_that_a_deploy_has_replaced_is_not_fetched() {
    let stale = Publication { base: Some(base("enterprise", -1)), ..publication("sales", 1, Mode::Shadow) };
    let in_force = take(&start(), &deployed(), &stale, &stored(&["sales"])).unwrap();
    assert_eq!(team(&in_force), "deployed");
}

#[test]
fn what_a_publication_leaves_in_force_is_the_base_of_the_next_trial() {
    assert_eq!(publication("sales", 1, Mode::Live).as_base(), Some(base("sales", 1)));
    let canary = Publication { base: Some(base("sales", 1)), ..publication("partners", 2, Mode::Shadow) };
    assert_eq!(canary.as_base(), Some(base("sales", 1)));
    assert_eq!(publication("partners", 2, Mode::Shadow).as_base(), None);
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn the_next_sequence_is_above_the_last_and_not_before_the_clock(last: Option<i64>, now_ms in 0i64..90_000_000_000_000) {
        let next = Publication::sequence_after(last, now_ms);
        prop_assert!(next >= now_ms && last.is_none_or(|last| next > last || last == i64::MAX));
    }

    /// However copies of publications arrive, late or twice, what is in force ends as the newest.
    #[test]
    fn the_sequence_in_force_never_falls(arrivals in prop::collection::vec((0usize..3, -5i64..20, 0u8..3), 1..20)) {
        let (deployed, store) = (deployed(), stored(&TEAMS));
        let mut in_force = InForce::deployed(deployed.clone());
        for (number, after_ms, mode) in &arrivals {
            let mode = [Mode::Live, Mode::Canary { percent: 50 }, Mode::Shadow][usize::from(*mode)];
            let before = in_force.sequence();
            match take(&in_force, &deployed, &publication(TEAMS[*number], *after_ms, mode), &store) {
                Ok(next) => in_force = next,
                Err(refusal) => prop_assert_eq!(refusal.word(), "older"),
            }
            prop_assert!(in_force.sequence() >= before);
        }
        let newest = arrivals.iter().map(|(_, after_ms, _)| *after_ms).max().unwrap().max(0);
        prop_assert_eq!(in_force.sequence(), DEPLOYED_AT_MS + newest);
    }
}

#[test]
fn a_number_of_tomorrow_is_believed_and_one_of_next_year_is_not() {
    let at = |after_ms| publication(TEAMS[0], after_ms, Mode::Live);
    let day_ms = 24 * 60 * 60 * 1000;
    assert_eq!(InForce::is_of_this_time(&at(day_ms), DEPLOYED_AT_MS), Ok(()));
    let refused = InForce::is_of_this_time(&at(day_ms + 1), DEPLOYED_AT_MS).unwrap_err();
    assert_eq!((refused.word(), refused.may_pass(), refused.is_unexpected()), ("future", true, true));
}
