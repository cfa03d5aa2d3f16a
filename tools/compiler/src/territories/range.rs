//! The columns `postal_from` and `postal_to`.

use std::collections::BTreeSet;

use beeline::place::postal::{
    self, Digits, OUTWARD, PostalRange, digits_of, district_characters, outward_key,
};

use super::damage;
use super::household;
use crate::analysis::Lint;
use crate::csv::{Cell, Record, are_digits};

const FROM: &str = "postal_from";
const TO: &str = "postal_to";

/// The postal codes of a line, or none where both cells are empty; nothing at all when they are
/// wrong, which is told.
pub(super) fn read(
    record: &mut Record<'_>,
    country: &str,
    noted: &mut BTreeSet<String>,
) -> Option<Option<PostalRange>> {
    let cell = |name| record.line.cell(name).filter(|cell| !cell.is_empty());
    match (cell(FROM), cell(TO)) {
        (None, None) => Some(None),
        (None, Some(to)) => {
            let fix =
                format!("write the first postal code in `{FROM}`, or {} if it is the only one", to.trimmed());
            record.refuse(TO, to, "and the range does not say where it begins", fix);
            None
        }
        (Some(from), None) => {
            let key = alone(record, from, country, noted)?;
            Some(Some(PostalRange { from: key.clone(), to: key }))
        }
        (Some(from), Some(to)) => {
            let keys = (end(record, FROM, from, country), end(record, TO, to, country));
            let (Some(from_key), Some(to_key)) = keys else { return None };
            in_order(record, (from, from_key), (to, to_key)).map(Some)
        }
    }
}

/// A beginning that stands for every code that begins so.
fn alone(
    record: &mut Record<'_>,
    cell: &Cell,
    country: &str,
    noted: &mut BTreeSet<String>,
) -> Option<String> {
    let code = code(record, FROM, cell, country)?;
    let Some((digits, whole)) = digits_of(country).and_then(|it| Some((it, damage::padded(&code, it)?)))
    else {
        return Some(code);
    };
    let (first, last) = ends_of_beginning(&code, digits);
    if whole.len() == code.len() + 1 {
        let why = short(&code, country, digits);
        let fix = format!(
            "write {whole}, and format the column as text before you save; if every code that begins with {code} is \
             meant, write {first} in `{FROM}` and {last} in `{TO}`"
        );
        record.refuse(FROM, cell, &why, fix);
        return None;
    }
    if noted.insert(country.to_owned()) {
        let why = format!("and is read as every code that begins so: {first} to {last}");
        let message = record.about(FROM, cell, &why);
        let fix = format!("nothing, if that is meant; if a program took the zeros away, write {whole}");
        record.findings.remark(Lint::ShortPostalCode, cell.start(), message, fix);
    }
    Some(code)
}

/// One end of a range; where codes are digits, a whole one.
fn end(record: &mut Record<'_>, name: &'static str, cell: &Cell, country: &str) -> Option<String> {
    let code = code(record, name, cell, country)?;
    let Some(digits) = digits_of(country).filter(|digits| code.len() < digits.length) else {
        return Some(code);
    };
    let (first, last) = ends_of_beginning(&code, digits);
    let whole = if name == FROM { first } else { last };
    let fix = match damage::padded(&code, digits) {
        Some(padded) if padded.len() == code.len() + 1 => {
            format!("write {padded}, and format the column as text before you save")
        }
        Some(padded) => format!(
            "write {padded}, and format the column as text before you save; if the codes that begin with {code} are \
             meant, write {whole}"
        ),
        None => format!("write a whole code, such as {whole}"),
    };
    record.refuse(name, cell, &short(&code, country, digits), fix);
    None
}

fn short(code: &str, country: &str, digits: Digits) -> String {
    let plural = if code.len() == 1 { "" } else { "s" };
    format!("which has {} digit{plural}, and postal codes of {country} have {}", code.len(), digits.length)
}

/// The first and the last code with this beginning.
fn ends_of_beginning(code: &str, digits: Digits) -> (String, String) {
    let length = digits.length;
    (format!("{code:0<length$}"), format!("{code:9<length$}"))
}

/// Both ends, if they are of the same length and the right way round.
fn in_order(
    record: &mut Record<'_>,
    (from, from_key): (&Cell, String),
    (to, to_key): (&Cell, String),
) -> Option<PostalRange> {
    let (first, last) = (from.trimmed(), to.trimmed());
    if from_key.len() != to_key.len() {
        let why = format!("and `{FROM}` is \"{first}\": the two are not alike");
        let fix = "write both ends with the same number of characters, and take two lines if the codes differ in length";
        record.refuse(TO, to, &why, fix);
        return None;
    }
    if from_key > to_key {
        let why = format!("which comes after `{TO}`, \"{last}\": the range is upside down");
        record.refuse(FROM, from, &why, format!("write {last} in `{FROM}` and {first} in `{TO}`"));
        return None;
    }
    Some(PostalRange { from: from_key, to: to_key })
}

/// A cell as postal codes are compared, without a word yet about its length.
fn code(record: &mut Record<'_>, name: &'static str, cell: &Cell, country: &str) -> Option<String> {
    if cell.is_told {
        return None;
    }
    match key(cell.trimmed(), country) {
        Ok(key) => Some(key),
        Err((why, fix)) => {
            record.refuse(name, cell, &why, fix);
            None
        }
    }
}

/// The key of what was written, or why there is none and what to do.
fn key(written: &str, country: &str) -> Result<String, (String, String)> {
    if written.chars().any(char::is_control) {
        let fix = format!("write {}", postal::plain(written));
        return Err(("and must stand on one line".to_owned(), fix));
    }
    if let Some((why, fix)) = damage::of_cell(written) {
        return Err((why.to_owned(), fix));
    }
    if let Some((first, last)) = range_in_one_cell(written, country) {
        let fix = format!("write {first} in `{FROM}` and {last} in `{TO}`");
        return Err(("which is a range in one cell".to_owned(), fix));
    }
    let plain = postal::plain(written);
    let code = postal::stripped(country, &plain);
    if let Some((coarser, named)) = household::coarser(country, written) {
        let why = "which is so exact that it names a household, and routing records keep no personal data";
        return Err((why.to_owned(), format!("write {named} alone: {coarser}")));
    }
    let is_allowed = |it: char| it.is_ascii_alphanumeric() || it == '-' || it.is_whitespace();
    if code.is_empty() || !written.chars().all(is_allowed) {
        let why = "and a postal code has letters, digits, blanks and hyphens alone";
        let fix = match code {
            "" => "write a postal code, or leave the cell empty".to_owned(),
            code if written.ends_with(['*', '%', '.', '…']) => {
                format!("write {code}: it stands for every code that begins so")
            }
            code => format!("write {code}"),
        };
        return Err((why.to_owned(), fix));
    }
    shaped(code, country)
}

/// The code, if it looks like the country's.
fn shaped(code: &str, country: &str) -> Result<String, (String, String)> {
    let refused = |why: String, fix: String| Err((why, fix));
    if country == OUTWARD {
        let none = || {
            let why = "which is neither a postcode area nor an outward code";
            (why.to_owned(), "write something like SW or SW1A".to_owned())
        };
        return outward_key(code).ok_or_else(none);
    }
    if country == "CA"
        && !code.bytes().zip([true, false, true]).all(|(it, letter)| it.is_ascii_alphabetic() == letter)
    {
        let why = "and postal codes of CA begin with a letter, a digit and a letter";
        return refused(why.to_owned(), "write something like K1A".to_owned());
    }
    let Some(Digits { length, .. }) = digits_of(country) else { return Ok(code.to_owned()) };
    if !are_digits(code) {
        let only: String = code.chars().filter(char::is_ascii_digit).collect();
        let fix =
            if only.len() == length { format!("write {only}") } else { format!("write {length} digits") };
        return refused(format!("and postal codes of {country} are {length} digits"), fix);
    }
    if code.len() > length {
        let why = format!("which has {} digits, and postal codes of {country} have {length}", code.len());
        return refused(why, format!("write {length} digits"));
    }
    Ok(code.to_owned())
}

/// The two ends of `80331-81929`.
fn range_in_one_cell(written: &str, country: &str) -> Option<(String, String)> {
    let (first, last) =
        [" to ", " - ", "..", "–", "—", "-"].iter().find_map(|dash| written.split_once(dash))?;
    let is_end = |end: &str| {
        let code = postal::plain(end);
        match digits_of(country) {
            Some(digits) => code.len() == digits.length && are_digits(&code),
            None if country == OUTWARD => outward_key(&code).is_some(),
            None => code.len() == 3 && district_characters(country) == Some(3),
        }
    };
    (is_end(first) && is_end(last)).then(|| (first.trim().to_owned(), last.trim().to_owned()))
}
