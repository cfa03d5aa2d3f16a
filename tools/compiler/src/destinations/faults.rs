//! What the domain says against a destination's settings: where that stands, and what to write.

use beeline::destination::settings::{Checked, Terms, Wrong};
use beeline::destination::{Fault, Field};

use super::leaving::Leaving;
use crate::document::{Entry, Value};
use crate::reader::Reader;
use crate::suggest::{closest, quoted};

/// How one vendor names fields.
pub(super) struct Names {
    /// What a field that we stamp could be called there.
    pub stamp: fn(&Field) -> String,
    /// Where people read what a field is called.
    pub where_to_look: &'static str,
}

/// The settings, if the destination can work with them; else what is wrong is told.
pub(super) fn checked<T: Terms>(
    reader: &mut Reader<'_>,
    leaving: &[Leaving],
    names: &Names,
    terms: T,
) -> Option<Checked<T>> {
    let wrong = match Checked::new(terms) {
        Ok(checked) => return Some(checked),
        Err(wrong) => wrong,
    };
    let is_meant = |to: &str| {
        let required = wrong.iter().filter_map(|wrong| match wrong {
            Wrong::Mapping(Fault::Required(required)) => Some(required.as_str()),
            _ => None,
        });
        required.into_iter().any(|required| near(leaving, required).is_some_and(|near| near.entry.to == to))
    };
    for wrong in &wrong {
        match wrong {
            Wrong::Setting { name, why } => setting(reader, name, why),
            // Told with what it was meant to be.
            Wrong::Name { to, .. } if is_meant(to) => {}
            Wrong::Name { to, why } => name(reader, leaving, names, to, why),
            Wrong::Mapping(fault) => mapping(reader, leaving, names, fault),
        }
    }
    // What the domain refuses may not pass in silence.
    if reader.problems.is_empty() {
        for wrong in wrong {
            let message = format!("{}: {wrong}", reader.label);
            reader.report(reader.at, message, "correct it, or take the section away");
        }
    }
    None
}

fn setting(reader: &mut Reader<'_>, name: &str, why: &str) {
    let example = reader.fields.iter().find(|field| field.name == name).map_or("", |field| field.example);
    reader.refuse(name, why, format!("write something like {name} = {example}"));
}

fn name(reader: &mut Reader<'_>, leaving: &[Leaving], names: &Names, to: &str, why: &str) {
    for Leaving { label, to_at, .. } in leaving.iter().filter(|leaving| leaving.entry.to == to) {
        reader.report(*to_at, format!("{label}: `to` is {}, {why}", quoted(to)), names.where_to_look);
    }
}

fn mapping(reader: &mut Reader<'_>, leaving: &[Leaving], names: &Names, fault: &Fault) {
    match fault {
        // Told where the list was read.
        Fault::TwiceTo(_) | Fault::NoName(_) | Fault::NoRoom(_) => {}
        Fault::Forbidden(to) => {
            for Leaving { label, at, .. } in
                leaving.iter().filter(|leaving| leaving.entry.to.eq_ignore_ascii_case(to))
            {
                let message = format!("{label}: Beeline sets {} there itself", quoted(to));
                reader.report(*at, message, "delete the entry, or name another field of theirs");
            }
        }
        Fault::Required(to) => required(reader, leaving, to),
        Fault::NoStamp(field) => {
            let why = format!("no entry has from = \"{field}\", and that must stand on every record");
            absent(reader, &why, field, &(names.stamp)(field));
        }
        Fault::NoCampaign => {
            let field = Field::Utm("source".to_owned());
            let why = "no entry has a campaign parameter, and one must stand on every record";
            absent(reader, why, &field, &(names.stamp)(&field));
        }
    }
}

/// A field of theirs that must never be blank: mapped otherwise, misspelled or not at all.
fn required(reader: &mut Reader<'_>, leaving: &[Leaving], to: &str) {
    let named = leaving.iter().find(|leaving| leaving.entry.to == to);
    if let Some(Leaving { label, at, .. }) = named {
        let message =
            format!("{label}: {} must never be blank there, and a lead need not say it", quoted(to));
        reader.report(*at, message, "add otherwise = \"Unknown\", or other words for that");
    } else if let Some(Leaving { label, to_at, entry, .. }) = near(leaving, to) {
        let message = format!(
            "{label}: `to` is {}, and {} must never be blank there, which nothing writes",
            quoted(&entry.to),
            quoted(to)
        );
        reader.report(*to_at, message, format!("to = {}, otherwise = \"Unknown\"", quoted(to)));
    } else if has_list(reader) {
        let from = match to {
            "LastName" => "last_name",
            "Company" => "company",
            _ => "name",
        };
        let message = format!(
            "{}: no entry of `fields` writes {}, which must never be blank there",
            reader.label,
            quoted(to)
        );
        let fix = format!("add {{ from = \"{from}\", to = {}, otherwise = \"Unknown\" }}", quoted(to));
        reader.report(list_at(reader), message, fix);
    }
}

/// The entry that was most likely meant to write a field of theirs which none writes.
fn near<'a>(leaving: &'a [Leaving], to: &str) -> Option<&'a Leaving> {
    let names = || leaving.iter().map(|leaving| leaving.entry.to.as_str());
    let near = closest(to, names()).filter(|_| names().all(|name| name != to))?;
    leaving.iter().find(|leaving| leaving.entry.to == near)
}

fn absent(reader: &mut Reader<'_>, why: &str, field: &Field, to: &str) {
    if has_list(reader) {
        let message = format!("{}: in `fields`, {why}", reader.label);
        let fix =
            format!("add {{ from = \"{field}\", to = {} }}, with the name of a field there", quoted(to));
        reader.report(list_at(reader), message, fix);
    }
}

/// Whether what is not in the list can be called absent.
fn has_list(reader: &Reader<'_>) -> bool {
    let is_list = |entry: &&Entry| entry.key == "fields" && matches!(entry.value, Value::List(_));
    !reader.damaged && reader.entries.iter().any(is_list)
}

fn list_at(reader: &Reader<'_>) -> usize {
    let list = reader.entries.iter().find(|entry| entry.key == "fields");
    list.map_or(reader.at, |entry| entry.value_span.start)
}
