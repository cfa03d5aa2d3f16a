//! What the pages promise to those who read them, with any browser and any input.

#![allow(clippy::unwrap_used)]

#[path = "support/html.rs"]
mod html;

use std::collections::BTreeMap;

use beeline::card::{CardContent, CardFacts, CardState};
use beeline::conservation::{Balance, Conservation, Destination};
use beeline::contract::Contract;
use beeline::identity::LeadId;
use beeline::inbox::{InboxLine, Place};
use beeline::intake::{Fields, Submission};
use beeline::lead::{Kind, Lead, Network};
use beeline::ledger::{LeadReport, LeadState, TimelineEntry};
use beeline::page::{self, LeadPage};
use beeline::problem::Problem;
use beeline::routing::{Form, Rep, Route, Team};
use beeline::warm::enriched::Findings;
use beeline::warm::job::Report as JobReport;
use beeline::warm::kept::Kept;
use beeline::warm::reroute::Rerouted;
use html::{assert_sound, attributes};

const NOW: i64 = 1_709_251_200_000; // 2024-03-01 00:00:00 UTC
const HOSTILE: &str = "\"><script>alert(1)</script> onclick=x style=x & 'q'";
const ESCAPED: &str = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; onclick=x style=x &amp; 'q'";

fn fields(pairs: &[(&str, &str)]) -> Fields {
    let json: serde_json::Map<_, _> =
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
    Fields::from_json(serde_json::to_string(&json).unwrap().as_bytes()).unwrap()
}

fn line(change: impl FnOnce(&mut InboxLine)) -> InboxLine {
    let mut line = InboxLine {
        lead_id: lead_id().to_string(),
        form: "demo".into(),
        kind: "real".into(),
        team: "emea".into(),
        rep: Some(HOSTILE.into()),
        revision: 1,
        name: Some("Ada King".into()),
        email: Some("ada@example.com".into()),
        phone: None,
        company: Some("Engines".into()),
        accepted_at_ms: NOW - 12_000,
        written_at_ms: NOW - 12_000 + 87,
    };
    change(&mut line);
    line
}

fn inbox(lines: &[InboxLine]) -> String {
    page::inbox(lines, NOW, None, Some(&conservation()), "csrf-1")
}

fn conservation() -> Conservation {
    let total =
        Balance { accepted: 12_345, delivered: 12_343, in_flight: 2, balanced: true, ..Balance::default() };
    Conservation {
        total: Balance { oldest_in_flight_seconds: 61, ..total },
        unreachable: vec![],
        kinds: BTreeMap::new(),
        forms: BTreeMap::new(),
        shards: BTreeMap::new(),
        destinations: BTreeMap::new(),
    }
}

fn lead_id() -> LeadId {
    LeadId::new("eu-03".parse().unwrap(), &[7; 32])
}

fn lead(pairs: &[(&str, &str)]) -> Lead {
    let submission = Submission::read(&fields(pairs), &Contract::default()).unwrap();
    Lead::normalize(submission, Kind::Real, Network::default(), Some("DE"))
}

fn report(state: LeadState) -> LeadReport {
    let entry = |at_ms, event: &str, detail: &str| TimelineEntry {
        at_ms,
        event: event.into(),
        detail: detail.into(),
    };
    LeadReport {
        lead_id: lead_id(),
        state,
        form: "demo".into(),
        kind: "real".into(),
        revision: 1,
        correlation_id: "cor_1".into(),
        accepted_at_ms: NOW - 1,
        route: Route {
            team: "emea".into(),
            team_name: "EMEA sales".into(),
            form_title: "Talk to sales".into(),
            rep: Some(Rep { name: HOSTILE.into(), ..Rep::default() }),
            sla_seconds: 300,
            booking_url: Some("javascript:alert(1)".into()),
            rule: "fallback".into(),
        },
        bundle: "5m3k9q2t7v1b8c4d".into(),
        record: Some("rec-1".into()),
        records: Some(state),
        timeline: vec![
            entry(NOW - 1, "accepted", "revision 1"),
            entry(NOW + 69_999, "delivered", "crm:inbox as rec-1"),
        ],
    }
}

fn hostile_lead() -> Lead {
    lead(&[
        ("name", HOSTILE),
        ("email", "ada@example.com"),
        ("phone", HOSTILE),
        ("notes", HOSTILE),
        ("utm.source", HOSTILE),
        ("page.url", "javascript:alert(1)"),
        ("postal_code", "SW1A 1AA"),
        ("gclid", HOSTILE),
        ("favourite", HOSTILE),
        (HOSTILE, HOSTILE),
        ("too_long", &"x".repeat(1_001)),
        ("consent.privacy", "yes"),
        ("consent.marketing", "no"),
        ("consent.text_version", "page-1"),
    ])
}

fn lead_page(report: &LeadReport, lead: Option<&Lead>) -> String {
    let state = CardState::NeedsAttention { reason: Some("timeout".into()) };
    let card = lead.map(|lead| {
        CardContent::new(&CardFacts {
            lead,
            lead_id: report.lead_id,
            form: "demo",
            route: &report.route,
            state: &state,
            revision: 1,
            lead_url: None,
            found: None,
        })
    });
    page::lead(&LeadPage {
        report,
        lead,
        card: card.as_ref(),
        found: None,
        waits: None,
        release: None,
        now_ms: NOW,
        csrf: "csrf-1",
    })
}

#[test]
fn a_lead_that_was_moved_says_so_with_from_where_and_by_which_rule() {
    let said = [("email", "ada@example.com"), ("consent.privacy", "yes")];
    let (lead, mut report) = (lead(&said), report(LeadState::Delivered));
    report.route.rule = "enterprise-by-size".into();
    let detail = "from sales to emea by rule enterprise-by-size, after enrichment".to_owned();
    report.timeline.push(TimelineEntry { at_ms: NOW, event: "moved".into(), detail: detail.clone() });
    let (from, to, rule) = ("sales".to_owned(), "emea".to_owned(), "enterprise-by-size".to_owned());
    let rerouted = Some(Rerouted::Moved { from, to, rule });
    let (findings, report_of_job) = (Findings::default(), JobReport::default());
    let kept = Kept { revision: 1, at_ms: NOW, findings, score: None, rerouted, report: report_of_job };
    let html = page::lead(&LeadPage {
        report: &report,
        lead: Some(&lead),
        card: None,
        found: Some(&kept),
        waits: None,
        release: None,
        now_ms: NOW,
        csrf: "csrf-1",
    });
    assert_sound(&html);
    assert!(html.contains("Moved from sales to emea by rule enterprise-by-size."), "{html}");
    assert!(html.contains("It moved the lead") && html.contains(&detail), "{html}");
}

fn hostile_form() -> Form {
    Form { id: "demo".into(), title: HOSTILE.into(), ..Form::default() }
}

fn hostile_team() -> Team {
    let booking_url = Some("https://cal.example/x".into());
    Team { id: "sales".into(), name: HOSTILE.into(), sla_seconds: 300, booking_url, overflow: None }
}

/// Every page but the forms, each with the worst there is to show.
fn all_pages() -> Vec<String> {
    let worst = line(|line| {
        (line.name, line.company) = (Some(HOSTILE.into()), Some(HOSTILE.into()));
        (line.kind, line.revision) = ("synthetic".into(), 2);
    });
    let report = report(LeadState::Quarantined);
    vec![
        page::thank_you(Some((&hostile_form(), &hostile_team()))),
        page::thank_you(None),
        page::login("/ops", false),
        page::login(HOSTILE, true),
        page::inbox(&[], NOW, None, None, "csrf-1"),
        page::inbox(&[worst], NOW, Some(&Place::after(&line(|_| ()))), Some(&conservation()), "csrf-1"),
        lead_page(&report, Some(&hostile_lead())),
        lead_page(&report, None),
        page::message(&Problem::Internal, HOSTILE),
    ]
}

#[test]
fn every_page_is_sound_whatever_it_shows() {
    for html in all_pages() {
        assert_sound(&html);
    }
}

#[test]
fn a_failed_login_says_so_at_the_field_and_keeps_where_to_go() {
    let html = page::login("/ops/leads/ld_1?a=b&c", true);
    assert!(html.contains("name=\"next\" value=\"/ops/leads/ld_1?a=b&amp;c\""));
    assert!(html.contains("That is not the token") && html.contains("aria-invalid=\"true\""));
    assert!(!page::login("/ops", false).contains("aria-invalid"));
}

#[test]
fn an_empty_inbox_says_how_to_send_a_first_lead() {
    let html = inbox(&[]);
    assert!(html.contains("No leads here yet") && html.contains("/v1/leads/"));
    assert!(!html.contains("<table"));
}

#[test]
fn a_line_of_the_inbox_says_who_when_and_how_fast() {
    let html = inbox(&[line(|_| ())]);
    assert!(html.contains(&format!("<a href=\"/ops/leads/{}\"><bdi>Ada King</bdi></a>", lead_id())));
    assert!(html.contains("<time datetime=\"2024-02-29T23:59:48.000Z\">12 s ago"));
    assert!(html.contains("2024-02-29 23:59:48 UTC") && html.contains("87 ms"));
    assert!(!html.contains("TEST") && !html.contains("revision"));
    let html = inbox(&[line(|line| (line.kind, line.revision, line.name) = ("synthetic".into(), 3, None))]);
    assert!(html.contains("ada@example.com") && html.contains("TEST") && html.contains("revision 3"));
}

#[test]
fn the_inbox_leads_to_older_leads_and_out() {
    let html = page::inbox(
        &[line(|_| ())],
        NOW,
        Some(&Place::after(&line(|_| ()))),
        Some(&conservation()),
        "csrf-1",
    );
    let place = format!("href=\"/ops?before={}.{}\"", NOW - 12_000, lead_id());
    assert!(html.contains(&place), "{html}");
    assert!(html.contains("action=\"/ops/logout\"><input type=\"hidden\" name=\"csrf\" value=\"csrf-1\">"));
    assert!(!inbox(&[]).contains("before="));
}

#[test]
fn the_strip_says_whether_the_counts_balance_and_if_not_where() {
    let html = inbox(&[]);
    assert!(html.contains("Balanced: yes") && html.contains("12,345") && html.contains("1 min"));
    let mut off = conservation();
    off.total.balanced = false;
    off.unreachable.push("eu-03".parse().unwrap());
    let short = Destination { settled: 5, records: Some(4), ..Destination::default() };
    off.destinations.insert("crm:inbox".into(), short);
    let html = page::inbox(&[], NOW, None, Some(&off), "csrf-1");
    assert!(html.contains("Balanced: no") && html.contains("eu-03 did not answer"));
    assert!(html.contains("crm:inbox: 5 settled, 4 records there"));
    assert!(page::inbox(&[], NOW, None, None, "csrf-1").contains("could not be read"));
    let mut some = conservation();
    some.total.quarantined = 1;
    let explained = "Quarantined are <a href=\"/ops/held\">held leads</a>";
    let some = page::inbox(&[], NOW, None, Some(&some), "csrf-1");
    assert!(some.contains(explained) && !html.contains(explained));
    assert!(some.contains("all are in the <a href=\"/ops/quarantine\">quarantine</a>"));
}

#[test]
fn what_a_comparison_found_or_nobody_knows_is_a_doubt_however_the_counts_stand() {
    let strip = |destination: Destination| {
        let mut found = conservation();
        found.destinations.insert("crm:hubspot".into(), Destination { balanced: true, ..destination });
        page::inbox(&[], NOW, None, Some(&found), "csrf-1")
    };
    let compared = Destination { reconciled_at_ms: Some(NOW - 180_000), ..Destination::default() };
    let sound = strip(Destination { missing: Some(0), surplus: Some(0), ..compared.clone() });
    assert!(sound.contains("Balanced: yes<") && !sound.contains("doubts"));
    assert!(attributes(&sound, "href").contains(&"/ops/reconciliation"));
    let off = strip(Destination { missing: Some(1_200), surplus: Some(3), ..compared });
    assert_sound(&off);
    assert!(off.contains("Balanced: yes, with doubts"));
    assert!(off.contains("crm:hubspot: 1,200 leads had no record there 3 min ago"));
    assert!(off.contains(
        "crm:hubspot: 3 records there had no lead, or one that was given up, or were one too many, 3 min ago"
    ));
    let silent = strip(Destination { clock_silent: true, ..Destination::default() });
    assert!(silent.contains("with doubts") && silent.contains("crm:hubspot: its clock did not answer"));
}

#[test]
fn every_state_has_its_word() {
    let words = [
        (LeadState::Accepted, "In flight"),
        (LeadState::Delivered, "Delivered"),
        (LeadState::Quarantined, "Quarantined"),
        (LeadState::HandedOver, "Handed over"),
    ];
    for (state, word) in words {
        let html = lead_page(&report(state), None);
        assert!(html.contains(&format!("\">{word}</span>")), "{word}");
    }
}

#[test]
fn a_leads_page_shows_what_was_said_and_links_none_of_it() {
    let report = report(LeadState::Delivered);
    let html = lead_page(&report, Some(&hostile_lead()));
    assert!(html.contains(ESCAPED) && html.contains("javascript:alert(1)"));
    assert!(attributes(&html, "href").iter().all(|href| !href.contains("javascript")));
    for words in [
        "Lead through Talk to sales",
        "EMEA sales",
        "page-1",
        "Marketing mail",
        "5 minutes",
        "5m3k9q2t7v1b8c4d",
        "the fallback team",
        "Needs attention",
        "SW1A 1AA",
        "<code>favourite</code>",
        "1 more, which the form does not have, could not be kept.",
    ] {
        assert!(html.contains(words), "{words}");
    }
    let html = lead_page(&report, None);
    assert!(html.contains("<code>rec-1</code>"));
    assert!(html.contains("There is no record with this lead's own words"));
}

#[test]
fn the_timeline_counts_from_acceptance_and_dates_other_days() {
    let html = lead_page(&report(LeadState::Delivered), None);
    assert!(html.contains("+0 ms") && html.contains("+1 min 10 s"));
    assert!(html.contains(">23:59:59.999</time>") && html.contains(">2024-03-01 00:01:09.999</time>"));
}

#[test]
fn a_problems_page_speaks_to_people_and_names_the_reference() {
    let html = page::message(&Problem::Unauthorized, "cor_1");
    assert!(html.contains("href=\"/ops\"") && html.contains("cor_1") && !html.contains("Bearer"));
    let html = page::message(&Problem::NotFound, "cor_1");
    assert!(html.contains("Error 404") && html.contains("There is no such page"));
    let html = page::message(&Problem::TooLarge, "cor_1");
    assert!(html.contains("your entries still are") && !html.contains("64 KiB"));
    assert!(page::message(&Problem::Unavailable, "cor_1").contains("Wait a few seconds"));
}
