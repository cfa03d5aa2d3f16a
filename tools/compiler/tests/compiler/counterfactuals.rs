//! What would have had to be different, against trying every other lead.

#![allow(clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

use std::collections::{BTreeMap, BTreeSet};

use beeline::routing::{Answers, Bundle, Facts, Known, Place, Subject, counterfactuals, route};
use beeline_compiler::{compile, lead};
use proptest::prelude::*;

use crate::every_lead::{files, leads, rules};

type Decided = (String, String);

fn decided(bundle: &Bundle, facts: &Facts) -> Decided {
    let route = route(bundle, bundle.form(&facts.form).unwrap(), facts);
    (route.team, route.rule)
}

/// Everything that is known of a lead but its place.
fn but_its_place(facts: &Facts) -> Facts {
    Facts { country: None, subdivision: None, postal_area: None, territory: None, ..facts.clone() }
}

/// Whether a lead is the other one but for one answer, and what follows from it.
fn differs_in(subject: &Subject, one: &Facts, other: &Facts) -> bool {
    if Place::SUBJECTS.contains(subject) {
        let is_supposed = match subject {
            Subject::Country => other.subdivision.is_none(),
            Subject::Subdivision => other.country == one.country,
            _ => true,
        };
        return is_supposed && but_its_place(one) == but_its_place(other);
    }
    let mut same = one.clone();
    match subject {
        Subject::Hours => same.minute = other.minute,
        Subject::Employees => same.employees = other.employees,
        Subject::Product => same.product.clone_from(&other.product),
        Subject::Consent(_) => same.consent_marketing = other.consent_marketing,
        Subject::Field(_) => same.fields.clone_from(&other.fields),
        _ => return false,
    }
    let kept = |facts: &Facts| {
        facts.fields.keys().filter(|name| *subject != Subject::Field((*name).clone())).count()
    };
    same == *other && kept(one) == kept(other)
}

/// Which conditions on a subject its answer fits, and whether it is known: what rules can tell.
type Answer = (bool, String, Vec<bool>);

fn answer(bundle: &Bundle, facts: &Facts, subject: &Subject) -> Answer {
    let known = facts.known(subject);
    let conditions =
        || bundle.rules().iter().flat_map(|rule| &rule.when).filter(|one| one.subject == *subject);
    let is_named = |word: &str| {
        conditions().any(|condition| match &condition.answers {
            Answers::OneOf(words) | Answers::NoneOf(words) => words.iter().any(|named| named == word),
            _ => false,
        })
    };
    let word = match known {
        Known::Word(word) if is_named(word) => word.to_owned(),
        _ => String::new(),
    };
    (known == Known::Nothing, word, conditions().map(|condition| condition.fits(known)).collect())
}

/// The teams and rules that one other answer leads to, whatever follows from it.
fn expected(bundle: &Bundle, all: &[Facts], facts: &Facts, subject: &Subject) -> BTreeSet<Decided> {
    let mut by_answer: BTreeMap<Answer, BTreeSet<Decided>> = BTreeMap::new();
    let own = answer(bundle, facts, subject);
    let others = all.iter().filter(|other| answer(bundle, other, subject) != own);
    for other in others.filter(|other| differs_in(subject, facts, other)) {
        by_answer.entry(answer(bundle, other, subject)).or_default().insert(decided(bundle, other));
    }
    let team = decided(bundle, facts).0;
    let sure = by_answer.into_values().filter(|decided| decided.len() == 1).flatten();
    sure.filter(|(other, _)| *other != team).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_would_have_changed_the_team_is_what_another_answer_does(
        (questions, rules) in rules(), nth in any::<prop::sample::Index>(),
    ) {
        let bundle = compile(&files(&questions, &rules)).unwrap_or_else(|problems| panic!("{problems:?}")).bundle;
        let all = leads(&bundle, &questions);
        let facts = nth.get(&all);
        // Two of a form's own questions are not told apart here, and another form is another lead.
        let is_tried = |subject: &Subject| !matches!(subject, Subject::Form | Subject::Lane | Subject::Field(_));
        let conditions = bundle.rules().iter().flat_map(|rule| &rule.when);
        let asked: BTreeSet<&Subject> = conditions.map(|condition| &condition.subject).collect();
        let told = counterfactuals(&bundle, bundle.form(&facts.form).unwrap(), facts);
        for subject in asked.into_iter().filter(|subject| is_tried(subject)) {
            let told: BTreeSet<Decided> = told
                .iter()
                .filter(|told| told.subject == *subject)
                .map(|told| (told.team.clone(), told.rule.clone()))
                .collect();
            prop_assert_eq!(&told, &expected(&bundle, &all, facts, subject), "{} of {:?}", subject, facts);
        }
    }
}

#[test]
fn another_form_has_its_own_lane_questions_and_team() {
    let bundle =
        compile(&files(&[1, 7], &[(true, vec![None, Some(0)]), (true, vec![Some(0), None])])).unwrap().bundle;
    let facts = lead(&bundle, &[("form", "demo"), ("field.plan", "Team")]).unwrap();
    let told = counterfactuals(&bundle, bundle.form("demo").unwrap(), &facts);
    assert!(told.is_empty(), "the lane alone decides as much: {told:?}");
    let by_form = compile(&files(&[0, 7], &[(true, vec![Some(0), Some(0)])])).unwrap().bundle;
    let told = counterfactuals(&by_form, by_form.form("demo").unwrap(), &facts);
    let form = told.iter().find(|told| told.subject == Subject::Form).unwrap();
    assert_eq!((form.team.as_str(), form.rule.as_str()), ("b", "form"), "contact has a team of its own");
}

#[test]
fn a_question_that_the_form_does_not_ask_would_have_changed_nothing() {
    let bundle = compile(&files(&[7], &[(true, vec![Some(0)])])).unwrap().bundle;
    let facts = lead(&bundle, &[("form", "contact")]).unwrap();
    assert_eq!(counterfactuals(&bundle, bundle.form("contact").unwrap(), &facts), []);
}
