//! Held leads, as operators see them and let go of them.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

#[path = "support/html.rs"]
mod html;

use beeline::contract::Answer;
use beeline::held::{HeldLine, Release, Waits, newest};
use beeline::identity::LeadId;
use beeline::intake::{Consent, Email};
use beeline::lead::{Lead, Unproved};
use beeline::ledger::{HeldLead, LeadReport, LeadState, TimelineEntry};
use beeline::page::{self, HeldPage, LeadPage};
use beeline::phone;
use beeline::risk::{Assessment, Channel, Signal, Verdict};
use beeline::routing::Route;
use html::{assert_sound, attributes};
use proptest::prelude::*;

const NOW: i64 = 1_709_251_200_000; // 2024-03-01 00:00:00 UTC
const HOSTILE: &str = "\"><script>alert(1)</script> onclick=x style=x & 'q'";

fn lead_id(seed: u8) -> LeadId {
    LeadId::new("eu-03".parse().unwrap(), &[seed; 32])
}

fn held(seed: u8, accepted_at_ms: i64) -> HeldLead {
    HeldLead {
        lead_id: lead_id(seed),
        form: "demo".into(),
        kind: "real".into(),
        accepted_at_ms,
        reasons: vec!["honeypot_filled".into(), "token_forged".into()],
    }
}

fn lead() -> Lead {
    Lead {
        name: Some("Ada Lovelace".to_owned().into()),
        email: Email::normalize("ada@example.com").map(Into::into),
        phone: Some(phone::normalize("+1 202-555-0123", None).into()),
        risk: Some(risk(Verdict::Hold)),
        ..Lead::default()
    }
}

fn risk(verdict: Verdict) -> Assessment {
    Assessment {
        score: 95,
        signals: vec![Signal::HoneypotFilled, Signal::TokenForged],
        verdict,
        channel: Channel::Browser,
        may_challenge: false,
    }
}

fn list(lines: &[HeldLine]) -> HeldPage<'_> {
    HeldPage { lines, more: false, unreachable: &[], release: None, now_ms: NOW, csrf: "csrf-1" }
}

fn report(state: LeadState, events: &[&str]) -> LeadReport {
    let entry = |event: &&str| TimelineEntry { at_ms: NOW, event: (*event).into(), detail: String::new() };
    LeadReport {
        lead_id: lead_id(1),
        state,
        form: "demo".into(),
        kind: "real".into(),
        revision: 1,
        correlation_id: "co_1".into(),
        accepted_at_ms: NOW,
        route: Route {
            team: "sales".into(),
            team_name: "Sales".into(),
            form_title: "Demo".into(),
            rep: None,
            sla_seconds: 300,
            booking_url: None,
            rule: "fallback".into(),
        },
        bundle: "b".into(),
        record: None,
        records: None,
        timeline: events.iter().map(entry).collect(),
    }
}

fn lead_page(report: &LeadReport, lead: &Lead, release: Option<Release>) -> String {
    let waits = Waits::of(report, lead);
    let page = LeadPage {
        found: None,
        report,
        lead: Some(lead),
        card: None,
        waits,
        release,
        now_ms: NOW,
        csrf: "csrf-1",
    };
    let html = page::lead(&page);
    assert_sound(&html);
    html
}

#[test]
fn a_line_says_who_as_far_as_it_may_and_why_in_words() {
    let line = HeldLine::new(held(1, NOW - 12_000), Some(&lead()));
    let html = page::held(&list(&[line]));
    assert_sound(&html);
    assert!(html.contains(&format!("<a href=\"/ops/leads/{}\"><bdi>a…@e….com</bdi></a>", lead_id(1))));
    assert!(html.contains("A field that people do not see was filled in"));
    assert!(html.contains("The proof that our form was opened is not valid"));
    assert!(html.contains("12 s ago") && html.contains("…23"));
    for private in ["ada@", "Ada", "Lovelace", "2025550123", "honeypot_filled"] {
        assert!(!html.contains(private), "{private}");
    }
}

#[test]
fn a_line_has_a_button_that_lets_go_of_its_lead() {
    let html = page::held(&list(&[HeldLine::new(held(1, NOW), None)]));
    let action = format!("/ops/leads/{}/release", lead_id(1));
    assert!(attributes(&html, "action").contains(&action.as_str()));
    assert!(html.contains("<input type=\"hidden\" name=\"csrf\" value=\"csrf-1\"><input type=\"hidden\" name=\"back\" value=\"held\">"));
}

#[test]
fn a_lead_that_cannot_be_read_says_so_and_can_be_let_go_all_the_same() {
    let unreadable = HeldLine::new(held(1, NOW), None);
    assert_eq!(serde_json::to_value(&unreadable).unwrap()["unreadable"], true);
    let html = page::held(&list(&[unreadable]));
    assert_sound(&html);
    assert!(html.contains("Could not be read") && !html.contains("No address"));
    assert!(html.contains("/release\""));
    let nameless = page::held(&list(&[HeldLine::new(held(1, NOW), Some(&Lead::default()))]));
    assert!(nameless.contains("No address") && !nameless.contains("Could not be read"));
}

#[test]
fn a_word_that_a_later_version_wrote_is_shown_as_it_is() {
    let line = HeldLine::new(HeldLead { reasons: vec![HOSTILE.into()], ..held(1, NOW) }, None);
    let html = page::held(&list(&[line]));
    assert_sound(&html);
    assert!(html.contains("&lt;script&gt;"));
}

#[test]
fn nothing_held_is_said_in_plain_words() {
    let html = page::held(&list(&[]));
    assert_sound(&html);
    assert!(html.contains("No lead is held") && !html.contains("<table") && !html.contains("Release"));
}

#[test]
fn what_is_missing_from_the_list_is_said() {
    let unreachable = ["eu-03".parse().unwrap()];
    let html = page::held(&HeldPage { more: true, unreachable: &unreachable, ..list(&[]) });
    assert!(html.contains("eu-03 did not answer") && html.contains("There are more"));
}

#[test]
fn letting_go_is_answered_and_a_second_time_is_no_error() {
    let now = page::held(&HeldPage { release: Some(Release::Now(lead_id(7))), ..list(&[]) });
    assert!(now.contains("Released: ") && now.contains(&lead_id(7).to_string()));
    let again = page::held(&HeldPage { release: Some(Release::NothingWaited(lead_id(7))), ..list(&[]) });
    assert!(again.contains("Nothing to release: ") && again.contains("not any more"));
    assert_sound(&again);
}

#[test]
fn the_newest_of_all_objects_come_first() {
    let found = vec![held(1, 5), held(2, 9), held(3, 9), held(4, 1)];
    let ids: Vec<LeadId> = newest(found, 3).iter().map(|held| held.lead_id).collect();
    assert_eq!(ids, [lead_id(3), lead_id(2), lead_id(1)]);
}

#[test]
fn the_json_has_the_same_lines_with_words_and_masks() {
    let line = HeldLine::new(held(1, 5), Some(&lead()));
    let expected = serde_json::json!({
        "lead_id": lead_id(1), "form": "demo", "kind": "real", "accepted_at_ms": 5,
        "reasons": [
            {"signal": "honeypot_filled", "says": "A field that people do not see was filled in"},
            {"signal": "token_forged", "says": "The proof that our form was opened is not valid"},
        ],
        "email": "a…@e….com", "phone": "…23",
    });
    assert_eq!(serde_json::to_value(&line).unwrap(), expected);
}

#[test]
fn a_held_leads_page_says_so_and_lets_go_of_it() {
    let html = lead_page(&report(LeadState::Quarantined, &["accepted"]), &lead(), None);
    assert!(html.contains("This lead is held") && html.contains("name=\"back\" value=\"lead\""));
    assert!(html.contains("\">Held</span>") && html.contains("95 of 100"));
    assert!(html.contains("<dt>+55</dt><dd>A field that people do not see was filled in</dd>"));
    assert!(html.contains("Ada Lovelace"), "it shows what is not in the inbox yet");
}

#[test]
fn only_what_waits_can_be_let_go() {
    let waits = |state, verdict, events: &[&str]| {
        let lead = Lead { risk: Some(risk(verdict)), ..lead() };
        let html = lead_page(&report(state, events), &lead, None);
        let waits = Waits::of(&report(state, events), &lead);
        assert_eq!(html.contains("/release\""), waits.is_some());
        waits
    };
    use LeadState::{Accepted, Delivered, Quarantined};
    assert_eq!(waits(Quarantined, Verdict::Hold, &[]), Some(Waits::ForAPerson));
    assert_eq!(waits(Accepted, Verdict::Challenge, &[]), Some(Waits::ForAChallenge));
    assert_eq!(waits(Quarantined, Verdict::Hold, &["released"]), None, "a vendor refused it after that");
    assert_eq!(waits(Accepted, Verdict::Challenge, &["sent"]), None, "its time was over");
    assert_eq!(waits(Quarantined, Verdict::Flag, &[]), None);
    assert_eq!(waits(Delivered, Verdict::Hold, &[]), None);
    assert_eq!(Waits::of(&report(Quarantined, &[]), &Lead { risk: None, ..lead() }), None);
}

#[test]
fn a_lead_that_nothing_speaks_against_says_that() {
    let clean = Assessment { score: 0, signals: vec![], ..risk(Verdict::Accept) };
    let html = lead_page(&report(LeadState::Delivered, &[]), &Lead { risk: Some(clean), ..lead() }, None);
    assert!(html.contains("Nothing speaks against it"));
    assert!(html.contains("Looks real"));
    let html = lead_page(&report(LeadState::Delivered, &[]), &Lead { risk: None, ..lead() }, None);
    assert!(!html.contains("risk-heading"), "a lead of before there was an assessment");
}

#[test]
fn a_verdict_says_what_it_meant_and_not_what_became_of_the_lead() {
    let html = lead_page(&report(LeadState::Delivered, &["accepted", "released"]), &lead(), None);
    assert!(!html.contains(">Held</span>"), "it was released");
    assert!(html.contains("Looks like nobody's") && html.contains("until somebody releases it"));
}

#[test]
fn what_was_said_without_proof_stands_apart() {
    let unproved = Unproved {
        name: Some(HOSTILE.to_owned().into()),
        email: Email::normalize("mallory@example.com").map(Into::into),
        phone: None,
        consent: Some(Consent { privacy: true, ..Consent::default() }),
        extra: [("consent.subscription.7".to_owned(), Answer::Text("no <b>".to_owned().into()))].into(),
    };
    let lead = Lead { unproved: Some(Box::new(unproved)), ..lead() };
    let html = lead_page(&report(LeadState::Delivered, &[]), &lead, None);
    let (before, after) = html.split_once("Said later, without proof").unwrap();
    assert!(before.contains("ada@example.com") && !before.contains("mallory@example.com"));
    assert!(after.contains("mallory@example.com") && after.contains("&lt;script&gt;"));
    assert!(after.contains("the first answers hold"));
    assert!(after.contains("consent.subscription.7") && after.contains("no &lt;b&gt;"));
    assert!(!lead_page(&report(LeadState::Delivered, &[]), &self::lead(), None).contains("without proof"));
}

#[test]
fn every_page_for_operators_leads_to_the_others_and_marks_itself() {
    let pages = [
        (page::inbox(&[], NOW, None, None, "c"), "/ops"),
        (page::held(&list(&[])), "/ops/held"),
        (page::drift(&[], NOW, "c"), "/ops/drift"),
    ];
    for (html, own) in pages {
        for path in ["/ops", "/ops/held", "/ops/quarantine", "/ops/reconciliation", "/ops/drift"] {
            assert!(attributes(&html, "href").contains(&path), "{path}");
        }
        assert_eq!(html.matches("aria-current").count(), 1);
        assert!(html.contains(&format!("<a href=\"{own}\" aria-current=\"page\">")), "{own}");
    }
    assert!(!page::login("/ops", false).contains("/ops/held"), "nobody is logged in");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mask_never_shows_a_whole_local_part_or_number(
        local in "[a-z]{2,20}", digits in "[0-9]{3,15}", reason in "\\PC{0,40}",
    ) {
        let lead = Lead {
            email: Email::normalize(&format!("{local}@example.com")).map(Into::into),
            phone: Some(phone::normalize(&digits, None).into()),
            ..Lead::default()
        };
        let line = HeldLine::new(HeldLead { reasons: vec![reason], ..held(1, NOW) }, Some(&lead));
        prop_assert_eq!(line.email.as_deref().unwrap().chars().count(), "a…@e….com".chars().count());
        prop_assert!(line.phone.as_deref().unwrap().chars().count() <= 3);
        assert_sound(&page::held(&list(&[line])));
    }
}
