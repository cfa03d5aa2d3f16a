//! What a single value must look like.

use crate::countries;
use crate::suggest::{closest, quoted, slug};

/// Why a value is refused, as the end of a sentence, and what to write instead, if anybody
/// can tell.
pub(crate) type Refusal = (String, String);

fn refuse(why: &str, instead: impl Into<String>) -> Result<(), Refusal> {
    Err((why.to_owned(), instead.into()))
}

/// The ids of entries stand in addresses, so they are narrow.
pub(crate) fn id(id: &str) -> Result<(), Refusal> {
    let allowed = |character: char| matches!(character, 'a'..='z' | '0'..='9' | '-');
    if (1..=40).contains(&id.len()) && id.chars().all(allowed) {
        return Ok(());
    }
    refuse("an id is 1 to 40 small letters, digits and hyphens", slug(id))
}

/// A form's id must not look like a lead's: both stand in the same place of an address.
pub(crate) fn form_id(form: &str) -> Result<(), Refusal> {
    match form.strip_prefix("ld_") {
        Some(rest) => refuse("ids that begin with ld_ belong to leads", slug(rest)),
        None => id(form),
    }
}

/// A heading or name for people.
pub(crate) fn label(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return refuse("and must not be empty", "");
    }
    if text.chars().any(char::is_control) {
        return refuse("and must stand on one line", quoted(&text.replace(char::is_control, " ")));
    }
    if text.chars().count() > 120 {
        return refuse("and must be of 120 characters at most", "");
    }
    Ok(())
}

/// How urgent a form's leads are.
pub(crate) fn lane(lane: &str) -> Result<(), Refusal> {
    const LANES: [&str; 2] = ["hot", "standard"];
    match closest(lane, LANES) {
        _ if LANES.contains(&lane) => Ok(()),
        Some(near) => refuse("and can only be \"hot\" or \"standard\"", quoted(near)),
        None => refuse("and can only be \"hot\" or \"standard\"", "\"hot\", or lane = \"standard\""),
    }
}

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

/// A country whose phone numbers may lack their prefix.
pub(crate) fn country(code: &str) -> Result<(), Refusal> {
    if countries::is_country(code) {
        return Ok(());
    }
    let instead = countries::meant(code).map_or(String::new(), |code| quoted(&code));
    refuse("and must be a country's two capital letters (ISO 3166), such as \"US\" or \"GB\"", instead)
}
