//! Who gets in: bearer tokens, sessions, lead tokens, synthetic marks, trace headers.

use beeline::identity::LeadId;
use beeline::lead::Kind;
use beeline::principal::{Capability, Gatekeeper, SESSION_COOKIE, SESSION_SECONDS};
use beeline::receipt::StatusTokens;
use beeline::secret::Secret;
use beeline::synthetic::{kind, mark};
use beeline::trace::{Traceparent, correlation_id};

const TOKEN: &str = "ops-token-0123456789-0123456789-0123456789";
const NOW_MS: i64 = 1_700_000_000_000;

fn secret(letter: &str) -> Secret {
    Secret::new(&letter.repeat(32)).unwrap()
}

fn gatekeeper() -> Gatekeeper {
    Gatekeeper::new(Secret::new(TOKEN).unwrap(), secret("s"))
}

#[test]
fn a_short_secret_is_refused() {
    assert!(Secret::new(&"x".repeat(31)).is_err());
    assert_eq!(format!("{:?}", secret("x")), "[secret]");
}

#[test]
fn only_the_ops_token_gets_in() {
    assert!(gatekeeper().by_bearer(&format!("Bearer {TOKEN}")).unwrap().role.can(Capability::ReadLeads));
    for wrong in [format!("Basic {TOKEN}"), "Bearer".into(), "Bearer ".into(), format!("Bearer {TOKEN}x")] {
        assert_eq!(gatekeeper().by_bearer(&wrong), None, "{wrong}");
    }
}

#[test]
fn the_support_token_reads_what_is_stuck_and_does_nothing() {
    let gatekeeper = gatekeeper().with_support(Some(secret("p")));
    let support = gatekeeper.by_bearer(&format!("Bearer {}", "p".repeat(32))).unwrap();
    assert_eq!(support.subject, "support-token");
    assert!(support.role.can(Capability::ReadQuarantine));
    for more in [Capability::ReadLeads, Capability::ReleaseLeads, Capability::ChangeQuarantine] {
        assert!(!support.role.can(more), "{more:?}");
        assert!(gatekeeper.by_token(TOKEN).unwrap().role.can(more), "{more:?}");
    }
}

#[test]
fn without_a_support_token_there_is_no_such_role_not_even_in_a_session_of_before() {
    let with = gatekeeper().with_support(Some(secret("p")));
    let session = with.open_session(&with.by_token(&"p".repeat(32)).unwrap(), NOW_MS);
    let cookie = format!("{SESSION_COOKIE}={session}");
    assert!(with.by_cookie(&cookie, NOW_MS).is_some());
    assert_eq!(gatekeeper().by_cookie(&cookie, NOW_MS), None);
    assert_eq!(gatekeeper().by_token(&"p".repeat(32)), None);
}

#[test]
fn a_secret_is_nothing_but_itself() {
    // As an HMAC key each of these would be as good as the secret.
    let padded = format!("{TOKEN}\0\0");
    assert!(gatekeeper().by_token(TOKEN).is_some());
    for near in [padded.as_str(), "", &TOKEN[1..], &format!("{TOKEN} ")] {
        assert_eq!(gatekeeper().by_token(near), None, "{near:?}");
    }
    let long = "k".repeat(65);
    let secret = Secret::new(&long).unwrap();
    assert!(secret.matches(&long) && !secret.matches(&"k".repeat(64)));
}

#[test]
fn a_session_lasts_its_hours_and_no_longer() {
    let principal = gatekeeper().by_token(TOKEN).unwrap();
    let cookie = format!("other=1; {SESSION_COOKIE}={}", gatekeeper().open_session(&principal, NOW_MS));
    assert_eq!(gatekeeper().by_cookie(&cookie, NOW_MS), Some(principal));
    assert_eq!(gatekeeper().by_cookie(&cookie, NOW_MS + SESSION_SECONDS * 1000), None);
}

#[test]
fn a_changed_session_is_no_session() {
    let principal = gatekeeper().by_token(TOKEN).unwrap();
    let session = gatekeeper().open_session(&principal, NOW_MS);
    for forged in
        [session.replace("ops-token", "somebody"), format!("{session}x"), "v1".into(), String::new()]
    {
        assert_eq!(gatekeeper().by_cookie(&format!("{SESSION_COOKIE}={forged}"), NOW_MS), None, "{forged}");
    }
    let other = Gatekeeper::new(Secret::new(TOKEN).unwrap(), secret("t"));
    assert_eq!(other.by_cookie(&format!("{SESSION_COOKIE}={session}"), NOW_MS), None);
}

#[test]
fn a_form_token_belongs_to_its_session() {
    let principal = gatekeeper().by_token(TOKEN).unwrap();
    let cookie = |now_ms| format!("{SESSION_COOKIE}={}", gatekeeper().open_session(&principal, now_ms));
    let token = gatekeeper().csrf_token(&cookie(NOW_MS)).unwrap();
    assert!(gatekeeper().csrf_matches(&cookie(NOW_MS), &token));
    assert!(!gatekeeper().csrf_matches(&cookie(NOW_MS + 1_000), &token));
    assert!(!gatekeeper().csrf_matches("", &token));
}

#[test]
fn a_lead_token_opens_one_lead() {
    let tokens = StatusTokens::new(secret("t"));
    let lead: LeadId = "ld_040g0000000000000000000g".parse().unwrap();
    let other: LeadId = "ld_040g00000000000000000010".parse().unwrap();
    let token = tokens.token(lead);
    assert!(tokens.matches(lead, &token));
    assert!(!tokens.matches(other, &token));
    assert!(!tokens.matches(lead, ""));
}

#[test]
fn a_synthetic_mark_is_believed_only_fresh_and_signed() {
    let key = secret("k");
    let header = mark("monitor-1", &key, NOW_MS);
    assert_eq!(kind(None, &key, NOW_MS), Ok(Kind::Real));
    assert_eq!(kind(Some(&header), &key, NOW_MS), Ok(Kind::Synthetic { run: "monitor-1".into() }));
    assert!(kind(Some(&header), &key, NOW_MS + 301_000).is_err(), "stale");
    assert!(kind(Some(&header), &secret("x"), NOW_MS).is_err(), "another key");
    assert!(kind(Some(&header.replace("monitor-1", "monitor-2")), &key, NOW_MS).is_err(), "changed");
    assert!(kind(Some(&mark("two words", &key, NOW_MS)), &key, NOW_MS).is_err(), "a bad name");
    assert!(kind(Some("nonsense"), &key, NOW_MS).is_err());
}

#[test]
fn a_trace_is_continued_or_started_anew() {
    let given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let random = [7; 24];
    assert_eq!(Traceparent::continue_or_start(Some(given), &random).as_str(), given);
    let started = Traceparent::continue_or_start(None, &random);
    let zero = "00-00000000000000000000000000000000-00f067aa0ba902b7-01";
    for bad in ["", "00", zero, &given.to_uppercase(), &given.replacen("00", "ff", 1)] {
        assert_eq!(Traceparent::continue_or_start(Some(bad), &random), started, "{bad}");
    }
    assert_eq!(Traceparent::continue_or_start(Some(started.as_str()), &[9; 24]), started, "well-formed");
}

#[test]
fn correlation_ids_are_readable() {
    assert_eq!(correlation_id(&[255; 10]), "co_vvvvvvvvvvvvvvvv");
}
