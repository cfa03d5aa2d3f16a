//! What rules and points can ask of findings.

use beeline::routing::{Fact, Facts};
use beeline::warm::company::{Company, Headcount};
use beeline::warm::domain::Domain;
use beeline::warm::enriched::{Findings, NAMES};
use beeline::warm::line::LineKind;
use beeline::warm::mail::Mail;
use beeline::warm::source::{Source, Sourced};

fn by<T>(value: T) -> Sourced<T> {
    Sourced { value, source: Source::Apollo, confidence: None, at_ms: 5 }
}

fn company() -> Company {
    let domain = Domain::new("example.com").unwrap();
    Company { domain, name: Some(by("Example".into())), employees: None, industry: None, country: None }
}

#[test]
fn kinds_and_numbers_are_facts_and_names_are_not() {
    let company = Company {
        employees: Some(by(Headcount { from: 51, to: Some(200) })),
        industry: Some(by("Computer  Software".into())),
        country: Some(by("US".into())),
        ..company()
    };
    let found = Findings {
        company: Some(company),
        mail: Some(by(Mail::NullMx)),
        line: Some(by(LineKind::NonFixedVoip)),
        ..Findings::default()
    };
    let facts: Vec<(String, Fact)> = found.facts(&Facts::default()).enriched.into_iter().collect();
    let word = |name: &str, word: &str| (name.to_owned(), Fact::Word(word.to_owned()));
    let expected = [
        word("country", "us"),
        ("employees".to_owned(), Fact::Number(51)),
        word("industry", "computer software"),
        word("line", "non_fixed_voip"),
        word("mail", "null_mx"),
    ];
    assert_eq!(facts, expected);
}

#[test]
fn what_may_be_somebodys_address_or_number_is_no_fact() {
    for odd in ["jane@example.com", "call 4155550100", " "] {
        let company = Company { industry: Some(by(odd.into())), ..company() };
        let found = Findings { company: Some(company), ..Findings::default() };
        assert_eq!(found.facts(&Facts::default()), Facts::default(), "{odd}");
    }
}

#[test]
fn what_was_not_found_out_is_not_known() {
    let before = Facts { form: "demo".into(), ..Facts::default() };
    assert_eq!(Findings::default().facts(&before), before);
}

#[test]
fn every_fact_says_who_gave_it_and_what_was_known_before_stays() {
    let company = Company { country: Some(by("US".into())), ..company() };
    let mail = Sourced { source: Source::MailDns, ..by(Mail::Accepted) };
    let found = Findings { company: Some(company), mail: Some(mail), ..Findings::default() };
    let before = Facts { form: "demo".into(), country: Some("de".into()), ..Facts::default() };
    let facts = found.facts(&before);
    assert_eq!((facts.form.as_str(), facts.country.as_deref()), ("demo", Some("de")));
    let from: Vec<(&str, &str)> =
        facts.enriched_from.iter().map(|(name, from)| (name.as_str(), from.as_str())).collect();
    assert_eq!(from, [("country", "apollo"), ("mail", "mail_dns")]);
    assert!(facts.enriched.keys().eq(facts.enriched_from.keys()));
}

#[test]
fn every_name_that_rules_can_ask_about_can_be_found_out() {
    let company = Company {
        employees: Some(by(Headcount::exactly(5))),
        industry: Some(by("retail".into())),
        country: Some(by("US".into())),
        ..company()
    };
    let found = Findings {
        company: Some(company),
        mail: Some(by(Mail::Accepted)),
        line: Some(by(LineKind::Mobile)),
        ..Findings::default()
    };
    let facts = found.facts(&Facts::default());
    assert_eq!(facts.enriched.len(), NAMES.len());
    assert!(NAMES.iter().all(|name| facts.enriched.contains_key(*name)));
}
