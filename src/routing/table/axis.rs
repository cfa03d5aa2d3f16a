//! The rules of a table by their answers to one question.

use std::collections::BTreeMap;

use super::sparse::{Few, Many};
use crate::routing::facts::Known;
use crate::routing::rule::{Answers, Condition};

/// Which rules fit which answer to one question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Axis {
    /// Rules that any word, number or minute fits: they do not ask, or exclude some words only.
    open_to_words: Many,
    /// Rules that fit what is not known.
    unknown: Many,
    /// Words that rules name, in order.
    words: Vec<(String, Named)>,
    /// Where spans begin and end, in order: what fits from there on.
    cuts: Vec<(i64, Few)>,
}

/// What a named word changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Named {
    /// Rules that want it.
    wanted_by: Few,
    /// Rules that exclude it.
    excluded_by: Few,
}

/// The rules that fit one answer.
#[derive(Clone, Copy)]
pub(super) struct Fitting<'a> {
    most: &'a Many,
    added: Option<&'a Few>,
    removed: Option<&'a Few>,
}

impl Fitting<'_> {
    /// The fitting rules among 64.
    pub fn word(self, word: usize) -> u64 {
        let removed = self.removed.map_or(0, |few| few.word(word));
        self.most.word(word) & !removed | self.added.map_or(0, |few| few.word(word))
    }

    /// About how many rules fit.
    pub fn count(self) -> usize {
        self.most.count() + self.added.map_or(0, Few::count)
    }

    /// Which of 64 words may have any.
    pub fn summary(self, at: usize) -> u64 {
        self.most.summary(at) | self.added.map_or(0, |few| few.summary(at))
    }
}

impl Axis {
    /// From what each rule asks, in order; `None` is a rule that does not.
    pub fn of<'a>(asked: impl Iterator<Item = Option<&'a Condition>>) -> Self {
        let mut axis = Self::default();
        let mut words: BTreeMap<&str, Named> = BTreeMap::new();
        let mut spans: Vec<(usize, i64, i64)> = Vec::new();
        for (rule, condition) in asked.enumerate() {
            let Some(condition) = condition else {
                axis.open_to_words.insert(rule);
                axis.unknown.insert(rule);
                continue;
            };
            if condition.unknown {
                axis.unknown.insert(rule);
            }
            match &condition.answers {
                Answers::OneOf(named) => {
                    named.iter().for_each(|word| words.entry(word).or_default().wanted_by.push(rule));
                }
                Answers::NoneOf(named) => {
                    axis.open_to_words.insert(rule);
                    named.iter().for_each(|word| words.entry(word).or_default().excluded_by.push(rule));
                }
                Answers::Within(within) => {
                    let after = |to: Option<i64>| to.map_or(i64::MAX, |to| to.saturating_add(1));
                    spans.extend(within.iter().map(|span| (rule, span.from, after(span.to))));
                }
                Answers::During(during) => {
                    spans.extend(during.iter().map(|(from, to)| (rule, i64::from(*from), i64::from(*to))));
                }
            }
        }
        axis.words = words.into_iter().map(|(word, named)| (word.to_owned(), named)).collect();
        axis.cuts = cuts(&spans);
        axis
    }

    /// The rules that fit an answer.
    pub fn fitting(&self, known: Known<'_>) -> Fitting<'_> {
        let only = |most| Fitting { most, added: None, removed: None };
        let number = match known {
            Known::Nothing => return only(&self.unknown),
            Known::Word(word) => return self.fitting_word(word),
            Known::Number(number) => number,
            Known::Minute(minute) => i64::from(minute),
        };
        let after = self.cuts.partition_point(|(from, _)| *from <= number);
        let added = after.checked_sub(1).and_then(|at| self.cuts.get(at)).map(|(_, few)| few);
        // Rules that exclude words do not exclude a number.
        Fitting { most: &self.open_to_words, added, removed: None }
    }

    fn fitting_word(&self, word: &str) -> Fitting<'_> {
        let found = self.words.binary_search_by(|(known, _)| known.as_str().cmp(word));
        let named = found.ok().and_then(|at| self.words.get(at)).map(|(_, named)| named);
        Fitting {
            most: &self.open_to_words,
            added: named.map(|named| &named.wanted_by),
            removed: named.map(|named| &named.excluded_by),
        }
    }
}

/// Which rules' spans are open from each place on where one begins or ends. A span is a rule's
/// number, where it begins and where it has ended; the last of all may go on for ever.
fn cuts(spans: &[(usize, i64, i64)]) -> Vec<(i64, Few)> {
    let mut places: BTreeMap<i64, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (rule, from, end) in spans {
        places.entry(*from).or_default().0.push(*rule);
        if *end < i64::MAX {
            places.entry(*end).or_default().1.push(*rule);
        }
    }
    // A rule may have several spans open: they need not be disjoint.
    let mut open: BTreeMap<usize, u32> = BTreeMap::new();
    let mut cuts = Vec::with_capacity(places.len());
    for (place, (begun, ended)) in places {
        begun.into_iter().for_each(|rule| *open.entry(rule).or_default() += 1);
        for rule in ended {
            if let Some(count) = open.get_mut(&rule) {
                *count -= 1;
            }
        }
        open.retain(|_, count| *count > 0);
        let mut few = Few::default();
        open.keys().for_each(|rule| few.push(*rule));
        cuts.push((place, few));
    }
    cuts
}
