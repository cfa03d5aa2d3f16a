//! Time zones by name.

use beeline::schedule::Zone;

use crate::calendar_text::{Years, zone, zone_name};
use crate::rules::{Refusal, refuse};
use crate::suggest::quoted;

/// The years for which clock changes are known. After them the last offset holds, and an alert
/// says so.
const FIRST_YEAR: i16 = 2026;
const LAST_YEAR: i16 = 2035;

/// The zone with an IANA name.
pub(crate) fn named(name: &str) -> Result<Zone, Refusal> {
    let name = zone_name(name).map_err(|complaint| (format!("and {}", complaint.message), complaint.fix))?;
    let Some(years) = Years::new(FIRST_YEAR, LAST_YEAR) else {
        return refuse("and its years are unknown", quoted("UTC"));
    };
    zone(&name, years).map_err(|complaint| (format!("and {}", complaint.message), complaint.fix))
}
