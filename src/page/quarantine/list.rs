//! What is in quarantine, by class.

use maud::{Markup, html};

use super::{Flash, class_path, flash, forms, lead_path, moment};
use crate::identity::Shard;
use crate::page::table::{self, Column, Column::Number, Column::Words};
use crate::page::{QUARANTINE_PATH, shell, time};
use crate::quarantine::message::{DeadLetterLine, ForgedLine};
use crate::quarantine::{ClassLine, QuarantineLine};

/// What the workbench's first page shows.
#[derive(Clone, Copy)]
pub struct QuarantinePage<'a> {
    /// The classes, the largest first.
    pub classes: &'a [ClassLine],
    /// The class that is listed; `None` for all that nobody has dismissed.
    pub class: Option<&'a str>,
    /// Where the list begins; `None` at the newest.
    pub cursor: Option<&'a str>,
    /// Newest first.
    pub lines: &'a [QuarantineLine],
    /// Rows of which nothing can be read.
    pub skipped: u32,
    /// Where the list goes on.
    pub next: Option<&'a str>,
    /// Ledger objects that did not answer: their leads are missing.
    pub unreachable: &'a [Shard],
    /// Messages that were not ours, or not readable.
    pub forged: &'a [ForgedLine],
    /// Messages that no handler could take.
    pub dead_letters: &'a [DeadLetterLine],
    /// What the request before this one did.
    pub flash: Option<&'a Flash>,
    /// Whether whoever looks may do anything.
    pub may_change: bool,
    /// Now.
    pub now_ms: i64,
    /// For the page's forms.
    pub csrf: &'a str,
}

/// The page of what is in quarantine.
pub fn quarantine(page: &QuarantinePage<'_>) -> String {
    shell::workbench(
        shell::QUARANTINE,
        page.csrf,
        page.may_change,
        &html! {
            div.title {
                h1 { "Quarantine" }
                p.hint {
                    "As of " (time::element(page.now_ms, &time::stamp(page.now_ms))) ". "
                    a href={ (QUARANTINE_PATH) "/audit" } { "Who did what" }
                }
            }
            (flash(page.flash))
            @if !page.is_complete() { (doubts(page)) }
            @if !page.classes.is_empty() { (classes(page)) } @else if page.lines.is_empty() { (empty(page)) }
            @if let Some(class) = page.class { (of_class(class, page)) }
            @if !page.lines.is_empty() { (table(page)) }
            @if let Some(next) = page.next { (further(page.class, next)) }
            (messages(page))
        },
    )
}

impl QuarantinePage<'_> {
    /// Whether everything was asked, and could be read.
    const fn is_complete(&self) -> bool {
        self.unreachable.is_empty() && self.skipped == 0
    }
}

fn doubts(page: &QuarantinePage<'_>) -> Markup {
    html! {
        ul.doubts {
            @for shard in page.unreachable { li { (shard) " did not answer: its leads are not shown" } }
            @if page.skipped > 0 { li { "Rows that cannot be read at all, and are not shown: " (page.skipped) } }
        }
    }
}

fn empty(page: &QuarantinePage<'_>) -> Markup {
    if !page.is_complete() {
        return html! {
            section.empty {
                h2 { "Nothing is known to be in quarantine" }
                p { "Not everything could be asked or read: see above. Open this page again to ask what was silent." }
            }
        };
    }
    html! {
        section.empty {
            h2 { "Nothing is in quarantine" }
            p { "What a CRM refuses, what was tried too often and what looks like nobody's waits here for somebody. Nothing does just now." }
        }
    }
}

const OF_CLASSES: [Column; 5] = [
    Words("Class"),
    Words("What happened, and what to do"),
    Words("Whose to mend"),
    Words("Oldest"),
    Number("Leads"),
];
const OF_LEADS: [Column; 4] =
    [Words("Lead"), Words("What is stuck, and why"), Words("Form"), Words("Accepted")];

fn classes(page: &QuarantinePage<'_>) -> Markup {
    let rows = html! {
        @for line in page.classes {
            tr role="row" {
                th.who scope="row" role="rowheader" { a href=(class_path(&line.class, None)) { (line.class) } }
                td role="cell" { (line.happened) p.hint { (line.remedy) } }
                td role="cell" { (line.fault.says()) }
                (moment(page.now_ms, line.oldest_accepted_at_ms))
                td.number role="cell" { span.name { "Leads: " } (line.leads) }
            }
        }
    };
    table::list("leads", "Classes, the largest first", &OF_CLASSES, &rows)
}

fn of_class(class: &str, page: &QuarantinePage<'_>) -> Markup {
    // What is looked for may lie behind what was looked through.
    let has_any = !page.lines.is_empty() || page.next.is_some() || !page.unreachable.is_empty();
    let is_replayable = !matches!(class, "held" | "dismissed" | "lead/unreadable");
    html! {
        h2 { "Leads of " code { (class) } " " a.hint href=(QUARANTINE_PATH) { "All classes" } }
        @if page.may_change && is_replayable && has_any { (forms::of_class(class, page.cursor, page.csrf)) }
        @if page.lines.is_empty() {
            p {
                @if page.next.is_some() { "None among those that were looked through: there are older ones." }
                @else if page.is_complete() { "None any more." }
                @else { "None in what answered and can be read." }
            }
        }
    }
}

fn table(page: &QuarantinePage<'_>) -> Markup {
    let rows = html! { @for line in page.lines { (row(line, page.now_ms)) } };
    table::list("leads", "Leads in quarantine, newest first", &OF_LEADS, &rows)
}

fn row(line: &QuarantineLine, now_ms: i64) -> Markup {
    html! {
        tr role="row" {
            th.who scope="row" role="rowheader" {
                a href=(lead_path(&line.lead_id)) { bdi { (line.who.shown()) } }
                @if line.kind == "synthetic" { " " span.badge.test { "TEST" } }
            }
            td.why role="cell" {
                ul.reasons {
                    @for owed in &line.owed { li { code { (owed.obligation) } " " (owed.reason) } }
                    @if line.owed.is_empty() { li { "What is owed to it cannot be read" } }
                }
            }
            td.form role="cell" { span.name { "Form " } (line.form) }
            (moment(now_ms, line.accepted_at_ms))
        }
    }
}

fn further(class: Option<&str>, next: &str) -> Markup {
    let path = match class {
        Some(class) => class_path(class, Some(next)),
        None => format!("{QUARANTINE_PATH}?cursor={next}"),
    };
    html! {
        nav.pages aria-label="Pages" { a.button.plain href=(path) rel="next" { "Older leads" } }
    }
}

/// Nothing is done about these here: a dead letter's lead is with the ledger again.
fn messages(page: &QuarantinePage<'_>) -> Markup {
    html! {
        @if !page.dead_letters.is_empty() {
            section.panel aria-labelledby="dead-heading" {
                h2 #dead-heading { "Dead letters" }
                p.hint { "Messages that no handler could take. Their leads went back to the ledger, which sends them again." }
                dl.rows {
                    @for line in page.dead_letters {
                        div {
                            dt {
                                @if page.may_change { a href={ "/ops/leads/" (line.lead_id) } { (line.lead_id) } }
                                @else { (line.lead_id) }
                            }
                            dd { code { (line.obligation) } ", " (line.seen) " times, last " (time::age(page.now_ms, line.last_seen_at_ms)) }
                        }
                    }
                }
            }
        }
        @if !page.forged.is_empty() {
            section.panel aria-labelledby="forged-heading" {
                h2 #forged-heading { "Messages that were not believed" }
                p.hint { "Their signature does not verify, or they cannot be read. They touched no lead." }
                dl.rows {
                    @for line in page.forged {
                        div {
                            dt { code { (line.queue) } }
                            dd { (line.reason) ", " (line.seen) " times, last " (time::age(page.now_ms, line.last_seen_at_ms)) }
                        }
                    }
                }
            }
        }
    }
}
