//! One lead in quarantine: what is stuck, what it says, what happened, and what can be done.

use maud::{Markup, html};

use super::{Flash, audit, class_path, flash, forms, lead_path};
use crate::contract::FieldError;
use crate::intake::Fields;
use crate::lead::Lead;
use crate::ledger::{HELD, TimelineEntry};
use crate::page::lead::timeline;
use crate::page::{QUARANTINE_PATH, said, shell, time};
use crate::quarantine::audit::AuditLine;
use crate::quarantine::{Act, Class, OwedLine, QuarantineLine};

/// An edit that was not saved.
#[derive(Clone, Copy)]
pub struct Draft<'a> {
    /// The form as it was sent.
    pub fields: &'a Fields,
    /// What is wrong with it; the field `changes` if nothing was changed at all.
    pub errors: &'a [FieldError],
    /// Whether the lead has changed since it was shown.
    pub has_moved_on: bool,
}

/// What the workbench shows of one lead.
#[derive(Clone, Copy)]
pub struct QuarantineLeadPage<'a> {
    /// What is stuck.
    pub line: &'a QuarantineLine,
    /// What it says, for whoever may know; masked without.
    pub lead: Option<&'a Lead>,
    /// Oldest first.
    pub timeline: &'a [TimelineEntry],
    /// What was done about it, newest first.
    pub audit: &'a [AuditLine],
    /// What the request before this one did.
    pub flash: Option<&'a Flash>,
    /// What somebody typed and could not save.
    pub draft: Option<Draft<'a>>,
    /// Whether whoever looks may do anything.
    pub may_change: bool,
    /// Now.
    pub now_ms: i64,
    /// For the page's forms.
    pub csrf: &'a str,
}

/// The page of one lead in quarantine.
pub fn quarantine_lead(page: &QuarantineLeadPage<'_>) -> String {
    let line = page.line;
    shell::workbench(
        &format!("Quarantined lead {}", line.lead_id),
        page.csrf,
        page.may_change,
        &html! {
            (header(page))
            (flash(page.flash))
            @if let Some(draft) = page.draft { (forms::not_saved(draft)) }
            div.columns {
                div {
                    (stuck(line))
                    @match page.lead { Some(lead) => { (said::answers(lead)) } None => { (masked(line)) } }
                }
                div { @if page.may_change { (actions(page)) } }
            }
            @if !page.timeline.is_empty() { (timeline(page.timeline, line.accepted_at_ms)) }
            @if !page.audit.is_empty() { (audit::table(page.audit, page.may_change, page.now_ms)) }
        },
    )
}

fn header(page: &QuarantineLeadPage<'_>) -> Markup {
    let line = page.line;
    html! {
        header.title {
            div {
                p.eyebrow { a href=(QUARANTINE_PATH) { "Quarantine" } }
                h1 { bdi { (line.who.shown()) } @if line.kind == "synthetic" { " " span.badge.test { "TEST" } } }
            }
        }
        dl.facts {
            div { dt { "Lead" } dd { code { (line.lead_id) } } }
            div { dt { "Form" } dd { code { (line.form) } } }
            div { dt { "Revision" } dd { (line.revision) } }
            div { dt { "Accepted" } dd {
                (time::age(page.now_ms, line.accepted_at_ms)) ", "
                (time::element(line.accepted_at_ms, &time::stamp(line.accepted_at_ms)))
            } }
        }
    }
}

fn stuck(line: &QuarantineLine) -> Markup {
    html! {
        section.panel aria-labelledby="stuck-heading" {
            h2 #stuck-heading { "What is stuck" }
            @if line.owed.is_empty() {
                p { (Class::of("", "").cause().happened()) }
                p.hint { (Class::of("", "").cause().remedy()) }
            }
            dl.rows { @for owed in &line.owed { (one(owed)) } }
            @if !line.owed.is_empty() {
                p { a.button.plain href={ (lead_path(&line.lead_id)) "/dry-run" } { "What would be sent now" } }
            }
        }
    }
}

fn one(owed: &OwedLine) -> Markup {
    let cause = Class::parse(&owed.class).cause();
    html! {
        div {
            dt { code { (owed.obligation) } }
            dd {
                p { (cause.happened()) }
                p { (cause.remedy()) }
                p.hint {
                    a href=(class_path(&owed.class, None)) { (owed.reason) } ". "
                    (cause.fault().says()) ". Revision " (owed.revision) ", " (tried(owed.attempts)) ", here since "
                    (time::element(owed.since_ms, &time::stamp(owed.since_ms))) "."
                }
                @if owed.may_exist { p.warning { "The destination may have it: a replay looks there first, where it can." } }
            }
        }
    }
}

fn tried(attempts: u32) -> String {
    match attempts {
        0 => "not tried".into(),
        1 => "tried once".into(),
        more => format!("tried {more} times"),
    }
}

fn masked(line: &QuarantineLine) -> Markup {
    let known = [("Name", &line.who.name), ("Email", &line.who.email), ("Phone", &line.who.phone)];
    html! {
        section.panel aria-labelledby="said-heading" {
            h2 #said-heading { "What was said" }
            dl.rows {
                @for (label, value) in known {
                    @if let Some(value) = value { div { dt { (label) } dd { bdi { (value) } } } }
                }
            }
            @if line.who.unreadable { p { "It could not be read." } }
        }
    }
}

fn actions(page: &QuarantineLeadPage<'_>) -> Markup {
    let QuarantineLeadPage { line, lead, csrf, .. } = *page;
    let is_held = line.owed.iter().any(|owed| owed.reason.contains(HELD));
    html! {
        @if is_held {
            (forms::of_lead(&line.lead_id, Act::Release, "Release", "It goes out like any other lead.", csrf))
        } @else if !line.owed.is_empty() {
            (forms::of_lead(&line.lead_id, Act::Replay, "Replay", "It is tried again as it is, behind the replays that are under way.", csrf))
        }
        // A stand-in keeps claims, to hand them over as they came.
        @if let Some(lead) = lead.filter(|_| !line.shard.spill) { (forms::edit(line, lead, page.draft, csrf)) }
        @if !line.owed.is_empty() {
            (forms::of_lead(&line.lead_id, Act::Dismiss, "Dismiss", "Nobody will deliver it. It stays in quarantine for the counts, and off the list.", csrf))
        }
    }
}
