//! The answers that rules tell apart, as columns that have nothing to do with each other: every
//! combination of one answer from each is a lead that may come.
//!
//! Questions whose answers depend on each other share a column: a form has its own lane and its
//! own questions, and a place is in one country, one part of it and one territory.

use std::collections::BTreeSet;

use beeline::routing::{Answers, Condition, Fact, Known, Rule, Subject};

use crate::proof::AtomSet;

/// An answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    /// A word that some rule, form or line names.
    Word(String),
    /// A number: the first of those that rules do not tell apart.
    Number(i64),
    /// A minute of the week, likewise.
    Minute(u16),
    /// A word that nothing names.
    Other,
    /// Not known.
    Unknown,
}

impl Answer {
    /// As conditions are asked.
    fn known(&self) -> Known<'_> {
        match self {
            Self::Word(word) => Known::Word(word),
            Self::Number(number) => Known::Number(*number),
            Self::Minute(minute) => Known::Minute(*minute),
            // Nothing names what nobody can type.
            Self::Other => Known::Word("\u{0}"),
            Self::Unknown => Known::Nothing,
        }
    }
}

/// One combination of answers to a column's questions.
pub(super) type Atom = Vec<(Subject, Answer)>;

/// Questions, and every combination of answers to them that rules tell apart.
pub(super) struct Column {
    pub subjects: BTreeSet<Subject>,
    pub atoms: Vec<Atom>,
}

impl Column {
    /// One question that depends on no other.
    pub(super) fn alone(subject: &Subject, rules: &[Rule]) -> Self {
        let answers = told_apart(subject, rules);
        let atoms = answers.into_iter().map(|answer| vec![(subject.clone(), answer)]).collect();
        Self { subjects: BTreeSet::from([subject.clone()]), atoms }
    }

    /// The combinations that a rule's conditions on this column fit; `None` if it has none.
    pub(super) fn fitting(&self, rule: &Rule) -> Option<AtomSet> {
        let asked: Vec<&Condition> =
            rule.when.iter().filter(|condition| self.subjects.contains(&condition.subject)).collect();
        if asked.is_empty() {
            return None;
        }
        let fits =
            |atom: &Atom| asked.iter().all(|condition| condition.fits(known(atom, &condition.subject)));
        let numbered = (0_u32..).zip(&self.atoms).filter(|(_, atom)| fits(atom)).map(|(number, _)| number);
        Some(AtomSet::of(self.size(), numbered))
    }

    pub(super) fn size(&self) -> u32 {
        u32::try_from(self.atoms.len()).unwrap_or(u32::MAX)
    }
}

fn known<'a>(atom: &'a Atom, subject: &Subject) -> Known<'a> {
    atom.iter().find(|(asked, _)| asked == subject).map_or(Known::Nothing, |(_, answer)| answer.known())
}

/// Every answer to a question that the conditions on it tell apart, likeliest first.
pub(super) fn told_apart(subject: &Subject, rules: &[Rule]) -> Vec<Answer> {
    let mut words = BTreeSet::new();
    let mut cuts = BTreeSet::new();
    let asked = rules.iter().flat_map(|rule| &rule.when).filter(|condition| condition.subject == *subject);
    for condition in asked {
        match &condition.answers {
            Answers::OneOf(named) | Answers::NoneOf(named) => words.extend(named.iter().cloned()),
            Answers::Within(spans) => {
                cuts.extend(
                    spans.iter().flat_map(|span| [Some(span.from), span.to.map(|to| to.saturating_add(1))]),
                );
            }
            Answers::During(spans) => {
                cuts.extend(
                    spans.iter().flat_map(|(from, to)| [Some(i64::from(*from)), Some(i64::from(*to))]),
                );
            }
        }
    }
    let cuts: BTreeSet<i64> = cuts.into_iter().flatten().collect();
    let has_words = !words.is_empty();
    if matches!(subject, Subject::Consent(_)) {
        words = ["yes", "no"].map(str::to_owned).into();
    }
    let mut answers: Vec<Answer> = words.into_iter().map(Answer::Word).collect();
    if !cuts.is_empty() {
        answers.extend(numbers(subject, &cuts));
    }
    let may_be_other = has_words && !matches!(subject, Subject::Consent(_) | Subject::Lane | Subject::Form);
    answers.extend(may_be_other.then_some(Answer::Other));
    answers.extend((!subject.is_always_known()).then_some(Answer::Unknown));
    answers
}

/// The first number, or minute, of each stretch that conditions do not tell apart.
fn numbers(subject: &Subject, cuts: &BTreeSet<i64>) -> Vec<Answer> {
    let least = cuts.first().copied().unwrap_or(0).min(0);
    let starts = std::iter::once(least).chain(cuts.iter().copied().filter(|cut| *cut > least));
    if *subject != Subject::Hours {
        return starts.map(Answer::Number).collect();
    }
    let minute =
        |start: i64| u16::try_from(start).ok().filter(|minute| *minute < beeline::routing::WEEK_MINUTES);
    starts.filter_map(minute).map(Answer::Minute).collect()
}

/// The answer as facts have it.
pub(super) fn fact(answer: &Answer) -> Option<Fact> {
    match answer {
        Answer::Word(word) => Some(Fact::Word(word.clone())),
        Answer::Number(number) => Some(Fact::Number(*number)),
        Answer::Minute(minute) => Some(Fact::Number(i64::from(*minute))),
        Answer::Other | Answer::Unknown => None,
    }
}
