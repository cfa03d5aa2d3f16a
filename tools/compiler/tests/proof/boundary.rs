//! Points on either side of a rule's edges.
use crate::support::{check_witness, config, matches, points, sketches, table};
use beeline_compiler::proof::Proof;
use proptest::prelude::*;

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn every_reachable_rule_has_a_point_of_its_own_and_a_neighbour_per_dimension(sketch in sketches()) {
        let table = sketch.table();
        let proof = Proof::new(&table);
        for rule in 0..table.rules().len() {
            let is_first = |point: &[u32]| matches(&table, point).first() == Some(&rule);
            let boundary = proof.boundary(rule).unwrap();
            prop_assert_eq!(boundary.is_some(), points(&table).iter().any(|point| is_first(point)));
            let Some(boundary) = boundary else { continue };
            check_witness(&table, &boundary.witness, is_first);
            let sets = table.rules()[rule].region.sets();
            let dimensions: Vec<usize> = boundary.neighbours.iter().map(|neighbour| neighbour.dimension).collect();
            prop_assert_eq!(dimensions, sets.iter().map(|(dimension, _)| *dimension).collect::<Vec<_>>());
            for (neighbour, (dimension, set)) in boundary.neighbours.iter().zip(sets) {
                let (own, atom) = (boundary.witness.point[*dimension], neighbour.point[*dimension]);
                let mut back = neighbour.point.clone();
                back[*dimension] = own;
                prop_assert_eq!(&back, &boundary.witness.point);
                prop_assert!(!set.contains(atom));
                prop_assert!((0..set.atoms()).all(|other| set.contains(other) || other.abs_diff(own) >= atom.abs_diff(own)));
                prop_assert_eq!(neighbour.first_match, matches(&table, &neighbour.point).first().copied());
            }
        }
    }

    #[test]
    fn the_first_match_is_the_first_rule_that_contains_the_point(sketch in sketches()) {
        let table = sketch.table();
        for point in points(&table) {
            prop_assert_eq!(table.first_match(&point), matches(&table, &point).first().copied());
        }
    }
}

#[test]
fn the_neighbour_below_a_range_belongs_to_who_decides_there() {
    let table = table(&[10, 2], &[(&[(0, &[4, 5, 6])], 1), (&[(0, &[3])], 2)], 0);
    let boundary = Proof::new(&table).boundary(0).unwrap().unwrap();
    assert_eq!(boundary.witness.point, [4, 0]);
    assert_eq!(boundary.neighbours[0].point, [3, 0]);
    assert_eq!(boundary.neighbours[0].first_match, Some(1));
}

#[test]
fn a_rule_for_everything_has_no_neighbours() {
    let table = table(&[10, 2], &[(&[], 1)], 0);
    let boundary = Proof::new(&table).boundary(0).unwrap().unwrap();
    assert!(boundary.neighbours.is_empty() && boundary.witness.atoms.is_empty());
}
