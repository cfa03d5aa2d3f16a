//! Time zones by name.

use beeline::schedule::Zone;

use crate::calendar_text::{Complaint, Years, zone, zone_name};
use crate::rules::Refusal;
use crate::suggest::quoted;

/// The zone with an IANA name.
pub(crate) fn of(name: &str) -> Result<Zone, Complaint> {
    zone(name, Years::KEPT)
}

/// The same, refused as the value of a setting.
pub(crate) fn named(name: &str) -> Result<Zone, Refusal> {
    of(name).map_err(|complaint| {
        let meant = complaint.fix.strip_prefix("write ").filter(|name| zone_name(name).is_ok());
        (format!("and {}", complaint.message), meant.map_or(String::new(), quoted))
    })
}
