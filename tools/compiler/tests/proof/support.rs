//! Small tables, and what is true of them by trying every point.
use beeline_compiler::proof::{AtomSet, Dimension, Point, Region, Rule, Space, Table, Witness};
use proptest::prelude::*;
use proptest::test_runner::Config;

/// Without a file of failures: a test leaves nothing behind.
pub fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// A table as numbers: atoms per dimension, then for each rule the members of its sets.
#[derive(Clone, Debug)]
pub struct Sketch {
    pub atoms: Vec<u32>,
    pub rules: Vec<(Vec<Option<Vec<u32>>>, u32)>,
    pub default: u32,
}

impl Sketch {
    /// The table, with every atom drawn out to so many.
    pub fn stretched(&self, by: u32) -> Table {
        let space = Space::new(self.atoms.iter().map(|atoms| Dimension::new(atoms * by)).collect());
        let widen = |members: &[u32]| -> Vec<u32> {
            members.iter().flat_map(|member| member * by..(member + 1) * by).collect()
        };
        let region = |sets: &[Option<Vec<u32>>]| {
            sets.iter().enumerate().fold(Region::any(), |region, (dimension, members)| match members {
                Some(members) => {
                    let set = AtomSet::of(self.atoms[dimension] * by, widen(members));
                    region.with(dimension, set)
                }
                None => region,
            })
        };
        let rules = self.rules.iter();
        let rules = rules.map(|(sets, outcome)| Rule { region: region(sets), outcome: *outcome }).collect();
        Table::new(space, rules, self.default).unwrap()
    }

    pub fn table(&self) -> Table {
        self.stretched(1)
    }
}

/// Tables of up to 4 dimensions of up to 5 atoms, and up to 8 rules.
pub fn sketches() -> impl Strategy<Value = Sketch> {
    prop::collection::vec(2_u32..=5, 1..=4).prop_flat_map(|atoms| {
        let sets: Vec<_> = atoms.iter().map(|atoms| members(*atoms)).collect();
        let rules = prop::collection::vec((sets, 0_u32..3), 0..=8);
        (Just(atoms), rules, 0_u32..3).prop_map(|(atoms, rules, default)| Sketch { atoms, rules, default })
    })
}

/// Any atom, or some; seldom none, often all but a few: such sets cover each other.
fn members(atoms: u32) -> impl Strategy<Value = Option<Vec<u32>>> {
    let all: Vec<u32> = (0..atoms).collect();
    let most = atoms as usize;
    prop_oneof![
        8 => Just(None),
        8 => prop::sample::subsequence(all.clone(), 1..=most).prop_map(Some),
        4 => prop::sample::subsequence(all.clone(), most - 1).prop_map(Some),
        1 => prop::sample::subsequence(all, 0..=1).prop_map(Some),
    ]
}

/// Every point of the table's space.
pub fn points(table: &Table) -> Vec<Point> {
    let longer = |points: Vec<Point>, dimension: &Dimension| -> Vec<Point> {
        let with =
            |point: Point| (0..dimension.atoms()).map(move |atom| [point.clone(), vec![atom]].concat());
        points.into_iter().flat_map(with).collect()
    };
    table.space().dimensions().iter().fold(vec![Vec::new()], longer)
}

/// The rules that contain the point, in order: membership spelled out, set by set.
pub fn matches(table: &Table, point: &[u32]) -> Vec<usize> {
    let holds = |rule: &Rule| {
        rule.region.sets().iter().all(|(dimension, set)| set.iter().any(|atom| atom == point[*dimension]))
    };
    (0..table.rules().len()).filter(|rule| holds(&table.rules()[*rule])).collect()
}

/// The points of a rule.
pub fn points_of(table: &Table, rule: usize) -> Vec<Point> {
    points(table).into_iter().filter(|point| matches(table, point).contains(&rule)).collect()
}

/// Whether the claim holds for all points with these atoms.
pub fn holds_for_all(table: &Table, atoms: &[(usize, u32)], claim: impl Fn(&[u32]) -> bool) -> bool {
    let has = |point: &Point| atoms.iter().all(|(dimension, atom)| point[*dimension] == *atom);
    points(table).iter().filter(|point| has(point)).all(|point| claim(point))
}

/// Checks that the witness is one for the claim, and says no more than it must.
pub fn check_witness(table: &Table, witness: &Witness, claim: impl Fn(&[u32]) -> bool) {
    assert!(holds_for_all(table, &witness.atoms, &claim), "the claim does not hold: {witness:?}");
    assert!(witness.atoms.is_sorted_by_key(|(dimension, _)| *dimension));
    assert!(table.space().contains(&witness.point));
    assert!(witness.atoms.iter().all(|(dimension, atom)| witness.point[*dimension] == *atom));
    for dropped in 0..witness.atoms.len() {
        let mut fewer = witness.atoms.clone();
        fewer.remove(dropped);
        assert!(!holds_for_all(table, &fewer, &claim), "the claim holds with less: {fewer:?}");
    }
}

/// A rule as (dimension, members) of its sets, and its outcome.
pub type Row<'a> = (&'a [(usize, &'a [u32])], u32);

/// A table of such rules.
pub fn table(atoms: &[u32], rules: &[Row], default: u32) -> Table {
    let space = Space::new(atoms.iter().map(|atoms| Dimension::new(*atoms)).collect());
    let region = |sets: &[(usize, &[u32])]| {
        sets.iter().fold(Region::any(), |region, (dimension, members)| {
            region.with(*dimension, AtomSet::of(atoms[*dimension], members.iter().copied()))
        })
    };
    let rules =
        rules.iter().map(|(sets, outcome)| Rule { region: region(sets), outcome: *outcome }).collect();
    Table::new(space, rules, default).unwrap()
}
