//! Whether a webhook is genuine: Standard Webhooks 1.0.0 (standardwebhooks.com), symmetric
//! scheme.

use std::fmt;

use subtle::{Choice, ConstantTimeEq};

use super::secret::{WebhookSecret, base64};

/// How old a delivery may be, or how far ahead a sender's clock: 5 minutes. Retries are signed
/// anew, so that this need not cover their schedule.
pub const TOLERANCE_MS: i64 = 5 * 60 * 1000;

/// The longest id; it becomes an idempotency key, which may be as long.
const MAX_ID_BYTES: usize = 255;

/// The most signatures looked at: a sender that is changing its secret sends two.
const MAX_SIGNATURES: usize = 10;

/// The version of the symmetric scheme.
const VERSION: &str = "v1";

/// What the three headers are called, and their older names.
const HEADERS: [[&str; 3]; 2] = [
    ["webhook-id", "webhook-timestamp", "webhook-signature"],
    ["svix-id", "svix-timestamp", "svix-signature"],
];

/// The headers of a signed webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHeaders {
    /// `webhook-id`
    pub id: String,
    /// `webhook-timestamp`: seconds since 1970.
    pub timestamp: String,
    /// `webhook-signature`: signatures separated by blanks.
    pub signature: String,
}

impl SignedHeaders {
    /// Looks the headers up, under their names or else under Svix's. The two are not mixed.
    pub fn find(header: impl Fn(&str) -> Option<String>) -> Result<Self, WebhookRefusal> {
        let set = HEADERS.into_iter().find(|[id, ..]| header(id).is_some());
        let [id, timestamp, signature] = set.ok_or(WebhookRefusal::MissingHeader)?;
        let header = |name| header(name).ok_or(WebhookRefusal::MissingHeader);
        Ok(Self { id: header(id)?, timestamp: header(timestamp)?, signature: header(signature)? })
    }
}

/// The id of one event, the same for every delivery of it: an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WebhookId(String);

impl WebhookId {
    /// The id's text: 1 to 255 visible ASCII characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a webhook is not believed. A closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WebhookRefusal {
    /// One of the three headers is not there.
    MissingHeader,
    /// The id is empty, longer than 255 characters, or has others than visible ASCII. A dot
    /// is refused too: it ends the id in what is signed.
    BadId,
    /// The timestamp is not a number of seconds.
    BadTimestamp,
    /// Sent more than 5 minutes ago: perhaps a replay.
    TooOld,
    /// Sent more than 5 minutes from now: one of the clocks is wrong.
    TooNew,
    /// No signature of version `v1`.
    NoSignature,
    /// No secret to check it with is configured.
    NoSecret,
    /// No signature is ours for this id, time and body.
    WrongSignature,
}

impl WebhookRefusal {
    /// What to tell the sender.
    pub const fn detail(self) -> &'static str {
        match self {
            Self::MissingHeader => "Send the headers webhook-id, webhook-timestamp and webhook-signature.",
            Self::BadId => "webhook-id must be 1 to 255 visible ASCII characters without a dot.",
            Self::BadTimestamp => "webhook-timestamp must be a number of seconds since 1970.",
            Self::TooOld => "The webhook was signed more than 5 minutes ago. Send it with a new timestamp.",
            Self::TooNew => "The webhook was signed more than 5 minutes from now. Set the sender's clock.",
            Self::NoSignature => "webhook-signature has no signature of version v1.",
            Self::NoSecret => "No secret is configured for this webhook.",
            Self::WrongSignature => {
                "No signature is right. Check the secret, and sign the body as it is sent."
            }
        }
    }
}

impl fmt::Display for WebhookRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.detail())
    }
}

/// Checks a webhook, given its three headers, its raw body and the time.
///
/// Any of the secrets may have signed it, and any of the signatures may be theirs: both ends
/// can change a secret without losing a delivery. Signatures of other versions are passed
/// over. All pairs are compared, in constant time.
pub fn verify(
    secrets: &[WebhookSecret],
    id: &str,
    timestamp: &str,
    signature: &str,
    body: &[u8],
    now_ms: i64,
) -> Result<WebhookId, WebhookRefusal> {
    let is_sound = id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'.');
    if !is_sound || !(1..=MAX_ID_BYTES).contains(&id.len()) {
        return Err(WebhookRefusal::BadId);
    }
    check_age(timestamp, now_ms)?;
    let signatures: Vec<Vec<u8>> = signatures(signature).take(MAX_SIGNATURES).collect();
    if signatures.is_empty() {
        return Err(WebhookRefusal::NoSignature);
    }
    if secrets.is_empty() {
        return Err(WebhookRefusal::NoSecret);
    }
    let mut matches = Choice::from(0);
    for secret in secrets {
        let Some(expected) = secret.sign(&[id.as_bytes(), b".", timestamp.as_bytes(), b".", body]) else {
            continue;
        };
        for signature in &signatures {
            matches |= expected.as_slice().ct_eq(signature);
        }
    }
    if matches.into() { Ok(WebhookId(id.to_owned())) } else { Err(WebhookRefusal::WrongSignature) }
}

fn check_age(timestamp: &str, now_ms: i64) -> Result<(), WebhookRefusal> {
    let is_number = timestamp.bytes().all(|byte| byte.is_ascii_digit());
    let seconds: Option<i64> = timestamp.parse().ok().filter(|_| is_number);
    let sent_at_ms = seconds.and_then(|seconds| seconds.checked_mul(1000));
    let age_ms = now_ms.saturating_sub(sent_at_ms.ok_or(WebhookRefusal::BadTimestamp)?);
    if age_ms > TOLERANCE_MS {
        return Err(WebhookRefusal::TooOld);
    }
    if age_ms < -TOLERANCE_MS { Err(WebhookRefusal::TooNew) } else { Ok(()) }
}

/// The signatures of our version, decoded. One that is no base64 is none.
fn signatures(header: &str) -> impl Iterator<Item = Vec<u8>> {
    header.split(' ').filter_map(|entry| match entry.split_once(',') {
        Some((VERSION, signature)) => base64(signature).filter(|signature| !signature.is_empty()),
        _ => None,
    })
}
