//! The decision table, arranged so that looking a lead up takes microseconds with ten thousand
//! rules too: rules are passed over 64 or 4,096 at a time.
//!
//! For each question there is a set of rules per answer. A rule fits when it is in the set of
//! every question, and the first that does decides. Sets have 64 rules to a word and a bit for
//! every word that is not empty: words that are empty for one question are never looked at.

mod axis;
mod sparse;

use axis::{Axis, Fitting};
use sparse::WORD;

use super::facts::Facts;
use super::rule::Rule;
use super::subject::Subject;

/// The rules, by what they ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Each question that any rule asks.
    axes: Vec<(Subject, Axis)>,
    /// How many rules there are.
    rules: usize,
}

impl Table {
    /// Arranges rules. Of two conditions about one subject in a rule the first counts: the
    /// compiler lets none through.
    pub fn of(rules: &[Rule]) -> Self {
        let mut subjects: Vec<&Subject> =
            rules.iter().flat_map(|rule| &rule.when).map(|condition| &condition.subject).collect();
        subjects.sort_unstable();
        subjects.dedup();
        let axis = |subject: &Subject| {
            let asked = rules.iter().map(|rule| rule.when.iter().find(|one| one.subject == *subject));
            (subject.clone(), Axis::of(asked))
        };
        Self { axes: subjects.into_iter().map(axis).collect(), rules: rules.len() }
    }

    /// The number of the first rule that a lead fits.
    pub fn first(&self, facts: &Facts) -> Option<usize> {
        let mut fitting: Vec<Fitting<'_>> =
            self.axes.iter().map(|(subject, axis)| axis.fitting(facts.known(subject))).collect();
        // The question that most rules fail is asked first.
        fitting.sort_unstable_by_key(|fits| fits.count());
        if fitting.is_empty() {
            return (self.rules > 0).then_some(0);
        }
        let words = self.rules.div_ceil(WORD);
        (0..words.div_ceil(WORD)).find_map(|at| {
            let mut left = in_all(&fitting, |fits| fits.summary(at));
            while left != 0 {
                let word = at * WORD + left.trailing_zeros() as usize;
                left &= left - 1;
                let found = in_all(&fitting, |fits| fits.word(word));
                if found != 0 {
                    return Some(word * WORD + found.trailing_zeros() as usize);
                }
            }
            None
        })
    }
}

/// The bits that every question has. The first that leaves none is the last that is looked at.
fn in_all(fitting: &[Fitting<'_>], bits: impl Fn(Fitting<'_>) -> u64) -> u64 {
    let mut left = u64::MAX;
    for fits in fitting {
        left &= bits(*fits);
        if left == 0 {
            break;
        }
    }
    left
}
