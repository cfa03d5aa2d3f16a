//! A lead that is known, said again in pairs of name and answer.

use beeline::routing::{Bundle, Fact, Facts, Subject, folded};
use beeline_compiler::words;

use crate::Said;

/// What makes the same lead: as short as its territory allows, which is left out where it follows
/// from the place.
pub(crate) fn of(bundle: &Bundle, facts: &Facts) -> Said {
    let mut said = vec![("form".to_owned(), facts.form.clone())];
    let mut say = |name: &str, answer: Option<String>| {
        if let Some(answer) = answer {
            said.push((name.to_owned(), answer));
        }
    };
    let upper = |code: &Option<String>| code.as_ref().map(|code| code.to_uppercase());
    say("country", upper(&facts.country));
    say("subdivision", upper(&facts.subdivision));
    say("postal_code", facts.postal_area.clone());
    let place = [&facts.country, &facts.subdivision, &facts.postal_area].map(Option::as_deref);
    let [country, subdivision, postal_area] = place;
    let follows = bundle.territories().of(country, subdivision, postal_area);
    say("territory", facts.territory.clone().filter(|territory| follows != Some(territory.as_str())));
    say("employees", facts.employees.map(|number| number.to_string()));
    say("product", facts.product.clone());
    say("language", facts.language.clone());
    say("source", facts.source.clone());
    say("medium", facts.medium.clone());
    say("campaign", facts.campaign.clone());
    say("consent.marketing", facts.consent_marketing.map(yes_or_no));
    say("consent.sms", facts.consent_sms.map(yes_or_no));
    say("consent.call", facts.consent_call.map(yes_or_no));
    for (name, fact) in &facts.fields {
        say(&Subject::Field(name.clone()).to_string(), Some(as_chosen(bundle, name, fact)));
    }
    for (name, fact) in &facts.enriched {
        say(&Subject::Enriched(name.clone()).to_string(), Some(text(fact)));
    }
    let minute = Fact::Number(i64::from(facts.minute));
    say("hours", Some(words::known(&Subject::Hours, Some(&minute))));
    said
}

fn yes_or_no(yes: bool) -> String {
    if yes { "yes".to_owned() } else { "no".to_owned() }
}

fn text(fact: &Fact) -> String {
    match fact {
        Fact::Number(number) => number.to_string(),
        Fact::Truth(yes) => yes_or_no(*yes),
        Fact::Word(word) => word.clone(),
    }
}

/// An answer as its form writes the choice.
fn as_chosen(bundle: &Bundle, field: &str, fact: &Fact) -> String {
    let known = text(fact);
    let rules = bundle.forms().iter().filter_map(|form| form.contract.fields.get(field));
    let mut choices = rules.flat_map(|rule| &rule.choices);
    choices.find(|choice| folded(choice) == known).cloned().unwrap_or(known)
}
