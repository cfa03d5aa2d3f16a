//! The inbox: the newest leads, and whether all of them are somewhere.

use maud::{Markup, html};

use super::table::{self, Column, Column::Number, Column::Words};
use super::{INBOX_PATH, balance, shell, time};
use crate::conservation::Conservation;
use crate::inbox::{InboxLine, Place};

/// The inbox page. `rest` is set when there are more leads: where the next page begins.
pub fn inbox(
    lines: &[InboxLine],
    now_ms: i64,
    rest: Option<&Place>,
    conservation: Option<&Conservation>,
    csrf: &str,
) -> String {
    shell::ops(
        shell::INBOX,
        Some(csrf),
        &html! {
            div.title {
                h1 { "Inbox" }
                p.hint { "As of " (time::element(now_ms, &time::stamp(now_ms))) }
            }
            (balance::strip(conservation, now_ms))
            @if lines.is_empty() { (empty()) } @else { (table(lines, now_ms)) }
            @if let Some(place) = rest {
                nav.pages aria-label="Pages" {
                    a.button.plain href={ (INBOX_PATH) "?before=" (place) } rel="next" { "Older leads" }
                }
            }
        },
    )
}

fn empty() -> Markup {
    html! {
        section.empty {
            h2 { "No leads here yet" }
            p { "Send a first one: open a form's page, fill it in and press Send. Or from a shell:" }
            pre tabindex="0" {
                code {
                    "curl -H 'Content-Type: application/json' \\\n"
                    "  -d '{\"email\":\"ada@example.com\",\"consent\":{\"privacy\":true}}' \\\n"
                    "  https://HOST/v1/leads/FORM"
                }
            }
            p.hint { "It is here within a second. Open this page again to see it." }
        }
    }
}

const COLUMNS: [Column; 6] = [
    Words("Lead"),
    Words("Company"),
    Words("Team"),
    Words("Form"),
    Words("Accepted"),
    Number("Recorded after"),
];

fn table(lines: &[InboxLine], now_ms: i64) -> Markup {
    let rows = html! { @for line in lines { (row(line, now_ms)) } };
    table::list("leads", "Leads, newest first", &COLUMNS, &rows)
}

fn row(line: &InboxLine, now_ms: i64) -> Markup {
    let named = line.name.as_deref().or(line.email.as_deref()).or(line.phone.as_deref());
    let recorded_after_ms = line.written_at_ms.saturating_sub(line.accepted_at_ms);
    html! {
        tr role="row" {
            th.who scope="row" role="rowheader" {
                a href={ "/ops/leads/" (line.lead_id) } { bdi { (named.unwrap_or("No name given")) } }
                (badges(&line.kind, line.revision))
            }
            td.company role="cell" { @if let Some(company) = &line.company { bdi { (company) } } }
            td.team role="cell" {
                span.name { "Team " } (line.team)
                @if let Some(rep) = &line.rep { " " span.hint { bdi { (rep) } } }
            }
            td.form role="cell" { span.name { "Form " } (line.form) }
            td.when role="cell" {
                time datetime=(time::machine(line.accepted_at_ms)) {
                    (time::age(now_ms, line.accepted_at_ms))
                    " " span.hint { (time::stamp(line.accepted_at_ms)) }
                }
            }
            td.number.took role="cell" { span.name { "Recorded after " } (time::took(recorded_after_ms)) }
        }
    }
}

/// What sets a lead apart.
pub(super) fn badges(kind: &str, revision: u32) -> Markup {
    html! {
        @if kind == "synthetic" { " " span.badge.test { "TEST" } }
        @if revision > 1 { " " span.badge { "revision " (revision) } }
    }
}
