//! One lead: who, what was said and consented to, where it went and why, and what happened.

use maud::{Markup, html};

use super::inbox::badges;
use super::{card, found, link, risk, said, shell, time};
use crate::card::CardContent;
use crate::held::{Release, Waits};
use crate::lead::Lead;
use crate::ledger::{LeadReport, LeadState, TimelineEntry};
use crate::personal::Personal;
use crate::warm::kept::Kept;

/// What the page of a lead shows.
#[derive(Clone, Copy)]
pub struct LeadPage<'a> {
    /// Its state and history.
    pub report: &'a LeadReport,
    /// What it says; `None` while no record has it, or after it was erased.
    pub lead: Option<&'a Lead>,
    /// The card, as a rep has it.
    pub card: Option<&'a CardContent>,
    /// What was found out about it, for this revision or an earlier one.
    pub found: Option<&'a Kept>,
    /// What it waits for, if it is held.
    pub waits: Option<Waits>,
    /// What the request before this one did.
    pub release: Option<Release>,
    /// Now.
    pub now_ms: i64,
    /// For the page's forms.
    pub csrf: &'a str,
}

/// The page of a lead.
pub fn lead(page: &LeadPage<'_>) -> String {
    let report = page.report;
    let title = format!("Lead {}", report.lead_id);
    shell::ops(
        &title,
        Some(page.csrf),
        &html! {
            (header(page))
            (risk::released(page.release))
            (risk::waiting(page.waits, report.lead_id, page.csrf))
            div.columns {
            div {
                @if let Some(content) = page.card { (card::card(content)) }
                (risk::panel(page.lead.and_then(|lead| lead.risk.as_ref())))
                (found::panel(page.found, page.lead, report.revision, page.now_ms))
                (route(page))
                (record(page))
            }
            div {
                @match page.lead {
                    Some(lead) => {
                        (said::answers(lead))
                        (risk::unproved(lead))
                        (said::consent(&lead.consent))
                        (said::origin(lead))
                    }
                    None => { (absent()) }
                }
            }
        }
        (timeline(&report.timeline, report.accepted_at_ms))
        },
    )
}

/// A state's colour and word.
const fn state_words(state: LeadState) -> (&'static str, &'static str, &'static str) {
    match state {
        LeadState::Accepted => ("busy", "In flight", "Accepted, and on its way to the CRM."),
        LeadState::Delivered => ("good", "Delivered", "Every CRM has it."),
        LeadState::Quarantined => {
            ("bad", "Quarantined", "Something was given up on. The timeline says what and why.")
        }
        LeadState::HandedOver => ("unsure", "Handed over", "A stand-in took it; its home shard has it now."),
    }
}

fn header(page: &LeadPage<'_>) -> Markup {
    let report = page.report;
    let (colour, word, meaning) = match page.waits {
        Some(_) => ("unsure", "Held", "Accepted, and told to nobody yet."),
        None => state_words(report.state),
    };
    let name = page.lead.and_then(|lead| lead.name.as_ref()).map(Personal::expose).map(String::as_str);
    let email = page.lead.and_then(|lead| lead.email.as_ref()).map(|email| email.expose().raw.as_str());
    html! {
        header.title {
            div {
                p.eyebrow { "Lead through " (report.route.form_title) }
                h1 { bdi { (name.or(email).unwrap_or("Lead")) } (badges(&report.kind, report.revision)) }
            }
            p.state { span.pill.(colour) { (word) } " " span.hint { (meaning) " " a href="#timeline" { "Timeline" } } }
        }
        dl.facts {
            div { dt { "Lead" } dd { code { (report.lead_id) } } }
            div { dt { "Form" } dd { code { (report.form) } } }
            div { dt { "Correlation" } dd { code { (report.correlation_id) } } }
            div { dt { "Accepted" } dd {
                (time::age(page.now_ms, report.accepted_at_ms)) ", "
                (time::element(report.accepted_at_ms, &time::stamp(report.accepted_at_ms)))
            } }
        }
    }
}

fn absent() -> Markup {
    html! {
        section.panel {
            h2 { "What was said" }
            p { "There is no record with this lead's own words: it is not written yet, or it was erased." }
        }
    }
}

fn route(page: &LeadPage<'_>) -> Markup {
    let LeadReport { route, bundle, .. } = page.report;
    let was_moved = page.report.timeline.iter().any(|entry| entry.event == "moved");
    let why = match route.rule.as_str() {
        _ if was_moved => {
            "The first rule that matched once more was known. It moved the lead; the timeline says from where."
        }
        "form" => "The form has a team of its own.",
        "fallback" => "No rule matched, so the fallback team takes it.",
        _ => "The first rule that matched.",
    };
    let booking = route.booking_url.as_deref().and_then(link::https);
    html! {
        section.panel aria-labelledby="route-heading" {
            h2 #route-heading { "Where it goes, and why" }
            dl.rows {
                div { dt { "Team" } dd { (route.team_name) " " code.hint { (route.team) } } }
                div { dt { "Rep" } dd { @if let Some(rep) = &route.rep { (rep.name) } @else { "Not assigned" } } }
                div { dt { "Answer within" } dd { (time::promise(route.sla_seconds)) } }
                @if let Some(url) = booking {
                    div { dt { "Booking page" } dd { a href=(url) rel="noopener noreferrer" { (url) } } }
                }
                div { dt { "Rule" } dd { code { (route.rule) } p.hint { (why) } } }
                div { dt { "Routing bundle" } dd { code { (bundle) } } }
            }
        }
    }
}

fn record(page: &LeadPage<'_>) -> Markup {
    html! {
        section.panel aria-labelledby="record-heading" {
            h2 #record-heading { "CRM record" }
            @match &page.report.record {
                Some(record) => { p { code { (record) } } }
                None => { p { "None yet." } }
            }
        }
    }
}

pub(super) fn timeline(entries: &[TimelineEntry], accepted_at_ms: i64) -> Markup {
    html! {
        section.panel #timeline aria-labelledby="timeline-heading" {
            h2 #timeline-heading { "Timeline" }
            table.timeline role="table" aria-labelledby="timeline-heading" {
                thead role="rowgroup" {
                    tr role="row" {
                        th.number scope="col" role="columnheader" { "After acceptance" }
                        th scope="col" role="columnheader" { "Event" }
                        th scope="col" role="columnheader" { "Detail" }
                        th scope="col" role="columnheader" { "Time, UTC" }
                    }
                }
                tbody role="rowgroup" { @for entry in entries { (step(entry, accepted_at_ms)) } }
            }
        }
    }
}

fn step(entry: &TimelineEntry, accepted_at_ms: i64) -> Markup {
    let colour = match entry.event.as_str() {
        "delivered" => "good",
        "quarantined" => "bad",
        "deferred" => "unsure",
        _ => "busy",
    };
    let after_ms = entry.at_ms.saturating_sub(accepted_at_ms);
    html! {
        tr role="row" {
            td.number role="cell" { @if after_ms >= 0 { "+" } (time::took(after_ms)) }
            td role="cell" { span.event.(colour) { (entry.event) } }
            td.detail role="cell" { (entry.detail) }
            td.when role="cell" {
                time datetime=(time::machine(entry.at_ms)) title=(time::stamp(entry.at_ms)) { (time::clock(entry.at_ms, accepted_at_ms)) }
            }
        }
    }
}
