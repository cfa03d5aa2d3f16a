//! Each signal: what trips it, what does not, and who is never asked about it.

#[path = "support/visitors.rs"]
mod visitors;

use beeline::risk::{Assessment, Channel, Evidence, FormTokenState, Headers, Origin, Signal, UserAgent};
use proptest::prelude::*;
use visitors::visitor;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const NAMES: &str = include_str!("names/real.txt");

fn signals(evidence: &Evidence<'_>) -> Vec<Signal> {
    Assessment::of(evidence, true).signals
}

fn of_name(name: &str) -> Vec<Signal> {
    signals(&Evidence { name, ..visitor() })
}

fn of_email(email: &str) -> Vec<Signal> {
    signals(&Evidence { email, ..visitor() })
}

fn of_token(token: FormTokenState) -> Vec<Signal> {
    signals(&Evidence { token, ..visitor() })
}

fn of_headers(change: impl FnOnce(&mut Headers)) -> Vec<Signal> {
    let mut evidence = visitor();
    change(&mut evidence.headers);
    signals(&evidence)
}

#[test]
fn an_ordinary_visitor_trips_nothing() {
    assert_eq!(signals(&visitor()), []);
}

#[test]
fn words_and_weights_are_unchanged() {
    let table: Vec<String> =
        Signal::ALL.iter().map(|signal| format!("{} {}", signal.as_str(), signal.points())).collect();
    let expected = "honeypot_filled 55, token_absent 10, token_forged 40, token_from_the_future 15, \
        token_expired 5, filled_instantly 40, filled_fast 20, no_user_agent 30, scripted_client 40, \
        no_accept 10, no_accept_language 15, cross_site 15, foreign_origin 20, network_velocity 20, \
        country_mismatch 3, person_velocity 30, disposable_email 25, keyboard_walk_email 15, test_email 15, \
        invalid_phone 10, link_in_name 40, many_links 20, repeated_text 25, random_name 20, mixed_scripts 25";
    assert_eq!(table.join(", "), expected);
}

#[test]
fn every_signal_is_listed_once_and_found_by_its_word() {
    for (at, signal) in Signal::ALL.iter().enumerate() {
        assert_eq!(Signal::from_stored(signal.as_str()), Some(*signal));
        assert!(!Signal::ALL.iter().skip(at + 1).any(|other| other.as_str() == signal.as_str()));
        assert!(signal.as_str().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
        assert!(signal.says().len() > 10 && !signal.says().ends_with('.'), "{signal:?}");
    }
    assert_eq!(Signal::from_stored("free_mail"), None);
}

#[test]
fn the_filled_trap_is_a_signal() {
    assert_eq!(signals(&Evidence { honeypot_filled: true, ..visitor() }), [Signal::HoneypotFilled]);
}

#[test]
fn each_state_of_the_token_says_its_own() {
    assert_eq!(of_token(FormTokenState::Absent), [Signal::TokenAbsent]);
    assert_eq!(of_token(FormTokenState::Forged), [Signal::TokenForged]);
    assert_eq!(of_token(FormTokenState::FromTheFuture), [Signal::TokenFromTheFuture]);
    assert_eq!(of_token(FormTokenState::Expired { age_ms: 90_000_000 }), [Signal::TokenExpired]);
}

#[test]
fn the_faster_a_form_was_filled_the_more_it_says() {
    let after = |age_ms| of_token(FormTokenState::Valid { age_ms });
    assert_eq!(after(0), [Signal::FilledInstantly]);
    assert_eq!(after(799), [Signal::FilledInstantly]);
    assert_eq!(after(800), [Signal::FilledFast]);
    assert_eq!(after(1_999), [Signal::FilledFast]);
    assert_eq!(after(2_000), []);
    assert!(Signal::FilledInstantly.points() > Signal::FilledFast.points());
}

#[test]
fn scripts_say_what_they_are() {
    for script in [
        "curl/8.5.0",
        "Wget/1.21",
        "python-requests/2.32.3",
        "Python/3.12 aiohttp/3.9",
        "Go-http-client/2.0",
        "okhttp/4.12.0",
        "Apache-HttpClient/4.5",
        "axios/1.7.2",
        "node",
        "PostmanRuntime/7.39",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0 Safari/537.36",
        "Mozilla/5.0 (compatible) PhantomJS/2.1.1",
    ] {
        assert_eq!(UserAgent::read(Some(script)), UserAgent::Scripted, "{script}");
    }
    assert_eq!(of_headers(|headers| headers.user_agent = UserAgent::Scripted), [Signal::ScriptedClient]);
}

#[test]
fn browsers_and_unheard_of_clients_are_no_scripts() {
    for browser in [
        FIREFOX,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
         Mobile/15E148 Instagram 390.0.0.28.85",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 \
         Safari/537.36 Edg/140.0.0.0",
    ] {
        assert_eq!(UserAgent::read(Some(browser)), UserAgent::Browser, "{browser}");
    }
    assert_eq!(UserAgent::read(Some("Lynx/2.9.0dev.12")), UserAgent::Other);
    assert_eq!(of_headers(|headers| headers.user_agent = UserAgent::Other), []);
}

#[test]
fn no_user_agent_is_a_signal_and_a_blank_one_is_none() {
    assert_eq!(UserAgent::read(None), UserAgent::Absent);
    assert_eq!(UserAgent::read(Some(" ")), UserAgent::Absent);
    assert_eq!(of_headers(|headers| headers.user_agent = UserAgent::Absent), [Signal::NoUserAgent]);
}

#[test]
fn only_what_claims_to_be_a_browser_needs_a_language() {
    assert_eq!(of_headers(|headers| headers.has_accept_language = false), [Signal::NoAcceptLanguage]);
    let other = |headers: &mut Headers| {
        headers.has_accept_language = false;
        headers.user_agent = UserAgent::Other;
    };
    assert_eq!(of_headers(other), []);
}

#[test]
fn every_client_accepts_something() {
    assert_eq!(of_headers(|headers| headers.has_accept = false), [Signal::NoAccept]);
}

#[test]
fn another_sites_page_is_a_signal_unless_it_is_allowed() {
    assert_eq!(of_headers(|headers| headers.is_cross_site = true), []);
    assert_eq!(of_headers(|headers| headers.origin = Origin::Foreign), [Signal::ForeignOrigin]);
    let embedded = |origin| {
        of_headers(|headers| {
            headers.is_cross_site = true;
            headers.origin = origin;
        })
    };
    assert_eq!(embedded(Origin::Absent), [Signal::CrossSite]);
    assert_eq!(embedded(Origin::Foreign), [Signal::CrossSite, Signal::ForeignOrigin]);
}

#[test]
fn a_hidden_origin_is_no_foreign_one() {
    let list = |origin: &str| origin == "https://www.example.com";
    assert_eq!(Origin::read(None, list), Origin::Absent);
    assert_eq!(Origin::read(Some("null"), list), Origin::Absent);
    assert_eq!(Origin::read(Some("https://www.example.com"), list), Origin::Allowed);
    assert_eq!(Origin::read(Some("https://www.example.com.evil.example"), list), Origin::Foreign);
}

#[test]
fn a_busy_network_a_disposable_address_and_an_odd_phone_are_signals() {
    let evidence = Evidence {
        network_over_limit: true,
        email_is_disposable: true,
        phone_is_invalid: true,
        mixes_scripts: true,
        ..visitor()
    };
    let expected =
        [Signal::NetworkVelocity, Signal::DisposableEmail, Signal::InvalidPhone, Signal::MixedScripts];
    assert_eq!(signals(&evidence), expected);
}

#[test]
fn countries_are_compared_only_as_codes() {
    let from = |network_country, country| signals(&Evidence { network_country, country, ..visitor() });
    assert_eq!(from("FR", "GB"), [Signal::CountryMismatch]);
    for (network, form) in [("gb", "GB"), ("", "GB"), ("GB", ""), ("GB", "United Kingdom")] {
        assert_eq!(from(network, form), [], "{network} and {form}");
    }
}

#[test]
fn test_words_and_runs_of_keys_are_told_from_addresses() {
    for test in ["test@example.com", "Test12@example.com", "test+7@example.com", "FOO@example.com"] {
        assert_eq!(of_email(test), [Signal::TestEmail], "{test}");
    }
    for walk in ["asdf", "asdfgh1", "qwerty", "qwertz99", "asdfasdf", "qweasd", "zxcvbnm", "dfgdfg", "yxcv"] {
        assert_eq!(of_email(&format!("{walk}@example.com")), [Signal::KeyboardWalkEmail], "{walk}");
    }
}

#[test]
fn addresses_of_people_are_neither() {
    for local in [
        "wert",
        "trew",
        "were",
        "poirot",
        "asdis",
        "qazi",
        "azer",
        "opl",
        "hjklaus",
        "erty",
        "atest",
        "testa",
        "contest",
        "foote",
        "power",
        "typewriter",
        "ann",
        "a",
        "1234",
        "info",
        "sales",
        "j.doe",
        "",
    ] {
        assert_eq!(of_email(&format!("{local}@example.com")), [], "{local}");
    }
    for free in ["ann.lee@gmail.com", "ann@outlook.com", "ann@web.de", "ann@qq.com"] {
        assert_eq!(of_email(free), [], "free mail is no signal: {free}");
    }
}

#[test]
fn a_link_in_the_name_is_a_signal_and_a_domain_is_none() {
    for name in ["Ann http://evil.example", "HTTPS://evil.example", "see www.evil.example", "x://y"] {
        assert_eq!(of_name(name), [Signal::LinkInName], "{name}");
    }
    for name in ["Ann (acme.com)", "Wwwarren", "Ann: Lee", "Ann//Lee"] {
        assert_eq!(of_name(name), [], "{name}");
    }
}

#[test]
fn three_links_in_the_notes_are_many_and_each_counts_once() {
    let of_notes = |notes| signals(&Evidence { notes, ..visitor() });
    assert_eq!(of_notes("http://a.example and https://www.b.example"), []);
    assert_eq!(of_notes("http://a.example https://www.b.example www.c.example"), [Signal::ManyLinks]);
}

#[test]
fn one_text_in_name_company_and_notes_is_a_signal() {
    let typed = |name, company, notes| signals(&Evidence { name, company, notes, ..visitor() });
    assert_eq!(typed("n/a", " N/A ", "n/a"), [Signal::RepeatedText]);
    assert_eq!(typed("Ann Lee", "Ann Lee", "Hello"), [], "a sole trader");
    assert_eq!(typed("", "", ""), [], "nothing was typed");
}

#[test]
fn no_real_name_looks_random() {
    let mut names = 0;
    for line in NAMES.lines() {
        let (language, list) = line.split_once(": ").unwrap_or((line, ""));
        for name in list.split("; ") {
            assert_eq!(of_name(name), [], "{name} ({language})");
            assert_eq!(of_name(&name.to_lowercase()), [], "{name} in small letters ({language})");
            assert_eq!(of_name(&name.to_uppercase()), [], "{name} in capitals ({language})");
            names += 1;
        }
    }
    assert!(names >= 300 && NAMES.lines().count() >= 25);
}

#[test]
fn titles_initials_and_nicknames_do_not_look_random() {
    for name in [
        "Dr. med. J. R. R. Ng",
        "HRH",
        "MD PhD",
        "DJ BBQ",
        "Ghbdtn",
        "Mr T",
        "JFK",
        "XÆA-Xii",
        "Ann 3rd",
        "X",
        "李",
    ] {
        assert_eq!(of_name(name), [], "{name}");
    }
}

#[test]
fn names_that_no_language_has_look_random() {
    for name in [
        "asdfghjkl",
        "Asdf Qwerty",
        "xkqjzvbn",
        "fdgdfgdfg",
        "sdfsdf",
        "Ann Gkvbdtpz",
        "XJbuvOxMvDSUJdhRhmgNK",
        "wvPFxJpNwjbTzA",
        "aaaa",
        "zxczxc",
        "hgfdkjhgf",
    ] {
        assert_eq!(of_name(name), [Signal::RandomName], "{name}");
    }
}

/// Everything that can be wrong at once.
fn everything(channel: Channel, token: FormTokenState, user_agent: UserAgent) -> Evidence<'static> {
    Evidence {
        channel,
        honeypot_filled: true,
        token,
        headers: Headers { user_agent, is_cross_site: true, origin: Origin::Foreign, ..Headers::default() },
        network_over_limit: true,
        network_country: "FR",
        country: "GB",
        email: "asdf@example.com",
        email_is_disposable: true,
        phone_is_invalid: true,
        name: "http://a http://b http://c",
        company: "http://a http://b http://c",
        notes: "http://a http://b http://c",
        mixes_scripts: true,
    }
}

#[test]
fn what_brings_its_own_credentials_is_not_judged_as_a_browser() {
    let on = |channel| signals(&everything(channel, FormTokenState::Forged, UserAgent::Scripted));
    let contents = [
        Signal::DisposableEmail,
        Signal::KeyboardWalkEmail,
        Signal::InvalidPhone,
        Signal::LinkInName,
        Signal::ManyLinks,
        Signal::RepeatedText,
        Signal::MixedScripts,
    ];
    assert_eq!(on(Channel::Webhook), contents);
    assert_eq!(on(Channel::Synthetic), []);
    assert_eq!(on(Channel::Browser).len(), 15);
    let compat: Vec<Signal> =
        on(Channel::Browser).into_iter().filter(|signal| *signal != Signal::TokenForged).collect();
    assert_eq!(on(Channel::Compat), compat, "a page made for another product has no token of ours");
}

fn token() -> impl Strategy<Value = FormTokenState> {
    prop_oneof![
        Just(FormTokenState::Absent),
        Just(FormTokenState::Forged),
        Just(FormTokenState::FromTheFuture),
        any::<i64>().prop_map(|age_ms| FormTokenState::Valid { age_ms }),
        any::<i64>().prop_map(|age_ms| FormTokenState::Expired { age_ms }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_may_be_typed_and_each_signal_comes_at_most_once_in_order(
        name in ".{0,80}", company in ".{0,40}", notes in ".{0,200}", email in ".{0,40}",
        agent in proptest::option::of(".{0,60}"), token in token(),
    ) {
        let headers = Headers { user_agent: UserAgent::read(agent.as_deref()), ..Headers::default() };
        let evidence = Evidence {
            name: &name, company: &company, notes: &notes, email: &email, headers, token, ..Evidence::default()
        };
        let found = signals(&evidence);
        let in_order: Vec<Signal> =
            Signal::ALL.into_iter().filter(|signal| found.contains(signal)).collect();
        prop_assert_eq!(found, in_order);
    }

    #[test]
    fn two_real_names_in_one_field_do_not_look_random(one in 0_usize..300, other in 0_usize..300) {
        let all: Vec<&str> =
            NAMES.lines().filter_map(|line| line.split_once(": ")).flat_map(|(_, list)| list.split("; ")).collect();
        let both = format!("{} {}", all.get(one).unwrap_or(&""), all.get(other).unwrap_or(&""));
        prop_assert_eq!(of_name(&both), []);
    }
}
