//! Sets of atoms behave as sets do.
use std::collections::BTreeSet;

use beeline_compiler::proof::AtomSet;
use proptest::prelude::*;
use proptest::test_runner::Config;

fn pairs() -> impl Strategy<Value = (u32, BTreeSet<u32>, BTreeSet<u32>)> {
    (1_u32..200).prop_flat_map(|atoms| {
        let set = || prop::collection::btree_set(0..atoms, 0..=atoms as usize);
        (Just(atoms), set(), set())
    })
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn every_operation_equals_that_of_plain_sets((atoms, one, other) in pairs()) {
        let set = |members: &BTreeSet<u32>| AtomSet::of(atoms, members.iter().copied());
        let (a, b) = (set(&one), set(&other));
        prop_assert_eq!(a.intersects(&b), !one.is_disjoint(&other));
        prop_assert_eq!(a.is_subset(&b), one.is_subset(&other));
        prop_assert_eq!(a.is_full(), one.len() == atoms as usize);
        prop_assert_eq!(a.is_empty(), one.is_empty());
        prop_assert_eq!(a.first(), one.first().copied());
        prop_assert_eq!(a.len() as usize, one.len());
        prop_assert_eq!(a.iter().collect::<BTreeSet<_>>(), one.clone());
        prop_assert_eq!(a.intersection(&b), set(&(&one & &other)));
        prop_assert_eq!(a.difference(&b), set(&(&one - &other)));
        prop_assert_eq!(a.union(&b), set(&(&one | &other)));
        prop_assert!((0..atoms + 70).all(|atom| a.contains(atom) == one.contains(&atom)));
    }
}

#[test]
fn the_set_of_all_atoms_is_full_at_every_word_boundary() {
    for atoms in [1, 63, 64, 65, 128, 20_000] {
        let all = AtomSet::all(atoms);
        assert!(all.is_full() && all.len() == atoms && all.iter().last() == Some(atoms - 1));
        assert_eq!(all, AtomSet::of(atoms, 0..atoms));
        assert!(AtomSet::none(atoms).is_empty());
    }
}

#[test]
fn what_is_not_an_atom_is_left_out() {
    assert_eq!(AtomSet::of(3, [1, 3, 64, u32::MAX]), AtomSet::of(3, [1]));
}
