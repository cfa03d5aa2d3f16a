//! How often a destination is called: settings that all of them have.

use beeline::destination::settings::Pace;

use crate::reader::Reader;

/// More requests than this in a window is no limit.
const MOST_REQUESTS: i64 = 100_000;

/// Reads how often a destination is called. What is wrong stands in as something that is allowed.
pub(super) fn read(reader: &mut Reader<'_>) -> Pace {
    let mut number = |name, least, most, remark| {
        let number = reader.number(name, least..=most, remark);
        number.and_then(|number| u32::try_from(number).ok()).unwrap_or(1)
    };
    Pace {
        requests: number("requests", 1, MOST_REQUESTS, "what the vendor takes"),
        per_seconds: number("per_seconds", 1, 3_600, "an hour"),
        checked_every_minutes: number("checked_every_minutes", 0, 10_080, "a week; 0 is never"),
    }
}
