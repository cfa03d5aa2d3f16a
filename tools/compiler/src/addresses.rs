//! What an address on the web must look like.

use crate::rules::{Refusal, refuse};
use crate::suggest::quoted;

/// Where a browser goes next: on this host, or elsewhere by https.
pub(crate) fn page_or_https(url: &str) -> Result<(), Refusal> {
    let is_path = url.starts_with('/') && !url.starts_with("//");
    if is_path || url.starts_with("https://") {
        return if is_path { plain(url, page_or_https) } else { https(url) };
    }
    let why = "and must be a page here, such as \"/thanks\", or begin with https://";
    let page = Some(format!("/{url}"))
        .filter(|_| !url.is_empty() && !url.contains([':', '.']) && !url.contains("//"));
    refuse(why, allowed_by(page_or_https, with_https(url).or(page)))
}

/// A page on the web, by https.
pub(crate) fn https(url: &str) -> Result<(), Refusal> {
    let Some(rest) = url.strip_prefix("https://") else {
        return refuse("and must begin with https://", allowed_by(https, with_https(url)));
    };
    plain(url, https)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let allowed = |character: char| character.is_ascii_alphanumeric() || ".-:".contains(character);
    if host.is_empty() || host.starts_with(['.', ':', '-']) || !host.chars().all(allowed) {
        return refuse("and names no website after https://", "");
    }
    Ok(())
}

/// The address with https, when it names a website at all.
fn with_https(url: &str) -> Option<String> {
    let small = url.trim().to_ascii_lowercase();
    let scheme = ["https:", "http:", ""].into_iter().find(|scheme| small.starts_with(scheme))?;
    let rest = url.trim().get(scheme.len()..)?.trim_start_matches('/');
    let host = rest.split(['/', '?', '#']).next()?;
    host.contains('.').then(|| format!("https://{rest}"))
}

/// Fit for a header as it is. Browsers read a backslash as a slash.
fn plain(url: &str, rule: fn(&str) -> Result<(), Refusal>) -> Result<(), Refusal> {
    if url.len() > 2_000 {
        return refuse("and must be of 2000 characters at most", "");
    }
    if url.chars().all(|character| character.is_ascii_graphic() && character != '\\') {
        return Ok(());
    }
    let fixed = url.trim().replace('\\', "/").replace(' ', "%20");
    let fixed = Some(fixed).filter(|fixed| fixed != url);
    refuse("and an address has no spaces, accents or backslashes", allowed_by(rule, fixed))
}

/// A suggestion, in quotes, if it would pass; never one that needs another suggestion.
fn allowed_by(rule: fn(&str) -> Result<(), Refusal>, suggestion: Option<String>) -> String {
    let passing = suggestion.filter(|suggestion| suggestion.len() <= 60 && rule(suggestion).is_ok());
    passing.map_or(String::new(), |suggestion| quoted(&suggestion))
}

/// A website, as browsers name it to others (RFC 6454, section 6.2): no path, no wildcard.
pub(crate) fn origin(written: &str) -> Result<(), Refusal> {
    if is_origin(written) {
        return Ok(());
    }
    if written.contains('*') {
        return refuse("and a * stands for nothing here: name each website", "");
    }
    let instead = as_origin(written).filter(|origin| is_origin(origin));
    let why = "and must be https:// and the name of a website, nothing after it";
    refuse(why, instead.map_or(String::new(), |origin| quoted(&origin)))
}

fn is_origin(written: &str) -> bool {
    let Some((scheme, host, port)) = split_origin(written).filter(|_| written.len() <= 200) else {
        return false;
    };
    let local = ["localhost", "127.0.0.1"].contains(&host);
    let is_host = host.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-'))
        && !host.is_empty()
        && !host.starts_with(['.', '-'])
        && !host.ends_with(['.', '-']);
    let usual = if scheme == "https" { 443 } else { 80 };
    let is_port = |port: &str| {
        let number = port.parse::<u16>().ok().filter(|number| *number > 0 && *number != usual);
        number.is_some_and(|number| number.to_string() == port)
    };
    is_host && port.is_none_or(is_port) && (scheme == "https" || local)
}

/// Scheme, host and port of what has the shape of an origin.
fn split_origin(written: &str) -> Option<(&str, &str, Option<&str>)> {
    let (scheme, rest) = written.split_once("://")?;
    if !["https", "http"].contains(&scheme) {
        return None;
    }
    let (host, port) = match rest.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (rest, None),
    };
    Some((scheme, host, port))
}

/// The website of an address.
fn as_origin(written: &str) -> Option<String> {
    let small = written.trim().to_ascii_lowercase();
    let local = ["http://localhost", "http://127.0.0.1"].iter().any(|start| small.starts_with(start));
    let (scheme, address) = if local { ("http", Some(small)) } else { ("https", with_https(&small)) };
    let address = address?;
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let usual = if scheme == "https" { ":443" } else { ":80" };
    Some(format!("{scheme}://{}", host.strip_suffix(usual).unwrap_or(host)))
}
