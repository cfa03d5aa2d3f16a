//! `destinations.toml`: what leaves for a CRM, and what its answers mean.
//!
//! `leaving` reads the list of fields, `pace` how often a destination is called, and a module of
//! its own each what only one vendor has. Whether a destination can work with all of it is the
//! domain's to say; `faults` finds where it stands and says what to write instead.

mod embed;
mod faults;
mod hubspot;
mod leaving;
mod ours;
mod pace;
mod pipedrive;
mod salesforce;
mod schema;
mod statuses;
mod unknown;
mod webhook;

use beeline::destination::settings::Settings;

use crate::document::Entry;
use crate::files::{self, Files};
use crate::page::Page;
use crate::problem::Problem;
use crate::reader::{Field, Reader};

pub use embed::embed_destinations_for_build_script;
pub(crate) use schema::schema;
pub(crate) use unknown::{instead_of, is_destination};

/// A heading for each destination, all of which may be left out.
pub(crate) const TOP: &[Field] = &[
    Field::optional(hubspot::NAME, "key = \"beeline_lead_key\""),
    Field::optional(salesforce::NAME, "object = \"Lead\""),
    Field::optional(pipedrive::NAME, "lead_title = \"Website\""),
    Field::optional(webhook::NAME, "key_field = \"external_id\""),
];

/// What stands under each heading.
const SECTIONS: [(&str, &[Field]); 4] = [
    (hubspot::NAME, hubspot::FIELDS),
    (salesforce::NAME, salesforce::FIELDS),
    (pipedrive::NAME, pipedrive::FIELDS),
    (webhook::NAME, webhook::FIELDS),
];

/// What the file of a folder says of destinations, or everything that is wrong with it. Without
/// the file none is configured.
pub fn destinations(files: &Files) -> Result<Settings, Vec<Problem>> {
    let (settings, problems) = read(files);
    if problems.is_empty() { Ok(settings) } else { Err(problems) }
}

/// What the file says, and what is wrong with it.
pub(crate) fn read(files: &Files) -> (Settings, Vec<Problem>) {
    let Some(mut page) = Page::open_if_there(files, files::DESTINATIONS) else {
        return (Settings::default(), Vec::new());
    };
    let settings = all(&mut top(&mut page));
    (settings, page.into_problems())
}

/// What stands above the headings: nothing, so that all of it is headings.
fn top<'a>(page: &'a mut Page<'_>) -> Reader<'a> {
    let Page { source, document, problems } = page;
    let reader = Reader {
        label: format!("`{}`", files::DESTINATIONS),
        heading: None,
        headings: None,
        entries: document.entries.iter().collect(),
        misspelled: Vec::new(),
        damaged: document.damaged,
        at: 0,
        source,
        problems,
        fields: TOP,
    };
    reader.refuse_unknown()
}

fn all(top: &mut Reader<'_>) -> Settings {
    Settings {
        hubspot: each(top, hubspot::NAME, hubspot::FIELDS, hubspot::read),
        salesforce: each(top, salesforce::NAME, salesforce::FIELDS, salesforce::read),
        pipedrive: each(top, pipedrive::NAME, pipedrive::FIELDS, pipedrive::read),
        webhook: each(top, webhook::NAME, webhook::FIELDS, webhook::read),
    }
}

/// Reads a destination's section. One that is written twice is refused already; what stands in
/// both is checked all the same, and nothing in the second is called missing.
fn each<T>(
    top: &mut Reader<'_>,
    name: &'static str,
    fields: &'static [Field],
    read: impl Fn(&mut Reader<'_>) -> Option<T>,
) -> Option<T> {
    let written: Vec<&Entry> = top.entries.iter().copied().filter(|entry| entry.key == name).collect();
    let mut first = None;
    for (place, entry) in written.into_iter().enumerate() {
        let Some(settings) = top.settings(entry) else { continue };
        let mut reader = top.inside(name, name.to_owned(), fields, entry, settings.iter().collect());
        reader.damaged |= place > 0;
        let read = read(&mut reader);
        first = first.or(read);
    }
    first
}
