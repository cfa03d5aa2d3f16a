//! Whether an answer is one that the form's rule for its field allows.

use super::answer::Answer;
use super::error::{Fault, FieldCode};
use super::field::{FieldKind, FieldRule};
use super::value;
use crate::intake::{Email, Scalar};

/// The answer to a question that is the form's own; `None` when there is none.
pub(super) fn own(rule: &FieldRule, value: &Scalar) -> Result<Option<Answer>, Fault> {
    let answer = match rule.kind {
        FieldKind::Number => match value::number(value)? {
            Some(number) => Some(in_range(rule, number).map(|()| Answer::Number(number.into()))?),
            None => None,
        },
        FieldKind::Boolean => match value::boolean(value)? {
            Some(false) if rule.required => None,
            said => said.map(|yes| Answer::Boolean(yes.into())),
        },
        FieldKind::Choice if rule.multiple => several(rule, value)?,
        _ => match value::text(value)? {
            Some(text) => {
                let spelled = allowed(rule, &text)?.map(str::to_owned);
                Some(Answer::Text(spelled.unwrap_or(text).into()))
            }
            None => None,
        },
    };
    if answer.is_none() && rule.required { Err(FieldCode::Required.into()) } else { Ok(answer) }
}

/// Whether the rule allows a text; for a choice, how the form spells it.
pub(super) fn allowed<'a>(rule: &'a FieldRule, text: &str) -> Result<Option<&'a str>, Fault> {
    match rule.kind {
        FieldKind::Choice => return Ok(Some(choice(rule, text).ok_or(FieldCode::Choice)?)),
        FieldKind::Date if !is_date(text) => return Err(FieldCode::Date.into()),
        FieldKind::Email if !Email::is_address(text) => return Err(FieldCode::Email.into()),
        _ => {}
    }
    let longest = rule.longest().unwrap_or(u64::MAX);
    of_length(text, rule.min_length.unwrap_or(0), longest).map(|()| None)
}

/// Whether a text has as many characters as it must and may have.
pub(super) fn of_length(text: &str, shortest: u64, longest: u64) -> Result<(), Fault> {
    // Bytes are never fewer than characters, and need no counting.
    if shortest <= 1 && text.len() as u64 <= longest {
        return Ok(());
    }
    let message = match text.chars().count() as u64 {
        length if length > longest => format!("Must be at most {longest} characters."),
        length if length < shortest => format!("Must be at least {shortest} characters."),
        _ => return Ok(()),
    };
    Err(Fault::saying(FieldCode::Length, message))
}

/// Whether a number is within the rule's limits.
pub(super) fn in_range(rule: &FieldRule, number: f64) -> Result<(), Fault> {
    #[allow(clippy::cast_precision_loss)] // limits are far below 2^53
    let beyond = |limit: Option<i64>, is_beyond: fn(f64, f64) -> bool| {
        limit.is_some_and(|limit| is_beyond(number, limit as f64))
    };
    if !beyond(rule.minimum, |number, limit| number < limit)
        && !beyond(rule.maximum, |number, limit| number > limit)
    {
        return Ok(());
    }
    let message = match (rule.minimum, rule.maximum) {
        (Some(minimum), Some(maximum)) => format!("Must be from {minimum} to {maximum}."),
        (Some(minimum), None) => format!("Must be at least {minimum}."),
        (None, Some(maximum)) => format!("Must be at most {maximum}."),
        (None, None) => return Ok(()),
    };
    Err(Fault::saying(FieldCode::Range, message))
}

/// A choice as the form spells it: capitals do not matter.
fn choice<'a>(rule: &'a FieldRule, text: &str) -> Option<&'a str> {
    rule.choices.iter().map(String::as_str).find(|choice| choice.eq_ignore_ascii_case(text))
}

/// Several choices, each once, in the order in which the form has them.
fn several(rule: &FieldRule, value: &Scalar) -> Result<Option<Answer>, Fault> {
    let parts = value::several(value, |text| choice(rule, text).is_some())?;
    if parts.iter().any(|part| choice(rule, part).is_none()) {
        return Err(FieldCode::Choice.into());
    }
    let is_chosen = |choice: &&String| parts.iter().any(|part| part.eq_ignore_ascii_case(choice));
    let chosen: Vec<String> = rule.choices.iter().filter(is_chosen).cloned().collect();
    Ok((!chosen.is_empty()).then(|| Answer::Many(chosen.into())))
}

/// RFC 3339, full-date, of the Gregorian calendar from the year 1 on.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-').zip([4, 2, 2]).map(|(part, digits)| {
        let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        if plain { part.parse::<u32>().ok() } else { None }
    });
    let (Some(Some(year)), Some(Some(month)), Some(Some(day))) = (parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return false,
    };
    text.len() == 10 && year > 0 && (1..=days).contains(&day)
}
