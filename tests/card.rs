//! A card says everything a rep needs, obeys nothing a visitor typed, and fits.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use beeline::card::slack::{
    CardReference, DIGEST_LEADS, DigestEntry, Mrkdwn, SlackAnswer, SlackProblem, SlackRequest, SlackVerdict,
    TransportFailure, digest, find_in_history, history, post, read_answer, update,
};
use beeline::card::{CardContent, CardFacts, CardState, Label, Link};
use beeline::identity::{LeadId, Region, Shard};
use beeline::intake::{Consent, Email, Page};
use beeline::lead::{Kind, Lead};
use beeline::ledger::LeadState;
use beeline::personal::Personal;
use beeline::phone;
use beeline::routing::{Rep, Route};
use proptest::prelude::*;
use serde_json::{Value, json};

const CHANNEL: &str = "C024BE91L";

fn lead_id(seed: u8) -> LeadId {
    LeadId::new(Shard::of(Region::ALL[0], 3), &[seed; 32])
}

fn link(url: &str) -> Link {
    Link::parse(url).unwrap()
}

fn ada() -> Lead {
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
struct Facts {
    lead: Lead,
    lead_id: LeadId,
    form_title: String,
    team_name: String,
    rep: Option<Rep>,
    sla_seconds: u32,
    state: CardState,
    revision: u32,
}

impl Facts {
    fn of(lead: Lead) -> Self {
        Self {
            lead,
            lead_id: lead_id(7),
            form_title: "Book a demo".into(),
            team_name: "Sales EMEA".into(),
            rep: None,
            sla_seconds: 300,
            state: CardState::Provisional,
            revision: 1,
        }
    }

    fn card(&self) -> CardContent {
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
        })
    }

    fn posted(&self) -> Value {
        json(&post(CHANNEL, &self.card()))
    }
}

fn json(request: &SlackRequest) -> Value {
    serde_json::from_str(&request.body).unwrap()
}

/// Every text object of a message, and the top-level text as one more that is parsed.
fn texts(message: &Value) -> Vec<(bool, String)> {
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

fn plain(message: &Value) -> Vec<String> {
    texts(message).into_iter().filter(|(parsed, _)| !parsed).map(|(_, text)| text).collect()
}

fn parsed(message: &Value) -> Vec<String> {
    texts(message).into_iter().filter(|(parsed, _)| *parsed).map(|(_, text)| text).collect()
}

fn field(message: &Value, label: &str) -> Option<String> {
    let start = format!("{label}\n");
    plain(message).into_iter().find_map(|text| text.strip_prefix(&start).map(str::to_owned))
}

/// Slack's limits, in the larger count of characters.
fn assert_fits(message: &Value) {
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
fn assert_harmless(message: &Value) {
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

// What it says.

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
    let request = post(CHANNEL, &Facts::of(ada()).card());
    assert_eq!(request.path, "chat.postMessage");
    assert_eq!(json(&request), golden);
}

#[test]
fn a_confirmed_card_opens_the_record() {
    let mut facts = Facts::of(ada());
    facts.state = CardState::Confirmed { record_url: Some(link("https://crm.example/r/1")) };
    facts.rep = Some(Rep { name: "Grace".into() });
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
    assert!(!post(CHANNEL, &card).body.contains("email=ada"));
}

#[test]
fn no_debug_output_shows_who_the_lead_is() {
    let card = Facts::of(ada()).card();
    let request = post(CHANNEL, &card);
    let shown = format!("{card:?} {request:?} {:?}", DigestEntry::from(&card));
    for personal in ["Ada", "Analytical", "442079", "example.com", "call today", "London"] {
        assert!(!shown.contains(personal), "{personal} in {shown}");
    }
}

// Injection.

#[test]
fn mentions_and_links_in_a_lead_are_only_ever_shown() {
    for attack in ["<!channel>", "<!here>", "<@U1>", "<#C1>", "<!subteam^S1>", "<http://evil|label>"] {
        let mut facts = Facts::of(Lead {
            name: Some(attack.to_owned().into()),
            company: Some(attack.into()),
            notes: Some(attack.to_owned().into()),
            product: Some(attack.into()),
            kind: Kind::Synthetic { run: attack.into() },
            ..ada()
        });
        facts.form_title = attack.into();
        facts.team_name = attack.into();
        facts.rep = Some(Rep { name: attack.into() });
        facts.state = CardState::NeedsAttention { reason: Some(attack.into()) };
        let message = facts.posted();
        assert_harmless(&message);
        assert_eq!(field(&message, "Name").as_deref(), Some(attack), "shown as typed");
        let escaped = attack.replace('<', "&lt;").replace('>', "&gt;");
        assert!(message["text"].as_str().unwrap().ends_with(&format!("{escaped}, {escaped}")));
    }
}

#[test]
fn a_bare_mention_is_never_expanded() {
    let message = Facts::of(Lead { name: Some("@here @channel".to_owned().into()), ..ada() }).posted();
    assert!(message.get("link_names").is_none() && message.get("parse").is_none());
    let reference = CardReference::new(CHANNEL, "1503435956.000247").unwrap();
    let updated = json(&update(&reference, &Facts::of(ada()).card()).unwrap());
    assert_eq!(updated["parse"], "none", "an update does not default to none");
}

#[test]
fn a_line_break_cannot_fake_a_field() {
    for breaking in ["\n", "\r\n", "\u{2028}", "\u{85}", "\u{b}", "\n\n\n"] {
        let faked = format!("Eve{breaking}Phone{breaking}+1900");
        let lead = Lead {
            phone: None,
            name: Some(faked.clone().into()),
            company: Some(faked.clone()),
            notes: Some(faked.into()),
            ..ada()
        };
        let message = Facts::of(lead).posted();
        assert_eq!(field(&message, "Name").as_deref(), Some("Eve Phone +1900"));
        for line in plain(&message).iter().flat_map(|text| text.lines().skip(1)) {
            assert!(!line.starts_with("Phone"), "{line:?}");
        }
        assert_fits(&message);
    }
}

#[test]
fn emoji_codes_stay_letters() {
    let message = Facts::of(Lead { name: Some(":rotating_light:".to_owned().into()), ..ada() }).posted();
    assert_eq!(field(&message, "Name").as_deref(), Some(":rotating_light:"));
    assert!(!message.to_string().contains("\"emoji\":true"));
}

#[test]
fn text_that_reorders_or_hides_text_is_cleaned() {
    let name = "A\u{202e}da\u{200b} \u{2066}Love\u{feff}lace\u{0}\u{7}";
    let message = Facts::of(Lead { name: Some(name.to_owned().into()), ..ada() }).posted();
    assert_eq!(field(&message, "Name").as_deref(), Some("Ada Lovelace"));
}

#[test]
fn ampersands_are_escaped_once_and_first() {
    let escaped = |text: &str| serde_json::to_value(Mrkdwn::escaped(text, 1_000)).unwrap();
    assert_eq!(escaped("a & b < c > d"), "a &amp; b &lt; c &gt; d");
    assert_eq!(escaped("&lt;"), "&amp;lt;", "what looks escaped is text too");
}

#[test]
fn text_is_cut_before_it_is_escaped_and_never_within_a_character() {
    let escaped = |text: &str, room| {
        serde_json::to_value(Mrkdwn::escaped(text, room)).unwrap().as_str().unwrap().to_owned()
    };
    assert_eq!(escaped("&&&", 15), "&amp;&amp;&amp;");
    assert_eq!(escaped("&&&", 14), "&amp;&amp;…");
    assert_eq!(escaped("😀😀", 4), "😀😀");
    assert_eq!(escaped("😀😀", 3), "😀…");
    assert_eq!(escaped("a😀😀", 4), "a😀…");
    let long = Facts::of(Lead { company: Some(format!("{}😀😀😀", "x".repeat(258))), ..ada() }).posted();
    let company = field(&long, "Company").unwrap();
    assert!(company.ends_with("x…") && company.encode_utf16().count() == 259, "{company}");
}

#[test]
fn only_http_addresses_are_linked() {
    for bad in [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "http:///x",
        "https://a b",
        "https://a|b",
        "https://a>b",
        "//host",
        "tel:+1",
        "https://ä.example",
        "https://a\n",
    ] {
        assert_eq!(Link::parse(bad), None, "{bad}");
    }
    assert_eq!(Link::parse(&format!("https://a/{}", "x".repeat(3_000))), None);
    assert!(Link::parse("http://127.0.0.1:8787/leads/1?a=1&b=2").is_some());
}

/// What a visitor might type, in pieces of up to `longest` characters.
fn typed(longest: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "<!channel>",
            "<@U1>",
            "<http://evil|x>",
            "&",
            "<",
            ">",
            "|",
            "\n",
            "\u{2028}",
            ":tada:",
            "@here",
            "*b*",
            "`",
            "\\",
            "\"",
            "😀",
            "\u{202e}",
            " ",
            "&lt;",
            "│",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(|character| character.to_string()),
        (prop::sample::select(vec!["&", "<", "x", "😀", "\n", "\""]), 1..longest)
            .prop_map(|(piece, times)| piece.repeat(times)),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn maybe<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.8, value)
}

fn any_lead() -> impl Strategy<Value = Lead> {
    let person =
        (maybe(typed(6_000)), maybe(typed(6_000)), maybe(typed(6_000)), maybe(typed(6_000)), any::<bool>());
    let about = (
        maybe(typed(6_000)),
        maybe(typed(6_000)),
        maybe(typed(6_000)),
        maybe(typed(6_000)),
        maybe(any::<u32>()),
    );
    let more = (maybe(typed(6_000)), maybe(typed(6_000)), typed(6_000), maybe(typed(6_000)));
    (person, about, more).prop_map(|(person, about, more)| {
        let (name, email, phone_raw, notes, synthetic) = person;
        let (country, region, company, product, employees) = about;
        let (time_zone, campaign, run, url) = more;
        Lead {
            kind: if synthetic { Kind::Synthetic { run } } else { Kind::Real },
            name: name.map(Personal::new),
            email: email
                .map(|raw| Email { raw, normalized: String::new(), domain: String::new() })
                .map(Personal::new),
            phone: phone_raw.map(|raw| phone::normalize(&raw, None)).map(Personal::new),
            notes: notes.map(Personal::new),
            country,
            region,
            company,
            product,
            employees,
            time_zone,
            utm: campaign.map(|campaign| ("campaign".to_owned(), campaign)).into_iter().collect(),
            page: Page { url, referrer: None },
            ..Lead::default()
        }
    })
}

#[test]
fn the_largest_card_fits() {
    for piece in ["&", "😀", "\"", "<!channel>"] {
        let huge = || piece.repeat(20_000);
        let lead = Lead {
            kind: Kind::Synthetic { run: huge() },
            name: Some(huge().into()),
            email: Some(Email { raw: huge(), normalized: huge(), domain: huge() }.into()),
            phone: Some(phone::normalize(&huge(), None).into()),
            country: Some(huge()),
            region: Some(huge()),
            company: Some(huge()),
            product: Some(huge()),
            employees: Some(u32::MAX),
            notes: Some(format!("{}\n", huge()).repeat(20).into()),
            time_zone: Some(huge()),
            utm: [("campaign".to_owned(), huge())].into(),
            page: Page { url: Some(huge()), referrer: None },
            ..Lead::default()
        };
        let longest = link(&format!("https://leads.example/{}", "&".repeat(1_978)));
        for state in [
            CardState::Confirmed { record_url: Some(longest.clone()) },
            CardState::NeedsAttention { reason: Some(huge()) },
        ] {
            let mut facts = Facts::of(lead.clone());
            facts.state = state;
            (facts.form_title, facts.team_name, facts.rep) = (huge(), huge(), Some(Rep { name: huge() }));
            (facts.revision, facts.sla_seconds) = (u32::MAX, u32::MAX - 1);
            let message =
                json(&post(CHANNEL, &CardContent { lead_url: Some(longest.clone()), ..facts.card() }));
            assert_fits(&message);
            assert_harmless(&message);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_lead_makes_a_message_that_fits_and_does_no_harm(
        lead in any_lead(),
        names in (typed(6_000), typed(6_000), typed(6_000), typed(6_000)),
        revision in 1_u32..,
        sla_seconds in any::<u32>(),
        state in 0_u8..3,
    ) {
        let (form_title, team_name, rep, reason) = names;
        let longest = link(&format!("https://leads.example/{}", "&".repeat(1_978)));
        let state = match state {
            0 => CardState::Provisional,
            1 => CardState::Confirmed { record_url: Some(longest) },
            _ => CardState::NeedsAttention { reason: Some(reason) },
        };
        let rep = Some(Rep { name: rep });
        let facts =
            Facts { form_title, team_name, rep, sla_seconds, state, revision, ..Facts::of(lead) };
        let message = facts.posted();
        assert_fits(&message);
        assert_harmless(&message);
        let reference = CardReference::new(CHANNEL, "1503435956.000247").unwrap();
        let updated = json(&update(&reference, &facts.card()).unwrap());
        prop_assert_eq!(&updated["blocks"], &message["blocks"]);
        prop_assert_eq!(&updated["text"], &message["text"]);
    }

    #[test]
    fn any_digest_fits_does_no_harm_and_counts_everybody(
        leads in prop::collection::vec((typed(200), typed(200), any::<bool>()), 1..130),
        long_links in any::<bool>(),
    ) {
        let tail = if long_links { "&".repeat(1_900) } else { "ld_1?a=1&b=2".to_owned() };
        let entries: Vec<DigestEntry> = leads
            .into_iter()
            .map(|(headline, form_title, test)| DigestEntry {
                lead_id: lead_id(1),
                headline: headline.into(),
                form_title,
                test,
                lead_url: Link::parse(&format!("https://leads.example/{tail}")),
            })
            .collect();
        let message = json(&digest(CHANNEL, &entries, Some(&link("https://leads.example/inbox"))));
        assert_fits(&message);
        assert_harmless(&message);
        let listed: usize = parsed(&message).iter().map(|text| text.matches("• ").count()).sum();
        let more = plain(&message).into_iter().find_map(|text| {
            text.strip_prefix("and ")?.strip_suffix(" more in the inbox")?.parse::<usize>().ok()
        });
        prop_assert!(listed + more.unwrap_or(0) >= entries.len());
    }
}

// Which message it is.

#[test]
fn the_same_card_always_has_the_same_message_id_and_others_have_others() {
    let id = |channel: &str, seed: u8| {
        let facts = Facts { lead_id: lead_id(seed), ..Facts::of(ada()) };
        json(&post(channel, &facts.card()))["client_msg_id"].as_str().unwrap().to_owned()
    };
    assert_eq!(id("C1", 1), id("C1", 1));
    assert_ne!(id("C1", 1), id("C1", 2));
    assert_ne!(id("C1", 1), id("C2", 1), "a second channel has a message of its own");
    let mut updated = Facts { lead_id: lead_id(1), ..Facts::of(ada()) };
    updated.revision = 2;
    assert_eq!(json(&post("C1", &updated.card()))["client_msg_id"], id("C1", 1));
    let parts: Vec<usize> = id("C1", 1).split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12]);
    assert_eq!(&id("C1", 1)[14..15], "8", "version 8");
    assert!("89ab".contains(&id("C1", 1)[19..20]), "the variant of RFC 9562");
}

#[test]
fn a_reference_is_read_back_as_it_was_written() {
    let card = CardReference::new(CHANNEL, "1503435956.000247").unwrap();
    assert_eq!(card.to_string(), "slack:C024BE91L:1503435956.000247");
    assert_eq!(card.to_string().parse(), Ok(card.clone()));
    let digest = card.into_digest();
    assert_eq!(digest.to_string(), "slack:C024BE91L:1503435956.000247:digest");
    assert_eq!(digest.to_string().parse(), Ok(digest));
    for bad in [
        "",
        "slack",
        "slack:C1",
        "slack:C1:1",
        "slack:C1:1.",
        "slack:c1:1.1",
        "slack:C1:1.1:",
        "teams:C1:1.1",
        "slack:C1:1.1:digest:",
        "slack:C1:1.1:other",
        "slack::1.1",
        "slack:C1:-1.1",
        "slack:#x:1.1",
    ] {
        assert!(bad.parse::<CardReference>().is_err(), "{bad}");
    }
}

#[test]
fn an_update_names_the_message_and_keeps_its_metadata() {
    let reference = CardReference::new(CHANNEL, "1503435956.000247").unwrap();
    let request = update(&reference, &Facts::of(ada()).card()).unwrap();
    let body = json(&request);
    assert_eq!(request.path, "chat.update");
    assert_eq!((&body["channel"], &body["ts"]), (&json!(CHANNEL), &json!("1503435956.000247")));
    assert!(body.get("metadata").is_none(), "what is not sent is retained");
}

#[test]
fn a_digest_is_never_overwritten_with_one_of_its_leads() {
    let reference = CardReference::new(CHANNEL, "1.1").unwrap().into_digest();
    assert_eq!(update(&reference, &Facts::of(ada()).card()), None);
}

// Digests.

fn entries(count: u8) -> Vec<DigestEntry> {
    (0..count)
        .map(|seed| {
            let lead = Lead { name: Some(format!("Lead {seed}").into()), company: None, ..ada() };
            DigestEntry::from(&Facts { lead_id: lead_id(seed), ..Facts::of(lead) }.card())
        })
        .collect()
}

#[test]
fn a_digest_links_every_lead_and_the_inbox() {
    let message = json(&digest(CHANNEL, &entries(3), Some(&link("https://leads.example/inbox"))));
    assert_eq!(message["text"], "3 new leads");
    let line = "• <https://leads.example/leads/ld_7?view=full&amp;tab=1|Lead 1> · Book a demo";
    assert!(message["blocks"][1]["text"]["text"].as_str().unwrap().contains(line));
    assert_eq!(message["metadata"]["event_type"], "beeline_digest");
    let ids = message["metadata"]["event_payload"]["lead_ids"].as_str().unwrap();
    assert_eq!(ids.split(' ').collect::<Vec<_>>(), [0, 1, 2].map(|seed| lead_id(seed).to_string()));
    assert_eq!(message["blocks"][2]["elements"][0]["url"], "https://leads.example/inbox");
    assert_fits(&message);
}

#[test]
fn a_digest_lists_what_fits_and_counts_the_rest() {
    let message = json(&digest(CHANNEL, &entries(137), None));
    assert_eq!(message["text"], "137 new leads");
    let listed: usize = parsed(&message).iter().map(|text| text.matches("• ").count()).sum();
    assert!((60..=DIGEST_LEADS).contains(&listed), "{listed}");
    assert!(plain(&message).contains(&format!("and {} more in the inbox", 137 - listed)));
    let ids = message["metadata"]["event_payload"]["lead_ids"].as_str().unwrap();
    assert_eq!(ids.split(' ').count(), DIGEST_LEADS);
    assert_fits(&message);
}

#[test]
fn a_label_cannot_end_its_link() {
    let mut entry = entries(1);
    for (headline, label) in [("x|y> <http://evil|z", "|xy&gt; &lt;http://evilz> · "), ("|||", "|lead> · ")]
    {
        entry[0].headline = headline.to_owned().into();
        let message = json(&digest(CHANNEL, &entry, None));
        assert!(parsed(&message)[1].contains(label));
        assert_harmless(&message);
    }
}

// Answers.

fn answer(status: u16, body: &str) -> SlackVerdict {
    read_answer(&SlackAnswer { status, retry_after: None, body })
}

fn refusal(word: &str) -> SlackVerdict {
    answer(200, &json!({"ok": false, "error": word}).to_string())
}

#[test]
fn a_posted_message_is_known_by_channel_and_timestamp() {
    let body = r#"{"ok":true,"channel":"C1","ts":"1503435956.000247","message":{"text":"x"},"warning":"w"}"#;
    let reference = CardReference::new("C1", "1503435956.000247").unwrap();
    assert_eq!(answer(200, body), SlackVerdict::Posted { reference });
}

#[test]
fn each_of_slacks_error_words_has_its_verdict() {
    for word in "channel_not_found not_in_channel is_archived invalid_auth token_revoked account_inactive \
        missing_scope no_text msg_too_long invalid_blocks msg_blocks_too_long restricted_action \
        metadata_too_large a_word_of_tomorrow"
        .split(' ')
    {
        assert_eq!(refusal(word), SlackVerdict::Refused { reason: format!("slack: {word}") });
    }
    for word in "request_timeout service_unavailable team_added_to_org update_failed".split(' ') {
        assert_eq!(refusal(word), SlackVerdict::Retry { reason: format!("slack: {word}") });
    }
    for word in "internal_error fatal_error duplicate_message_not_found".split(' ') {
        assert_eq!(refusal(word), SlackVerdict::Ambiguous { reason: format!("slack: {word}") });
    }
    for word in "message_not_found cant_update_message edit_window_closed is_inactive".split(' ') {
        assert_eq!(refusal(word), SlackVerdict::Gone);
    }
    for word in "ratelimited rate_limited".split(' ') {
        assert_eq!(refusal(word), SlackVerdict::RateLimited { after_ms: 10_000 });
    }
}

#[test]
fn what_is_not_a_word_is_not_repeated() {
    for word in ["", "Ada Lovelace", "ada@example.com", "<!channel>", "UPPER", &"x".repeat(65)] {
        assert_eq!(refusal(word), SlackVerdict::Refused { reason: "slack: unknown error".into() });
    }
}

#[test]
fn a_limit_lasts_as_long_as_slack_says_within_reason() {
    let wait = |retry_after| read_answer(&SlackAnswer { status: 429, retry_after, body: "" });
    for (header, after_ms) in [
        (Some("30"), 30_000),
        (Some(" 1 "), 1_000),
        (Some("0"), 1_000),
        (Some("999999"), 3_600_000),
        (Some("soon"), 10_000),
        (None, 10_000),
    ] {
        assert_eq!(wait(header), SlackVerdict::RateLimited { after_ms });
    }
}

#[test]
fn an_answer_that_proves_nothing_is_ambiguous() {
    for (status, body) in [
        (200, "<html>"),
        (200, ""),
        (200, "{}"),
        (200, r#"{"ok":true}"#),
        (200, r#"{"ok":false}"#),
        (200, r#"{"ok":true,"channel":"C1","ts":"x"}"#),
        (500, ""),
        (502, "<html>"),
        (503, r#"{"ok":true}"#),
        (504, ""),
        (408, ""),
    ] {
        assert!(matches!(answer(status, body), SlackVerdict::Ambiguous { .. }), "{status} {body}");
    }
}

#[test]
fn an_answer_from_something_before_slack_is_worth_another_try() {
    for status in [302, 400, 403, 404] {
        let expected = SlackVerdict::Retry { reason: format!("slack: http {status}") };
        assert_eq!(answer(status, "<html>Ada Lovelace</html>"), expected);
    }
    let body = r#"{"ok":false,"error":"not_authed"}"#;
    assert_eq!(answer(401, body), SlackVerdict::Refused { reason: "slack: not_authed".into() });
}

#[test]
fn a_post_without_an_answer_may_have_arrived_unless_it_never_left() {
    let verdict = SlackVerdict::from_transport;
    for failure in [TransportFailure::Timeout, TransportFailure::Broken] {
        assert!(matches!(verdict(failure), SlackVerdict::Ambiguous { .. }));
        assert!(
            matches!(verdict(failure).of_idempotent(), SlackVerdict::Retry { .. }),
            "an update is the same"
        );
    }
    assert!(matches!(verdict(TransportFailure::Refused), SlackVerdict::Retry { .. }));
}

// History.

fn message(ts: &str, event_type: &str, payload: &Value) -> Value {
    json!({"type": "message", "ts": ts, "text": "x",
        "metadata": {"event_type": event_type, "event_payload": payload}})
}

fn find(page: &Value) -> Result<Option<CardReference>, SlackProblem> {
    let body = page.to_string();
    find_in_history(&SlackAnswer { status: 200, retry_after: None, body: &body }, CHANNEL, lead_id(7))
}

fn card_of(seed: u8, ts: &str) -> Value {
    message(ts, "beeline_lead", &json!({"lead_id": lead_id(seed).to_string(), "form": "demo"}))
}

fn digest_of(seeds: &[u8], ts: &str) -> Value {
    let ids: Vec<String> = seeds.iter().map(|seed| lead_id(*seed).to_string()).collect();
    message(ts, "beeline_digest", &json!({"lead_ids": ids.join(" ")}))
}

#[test]
fn history_is_asked_for_with_metadata() {
    let request = history(CHANNEL, 1_800_000_000, None);
    assert_eq!(request.path, "conversations.history");
    let expected =
        json!({"channel": CHANNEL, "oldest": "1800000000", "limit": 100, "include_all_metadata": true});
    assert_eq!(json(&request), expected);
    assert_eq!(json(&history(CHANNEL, 0, Some("dXNlcg==")))["cursor"], "dXNlcg==");
}

#[test]
fn a_card_is_found_by_its_lead_among_other_peoples_messages() {
    let page = json!({"ok": true, "messages": [
        {"type": "message", "ts": "5.0", "text": lead_id(7).to_string()},
        {"ts": 4, "metadata": []},
        message("4.0", "other_app", &json!({"lead_id": lead_id(7).to_string()})),
        card_of(8, "3.0"),
        card_of(7, "2.000001"),
    ]});
    assert_eq!(find(&page), Ok(CardReference::new(CHANNEL, "2.000001")));
}

#[test]
fn a_lead_is_found_in_a_digest() {
    let page = json!({"ok": true, "messages": [digest_of(&[1, 2], "3.0"), digest_of(&[6, 7, 8], "2.0")]});
    let expected = CardReference::new(CHANNEL, "2.0").map(CardReference::into_digest);
    assert_eq!(find(&page), Ok(expected));
}

#[test]
fn of_several_the_oldest_card_of_its_own_is_the_lead_s() {
    let messages = [digest_of(&[7], "1.0"), card_of(7, "3.0"), card_of(7, "2.0")];
    assert_eq!(find(&json!({"ok": true, "messages": messages})), Ok(CardReference::new(CHANNEL, "2.0")));
}

#[test]
fn absent_is_only_what_the_last_page_says() {
    let page = json!({"ok": true, "messages": [card_of(8, "1.0")]});
    assert_eq!(find(&page), Ok(None));
    let mut more = page;
    more["response_metadata"] = json!({"next_cursor": "abc"});
    assert_eq!(find(&more), Err(SlackProblem::MorePages { cursor: "abc".into() }));
    more["response_metadata"] = json!({"next_cursor": ""});
    assert_eq!(find(&more), Ok(None));
}

#[test]
fn a_history_that_cannot_be_read_is_never_an_absent_card() {
    let refused = SlackProblem::Refused { reason: "slack: missing_scope".into() };
    assert_eq!(find(&json!({"ok": false, "error": "missing_scope"})), Err(refused));
    assert!(matches!(find(&json!({"ok": true})), Err(SlackProblem::Retry { .. })));
    assert!(matches!(find(&json!("x")), Err(SlackProblem::Retry { .. })));
    let limited = SlackAnswer { status: 429, retry_after: Some("7"), body: "" };
    assert_eq!(
        find_in_history(&limited, CHANNEL, lead_id(7)),
        Err(SlackProblem::RateLimited { after_ms: 7_000 })
    );
}
