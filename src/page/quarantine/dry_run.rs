//! What would be sent of a lead if it were let go now.

use maud::{Markup, html};

use super::lead_path;
use crate::page::shell;
use crate::quarantine::{DryRun, MaskedCall, Preview};

/// What the workbench shows of a dry run.
#[derive(Clone, Copy)]
pub struct DryRunPage<'a> {
    /// What would be sent.
    pub dry_run: &'a DryRun,
    /// Whether whoever looks may do anything.
    pub may_change: bool,
    /// For the page's forms.
    pub csrf: &'a str,
}

/// The page of a dry run.
pub fn dry_run(page: &DryRunPage<'_>) -> String {
    let DryRun { lead_id, revision, changed, owed } = page.dry_run;
    shell::workbench(
        &format!("Dry run of lead {lead_id}"),
        page.csrf,
        page.may_change,
        &html! {
            header.title {
                h1 { "What would be sent" }
                p.hint {
                    "Of lead " a href=(lead_path(lead_id)) { code { (lead_id) } } ", revision " (revision) ". "
                    "Nothing was sent, nobody was asked, and nothing was changed."
                }
            }
            @if !changed.is_empty() {
                p { "With your edit, which is not saved, of " (changed.join(", ")) ". Everything is sent again then." }
            }
            @if owed.is_empty() { p { "What is owed to it cannot be read: nothing can be sent." } }
            @for (place, preview) in owed.iter().enumerate() { (of_one(place, preview)) }
        },
    )
}

fn of_one(place: usize, preview: &Preview) -> Markup {
    let id = format!("owed-{place}");
    html! {
        section.panel aria-labelledby=(id) {
            h2 id=(id) { code { (preview.obligation) } }
            p.warning[preview.stuck] { (preview.says) }
            @for call in &preview.calls { (of_call(call)) }
        }
    }
}

fn of_call(call: &MaskedCall) -> Markup {
    html! {
        p { code { (call.method) " " (call.path) } }
        @if let Some(body) = &call.body { pre { (format!("{body:#}")) } }
    }
}
