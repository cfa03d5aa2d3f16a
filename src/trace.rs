//! Trace context (W3C Trace Context, level 1) and correlation ids.

use std::fmt::Write as _;

use crate::encoding::BASE32;

/// A `traceparent` header, well-formed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traceparent(String);

impl Traceparent {
    /// Continues the caller's trace, or starts one from 24 random bytes when the header is
    /// absent or malformed (the specification says to restart then).
    pub fn continue_or_start(header: Option<&str>, random: &[u8; 24]) -> Self {
        header.and_then(Self::parse).unwrap_or_else(|| Self::start(random))
    }

    fn parse(header: &str) -> Option<Self> {
        let parts: Vec<&str> = header.trim().split('-').collect();
        let [version, trace_id, parent_id, flags] = parts.as_slice() else { return None };
        let lower_hex = |part: &str, len: usize| {
            part.len() == len && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        };
        let nonzero = |part: &str| part.bytes().any(|byte| byte != b'0');
        let sound = *version == "00"
            && lower_hex(trace_id, 32)
            && lower_hex(parent_id, 16)
            && lower_hex(flags, 2)
            && nonzero(trace_id)
            && nonzero(parent_id);
        sound.then(|| Self(header.trim().to_owned()))
    }

    fn start(random: &[u8; 24]) -> Self {
        let mut text = String::from("00-");
        for (index, byte) in random.iter().enumerate() {
            if index == 16 {
                text.push('-');
            }
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push_str("-01");
        Self(text)
    }

    /// The header's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A correlation id from 10 random bytes: `co_` and 16 characters. A lead keeps its first
/// one over all repeats.
pub fn correlation_id(random: &[u8; 10]) -> String {
    format!("co_{}", BASE32.encode(random))
}
