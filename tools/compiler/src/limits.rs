//! What a field's answers may be: lengths, numbers, choices.

use beeline::contract::{FieldKind, FieldRule, LONGEST_TEXT, MAX_CHOICES, MAX_EMPLOYEES, Standard};

use crate::reader::Reader;
use crate::rules;
use crate::suggest::quoted;

/// Numbers beyond 2^53 are not exact in JSON.
const LARGEST: i64 = 9_007_199_254_740_991;

/// Reads the limits of a field whose kind is known.
pub(crate) fn read(reader: &mut Reader<'_>, rule: FieldRule, standard: Option<&Standard>) -> FieldRule {
    let rule = lengths(reader, rule, standard);
    let rule = numbers(reader, rule, standard);
    choices(reader, rule, standard)
}

/// Says of settings that only another kind of field has.
fn only_for(reader: &mut Reader<'_>, names: &[&str], kind: &str, rule: &FieldRule) {
    for name in names {
        let why = format!(
            "and only a field of type {} has that; this one is of type {}",
            quoted(kind),
            quoted(rule.kind.as_str())
        );
        reader.refuse(name, &why, format!("delete the line, or write type = {}", quoted(kind)));
    }
}

fn lengths(reader: &mut Reader<'_>, rule: FieldRule, standard: Option<&Standard>) -> FieldRule {
    if rule.kind != FieldKind::Text {
        only_for(reader, &["min_length", "max_length"], "text", &rule);
        return rule;
    }
    let most = standard.map_or(LONGEST_TEXT, |standard| standard.most);
    let bounds = 1..=i64::try_from(most).unwrap_or(i64::MAX);
    let length = |reader: &mut Reader<'_>, name| {
        let length = reader.number(name, bounds.clone(), "the most that is kept of it");
        length.and_then(|length| u64::try_from(length).ok())
    };
    let (min_length, max_length) = (length(reader, "min_length"), length(reader, "max_length"));
    let rule = FieldRule { min_length, max_length, ..rule };
    if let (Some(shortest), Some(longest)) = (min_length, rule.longest())
        && shortest > longest
        && (max_length.is_some() || reader.is_without("max_length"))
    {
        let why = format!("and more than the {longest} characters that it may have");
        reader.refuse("min_length", &why, format!("write a smaller number, or max_length = {shortest}"));
    }
    rule
}

fn numbers(reader: &mut Reader<'_>, rule: FieldRule, standard: Option<&Standard>) -> FieldRule {
    if rule.kind != FieldKind::Number {
        only_for(reader, &["minimum", "maximum"], "number", &rule);
        return rule;
    }
    let (bounds, remark) = match standard {
        Some(_) => (0..=i64::from(MAX_EMPLOYEES), "what is built in"),
        None => (-LARGEST..=LARGEST, "the numbers that are exact in JSON"),
    };
    let minimum = reader.number("minimum", bounds.clone(), remark);
    let maximum = reader.number("maximum", bounds, remark);
    if let (Some(least), Some(most)) = (minimum, maximum)
        && least > most
    {
        let why = format!("and more than the `maximum`, {most}");
        reader.refuse("minimum", &why, format!("write minimum = {most} and maximum = {least}"));
    }
    FieldRule { minimum, maximum, ..rule }
}

fn choices(reader: &mut Reader<'_>, rule: FieldRule, standard: Option<&Standard>) -> FieldRule {
    if rule.kind != FieldKind::Choice {
        only_for(reader, &["choices", "multiple"], "choice", &rule);
        return rule;
    }
    let choices = reader.texts("choices", MAX_CHOICES, rules::label);
    reader.lacks("choices", "[\"under 10k\", \"10k to 50k\", \"over 50k\"]");
    if reader.is_empty_list("choices") {
        reader.refuse(
            "choices",
            "and has nothing to choose from",
            "write something like choices = [\"Yes\", \"No\"]",
        );
    }
    let multiple = reader.truth("multiple").unwrap_or(false);
    if multiple && standard.is_some() {
        reader.refuse(
            "multiple",
            "and a standard field has one answer",
            "delete the line, or give the field a name of its own",
        );
    }
    FieldRule { choices, multiple, ..rule }
}
