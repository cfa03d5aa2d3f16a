//! The signed token of a rendered form, by which the time a visitor spent on it is known
//! without a cookie or storage.
//!
//! `v1.{issued_at_ms, base36}.{nonce}.{signature}`, the last two base32hex, the signature
//! the first 160 bits of an HMAC-SHA256 over form id, issue time and nonce. It stands in a
//! hidden field, or comes with the answer that warms the connection.
//!
//! A token may be sent more than once: a visitor who corrects a field, a retry and the
//! browser's back button all repeat it, and the ledger already tells repeats apart. What a
//! copied token gains is an older time on one form, for a day.

use subtle::ConstantTimeEq;

use crate::encoding::BASE32;
use crate::secret::Secret;

/// How long a token counts as fresh: a day. A page left open overnight is no robot, so an
/// older one is a weak signal.
pub const VALID_MS: i64 = 24 * 60 * 60 * 1000;
/// How far the clocks of two locations may be apart.
const SKEW_MS: i64 = 2_000;
/// 160 bits of the HMAC (RFC 2104, section 5: at least half of its 256).
const SIGNATURE_BYTES: usize = 20;
/// `v1.`, 13 characters of base36 (64 bits), 13 of nonce, 32 of signature and two dots: a
/// longer text is not hashed.
const MAX_BYTES: usize = 63;

/// What became of a form's token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FormTokenState {
    /// The submission has none.
    #[default]
    Absent,
    /// Ours, and at most [`VALID_MS`] old.
    Valid {
        /// Time since the form was rendered or warmed.
        age_ms: i64,
    },
    /// Ours, and older.
    Expired {
        /// Time since the form was rendered or warmed.
        age_ms: i64,
    },
    /// Ours, and issued after now.
    FromTheFuture,
    /// Not ours, not this form's, or changed.
    Forged,
}

/// Issues and reads the tokens.
#[derive(Clone, Debug)]
pub struct FormTokens {
    secret: Secret,
}

impl FormTokens {
    /// With the key that forms are signed with. When it is changed, the pages that are open
    /// have forged tokens.
    pub const fn new(secret: Secret) -> Self {
        Self { secret }
    }

    /// A token for a form that is shown now. The nonce is random: two pages of one
    /// millisecond have different tokens.
    pub fn issue(&self, form: &str, now_ms: i64, nonce: [u8; 8]) -> String {
        let issued = base36(now_ms.max(0).unsigned_abs());
        let nonce = BASE32.encode(&nonce);
        let signature = BASE32.encode(&self.signature(form, &issued, &nonce));
        ["v1", &issued, &nonce, &signature].join(".")
    }

    /// Reads a submission's token. The signature is compared in time that does not depend
    /// on it, and before anything in the token is believed.
    pub fn read(&self, token: Option<&str>, form: &str, now_ms: i64) -> FormTokenState {
        let Some(token) = token.filter(|token| !token.is_empty()) else { return FormTokenState::Absent };
        let Some(issued_at_ms) = self.issued_at_ms(token, form) else { return FormTokenState::Forged };
        let age_ms = now_ms.saturating_sub(issued_at_ms);
        if age_ms < -SKEW_MS {
            FormTokenState::FromTheFuture
        } else if age_ms > VALID_MS {
            FormTokenState::Expired { age_ms }
        } else {
            FormTokenState::Valid { age_ms: age_ms.max(0) }
        }
    }

    fn issued_at_ms(&self, token: &str, form: &str) -> Option<i64> {
        if token.len() > MAX_BYTES {
            return None;
        }
        let mut parts = token.split('.');
        let (Some("v1"), Some(issued), Some(nonce), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let given = BASE32.decode(signature)?;
        let genuine: bool = self.signature(form, issued, nonce).ct_eq(&given).into();
        if !genuine {
            return None;
        }
        i64::from_str_radix(issued, 36).ok()
    }

    fn signature(&self, form: &str, issued: &str, nonce: &str) -> [u8; SIGNATURE_BYTES] {
        let digest = self.secret.digest(&["form-token", form, issued, nonce]);
        let mut head = [0; SIGNATURE_BYTES];
        head.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        head
    }
}

/// The number's digits and small letters, without leading zeros.
fn base36(number: u64) -> String {
    let mut digits = Vec::with_capacity(13);
    let mut rest = number;
    loop {
        let digit = u32::try_from(rest % 36).ok().and_then(|digit| char::from_digit(digit, 36));
        digits.push(digit.unwrap_or('0'));
        rest /= 36;
        if rest == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}
