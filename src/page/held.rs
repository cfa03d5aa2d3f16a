//! Leads that wait for somebody to look at them.

use maud::{Markup, html};

use super::table::{self, Column, Column::Words};
use super::{risk, shell, time};
use crate::held::{HeldLine, Release};
use crate::identity::Shard;

/// What the page of held leads shows.
#[derive(Clone, Copy)]
pub struct HeldPage<'a> {
    /// Newest first.
    pub lines: &'a [HeldLine],
    /// Whether there are more than are shown.
    pub more: bool,
    /// Ledger objects that did not answer: their leads are missing.
    pub unreachable: &'a [Shard],
    /// What the request before this one did.
    pub release: Option<Release>,
    /// Now.
    pub now_ms: i64,
    /// For the page's forms.
    pub csrf: &'a str,
}

/// The page of held leads.
pub fn held(page: &HeldPage<'_>) -> String {
    shell::ops(
        shell::HELD,
        Some(page.csrf),
        &html! {
            div.title {
                h1 { "Held leads" }
                p.hint { "As of " (time::element(page.now_ms, &time::stamp(page.now_ms))) }
            }
            (risk::released(page.release))
            @if !page.unreachable.is_empty() {
                ul.doubts {
                    @for shard in page.unreachable { li { (shard) " did not answer: its held leads are not shown" } }
                }
            }
            @if page.lines.is_empty() { (empty()) } @else {
                p { "These look like nobody wrote them. They are kept, and no CRM or rep has been told: release what a person wrote, leave the rest." }
                (table(page))
            }
            @if page.more { p.hint { "There are more. Release some of these to see them." } }
        },
    )
}

fn empty() -> Markup {
    html! {
        section.empty {
            h2 { "No lead is held" }
            p { "A lead is held when several things say that nobody wrote it. None is just now: every lead went on its way." }
        }
    }
}

const COLUMNS: [Column; 5] =
    [Words("Lead"), Words("What speaks against it"), Words("Form"), Words("Accepted"), Words("Release")];

fn table(page: &HeldPage<'_>) -> Markup {
    let rows = html! { @for line in page.lines { (row(line, page)) } };
    table::list("leads", "Held leads, newest first", &COLUMNS, &rows)
}

fn row(line: &HeldLine, page: &HeldPage<'_>) -> Markup {
    let who = line.email.as_deref().or(line.phone.as_deref()).unwrap_or(if line.unreadable {
        "Could not be read"
    } else {
        "No address"
    });
    html! {
        tr role="row" {
            th.who scope="row" role="rowheader" {
                a href={ "/ops/leads/" (line.lead_id) } { bdi { (who) } }
                @if let (Some(_), Some(phone)) = (&line.email, &line.phone) { " " span.hint { "phone " bdi { (phone) } } }
                @if line.kind == "synthetic" { " " span.badge.test { "TEST" } }
            }
            td.why role="cell" { ul.reasons { @for reason in &line.reasons { li { (reason.says) } } } }
            td.form role="cell" { span.name { "Form " } (line.form) }
            td.when role="cell" {
                time datetime=(time::machine(line.accepted_at_ms)) {
                    (time::age(page.now_ms, line.accepted_at_ms))
                    " " span.hint { (time::stamp(line.accepted_at_ms)) }
                }
            }
            td role="cell" { (risk::release_button(line.lead_id, risk::BACK_TO_LIST, page.csrf)) }
        }
    }
}
