//! A lead that went to another team when more was known of it, as it is kept with the lead. What every
//! revision of it was decided on stays beside it.

use serde::{Deserialize, Serialize};

use crate::routing::Route;
use crate::storage::StorageError;

/// Where a lead went, and by which decision. Stored as JSON: a test freezes the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The revision that was decided about.
    pub revision: u32,
    /// The number of the decision.
    pub decision: u32,
    /// When it was made, in milliseconds since 1970.
    pub at_ms: i64,
    /// The hash of the bundle that decided.
    pub bundle: String,
    /// The id of the team that had the lead.
    pub from: String,
    /// Where it goes since. It names no rep.
    pub route: Route,
    /// The teams in which a turn may have been taken for it, and that the new team passes leads on to:
    /// who has it there may keep it, until somebody else has it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<String>,
}

/// Reads what is kept.
pub fn read(stored: Option<&str>) -> Result<Option<Moved>, StorageError> {
    let read =
        |text| serde_json::from_str(text).map_err(|error| StorageError(format!("a stored move: {error}")));
    stored.map(read).transpose()
}
