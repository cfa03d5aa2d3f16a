//! A table that cannot be built is refused, and says where.
use beeline_compiler::proof::{AtomSet, Dimension, Misfit, Region, Rule, Space, Table};

fn built(region: Region) -> Result<Table, Misfit> {
    let space = Space::new(vec![Dimension::new(3), Dimension::new(5)]);
    let fitting = Rule { region: Region::any(), outcome: 1 };
    Table::new(space, vec![fitting, Rule { region, outcome: 2 }], 0)
}

#[test]
fn a_dimension_that_does_not_exist_is_refused() {
    let misfit = built(Region::any().with(2, AtomSet::of(3, [1]))).unwrap_err();
    assert_eq!(misfit, Misfit { rule: 1, dimension: 2 });
    let message = "rule 1 asks for values of column 2 that the column does not have";
    assert_eq!(misfit.to_string(), message);
}

#[test]
fn a_set_of_another_number_of_atoms_is_refused_even_if_it_is_full() {
    let misfit = Misfit { rule: 1, dimension: 1 };
    assert_eq!(built(Region::any().with(1, AtomSet::of(3, [1]))).unwrap_err(), misfit);
    assert_eq!(built(Region::any().with(1, AtomSet::all(3))).unwrap_err(), misfit);
}

#[test]
fn a_full_set_is_left_out() {
    let table = built(Region::any().with(1, AtomSet::all(5))).unwrap();
    assert_eq!(table.rules().last().unwrap().region, Region::any());
}

#[test]
fn two_constraints_of_one_dimension_hold_together() {
    let region = Region::any().with(0, AtomSet::of(3, [0, 1])).with(0, AtomSet::of(3, [1, 2]));
    assert_eq!(region.set(0), Some(&AtomSet::of(3, [1])));
}

#[test]
fn no_rule_means_the_default_outcome() {
    let table = built(Region::any()).unwrap();
    assert_eq!((table.outcome(None), table.outcome(Some(1))), (0, 2));
    assert_eq!(table.first_match(&[0, 0]), Some(0));
}
