//! `routing.toml`: who gets leads.

use std::collections::BTreeSet;

use beeline::routing::Team;
use beeline::schedule::Zone;

use crate::addresses;
use crate::analysis::Lines;
use crate::document::{Document, Entry};
use crate::forms::known_team;
use crate::page::Page;
use crate::reader::{Field, Reader};
use crate::rules;
use crate::sections::{self, Kind};
use crate::suggest::slug;
use crate::{table, zones};

/// The longest promise of an answer: a week.
const LONGEST_SLA: u32 = 604_800;

pub(crate) const TOP: &[Field] =
    &[Field::required("fallback", "\"sales\""), Field::optional("time_zone", "\"Europe/Berlin\"")];

pub(crate) const KIND: Kind = Kind {
    word: "team",
    fields: &[
        Field::required("name", "\"Sales\""),
        Field::required("sla_seconds", "300"),
        Field::optional("booking_url", "\"https://www.example.com/book\""),
    ],
    id: rules::id,
};

/// What `routing.toml` says.
pub(crate) struct Teams {
    /// By id.
    pub teams: Vec<Team>,
    /// The id of the team that takes what no rule does.
    pub fallback: String,
    /// The time zone that rules mean; without it, UTC.
    pub zone: Option<Zone>,
    /// The ids, and what they become once spelled as ids are; absent when part of the file
    /// could not be read.
    pub known: Option<BTreeSet<String>>,
}

/// Reads the teams and the fallback.
pub(crate) fn read(page: &mut Page<'_>) -> Teams {
    let mut teams = sections::each(page, &KIND, team);
    teams.sort_by(|one, other| one.id.cmp(&other.id));
    if teams.is_empty() && page.problems.is_empty() && !page.document.damaged {
        let message = "there is no team, so no lead could go anywhere";
        let fix = "add a heading such as [team.sales] and its settings; README.md shows one";
        page.problems.push(page.source.problem(0, message, fix));
    }
    let telling = !page.document.damaged && !teams.is_empty();
    let ids = || teams.iter().flat_map(|team| [team.id.clone(), slug(&team.id)]);
    let known: Option<BTreeSet<String>> = telling.then(|| ids().collect());

    let in_a_team = fallback_in_a_team(&page.document);
    let mut top = sections::top(page, TOP, &KIND, &[table::WORD]);
    let told_already = in_a_team && !top.has("fallback");
    let fallback =
        if told_already { None } else { top.text("fallback", |id| known_team(id, known.as_ref())) };
    let zone = top.text("time_zone", |name| zones::named(name).map(|_| ()));
    let zone = zone.and_then(|name| zones::named(&name).ok());
    Teams { teams, fallback: fallback.unwrap_or_default(), zone, known }
}

/// Where the fallback and the teams stand.
pub(crate) fn lines(page: &Page<'_>) -> Lines {
    let entries = || page.document.entries.iter();
    let line = |entry: &Entry| page.source.line(entry.at);
    let fallback = entries().find(|entry| entry.key == "fallback").map_or(1, line);
    let teams = entries().filter(|entry| entry.key == KIND.word).flat_map(Entry::inner);
    let teams = teams.map(|team| (team.key.clone(), line(team))).collect();
    Lines { fallback, teams, rules: Vec::new() }
}

/// TOML gives a line below a heading to that heading, however much space is between them.
fn fallback_in_a_team(document: &Document) -> bool {
    let kinds = document.entries.iter().filter(|entry| entry.key == KIND.word);
    let teams = kinds.flat_map(Entry::inner);
    teams.flat_map(Entry::inner).any(|setting| setting.key == "fallback")
}

fn team(id: &str, mut reader: Reader<'_>) -> Team {
    Team {
        id: id.to_owned(),
        name: reader.text("name", rules::label).unwrap_or_default(),
        sla_seconds: reader.whole("sla_seconds", 1..=LONGEST_SLA, "a week"),
        booking_url: reader.text("booking_url", addresses::https),
    }
}
