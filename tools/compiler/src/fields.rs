//! The sections `field` of a form: its own fields, and what it says about the standard ones.

use std::collections::BTreeSet;

use beeline::contract::{
    CAMPAIGN_PREFIX, FieldKind, FieldRule, MAX_FIELD_RULES, RESERVED, STANDARD, Standard, standard_field,
};

use crate::document::Entry;
use crate::kinds;
use crate::limits;
use crate::problem::shown;
use crate::reader::{Field, Reader};
use crate::rules;
use crate::suggest::{closest, quoted};

/// What may stand under a field of the form's own.
pub(crate) const OWN: &[Field] = &[
    Field::required("type", "\"text\""),
    Field::required("label", "\"Budget\""),
    Field::optional("required", "true"),
    Field::optional("enabled", "false"),
    Field::optional("min_length", "2"),
    Field::optional("max_length", "100"),
    Field::optional("minimum", "1"),
    Field::optional("maximum", "500"),
    Field::optional("choices", "[\"under 10k\", \"10k to 50k\", \"over 50k\"]"),
    Field::optional("multiple", "true"),
];

/// What may stand under a standard field: the same, and nothing must.
pub(crate) const OF_STANDARD: &[Field] = &[
    Field::optional("type", "\"choice\""),
    Field::optional("label", "\"Work email\""),
    Field::optional("required", "true"),
    Field::optional("enabled", "false"),
    Field::optional("min_length", "2"),
    Field::optional("max_length", "100"),
    Field::optional("minimum", "1"),
    Field::optional("maximum", "500"),
    Field::optional("choices", "[\"Starter\", \"Team\", \"Enterprise\"]"),
    Field::optional("multiple", "true"),
];

/// A section of a field: its name, its heading, its settings.
struct Found<'a> {
    name: String,
    entry: &'a Entry,
    settings: Vec<&'a Entry>,
}

/// Reads what a form says about its fields, in file order.
pub(crate) fn read(form: &mut Reader<'_>) -> Vec<FieldRule> {
    let Some((_, all)) = form.find("field") else { return Vec::new() };
    let Some(inner) = form.settings(all) else { return Vec::new() };
    let mut found = Vec::new();
    collect(form, "", inner, &mut found);
    found.sort_by_key(|field| field.entry.at);
    if let Some(first) = found.get(MAX_FIELD_RULES) {
        let message =
            format!("{} has {} fields, and at most {MAX_FIELD_RULES} are read", form.label, found.len());
        form.report(first.entry.at, message, "delete fields that nobody needs");
    }
    found.truncate(MAX_FIELD_RULES);
    let rules: Vec<FieldRule> = found.iter().filter_map(|field| one(form, field)).collect();
    same_name_in_quotes(form, &found);
    both_value_and_group(form, &found);
    somebody_can_be_reached(form, &found, &rules);
    rules
}

/// `[form.demo.field.company.vat]` is the field `company.vat`: a section inside a field is a
/// field of its own.
fn collect<'a>(form: &mut Reader<'_>, prefix: &str, entries: &'a [Entry], found: &mut Vec<Found<'a>>) {
    for entry in entries {
        let name = format!("{prefix}{}", entry.key);
        if !entry.is_section() {
            let message =
                format!("{}: `{}` stands under field, which names no field", form.label, shown(&name));
            let heading = form.heading.clone().unwrap_or_default();
            let heading = format!("[{heading}.field.{}]", shown(&name));
            let fix = format!("give it a heading {heading}, and write its settings below");
            form.report(entry.at, message, fix);
            continue;
        }
        let (sections, settings): (Vec<&Entry>, Vec<&Entry>) =
            entry.inner().iter().partition(|inner| inner.is_section());
        let inside = format!("{name}.");
        for section in &sections {
            collect(form, &inside, std::slice::from_ref(*section), found);
        }
        if sections.is_empty() || !settings.is_empty() {
            found.push(Found { name, entry, settings });
        }
    }
}

fn one(form: &mut Reader<'_>, found: &Found<'_>) -> Option<FieldRule> {
    let standard = standard_field(&found.name);
    if let Err((why, fix)) = may_be_called(&found.name, standard) {
        let message = format!("{}, field `{}`: {why}", form.label, shown(&found.name));
        let heading = form.heading.clone().unwrap_or_default();
        form.report(found.entry.at, message, fix.replace("[form.…", &format!("[{heading}")));
        return None;
    }
    let label = format!("{}, field `{}`", form.label, found.name);
    let allowed = if standard.is_some() { OF_STANDARD } else { OWN };
    let heading = format!("field.{}", found.name);
    let mut reader = form.inside(&heading, label, allowed, found.entry, found.settings.clone());
    Some(match standard {
        Some(standard) => of_standard(&mut reader, standard),
        None => own(&mut reader, &found.name),
    })
}

/// Why a field cannot have a name, and what to do.
fn may_be_called(name: &str, standard: Option<&Standard>) -> Result<(), (String, String)> {
    let refused = |why: &str, fix: &str| Err((why.to_owned(), fix.to_owned()));
    if name.starts_with("consent.") || name == "consent" {
        return refused("consents have a section of their own", "write it under [form.….consent]");
    }
    if name.starts_with(CAMPAIGN_PREFIX) || name == "utm" {
        return refused("every form takes the parameters utm.… by itself", "delete it");
    }
    if standard.is_some() {
        return Ok(());
    }
    if RESERVED.contains(&name) {
        return refused("browsers and Beeline itself add a field of that name", "give it another name");
    }
    let group = name.split('.').next().unwrap_or_default();
    if ["client", "page"].contains(&group) {
        let near = closest(name, STANDARD.iter().map(|it| it.name)).unwrap_or("page.url");
        return refused(
            "names that begin with client or page belong to Beeline",
            &format!("write [form.….field.{near}], or give it another name"),
        );
    }
    match rules::field_name(name) {
        Ok(()) => Ok(()),
        Err((why, instead)) => Err((why, format!("write [form.….field.{instead}]"))),
    }
}

fn own(reader: &mut Reader<'_>, name: &str) -> FieldRule {
    let written = kinds::read(reader);
    let rule = FieldRule {
        name: name.to_owned(),
        kind: written.unwrap_or_default(),
        label: reader.text("label", rules::label),
        required: reader.truth("required").unwrap_or(false),
        ..FieldRule::default()
    };
    let fix = format!("delete [{}] and its lines", reader.heading.clone().unwrap_or_default());
    reader.refuse("enabled", "and only a standard field can be switched off", fix);
    match written {
        Some(_) => limits::read(reader, rule, None),
        None => rule,
    }
}

fn of_standard(reader: &mut Reader<'_>, standard: &Standard) -> FieldRule {
    let written = if reader.has("type") { kinds::read(reader) } else { Some(standard.kind) };
    let may_choose = standard.kind == FieldKind::Text && asked(standard);
    let kind = match written {
        Some(kind) if kind == standard.kind || (kind == FieldKind::Choice && may_choose) => Some(kind),
        Some(_) => {
            let always = quoted(standard.kind.as_str());
            let why = format!("and `{}` is always of type {always}", standard.name);
            reader.refuse("type", &why, "delete the line, or give the field a name of its own");
            None
        }
        None => None,
    };
    let rule = FieldRule {
        name: standard.name.to_owned(),
        kind: kind.unwrap_or(standard.kind),
        label: reader.text("label", rules::label),
        required: reader.truth("required").unwrap_or(false),
        removed: reader.truth("enabled") == Some(false),
        ..FieldRule::default()
    };
    if rule.required && rule.removed {
        let why = "and the field is switched off by `enabled`";
        reader.refuse("required", why, "delete one of the two lines");
    }
    if !asked(standard) {
        for name in ["label", "min_length", "max_length", "minimum", "maximum", "choices", "multiple"] {
            let why = format!("and a page sends `{}` without asking anybody", standard.name);
            reader.refuse(name, &why, "delete the line");
        }
        return rule;
    }
    if kind.is_some() { limits::read(reader, rule, Some(standard)) } else { rule }
}

/// Whether a page asks visitors for it.
fn asked(standard: &Standard) -> bool {
    let unseen = ["client.", "page."].iter().any(|group| standard.name.starts_with(group));
    let click_id = standard.name.ends_with("clid")
        || ["gbraid", "wbraid", "li_fat_id", "msclkid"].contains(&standard.name);
    !unseen && !click_id && standard.name != "tz"
}

/// `[form.demo.field.a.b]` and `[form.demo.field."a.b"]` are one field to everybody but TOML.
fn same_name_in_quotes(form: &mut Reader<'_>, found: &[Found<'_>]) {
    let mut names = BTreeSet::new();
    for field in found {
        if !names.insert(&field.name) {
            let message = format!("{}, field `{}` has two headings", form.label, shown(&field.name));
            form.report(field.entry.at, message, "put their lines under one heading");
        }
    }
}

/// A JSON body cannot have both a value and a group of one name.
fn both_value_and_group(form: &mut Reader<'_>, found: &[Found<'_>]) {
    let names: BTreeSet<&str> = found.iter().map(|field| field.name.as_str()).collect();
    for field in found {
        let groups = field.name.match_indices('.').filter_map(|(dot, _)| field.name.get(..dot));
        let both = groups.filter(|group| names.contains(group) || standard_field(group).is_some());
        for group in both {
            let message = format!(
                "{}, field `{}`: `{group}` is a field too, and a JSON body cannot have both",
                form.label, field.name
            );
            form.report(
                field.entry.at,
                message,
                format!("rename one of the two, for instance to {}", field.name.replace('.', "_")),
            );
        }
    }
}

/// A form that has neither an email nor a name and a phone number never takes a lead.
fn somebody_can_be_reached(form: &mut Reader<'_>, found: &[Found<'_>], rules: &[FieldRule]) {
    let removed = |name: &str| rules.iter().any(|rule| rule.name == name && rule.removed);
    let without_phone = ["name", "phone"].into_iter().find(|name| removed(name));
    if let (true, Some(name)) = (removed("email"), without_phone) {
        let at = found
            .iter()
            .filter(|field| ["email", name].contains(&field.name.as_str()))
            .map(|field| field.entry.at)
            .max();
        let message = format!("{}: without `email` and `{name}` nobody could be answered", form.label);
        form.report(
            at.unwrap_or(form.at),
            message,
            format!("delete the line enabled = false of `email` or of `{name}`"),
        );
    }
}
