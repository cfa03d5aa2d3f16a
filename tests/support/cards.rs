//! What the tests of cards share: a lead, its card, and what is true of every message.

#![allow(dead_code)] // each test file uses its part
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use beeline::card::slack::{DigestEntry, SlackRequest, post};
use beeline::card::{CardContent, CardFacts, CardState, Link};
use beeline::identity::{LeadId, Region, Shard};
use beeline::intake::{Consent, Email, Page};
use beeline::lead::Lead;
use beeline::personal::Personal;
use beeline::phone;
use beeline::routing::{Rep, Route};
use beeline::warm::kept::Kept;
use serde_json::{Value, json};

pub const CHANNEL: &str = "C024BE91L";

pub fn lead_id(seed: u8) -> LeadId {
    LeadId::new(Shard::of(Region::ALL[0], 3), &[seed; 32])
}

pub fn link(url: &str) -> Link {
    Link::parse(url).unwrap()
}

pub fn ada() -> Lead {
    Lead {
        name: Some("Ada Lovelace".to_owned().into()),
        email: Email::normalize("Ada@Example.com").map(Personal::new),
        phone: Some(phone::normalize("+44 20 7946 0958", None).into()),
        country: Some("GB".into()),
        region: Some("London".into()),
        company: Some("Analytical Engines".into()),
        product: Some("Difference Engine".into()),
        employees: Some(12),
        notes: Some("Please call today.\nAfter five.".to_owned().into()),
        time_zone: Some("Europe/London".into()),
        consent: Consent { privacy: true, ..Consent::default() },
        utm: [("source", "google"), ("campaign", "spring"), ("term", "engine")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        page: Page {
            url: Some("https://shop.example/demo?email=ada@example.com#top".into()),
            referrer: None,
        },
        ..Lead::default()
    }
}

/// What a card is made from, as a test wants it.
pub struct Facts {
    pub lead: Lead,
    pub lead_id: LeadId,
    pub form_title: String,
    pub team_name: String,
    pub rep: Option<Rep>,
    pub sla_seconds: u32,
    pub state: CardState,
    pub revision: u32,
    pub found: Option<Kept>,
}

impl Facts {
    pub fn of(lead: Lead) -> Self {
        Self {
            lead,
            lead_id: lead_id(7),
            form_title: "Book a demo".into(),
            team_name: "Sales EMEA".into(),
            rep: None,
            sla_seconds: 300,
            state: CardState::Provisional,
            revision: 1,
            found: None,
        }
    }

    pub fn card(&self) -> CardContent {
        let route = Route {
            team: "emea".into(),
            team_name: self.team_name.clone(),
            form_title: self.form_title.clone(),
            rep: self.rep.clone(),
            sla_seconds: self.sla_seconds,
            booking_url: None,
            rule: "fallback".into(),
        };
        CardContent::new(&CardFacts {
            lead: &self.lead,
            lead_id: self.lead_id,
            form: "demo",
            route: &route,
            state: &self.state,
            revision: self.revision,
            lead_url: Some(&link("https://leads.example/leads/ld_7?view=full&tab=1")),
            found: self.found.as_ref(),
        })
    }

    pub fn posted(&self) -> Value {
        body(&post(CHANNEL, &self.card()).unwrap())
    }
}

pub fn body(request: &SlackRequest) -> Value {
    serde_json::from_str(&request.body).unwrap()
}

/// Every text object of a message, and the top-level text as one more that is parsed.
pub fn texts(message: &Value) -> Vec<(bool, String)> {
    fn collect(value: &Value, found: &mut Vec<(bool, String)>) {
        match (value.get("type").and_then(Value::as_str), value.get("text").and_then(Value::as_str)) {
            (Some(kind @ ("plain_text" | "mrkdwn")), Some(text)) => {
                let guard = if kind == "mrkdwn" { "verbatim" } else { "emoji" };
                assert_eq!(value[guard], json!(kind == "mrkdwn"), "{guard} must be set");
                found.push((kind == "mrkdwn", text.to_owned()));
            }
            _ => match value {
                Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
                Value::Object(fields) => fields.values().for_each(|field| collect(field, found)),
                _ => {}
            },
        }
    }
    let mut found = vec![(true, message["text"].as_str().unwrap().to_owned())];
    collect(&message["blocks"], &mut found);
    found
}

pub fn plain(message: &Value) -> Vec<String> {
    texts(message).into_iter().filter(|(parsed, _)| !parsed).map(|(_, text)| text).collect()
}

pub fn parsed(message: &Value) -> Vec<String> {
    texts(message).into_iter().filter(|(parsed, _)| *parsed).map(|(_, text)| text).collect()
}

pub fn field(message: &Value, label: &str) -> Option<String> {
    let start = format!("{label}\n");
    plain(message).into_iter().find_map(|text| text.strip_prefix(&start).map(str::to_owned))
}

/// Slack's limits, in the larger count of characters.
pub fn assert_fits(message: &Value) {
    let width = |value: &Value| value.as_str().unwrap().encode_utf16().count();
    let within = |value: &Value, most: usize| {
        assert!((1..=most).contains(&width(value)), "{} of {most}", width(value));
    };
    let blocks = message["blocks"].as_array().unwrap();
    assert!((1..=50).contains(&blocks.len()));
    within(&message["text"], 4_000);
    let mut whole = width(&message["text"]);
    for block in blocks {
        let texts = |name: &str| block[name].as_array().cloned().unwrap_or_default();
        match block["type"].as_str().unwrap() {
            "header" => within(&block["text"]["text"], 150),
            "section" => {
                assert!(block.get("text").is_some() != block.get("fields").is_some());
                if let Some(text) = block.get("text") {
                    within(&text["text"], 3_000);
                }
                assert!(texts("fields").len() <= 10);
                texts("fields").iter().for_each(|field| within(&field["text"], 2_000));
            }
            "context" => {
                assert!((1..=10).contains(&texts("elements").len()));
                texts("elements").iter().for_each(|element| within(&element["text"], 2_000));
            }
            "actions" => {
                assert!((1..=25).contains(&texts("elements").len()));
                for button in texts("elements") {
                    within(&button["text"]["text"], 75);
                    within(&button["url"], 3_000);
                    within(&button["action_id"], 255);
                    whole += width(&button["url"]);
                }
            }
            other => panic!("no such block: {other}"),
        }
    }
    whole += texts(message).iter().map(|(_, text)| text.encode_utf16().count()).sum::<usize>();
    assert!(whole < 10_000, "{whole} characters in all");
    assert!(message["metadata"].to_string().len() < 8_000);
}

/// Whatever Slack parses holds no markup but our own links to our own addresses.
pub fn assert_harmless(message: &Value) {
    for text in parsed(message) {
        let mut rest = text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "");
        while let Some(start) = rest.find("<https://leads.example/") {
            let end = start + rest[start..].find('>').unwrap();
            assert_eq!(rest[start..end].matches('|').count(), 1, "one label: {text}");
            assert!(!rest[start + 1..end].contains('<'), "no markup in a label: {text}");
            rest.replace_range(start..=end, "");
        }
        assert!(!rest.contains(['&', '<', '>']), "unescaped: {text}");
    }
    for forbidden in ["link_names", "mrkdwn", "attachments", "thread_ts", "icon_url", "username"] {
        assert!(message.get(forbidden).is_none(), "{forbidden}");
    }
}

pub fn entries(count: u8) -> Vec<DigestEntry> {
    (0..count)
        .map(|seed| {
            let lead = Lead { name: Some(format!("Lead {seed}").into()), company: None, ..ada() };
            DigestEntry::from(&Facts { lead_id: lead_id(seed), ..Facts::of(lead) }.card())
        })
        .collect()
}
