//! `score.toml`: how many points a lead has, and what for.

use std::collections::BTreeMap;

use beeline::routing::{Condition, Subject};
use beeline::warm::enriched::NAMES;
use beeline::warm::score::{Line, MOST_LINES, MOST_POINTS, MOST_REASON_CHARACTERS, Sheet};

use crate::answers::Vocabulary;
use crate::conditions;
use crate::page::Page;
use crate::problem::shown;
use crate::reader::{Field, Reader};
use crate::rules::{self, Refusal};
use crate::sections;

/// How a line's heading is written: `[[line]]`.
pub(crate) const WORD: &str = "line";

/// What stands above the lines.
pub(crate) const TOP: &[Field] = &[Field::required("least", "0"), Field::required("most", "100")];

/// What a line may have.
pub(crate) const FIELDS: &[Field] = &[
    Field::required("when", "{ employees = \"200 or more\" }"),
    Field::required("points", "40"),
    Field::required("reason", "\"Large company\""),
];

/// Reads the points file. None if something is wrong with it.
pub(crate) fn read(page: &mut Page<'_>, vocabulary: &Vocabulary<'_>) -> Option<Sheet> {
    let (least, most) = bounds(&mut sections::top(page, TOP, None, &[WORD]));
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let lines = sections::listed(page, WORD, MOST_LINES, FIELDS, |mut reader| {
        let reason = reason(&mut reader, &mut reasons);
        let points = points(&mut reader);
        Some(Line { condition: condition(&mut reader, vocabulary)?, points, reason })
    });
    match Sheet::new(least, most, lines.into_iter().flatten().collect()) {
        Ok(sheet) => Some(sheet),
        Err(faults) => {
            // What is wrong was told; the rest is refused by the domain, which is ours to mend.
            let untold = faults.iter().filter(|_| page.problems.is_empty());
            let fix = "nothing you wrote: show this message to an engineer";
            let told = untold.map(|fault| {
                let message = format!("Beeline refused a file that passed every check ({fault})");
                page.source.problem(0, message, fix)
            });
            let told: Vec<_> = told.collect();
            page.problems.extend(told);
            None
        }
    }
}

/// The least points of a lead, and the most.
fn bounds(top: &mut Reader<'_>) -> (i32, i32) {
    let limits = -i64::from(MOST_POINTS)..=i64::from(MOST_POINTS);
    let mut bound = |name| {
        let number = top.number(name, limits.clone(), "no line gives more");
        number.and_then(|number| i32::try_from(number).ok())
    };
    let (least, most) = (bound("least"), bound("most"));
    if let (Some(least), Some(most)) = (least, most)
        && least >= most
    {
        let why = format!("and must be more than `least`, which is {least}");
        top.refuse("most", &why, format!("write something like most = {}", i64::from(least) + 100));
    }
    (least.unwrap_or_default(), most.unwrap_or_default())
}

/// What a line is called after on cards, and in messages from here on.
fn reason(reader: &mut Reader<'_>, known: &mut BTreeMap<String, usize>) -> String {
    let line = reader.source.line(reader.at);
    let reason = reader.text("reason", fits_on_a_card).unwrap_or_default();
    if reason.is_empty() {
        return reason;
    }
    if let Some(first) = known.get(&reason) {
        let why = format!("and the one on line {first} has that reason already");
        reader.refuse("reason", &why, "say what this one is for and the other is not");
    }
    known.entry(reason.clone()).or_insert(line);
    reader.label = format!("line `{}`", shown(&reason));
    reason
}

fn fits_on_a_card(text: &str) -> Result<(), Refusal> {
    rules::label(text)?;
    if text.chars().count() > MOST_REASON_CHARACTERS {
        let why = format!("and must be of {MOST_REASON_CHARACTERS} characters at most, to fit on a card");
        return rules::refuse(&why, "");
    }
    Ok(())
}

fn points(reader: &mut Reader<'_>) -> i32 {
    let limits = -i64::from(MOST_POINTS)..=i64::from(MOST_POINTS);
    let points = reader.number("points", limits, "up or down");
    if points == Some(0) {
        reader.refuse("points", "which changes nothing", "write how many it is worth, or delete the line");
    }
    points.and_then(|points| i32::try_from(points).ok()).unwrap_or_default()
}

/// What a line is for: one answer, so that its points have one reason.
fn condition(reader: &mut Reader<'_>, vocabulary: &Vocabulary<'_>) -> Option<Condition> {
    let (_, entry) = reader.find("when")?;
    let asked = reader.settings(entry)?;
    let at = entry.value_span.start;
    let said = reader.problems.len();
    let mut conditions = conditions::read(reader, asked, vocabulary);
    let condition = conditions.pop();
    if reader.problems.len() > said {
        return None;
    }
    let Some(condition) = condition else {
        let message = format!("{}: `when` asks about nothing", reader.label);
        reader.report(
            at,
            message,
            "say what the points are for, such as when = { employees = \"200 or more\" }",
        );
        return None;
    };
    if !conditions.is_empty() {
        let several = conditions.len() + 1;
        let message = format!("{}: `when` asks about {several} things, and a line is for one", reader.label);
        reader.report(at, message, "make a line of each, with points and a reason of its own");
    }
    if let Subject::Enriched(name) = &condition.subject
        && !NAMES.contains(&name.as_str())
    {
        let message =
            format!("{}: nothing finds out `{}`", reader.label, shown(&condition.subject.to_string()));
        let names = NAMES.map(|name| format!("enriched.{name}")).join(", ");
        reader.report(at, message, format!("ask about one of {names}"));
    }
    Some(condition)
}
