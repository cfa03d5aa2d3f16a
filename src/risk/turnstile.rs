//! Cloudflare Turnstile's siteverify, as a request and a reply
//! (<https://developers.cloudflare.com/turnstile/get-started/server-side-validation/>).
//!
//! A token proves that a browser passed a challenge somewhere. That it was this challenge is
//! in the reply: its action is [`ACTION`], its hostname one of ours, and its `cdata`, which
//! the widget got from us and nobody can change, is the lead it was shown for.
//!
//! A token is good for 300 seconds and for one check. A check whose answer was lost is
//! repeated with the same idempotency key; with another it would come back as
//! [`Code::TimeoutOrDuplicate`].

use form_urlencoded::Serializer;
use serde::Deserialize;

use crate::encoding::HEX;
use crate::identity::LeadId;
use crate::personal::Personal;

/// Where the body is posted, as `application/x-www-form-urlencoded`. A double in tests has
/// another base.
pub const SITEVERIFY_URL: &str = "https://challenges.cloudflare.com/turnstile/v0/siteverify";
/// The widget's `data-action`: at most 32 letters, digits, `_` and `-`.
pub const ACTION: &str = "beeline-lead";
/// The longest token Turnstile makes. A longer one is not sent on.
pub const MAX_TOKEN_BYTES: usize = 2048;
/// The longest reply read: a real one has a few hundred bytes.
const MAX_REPLY_BYTES: usize = 16 * 1024;

/// What went wrong, in words that may be logged: Turnstile's own, with `_`, and ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Turnstile got no token.
    MissingInputResponse,
    /// The token is made up or too old.
    InvalidInputResponse,
    /// The token was used before, or is older than 300 seconds.
    TimeoutOrDuplicate,
    /// Our request was malformed.
    BadRequest,
    /// We sent no secret.
    MissingInputSecret,
    /// Our secret is wrong, or a testing one while the token is real.
    InvalidInputSecret,
    /// Turnstile failed; the same check may be repeated.
    InternalError,
    /// The token was made for another action.
    WrongAction,
    /// The token was made on another host.
    WrongHostname,
    /// The token was made for another lead.
    WrongLead,
    /// The secret is one of the testing ones, which say yes to everybody.
    TestingKey,
    /// A reply that could not be read.
    Unreadable,
    /// No reply in time: the token may have been used up by it.
    Late,
    /// Turnstile could not be reached.
    Unreachable,
    /// A code that this version does not know.
    Unknown,
}

/// Turnstile's codes, and whether the visitor's token is at fault rather than we or Turnstile.
const CODES: [(&str, Code, bool); 7] = [
    ("missing-input-response", Code::MissingInputResponse, true),
    ("invalid-input-response", Code::InvalidInputResponse, true),
    ("timeout-or-duplicate", Code::TimeoutOrDuplicate, true),
    ("bad-request", Code::BadRequest, false),
    ("missing-input-secret", Code::MissingInputSecret, false),
    ("invalid-input-secret", Code::InvalidInputSecret, false),
    ("internal-error", Code::InternalError, false),
];

impl Code {
    /// The word for logs and pages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MissingInputResponse => "missing_input_response",
            Self::InvalidInputResponse => "invalid_input_response",
            Self::TimeoutOrDuplicate => "timeout_or_duplicate",
            Self::BadRequest => "bad_request",
            Self::MissingInputSecret => "missing_input_secret",
            Self::InvalidInputSecret => "invalid_input_secret",
            Self::InternalError => "internal_error",
            Self::WrongAction => "wrong_action",
            Self::WrongHostname => "wrong_hostname",
            Self::WrongLead => "wrong_lead",
            Self::TestingKey => "testing_key",
            Self::Unreadable => "unreadable",
            Self::Late => "late",
            Self::Unreachable => "unreachable",
            Self::Unknown => "unknown",
        }
    }
}

/// What a check came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TurnstileVerdict {
    /// The visitor passed this challenge.
    Passed,
    /// The token is no good; the visitor may try again.
    Failed {
        /// Why, never empty.
        codes: Vec<Code>,
    },
    /// Nothing was learned about the visitor: Turnstile is down, or our secret is wrong.
    Unavailable {
        /// Why, never empty.
        codes: Vec<Code>,
    },
}

/// Codes as one text for a log line.
pub fn in_words(codes: &[Code]) -> String {
    codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(", ")
}

/// The host of an origin as Turnstile names it: without scheme and port.
pub fn hostname(origin: &str) -> &str {
    let authority = origin.split_once("://").map_or(origin, |(_, authority)| authority);
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

/// The challenge a token must be for.
#[derive(Clone, Copy, Debug)]
pub struct Challenge<'a> {
    /// The lead it was shown for: the widget's `data-cdata`.
    pub lead_id: LeadId,
    /// The hosts it may have been shown on.
    pub hostnames: &'a [&'a str],
}

/// The body to post. `Err` is the verdict on a token that is not worth asking about.
///
/// `attempt` is random, and the same when the same check is repeated. The body holds the
/// secret and the visitor's address.
pub fn request_body(
    secret: &str,
    token: &str,
    remote_ip: Option<&str>,
    attempt: [u8; 16],
) -> Result<Personal<String>, TurnstileVerdict> {
    if token.is_empty() {
        return Err(TurnstileVerdict::Failed { codes: vec![Code::MissingInputResponse] });
    }
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TurnstileVerdict::Failed { codes: vec![Code::InvalidInputResponse] });
    }
    let mut body = Serializer::new(String::with_capacity(token.len() + 256));
    body.append_pair("secret", secret).append_pair("response", token);
    if let Some(ip) = remote_ip {
        body.append_pair("remoteip", ip);
    }
    body.append_pair("idempotency_key", &uuid(attempt));
    Ok(Personal::new(body.finish()))
}

/// A version 4 UUID of random bytes (RFC 9562, section 5.4).
fn uuid(random: [u8; 16]) -> String {
    let mut bytes = random;
    if let Some(version) = bytes.get_mut(6) {
        *version = (*version & 0x0f) | 0x40;
    }
    if let Some(variant) = bytes.get_mut(8) {
        *variant = (*variant & 0x3f) | 0x80;
    }
    let mut text = HEX.encode(&bytes);
    for at in [20, 16, 12, 8] {
        text.insert(at, '-');
    }
    text
}

/// The reply's fields that matter.
#[derive(Deserialize)]
struct Reply {
    success: bool,
    #[serde(default, rename = "error-codes")]
    error_codes: Vec<String>,
    #[serde(default)]
    hostname: Option<String>,
    #[serde(default)]
    action: Option<String>,
    #[serde(default)]
    cdata: Option<String>,
    #[serde(default)]
    metadata: Option<Metadata>,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(default)]
    result_with_testing_key: bool,
}

/// Reads the reply to [`request_body`]. Only a readable yes for this challenge passes.
pub fn verdict(status: u16, body: &[u8], challenge: &Challenge<'_>) -> TurnstileVerdict {
    let unreadable = TurnstileVerdict::Unavailable { codes: vec![Code::Unreadable] };
    if body.len() > MAX_REPLY_BYTES || status == 429 || status >= 500 {
        return unreadable;
    }
    let Ok(reply) = serde_json::from_slice::<Reply>(body) else { return unreadable };
    if !reply.success {
        return refusal(&reply.error_codes);
    }
    if status != 200 {
        return unreadable;
    }
    let codes = mismatches(&reply, challenge);
    if codes.is_empty() { TurnstileVerdict::Passed } else { TurnstileVerdict::Failed { codes } }
}

fn refusal(words: &[String]) -> TurnstileVerdict {
    let known = |word: &String| CODES.into_iter().find(|(name, ..)| name == word);
    let mut codes: Vec<Code> =
        words.iter().map(|word| known(word).map_or(Code::Unknown, |(_, code, _)| code)).collect();
    codes.dedup();
    if codes.is_empty() {
        codes.push(Code::Unknown);
    }
    // A reply that blames us says nothing about the visitor, whatever else it says.
    if words.iter().filter_map(known).any(|(.., of_visitor)| !of_visitor) {
        TurnstileVerdict::Unavailable { codes }
    } else {
        TurnstileVerdict::Failed { codes }
    }
}

fn mismatches(reply: &Reply, challenge: &Challenge<'_>) -> Vec<Code> {
    let host = reply.hostname.as_deref().unwrap_or_default();
    let is_ours = challenge.hostnames.iter().any(|ours| ours.eq_ignore_ascii_case(host));
    let is_test = reply.metadata.as_ref().is_some_and(|metadata| metadata.result_with_testing_key);
    let lead = challenge.lead_id.to_string();
    let checks = [
        (Code::TestingKey, is_test),
        (Code::WrongAction, reply.action.as_deref() != Some(ACTION)),
        (Code::WrongHostname, !is_ours),
        (Code::WrongLead, reply.cdata.as_deref() != Some(lead.as_str())),
    ];
    checks.into_iter().filter(|(_, wrong)| *wrong).map(|(code, _)| code).collect()
}
