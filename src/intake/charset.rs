//! Bytes as text, in whatever charset an old page was written.

use std::borrow::Cow;

use super::malformed::Malformed;

/// The names of UTF-8 that senders use (WHATWG Encoding, section 4.2).
const UTF8_LABELS: [&str; 2] = ["utf-8", "utf8"];

/// UTF-8's byte order mark.
const MARK: char = '\u{feff}';

/// The port to what decodes the charsets of old pages, which are large tables that every
/// platform has already: in a Worker its own `TextDecoder`.
pub trait Decoder {
    /// The text of some bytes in the charset of this WHATWG label (`windows-1252`,
    /// `iso-8859-1`, `shift_jis`, in any case), without a byte order mark. `None` when no such
    /// charset is known, or the bytes are not valid in it.
    fn decode(&self, label: &str, bytes: &[u8]) -> Option<String>;
}

/// The decoder of a caller who reads UTF-8 only.
#[derive(Clone, Copy, Debug)]
pub struct Utf8Only;

impl Decoder for Utf8Only {
    fn decode(&self, _label: &str, _bytes: &[u8]) -> Option<String> {
        None
    }
}

/// A charset that a request declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8, which is read without a [`Decoder`].
    Utf8,
    /// Another one, by the label that was given for it.
    Labelled(String),
}

impl Charset {
    /// The charset of a label. Unknown ones are found out when something is decoded.
    pub fn from_label(label: &str) -> Self {
        let label = label.trim_ascii();
        if is_utf8(label) { Self::Utf8 } else { Self::Labelled(label.to_owned()) }
    }

    /// The text of a name or value, without a byte order mark at its start.
    pub(super) fn text(&self, bytes: Cow<'_, [u8]>, decoder: &dyn Decoder) -> Result<String, Malformed> {
        match self {
            Self::Utf8 => {
                let mut text = String::from_utf8(bytes.into_owned()).map_err(|_| Malformed::NotUtf8)?;
                if text.starts_with(MARK) {
                    text.remove(0);
                }
                Ok(text)
            }
            Self::Labelled(label) => decoder.decode(label, &bytes).ok_or(Malformed::NotInCharset),
        }
    }
}

/// Whether a label means UTF-8.
pub(super) fn is_utf8(label: &str) -> bool {
    UTF8_LABELS.iter().any(|name| name.eq_ignore_ascii_case(label))
}

/// A whole body as UTF-8, without a byte order mark.
pub(super) fn utf8(body: &[u8]) -> Result<&str, Malformed> {
    let text = std::str::from_utf8(body).map_err(|_| Malformed::NotUtf8)?;
    Ok(text.strip_prefix(MARK).unwrap_or(text))
}
