//! Accepted = delivered + quarantined + in flight, from three independent sources: the
//! ledgers' counters, the ledgers' rows, and a count taken at the destination.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::destination;
use crate::identity::Shard;
use crate::inbox::InboxTally;
use crate::ledger::Tally;
use crate::reconcile::Outlook;

/// The law, for one set of leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Accepted, by counters; leads handed over by a stand-in count at their home only.
    pub accepted: i64,
    /// Delivered, by counters.
    pub delivered: i64,
    /// Quarantined, by counters.
    pub quarantined: i64,
    /// In flight, by rows.
    pub in_flight: i64,
    /// Whether the counters agree with the rows and each other.
    pub balanced: bool,
    /// Age of the oldest lead in flight.
    pub oldest_in_flight_seconds: i64,
}

/// The whole report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conservation {
    /// Real leads of all shards and forms.
    #[serde(flatten)]
    pub total: Balance,
    /// Ledger objects that did not answer: their leads are not in the counts.
    pub unreachable: Vec<Shard>,
    /// Real and synthetic apart.
    pub kinds: BTreeMap<String, Balance>,
    /// Real leads by form.
    pub forms: BTreeMap<String, Balance>,
    /// Real and synthetic leads by ledger object; objects without leads are left out.
    pub shards: BTreeMap<String, Balance>,
    /// What each destination says.
    pub destinations: BTreeMap<String, Destination>,
}

/// A destination's own count against the ledgers'.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Destination {
    /// Deliveries the ledgers have settled, all kinds, updates included.
    pub settled: i64,
    /// Records the ledgers know of, each once, all kinds.
    pub expected: i64,
    /// Obligations given up, all kinds, as often as it happened.
    pub quarantined: i64,
    /// Records the destination holds; `None` where it cannot be asked.
    pub records: Option<i64>,
    /// Whether the records lie between what the ledgers know of and what was accepted.
    pub balanced: bool,
    /// Age of the oldest lead in flight to it, if that is among the
    /// [`OLDEST_LEADS`](crate::ledger::OLDEST_LEADS) of some ledger object that have been in flight for
    /// longest.
    pub oldest_in_flight_seconds: Option<i64>,
    /// Whether its clock did not answer, so that nobody knows of its last comparison.
    pub clock_silent: bool,
    /// When it was last compared with the ledgers, lead by lead; `None` if it never was.
    pub reconciled_at_ms: Option<i64>,
    /// Leads that had no record there then; `None` where that cannot be seen.
    pub missing: Option<u64>,
    /// Records there that had no lead then, or were one too many; `None` where that cannot be seen.
    pub surplus: Option<u64>,
}

/// Sums of one group before they are compared.
#[derive(Default)]
struct Sums {
    counters: BTreeMap<String, i64>,
    rows: BTreeMap<String, i64>,
    oldest_ms: Option<i64>,
}

impl Sums {
    fn counter(&self, name: &str) -> i64 {
        self.counters.get(name).copied().unwrap_or(0)
    }
    fn rows(&self, state: &str) -> i64 {
        self.rows.get(state).copied().unwrap_or(0)
    }

    fn balance(&self) -> Balance {
        let handed_over = self.counter("handed_over") - self.counter("handed_over_left");
        let accepted = self.counter("accepted") - handed_over;
        let delivered = self.counter("delivered") - self.counter("delivered_left");
        let quarantined = self.counter("quarantined") - self.counter("quarantined_left");
        let in_flight = self.rows("accepted");
        let balanced =
            accepted == delivered + quarantined + in_flight && quarantined == self.rows("quarantined");
        Balance {
            accepted,
            delivered,
            quarantined,
            in_flight,
            balanced,
            oldest_in_flight_seconds: self.oldest_ms.unwrap_or(0) / 1000,
        }
    }
}

/// Compares the sources. `inbox_before` is the destination's count taken before the
/// ledgers were asked, `inbox_after` the one taken after: leads move while we count.
pub fn report(
    tallies: &[(Shard, Option<Tally>)],
    inbox_before: &[InboxTally],
    inbox_after: &[InboxTally],
) -> Conservation {
    let real = group(tallies, |_, _, kind| (kind == "real").then(String::new));
    let everything = group(tallies, |_, _, _| Some(String::new()));
    let accepted = everything.values().next().map_or(0, |sums| sums.balance().accepted);
    let mut destinations = destinations(tallies);
    let inbox = destinations.entry("crm:inbox".to_owned()).or_default();
    let after: i64 = inbox_after.iter().map(|tally| tally.records).sum();
    let before: i64 = inbox_before.iter().map(|tally| tally.records).sum();
    inbox.records = Some(after);
    inbox.balanced = before <= accepted && inbox.expected <= after;
    let balances = |groups: BTreeMap<String, Sums>| {
        groups.into_iter().map(|(name, sums)| (name, sums.balance())).collect::<BTreeMap<_, _>>()
    };
    let kinds = balances(group(tallies, |_, _, kind| Some(kind.to_owned())));
    let unreachable: Vec<Shard> =
        tallies.iter().filter(|(_, tally)| tally.is_none()).map(|(shard, _)| *shard).collect();
    let mut total = real
        .into_values()
        .next()
        .map_or_else(|| Balance { balanced: true, ..Balance::default() }, |sums| sums.balance());
    total.balanced = kinds.values().all(|kind| kind.balanced)
        && destinations.values().all(|destination| destination.balanced)
        && unreachable.is_empty();
    Conservation {
        total,
        unreachable,
        forms: balances(group(tallies, |_, form, kind| (kind == "real").then(|| form.to_owned()))),
        shards: balances(group(tallies, |shard, _, _| Some(shard.to_string()))),
        kinds,
        destinations,
    }
}

impl Conservation {
    /// Adds what the last comparison of a destination found; without an outlook its clock did not
    /// answer, which is nothing to those who do not use it. Neither weighs on the balance: that somebody
    /// deletes a record there is no lead lost on its way.
    pub fn compared(&mut self, name: &str, outlook: Option<&Outlook>) {
        let last = outlook.and_then(|outlook| outlook.last.as_ref());
        let name_here = format!("crm:{name}");
        if last.is_none() && (outlook.is_some() || !self.destinations.contains_key(&name_here)) {
            return;
        }
        let shown = self.destinations.entry(name_here);
        let shown = shown.or_insert_with(|| Destination { balanced: true, ..Destination::default() });
        shown.clock_silent = outlook.is_none();
        let Some(last) = last else { return };
        let sight = destination::sight(name);
        shown.reconciled_at_ms = last.ended_at_ms;
        shown.missing = sight.is_none_or(|sight| sight.leads_per_call > 0).then_some(last.missing);
        shown.surplus = sight.is_none_or(|sight| sight.lists).then_some(last.surplus);
    }
}

/// Adds up counters and rows of the leads that `key` gives a group to.
fn group(
    tallies: &[(Shard, Option<Tally>)],
    key: impl Fn(Shard, &str, &str) -> Option<String>,
) -> BTreeMap<String, Sums> {
    let mut groups: BTreeMap<String, Sums> = BTreeMap::new();
    for (shard, tally) in tallies {
        let Some(tally) = tally else { continue };
        for counter in tally.counters.iter().filter(|counter| counter.destination.is_empty()) {
            if let Some(name) = key(*shard, &counter.form, &counter.kind) {
                let sums = groups.entry(name).or_default();
                *sums.counters.entry(counter.name.clone()).or_default() += counter.value;
            }
        }
        for row in &tally.rows {
            if let Some(name) = key(*shard, &row.form, &row.kind) {
                let sums = groups.entry(name).or_default();
                *sums.rows.entry(row.state.clone()).or_default() += row.rows;
                if row.state == "accepted" {
                    let age_ms = (tally.now_ms - row.oldest_accepted_at_ms).max(0);
                    sums.oldest_ms = sums.oldest_ms.max(Some(age_ms));
                }
            }
        }
    }
    groups
}

fn destinations(tallies: &[(Shard, Option<Tally>)]) -> BTreeMap<String, Destination> {
    let mut destinations: BTreeMap<String, Destination> = BTreeMap::new();
    let empty = || Destination { balanced: true, ..Destination::default() };
    for tally in tallies.iter().filter_map(|(_, tally)| tally.as_ref()) {
        for oldest in &tally.oldest {
            let age_seconds = (tally.now_ms - oldest.accepted_at_ms).max(0) / 1000;
            let shown = destinations.entry(oldest.destination.clone()).or_insert_with(empty);
            shown.oldest_in_flight_seconds = shown.oldest_in_flight_seconds.max(Some(age_seconds));
        }
    }
    let counters = tallies.iter().filter_map(|(_, tally)| tally.as_ref()).flat_map(|tally| &tally.counters);
    for counter in counters.filter(|counter| !counter.destination.is_empty()) {
        if counter.destination.starts_with("home:") {
            continue;
        }
        let destination = destinations.entry(counter.destination.clone()).or_insert_with(empty);
        match counter.name.as_str() {
            "delivered" => destination.settled += counter.value,
            "records" => destination.expected += counter.value,
            "quarantined" => destination.quarantined += counter.value,
            _ => {}
        }
    }
    destinations
}
