//! Carves the database of the crate `phonenumber` into one small plan per region.
//!
//! At run time the whole database would have to be decoded, and thousands of patterns
//! checked, before the first number is read. A plan keeps what parsing and validity need, in
//! a form that is cheap to build:
//!
//! * one pattern instead of up to eleven: a number is valid when a typed descriptor
//!   describes all of it, so their union is the whole answer;
//! * prefixes as literals where the language of the pattern is finite and small, so that
//!   regions are chosen without building anything.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::iter::Peekable;
use std::str::Chars;

use phonenumber::Metadata;
use phonenumber::metadata::{DATABASE, Descriptor};

use crate::Fallible;

/// Stands for any digit in a prefix.
const ANY_DIGIT: char = '.';

/// `PLANS` by calling code, each code's main region first, and `REGIONS`, an index by id.
pub fn tables() -> Fallible<String> {
    // Not `DATABASE.iter()`: non-geographic plans share one id, and it has one of them.
    let codes = 1..=999u16;
    let plans: Vec<&Metadata> = codes.filter_map(|code| DATABASE.by_code(&code)).flatten().collect();
    let mut regions: Vec<(&str, usize)> =
        plans.iter().enumerate().map(|(at, plan)| (plan.id(), at)).filter(|(id, _)| *id != "001").collect();
    regions.sort_unstable();

    let mut out = format!("static PLANS: [Plan; {}] = [\n", plans.len());
    for plan in plans {
        write_plan(&mut out, plan).map_err(|why| format!("phone plan of {}: {why}", plan.id()))?;
    }
    writeln!(out, "];\n\nstatic REGIONS: [(&str, usize); {}] = {regions:?};", regions.len())?;
    Ok(out)
}

fn write_plan(out: &mut String, plan: &Metadata) -> Fallible<()> {
    let typed = typed(plan);
    let patterns: BTreeSet<String> =
        typed.iter().map(|kind| compact(kind.national_number().as_str())).collect();
    let numbers = patterns.into_iter().collect::<Vec<_>>().join("|");
    let mut lengths: Vec<u16> = typed.iter().flat_map(|kind| kind.possible_length()).copied().collect();
    lengths.sort_unstable();
    lengths.dedup();
    let trunk = plan.national_prefix_for_parsing().map(|pattern| pattern.as_str()).or(plan.national_prefix());

    writeln!(out, "    Plan {{")?;
    writeln!(out, "        id: {:?},", plan.id())?;
    writeln!(out, "        code: {},", plan.country_code())?;
    writeln!(
        out,
        "        leading: &{:?},",
        prefixes(plan.leading_digits().map(|pattern| pattern.as_str()))?
    )?;
    writeln!(
        out,
        "        abroad: &{:?},",
        prefixes(plan.international_prefix().map(|pattern| pattern.as_str()))?
    )?;
    writeln!(out, "        trunk: {:?},", trunk.map(|pattern| format!("^(?:{})", compact(pattern))))?;
    writeln!(out, "        rewrite: {:?},", plan.national_prefix_transform_rule())?;
    writeln!(out, "        lengths: &{lengths:?},")?;
    writeln!(out, "        numbers: {:?},", format!("^(?:{numbers})$"))?;
    writeln!(out, "    }},")?;
    Ok(())
}

/// The descriptors that make a number valid, as `phonenumber` asks them.
fn typed(plan: &Metadata) -> Vec<&Descriptor> {
    let kinds = plan.descriptors();
    let asked = [
        kinds.premium_rate(),
        kinds.toll_free(),
        kinds.shared_cost(),
        kinds.voip(),
        kinds.personal_number(),
        kinds.pager(),
        kinds.uan(),
        kinds.voicemail(),
        kinds.fixed_line(),
        kinds.mobile(),
    ];
    asked.into_iter().flatten().collect()
}

/// A pattern without its layout.
fn compact(pattern: &str) -> String {
    pattern.split_whitespace().collect()
}

/// Every string that a pattern of a few digits matches, `.` for any digit; none for no pattern.
fn prefixes(pattern: Option<&str>) -> Fallible<Vec<String>> {
    let Some(pattern) = pattern else { return Ok(Vec::new()) };
    let pattern = compact(pattern);
    let mut rest = pattern.chars().peekable();
    let strings = alternatives(&mut rest)?;
    match rest.next() {
        None => Ok(strings.into_iter().collect()),
        Some(other) => Err(format!("{other:?} in {pattern:?} is not understood").into()),
    }
}

/// `a|b|c`, up to a closing bracket.
fn alternatives(rest: &mut Peekable<Chars<'_>>) -> Fallible<BTreeSet<String>> {
    let mut all = sequence(rest)?;
    while rest.next_if_eq(&'|').is_some() {
        all.append(&mut sequence(rest)?);
    }
    Ok(all)
}

/// Atoms one after the other, each perhaps optional.
fn sequence(rest: &mut Peekable<Chars<'_>>) -> Fallible<BTreeSet<String>> {
    let mut strings = BTreeSet::from([String::new()]);
    while let Some(mut atom) = atom(rest)? {
        if rest.next_if_eq(&'?').is_some() {
            atom.insert(String::new());
        }
        let join = |head: &String| atom.iter().map(|tail| format!("{head}{tail}")).collect::<Vec<_>>();
        strings = strings.iter().flat_map(join).collect();
    }
    Ok(strings)
}

/// A digit, `\d`, a class or a group.
fn atom(rest: &mut Peekable<Chars<'_>>) -> Fallible<Option<BTreeSet<String>>> {
    let Some(first) = rest.next_if(|next| matches!(next, '0'..='9' | '\\' | '[' | '(')) else {
        return Ok(None);
    };
    let strings = match first {
        '(' => {
            let open = rest.next_if_eq(&'?').and_then(|_| rest.next_if_eq(&':'));
            open.ok_or("only groups of the form (?:...) are understood")?;
            let inner = alternatives(rest)?;
            rest.next_if_eq(&')').ok_or("a group is not closed")?;
            inner
        }
        '[' => class(rest)?,
        '\\' => {
            rest.next_if_eq(&'d').ok_or("only the escape \\d is understood")?;
            BTreeSet::from([String::from(ANY_DIGIT)])
        }
        digit => BTreeSet::from([digit.to_string()]),
    };
    Ok(Some(strings))
}

/// `13-5]`, its opening bracket read.
fn class(rest: &mut Peekable<Chars<'_>>) -> Fallible<BTreeSet<String>> {
    let mut strings = BTreeSet::new();
    loop {
        let from = rest.next().ok_or("a class is not closed")?;
        let to = match rest.next_if_eq(&'-') {
            Some(_) => rest.next().ok_or("a class is not closed")?,
            None => from,
        };
        match from {
            ']' => return Ok(strings),
            '0'..='9' => strings.extend((from..=to).map(String::from)),
            other => return Err(format!("{other:?} in a class is not understood").into()),
        }
    }
}
