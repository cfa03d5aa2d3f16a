//! What was found out about a lead, on its page.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

#[path = "support/html.rs"]
mod html;

use beeline::identity::LeadId;
use beeline::lead::Lead;
use beeline::ledger::{LeadReport, LeadState};
use beeline::page::{self, LeadPage};
use beeline::routing::Route;
use beeline::warm::duplicate::{May, Shared, Suggestion};
use beeline::warm::enriched::Findings;
use beeline::warm::job::Report;
use beeline::warm::kept::Kept;
use html::{assert_sound, attributes};
use serde_json::json;

const NOW: i64 = 1_709_251_200_000; // 2024-03-01 00:00:00 UTC

fn route() -> Route {
    serde_json::from_value(json!({"team": "sales", "team_name": "Sales", "form_title": "Demo", "rep": null,
        "sla_seconds": 300, "booking_url": null, "rule": "fallback"}))
    .unwrap()
}

fn shown(duplicates: Vec<Suggestion>) -> String {
    shown_of(1, duplicates)
}

/// What was found out about the first revision, beside what a later one says.
fn shown_of(revision: u32, duplicates: Vec<Suggestion>) -> String {
    let report = LeadReport {
        lead_id: LeadId::new("eu-03".parse().unwrap(), &[7; 32]),
        state: LeadState::Delivered,
        form: "demo".into(),
        kind: "real".into(),
        revision,
        correlation_id: "correlation-1".into(),
        accepted_at_ms: NOW - 60_000,
        route: route(),
        bundle: "bundle-1".into(),
        record: None,
        records: None,
        timeline: Vec::new(),
    };
    let findings = Findings { duplicates, ..Findings::default() };
    let kept =
        Kept { revision: 1, at_ms: NOW, findings, score: None, rerouted: None, report: Report::default() };
    let html = page::lead(&LeadPage {
        report: &report,
        lead: Some(&Lead::default()),
        card: None,
        found: Some(&kept),
        waits: None,
        release: None,
        now_ms: NOW,
        csrf: "csrf-1",
    });
    assert_sound(&html);
    html
}

fn suggestion(lead_id: &str, may: May, why: &[Shared]) -> Suggestion {
    Suggestion { lead_id: lead_id.into(), accepted_at_ms: NOW - 12_000, may, why: why.to_vec() }
}

#[test]
fn a_lead_that_may_be_the_same_is_a_link_with_what_it_rests_on() {
    let html = shown(vec![
        suggestion("ld_one", May::BePerson, &[Shared::Phone, Shared::Name]),
        suggestion("ld_two", May::PerhapsBeCompany, &[Shared::Company]),
    ]);
    assert!(html.contains("This lead may be the same person as"));
    assert!(html.contains("same number, name. Accepted 12 s ago."));
    assert!(html.contains("is perhaps of the same company as") && html.contains("company's name"));
    let links = attributes(&html, "href");
    assert!(links.contains(&"/ops/leads/ld_one") && links.contains(&"/ops/leads/ld_two"));
}

#[test]
fn a_lead_like_no_other_has_no_word_of_it() {
    assert!(!shown(Vec::new()).contains("Other leads"));
}

#[test]
fn what_was_found_before_something_else_was_said_says_so() {
    assert!(shown_of(3, Vec::new()).contains("About revision 1. Revision 3 has come since."));
    assert!(!shown_of(1, Vec::new()).contains("has come since"));
}

#[test]
fn whatever_a_stored_id_is_the_page_is_sound() {
    let hostile = "\"><script>alert(1)</script>";
    assert!(!shown(vec![suggestion(hostile, May::ShareNumber, &[Shared::Phone])]).contains("<script>"));
}
