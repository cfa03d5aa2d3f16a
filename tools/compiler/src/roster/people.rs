//! What several lines say of the same person.

use std::collections::BTreeMap;

use beeline::pool::MAX_MEMBERS;
use beeline::schedule::{Week, Zone};

use super::contact;
use crate::calendar_text;
use crate::csv::{Cell, Findings, Line, Position};
use crate::problem::shown;
use crate::zones;

/// What is known of a line, whatever else is wrong with it.
struct Seen<'a> {
    line: &'a Line,
    rep: &'a str,
    team: Option<&'a str>,
    hours: Option<Week>,
    zone: Option<Zone>,
}

/// Tells what contradicts an earlier line: an id twice in a team, an id of two people, a person
/// in two teams with different hours, a team with too many reps.
pub(super) fn tell(lines: &[Line], findings: &mut Findings) {
    let seen: Vec<Seen<'_>> = lines.iter().filter_map(seen).collect();
    let mut by_team: BTreeMap<(&str, Option<&str>), &Seen<'_>> = BTreeMap::new();
    let mut by_rep: BTreeMap<&str, &Seen<'_>> = BTreeMap::new();
    let mut by_contact: BTreeMap<(&str, &str), &Seen<'_>> = BTreeMap::new();
    for later in &seen {
        let contacts = contacts(later.line);
        let same_contact = contacts.iter().find_map(|contact| Some((contact.0, *by_contact.get(contact)?)));
        if let Some(earlier) = by_team.get(&(later.rep, later.team)) {
            tell_twice(later, earlier, findings);
        } else if let Some(earlier) = by_rep.get(later.rep) {
            tell_contradiction(later, earlier, findings);
        } else if let Some((column, earlier)) = same_contact {
            tell_two_ids(later, earlier, column, findings);
        }
        by_team.entry((later.rep, later.team)).or_insert(later);
        by_rep.entry(later.rep).or_insert(later);
        for contact in contacts {
            by_contact.entry(contact).or_insert(later);
        }
    }
    tell_crowds(&seen, findings);
}

/// The first rep who is too much, of each team.
fn tell_crowds(seen: &[Seen<'_>], findings: &mut Findings) {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for (rep, team) in seen.iter().filter_map(|rep| Some((rep, rep.team?))) {
        let size = sizes.entry(team).or_default();
        *size += 1;
        if *size == MAX_MEMBERS + 1 {
            let message = format!("team `{}` has more than {MAX_MEMBERS} reps", shown(team));
            let fix = "split the team in two, and let the rules decide between them";
            findings.error(start(rep.line, "team"), message, fix);
        }
    }
}

fn seen(line: &Line) -> Option<Seen<'_>> {
    Some(Seen {
        line,
        rep: value(line, "rep")?,
        team: value(line, "team"),
        hours: value(line, "hours").and_then(|text| calendar_text::hours(text).ok()),
        zone: value(line, "time_zone").and_then(|text| zones::of(text).ok()),
    })
}

fn value<'a>(line: &'a Line, name: &str) -> Option<&'a str> {
    line.cell(name).filter(|cell| !cell.is_told).map(Cell::trimmed).filter(|text| !text.is_empty())
}

/// What only one person has: column and value.
fn contacts(line: &Line) -> Vec<(&'static str, &str)> {
    let slack = value(line, "slack_id").filter(|id| contact::slack_id(id).is_ok());
    let phone = value(line, "phone").filter(|number| contact::phone(number).is_ok());
    [("slack_id", slack), ("phone", phone)]
        .into_iter()
        .filter_map(|(name, text)| Some((name, text?)))
        .collect()
}

/// An id that stands in the team already.
fn tell_twice(later: &Seen<'_>, earlier: &Seen<'_>, findings: &mut Findings) {
    let team = later.team.map_or(String::new(), |team| format!(" in team `{}`", shown(team)));
    let message = format!("rep `{}` stands{team} on line {} already", shown(later.rep), earlier.line.at.line);
    let fix = "delete one of the two lines, or give one of them another id";
    findings.error(start(later.line, "rep"), message, fix);
}

/// An id that stands in another team.
fn tell_contradiction(later: &Seen<'_>, first: &Seen<'_>, findings: &mut Findings) {
    let (rep, line) = (shown(later.rep), first.line.at.line);
    for column in ["name", "slack_id", "phone"] {
        let both = value(first.line, column).zip(value(later.line, column));
        if let Some((one, other)) = both.filter(|(one, other)| one != other) {
            let message = format!(
                "rep `{rep}`: `{column}` is \"{}\", and on line {line} \"{}\": is that one person?",
                shown(other),
                shown(one)
            );
            let fix = "give one of two people another id, or write the same of one person on both lines";
            findings.error(start(later.line, column), message, fix);
            return;
        }
    }
    different_hours(later, first, &format!("rep `{rep}`"), findings);
}

/// Another id that has the same Slack id or phone.
fn tell_two_ids(later: &Seen<'_>, earlier: &Seen<'_>, column: &str, findings: &mut Findings) {
    let (rep, other, line) = (shown(later.rep), shown(earlier.rep), earlier.line.at.line);
    if later.team == earlier.team {
        let message =
            format!("rep `{rep}` has the `{column}` of rep `{other}` (line {line}), who is in the same team");
        let fix = "delete one of the two lines, or correct it: one person takes one turn";
        findings.error(start(later.line, column), message, fix);
        return;
    }
    let label = format!("rep `{rep}`, who by `{column}` is rep `{other}`");
    different_hours(later, earlier, &label, findings);
}

/// One person works at one time, whatever the team.
fn different_hours(later: &Seen<'_>, earlier: &Seen<'_>, label: &str, findings: &mut Findings) {
    let hours = later.hours.is_some() && earlier.hours.is_some() && later.hours != earlier.hours;
    let zone = later.zone.is_some() && earlier.zone.is_some() && later.zone != earlier.zone;
    let Some(column) = hours.then_some("hours").or(zone.then_some("time_zone")) else { return };
    let (Some(own), Some(other)) = (value(later.line, column), value(earlier.line, column)) else { return };
    let team = |seen: &Seen<'_>| shown(seen.team.unwrap_or("?"));
    let message = format!(
        "{label}: `{column}` is \"{}\" in team `{}`, and \"{}\" in team `{}` (line {})",
        shown(own),
        team(later),
        shown(other),
        team(earlier),
        earlier.line.at.line
    );
    findings.error(
        start(later.line, column),
        message,
        format!("write the same on both lines, such as {}", shown(other)),
    );
}

fn start(line: &Line, column: &str) -> Position {
    line.cell(column).map_or(line.at, Cell::start)
}
