//! Who did what in the workbench.

use maud::{Markup, html};

use super::moment;
use crate::page::table::{self, Column, Column::Words};
use crate::page::{QUARANTINE_PATH, shell, time};
use crate::quarantine::audit::AuditLine;

/// What the page of the audit shows.
#[derive(Clone, Copy)]
pub struct AuditPage<'a> {
    /// Newest first.
    pub lines: &'a [AuditLine],
    /// Whether there may be older ones.
    pub more: bool,
    /// Whether whoever looks may do anything.
    pub may_change: bool,
    /// Now.
    pub now_ms: i64,
    /// For the page's forms.
    pub csrf: &'a str,
}

/// The page of the audit.
pub fn audit(page: &AuditPage<'_>) -> String {
    let last = page.lines.last().filter(|_| page.more);
    shell::workbench(
        "Quarantine audit",
        page.csrf,
        page.may_change,
        &html! {
            div.title {
                h1 { "Who did what" }
                p.hint {
                    a href=(QUARANTINE_PATH) { "Quarantine" } ". As of "
                    (time::element(page.now_ms, &time::stamp(page.now_ms)))
                }
            }
            @if page.lines.is_empty() {
                section.empty { h2 { "Nobody has done anything yet" } p { "Each replay, edit, release and dismissal is listed here." } }
            } @else { (table(page.lines, page.may_change, page.now_ms)) }
            @if let Some(last) = last {
                nav.pages aria-label="Pages" {
                    a.button.plain href={ (QUARANTINE_PATH) "/audit?before=" (last.id) } rel="next" { "Older" }
                }
            }
        },
    )
}

const COLUMNS: [Column; 6] =
    [Words("Action"), Words("Of"), Words("Why"), Words("Who"), Words("When"), Words("Result")];

/// Whoever may change nothing may not open a lead's own page either.
pub(super) fn table(lines: &[AuditLine], may_change: bool, now_ms: i64) -> Markup {
    let rows = html! { @for line in lines { (row(line, may_change, now_ms)) } };
    table::list("leads", "Actions, newest first", &COLUMNS, &rows)
}

fn row(line: &AuditLine, may_change: bool, now_ms: i64) -> Markup {
    html! {
        tr role="row" {
            th.who scope="row" role="rowheader" { (line.action) }
            td role="cell" {
                @match (&line.lead_id, &line.class) {
                    (Some(lead_id), _) if !may_change => { (lead_id) }
                    (Some(lead_id), _) => { a href={ "/ops/leads/" (lead_id) } { (lead_id) } }
                    (None, Some(class)) => { code { (class) } }
                    (None, None) => {}
                }
            }
            td role="cell" { bdi { (line.why) } }
            td role="cell" { (line.who) }
            (moment(now_ms, line.at_ms))
            td role="cell" {
                @match (&line.result, line.done) {
                    (Some(result), Some(done)) => { (result) ": " (done) " of " (line.wanted) }
                    _ => { "Not heard of since: " (line.wanted) " were to be done" }
                }
            }
        }
    }
}
