//! Regions behave as sets of points do.
use std::collections::BTreeSet;

use crate::support::{config, points, points_of, sketches};
use beeline_compiler::proof::Region;
use proptest::prelude::*;

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn every_operation_equals_that_of_sets_of_points(sketch in sketches()) {
        let table = sketch.table();
        let regions: Vec<&Region> = table.rules().iter().map(|rule| &rule.region).collect();
        let of: Vec<BTreeSet<_>> =
            (0..regions.len()).map(|rule| points_of(&table, rule).into_iter().collect()).collect();
        for (one, other) in (0..regions.len()).flat_map(|one| (0..regions.len()).map(move |other| (one, other))) {
            let (a, b) = (regions[one], regions[other]);
            prop_assert_eq!(a.is_empty(), of[one].is_empty());
            prop_assert_eq!(a.intersects(b), !of[one].is_disjoint(&of[other]));
            prop_assert_eq!(a.is_subset(b), of[one].is_subset(&of[other]));
            let both = a.intersection(b);
            let in_both = points(&table).into_iter().filter(|point| both.contains(point));
            prop_assert_eq!(in_both.collect::<BTreeSet<_>>(), &of[one] & &of[other]);
        }
    }
}
