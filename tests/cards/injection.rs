//! A card obeys nothing a visitor typed, and fits.

use crate::cards::{
    CHANNEL, Facts, ada, assert_fits, assert_harmless, body, field, lead_id, link, parsed, plain,
};
use beeline::card::slack::{CardReference, DigestEntry, Mrkdwn, digest, post, update};
use beeline::card::{CardContent, CardState, Link};
use beeline::intake::{Email, Page};
use beeline::lead::{Kind, Lead};
use beeline::personal::Personal;
use beeline::phone;
use beeline::routing::Rep;
use proptest::prelude::*;

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
        facts.rep = Some(Rep { name: attack.into(), ..Rep::default() });
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
    let updated = body(&update(&reference, &Facts::of(ada()).card()).unwrap().unwrap());
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
            (facts.form_title, facts.team_name, facts.rep) =
                (huge(), huge(), Some(Rep { name: huge(), ..Rep::default() }));
            (facts.revision, facts.sla_seconds) = (u32::MAX, u32::MAX - 1);
            let message = body(
                &post(CHANNEL, &CardContent { lead_url: Some(longest.clone()), ..facts.card() }).unwrap(),
            );
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
        let rep = Some(Rep { name: rep, ..Rep::default() });
        let facts =
            Facts { form_title, team_name, rep, sla_seconds, state, revision, ..Facts::of(lead) };
        let message = facts.posted();
        assert_fits(&message);
        assert_harmless(&message);
        let reference = CardReference::new(CHANNEL, "1503435956.000247").unwrap();
        let updated = body(&update(&reference, &facts.card()).unwrap().unwrap());
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
        let message = body(&digest(CHANNEL, &entries, Some(&link("https://leads.example/inbox"))).unwrap());
        assert_fits(&message);
        assert_harmless(&message);
        let listed: usize = parsed(&message).iter().map(|text| text.matches("• ").count()).sum();
        let more = plain(&message).into_iter().find_map(|text| {
            text.strip_prefix("and ")?.strip_suffix(" more in the inbox")?.parse::<usize>().ok()
        });
        prop_assert!(listed + more.unwrap_or(0) >= entries.len());
    }
}
