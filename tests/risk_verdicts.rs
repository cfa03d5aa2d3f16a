//! What is done about a lead: never less than accepting it, and never held for one reason.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

#[path = "support/visitors.rs"]
mod visitors;

use beeline::risk::{
    Assessment, CHALLENGE_AT, Channel, Evidence, FLAG_AT, Family, FormTokenState, HOLD_AT, Origin,
    SEVERAL_CLAIMS, STRONG_POINTS, Signal, UserAgent, Verdict,
};
use proptest::prelude::*;
use proptest::sample::subsequence;
use visitors::visitor;

const REPEATED: &str = "http://a http://b http://c";

/// Makes a visitor trip a signal. Of those that exclude each other the last one counts.
fn trip(evidence: &mut Evidence<'static>, signal: Signal) {
    match signal {
        Signal::HoneypotFilled => evidence.honeypot_filled = true,
        Signal::TokenAbsent => evidence.token = FormTokenState::Absent,
        Signal::TokenForged => evidence.token = FormTokenState::Forged,
        Signal::TokenFromTheFuture => evidence.token = FormTokenState::FromTheFuture,
        Signal::TokenExpired => evidence.token = FormTokenState::Expired { age_ms: 90_000_000 },
        Signal::FilledInstantly => evidence.token = FormTokenState::Valid { age_ms: 5 },
        Signal::FilledFast => evidence.token = FormTokenState::Valid { age_ms: 1_500 },
        Signal::NoUserAgent => evidence.headers.user_agent = UserAgent::Absent,
        Signal::ScriptedClient => evidence.headers.user_agent = UserAgent::Scripted,
        Signal::NoAccept => evidence.headers.has_accept = false,
        Signal::NoAcceptLanguage => evidence.headers.has_accept_language = false,
        Signal::CrossSite => {
            evidence.headers.is_cross_site = true;
            evidence.headers.origin = Origin::Absent;
        }
        Signal::ForeignOrigin => evidence.headers.origin = Origin::Foreign,
        Signal::NetworkVelocity => evidence.network_over_limit = true,
        Signal::CountryMismatch => (evidence.network_country, evidence.country) = ("FR", "GB"),
        Signal::PersonVelocity => {}
        Signal::DisposableEmail => evidence.email_is_disposable = true,
        Signal::KeyboardWalkEmail => evidence.email = "asdf@example.com",
        Signal::TestEmail => evidence.email = "test@example.com",
        Signal::InvalidPhone => evidence.phone_is_invalid = true,
        Signal::LinkInName => evidence.name = "http://a",
        Signal::ManyLinks => evidence.notes = REPEATED,
        Signal::RepeatedText => (evidence.name, evidence.company, evidence.notes) = ("n/a", "n/a", "n/a"),
        Signal::RandomName => evidence.name = "xkqjzvbn",
        Signal::MixedScripts => evidence.mixes_scripts = true,
    }
}

fn assess(signals: &[Signal], may_challenge: bool) -> Assessment {
    let mut evidence = visitor();
    signals.iter().for_each(|signal| trip(&mut evidence, *signal));
    let claims = if signals.contains(&Signal::PersonVelocity) { SEVERAL_CLAIMS } else { 1 };
    Assessment::of(&evidence, may_challenge).with_person_velocity(claims)
}

fn verdict(signals: &[Signal]) -> Verdict {
    assess(signals, true).verdict
}

#[test]
fn a_visitor_with_nothing_odd_is_accepted() {
    let assessment = assess(&[], true);
    assert_eq!((assessment.score, assessment.verdict), (0, Verdict::Accept));
    assert_eq!(assessment.signals, []);
}

#[test]
fn each_signal_alone_is_what_it_says_and_none_holds_a_lead() {
    for signal in Signal::ALL {
        let assessment = assess(&[signal], true);
        assert_eq!(assessment.signals, [signal]);
        assert_eq!(assessment.score, signal.points());
        assert!(assessment.verdict < Verdict::Hold, "{signal:?}");
        assert_eq!(assessment.verdict == Verdict::Challenge, signal == Signal::HoneypotFilled, "{signal:?}");
    }
}

#[test]
fn the_bands_begin_where_they_say() {
    assert_eq!(verdict(&[Signal::NetworkVelocity, Signal::CountryMismatch]), Verdict::Accept, "23");
    assert_eq!(verdict(&[Signal::DisposableEmail]), Verdict::Flag, "25");
    let just_below = [Signal::ScriptedClient, Signal::TokenExpired, Signal::CountryMismatch];
    assert_eq!(verdict(&just_below), Verdict::Flag, "48");
    assert_eq!(verdict(&[Signal::ScriptedClient, Signal::TokenAbsent]), Verdict::Challenge, "50");
    assert_eq!(verdict(&[Signal::ScriptedClient, Signal::TokenForged]), Verdict::Hold, "80");
    assert_eq!((FLAG_AT, CHALLENGE_AT, HOLD_AT), (25, 50, 80));
}

#[test]
fn the_honeypot_and_something_else_hold_a_lead() {
    assert_eq!(verdict(&[Signal::HoneypotFilled, Signal::DisposableEmail]), Verdict::Hold, "80");
    assert_eq!(verdict(&[Signal::HoneypotFilled, Signal::NetworkVelocity]), Verdict::Challenge, "75");
}

#[test]
fn autofill_that_fell_into_the_trap_quickly_is_not_held() {
    assert_eq!(verdict(&[Signal::HoneypotFilled, Signal::FilledFast]), Verdict::Challenge);
}

#[test]
fn a_form_without_challenges_flags_instead() {
    let doubtful = [Signal::HoneypotFilled, Signal::FilledFast];
    assert_eq!(assess(&doubtful, true).verdict, Verdict::Challenge);
    assert_eq!(assess(&doubtful, false).verdict, Verdict::Flag);
    let sure = [Signal::ScriptedClient, Signal::TokenForged];
    assert_eq!(assess(&sure, false).verdict, Verdict::Hold);
}

#[test]
fn signals_of_one_cause_do_not_corroborate_each_other() {
    let of_client = [Signal::ScriptedClient, Signal::NoAccept, Signal::CrossSite, Signal::NetworkVelocity];
    let assessment = assess(&of_client, true);
    assert!(assessment.score >= HOLD_AT);
    assert_eq!(assessment.verdict, Verdict::Challenge);
}

#[test]
fn a_person_who_claims_again_and_again_is_raised_once() {
    let flagged = assess(&[Signal::ScriptedClient], true);
    assert_eq!(flagged.clone().with_person_velocity(SEVERAL_CLAIMS - 1), flagged);
    let raised = flagged.with_person_velocity(SEVERAL_CLAIMS);
    assert_eq!(raised.signals, [Signal::ScriptedClient, Signal::PersonVelocity]);
    assert_eq!((raised.score, raised.verdict), (70, Verdict::Challenge));
    assert_eq!(raised.clone().with_person_velocity(1_000), raised);
}

#[test]
fn a_monitor_may_claim_every_minute() {
    let monitor = Evidence { channel: Channel::Synthetic, honeypot_filled: true, ..visitor() };
    let assessment = Assessment::of(&monitor, true).with_person_velocity(60);
    assert_eq!((assessment.score, assessment.verdict), (0, Verdict::Accept));
}

#[test]
fn person_velocity_holds_only_what_another_family_confirms() {
    let forged = assess(&[Signal::TokenForged, Signal::TestEmail], true);
    assert_eq!(forged.verdict, Verdict::Challenge);
    assert_eq!(forged.with_person_velocity(SEVERAL_CLAIMS).verdict, Verdict::Hold);
}

#[test]
fn the_stored_json_is_unchanged() {
    let frozen = [
        (
            assess(&[], false),
            r#"{"score":0,"signals":[],"verdict":"accept","channel":"browser","may_challenge":false}"#,
        ),
        (
            assess(&[Signal::DisposableEmail], true),
            r#"{"score":25,"signals":["disposable_email"],"verdict":"flag","channel":"browser","may_challenge":true}"#,
        ),
        (
            Assessment { channel: Channel::Compat, ..assess(&[Signal::HoneypotFilled], true) },
            r#"{"score":55,"signals":["honeypot_filled"],"verdict":"challenge","channel":"compat","may_challenge":true}"#,
        ),
        (
            Assessment {
                channel: Channel::Webhook,
                ..assess(&[Signal::TokenForged, Signal::ScriptedClient], false)
            },
            r#"{"score":80,"signals":["token_forged","scripted_client"],"verdict":"hold","channel":"webhook","may_challenge":false}"#,
        ),
    ];
    for (assessment, json) in frozen {
        assert_eq!(serde_json::to_string(&assessment).unwrap(), json);
        assert_eq!(serde_json::from_str::<Assessment>(json).unwrap(), assessment);
    }
    assert_eq!(serde_json::to_string(&Channel::Synthetic).unwrap(), "\"synthetic\"");
}

#[test]
fn a_record_of_a_later_version_is_still_read() {
    let json = r#"{"score":90,"signals":["honeypot_filled","moon_phase","many_links"],"verdict":"hold","channel":"browser","may_challenge":true,"more":1}"#;
    let read: Assessment = serde_json::from_str(json).unwrap();
    assert_eq!(read.signals, [Signal::HoneypotFilled, Signal::ManyLinks]);
    assert_eq!((read.score, read.verdict), (90, Verdict::Hold));
    let raised = read.with_person_velocity(SEVERAL_CLAIMS);
    assert_eq!((raised.score, raised.verdict), (100, Verdict::Hold));
}

#[test]
fn an_older_assessment_is_never_lowered() {
    let json = r#"{"score":99,"signals":[],"verdict":"hold","channel":"browser","may_challenge":true}"#;
    let raised = serde_json::from_str::<Assessment>(json).unwrap().with_person_velocity(SEVERAL_CLAIMS);
    assert_eq!((raised.score, raised.verdict), (99, Verdict::Hold));
}

/// Whether the rule for holding is met, written down a second time.
fn may_hold(signals: &[Signal]) -> bool {
    let trapped = signals.contains(&Signal::HoneypotFilled) && signals.len() > 1;
    let strong: Vec<Family> = signals
        .iter()
        .filter(|signal| signal.points() >= STRONG_POINTS)
        .map(|signal| signal.family())
        .collect();
    trapped || strong.iter().any(|family| strong.first() != Some(family))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_verdict_follows_from_the_score_and_the_list(
        signals in subsequence(Signal::ALL.to_vec(), 0..=25), may_challenge in any::<bool>(),
    ) {
        let assessment = assess(&signals, may_challenge);
        let sum: u32 = assessment.signals.iter().map(|signal| signal.points()).sum();
        prop_assert_eq!(assessment.score, sum.min(100));
        let expected = match assessment.score {
            80.. if may_hold(&assessment.signals) => Verdict::Hold,
            50.. if may_challenge => Verdict::Challenge,
            25.. => Verdict::Flag,
            _ => Verdict::Accept,
        };
        prop_assert_eq!(assessment.verdict, expected);
    }

    #[test]
    fn no_number_of_weak_signals_holds_a_lead(signals in subsequence(Signal::ALL.to_vec(), 0..=25)) {
        let weak: Vec<Signal> = signals.into_iter().filter(|signal| !signal.is_strong()).collect();
        prop_assert!(verdict(&weak) < Verdict::Hold);
    }

    #[test]
    fn one_more_signal_never_lowers_the_verdict(
        signals in subsequence(Signal::ALL.to_vec(), 0..=25), claims in 0_u32..100,
    ) {
        let mut evidence = visitor();
        let mut before = Assessment::of(&evidence, true);
        for signal in [Signal::HoneypotFilled, Signal::NetworkVelocity, Signal::DisposableEmail,
                       Signal::InvalidPhone, Signal::MixedScripts, Signal::CountryMismatch] {
            if signals.contains(&signal) {
                trip(&mut evidence, signal);
            }
            let after = Assessment::of(&evidence, true);
            prop_assert!(after.verdict >= before.verdict && after.score >= before.score);
            before = after;
        }
        let raised = before.clone().with_person_velocity(claims);
        prop_assert!(raised.verdict >= before.verdict && raised.score >= before.score);
    }

    #[test]
    fn every_assessment_survives_storage(
        signals in subsequence(Signal::ALL.to_vec(), 0..=25), may_challenge in any::<bool>(),
    ) {
        let assessment = assess(&signals, may_challenge);
        let json = serde_json::to_string(&assessment).unwrap();
        prop_assert_eq!(serde_json::from_str::<Assessment>(&json).unwrap(), assessment);
    }
}
