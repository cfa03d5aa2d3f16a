//! Names of time zones: IANA's, as in `Europe/Berlin`.

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::abbreviation;
use super::complaint::Complaint;
use crate::problem::shown;
use crate::suggest::closest;

const EXAMPLE: &str = "write a name such as Europe/Berlin or America/New_York";

/// The zone of a name, in any case, with the name as IANA spells it.
///
/// # Errors
/// Abbreviations and offsets, which say nothing of when the clock changes, and names that do not
/// exist.
pub(super) fn zone_of(name: &str) -> Result<(String, TimeZone), Complaint> {
    let start = name.len() - name.trim_start().len();
    let written = name.trim();
    let at = start..start + written.len();
    if let Some(names) = abbreviation::meant(written) {
        let message =
            format!("`{written}` is an abbreviation, of several zones or of one half of the year's time");
        return Err(Complaint::new(at, message, format!("write {}", names.join(" or "))));
    }
    if is_offset(written) {
        let message = format!("`{}` does not say when the clock changes", shown(written));
        return Err(Complaint::new(at, message, EXAMPLE));
    }
    let zone = TimeZoneDatabase::bundled().get(written).ok();
    let named = zone.and_then(|zone| Some((zone.iana_name()?.to_owned(), zone)));
    named.filter(|(name, _)| name != "Factory").ok_or_else(|| {
        let message = match written {
            "" => "a time zone is missing here".to_owned(),
            written => format!("`{}` is no time zone", shown(written)),
        };
        let fix = nearest(written).map_or_else(|| EXAMPLE.to_owned(), |name| format!("write {name}"));
        Complaint::new(at, message, fix)
    })
}

/// Reads a time zone's name, and spells it as IANA does.
///
/// # Errors
/// As for building the zone: abbreviations, offsets, and names that do not exist.
pub fn zone_name(name: &str) -> Result<String, Complaint> {
    zone_of(name).map(|(name, _)| name)
}

/// `+01:00`, `UTC+1`, `GMT-5`.
fn is_offset(written: &str) -> bool {
    let small = written.to_ascii_lowercase();
    let rest = small.trim_start_matches("utc").trim_start_matches("gmt").trim_start();
    let signed = rest.strip_prefix(['+', '-', '−']);
    signed.is_some_and(|digits| digits.starts_with(|first: char| first.is_ascii_digit()))
}

/// The name that somebody most likely meant: one whose city is spelled nearly so, in the same part
/// of the world if there is one. The first letter must be right: a wrong zone in a fix is worse
/// than none.
fn nearest(written: &str) -> Option<String> {
    let (part, city) = parts(written.split(',').next().unwrap_or_default());
    let is_alike = |other: &str| {
        let apart = other.chars().count().abs_diff(city.chars().count());
        apart <= 2 && other.chars().next() == city.chars().next()
    };
    let database = TimeZoneDatabase::bundled();
    let names = database.available().map(|name| name.to_string());
    let places = names.filter(|name| name.contains('/') && !name.starts_with("Etc/"));
    let alike: Vec<_> =
        places.map(|name| (parts(&name), name)).filter(|((_, other), _)| is_alike(other)).collect();
    let nearest_of = |is_there: &dyn Fn(&str) -> bool| {
        let there = || alike.iter().filter(|((part, _), _)| is_there(part));
        let nearest = closest(&city, there().map(|((_, city), _)| city.as_str()))?;
        there().find(|((_, city), _)| city == nearest).map(|(_, name)| name.clone())
    };
    nearest_of(&|there| there == part).or_else(|| nearest_of(&|_| true))
}

/// The part of the world and the city, in small letters.
fn parts(name: &str) -> (String, String) {
    let plain = name.trim().to_ascii_lowercase().replace([' ', '-'], "_").replace('\\', "/");
    match plain.rsplit_once('/') {
        Some((part, city)) => (part.to_owned(), city.to_owned()),
        None => (String::new(), plain),
    }
}
