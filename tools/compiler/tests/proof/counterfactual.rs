//! What would have to be different for another rule to decide.
use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Row, Sketch, config, matches, points, sketches, table};
use beeline_compiler::proof::{AtomSet, Change, Counterfactuals, Goal, Point, Proof, Table};
use proptest::prelude::*;

type Winner = Option<usize>;

fn first(table: &Table, point: &[u32]) -> Winner {
    matches(table, point).first().copied()
}

/// The points that reach the goal, by the dimensions they differ in, those of fewest first.
fn ways(table: &Table, point: &[u32], goal: Goal) -> BTreeMap<(usize, Vec<usize>), Vec<Point>> {
    let outcome = table.outcome(first(table, point));
    let mut ways: BTreeMap<_, Vec<Point>> = BTreeMap::new();
    for other in points(table) {
        let reached = match goal {
            Goal::Rule(rule) => first(table, &other) == Some(rule),
            Goal::OtherOutcome => table.outcome(first(table, &other)) != outcome,
        };
        let changed: Vec<usize> =
            (0..point.len()).filter(|dimension| point[*dimension] != other[*dimension]).collect();
        if reached {
            ways.entry((changed.len(), changed)).or_default().push(other);
        }
    }
    ways
}

/// The single-dimension changes as (dimension, winner, atom).
fn singles(changes: &[Change]) -> BTreeSet<(usize, Winner, u32)> {
    let of = |change: &Change| {
        let (dimension, set) = change.atoms[0].clone();
        let winner = change.first_match;
        set.iter().map(|atom| (dimension, winner, atom)).collect::<Vec<_>>()
    };
    changes.iter().flat_map(of).collect()
}

fn check(table: &Table, point: &[u32], goal: Goal, found: Counterfactuals) {
    let ways = ways(table, point, goal);
    let fewest = ways.keys().map(|(count, _)| *count).min();
    match found {
        Counterfactuals::Already => assert_eq!(fewest, Some(0)),
        Counterfactuals::OutOfReach => assert!(fewest.is_none_or(|fewest| fewest > 3), "{ways:?}"),
        Counterfactuals::Changes(changes) => {
            let fewest = fewest.unwrap();
            assert!((1..=3).contains(&fewest));
            let smallest = ways.iter().filter(|((count, _), _)| *count == fewest);
            let expected: BTreeSet<Vec<usize>> =
                smallest.clone().map(|((_, changed), _)| changed.clone()).collect();
            let dimensions = |change: &Change| change.atoms.iter().map(|(dimension, _)| *dimension).collect();
            let listed: Vec<Vec<usize>> = changes.iter().map(dimensions).collect();
            assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), expected);
            changes.iter().for_each(|change| check_change(table, point, change));
            if fewest == 1 {
                let reached = smallest.flat_map(|((_, changed), points)| {
                    points.iter().map(|other| (changed[0], first(table, other), other[changed[0]]))
                });
                assert_eq!(singles(&changes), reached.collect());
                let distinct: BTreeSet<_> =
                    changes.iter().map(|change| (change.atoms[0].0, change.first_match)).collect();
                assert_eq!(distinct.len(), changes.len());
            } else {
                assert_eq!(listed.len(), expected.len());
            }
        }
    }
}

/// Every combination of the atoms leads to the rule that is named.
fn check_change(table: &Table, point: &[u32], change: &Change) {
    assert!(change.atoms.iter().all(|(_, set)| !set.is_empty()));
    for other in points(table) {
        let fits = |dimension: usize| match change.atoms.iter().find(|(known, _)| *known == dimension) {
            Some((_, set)) => set.contains(other[dimension]),
            None => other[dimension] == point[dimension],
        };
        if (0..point.len()).all(fits) {
            assert_eq!(first(table, &other), change.first_match);
        }
    }
}

fn cases() -> impl Strategy<Value = (Sketch, prop::sample::Index, usize)> {
    (sketches(), any::<prop::sample::Index>(), 0_usize..8)
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn the_smallest_changes_that_reach_a_rule_are_those_of_trying_everything((sketch, place, rule) in cases()) {
        let table = sketch.table();
        let point = place.get(&points(&table)).clone();
        let goal = Goal::Rule(rule);
        check(&table, &point, goal, Proof::new(&table).counterfactuals(&point, goal).unwrap());
    }

    #[test]
    fn the_smallest_changes_of_outcome_are_those_of_trying_everything((sketch, place, _) in cases()) {
        let table = sketch.table();
        let point = place.get(&points(&table)).clone();
        let goal = Goal::OtherOutcome;
        check(&table, &point, goal, Proof::new(&table).counterfactuals(&point, goal).unwrap());
    }
}

#[test]
fn one_change_is_listed_with_all_its_atoms_but_those_an_earlier_rule_takes() {
    let table = table(&[5, 2], &[(&[(0, &[1])], 1), (&[(0, &[1, 2, 3])], 2)], 0);
    let changes = Proof::new(&table).counterfactuals(&[0, 0], Goal::Rule(1)).unwrap();
    let change = Change { atoms: vec![(0, AtomSet::of(5, [2, 3]))], first_match: Some(1) };
    assert_eq!(changes, Counterfactuals::Changes(vec![change]));
}

#[test]
fn two_dimensions_are_changed_together_only_when_one_is_not_enough() {
    let table = table(&[5, 2], &[(&[(0, &[1]), (1, &[1])], 2)], 0);
    let changes = Proof::new(&table).counterfactuals(&[0, 0], Goal::Rule(0)).unwrap();
    let atoms = vec![(0, AtomSet::of(5, [1])), (1, AtomSet::of(2, [1]))];
    assert_eq!(changes, Counterfactuals::Changes(vec![Change { atoms, first_match: Some(0) }]));
}

#[test]
fn four_dimensions_are_out_of_reach() {
    let rules: &[Row] = &[(&[(0, &[1]), (1, &[1]), (2, &[1]), (3, &[1])], 2)];
    let table = table(&[2, 2, 2, 2], rules, 0);
    let proof = Proof::new(&table);
    assert_eq!(proof.counterfactuals(&[0; 4], Goal::Rule(0)), Ok(Counterfactuals::OutOfReach));
    assert_eq!(proof.counterfactuals(&[0; 4], Goal::OtherOutcome), Ok(Counterfactuals::OutOfReach));
    assert_eq!(proof.counterfactuals(&[1; 4], Goal::Rule(0)), Ok(Counterfactuals::Already));
}

#[test]
fn a_point_outside_the_space_reaches_nothing() {
    let table = table(&[2, 2], &[(&[], 1)], 0);
    let proof = Proof::new(&table);
    assert_eq!(proof.counterfactuals(&[0], Goal::OtherOutcome), Ok(Counterfactuals::OutOfReach));
    assert_eq!(proof.counterfactuals(&[0, 2], Goal::OtherOutcome), Ok(Counterfactuals::OutOfReach));
}
