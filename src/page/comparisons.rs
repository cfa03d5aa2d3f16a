//! Whether destinations hold what the ledger says: what the last comparison of each has found.

use maud::{Markup, html};

use super::table::{self, Column, Column::Words};
use super::{balance, shell, time};
use crate::destination::sight;
use crate::identity::LeadId;
use crate::reconcile::{Drift, DriftKind, Outlook, Report};

/// What the page of comparisons shows.
#[derive(Clone, Copy)]
pub struct ComparisonsPage<'a> {
    /// Each destination by name; without an outlook, its clock did not answer.
    pub destinations: &'a [(&'static str, Option<Outlook>)],
    /// Now.
    pub now_ms: i64,
    /// For the page's forms.
    pub csrf: &'a str,
}

/// The page of comparisons.
pub fn comparisons(page: &ComparisonsPage<'_>) -> String {
    shell::ops(
        shell::COMPARISONS,
        Some(page.csrf),
        &html! {
            div.title {
                h1 { "Comparisons" }
                p.hint { "As of " (time::element(page.now_ms, &time::stamp(page.now_ms))) }
            }
            p { "What the ledger says was recorded is compared with what each destination holds, lead by lead." }
            @for (name, outlook) in page.destinations { (destination(name, outlook.as_ref(), page.now_ms)) }
        },
    )
}

fn destination(name: &str, outlook: Option<&Outlook>, now_ms: i64) -> Markup {
    let id = format!("of-{name}");
    let cannot = sight(name).map_or(&[] as &[_], |sight| sight.cannot);
    html! {
        section.panel aria-labelledby=(id) {
            h2 id=(id) { code { (name) } }
            @match outlook {
                None => { p.warning { "Its clock did not answer: when it was last compared is not known." } }
                Some(outlook) => { (known(name, outlook, now_ms)) }
            }
            @for cannot in cannot { p.hint { "It cannot " (cannot) "." } }
        }
    }
}

fn known(name: &str, outlook: &Outlook, now_ms: i64) -> Markup {
    html! {
        @match &outlook.last {
            None => { p { "It was never compared to the end." } }
            Some(last) => { (found(name, last, now_ms)) }
        }
        @if let Some(under_way) = &outlook.under_way {
            p { "One is under way: " (count(under_way.leads)) " leads and " (count(under_way.records)) " records so far." }
        }
        @if let Some(reason) = &outlook.reason { p.warning { "It does not go on: " (reason) } }
        @if let Some(next_at_ms) = outlook.next_at_ms {
            p.hint { "Goes on, or begins anew: " (time::element(next_at_ms, &time::stamp(next_at_ms))) "." }
        }
    }
}

fn found(name: &str, last: &Report, now_ms: i64) -> Markup {
    let sight = sight(name);
    let seen = |is_seen: bool, number: u64| if is_seen { count(number) } else { "not seen".to_owned() };
    let missing = seen(sight.is_none_or(|sight| sight.leads_per_call > 0), last.missing);
    let surplus = seen(sight.is_none_or(|sight| sight.lists), last.surplus);
    html! {
        dl.figures {
            div.figure { dt { "Last compared" } dd { (last.ended_at_ms.map_or("-".to_owned(), |at_ms| time::age(now_ms, at_ms))) } }
            div.figure { dt { "Leads" } dd { (count(last.leads)) } }
            div.figure { dt { "Records" } dd { (count(last.records)) } }
            div.figure.alarming[last.missing > 0] { dt { "Missing" } dd { (missing) } }
            div.figure.alarming[last.surplus > 0] { dt { "Surplus" } dd { (surplus) } }
        }
        @if !last.named.is_empty() {
            p { "The oldest of what does not agree. What the last comparison found may be mended since." }
            @let rows = html! { @for drift in &last.named { (row(drift, now_ms)) } };
            (table::list("leads", "What does not agree, missing leads first", &COLUMNS, &rows))
        }
    }
}

const COLUMNS: [Column; 4] = [Words("Lead"), Words("What disagrees"), Words("Record"), Words("Since")];

fn row(drift: &Drift, now_ms: i64) -> Markup {
    let lead = drift.external_id.parse::<LeadId>().ok().filter(|_| drift.kind != DriftKind::Unknown);
    html! {
        tr role="row" {
            th.who scope="row" role="rowheader" {
                @match lead {
                    Some(lead_id) => { a href={ "/ops/leads/" (lead_id) } { code { (lead_id) } } }
                    None => { code { (drift.external_id) } }
                }
            }
            td role="cell" { (drift.kind.says()) }
            td role="cell" { @if let Some(record) = &drift.record { code { (record) } } }
            td.when role="cell" {
                @if let Some(since_ms) = drift.since_ms { (time::element(since_ms, &time::age(now_ms, since_ms))) }
            }
        }
    }
}

fn count(number: u64) -> String {
    balance::count(i64::try_from(number).unwrap_or(i64::MAX))
}
