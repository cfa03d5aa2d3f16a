//! What is proved of each rule: whether it ever decides, changes anything, and whom it stands
//! in the way of.

use beeline::routing::Rule;

use super::example;
use super::lint::Lint;
use super::{Checked, Remark};
use crate::analysis::model::Model;
use crate::proof::{Cover, Merge, Overlap, Proof, Review};

/// What is to be said of every rule.
pub(super) fn of(checked: &Checked<'_>, model: &Model<'_>) -> Vec<Remark> {
    let proof = Proof::new(&model.table);
    let reviewer = Reviewer { checked, model };
    proof.reviews().flat_map(|review| reviewer.remarks(&review)).collect()
}

/// Puts findings into words.
struct Reviewer<'a> {
    checked: &'a Checked<'a>,
    model: &'a Model<'a>,
}

impl Reviewer<'_> {
    fn remarks(&self, review: &Review) -> Vec<Remark> {
        let Some(rule) = self.rule(review.rule) else { return Vec::new() };
        let mut remarks = Vec::new();
        let twin = review.identical.and_then(|twin| Some((twin, self.rule(twin.first)?)));
        match (&review.unreachable, twin) {
            (Ok(Some(_)), Some((twin, first))) => {
                remarks.push(self.twin(review.rule, rule, twin.first, first));
            }
            (Ok(Some(cover)), None) => remarks.push(self.unreachable(review.rule, rule, cover)),
            (Err(_), _) => {
                let message =
                    format!("it takes too long to find out whether rule `{}` can ever decide", rule.id);
                let fix = "nothing you must do; a test for it in tests.toml shows that it can";
                remarks.push(self.on(Lint::Undecided, review.rule, message, fix));
            }
            (Ok(None), _) => {}
        }
        if let Ok(Some(heirs)) = &review.redundant {
            let by = match heirs.rules.as_slice() {
                [] => String::new(),
                rules => format!(", by {}", self.named(rules)),
            };
            let message = format!(
                "rule `{}` changes nothing: without it its leads go to team `{}` all the same{by}",
                rule.id, rule.team
            );
            let fix = "nothing, if it is there to say so; else delete it";
            remarks.push(self.on(Lint::ChangesNothing, review.rule, message, fix));
        }
        remarks.extend(review.overlaps.found.iter().filter_map(|overlap| self.overlap(rule, overlap)));
        let merge = review.mergeable.iter().find_map(|merge| self.merge(rule, merge));
        remarks.extend(merge.filter(|_| review.redundant == Ok(None)));
        remarks
    }

    fn unreachable(&self, place: usize, rule: &Rule, cover: &Cover) -> Remark {
        if cover.rules.is_empty() {
            let message = format!("rule `{}` fits no lead that can come", rule.id);
            return self.on(Lint::FitsNothing, place, message, "correct its conditions, or delete it");
        }
        let message = format!(
            "rule `{}` never decides: every lead that it fits is taken by {}",
            rule.id,
            self.named(&cover.rules)
        );
        self.on(Lint::NeverDecides, place, message, "delete it, or move it above them")
    }

    fn twin(&self, place: usize, rule: &Rule, twin: usize, first: &Rule) -> Remark {
        let line = self.checked.lines.rule(twin);
        if first.team == rule.team {
            let message = format!("rule `{}` is rule `{}` (line {line}) again", rule.id, first.id);
            return self.on(Lint::SameRule, place, message, "delete it");
        }
        let message = format!(
            "rule `{}` never decides: rule `{}` (line {line}) fits the same leads, and sends them to team `{}`",
            rule.id, first.id, first.team
        );
        self.on(Lint::Contradiction, place, message, "delete the one that is not meant")
    }

    fn overlap(&self, rule: &Rule, overlap: &Overlap) -> Option<Remark> {
        let second = self.rule(overlap.second)?;
        let message = format!(
            "rules `{}` (line {}) and `{}` both fit some leads, and the first of them decides: {}",
            rule.id,
            self.checked.lines.rule(overlap.first),
            second.id,
            example::in_words(&self.model.answers(&overlap.witness.atoms))
        );
        let fix = format!(
            "nothing, if team `{}` is meant; else move `{}` above `{}`",
            rule.team, second.id, rule.id
        );
        Some(self.on(Lint::Overlap, overlap.second, message, &fix))
    }

    /// Two rules that differ in what they ask about one thing.
    fn merge(&self, rule: &Rule, merge: &Merge) -> Option<Remark> {
        let first = self.rule(merge.first)?;
        let ask_the_same = first.when.len() == rule.when.len()
            && first.when.iter().zip(&rule.when).all(|(one, other)| one.subject == other.subject);
        let mut differing = first.when.iter().zip(&rule.when).filter(|(one, other)| one != other);
        let (condition, _) = differing.next().filter(|_| ask_the_same)?;
        let region = |place: usize| self.model.table.rules().get(place).map(|rule| &rule.region);
        let (one, other) = (region(merge.first)?, region(merge.second)?);
        // Of two rules, one inside the other, the smaller changes nothing: that is said already.
        if differing.next().is_some() || one.is_subset(other) || other.is_subset(one) {
            return None;
        }
        let message = format!(
            "rules `{}` (line {}) and `{}` can be one: they differ in `{}` only, and both send to team `{}`",
            first.id,
            self.checked.lines.rule(merge.first),
            rule.id,
            condition.subject,
            rule.team
        );
        let fix = format!(
            "nothing, if they are easier to read apart; else put both answers to {} into `{}`, and delete `{}`",
            condition.subject, first.id, rule.id
        );
        Some(self.on(Lint::Mergeable, merge.second, message, &fix))
    }

    /// Rules in a sentence; what is no rule is a form's own team.
    fn named(&self, rules: &[usize]) -> String {
        let name = |place: &usize| match self.rule(*place) {
            Some(rule) => format!("`{}` (line {})", rule.id, self.checked.lines.rule(*place)),
            None => "the form's own team".to_owned(),
        };
        rules.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    fn rule(&self, place: usize) -> Option<&Rule> {
        self.checked.bundle.rules().get(place)
    }

    fn on(&self, lint: Lint, rule: usize, message: String, fix: &str) -> Remark {
        Remark::on_rules(lint, self.checked.lines.rule(rule), message, fix)
    }
}
