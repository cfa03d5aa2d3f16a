//! A lead as an example, in the words of `cargo beeline why`.

use beeline::routing::{Alternative, Known, Subject};

use super::column::Atom;
use crate::calendar_text::printed_minute;

/// What is said of a lead, in the words of `cargo beeline why`: `form=demo employees=1000`.
/// What follows from the rest is left out.
pub(super) fn in_words(answers: &Atom) -> String {
    let said: Vec<String> =
        worth_saying(answers).iter().map(|(subject, answer)| said(subject, answer)).collect();
    if said.is_empty() { "any lead".to_owned() } else { said.join(" ") }
}

fn worth_saying(answers: &Atom) -> Vec<&(Subject, Alternative)> {
    let is_placed = answers
        .iter()
        .any(|(subject, answer)| *subject == Subject::Country && matches!(answer, Alternative::Word(_)));
    let is_alone = answers.len() == 1;
    let is_worth_saying = |(subject, answer): &&(Subject, Alternative)| match subject {
        _ if is_alone => true,
        Subject::Lane => false,
        // It follows from the country and its part.
        Subject::Territory => !is_placed && *answer != Alternative::Unknown,
        Subject::Subdivision => is_placed && *answer != Alternative::Unknown,
        Subject::Field(_) | Subject::Consent(_) | Subject::Enriched(_) => *answer != Alternative::Unknown,
        _ => true,
    };
    answers.iter().filter(is_worth_saying).collect()
}

fn said(subject: &Subject, answer: &Alternative) -> String {
    match answer.known() {
        Known::Nothing => format!("{subject}=unknown"),
        Known::Minute(minute) => format!("{subject}=\"{}\"", printed_minute(minute)),
        Known::Number(number) => format!("{subject}={number}"),
        Known::Word(_) if *answer == Alternative::AnyOtherWord => {
            format!("{subject}=(anything that no rule names)")
        }
        Known::Word(word) if subject.is_country() => format!("{subject}={}", word.to_uppercase()),
        Known::Word(word) if word.contains(' ') => format!("{subject}=\"{word}\""),
        Known::Word(word) => format!("{subject}={word}"),
    }
}
