//! Numbers as people say them: `200 or more`, `50 to 199`, `under 50`.

use beeline::routing::NumberSpan;

use crate::rules::{Refusal, refuse};
use crate::suggest::quoted;

/// The largest number that anybody means.
const MOST: i64 = 1_000_000_000_000;

/// What stands before a number, and how it bounds it.
const BEFORE: [(&str, Bound); 15] = [
    ("at least", Bound::From(0)),
    ("from", Bound::From(0)),
    (">=", Bound::From(0)),
    ("more than", Bound::From(1)),
    ("over", Bound::From(1)),
    ("above", Bound::From(1)),
    (">", Bound::From(1)),
    ("at most", Bound::To(0)),
    ("up to", Bound::To(0)),
    ("<=", Bound::To(0)),
    ("fewer than", Bound::To(-1)),
    ("less than", Bound::To(-1)),
    ("under", Bound::To(-1)),
    ("below", Bound::To(-1)),
    ("<", Bound::To(-1)),
];

/// What stands after one.
const AFTER: [(&str, Bound); 7] = [
    ("or more", Bound::From(0)),
    ("and more", Bound::From(0)),
    ("and above", Bound::From(0)),
    ("or fewer", Bound::To(0)),
    ("or less", Bound::To(0)),
    ("and below", Bound::To(0)),
    ("+", Bound::From(0)),
];

/// Where the numbers begin or end, and how far from the one that is written.
#[derive(Clone, Copy)]
enum Bound {
    From(i64),
    To(i64),
}

/// What a text means.
pub(crate) fn amount(text: &str) -> Result<NumberSpan, Refusal> {
    let plain = text.trim().to_ascii_lowercase();
    let bounded = |bound: Bound, number: &str| {
        let number = whole(number.trim())?;
        Some(match bound {
            Bound::From(step) => NumberSpan { from: number + step, to: None },
            Bound::To(step) => NumberSpan { from: 0, to: Some(number + step) },
        })
    };
    let before = || BEFORE.iter().find_map(|(word, bound)| bounded(*bound, plain.strip_prefix(word)?));
    let after = || AFTER.iter().find_map(|(word, bound)| bounded(*bound, plain.strip_suffix(word)?));
    let exactly = || whole(&plain).map(|number| NumberSpan { from: number, to: Some(number) });
    let span = between(&plain).or_else(exactly).or_else(before).or_else(after);
    match span {
        Some(span) if span.to.is_some_and(|to| to < span.from) => refuse(
            "and no number is that: the first must not be larger than the second",
            between(&plain).map_or(String::new(), |span| quoted(&turned(span))),
        ),
        Some(span) => Ok(span),
        None => refuse(
            "and must be numbers as in \"200 or more\", \"50 to 199\", \"49 or fewer\" or \"200\"",
            without_separators(&plain).map_or(String::new(), |text| quoted(&text)),
        ),
    }
}

/// Whether a text is about numbers, rightly written or not.
pub(crate) fn is_about_numbers(text: &str) -> bool {
    text.trim().starts_with(|first: char| first.is_ascii_digit()) || amount(text).is_ok()
}

fn between(plain: &str) -> Option<NumberSpan> {
    let ends = plain.split_once(" to ").or_else(|| plain.split_once('-')).or_else(|| plain.split_once('–'));
    let (from, to) = ends?;
    Some(NumberSpan { from: whole(from.trim())?, to: Some(whole(to.trim())?) })
}

fn turned(span: NumberSpan) -> String {
    NumberSpan { from: span.to.unwrap_or(span.from), to: Some(span.from) }.to_string()
}

fn whole(digits: &str) -> Option<i64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse::<i64>().ok().filter(|number| is_number && *number <= MOST)
}

/// The text without what groups digits by thousands, if it makes sense then.
fn without_separators(plain: &str) -> Option<String> {
    let grouped = |character: &char| matches!(character, ',' | '.' | '\'' | '_' | '\u{a0}' | '\u{202f}');
    let bare: String = plain.chars().filter(|character| !grouped(character)).collect();
    (bare != plain && amount(&bare).is_ok()).then_some(bare)
}
