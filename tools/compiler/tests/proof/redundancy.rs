//! Rules that could be deleted without anybody noticing.
use crate::support::{config, matches, points, sketches, table};
use beeline_compiler::proof::{Heirs, Proof};
use proptest::prelude::*;

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn a_reachable_rule_is_redundant_exactly_if_its_deletion_changes_no_outcome(sketch in sketches()) {
        let table = sketch.table();
        let proof = Proof::new(&table);
        for rule in 0..table.rules().len() {
            let outcome = table.outcome(Some(rule));
            let matched = points(&table).into_iter().map(|point| matches(&table, &point));
            let next = matched.filter(|matched| matched.first() == Some(&rule)).map(|matched| matched.get(1).copied());
            let next: Vec<Option<usize>> = next.collect();
            let expected = !next.is_empty() && next.iter().all(|next| table.outcome(*next) == outcome);
            let heirs = proof.redundant(rule).unwrap();
            prop_assert_eq!(heirs.is_some(), expected);
            if let Some(heirs) = heirs {
                let mut rules: Vec<usize> = next.iter().copied().flatten().collect();
                rules.sort_unstable();
                rules.dedup();
                prop_assert_eq!(heirs, Heirs { rules, default: next.contains(&None) });
            }
        }
    }
}

#[test]
fn an_exception_that_says_what_the_rule_below_says_is_redundant() {
    let table = table(&[4, 2], &[(&[(0, &[0])], 1), (&[(0, &[0, 1])], 1)], 0);
    let proof = Proof::new(&table);
    assert_eq!(proof.redundant(0), Ok(Some(Heirs { rules: vec![1], default: false })));
    assert_eq!(proof.redundant(1), Ok(None));
}

#[test]
fn an_exception_is_needed_when_another_outcome_comes_between() {
    let table = table(&[4, 2], &[(&[(0, &[0])], 1), (&[(1, &[1])], 2), (&[(0, &[0, 1])], 1)], 0);
    assert_eq!(Proof::new(&table).redundant(0), Ok(None));
}

#[test]
fn a_rule_that_says_what_the_default_says_is_redundant() {
    let table = table(&[4, 2], &[(&[(0, &[0])], 9), (&[(1, &[1])], 9)], 9);
    let heirs = Heirs { rules: vec![1], default: true };
    assert_eq!(Proof::new(&table).redundant(0), Ok(Some(heirs)));
}

#[test]
fn an_unreachable_rule_is_not_called_redundant_as_well() {
    let table = table(&[4], &[(&[], 1), (&[(0, &[1])], 1)], 1);
    assert_eq!(Proof::new(&table).redundant(1), Ok(None));
}
