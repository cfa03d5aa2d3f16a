//! Where something that nobody reads where it stands was meant to be.

use beeline::contract::standard_field;
use beeline::routing::Subject;

use crate::document::Entry;
use crate::reader::{Field, Reader};
use crate::{consent, destinations, fields, forms, residency, suggest, teams};

/// What to do about something unknown.
pub(crate) fn instead_of(reader: &mut Reader<'_>, entry: &Entry) -> String {
    if let Some(fix) = destinations::instead_of(reader, entry) {
        return fix;
    }
    let repeats_heading = [forms::KIND.word, teams::KIND.word].contains(&entry.key.as_str());
    if reader.heading.is_some() && repeats_heading && entry.is_section() {
        return "write the name of the setting alone: the heading above says the rest".to_owned();
    }
    if let Some(line) = residency::turned_round(reader, entry) {
        return format!("write {line}");
    }
    if let Some(condition) = condition(reader, entry) {
        return format!("move it into `when`: when = {{ {condition} }}");
    }
    if let Some(home) = home(entry).or_else(|| home_in_form(reader, entry)) {
        return format!("move it {home}");
    }
    let names = reader.fields.iter().map(|field| field.name);
    if let Some(near) = suggest::closest(&entry.key, names.clone().chain(reader.headings)) {
        reader.misspelled.push(near);
        return format!("did you mean `{near}`? Otherwise delete it");
    }
    match reader.headings {
        Some(word) if entry.is_section() => {
            format!("did you mean [{word}.{}]? Otherwise delete it", suggest::slug(&entry.key))
        }
        _ => format!("delete it; {} can have {}", reader.label, names.collect::<Vec<_>>().join(", ")),
    }
}

/// A condition of a rule, or of a line of the points file, that stands beside `when` and not in it.
fn condition(reader: &Reader<'_>, entry: &Entry) -> Option<String> {
    let has_when = matches!(reader.heading.as_deref(), Some("[rule]" | "[line]"));
    let subject = entry.key.parse::<Subject>().ok().filter(|_| has_when)?;
    let answer = reader.source.text.get(entry.value_span.clone()).filter(|text| !text.contains('\n'))?;
    Some(format!("{subject} = {answer}"))
}

fn has(fields: &[Field], entry: &Entry) -> bool {
    fields.iter().any(|field| field.name == entry.key)
}

/// Where something that is known, but not here, belongs.
fn home(entry: &Entry) -> Option<String> {
    let home = match entry.key.as_str() {
        "fallback" => "to the top of routing.toml, above the first heading",
        "form" if entry.is_section() => "to forms.toml, under a heading of its own",
        "team" if entry.is_section() => "to routing.toml, under a heading of its own",
        residency::HEADING if entry.is_section() => "to forms.toml, under the heading [residency]",
        _ if destinations::is_destination(entry) => "to destinations.toml",
        _ if has(residency::FIELDS, entry) => "under the heading [residency] in forms.toml",
        _ if has(forms::KIND.fields, entry) => "under a heading [form.…] in forms.toml",
        _ if has(teams::KIND.fields, entry) => "under a heading [team.…] in routing.toml",
        _ => return None,
    };
    Some(home.to_owned())
}

/// Where something that belongs to a form belongs in it.
fn home_in_form(reader: &Reader<'_>, entry: &Entry) -> Option<String> {
    let form = reader.heading.as_deref().filter(|heading| heading.matches('.').count() == 1)?;
    if !form.starts_with(forms::KIND.word) {
        return None;
    }
    let is_field =
        standard_field(&entry.key).is_some() || entry.inner().iter().any(|it| has(fields::OWN, it));
    if entry.is_section() && is_field {
        return Some(format!("under a heading [{form}.field.{}]", entry.key));
    }
    if has(consent::FIELDS, entry) {
        return Some(format!("under a heading [{form}.consent]"));
    }
    has(fields::OWN, entry).then(|| format!("under a heading [{form}.field.…], with the name of the field"))
}
