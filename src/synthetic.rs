//! Marking a lead as a monitor's: only by a signed header.

use crate::encoding::HEX;

use crate::lead::Kind;
use crate::secret::Secret;

/// The header: `v1.{run}.{unix seconds}.{hex HMAC-SHA256 over "v1.{run}.{unix seconds}"}`.
pub const HEADER: &str = "Beeline-Synthetic";
/// How far the sender's clock may be off.
const TOLERANCE_SECONDS: i64 = 300;

/// The header is there and not valid (401): a monitor's lead must never pass as real.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForgedMark;

/// Reads the header. Absent means a real lead.
pub fn kind(header: Option<&str>, secret: &Secret, now_ms: i64) -> Result<Kind, ForgedMark> {
    let Some(header) = header else { return Ok(Kind::Real) };
    let (signed, signature) = header.rsplit_once('.').ok_or(ForgedMark)?;
    let signature = HEX.decode(signature).ok_or(ForgedMark)?;
    if !secret.verifies(signed.as_bytes(), &signature) {
        return Err(ForgedMark);
    }
    let mut parts = signed.split('.');
    let (Some("v1"), Some(run), Some(seconds), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(ForgedMark);
    };
    let seconds: i64 = seconds.parse().map_err(|_| ForgedMark)?;
    let fresh = (now_ms / 1000).saturating_sub(seconds).saturating_abs() <= TOLERANCE_SECONDS;
    let named = !run.is_empty()
        && run.len() <= 64
        && run.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if fresh && named { Ok(Kind::Synthetic { run: run.to_owned() }) } else { Err(ForgedMark) }
}

/// The header value a monitor sends.
pub fn mark(run: &str, secret: &Secret, now_ms: i64) -> String {
    let signed = format!("v1.{run}.{}", now_ms / 1000);
    let signature = HEX.encode(&secret.sign(signed.as_bytes()));
    format!("{signed}.{signature}")
}
