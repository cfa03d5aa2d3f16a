//! Finds leads.

use beeline::routing::{
    Alternative, Answers, Bundle, Condition, Facts, Form, Known, Rule, Subject, WEEK_MINUTES, possible,
    told_apart,
};

use super::goal::Goal;
use super::spelled::Lead;
use crate::analysis::column::Atom;
use crate::analysis::model::Model;
use crate::proof::{AtomSet, Point, Proof, Region};

/// So many answers that no test can say are passed over in one search.
const MOST_UNSAYABLE: usize = 1_000;

/// Where leads are looked for.
pub(super) struct Search<'a> {
    model: Model<'a>,
}

impl<'a> Search<'a> {
    /// None if the rules cannot be compared with each other.
    pub(super) fn of(bundle: &'a Bundle) -> Option<Self> {
        Model::of(bundle).ok().map(|model| Self { model })
    }

    /// A lead that does what is asked for and says as little as it must; none if there is none,
    /// or none that a test can say.
    pub(super) fn lead(&self, goal: &Goal) -> Option<Lead> {
        let bundle = self.model.bundle;
        let mut unsayable: Vec<Region> = Vec::new();
        while unsayable.len() < MOST_UNSAYABLE {
            let point = self.point(goal, &unsayable)?;
            if let Some(lead) = Lead::of(bundle, self.answers(&point)) {
                return goal.is_reached(bundle, &lead.facts).then(|| self.shortened(goal, lead));
            }
            unsayable.push(self.unsayable(&point)?);
        }
        None
    }

    /// Every lead with the answers of one column that no test can say, such as a number below
    /// nothing. The first column has the form, without which no lead is said.
    fn unsayable(&self, point: &[u32]) -> Option<Region> {
        let form = (0, *point.first()?);
        let mut atoms = point.iter().copied().enumerate();
        let (column, atom) = atoms.find(|at| {
            let said: Vec<(usize, u32)> = if at.0 == 0 { vec![form] } else { vec![form, *at] };
            Lead::of(self.model.bundle, self.model.answers(&said)).is_none()
        })?;
        let size = self.model.columns.get(column)?.size();
        Some(Region::any().with(column, AtomSet::of(size, [atom])))
    }

    /// A point outside of every rule above, and where the rule or one of its conditions fits or
    /// does not.
    fn point(&self, goal: &Goal, unsayable: &[Region]) -> Option<Point> {
        let rule = self.model.bundle.rules().get(goal.rule)?;
        let above = self.model.regions().take(goal.rule).cloned();
        let wrong: Vec<Region> = match goal.side {
            None => rule.when.iter().map(|condition| self.where_it(condition, false)).collect(),
            Some((nth, fits)) => vec![self.where_it(rule.when.get(nth)?, !fits)],
        };
        let table = self.model.union_of(above.chain(wrong).chain(unsayable.iter().cloned())).ok()?;
        Proof::new(&table).uncovered().ok().flatten().map(|witness| witness.point)
    }

    /// The leads that a condition fits, or does not.
    fn where_it(&self, condition: &Condition, fits: bool) -> Region {
        let is_so = |known: Known<'_>| condition.fits(known) == fits;
        let found = self.model.where_answer(&condition.subject, is_so);
        found.map_or_else(Region::any, |(column, atoms)| Region::any().with(column, atoms))
    }

    fn answers(&self, point: &[u32]) -> Atom {
        let atoms: Vec<(usize, u32)> = point.iter().copied().enumerate().collect();
        self.model.answers(&atoms)
    }

    /// The lead without what it need not say. When it comes it says: without that, it would come on
    /// Monday at 00:00, and nobody would see it.
    fn shortened(&self, goal: &Goal, lead: Lead) -> Lead {
        let bundle = self.model.bundle;
        let subjects: Vec<Subject> =
            lead.subjects().filter(|subject| **subject != Subject::Hours).cloned().collect();
        subjects.into_iter().rev().fold(lead, |lead, subject| {
            let shorter = lead.without(bundle, &subject);
            shorter
                .filter(|shorter| self.may_come(&shorter.facts, &subject))
                .filter(|shorter| goal.is_reached(bundle, &shorter.facts))
                .unwrap_or(lead)
        })
    }

    /// A lead that a rule decides, and the same with each number and minute at an edge of the
    /// rule's conditions, and with each answer unknown.
    pub(super) fn at_the_edges(&self, rule: &Rule, lead: &Lead) -> Vec<Lead> {
        let mut all = vec![lead.clone()];
        for condition in &rule.when {
            let others = edges(condition).into_iter().filter_map(|edge| {
                let other = lead.with(self.model.bundle, &condition.subject, &edge)?;
                self.may_come(&other.facts, &condition.subject).then_some(other)
            });
            all.extend(others);
        }
        all
    }

    /// Whether a lead's form lets it answer so.
    fn may_come(&self, facts: &Facts, subject: &Subject) -> bool {
        let Some(form) = self.model.bundle.form(&facts.form) else { return false };
        may_answer(form, subject, facts.known(subject), self.model.bundle.rules())
    }
}

fn may_answer(form: &Form, subject: &Subject, known: Known<'_>, rules: &[Rule]) -> bool {
    possible(form, subject, told_apart(subject, rules)).iter().any(|answer| match (answer, known) {
        (Alternative::Numbers(from, to), Known::Number(number)) => {
            *from <= number && to.is_none_or(|to| number <= to)
        }
        (Alternative::Unknown, Known::Nothing) => true,
        (Alternative::Word(_) | Alternative::AnyOtherWord, Known::Word(_)) => true,
        (Alternative::Minutes(..), Known::Minute(_)) => true,
        _ => false,
    })
}

/// Just inside and just outside of each stretch, and what is not known.
fn edges(condition: &Condition) -> Vec<Alternative> {
    let number = |number: i64| Alternative::Numbers(number, Some(number));
    let minute = |minute: u16| Alternative::Minutes(minute % WEEK_MINUTES, minute % WEEK_MINUTES + 1);
    let mut edges: Vec<Alternative> = match &condition.answers {
        Answers::Within(spans) => spans
            .iter()
            .flat_map(|span| {
                let before = span.from.checked_sub(1).filter(|before| *before >= 0);
                let after = span.to.and_then(|to| to.checked_add(1));
                [before, Some(span.from), span.to, after].into_iter().flatten()
            })
            .map(number)
            .collect(),
        Answers::During(spans) => spans
            .iter()
            .flat_map(|(from, to)| [from + WEEK_MINUTES - 1, *from, to - 1, *to])
            .map(minute)
            .collect(),
        Answers::OneOf(_) | Answers::NoneOf(_) => Vec::new(),
    };
    if !condition.subject.is_always_known() {
        edges.push(Alternative::Unknown);
    }
    edges
}
