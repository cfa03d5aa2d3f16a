//! A lead as an example, in the words of `cargo beeline why`.

use beeline::routing::{Fact, Subject};

use super::column::{Answer, Column, fact};
use crate::proof::Witness;

/// Puts leads into words.
pub(super) struct Examples<'a> {
    pub columns: &'a [Column],
}

impl Examples<'_> {
    /// What must be so of the lead: `form=demo employees=1000`.
    pub(super) fn of(&self, witness: &Witness) -> String {
        let said: Vec<String> =
            witness.atoms.iter().flat_map(|(column, atom)| self.atom(*column, *atom)).collect();
        if said.is_empty() { "any lead".to_owned() } else { said.join(" ") }
    }

    fn atom(&self, column: usize, atom: u32) -> Vec<String> {
        let atoms = self.columns.get(column).map(|column| column.atoms.as_slice()).unwrap_or_default();
        let atom = usize::try_from(atom).ok().and_then(|atom| atoms.get(atom));
        let Some(atom) = atom else { return Vec::new() };
        let is_placed = atom
            .iter()
            .any(|(subject, answer)| *subject == Subject::Country && matches!(answer, Answer::Word(_)));
        let is_worth_saying = |(subject, answer): &&(Subject, Answer)| match subject {
            Subject::Lane => false,
            // It follows from the country and its part.
            Subject::Territory => !is_placed && *answer != Answer::Unknown,
            Subject::Subdivision => matches!(answer, Answer::Word(_)),
            Subject::Field(_) => *answer != Answer::Unknown,
            _ => true,
        };
        atom.iter().filter(is_worth_saying).map(|(subject, answer)| said(subject, answer)).collect()
    }
}

fn said(subject: &Subject, answer: &Answer) -> String {
    match (answer, fact(answer)) {
        (Answer::Unknown, _) => format!("{subject}=unknown"),
        (Answer::Minute(minute), _) => format!("{subject}=\"{}\"", moment(*minute)),
        (_, Some(Fact::Word(word))) if *subject == Subject::Country => {
            format!("{subject}={}", word.to_uppercase())
        }
        (_, Some(Fact::Word(word))) if word.contains(' ') => format!("{subject}=\"{word}\""),
        (_, Some(Fact::Word(word))) => format!("{subject}={word}"),
        (_, Some(Fact::Number(number))) => format!("{subject}={number}"),
        _ => format!("{subject}=(anything that no rule names)"),
    }
}

/// A minute of the week: `Mon 09:00`.
fn moment(minute: u16) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let day = DAYS.get(usize::from(minute / 1_440)).copied().unwrap_or("Sun");
    format!("{day} {:02}:{:02}", minute % 1_440 / 60, minute % 60)
}
