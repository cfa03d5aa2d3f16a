//! Conditions and answers as sentences.

use beeline::replay::Balance;
use beeline::routing::{
    Alternative, Answers, Condition, ConditionCheck, FALLBACK, FORM, Fact, NumberSpan, Subject,
};
use beeline::schedule::{Opening, Week};

use crate::calendar_text::{printed_hours, printed_minute};

/// What a condition asks for: `one of at, de, or not known`.
pub fn wanted(condition: &Condition) -> String {
    let words = |words: &[String]| words.join(", ");
    let asked = match &condition.answers {
        Answers::OneOf(named) if named.is_empty() => return "not known".to_owned(),
        Answers::OneOf(named) if named.len() == 1 => words(named),
        Answers::OneOf(named) => format!("one of {}", words(named)),
        Answers::NoneOf(named) if named.is_empty() => "anything".to_owned(),
        Answers::NoneOf(named) => format!("none of {}", words(named)),
        Answers::Within(spans) => spans.iter().map(|span| span.to_string()).collect::<Vec<_>>().join(", "),
        Answers::During(spans) => hours(spans),
    };
    if condition.unknown { format!("{asked}, or not known") } else { asked }
}

/// What is known: `de`, or `not known`.
pub fn known(subject: &Subject, fact: Option<&Fact>) -> String {
    match fact {
        None => "not known".to_owned(),
        Some(Fact::Word(word)) => word.clone(),
        Some(Fact::Truth(true)) => "yes".to_owned(),
        Some(Fact::Truth(false)) => "no".to_owned(),
        Some(Fact::Number(number)) if *subject == Subject::Hours => {
            u16::try_from(*number).map_or_else(|_| number.to_string(), printed_minute)
        }
        Some(Fact::Number(number)) => number.to_string(),
    }
}

/// What a condition made of a lead: `employees is 150; wanted: 200 or more`, and how that is
/// known where several ways lead to it.
pub fn condition(check: &ConditionCheck) -> String {
    let from = check.from.map_or(String::new(), |source| format!(" (from {})", source.word()));
    let known = known(&check.subject, check.known.as_ref());
    format!("{} is {known}{from}; wanted: {}", check.subject, wanted(&check.wanted))
}

/// The same of something that nobody said, and that counts all the same.
pub fn supposed(check: &ConditionCheck) -> String {
    let known = known(&check.subject, check.known.as_ref());
    format!("{} is {known} (not said); wanted: {}", check.subject, wanted(&check.wanted))
}

/// Whether a rule decided, and not what takes the leads that no rule does.
pub fn is_rule(rule: &str) -> bool {
    rule != FORM && rule != FALLBACK
}

/// A team and what decides for it: `emea (rule dach)`, `sales (the fallback)`.
pub fn decided(team: &str, rule: &str) -> String {
    match rule {
        FORM => format!("{team} (the form's own team)"),
        FALLBACK => format!("{team} (the fallback)"),
        rule => format!("{team} (rule {rule})"),
    }
}

/// A number with its thousands apart: `1,204`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut parts: Vec<String> = Vec::new();
    for (place, digit) in digits.chars().rev().enumerate() {
        if place > 0 && place.is_multiple_of(3) {
            parts.push(",".to_owned());
        }
        parts.push(digit.to_string());
    }
    parts.into_iter().rev().collect()
}

/// `1 lead`, `2,000 leads`.
pub fn leads(number: u64) -> String {
    format!("{} lead{}", count(number), if number == 1 { "" } else { "s" })
}

/// What a team had, has, gains and loses; nothing is a dash.
pub fn balance(balance: &Balance) -> [String; 4] {
    let signed = |sign: &str, leads: u64| {
        if leads == 0 { "–".to_owned() } else { format!("{sign}{}", count(leads)) }
    };
    [count(balance.before), count(balance.after), signed("+", balance.gained), signed("−", balance.lost)]
}

/// What would have had to be: `country were one of at, de`.
pub fn alternatives(subject: &Subject, all: &[Alternative]) -> String {
    let mut words: Vec<String> = all.iter().filter_map(alternative).collect();
    let spans: Vec<(u16, u16)> = all
        .iter()
        .filter_map(|alternative| match alternative {
            Alternative::Minutes(from, until) => Some((*from, *until)),
            _ => None,
        })
        .collect();
    if !spans.is_empty() {
        words.push(hours(&spans));
    }
    format!("{subject} were {}", words.join(" or "))
}

/// One alternative; minutes of the week are told together.
fn alternative(alternative: &Alternative) -> Option<String> {
    Some(match alternative {
        Alternative::Unknown => "not known".to_owned(),
        Alternative::Word(word) => word.clone(),
        Alternative::AnyOtherWord => "anything that no rule names".to_owned(),
        Alternative::Numbers(from, to) => NumberSpan { from: *from, to: *to }.to_string(),
        Alternative::Minutes(..) => return None,
    })
}

/// Minutes of the week, as hours are written in the files: `Mon-Fri 09:00-18:00`.
fn hours(spans: &[(u16, u16)]) -> String {
    let openings = spans
        .iter()
        .map(|(from, until)| Opening { from_minute: *from, minutes: until.saturating_sub(*from) });
    printed_hours(&Week::of(openings))
}
