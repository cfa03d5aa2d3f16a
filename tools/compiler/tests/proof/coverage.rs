//! What no rule takes, and rules that nothing is left for.
use crate::support::{Row, check_witness, config, matches, points, points_of, sketches, table};
use beeline_compiler::proof::{AtomSet, Cover, Dimension, Proof, Region, Rule, Space, Table};
use proptest::prelude::*;

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn a_point_is_uncovered_exactly_if_no_rule_matches_it(sketch in sketches()) {
        let table = sketch.table();
        let uncovered = Proof::new(&table).uncovered().unwrap();
        let is_there = points(&table).iter().any(|point| matches(&table, point).is_empty());
        prop_assert_eq!(uncovered.is_some(), is_there);
        if let Some(witness) = uncovered {
            check_witness(&table, &witness, |point| matches(&table, point).is_empty());
        }
    }

    #[test]
    fn a_rule_is_unreachable_exactly_if_it_is_nowhere_the_first(sketch in sketches()) {
        let table = sketch.table();
        let proof = Proof::new(&table);
        for rule in 0..table.rules().len() {
            let is_first = points(&table).iter().any(|point| matches(&table, point).first() == Some(&rule));
            let cover = proof.unreachable(rule).unwrap();
            prop_assert_eq!(cover.is_some(), !is_first);
            if let Some(cover) = cover {
                check_cover(&table, rule, &cover);
            }
        }
    }

    #[test]
    fn more_atoms_of_the_same_kind_change_no_answer(sketch in sketches(), by in 2_u32..40) {
        let (small, large) = (sketch.table(), sketch.stretched(by));
        let (small, large) = (Proof::new(&small), Proof::new(&large));
        prop_assert_eq!(small.uncovered().unwrap().is_some(), large.uncovered().unwrap().is_some());
        for (one, other) in small.reviews().zip(large.reviews()) {
            prop_assert_eq!(one.unreachable, other.unreachable);
            prop_assert_eq!(one.redundant, other.redundant);
            prop_assert_eq!(one.identical, other.identical);
            let pairs = |overlaps: beeline_compiler::proof::Overlaps| -> Vec<usize> {
                overlaps.found.iter().map(|overlap| overlap.second).collect()
            };
            prop_assert_eq!(pairs(one.overlaps), pairs(other.overlaps));
            prop_assert_eq!(one.mergeable.len(), other.mergeable.len());
        }
    }
}

/// Only earlier rules, they take everything, and without any one of them something is left.
fn check_cover(table: &Table, rule: usize, cover: &Cover) {
    assert!(cover.is_irreducible);
    assert!(cover.rules.is_sorted() && cover.rules.iter().all(|earlier| *earlier < rule));
    let takes_all = |rules: &[usize]| {
        points_of(table, rule)
            .iter()
            .all(|point| matches(table, point).iter().any(|matching| rules.contains(matching)))
    };
    assert!(takes_all(&cover.rules));
    for dropped in &cover.rules {
        let fewer: Vec<usize> = cover.rules.iter().copied().filter(|other| other != dropped).collect();
        assert!(!takes_all(&fewer), "{dropped} is not needed in {cover:?}");
    }
}

#[test]
fn an_empty_table_leaves_every_point_and_mentions_none() {
    let table = table(&[3, 2], &[], 0);
    let witness = Proof::new(&table).uncovered().unwrap().unwrap();
    assert_eq!((witness.atoms, witness.point), (vec![], vec![0, 0]));
}

#[test]
fn a_rule_for_everything_at_the_end_leaves_nothing() {
    let table = table(&[3, 2], &[(&[(0, &[1])], 1), (&[], 2)], 0);
    assert_eq!(Proof::new(&table).uncovered(), Ok(None));
}

#[test]
fn the_gap_between_two_rules_is_found_and_named_by_its_two_atoms() {
    let table = table(&[3, 3], &[(&[(0, &[0, 1])], 1), (&[(1, &[0, 2])], 2)], 0);
    assert_eq!(Proof::new(&table).uncovered().unwrap().unwrap().atoms, [(0, 2), (1, 1)]);
}

#[test]
fn a_gap_is_named_by_the_dimensions_that_matter_only() {
    let table = table(&[3, 3, 3], &[(&[(0, &[0, 1]), (1, &[0])], 1), (&[(0, &[0, 1]), (2, &[0])], 2)], 0);
    let witness = Proof::new(&table).uncovered().unwrap().unwrap();
    assert_eq!(witness.atoms.len(), 1, "{witness:?}");
}

#[test]
fn two_halves_together_make_a_later_rule_unreachable() {
    let rules: &[Row] = &[(&[(1, &[1])], 7), (&[(0, &[0, 1])], 1), (&[(0, &[2, 3])], 2), (&[(1, &[0])], 3)];
    let table = table(&[4, 2], rules, 0);
    let cover = Proof::new(&table).unreachable(3).unwrap().unwrap();
    assert_eq!(cover, Cover { rules: vec![1, 2], is_irreducible: true });
}

#[test]
fn one_rule_that_contains_another_is_named_alone() {
    let rules: &[Row] =
        &[(&[(0, &[0])], 1), (&[(0, &[1])], 1), (&[(0, &[0, 1])], 2), (&[(0, &[0, 1]), (1, &[1])], 3)];
    let table = table(&[4, 2], rules, 0);
    assert_eq!(Proof::new(&table).unreachable(3).unwrap().unwrap().rules, [2]);
}

#[test]
fn a_rule_without_points_is_unreachable_and_nobody_is_to_blame() {
    let table = table(&[4, 2], &[(&[], 1), (&[(0, &[])], 2)], 0);
    let cover = Proof::new(&table).unreachable(1).unwrap().unwrap();
    assert_eq!(cover, Cover { rules: vec![], is_irreducible: true });
}

#[test]
fn a_rule_that_does_not_exist_is_not_unreachable() {
    assert_eq!(Proof::new(&table(&[2], &[], 0)).unreachable(5), Ok(None));
}

#[test]
fn an_example_takes_the_lowest_atoms_and_avoided_ones_last() {
    let dimensions = |last: Dimension| vec![Dimension::new(4), Dimension::new(4).avoid([0]), last];
    let example = |last: Dimension, taken: [u32; 2]| {
        let region = Region::any().with(2, AtomSet::of(4, taken));
        let table = Table::new(Space::new(dimensions(last)), vec![Rule { region, outcome: 1 }], 0).unwrap();
        Proof::new(&table).uncovered().unwrap().unwrap().point
    };
    assert_eq!(example(Dimension::new(4), [0, 1]), [0, 1, 2]);
    assert_eq!(example(Dimension::new(4).avoid([2]), [0, 1]), [0, 1, 3]);
    assert_eq!(example(Dimension::new(4).avoid([3, 2]), [0, 1]), [0, 1, 3]);
}
