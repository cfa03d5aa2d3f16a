//! What another bundle changes, a line each.

use beeline::pool::{Crew, RosterMember};
use beeline::routing::{Bundle, TeamRoster};
use beeline::schedule::{Absences, Reason, Span, Zone};
use beeline_compiler::staffing::Staff;

/// What is different in `after`; nothing if they are the same.
pub fn changes(before: &Bundle, after: &Bundle) -> Vec<String> {
    let mut lines = Vec::new();
    compare(&mut lines, "form", before.forms(), after.forms(), |form| &form.id);
    compare(&mut lines, "team", before.teams(), after.teams(), |team| &team.id);
    compare(&mut lines, "rule", before.rules(), after.rules(), |rule| &rule.id);
    if is_reordered(before, after) {
        lines.push("the order of the rules changes".to_owned());
    }
    if before.fallback().id != after.fallback().id {
        lines.push(format!(
            "the fallback changes from `{}` to `{}`",
            before.fallback().id,
            after.fallback().id
        ));
    }
    if before.territories() != after.territories() {
        lines.push("territories change".to_owned());
    }
    if before.zone() != after.zone() {
        lines.push("the time zone changes".to_owned());
    }
    if before.residency() != after.residency() {
        lines.push("where leads are kept changes".to_owned());
    }
    lines.extend(
        after.teams().iter().filter_map(|team| reps(before.roster(&team.id), after.roster(&team.id))),
    );
    if lines.is_empty() && before != after {
        lines.push("settings change that have no line of their own here".to_owned());
    }
    lines
}

/// Who joins a team, leaves it, or has other hours, shares or contacts.
fn reps(before: Option<&TeamRoster>, after: Option<&TeamRoster>) -> Option<String> {
    let team = &after.or(before)?.team;
    let crew = |roster: Option<&TeamRoster>| match roster {
        Some(roster) => Staff::of(roster).map(|staff| staff.crew),
        None => Some(Crew::default()),
    };
    let (before, after) = (crew(before)?, crew(after)?);
    let said = |of: &Crew, with: &Crew, word: &str, is_so: fn(&RosterMember, &Crew, &Crew) -> bool| {
        let members = of.members.iter().filter(|member| is_so(member, of, with));
        members.map(|member| format!("`{}` {word}", member.rep)).collect::<Vec<_>>()
    };
    let is_absent = |member: &RosterMember, _: &Crew, with: &Crew| with.member(&member.rep).is_none();
    let is_other = |member: &RosterMember, of: &Crew, with: &Crew| {
        with.member(&member.rep).is_some_and(|known| terms(member, of) != terms(known, with))
    };
    let mut all = said(&after, &before, "joins", is_absent);
    all.extend(said(&before, &after, "leaves", is_absent));
    all.extend(said(&after, &before, "changes", is_other));
    if before.policy != after.policy {
        all.push("how turns are given".to_owned());
    }
    (!all.is_empty()).then(|| format!("reps of team `{team}` change: {}", all.join(", ")))
}

/// What is said of a rep, with the clock and the days off themselves: a timetable names them by
/// their place in lists that the rep shares with others.
type Terms<'a> = (RosterMember, Option<&'a Zone>, Vec<(Span, Option<&'a String>)>);

fn terms<'a>(member: &'a RosterMember, crew: &'a Crew) -> Terms<'a> {
    let timetable = &member.timetable;
    let name = |reason| match reason {
        Reason::Holiday(place) => crew.holidays.get(usize::from(place)),
        Reason::OutOfOffice => None,
    };
    let absences = timetable.absences.iter().map(|absence| (absence.span, name(absence.reason))).collect();
    let mut rest = member.clone();
    rest.timetable.zone = 0;
    rest.timetable.absences = Absences::default();
    (rest, crew.zones.get(usize::from(timetable.zone)), absences)
}

fn compare<T: PartialEq>(
    lines: &mut Vec<String>,
    what: &str,
    before: &[T],
    after: &[T],
    id: impl Fn(&T) -> &String,
) {
    for entry in after {
        match before.iter().find(|known| id(known) == id(entry)) {
            None => lines.push(format!("{what} `{}` is new", id(entry))),
            Some(known) if known != entry => lines.push(format!("{what} `{}` changes", id(entry))),
            Some(_) => {}
        }
    }
    for entry in before {
        if !after.iter().any(|known| id(known) == id(entry)) {
            lines.push(format!("{what} `{}` goes", id(entry)));
        }
    }
}

/// Whether the rules that both have stand in another order.
fn is_reordered(before: &Bundle, after: &Bundle) -> bool {
    let shared = |of: &Bundle, with: &Bundle| -> Vec<String> {
        let both = |id: &String| with.rules().iter().any(|rule| rule.id == *id);
        of.rules().iter().map(|rule| rule.id.clone()).filter(both).collect()
    };
    shared(before, after) != shared(after, before)
}
