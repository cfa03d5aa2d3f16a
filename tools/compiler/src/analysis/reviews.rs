//! What is proved of each rule: whether it ever decides, changes anything, and whom it stands
//! in the way of.

use beeline::routing::{Rule, Subject};

use super::example;
use super::leftovers::list;
use super::lint::Lint;
use super::{Checked, Remark};
use crate::analysis::model::Model;
use crate::proof::{Cover, DEFAULT_STEPS, Heirs, Merge, Overlap, Proof, Review};

/// What is to be said of every rule.
pub(super) fn of(checked: &Checked<'_>, model: &Model<'_>) -> Vec<Remark> {
    let proof = Proof::new(&model.table).with_steps(checked.steps.unwrap_or(DEFAULT_STEPS));
    let reviewer = Reviewer { checked, model };
    let mut chains: Vec<Chain> = Vec::new();
    let mut remarks = Vec::new();
    for review in proof.reviews() {
        remarks.extend(reviewer.remarks(&review));
        reviewer.link(&mut chains, &review);
    }
    remarks.extend(chains.iter().filter_map(|chain| reviewer.mergeable(chain)));
    remarks
}

/// Rules of which each two can be one, and that then differ in what they ask about one thing.
struct Chain {
    rules: Vec<usize>,
    subject: Subject,
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
        if let Ok(Some(heirs)) = &review.redundant
            && self.moves_alike(rule, heirs)
        {
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
        remarks.extend(self.overlaps(review.rule, rule, &review.overlaps.found));
        remarks
    }

    /// Whether those who would decide in a rule's place may move the same leads after enrichment:
    /// else it changes something.
    fn moves_alike(&self, rule: &Rule, heirs: &Heirs) -> bool {
        let may_move = |place: &usize| self.rule(*place).is_some_and(|heir| heir.after_enrichment);
        let by_rules = heirs.rules.iter().all(|place| may_move(place) == rule.after_enrichment);
        by_rules && !(heirs.default && rule.after_enrichment)
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

    /// The rules below one that would send some of its leads elsewhere, with a lead of the first.
    fn overlaps(&self, place: usize, rule: &Rule, found: &[Overlap]) -> Option<Remark> {
        let others: Vec<&Rule> = found.iter().filter_map(|overlap| self.rule(overlap.second)).collect();
        let (overlap, other) = (found.first()?, others.first()?);
        let example = example::in_words(&self.model.answers(&overlap.witness.atoms));
        let (id, team) = (&rule.id, &rule.team);
        let (message, fix) = if others.len() == 1 {
            let below = self.named(&[overlap.second]);
            let message = format!(
                "rules `{id}` and {below} both fit some leads, and the first of them decides: {example}"
            );
            let fix = format!("nothing, if team `{team}` is meant; else move `{}` above `{id}`", other.id);
            (message, fix)
        } else {
            let ids: Vec<&str> = others.iter().map(|other| other.id.as_str()).collect();
            let message = format!(
                "rule `{id}` and {} rules below it ({}) both fit some leads, and would send them to different teams; for example `{}`: {example}",
                ids.len(),
                list(&ids),
                other.id
            );
            let fix = format!(
                "nothing, if team `{team}` is meant for these leads; else move the rule that is meant above `{id}`"
            );
            (message, fix)
        };
        Some(self.on(Lint::Overlap, place, message, &fix))
    }

    /// Adds a rule to the first chain of rules that it can be one with, or begins another.
    fn link(&self, chains: &mut Vec<Chain>, review: &Review) {
        if review.redundant != Ok(None) {
            return;
        }
        let merges: Vec<(usize, &Subject)> = review
            .mergeable
            .iter()
            .filter_map(|merge| Some((merge.first, self.only_difference(merge)?)))
            .collect();
        let fits =
            |chain: &&mut Chain| chain.rules.iter().all(|rule| merges.contains(&(*rule, &chain.subject)));
        if let Some(chain) = chains.iter_mut().find(fits) {
            chain.rules.push(review.rule);
        } else if let Some((first, subject)) = merges.first() {
            chains.push(Chain { rules: vec![*first, review.rule], subject: (*subject).clone() });
        }
    }

    /// What two rules differ in, if it is one thing that both ask about.
    fn only_difference(&self, merge: &Merge) -> Option<&Subject> {
        let (first, rule) = (self.rule(merge.first)?, self.rule(merge.second)?);
        let ask_the_same = first.when.len() == rule.when.len()
            && first.when.iter().zip(&rule.when).all(|(one, other)| one.subject == other.subject);
        let mut differing = first.when.iter().zip(&rule.when).filter(|(one, other)| one != other);
        let (condition, _) = differing.next().filter(|_| ask_the_same)?;
        let region = |place: usize| self.model.table.rules().get(place).map(|rule| &rule.region);
        let (one, other) = (region(merge.first)?, region(merge.second)?);
        // Of two rules, one inside the other, the smaller changes nothing: that is said already.
        let is_inside = one.is_subset(other) || other.is_subset(one);
        let is_alike = first.after_enrichment == rule.after_enrichment;
        (differing.next().is_none() && !is_inside && is_alike).then_some(&condition.subject)
    }

    fn mergeable(&self, chain: &Chain) -> Option<Remark> {
        let Chain { rules, subject } = chain;
        let place = *rules.first()?;
        let first = self.rule(place)?;
        let others: Vec<&str> =
            rules.iter().skip(1).filter_map(|rule| self.rule(*rule)).map(|rule| rule.id.as_str()).collect();
        let both = if others.len() == 1 { "both" } else { "all" };
        let message = format!(
            "rule `{}` can be one with {}: they differ in `{subject}` only, and {both} send to team `{}`",
            first.id,
            list(&others),
            first.team
        );
        let fix = format!(
            "nothing, if they are easier to read apart; else put {both} answers to {subject} into `{}`, and delete the rest",
            first.id
        );
        Some(self.on(Lint::Mergeable, place, message, &fix))
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
