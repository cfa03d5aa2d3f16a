//! Tokens and headers that prove something, or must not.

use beeline::identity::LeadId;
use beeline::lead::Kind;
use beeline::principal::{Gatekeeper, Role, SESSION_COOKIE};
use beeline::receipt::StatusTokens;
use beeline::risk::{FormTokenState, FormTokens};
use beeline::secret::Secret;
use beeline::synthetic;
use beeline::trace::Traceparent;
use data_encoding::{BASE32HEX_NOPAD, BASE64URL_NOPAD, HEXLOWER};

use super::input::Input;
use super::oracle::{KEY, SIGNED, digest, hmac, secret};

const NOW_MS: i64 = 1_790_000_400_000;
const OPS_TOKEN: &str = "the ops token of the fuzz targets, long enough";

/// 160 bits of a digest in small base32hex.
fn short(digest: [u8; 32]) -> String {
    BASE32HEX_NOPAD.encode(&digest[..20]).to_ascii_lowercase()
}

/// The time in the first line, the form in the second, a form's token in the third; `{}` in it
/// stands for the genuine signature of what is before it.
pub fn form_token(data: &[u8]) {
    let mut input = Input::new(data);
    let now_ms = input.number(NOW_MS);
    let form = input.line().replace('\0', "");
    let token = input.line();
    let signature = |token: &str| {
        let mut parts = token.split('.').skip(1);
        let (issued, nonce) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        short(digest(&["form-token", &form, issued, nonce]))
    };
    let token = token.replace(SIGNED, &signature(&token));
    let tokens = FormTokens::new(secret());
    let age_ms = match tokens.read(Some(&token), &form, now_ms) {
        FormTokenState::Absent => return assert!(token.is_empty()),
        FormTokenState::Forged => return,
        FormTokenState::FromTheFuture => None,
        FormTokenState::Valid { age_ms } | FormTokenState::Expired { age_ms } => Some(age_ms),
    };
    let genuine = token.rsplit_once('.').is_some_and(|(_, given)| given == signature(&token));
    assert!(genuine && token.starts_with("v1.") && token.split('.').count() == 4, "forged: {token:?}");
    assert!(age_ms.is_none_or(|age_ms| age_ms >= 0), "younger than now");
    let other = tokens.read(Some(&token), &format!("{form}-2"), now_ms);
    assert_eq!(other, FormTokenState::Forged, "good for any form");
    let own = tokens.issue(&form, now_ms, [7; 8]);
    let is_fresh = tokens.read(Some(&own), &form, now_ms.max(0)) == FormTokenState::Valid { age_ms: 0 };
    assert!(is_fresh, "refused our own: {own}");
}

/// The whole input is a `lead_token`; `{}` stands for the genuine token of the lead before it.
pub fn lead_token(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let genuine = |lead_id: &str| short(digest(&["status-token", lead_id]));
    let lead = text.split('.').next().unwrap_or_default();
    let text = text.replace(SIGNED, &genuine(lead));
    let tokens = StatusTokens::new(secret());
    let parsed: Option<LeadId> = lead.parse().ok();
    let expected = format!("{lead}.{}", genuine(lead));
    match tokens.proved(&text) {
        Some(lead_id) => {
            assert_eq!(lead_id.to_string(), lead, "another lead's");
            assert_eq!(text, expected, "forged");
        }
        None => assert!(parsed.is_none() || text != expected, "refused what is genuine"),
    }
    if let Some(lead_id) = parsed {
        assert!(lead_id.shard().is_some() && lead_id.to_string() == lead, "two spellings of one lead");
        assert_eq!(tokens.proved(&format!("{lead}.{}", tokens.token(lead_id))), Some(lead_id));
    }
}

/// The whole input is a `traceparent`.
pub fn traceparent(data: &[u8]) {
    let header = String::from_utf8_lossy(data);
    let random = [0xa5_u8; 24];
    let started = Traceparent::continue_or_start(None, &random);
    let read = Traceparent::continue_or_start(Some(&header), &random);
    for text in [started.as_str(), read.as_str()] {
        assert!(is_traceparent(text), "{text:?}");
    }
    let continued = if is_traceparent(header.trim()) { header.trim() } else { started.as_str() };
    assert_eq!(read.as_str(), continued);
}

/// W3C Trace Context, section 3.2, version 00.
fn is_traceparent(text: &str) -> bool {
    let is_dash = |place: usize| [2, 35, 52].contains(&place);
    let sound = |(place, byte): (usize, u8)| match byte {
        b'-' => is_dash(place),
        b'0'..=b'9' | b'a'..=b'f' => !is_dash(place),
        _ => false,
    };
    let is_zero = |part: &str| part.bytes().all(|byte| byte == b'0');
    text.len() == 55
        && text.bytes().enumerate().all(sound)
        && text.starts_with("00")
        && !is_zero(&text[3..35])
        && !is_zero(&text[36..52])
}

/// The time in the first line, what is signed in the second, the signature in the third; `{}`
/// in it stands for the genuine one.
pub fn synthetic_mark(data: &[u8]) {
    let mut input = Input::new(data);
    let now_ms = input.number(NOW_MS);
    let (signed, signature) = (input.line(), input.line());
    let signature = signature.replace(SIGNED, &HEXLOWER.encode(&hmac(KEY.as_bytes(), signed.as_bytes())));
    let header = format!("{signed}.{signature}");
    match synthetic::kind(Some(&header), &secret(), now_ms) {
        Err(_) => {}
        Ok(Kind::Real) => panic!("a mark that is not heeded makes a monitor's lead a person's"),
        Ok(Kind::Synthetic { run }) => {
            let (signed, signature) = header.rsplit_once('.').unwrap();
            assert_eq!(signature, HEXLOWER.encode(&hmac(KEY.as_bytes(), signed.as_bytes())), "forged");
            let seconds = signed.strip_prefix("v1.").and_then(|rest| rest.strip_prefix(run.as_str()));
            let seconds: i64 = seconds.and_then(|rest| rest.strip_prefix('.')).unwrap().parse().unwrap();
            assert!((now_ms / 1000).abs_diff(seconds) <= 300, "an old mark is replayed");
            assert!((1..=64).contains(&run.len()) && run.is_ascii() && !run.contains('.'), "{run:?}");
        }
    }
    if let Ok(Kind::Synthetic { run }) = synthetic::kind(Some(&header), &secret(), now_ms) {
        let own = synthetic::mark(&run, &secret(), now_ms);
        assert_eq!(synthetic::kind(Some(&own), &secret(), now_ms), Ok(Kind::Synthetic { run }));
    }
}

/// The time in the first line, an `Authorization` header in the second, a `Cookie` header in
/// the third, a form's token in the fourth. `{}` stands for the ops token, for the signature
/// of the session before it, and for the token of that session.
pub fn principal(data: &[u8]) {
    let mut input = Input::new(data);
    let now_ms = input.number(NOW_MS);
    let bearer = input.line().replace(SIGNED, OPS_TOKEN);
    let cookie = input.line();
    let keeper = Gatekeeper::new(Secret::new(OPS_TOKEN).unwrap(), secret());

    if let Some(known) = keeper.by_bearer(&bearer) {
        let (scheme, token) = bearer.split_once(' ').unwrap();
        assert!(scheme.eq_ignore_ascii_case("bearer") && token.trim() == OPS_TOKEN, "let in by {bearer:?}");
        let session = keeper.open_session(&known, now_ms.clamp(0, NOW_MS * 2));
        let header = format!("a=b; {SESSION_COOKIE}={session}");
        assert_eq!(keeper.by_cookie(&header, now_ms.clamp(0, NOW_MS * 2)), Some(known));
    }

    let known = keeper.by_token(bearer.trim_start_matches("Bearer ")).is_some();
    assert_eq!(known, bearer.trim_start_matches("Bearer ") == OPS_TOKEN, "let in by {bearer:?}");

    let sign = |claims: &str| BASE64URL_NOPAD.encode(&digest(&["session", claims]));
    let claims = session(&cookie).and_then(|value| value.strip_suffix(SIGNED)?.strip_suffix('.'));
    let cookie = match claims {
        Some(claims) => cookie.replacen(SIGNED, &sign(claims), 1),
        None => cookie.into_owned(),
    };
    if let Some(known) = keeper.by_cookie(&cookie, now_ms) {
        let (claims, signature) = session(&cookie).unwrap().rsplit_once('.').unwrap();
        assert_eq!(signature, sign(claims), "a forged session");
        let parts: Vec<&str> = claims.split('.').collect();
        let ["v1", expires, subject, "operator"] = parts.as_slice() else { panic!("let in by {claims:?}") };
        assert!(expires.parse::<i64>().unwrap() > now_ms / 1000, "an old session");
        assert_eq!((known.subject.as_str(), known.role), (*subject, Role::Operator));
    }
    let expected = session(&cookie).map(|session| BASE64URL_NOPAD.encode(&digest(&["csrf", session])));
    assert_eq!(keeper.csrf_token(&cookie), expected);
    let candidate = input.line();
    let candidate = candidate.replace(SIGNED, expected.as_deref().unwrap_or_default());
    assert_eq!(keeper.csrf_matches(&cookie, &candidate), expected.is_some_and(|token| token == candidate));
}

/// The first cookie of the session's name.
fn session(header: &str) -> Option<&str> {
    let cookies = header.split(';').filter_map(|cookie| cookie.trim().split_once('='));
    cookies.into_iter().find(|(name, _)| *name == SESSION_COOKIE).map(|(_, value)| value)
}
