//! The page of comparisons: what each destination lacks or has too much of.

use beeline::identity::LeadId;
use beeline::page::{self, ComparisonsPage};
use beeline::reconcile::{Drift, DriftKind, Outlook, Reconciliation, Report};
use proptest::prelude::*;

use crate::html::{assert_sound, attributes};

const NOW_MS: i64 = 1_709_251_200_000;

fn lead_id() -> LeadId {
    LeadId::new("eu-03".parse().unwrap(), &[7; 32])
}

fn drift(kind: DriftKind, external_id: &str) -> Drift {
    let record = (kind != DriftKind::Missing).then(|| "rec-51".to_owned());
    Drift { since_ms: Some(NOW_MS - 60_000), external_id: external_id.into(), kind, record }
}

fn report(named: Vec<Drift>) -> Report {
    let report = Reconciliation::begin("hubspot", 0, NOW_MS).report(NOW_MS);
    Report { ended_at_ms: Some(NOW_MS - 180_000), leads: 12_345, named, ..report }
}

fn ended(last: Report) -> Option<Outlook> {
    Some(Outlook { last: Some(last), ..Outlook::default() })
}

fn shown(name: &'static str, outlook: Option<Outlook>) -> String {
    let destinations = [(name, outlook)];
    page::comparisons(&ComparisonsPage { destinations: &destinations, now_ms: NOW_MS, csrf: "csrf-1" })
}

#[test]
fn what_is_missing_or_too_much_is_counted_and_named_with_a_way_to_its_lead() {
    let named = vec![drift(DriftKind::Missing, &lead_id().to_string()), drift(DriftKind::Unknown, "ld_gone")];
    let html = shown("hubspot", ended(Report { missing: 1_200, surplus: 1, ..report(named) }));
    assert_sound(&html);
    for said in ["3 min ago", "12,345", "1,200", "no such record is there", "rec-51", "ledger does not know"]
    {
        assert!(html.contains(said), "{said}");
    }
    let links = attributes(&html, "href");
    assert!(links.contains(&format!("/ops/leads/{}", lead_id()).as_str()));
    assert!(!links.iter().any(|link| link.contains("ld_gone")), "nobody knows that lead");
}

#[test]
fn what_agrees_has_no_table() {
    let html = shown("hubspot", ended(report(vec![])));
    assert_sound(&html);
    assert!(!html.contains("<table") && !html.contains("alarming"));
}

#[test]
fn a_silent_clock_is_told_from_a_destination_that_was_never_compared() {
    let silent = shown("hubspot", None);
    assert_sound(&silent);
    assert!(silent.contains("Its clock did not answer") && !silent.contains("never compared"));
    let never = shown("hubspot", Some(Outlook::default()));
    assert!(never.contains("never compared to the end") && !never.contains("did not answer"));
}

#[test]
fn one_under_way_says_how_far_it_is_why_it_stands_and_when_it_goes_on() {
    let under_way = Report { ended_at_ms: None, ..report(vec![]) };
    let (reason, next_at_ms) = (Some("guard: closed".into()), Some(NOW_MS + 60_000));
    let html = shown("inbox", Some(Outlook { last: None, under_way: Some(under_way), reason, next_at_ms }));
    assert_sound(&html);
    assert!(html.contains("12,345 leads and 0 records so far"));
    assert!(html.contains("guard: closed") && html.contains("2024-03-01 00:01"));
}

#[test]
fn what_cannot_be_seen_at_a_destination_is_not_called_none() {
    let html = shown("webhook", ended(report(vec![])));
    assert_sound(&html);
    assert_eq!(html.matches("<dd>not seen</dd>").count(), 2);
    assert!(html.contains("It cannot "));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_record_is_called_the_page_is_sound(external_id in any::<String>(), reason in any::<String>()) {
        let last = Some(report(vec![drift(DriftKind::Twice, &external_id)]));
        assert_sound(&shown("hubspot", Some(Outlook { last, reason: Some(reason), ..Outlook::default() })));
    }
}
