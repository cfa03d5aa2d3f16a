//! `forms.toml`: what leads come through.

use std::collections::BTreeSet;

use beeline::lead::Lane;
use beeline::routing::Form;

use crate::page::Page;
use crate::reader::{self, Field, Kind, Reader};
use crate::rules::{self, Refusal};
use crate::suggest::{closest, quoted};

/// The longest dedup window: a day.
const LONGEST_WINDOW: u32 = 86_400;

pub(crate) const KIND: Kind = Kind {
    word: "form",
    fields: &[
        Field { name: "title", required: true, example: "\"Book a demo\"" },
        Field { name: "lane", required: true, example: "\"hot\"" },
        Field { name: "dedup_window_seconds", required: true, example: "600" },
        Field { name: "thank_you_url", required: true, example: "\"/thanks\"" },
        Field { name: "phone_country", required: false, example: "\"US\"" },
        Field { name: "team", required: false, example: "\"sales\"" },
    ],
    id: rules::form_id,
};

/// Every form, by id. `teams` is absent when nobody can tell which teams there are.
pub(crate) fn read(page: &mut Page<'_>, teams: Option<&BTreeSet<String>>) -> Vec<Form> {
    reader::top(page, &[], &KIND);
    let mut forms = reader::each(page, &KIND, |id, reader| form(id, reader, teams));
    if forms.is_empty() && page.problems.is_empty() && !page.document.damaged {
        let message = "there is no form, so no lead could come in";
        let fix = "add a heading such as [form.demo] and its settings; README.md shows one";
        page.problems.push(page.source.problem(0, message, fix));
    }
    forms.sort_by(|one, other| one.id.cmp(&other.id));
    forms
}

fn form(id: &str, mut reader: Reader<'_>, teams: Option<&BTreeSet<String>>) -> Form {
    Form {
        id: id.to_owned(),
        title: reader.text("title", rules::label).unwrap_or_default(),
        lane: match reader.text("lane", rules::lane).as_deref() {
            Some("hot") => Lane::Hot,
            _ => Lane::Standard,
        },
        dedup_window_seconds: reader.whole("dedup_window_seconds", 1..=LONGEST_WINDOW, "a day"),
        thank_you_url: reader.text("thank_you_url", rules::page_or_https).unwrap_or_default(),
        phone_country: reader.text("phone_country", rules::country),
        team: reader.text("team", |team| known_team(team, teams)),
        ..Form::default()
    }
}

/// Whether a team has a heading in `routing.toml`.
pub(crate) fn known_team(team: &str, teams: Option<&BTreeSet<String>>) -> Result<(), Refusal> {
    let Some(teams) = teams.filter(|teams| !teams.contains(team)) else {
        return Ok(());
    };
    let instead =
        closest(team, teams.iter().map(String::as_str)).or_else(|| teams.first().map(String::as_str));
    let instead = instead.map_or(String::new(), quoted);
    Err(("and no team of routing.toml has that id".to_owned(), instead))
}
