//! The conservation strip: whether every accepted lead is somewhere.

use maud::{Markup, html};

use super::{HELD_PATH, time};
use crate::conservation::Conservation;

/// The strip. `None` when the ledgers could not be asked.
pub(super) fn strip(conservation: Option<&Conservation>) -> Markup {
    let Some(conservation) = conservation else {
        return html! {
            section.balance aria-labelledby="balance-heading" {
                div.balance-head { h2 #balance-heading { "Where the leads are" } span.pill.unsure { "Unknown" } }
                p.hint { "The counts could not be read just now. The leads below come from the inbox itself." }
            }
        };
    };
    let total = &conservation.total;
    let verdict = if total.balanced { ("good", "Balanced: yes") } else { ("bad", "Balanced: no") };
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
            @let doubts = doubts(conservation);
            @if !doubts.is_empty() {
                ul.doubts { @for doubt in doubts { li { (doubt) } } }
            }
            p.hint {
                "Real leads of all forms. A monitor's are counted apart."
                @if total.quarantined > 0 {
                    " Quarantined are " a href=(HELD_PATH) { "held leads" } " and those that were given up on."
                }
            }
        }
    }
}

fn figure(name: &str, value: &str, class: &str) -> Markup {
    html! { div.figure.(class) { dt { (name) } dd { (value) } } }
}

/// Why the balance is not to be trusted, by name.
fn doubts(conservation: &Conservation) -> Vec<String> {
    let silent = conservation
        .unreachable
        .iter()
        .map(|shard| format!("{shard} did not answer: its leads are not in the counts"));
    let kinds = conservation.kinds.iter().filter(|(_, balance)| !balance.balanced);
    let kinds = kinds.map(|(kind, _)| format!("{kind} leads: the counters do not add up with the rows"));
    let places = conservation.destinations.iter().filter(|(_, destination)| !destination.balanced);
    let places = places.map(|(name, destination)| match destination.records {
        Some(records) => {
            format!("{name}: {} settled, {} records there", count(destination.settled), count(records))
        }
        None => format!("{name}: {} settled, more than was accepted", count(destination.settled)),
    });
    silent.chain(kinds).chain(places).collect()
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
