//! A card says everything a rep needs.

use crate::cards::{CHANNEL, Facts, ada, assert_fits, body, field, lead_id, link, parsed, plain};
use beeline::card::slack::{DigestEntry, post};
use beeline::card::{CardState, Label};
use beeline::lead::{Kind, Lead};
use beeline::ledger::LeadState;
use beeline::phone;
use beeline::routing::Rep;
use beeline::warm::company::Company;
use beeline::warm::domain::Domain;
use beeline::warm::duplicate::{May, Shared, Suggestion};
use beeline::warm::enriched::Findings;
use beeline::warm::job::{GaveUp, Report, Step};
use beeline::warm::kept::Kept;
use beeline::warm::score::Score;
use beeline::warm::source::{Source as WarmSource, Sourced};
use beeline::whereabouts::{Source, Sources};
use serde_json::json;

#[test]
fn the_card_of_a_new_lead_is_unchanged() {
    let golden = json!({
        "channel": "C024BE91L",
        "text": "New lead: Ada Lovelace, Analytical Engines",
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "emoji": false,
                "text": "New lead: Ada Lovelace, Analytical Engines"}},
            {"type": "section", "fields": [
                {"type": "plain_text", "emoji": false, "text": "Name\nAda Lovelace"},
                {"type": "plain_text", "emoji": false, "text": "Company\nAnalytical Engines"},
                {"type": "plain_text", "emoji": false, "text": "Phone\n+442079460958"},
                {"type": "plain_text", "emoji": false, "text": "Email\nAda@Example.com"},
                {"type": "plain_text", "emoji": false, "text": "Location\nLondon, GB"},
                {"type": "plain_text", "emoji": false, "text": "Time zone\nEurope/London"},
                {"type": "plain_text", "emoji": false, "text": "Product\nDifference Engine"},
                {"type": "plain_text", "emoji": false, "text": "Employees\n12"},
                {"type": "plain_text", "emoji": false, "text": "Campaign\ngoogle / spring"},
                {"type": "plain_text", "emoji": false, "text": "Page\nhttps://shop.example/demo"}
            ]},
            {"type": "section", "text": {"type": "plain_text", "emoji": false,
                "text": "Notes\n│ Please call today.\n│ After five."}},
            {"type": "context", "elements": [
                {"type": "mrkdwn", "verbatim": true, "text": "*Answer within 5 min*"},
                {"type": "plain_text", "emoji": false, "text": "Sales EMEA"},
                {"type": "plain_text", "emoji": false, "text": "Book a demo"}
            ]},
            {"type": "context", "elements": [
                {"type": "mrkdwn", "verbatim": true, "text": "On its way to the CRM"},
                {"type": "plain_text", "emoji": false, "text": lead_id(7).to_string()}
            ]},
            {"type": "actions", "elements": [
                {"type": "button", "action_id": "open_lead",
                    "url": "https://leads.example/leads/ld_7?view=full&tab=1",
                    "text": {"type": "plain_text", "emoji": false, "text": "Open lead"}}
            ]}
        ],
        "unfurl_links": false,
        "unfurl_media": false,
        "metadata": {"event_type": "beeline_lead",
            "event_payload": {"lead_id": lead_id(7).to_string(), "form": "demo"}},
        "client_msg_id": "31bb0c4f-c7c2-8a6e-a464-b7fcf451ab2d"
    });
    let request = post(CHANNEL, &Facts::of(ada()).card()).unwrap();
    assert_eq!(request.path, "chat.postMessage");
    assert_eq!(body(&request), golden);
}

#[test]
fn a_confirmed_card_opens_the_record() {
    let mut facts = Facts::of(ada());
    facts.state = CardState::Confirmed { record_url: Some(link("https://crm.example/r/1")) };
    facts.rep = Some(Rep { name: "Grace".into(), ..Rep::default() });
    let message = facts.posted();
    let buttons = message["blocks"].as_array().unwrap().last().unwrap()["elements"].clone();
    assert_eq!(buttons[0]["url"], "https://crm.example/r/1");
    assert_eq!(buttons[0]["text"]["text"], "Open record");
    assert!(parsed(&message).contains(&"In the CRM".into()));
    assert!(plain(&message).contains(&"Grace".into()));
}

#[test]
fn a_card_that_needs_attention_says_so_and_why() {
    let mut facts = Facts::of(ada());
    facts.state = CardState::NeedsAttention { reason: Some("hubspot: VALIDATION_ERROR".into()) };
    let message = facts.posted();
    assert!(plain(&message)[0].starts_with("Lead needs attention: Ada"));
    assert!(plain(&message).contains(&"Why: hubspot: VALIDATION_ERROR".into()));
}

#[test]
fn a_synthetic_lead_is_marked_test_everywhere_it_is_read() {
    let message = Facts::of(Lead { kind: Kind::Synthetic { run: "probe-9".into() }, ..ada() }).posted();
    assert!(message["text"].as_str().unwrap().starts_with("TEST lead: "));
    assert!(plain(&message)[0].starts_with("TEST lead: "));
    assert!(parsed(&message)[1].starts_with("*TEST*"));
    assert!(plain(&message).contains(&"probe-9".into()));
}

#[test]
fn a_resubmitted_lead_says_which_revision_it_is() {
    let mut facts = Facts::of(ada());
    facts.revision = 2;
    let message = facts.posted();
    assert!(plain(&message).contains(&"updated (revision 2)".into()));
    assert!(message["text"].as_str().unwrap().starts_with("Updated lead: "));
}

#[test]
fn a_card_shows_the_state_that_its_settlement_reports() {
    for records in [LeadState::Accepted, LeadState::Delivered, LeadState::Quarantined] {
        assert_eq!(CardState::of_records(records, None, None).shows(), records);
    }
}

#[test]
fn an_odd_phone_is_shown_as_typed_and_flagged() {
    let mut lead = Lead { phone: Some(phone::normalize("ask reception", None).into()), ..ada() };
    let shown = |lead: &Lead| field(&Facts::of(lead.clone()).posted(), "Phone").unwrap();
    assert_eq!(shown(&lead), "ask reception (as typed, not a known number)");
    lead.consent.call = Some(false);
    assert_eq!(shown(&lead), "ask reception (as typed, not a known number; no consent to calls)");
}

#[test]
fn a_country_that_only_the_network_told_is_called_a_hint() {
    let lead = Lead { country: None, region: None, network_country: Some("FR".into()), ..ada() };
    assert_eq!(field(&Facts::of(lead).posted(), "Location").unwrap(), "FR (by network)");
}

#[test]
fn a_time_zone_that_only_the_network_told_is_called_a_hint() {
    let sources = Sources { time_zone: Some(Source::Network), ..Sources::default() };
    let lead = Lead { time_zone: Some("Europe/Paris".into()), sources, ..ada() };
    assert_eq!(field(&Facts::of(lead).posted(), "Time zone").unwrap(), "Europe/Paris (by network)");
}

#[test]
fn a_subdivisions_code_says_its_country_too() {
    let placed = |region: &str| {
        let lead = Lead { country: Some("US".into()), region: Some(region.into()), ..ada() };
        field(&Facts::of(lead).posted(), "Location").unwrap()
    };
    assert_eq!([placed("US-NY"), placed("Usk")], ["US-NY", "Usk, US"]);
}

#[test]
fn the_time_to_answer_is_in_words() {
    for (seconds, words) in [(45, "45 s"), (300, "5 min"), (7_200, "2 h"), (5_400, "1 h 30 min")] {
        let mut facts = Facts::of(ada());
        facts.sla_seconds = seconds;
        assert!(parsed(&facts.posted()).contains(&format!("*Answer within {words}*")));
    }
}

#[test]
fn a_lead_that_says_nothing_still_makes_a_card() {
    let message = Facts::of(Lead::default()).posted();
    assert_eq!(message["text"], "New lead: no name given");
    assert_fits(&message);
}

#[test]
fn a_pages_query_is_not_shown() {
    let card = Facts::of(ada()).card();
    assert_eq!(card.value(Label::Page), Some("https://shop.example/demo"));
    assert!(!post(CHANNEL, &card).unwrap().body.contains("email=ada"));
}

#[test]
fn what_was_found_out_stands_on_the_card_with_its_source() {
    let by = |source, value: &str| Sourced { value: value.to_owned(), source, confidence: None, at_ms: 5 };
    let company = Company {
        domain: Domain::new("example.com").unwrap(),
        name: Some(by(WarmSource::Apollo, "Engines & Sons")),
        employees: None,
        industry: Some(by(WarmSource::Apollo, "machinery")),
        country: None,
    };
    let score = Score { points: 40, sum: 40, most: 100, ..Score::default() };
    let gave_up = vec![(Step::Line, GaveUp::OutOfTime)];
    let kept = Kept {
        revision: 1,
        at_ms: 9,
        findings: Findings { company: Some(company), ..Findings::default() },
        score: Some(score),
        rerouted: None,
        report: Report { gave_up, ..Report::default() },
    };
    let message = Facts { found: Some(kept), ..Facts::of(ada()) }.posted();
    let lines = [
        "Found out",
        "│ Score: 40 of 100 (score.toml)",
        "│ Company: Engines & Sons (Apollo; the visitor says otherwise)",
        "│ Industry: machinery (Apollo)",
        "│ Not found out: phone line (no time left)",
    ];
    assert!(plain(&message).contains(&lines.join("\n")), "{message}");
    assert_fits(&message);
}

#[test]
fn other_leads_that_may_be_the_same_are_named_in_one_line() {
    let suggestion = |id: &str, may, why: &[Shared]| Suggestion {
        lead_id: id.into(),
        accepted_at_ms: 5,
        may,
        why: why.to_vec(),
    };
    let duplicates = vec![
        suggestion("ld_one", May::BePerson, &[Shared::Email, Shared::Name]),
        suggestion("ld_two", May::ShareNumber, &[Shared::Phone]),
        suggestion("ld_three", May::BeCompany, &[Shared::Domain]),
    ];
    let findings = Findings { duplicates, ..Findings::default() };
    let kept =
        Kept { revision: 1, at_ms: 9, findings, score: None, rerouted: None, report: Report::default() };
    let message = Facts { found: Some(kept), ..Facts::of(ada()) }.posted();
    let line = "│ This lead may be the same person as ld_one (same address, name); has the same number as ld_two \
                (same number); 1 more on its page";
    assert!(plain(&message).iter().any(|shown| shown.contains(line)), "{message}");
    assert_fits(&message);
}

#[test]
fn no_debug_output_shows_who_the_lead_is() {
    let card = Facts::of(ada()).card();
    let request = post(CHANNEL, &card).unwrap();
    let shown = format!("{card:?} {request:?} {:?}", DigestEntry::from(&card));
    for personal in ["Ada", "Analytical", "442079", "example.com", "call today", "London"] {
        assert!(!shown.contains(personal), "{personal} in {shown}");
    }
}
