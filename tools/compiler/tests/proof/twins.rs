//! Rules that say the same twice, or half of it each.
use std::collections::BTreeSet;

use crate::support::{config, matches, points, points_of, sketches, table};
use beeline_compiler::proof::{AtomSet, Merge, Proof, Region, Rule, Table, Twin};
use proptest::prelude::*;

fn oracle_merges(table: &Table, second: usize) -> Vec<(usize, usize)> {
    let rules = table.rules();
    let of = |rule: usize| -> BTreeSet<_> { points_of(table, rule).into_iter().collect() };
    let mut merges = Vec::new();
    for first in (0..second).rev() {
        let dimensions = 0..table.space().dimensions().len();
        let differs =
            |dimension: &usize| rules[first].region.set(*dimension) != rules[second].region.set(*dimension);
        let differing: Vec<usize> = dimensions.filter(differs).collect();
        let both: BTreeSet<_> = &of(first) | &of(second);
        let is_opposed = (first + 1..second).any(|between| {
            rules[between].outcome != rules[second].outcome && !of(between).is_disjoint(&both)
        });
        let has_points = !of(first).is_empty() && !of(second).is_empty();
        if let [dimension] = differing[..]
            && rules[first].outcome == rules[second].outcome
            && !is_opposed
            && has_points
        {
            merges.push((first, dimension));
        }
    }
    merges
}

/// The table with one of the two rules replaced by what both are, and the other one gone.
fn merged(table: &Table, merge: &Merge, at_first: bool) -> Table {
    let region = table.rules()[merge.first].region.replaced(merge.dimension, Some(merge.atoms.clone()));
    let (kept, gone) = if at_first { (merge.first, merge.second) } else { (merge.second, merge.first) };
    let mut rules = table.rules().to_vec();
    rules[kept].region = region;
    rules.remove(gone);
    Table::new(table.space().clone(), rules, table.outcome(None)).unwrap()
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn mergeable_rules_are_those_of_the_definition_and_merging_changes_no_outcome(sketch in sketches()) {
        let table = sketch.table();
        let proof = Proof::new(&table);
        for second in 0..table.rules().len() {
            let merges = proof.mergeable(second);
            let found: Vec<_> = merges.iter().map(|merge| (merge.first, merge.dimension)).collect();
            prop_assert_eq!(found, oracle_merges(&table, second));
            for (merge, at_first) in merges.iter().flat_map(|merge| [(merge, true), (merge, false)]) {
                let merged = merged(&table, merge, at_first);
                let decide = |table: &Table, point: &[u32]| table.outcome(matches(table, point).first().copied());
                let same = |point: &Vec<u32>| decide(&table, point) == decide(&merged, point);
                prop_assert!(points(&table).iter().all(same));
            }
        }
    }

    #[test]
    fn identical_rules_have_the_same_points(sketch in sketches(), copied in 0_usize..8) {
        let mut sketch = sketch;
        sketch.rules.extend(sketch.rules.get(copied).cloned());
        let table = sketch.table();
        let of: Vec<_> = (0..table.rules().len()).map(|rule| points_of(&table, rule)).collect();
        for second in 0..table.rules().len() {
            let first = (0..second).find(|first| !of[second].is_empty() && of[*first] == of[second]);
            let twin = first.map(|first| {
                let same_outcome = table.outcome(Some(first)) == table.outcome(Some(second));
                Twin { first, second, same_outcome }
            });
            prop_assert_eq!(Proof::new(&table).identical(second), twin);
        }
    }
}

#[test]
fn two_neighbouring_ranges_with_one_outcome_are_mergeable() {
    let table = table(&[6, 2], &[(&[(0, &[0, 1]), (1, &[0])], 1), (&[(0, &[2, 3]), (1, &[0])], 1)], 0);
    let merge = Merge { first: 0, second: 1, dimension: 0, atoms: AtomSet::of(6, 0..4) };
    assert_eq!(Proof::new(&table).mergeable(1), [merge]);
}

#[test]
fn a_rule_with_another_outcome_between_prevents_a_merge_if_it_meets_one_of_them() {
    let rules = |between: u32| {
        let between = Rule { region: Region::any().with(0, AtomSet::of(6, [between])), outcome: 2 };
        let half = |atom| Rule { region: Region::any().with(0, AtomSet::of(6, [atom])), outcome: 1 };
        let space = table(&[6], &[], 0).space().clone();
        Table::new(space, vec![half(0), between, half(1)], 0).unwrap()
    };
    assert!(Proof::new(&rules(0)).mergeable(2).is_empty());
    assert!(Proof::new(&rules(1)).mergeable(2).is_empty());
    assert_eq!(Proof::new(&rules(2)).mergeable(2).len(), 1);
}

#[test]
fn the_same_region_with_another_outcome_is_a_twin_that_contradicts() {
    let table = table(&[6], &[(&[(0, &[0, 1])], 1), (&[(0, &[1, 0])], 2)], 0);
    let twin = Twin { first: 0, second: 1, same_outcome: false };
    assert_eq!(Proof::new(&table).identical(1), Some(twin));
}

#[test]
fn a_set_of_all_atoms_is_the_same_as_any() {
    let table = table(&[3], &[(&[(0, &[0, 1, 2])], 1), (&[], 1)], 0);
    let twin = Twin { first: 0, second: 1, same_outcome: true };
    assert_eq!(Proof::new(&table).identical(1), Some(twin));
}
