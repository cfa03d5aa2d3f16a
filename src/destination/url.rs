//! Where a vendor is, and what may stand in a path.

use std::fmt;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

/// What a vendor's paths are put behind: `https://api.example.com`, without a slash at the end.
/// Plain http is for this machine only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BaseUrl(String);

/// Why a text is no base URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadUrl {
    /// Neither `https://` nor, for this machine, `http://`.
    Scheme,
    /// No host, or something in it that a host does not have, like a user name.
    Host,
    /// A query, a fragment, or a character that does not stand in a URL.
    Rest,
}

impl fmt::Display for BadUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Scheme => {
                "the URL must start with https:// (http:// only for 127.0.0.1, localhost and [::1])"
            }
            Self::Host => "the URL must name a host, without a user name",
            Self::Rest => "the URL must have no query and no fragment, and only characters of a URL",
        })
    }
}

impl std::error::Error for BadUrl {}

impl BaseUrl {
    /// Checks a base URL.
    pub fn parse(text: &str) -> Result<Self, BadUrl> {
        let (is_secure, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err(BadUrl::Scheme),
        };
        if !rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\\\"<>^`{|}".contains(&byte)) {
            return Err(BadUrl::Rest);
        }
        let authority = rest.split('/').next().unwrap_or_default();
        let host = host_of(authority).ok_or(BadUrl::Host)?;
        if !is_secure && !matches!(host.as_str(), "127.0.0.1" | "localhost" | "[::1]") {
            return Err(BadUrl::Scheme);
        }
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }

    /// A whole URL as its base and the rest from the path on, query and all.
    pub fn split(url: &str) -> Result<(Self, String), BadUrl> {
        let after_scheme = url.find("://").map_or(0, |place| place + 3);
        let (scheme, rest) = url.split_at_checked(after_scheme).ok_or(BadUrl::Scheme)?;
        let (authority, path) = match rest.find('/').and_then(|place| rest.split_at_checked(place)) {
            Some((authority, path)) => (authority, path),
            None => (rest, "/"),
        };
        if !path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#') {
            return Err(BadUrl::Rest);
        }
        Ok((Self::parse(&format!("{scheme}{authority}"))?, path.to_owned()))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Nothing but the host: a webhook's path may be its secret.
impl fmt::Debug for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.0.split('/').nth(2).unwrap_or_default();
        write!(formatter, "BaseUrl({host})")
    }
}

impl TryFrom<String> for BaseUrl {
    type Error = BadUrl;

    fn try_from(text: String) -> Result<Self, BadUrl> {
        Self::parse(&text)
    }
}

impl From<BaseUrl> for String {
    fn from(base: BaseUrl) -> Self {
        base.0
    }
}

/// The host of `host:port`, in lower case; `None` if there is a user name, no host, or a port that
/// is no number.
fn host_of(authority: &str) -> Option<String> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (authority, ""),
    };
    let is_six = host.starts_with('[') && host.ends_with(']');
    let is_plain = !host.contains([':', '[', ']']);
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
    let is_host = !host.is_empty() && !host.contains('@') && (is_six || is_plain) && is_port;
    is_host.then(|| host.to_ascii_lowercase())
}

/// Percent-encodes everything but unreserved characters (RFC 3986, section 2.3), a slash too.
pub(super) fn percent(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            // Writing into a String cannot fail.
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
    }
    encoded
}
