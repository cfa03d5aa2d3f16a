//! What rules and points can ask of findings.

use beeline::routing::Fact;
use beeline::warm::company::{Company, Headcount};
use beeline::warm::domain::Domain;
use beeline::warm::enriched::Findings;
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
    };
    let facts: Vec<(String, Fact)> = found.facts().into_iter().collect();
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
        assert!(found.facts().is_empty(), "{odd}");
    }
}

#[test]
fn what_was_not_found_out_is_not_known() {
    assert!(Findings::default().facts().is_empty());
}
