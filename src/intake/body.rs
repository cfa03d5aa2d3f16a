//! Which bodies are read, and how large they may be.

use std::fmt;

use super::charset::{Charset, Decoder, is_utf8};
use super::fields::Fields;
use super::malformed::Malformed;
use super::parameters::{self, Parameters, Value};
use super::{multipart, urlencoded};

/// The largest body, counted while reading: 64 KiB.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// The longest multipart boundary (RFC 2046, section 5.1.1).
const MAX_BOUNDARY_BYTES: usize = 70;

/// The bodies a lead may come in, and what their `Content-Type` says about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// `application/json`, or `application/` something `+json`. Always UTF-8 (RFC 8259, section 8.1).
    Json,
    /// `application/x-www-form-urlencoded`
    UrlEncoded {
        /// The charset, if one is declared. Browsers declare none.
        charset: Option<Charset>,
    },
    /// `multipart/form-data` (RFC 7578)
    Multipart {
        /// What separates the parts, without its leading dashes.
        boundary: String,
        /// The charset of parts that declare none, if one is declared for all of them.
        charset: Option<Charset>,
    },
}

/// Why a body of this `Content-Type` is not read (HTTP 415).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsupportedBody {
    /// No `Content-Type`.
    Missing,
    /// Not a media type (RFC 9110, section 8.3.1), or one that says a thing twice.
    Unreadable,
    /// `text/plain`. A form of another site can send it anywhere without asking, in an
    /// encoding that is not to be told from JSON.
    PlainText,
    /// JSON in another charset than UTF-8.
    JsonCharset,
    /// `multipart/form-data` without a sound boundary.
    Boundary,
    /// Anything else.
    Other,
}

impl UnsupportedBody {
    /// What to tell the sender.
    pub const fn detail(self) -> &'static str {
        match self {
            Self::Missing => {
                "Send a Content-Type: application/json, application/x-www-form-urlencoded or multipart/form-data."
            }
            Self::Unreadable => "The Content-Type cannot be read. Send one media type, each parameter once.",
            Self::PlainText => {
                "text/plain is not accepted. Send application/json, or a form without an enctype of text/plain."
            }
            Self::JsonCharset => "JSON is accepted in UTF-8 only. Leave the charset out.",
            Self::Boundary => {
                "multipart/form-data needs a boundary of 1 to 70 characters. Let the browser set the Content-Type."
            }
            Self::Other => {
                "Send application/json in UTF-8, application/x-www-form-urlencoded or multipart/form-data."
            }
        }
    }
}

impl fmt::Display for UnsupportedBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.detail())
    }
}

impl BodyKind {
    /// Reads a `Content-Type` header; an empty one is a missing one.
    pub fn from_content_type(header: &str) -> Result<Self, UnsupportedBody> {
        let (media_type, parameters) = parameters::split(header.as_bytes());
        if media_type.is_empty() {
            return Err(UnsupportedBody::Missing);
        }
        let (group, subtype) = halves(media_type).ok_or(UnsupportedBody::Unreadable)?;
        let is = |this: &str, that: &str| {
            group.eq_ignore_ascii_case(this.as_bytes()) && subtype.eq_ignore_ascii_case(that.as_bytes())
        };
        let charset = parameter(parameters, "charset")?;
        if is("application", "json") || (is_application(group) && has_json_suffix(subtype)) {
            return match charset {
                Some(charset) if !is_utf8(charset.trim()) => Err(UnsupportedBody::JsonCharset),
                _ => Ok(Self::Json),
            };
        }
        let charset = charset.map(|label| Charset::from_label(&label));
        if is("application", "x-www-form-urlencoded") {
            return Ok(Self::UrlEncoded { charset });
        }
        if is("multipart", "form-data") {
            let boundary = parameter(parameters, "boundary")?.filter(|boundary| is_boundary(boundary));
            return Ok(Self::Multipart { boundary: boundary.ok_or(UnsupportedBody::Boundary)?, charset });
        }
        Err(if is("text", "plain") { UnsupportedBody::PlainText } else { UnsupportedBody::Other })
    }

    /// The same kind; where it declares no charset, in the one that the body itself names in
    /// this field (`encoding` in a form made for Salesforce). The `_charset_` field of HTML
    /// goes first, and is heeded without being asked for.
    #[must_use]
    pub fn in_charset_of(mut self, field: &str, body: &[u8]) -> Self {
        let named = |field| match &self {
            Self::UrlEncoded { charset: None } => urlencoded::plain_value(body, field),
            Self::Multipart { charset: None, boundary } => multipart::plain_value(body, boundary, field),
            _ => None,
        };
        let label = named("_charset_").or_else(|| named(field));
        if let (Some(label), Self::UrlEncoded { charset } | Self::Multipart { charset, .. }) =
            (label, &mut self)
        {
            *charset = Some(Charset::from_label(&label));
        }
        self
    }

    /// Reads the body's fields. The decoder is asked for what is not UTF-8 only.
    pub fn fields(&self, body: &[u8], decoder: &dyn Decoder) -> Result<Fields, Malformed> {
        match self {
            Self::Json => Fields::from_json(body),
            Self::UrlEncoded { charset } => urlencoded::fields(body, charset.as_ref(), decoder),
            Self::Multipart { boundary, charset } => {
                multipart::fields(body, boundary, charset.as_ref(), decoder)
            }
        }
    }
}

fn is_application(group: &[u8]) -> bool {
    group.eq_ignore_ascii_case(b"application")
}

/// Whether the subtype is a format that is JSON underneath (RFC 6839, section 3.1).
fn has_json_suffix(subtype: &[u8]) -> bool {
    subtype.split_last_chunk::<5>().is_some_and(|(_, suffix)| suffix.eq_ignore_ascii_case(b"+json"))
}

/// Type and subtype, both tokens.
fn halves(media_type: &[u8]) -> Option<(&[u8], &[u8])> {
    let slash = media_type.iter().position(|byte| *byte == b'/')?;
    let (group, rest) = media_type.split_at_checked(slash)?;
    let subtype = rest.strip_prefix(b"/")?;
    (is_token(group) && is_token(subtype)).then_some((group, subtype))
}

/// A token of RFC 9110, section 5.6.2.
fn is_token(text: &[u8]) -> bool {
    !text.is_empty()
        && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte))
}

fn parameter(parameters: Parameters<'_>, name: &str) -> Result<Option<String>, UnsupportedBody> {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).map(Some).map_err(|_| UnsupportedBody::Unreadable);
    match parameters.one(name) {
        Ok(None) => Ok(None),
        Ok(Some(Value::Token(value))) => text(value.to_vec()),
        Ok(Some(Value::Quoted(value))) => text(unquote(value)),
        Ok(Some(Value::Open)) | Err(_) => Err(UnsupportedBody::Unreadable),
    }
}

/// What a quoted string means: a backslash makes the next character itself.
fn unquote(quoted: &[u8]) -> Vec<u8> {
    let mut is_escaped = false;
    let means_itself = |byte: &u8| {
        is_escaped = *byte == b'\\' && !is_escaped;
        !is_escaped
    };
    quoted.iter().copied().filter(means_itself).collect()
}

/// RFC 2046, section 5.1.1.
fn is_boundary(boundary: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&byte);
    (1..=MAX_BOUNDARY_BYTES).contains(&boundary.len())
        && boundary.bytes().all(allowed)
        && !boundary.ends_with(' ')
}
