//! What could not be decided is never called fine.
use crate::support::{Row, check_witness, config, matches, points, sketches, table};
use beeline_compiler::proof::{
    AtomSet, Cover, Dimension, Goal, Overlap, Proof, Region, Rule, Space, Table, Undecided,
};
use proptest::prelude::*;

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn with_few_steps_an_answer_is_the_right_one_or_undecided(sketch in sketches(), steps in 0_u64..60) {
        let table = sketch.table();
        let (full, short) = (Proof::new(&table), Proof::new(&table).with_steps(steps));
        let is_named = |undecided: Undecided| undecided == Undecided { steps };
        match short.uncovered() {
            Ok(Some(witness)) => check_witness(&table, &witness, |point| matches(&table, point).is_empty()),
            Ok(None) => prop_assert_eq!(full.uncovered(), Ok(None)),
            Err(undecided) => prop_assert!(is_named(undecided)),
        }
        for (short, full) in short.reviews().zip(full.reviews()) {
            match short.unreachable {
                Ok(None) => prop_assert_eq!(full.unreachable, Ok(None)),
                Ok(Some(cover)) => {
                    let best = full.unreachable.unwrap().unwrap();
                    prop_assert!(cover == best || !cover.is_irreducible);
                }
                Err(undecided) => prop_assert!(is_named(undecided)),
            }
            match short.redundant {
                Ok(redundant) => prop_assert_eq!(Ok(redundant), full.redundant),
                Err(undecided) => prop_assert!(is_named(undecided)),
            }
            let open = short.overlaps.undecided.iter().map(|(second, _)| *second);
            let known: Vec<usize> = open.chain(short.overlaps.found.iter().map(|overlap| overlap.second)).collect();
            prop_assert!(full.overlaps.found.iter().all(|overlap| known.contains(&overlap.second)));
            for Overlap { first, second, witness } in short.overlaps.found {
                check_witness(&table, &witness, |point| matches(&table, point).get(..2) == Some(&[first, second]));
            }
        }
        let point = &points(&table)[0];
        match short.counterfactuals(point, Goal::OtherOutcome) {
            Ok(found) => prop_assert_eq!(Ok(found), full.counterfactuals(point, Goal::OtherOutcome)),
            Err(undecided) => prop_assert!(is_named(undecided)),
        }
    }
}

#[test]
fn without_steps_nothing_is_decided_and_the_message_says_what_to_do() {
    let rules: &[Row] = &[(&[(0, &[0, 1])], 1), (&[(1, &[0, 1])], 2), (&[(0, &[2]), (1, &[2])], 3)];
    let table = table(&[3, 3], rules, 0);
    let proof = Proof::new(&table).with_steps(0);
    let undecided = Undecided { steps: 0 };
    assert_eq!(proof.uncovered(), Err(undecided));
    assert_eq!(proof.unreachable(1), Err(undecided));
    assert_eq!(proof.redundant(1), Err(undecided));
    assert_eq!(proof.boundary(1), Err(undecided));
    assert_eq!(proof.overlaps(0).undecided, []);
    assert_eq!(proof.overlaps(1).undecided, []);
    assert_eq!(
        Undecided { steps: 12 }.to_string(),
        "too many rules overlap here: 12 comparisons were not enough to be sure; allow more, or split the table"
    );
}

#[test]
fn an_overlap_that_could_not_be_decided_is_listed_as_such() {
    let rules: &[Row] = &[(&[(0, &[0]), (1, &[0])], 3), (&[(0, &[0, 1])], 1), (&[(1, &[0, 1])], 2)];
    let table = table(&[3, 3], rules, 0);
    let undecided = Undecided { steps: 0 };
    assert_eq!(Proof::new(&table).with_steps(0).overlaps(1).undecided, [(2, undecided)]);
    assert_eq!(Proof::new(&table).overlaps(1).found.len(), 1);
}

/// So many pigeons, a dimension each, and one hole less: a rule for each two in one hole.
/// There are always two, so the rules cover everything, and every proof is long.
fn pigeons(pigeons: u32) -> Table {
    let holes = pigeons - 1;
    let space = Space::new((0..pigeons).map(|_| Dimension::new(holes)).collect());
    let mut rules = Vec::new();
    for (one, other) in (0..pigeons as usize).flat_map(|one| (0..one).map(move |other| (one, other))) {
        for hole in 0..holes {
            let in_hole = AtomSet::of(holes, [hole]);
            let region = Region::any().with(one, in_hole.clone()).with(other, in_hole);
            rules.push(Rule { region, outcome: 1 });
        }
    }
    rules.push(Rule { region: Region::any(), outcome: 2 });
    Table::new(space, rules, 0).unwrap()
}

#[test]
fn pigeons_that_are_few_are_known_to_share_a_hole_and_every_rule_is_needed() {
    let table = pigeons(4);
    let last = table.rules().len() - 1;
    let cover = Proof::new(&table).unreachable(last).unwrap().unwrap();
    assert_eq!(cover, Cover { rules: (0..last).collect(), is_irreducible: true });
}

#[test]
fn pigeons_that_are_many_are_undecided_and_not_called_fine() {
    let table = pigeons(14);
    let last = table.rules().len() - 1;
    let undecided = Undecided { steps: 300_000 };
    assert_eq!(Proof::new(&table).with_steps(300_000).unreachable(last), Err(undecided));
}

#[test]
fn a_cover_that_could_not_be_thinned_is_still_a_cover_and_says_so() {
    let table = pigeons(5);
    let last = table.rules().len() - 1;
    let with = |steps: u64| Proof::new(&table).with_steps(steps).unreachable(last);
    let enough = (0..1_000_000).step_by(50).find(|steps| with(*steps).is_ok()).unwrap();
    let cover = with(enough).unwrap().unwrap();
    assert_eq!(cover, Cover { rules: (0..last).collect(), is_irreducible: false });
}

#[test]
fn reviews_come_one_by_one_and_know_how_many_are_left() {
    let table = table(&[3], &[(&[(0, &[0])], 1), (&[], 2), (&[(0, &[1])], 3)], 0);
    let proof = Proof::new(&table);
    let mut reviews = proof.reviews();
    assert_eq!(reviews.len(), 3);
    assert_eq!(reviews.next().map(|review| (review.rule, review.unreachable)), Some((0, Ok(None))));
    assert_eq!(reviews.len(), 2);
    let last = reviews.last().unwrap();
    assert_eq!(last.unreachable.unwrap().unwrap().rules, [1]);
}
