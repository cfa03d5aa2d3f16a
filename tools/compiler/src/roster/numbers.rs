//! The columns `weight`, `daily_cap` and `active`.

use std::ops::RangeInclusive;

use beeline::pool::MAX_WEIGHT;

use crate::csv::are_digits;
use crate::rules::{Refusal, refuse};

/// A share of leads.
pub(super) fn weight(text: &str) -> Result<u32, Refusal> {
    if whole(text) == Some(0) {
        return refuse(
            "and a rep with weight 0 would be in the team and never get a lead",
            "1 or more; to keep leads away for a time, write no in `active`",
        );
    }
    within(text, 1..=MAX_WEIGHT)
}

/// The largest cap: nobody answers so many leads in a day.
const LARGEST_CAP: u32 = 1_000;

/// The most leads of a day.
pub(super) fn daily_cap(text: &str) -> Result<u32, Refusal> {
    if whole(text) == Some(0) {
        return refuse(
            "and a rep with a cap of 0 would never get a lead",
            "1 or more, or nothing where there is no cap; to keep leads away for a time, write no in `active`",
        );
    }
    within(text, 1..=LARGEST_CAP)
}

/// Yes or no, as people and spreadsheets write it.
pub(super) fn yes_or_no(text: &str) -> Result<bool, Refusal> {
    const YES: [&str; 13] =
        ["yes", "y", "true", "1", "on", "x", "active", "ja", "oui", "sí", "si", "wahr", "vrai"];
    const NO: [&str; 11] =
        ["no", "n", "false", "0", "off", "inactive", "nein", "non", "falsch", "faux", "nee"];
    let small = text.to_lowercase();
    if YES.contains(&small.as_str()) {
        return Ok(true);
    }
    if NO.contains(&small.as_str()) {
        return Ok(false);
    }
    refuse("and must be yes or no", "yes or no")
}

fn within(text: &str, limits: RangeInclusive<u32>) -> Result<u32, Refusal> {
    let number = whole(text).filter(|number| limits.contains(number));
    if let Some(number) = number.filter(|_| are_digits(text)) {
        return Ok(number);
    }
    let why = format!("and must be a whole number from {} to {}", limits.start(), limits.end());
    refuse(&why, number.map_or(String::new(), |number| number.to_string()))
}

/// The number that was meant: spreadsheets add decimals that say nothing.
fn whole(text: &str) -> Option<u32> {
    let digits = match text.split_once(['.', ',']) {
        Some((digits, decimals)) if decimals.bytes().all(|byte| byte == b'0') => digits,
        _ => text,
    };
    digits.parse().ok().filter(|_| are_digits(digits))
}
