//! The language a visitor's browser asks for.

/// The primary subtag (BCP 47) of the first language in an `Accept-Language` header (RFC 9110,
/// section 12.5.4) that has the highest weight, in small letters: `de` of `de-AT,en;q=0.8`.
/// `None` where it names none.
///
/// ```
/// use beeline::language::preferred;
/// assert_eq!(preferred("en;q=0.8, fr-CH, *;q=0.5").as_deref(), Some("fr"));
/// assert_eq!(preferred("*"), None);
/// ```
pub fn preferred(header: &str) -> Option<String> {
    let mut best: Option<(u16, &str)> = None;
    for range in header.split(',').take(MOST_RANGES) {
        let mut parts = range.split(';').map(str::trim);
        let Some(tag) = parts.next().and_then(primary) else { continue };
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(1_000, weight);
        if weight > best.map_or(0, |(known, _)| known) {
            best = Some((weight, tag));
        }
    }
    best.map(|(_, tag)| tag.to_ascii_lowercase())
}

/// Browsers name a handful.
const MOST_RANGES: usize = 20;

/// Two or three letters, up to the first hyphen.
fn primary(tag: &str) -> Option<&str> {
    let primary = tag.split('-').next()?;
    let is_language =
        (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_language.then_some(primary)
}

/// A weight in thousandths; 0 for what is none. It has three decimals at most.
fn weight(text: &str) -> u16 {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_short = decimals.len() <= 3 && decimals.bytes().all(|byte| byte.is_ascii_digit());
    match whole {
        "1" => 1_000,
        "0" if is_short => format!("{decimals:0<3}").parse().unwrap_or(0),
        _ => 0,
    }
}
