//! The conservation strip: whether every accepted lead is somewhere.

use maud::{Markup, html};

use super::{COMPARISONS_PATH, HELD_PATH, QUARANTINE_PATH, time};
use crate::conservation::{Conservation, Destination};

/// The strip. `None` when the ledgers could not be asked.
pub(super) fn strip(conservation: Option<&Conservation>, now_ms: i64) -> Markup {
    let Some(conservation) = conservation else {
        return html! {
            section.balance aria-labelledby="balance-heading" {
                div.balance-head { h2 #balance-heading { "Where the leads are" } span.pill.unsure { "Unknown" } }
                p.hint { "The counts could not be read just now. The leads below come from the inbox itself." }
            }
        };
    };
    let total = &conservation.total;
    let doubts = doubts(conservation, now_ms);
    let verdict = match (total.balanced, doubts.is_empty()) {
        (true, true) => ("good", "Balanced: yes"),
        (true, false) => ("unsure", "Balanced: yes, with doubts"),
        (false, _) => ("bad", "Balanced: no"),
    };
    let oldest =
        if total.in_flight > 0 { time::span(total.oldest_in_flight_seconds) } else { "none".to_owned() };
    html! {
        section.balance aria-labelledby="balance-heading" {
            div.balance-head {
                h2 #balance-heading { "Where the leads are" }
                span.pill.(verdict.0) { (verdict.1) }
            }
            dl.figures {
                (figure("Accepted", &count(total.accepted), ""))
                (figure("Delivered", &count(total.delivered), "equals"))
                (figure("Quarantined", &count(total.quarantined), if total.quarantined > 0 { "plus alarming" } else { "plus" }))
                (figure("In flight", &count(total.in_flight), "plus"))
                (figure("Oldest in flight", &oldest, "apart"))
            }
            @if !doubts.is_empty() {
                ul.doubts { @for doubt in doubts { li { (doubt) } } }
            }
            (explained(total.quarantined > 0))
        }
    }
}

fn explained(has_quarantined: bool) -> Markup {
    html! {
        p.hint {
            "Real leads of all forms. A monitor's are counted apart."
            @if has_quarantined {
                " Quarantined are " a href=(HELD_PATH) { "held leads" } " and those that were given up on: all are in the "
                a href=(QUARANTINE_PATH) { "quarantine" } "."
            }
            " Each destination is " a href=(COMPARISONS_PATH) { "compared with the ledger" } ", lead by lead."
        }
    }
}

fn figure(name: &str, value: &str, class: &str) -> Markup {
    html! { div.figure.(class) { dt { (name) } dd { (value) } } }
}

/// Why the balance is not to be trusted, or not all that there is to say, by name.
fn doubts(conservation: &Conservation, now_ms: i64) -> Vec<String> {
    let silent = conservation
        .unreachable
        .iter()
        .map(|shard| format!("{shard} did not answer: its leads are not in the counts"));
    let kinds = conservation.kinds.iter().filter(|(_, balance)| !balance.balanced);
    let kinds = kinds.map(|(kind, _)| format!("{kind} leads: the counters do not add up with the rows"));
    let places = conservation.destinations.iter().filter(|(_, destination)| !destination.balanced);
    let places = places.filter_map(|(name, destination)| {
        let (settled, records) = (count(destination.settled), count(destination.records?));
        Some(format!("{name}: {settled} settled, {records} records there"))
    });
    let compared = conservation.destinations.iter();
    let compared = compared.flat_map(|(name, destination)| compared_doubts(name, destination, now_ms));
    silent.chain(kinds).chain(places).chain(compared).collect()
}

/// What the last comparison of a destination found, or that nobody knows of it.
fn compared_doubts(name: &str, destination: &Destination, now_ms: i64) -> Vec<String> {
    if destination.clock_silent {
        return vec![format!("{name}: its clock did not answer: when it was last compared is not known")];
    }
    let when = destination.reconciled_at_ms.map_or_else(String::new, |at_ms| time::age(now_ms, at_ms));
    let number = |found: u64| count(i64::try_from(found).unwrap_or(i64::MAX));
    let missing = destination.missing.filter(|found| *found > 0);
    let missing = missing.map(|found| format!("{name}: {} leads had no record there {when}", number(found)));
    let surplus = destination.surplus.filter(|found| *found > 0);
    let surplus = surplus.map(|found| {
        format!(
            "{name}: {} records there had no lead, or one that was given up, or were one too many, {when}",
            number(found)
        )
    });
    missing.into_iter().chain(surplus).collect()
}

/// A count in groups of three digits: `12,345`.
pub(super) fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::from(if number < 0 { "-" } else { "" });
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
