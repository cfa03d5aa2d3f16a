//! Time zones: names of the IANA time zone database.

include!(concat!(env!("OUT_DIR"), "/time_zones.rs"));

/// The name as IANA spells it: `europe/BERLIN` is `Europe/Berlin`. The name of a link stays
/// what it is, `US/Pacific`, and what is no name of a zone or link is nothing.
///
/// ```
/// use beeline::time_zone::canonical;
/// assert_eq!(canonical("asia/kolkata"), Some("Asia/Kolkata"));
/// assert_eq!(canonical("Asia/Calcutta"), Some("Asia/Calcutta"));
/// assert_eq!(canonical("CEST"), None);
/// ```
pub fn canonical(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let (mut from, mut to) = (0, TIME_ZONES.len());
    while from < to {
        // The line in which the middle is.
        let middle = (from + to) / 2;
        let start = TIME_ZONES.get(from..middle)?.rfind('\n').map_or(from, |before| from + before + 1);
        let line = TIME_ZONES.get(start..to)?.split('\n').next()?;
        match folded(line).cmp(folded(name)) {
            std::cmp::Ordering::Equal => return Some(line),
            std::cmp::Ordering::Less => from = start + line.len() + 1,
            std::cmp::Ordering::Greater => to = start,
        }
    }
    None
}

fn folded(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().map(|byte| byte.to_ascii_lowercase())
}
