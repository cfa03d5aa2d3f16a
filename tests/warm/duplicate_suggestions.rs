//! Which leads may be of the same person or company.

use beeline::warm::domain::Domain;
use beeline::warm::duplicate::{MOST_SUGGESTIONS, May, Shared, Trace, company_key, name_key, suggestions};
use proptest::prelude::*;

fn lead(id: &str) -> Trace {
    Trace { lead_id: id.into(), ..Trace::default() }
}

fn jane(id: &str) -> Trace {
    Trace {
        email: Some(format!("digest of {id}").into()),
        phone: Some("number".to_owned().into()),
        name: name_key("jane doe"),
        domain: Some(Domain::new("example.com").unwrap()),
        company: company_key("example"),
        ..lead(id)
    }
}

fn only(other: Trace) -> Option<(May, Vec<Shared>)> {
    let found = suggestions(&jane("a"), &[other]);
    assert!(found.len() <= 1);
    found.into_iter().next().map(|found| (found.may, found.why))
}

#[test]
fn the_same_address_or_number_and_name_may_be_one_person() {
    let by_email = Trace { email: jane("a").email, ..lead("b") };
    assert_eq!(only(by_email), Some((May::BePerson, vec![Shared::Email])));
    let by_phone = Trace { phone: jane("a").phone, name: name_key("doe, jane"), ..lead("b") };
    assert_eq!(only(by_phone), Some((May::BePerson, vec![Shared::Phone, Shared::Name])));
}

#[test]
fn a_name_at_a_company_is_perhaps_one_person() {
    let colleague = Trace { phone: None, ..jane("b") };
    assert_eq!(
        only(colleague),
        Some((May::PerhapsBePerson, vec![Shared::Name, Shared::Domain, Shared::Company]))
    );
    let elsewhere = Trace { name: name_key("jane doe"), company: company_key("example"), ..lead("b") };
    assert_eq!(only(elsewhere), Some((May::PerhapsBePerson, vec![Shared::Name, Shared::Company])));
}

#[test]
fn one_number_under_two_names_is_told_as_just_that() {
    let other = Trace { phone: jane("a").phone, name: name_key("john roe"), ..lead("b") };
    assert_eq!(only(other), Some((May::ShareNumber, vec![Shared::Phone])));
}

#[test]
fn a_company_is_known_by_its_domain_and_perhaps_by_its_name() {
    let by_domain = Trace { domain: jane("a").domain, ..lead("b") };
    assert_eq!(only(by_domain), Some((May::BeCompany, vec![Shared::Domain])));
    let by_name = Trace { company: company_key("example, inc."), ..lead("b") };
    assert_eq!(only(by_name), Some((May::PerhapsBeCompany, vec![Shared::Company])));
}

#[test]
fn a_name_alone_and_nothing_at_all_suggest_nothing() {
    assert_eq!(only(Trace { name: name_key("jane doe"), ..lead("b") }), None);
    assert_eq!(only(lead("b")), None);
    assert!(suggestions(&lead("a"), &[lead("b")]).is_empty());
}

#[test]
fn a_lead_is_no_duplicate_of_itself() {
    assert_eq!(only(jane("a")), None);
}

#[test]
fn the_likeliest_come_first_and_then_the_newest() {
    let at = |trace: Trace, accepted_at_ms| Trace { accepted_at_ms, ..trace };
    let company = Trace { domain: jane("a").domain, ..lead("c") };
    let recent = [
        at(company.clone(), 9),
        at(Trace { phone: None, ..jane("d") }, 1),
        at(Trace { lead_id: "e".into(), ..company }, 10),
    ];
    let order: Vec<String> =
        suggestions(&jane("a"), &recent).into_iter().map(|found| found.lead_id).collect();
    assert_eq!(order, ["d", "e", "c"]);
}

#[test]
fn a_lead_of_which_several_revisions_are_known_is_told_once_and_at_its_likeliest() {
    let company = Trace { domain: jane("a").domain, accepted_at_ms: 9, ..lead("b") };
    let other = Trace { domain: jane("a").domain, accepted_at_ms: 5, ..lead("c") };
    let found =
        suggestions(&jane("a"), &[company.clone(), other, company, Trace { phone: None, ..jane("b") }]);
    let told: Vec<(&str, May)> = found.iter().map(|found| (found.lead_id.as_str(), found.may)).collect();
    assert_eq!(told, [("b", May::PerhapsBePerson), ("c", May::BeCompany)]);
}

#[test]
fn names_are_compared_without_order_and_companies_without_their_legal_form() {
    assert_eq!(name_key("doe,  jane"), name_key("jane doe"));
    assert_eq!(name_key("jane o'neill"), name_key("jane oneill"));
    assert_eq!(name_key("jane"), None);
    assert_eq!(name_key(" , "), None);
    for written in ["acme", "acme, inc.", "acme s.a.", "the acme company", "acme gmbh & co. kg", "acme ltd"] {
        assert_eq!(company_key(written).as_deref(), Some("acme"), "{written}");
    }
    assert_ne!(company_key("acme"), company_key("acme labs"));
    assert_eq!(company_key("inc."), None);
}

#[test]
fn nothing_personal_is_shown() {
    let shown = format!("{:?} {:?}", jane("a"), suggestions(&jane("a"), &[jane("b")]));
    assert!(!shown.contains("jane") && !shown.contains("digest") && !shown.contains("number"), "{shown}");
}

fn any_trace() -> impl Strategy<Value = Trace> {
    let few = || prop::option::of("[ab]");
    (few(), few(), few(), few(), "[a-h]", 0_i64..3).prop_map(|(email, phone, name, company, id, at_ms)| {
        Trace {
            lead_id: id,
            accepted_at_ms: at_ms,
            email: email.map(Into::into),
            phone: phone.map(Into::into),
            name: name.and_then(|name| name_key(&format!("x {name}"))),
            domain: None,
            company,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn suggestions_are_few_each_once_and_in_no_order_of_the_input(
        lead in any_trace(), recent in prop::collection::btree_map("[a-h]", any_trace(), 0..8),
    ) {
        let recent: Vec<Trace> =
            recent.into_iter().map(|(lead_id, trace)| Trace { lead_id, ..trace }).collect();
        let found = suggestions(&lead, &recent);
        prop_assert!(found.len() <= MOST_SUGGESTIONS);
        prop_assert!(found.iter().all(|found| !found.why.is_empty() && found.lead_id != lead.lead_id));
        let turned: Vec<Trace> = recent.iter().rev().cloned().collect();
        prop_assert_eq!(&suggestions(&lead, &turned), &found);
    }

    #[test]
    fn what_two_leads_may_be_does_not_depend_on_which_is_asked(one in any_trace(), other in any_trace()) {
        let may = |a: &Trace, b: &Trace| suggestions(a, std::slice::from_ref(b)).first().map(|found| found.may);
        prop_assert_eq!(may(&one, &other), may(&other, &one));
    }
}
