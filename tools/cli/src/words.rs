//! Conditions and answers as sentences.

use beeline::routing::{Alternative, Answers, Condition, Fact, NumberSpan, Subject, WEEK_MINUTES};

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
        Answers::During(spans) => {
            spans.iter().map(|(from, to)| minutes(*from, *to)).collect::<Vec<_>>().join(", ")
        }
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
            u16::try_from(*number).map_or_else(|_| number.to_string(), minute)
        }
        Some(Fact::Number(number)) => number.to_string(),
    }
}

/// What would have had to be: `country were one of at, de`.
pub fn alternatives(subject: &Subject, all: &[Alternative]) -> String {
    let words: Vec<String> = all
        .iter()
        .map(|alternative| match alternative {
            Alternative::Unknown => "not known".to_owned(),
            Alternative::Word(word) => word.clone(),
            Alternative::AnyOtherWord => "anything that no rule names".to_owned(),
            Alternative::Numbers(from, to) => NumberSpan { from: *from, to: *to }.to_string(),
            Alternative::Minutes(from, to) => minutes(*from, *to),
        })
        .collect();
    format!("{subject} were {}", words.join(" or "))
}

fn minutes(from: u16, to: u16) -> String {
    if to == WEEK_MINUTES {
        return format!("{} to the end of Sunday", minute(from));
    }
    format!("{} to {}", minute(from), minute(to))
}

/// A minute of the week: `Mon 09:00`.
fn minute(minute: u16) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let day = DAYS.get(usize::from(minute / 1_440)).copied().unwrap_or("Sun");
    format!("{day} {:02}:{:02}", minute % 1_440 / 60, minute % 60)
}
