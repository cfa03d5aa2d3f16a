//! Rules whose order decides by accident.
use std::collections::BTreeSet;

use crate::support::{Row, check_witness, config, matches, points, points_of, sketches, table};
use beeline_compiler::proof::Proof;
use proptest::prelude::*;

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn overlaps_are_the_rivals_that_meet_where_nobody_is_before_or_between(sketch in sketches()) {
        let table = sketch.table();
        let of: Vec<BTreeSet<_>> =
            (0..table.rules().len()).map(|rule| points_of(&table, rule).into_iter().collect()).collect();
        let mut expected = BTreeSet::new();
        for point in points(&table) {
            let [first, second, ..] = matches(&table, &point)[..] else { continue };
            let nested = of[first].is_subset(&of[second]) || of[second].is_subset(&of[first]);
            if !nested && table.outcome(Some(first)) != table.outcome(Some(second)) {
                expected.insert((first, second));
            }
        }
        let proof = Proof::new(&table);
        let found: Vec<_> = (0..table.rules().len()).flat_map(|rule| proof.overlaps(rule).found).collect();
        let pairs: Vec<_> = found.iter().map(|overlap| (overlap.first, overlap.second)).collect();
        prop_assert_eq!(pairs, expected.into_iter().collect::<Vec<_>>());
        for overlap in found {
            let claim = |point: &[u32]| matches(&table, point).get(..2) == Some(&[overlap.first, overlap.second]);
            check_witness(&table, &overlap.witness, claim);
        }
    }
}

#[test]
fn two_rules_that_cross_with_different_outcomes_overlap() {
    let table = table(&[3, 3, 3], &[(&[(0, &[0, 1])], 1), (&[(1, &[1, 2])], 2)], 0);
    let overlaps = Proof::new(&table).overlaps(0);
    assert_eq!(overlaps.found.len(), 1);
    assert_eq!(overlaps.found[0].witness.atoms, [(0, 0), (1, 1)]);
    assert_eq!(overlaps.found[0].witness.point, [0, 1, 0]);
}

#[test]
fn an_exception_before_its_general_rule_is_no_overlap() {
    let table = table(&[3, 3], &[(&[(0, &[0]), (1, &[1])], 1), (&[(1, &[1, 2])], 2)], 0);
    assert_eq!(Proof::new(&table).overlaps(0), beeline_compiler::proof::Overlaps::default());
}

#[test]
fn rules_that_cross_only_where_an_earlier_one_decides_do_not_overlap() {
    let rules: &[Row] = &[(&[(0, &[0]), (1, &[1])], 3), (&[(0, &[0])], 1), (&[(1, &[1])], 2)];
    let table = table(&[3, 3], rules, 0);
    assert!(Proof::new(&table).overlaps(1).found.is_empty());
}

#[test]
fn rules_that_cross_only_where_another_comes_between_do_not_overlap() {
    let rules: &[Row] = &[(&[(0, &[0])], 1), (&[(0, &[0]), (1, &[1])], 1), (&[(1, &[1])], 2)];
    let table = table(&[3, 3], rules, 0);
    assert!(Proof::new(&table).overlaps(0).found.is_empty());
}

#[test]
fn rules_that_cross_with_the_same_outcome_do_not_overlap() {
    let table = table(&[3, 3], &[(&[(0, &[0, 1])], 1), (&[(1, &[1, 2])], 1)], 0);
    assert!(Proof::new(&table).overlaps(0).found.is_empty());
}
