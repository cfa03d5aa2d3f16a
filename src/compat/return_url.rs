//! Where a form sends its visitor, without becoming anybody's redirect.
//!
//! What a browser makes of a URL is not what it looks like (WHATWG URL): it drops tabs and
//! line breaks, takes a backslash for a slash, passes over missing or additional slashes and
//! over whatever is before an `@`. So nothing odd is repaired here: a URL is taken to pieces by
//! a grammar that leaves a browser no choice, and put together again in ASCII.

use std::fmt::Write as _;

/// The longest URL, in bytes, as it comes and as it goes.
pub const MAX_URL_BYTES: usize = 2048;

/// The URL to send the visitor to, ready for a `Location` header; `None` if it may lead
/// anywhere but to an allowed origin.
///
/// That is either an absolute path of the own site (`/thanks?id=1`), or `https` (`http` only
/// for `localhost`, `127.0.0.1` and `[::1]`) with exactly one of the allowed origins
/// (`https://www.example.com`, with its port where that is not 443). Origins are compared as
/// browsers do: without regard to case, a name in any script being its IDNA form.
pub fn safe_return_url(ret_url: &str, allowed_origins: &[&str]) -> Option<String> {
    let url = ret_url.trim_matches(' ');
    let is_odd = |character: char| character.is_control() || character == '\\';
    if url.is_empty() || url.len() > MAX_URL_BYTES || url.chars().any(is_odd) {
        return None;
    }
    let safe = if url.starts_with('/') {
        is_own_path(url).then(|| ascii(url))?
    } else {
        let (origin, rest) = Origin::split(url)?;
        let is_this = |allowed: &&str| {
            Origin::split(allowed).is_some_and(|(other, rest)| other == origin && rest.is_empty())
        };
        allowed_origins.iter().find(|allowed| is_this(allowed))?;
        format!("{}{}", origin.text(), ascii(rest))
    };
    (safe.len() <= MAX_URL_BYTES).then_some(safe)
}

/// Whether this is a path that stays one, even for whoever decodes or shortens it before
/// looking: no segment is empty or dots, and no slash is encoded.
fn is_own_path(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let is_dots = |segment: &str| matches!(segment.replace("%2e", ".").as_str(), "." | "..");
    !["//", "%2f", "%5c"].iter().any(|odd| path.contains(odd)) && !path.split('/').any(is_dots)
}

/// Percent-encodes what may not stand in a header or would end an attribute.
fn ascii(rest: &str) -> String {
    let mut text = String::with_capacity(rest.len());
    for byte in rest.bytes() {
        if byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'`') {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// Scheme, host and port.
#[derive(PartialEq, Eq)]
struct Origin {
    is_secure: bool,
    host: String,
    port: u16,
}

impl Origin {
    /// The origin of an absolute URL, and what follows it.
    fn split(url: &str) -> Option<(Self, &str)> {
        let (scheme, rest) = url.split_once("://")?;
        let is_secure = scheme.eq_ignore_ascii_case("https");
        if !is_secure && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at_checked(end)?;
        let (host, port) = match authority.strip_prefix("[::1]") {
            Some(port) => ("[::1]".to_owned(), port),
            None => {
                let end = authority.find(':').unwrap_or(authority.len());
                let (host, port) = authority.split_at_checked(end)?;
                (host_name(host)?, port)
            }
        };
        let default_port = if is_secure { 443 } else { 80 };
        let port = match port.strip_prefix(':') {
            None if port.is_empty() => default_port,
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
            _ => return None,
        };
        let is_local = matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]");
        (is_secure || is_local).then_some((Self { is_secure, host, port }, rest))
    }

    fn text(&self) -> String {
        match (self.is_secure, self.port) {
            (true, 443) => format!("https://{}", self.host),
            (true, port) => format!("https://{}:{port}", self.host),
            (false, 80) => format!("http://{}", self.host),
            (false, port) => format!("http://{}:{port}", self.host),
        }
    }
}

/// A host's ASCII form, if it is a plain name: letters, digits, hyphens and dots. That leaves
/// out user names, encoded characters and all else a browser would read in its own way.
fn host_name(host: &str) -> Option<String> {
    let ascii = if host.is_ascii() { host.to_ascii_lowercase() } else { idna::domain_to_ascii(host).ok()? };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    (!ascii.is_empty() && ascii.bytes().all(is_plain)).then_some(ascii)
}
