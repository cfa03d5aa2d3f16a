//! `routing.toml`: who gets leads.

use std::collections::{BTreeMap, BTreeSet};

use beeline::pool::{Policy, Sticky, UnknownLoad};
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
/// The longest that a report of somebody's load is worth anything: an hour.
const LONGEST_STALE: i64 = 3_600;

/// How a team gives its turns: nothing without reps.
pub(crate) const OF_POOLS: [&str; 3] = ["sticky", "unknown_load", "stale_after_seconds"];

pub(crate) const TOP: &[Field] =
    &[Field::required("fallback", "\"sales\""), Field::optional("time_zone", "\"Europe/Berlin\"")];

pub(crate) const KIND: Kind = Kind {
    word: "team",
    fields: &[
        Field::required("name", "\"Sales\""),
        Field::required("sla_seconds", "300"),
        Field::optional("booking_url", "\"https://www.example.com/book\""),
        Field::optional("overflow", "\"sales\""),
        Field::optional("sticky", "true"),
        Field::optional("unknown_load", "\"after_idle\""),
        Field::optional("stale_after_seconds", "120"),
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
    /// Its name.
    pub zone_name: String,
    /// How those teams give their turns that say something of it.
    pub policies: BTreeMap<String, Policy>,
    /// What teams say that only reps give a meaning to, in file order.
    pub settings: Vec<Setting>,
    /// The ids, and what they become once spelled as ids are; absent when part of the file
    /// could not be read.
    pub known: Option<BTreeSet<String>>,
}

/// A setting of a team, and the byte at which its value begins.
pub(crate) struct Setting {
    pub team: String,
    pub name: &'static str,
    pub at: usize,
}

/// Reads the teams and the fallback.
pub(crate) fn read(page: &mut Page<'_>) -> Teams {
    let (mut policies, mut settings) = (BTreeMap::new(), Vec::new());
    let mut teams = sections::each(page, &KIND, |id, mut reader| {
        policies.extend(policy(&mut reader).map(|policy| (id.to_owned(), policy)));
        for name in OF_POOLS.into_iter().chain(["overflow"]) {
            let entry = reader.find(name).map(|(_, entry)| entry.value_span.start);
            settings.extend(entry.map(|at| Setting { team: id.to_owned(), name, at }));
        }
        team(id, reader)
    });
    settings.sort_by_key(|setting| setting.at);
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
    let mut top = sections::top(page, TOP, Some(&KIND), &[table::WORD]);
    let told_already = in_a_team && !top.has("fallback");
    let fallback =
        if told_already { None } else { top.text("fallback", |id| known_team(id, known.as_ref())) };
    let zone = top.text("time_zone", |name| zones::named(name).map(|_| ()));
    let zone_name = zone.clone().unwrap_or_else(|| "UTC".to_owned());
    let zone = zone.and_then(|name| zones::named(&name).ok());
    Teams { teams, fallback: fallback.unwrap_or_default(), zone, zone_name, policies, settings, known }
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
        overflow: reader.text("overflow", rules::id),
    }
}

/// How a team gives its turns, if it says anything of it.
fn policy(reader: &mut Reader<'_>) -> Option<Policy> {
    let loads = [
        ("after_idle", UnknownLoad::AfterIdle),
        ("as_idle", UnknownLoad::AsIdle),
        ("as_busy", UnknownLoad::AsBusy),
    ];
    let usual = Policy::default();
    let sticky = reader.truth("sticky");
    let unknown_load = reader.word("unknown_load", &loads);
    let stale_after_s = reader.number("stale_after_seconds", 1..=LONGEST_STALE, "an hour");
    let policy = Policy {
        sticky: if sticky == Some(false) { Sticky::Off } else { usual.sticky },
        unknown_load: unknown_load.unwrap_or(usual.unknown_load),
        stale_after_ms: stale_after_s.map_or(usual.stale_after_ms, |seconds| seconds * 1_000),
    };
    (policy != Policy::default()).then_some(policy)
}
