//! The books of one object: what its counters say and what its rows say.

use std::collections::BTreeMap;

use beeline::ledger::Tally;

/// Counters and rows of one form and kind, or of several added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    counters: BTreeMap<String, i64>,
    rows: BTreeMap<String, i64>,
}

impl Books {
    /// Everything a tally holds.
    pub fn of(tally: &Tally) -> Self {
        Self::by_form_and_kind(tally).into_values().fold(Self::default(), Self::plus)
    }

    /// One set of books per form and kind.
    pub fn by_form_and_kind(tally: &Tally) -> BTreeMap<(String, String), Self> {
        let mut all: BTreeMap<(String, String), Self> = BTreeMap::new();
        for counter in tally.counters.iter().filter(|counter| counter.destination.is_empty()) {
            let books = all.entry((counter.form.clone(), counter.kind.clone())).or_default();
            *books.counters.entry(counter.name.clone()).or_default() += counter.value;
        }
        for row in &tally.rows {
            let books = all.entry((row.form.clone(), row.kind.clone())).or_default();
            *books.rows.entry(row.state.clone()).or_default() += row.rows;
        }
        all
    }

    fn plus(mut self, other: Self) -> Self {
        for (name, value) in other.counters {
            *self.counters.entry(name).or_default() += value;
        }
        for (state, rows) in other.rows {
            *self.rows.entry(state).or_default() += rows;
        }
        self
    }

    /// One counter.
    pub fn counter(&self, name: &str) -> i64 {
        self.counters.get(name).copied().unwrap_or(0)
    }
    /// Rows in a state.
    pub fn rows(&self, state: &str) -> i64 {
        self.rows.get(state).copied().unwrap_or(0)
    }
    /// How many are in a state by the counters: entered, not left.
    pub fn net(&self, state: &str) -> i64 {
        self.counter(state) - self.counter(&format!("{state}_left"))
    }
    /// In flight by the counters.
    pub fn in_flight(&self) -> i64 {
        self.counter("accepted") - self.net("delivered") - self.net("quarantined") - self.net("handed_over")
    }

    /// Counters and rows must say the same.
    pub fn imbalance(&self) -> Option<String> {
        let settled_rows = self.rows("delivered") + self.rows("handed_over");
        let sides = [
            ("in flight", self.in_flight(), self.rows("accepted")),
            ("quarantined", self.net("quarantined"), self.rows("quarantined")),
            (
                "settled, less swept",
                self.net("delivered") + self.net("handed_over") - self.counter("swept"),
                settled_rows,
            ),
        ];
        let wrong = sides.into_iter().find(|(_, counted, rows)| counted != rows)?;
        Some(format!("{}: counters say {}, rows say {}", wrong.0, wrong.1, wrong.2))
    }
}
