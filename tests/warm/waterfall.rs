//! Which provider is asked next.

use beeline::warm::company::{Company, Provider, Turn, Waterfall};
use beeline::warm::domain::Domain;
use beeline::warm::trouble::{Looked, Trouble};

const BOTH: [Provider; 2] = [Provider::Apollo, Provider::PeopleDataLabs];

fn company() -> Company {
    let domain = Domain::new("example.com").unwrap();
    Company { domain, name: None, employees: None, industry: None, country: None }
}

fn failed(trouble: Trouble, after_ms: i64) -> Looked<Company> {
    Looked::Failed { trouble, after_ms }
}

#[test]
fn providers_are_asked_in_their_order_until_one_knows() {
    let mut round = Waterfall::new(&BOTH);
    assert_eq!(round.turn(), Turn::Ask(Provider::Apollo));
    round.note(Provider::Apollo, Looked::Absent);
    assert_eq!(round.turn(), Turn::Ask(Provider::PeopleDataLabs));
    round.note(Provider::PeopleDataLabs, Looked::Found(company()));
    assert_eq!(round.turn(), Turn::Ended(Looked::Found(company())));
}

#[test]
fn who_comes_after_the_first_that_knows_is_not_paid() {
    let mut round = Waterfall::new(&BOTH);
    round.note(Provider::Apollo, Looked::Found(company()));
    assert_eq!(round.turn(), Turn::Ended(Looked::Found(company())));
}

#[test]
fn a_company_is_absent_only_where_every_provider_said_so() {
    let mut round = Waterfall::new(&BOTH);
    round.note(Provider::Apollo, Looked::Absent);
    round.note(Provider::PeopleDataLabs, failed(Trouble::Timeout, 0));
    assert_eq!(round.turn(), Turn::Ended(failed(Trouble::Timeout, 0)));
    let mut round = Waterfall::new(&BOTH);
    round.note(Provider::Apollo, Looked::Absent);
    round.note(Provider::PeopleDataLabs, Looked::Absent);
    assert_eq!(round.turn(), Turn::Ended(Looked::Absent));
}

#[test]
fn a_failure_that_may_pass_is_told_before_one_that_does_not() {
    let mut round = Waterfall::new(&BOTH);
    round.note(Provider::Apollo, failed(Trouble::OutOfCredits, 0));
    round.note(Provider::PeopleDataLabs, failed(Trouble::RateLimited, 9_000));
    assert_eq!(round.turn(), Turn::Ended(failed(Trouble::RateLimited, 9_000)));
}

#[test]
fn with_nobody_to_ask_nothing_is_known_and_nothing_is_absent() {
    assert_eq!(Waterfall::new(&[]).turn(), Turn::Ended(failed(Trouble::NobodyToAsk, 0)));
}

#[test]
fn a_provider_that_is_named_twice_is_asked_once() {
    let mut round = Waterfall::new(&[Provider::Apollo, Provider::Apollo]);
    round.note(Provider::Apollo, Looked::Absent);
    assert_eq!(round.turn(), Turn::Ended(Looked::Absent));
}
