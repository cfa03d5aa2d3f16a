//! Rule tables as a company may have them, of any size, and leads that meet them; the same on
//! every machine. Compiled to wasm it is the evaluator alone, called from JavaScript.

mod tables;

use std::cell::RefCell;
use std::hint::black_box;

use beeline::routing::{Facts, Rule, Table};

pub use tables::{facts, rules};

/// Leads that are decided about in turn.
const LEADS: u32 = 1_024;

/// A table, and leads for it.
pub struct Bench {
    rules: Vec<Rule>,
    table: Table,
    leads: Vec<Facts>,
}

impl Bench {
    /// With so many rules.
    pub fn new(rules: u32) -> Self {
        let rules = tables::rules(rules);
        Self { table: Table::of(&rules), rules, leads: (0..LEADS).map(facts).collect() }
    }

    /// Decides so often, by the table; the sum of the places of the rules that decided.
    pub fn decide(&self, times: u32) -> u64 {
        self.each(times, |facts| self.table.first(facts))
    }

    /// The same by reading the rules one by one.
    pub fn read_one_by_one(&self, times: u32) -> u64 {
        self.each(times, |facts| self.rules.iter().position(|rule| rule.fits(facts)))
    }

    fn each(&self, times: u32, decide: impl Fn(&Facts) -> Option<usize>) -> u64 {
        let leads = self.leads.iter().cycle().take(times as usize);
        leads.map(|facts| decide(black_box(facts)).map_or(0, |place| place as u64 + 1)).sum()
    }
}

thread_local! {
    static BENCH: RefCell<Option<Bench>> = const { RefCell::new(None) };
}

/// Arranges a table of so many rules.
#[unsafe(no_mangle)]
pub extern "C" fn arrange(rules: u32) {
    BENCH.set(Some(Bench::new(rules)));
}

/// Decides so often by that table.
#[unsafe(no_mangle)]
pub extern "C" fn decide(times: u32) -> u64 {
    BENCH.with_borrow(|bench| bench.as_ref().map_or(0, |bench| bench.decide(times)))
}

/// Decides so often by reading its rules one by one.
#[unsafe(no_mangle)]
pub extern "C" fn read_one_by_one(times: u32) -> u64 {
    BENCH.with_borrow(|bench| bench.as_ref().map_or(0, |bench| bench.read_one_by_one(times)))
}
