//! The answers that the leads of one form may have: a form decides its lane, which questions
//! there are, and what is an answer to them.

use super::Alternative;
use crate::contract::{Ask, FieldKind, FieldRule, Purpose as Consent, standard_field};
use crate::routing::facts::{folded, is_word};
use crate::routing::form::Form;
use crate::routing::subject::{Purpose, Subject};

/// Those of the answers to a question that rules [tell apart](super::told_apart) which leads
/// of a form may have.
pub fn possible(form: &Form, subject: &Subject, apart: Vec<Alternative>) -> Vec<Alternative> {
    match subject {
        Subject::Form => vec![Alternative::Word(form.id.clone())],
        Subject::Lane => vec![Alternative::Word(form.lane.name().to_owned())],
        Subject::Consent(purpose) => consent(form, *purpose, apart),
        Subject::Employees => match form.contract.fields.get("employees") {
            None => apart,
            Some(rule) if rule.removed => vec![Alternative::Unknown],
            Some(rule) => numbers(rule, apart),
        },
        Subject::Product => match form.contract.fields.get("product") {
            Some(rule) if rule.removed => vec![Alternative::Unknown],
            Some(rule) if rule.kind == FieldKind::Choice => choices(rule, &apart),
            _ => apart,
        },
        Subject::Field(name) => own(form.contract.fields.get(name), apart),
        _ => apart,
    }
}

/// A consent that is required is always given, and one that nobody asks for never.
fn consent(form: &Form, purpose: Purpose, apart: Vec<Alternative>) -> Vec<Alternative> {
    let asked = match purpose {
        Purpose::Marketing => Consent::Marketing,
        Purpose::Sms => Consent::Sms,
        Purpose::Call => Consent::Call,
    };
    let is_said = |answer: &Alternative| match form.contract.consent.question(asked).ask {
        Ask::Required => matches!(answer, Alternative::Word(said) if said == "yes"),
        Ask::None => !matches!(answer, Alternative::Word(said) if said == "yes"),
        Ask::Optional | Ask::IfSent => true,
    };
    apart.into_iter().filter(is_said).collect()
}

/// A question of the form's own: of what is answered freely, rules know nothing.
fn own(rule: Option<&FieldRule>, apart: Vec<Alternative>) -> Vec<Alternative> {
    let is_own = |rule: &&FieldRule| !rule.removed && !rule.multiple && standard_field(&rule.name).is_none();
    let Some(rule) = rule.filter(is_own) else { return vec![Alternative::Unknown] };
    match rule.kind {
        FieldKind::Choice => choices(rule, &apart),
        FieldKind::Boolean => {
            let unsure = [Alternative::Word("no".to_owned()), Alternative::Unknown];
            let unsure = unsure.into_iter().filter(|_| !rule.required);
            std::iter::once(Alternative::Word("yes".to_owned())).chain(unsure).collect()
        }
        FieldKind::Number => numbers(rule, apart),
        FieldKind::Country => {
            let is_word = |answer: &Alternative| {
                matches!(answer, Alternative::Word(_) | Alternative::AnyOtherWord | Alternative::Unknown)
            };
            apart.into_iter().filter(is_word).collect()
        }
        FieldKind::Text | FieldKind::Email | FieldKind::Phone | FieldKind::Date => vec![Alternative::Unknown],
    }
}

/// The choices that rules name, another one if there is one, and none. A choice that is no
/// [word](is_word) is not kept, so that it is not known.
fn choices(rule: &FieldRule, apart: &[Alternative]) -> Vec<Alternative> {
    let kept: Vec<String> =
        rule.choices.iter().filter(|choice| is_word(choice)).map(|choice| folded(choice)).collect();
    let named = |word: &str| apart.iter().any(|one| matches!(one, Alternative::Word(named) if named == word));
    let words =
        apart.iter().filter(|answer| matches!(answer, Alternative::Word(word) if kept.contains(word)));
    let mut all: Vec<Alternative> = words.cloned().collect();
    all.extend(kept.iter().any(|word| !named(word)).then_some(Alternative::AnyOtherWord));
    let may_be_unknown = !rule.required || rule.choices.iter().any(|choice| !is_word(choice));
    all.extend(may_be_unknown.then_some(Alternative::Unknown));
    all
}

/// The numbers that the form allows, as far as rules tell them apart.
fn numbers(rule: &FieldRule, apart: Vec<Alternative>) -> Vec<Alternative> {
    let least = rule.minimum.unwrap_or(i64::MIN);
    let allowed = |answer: Alternative| match answer {
        Alternative::Numbers(from, to) => {
            let to = [to, rule.maximum].into_iter().flatten().min();
            let from = from.max(least);
            to.is_none_or(|to| from <= to).then_some(Alternative::Numbers(from, to))
        }
        Alternative::Unknown if !rule.required => Some(Alternative::Unknown),
        _ => None,
    };
    let mut all: Vec<Alternative> = apart.into_iter().filter_map(allowed).collect();
    if !all.iter().any(|answer| matches!(answer, Alternative::Numbers(..))) {
        // Rules ask whether there is a number, and about none.
        all.insert(0, Alternative::Numbers(least, rule.maximum));
    }
    all
}
