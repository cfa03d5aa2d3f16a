//! The workbench of what could not be delivered.

mod audit;
mod dry_run;
mod flash;
mod forms;
mod lead;
mod list;

pub use audit::{AuditPage, audit};
pub use dry_run::{DryRunPage, dry_run};
pub use flash::Flash;
pub use lead::{Draft, QuarantineLeadPage, quarantine_lead};
pub use list::{QuarantinePage, quarantine};

use flash::flash;
use maud::{Markup, html};

use super::{QUARANTINE_PATH, time};
use crate::identity::LeadId;

/// Where one lead's part of the workbench is.
fn lead_path(lead_id: &LeadId) -> String {
    format!("{QUARANTINE_PATH}/leads/{lead_id}")
}

/// Where the leads of one class are listed, on from a place.
pub fn class_path(class: &str, cursor: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("class", class);
    if let Some(cursor) = cursor {
        query.append_pair("cursor", cursor);
    }
    format!("{QUARANTINE_PATH}?{}", query.finish())
}

/// A moment in a cell of a table.
fn moment(now_ms: i64, at_ms: i64) -> Markup {
    html! {
        td.when role="cell" {
            time datetime=(time::machine(at_ms)) {
                (time::age(now_ms, at_ms)) " " span.hint { (time::stamp(at_ms)) }
            }
        }
    }
}
