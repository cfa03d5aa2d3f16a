//! A batch that the inbox refuses as a whole: whatever can be written is, and soon.

use std::collections::BTreeSet;

use beeline::inbox::Writing;
use proptest::prelude::*;

const KILOBYTE: usize = 1_000;

/// Writes entries of these sizes into an inbox that refuses every statement with one of `bad` in it; which
/// were written, which ended as refused, and how many statements that took.
fn write(sizes: &[usize], bad: &BTreeSet<usize>) -> (Vec<usize>, Vec<usize>, usize) {
    let mut writing = Writing::open(sizes.iter().copied().enumerate());
    let (mut written, mut refused, mut statements) = (Vec::new(), Vec::new(), 0);
    while let Some(entries) = writing.take_next() {
        statements += 1;
        if entries.iter().any(|entry| bad.contains(entry)) {
            refused.extend(writing.refused(entries));
        } else {
            written.extend(entries);
        }
    }
    (written, refused, statements)
}

#[test]
fn a_batch_that_is_taken_is_one_statement() {
    let (written, refused, statements) = write(&[KILOBYTE; 100], &BTreeSet::new());
    assert_eq!((written.len(), refused.len(), statements), (100, 0, 1));
}

#[test]
fn one_that_cannot_be_written_among_a_hundred_costs_fourteen_statements_more() {
    for bad in 0..100 {
        let (written, refused, statements) = write(&[KILOBYTE; 100], &BTreeSet::from([bad]));
        assert_eq!((written.len(), refused), (99, vec![bad]));
        assert!(statements <= 15, "{statements}");
    }
}

#[test]
fn what_there_is_no_time_for_is_not_forgotten() {
    let mut writing = Writing::open((0..10).map(|entry| (entry, KILOBYTE)));
    let all = writing.take_next().unwrap_or_default();
    assert_eq!(writing.refused(all), None);
    assert_eq!(writing.take_next(), Some(vec![0, 1, 2, 3, 4]));
    assert_eq!(writing.rest().collect::<Vec<_>>(), [5, 6, 7, 8, 9]);
}

#[test]
fn no_statement_is_larger_than_d1_takes() {
    let mut writing = Writing::open((0..7).map(|entry| (entry, 300 * KILOBYTE)));
    let lengths = std::iter::from_fn(|| writing.take_next().map(|entries| entries.len()));
    assert_eq!(lengths.collect::<Vec<_>>(), [3, 3, 1]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_entry_ends_once_as_what_it_is(
        sizes in prop::collection::vec(1_usize..600_000, 0..120),
        bad in prop::collection::btree_set(0_usize..120, 0..20),
    ) {
        let bad: BTreeSet<usize> = bad.into_iter().filter(|entry| *entry < sizes.len()).collect();
        let (written, refused, _) = write(&sizes, &bad);
        let good: Vec<usize> = (0..sizes.len()).filter(|entry| !bad.contains(entry)).collect();
        prop_assert_eq!(written, good);
        prop_assert_eq!(refused, bad.into_iter().collect::<Vec<_>>());
    }
}
