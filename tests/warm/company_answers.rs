//! What is asked of a provider, and what its answer says of a company.

use crate::support::{answer, answer_with};
use beeline::destination::{BaseUrl, Credential, TransportFailure};
use beeline::warm::company::{Company, Headcount, Provider, ProviderAccess};
use beeline::warm::domain::Domain;
use beeline::warm::source::Source;
use beeline::warm::trouble::{Looked, Trouble};

const NOW_MS: i64 = 1_790_000_000_000;
const PDL: &str = r#"{"status":200,"likelihood":6,"name":"example corp","size":"51-200",
    "industry":"Computer Software","id":"x","location":{"country":"united states"}}"#;
const APOLLO: &str = r#"{"organization":{"name":"Example","estimated_num_employees":321,
    "industry":"retail","country":"United States"}}"#;

fn access() -> ProviderAccess {
    let base_url = BaseUrl::parse("https://vendor.example").unwrap();
    ProviderAccess { base_url, key: Credential::new("k-hidden") }
}

fn domain() -> Domain {
    Domain::new("example.com").unwrap()
}

fn read(provider: Provider, status: u16, body: &str) -> Looked<Company> {
    provider.read(&domain(), &Ok(answer(status, body)), NOW_MS)
}

fn found(looked: Looked<Company>) -> Company {
    match looked {
        Looked::Found(company) => company,
        other => panic!("{other:?}"),
    }
}

fn trouble(looked: Looked<Company>) -> Trouble {
    match looked {
        Looked::Failed { trouble, .. } => trouble,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_key_goes_into_a_header_and_never_into_the_url() {
    for provider in [Provider::PeopleDataLabs, Provider::Apollo] {
        let request = provider.request(&access(), &domain());
        assert!(!request.path.contains("hidden"));
        assert!(!format!("{request:?} {:?}", access()).contains("hidden"));
        let key = request.headers.iter().find(|(name, _)| *name == "x-api-key").unwrap();
        assert_eq!(key.1, "k-hidden");
    }
}

#[test]
fn each_provider_is_asked_at_its_own_path() {
    let path = |provider: Provider| provider.request(&access(), &domain()).path;
    assert_eq!(path(Provider::PeopleDataLabs), "/v5/company/enrich?website=example.com&min_likelihood=5");
    assert_eq!(path(Provider::Apollo), "/api/v1/organizations/enrich?domain=example.com");
}

#[test]
fn people_data_labs_tells_fields_at_the_top_level_with_its_likelihood() {
    let company = found(read(Provider::PeopleDataLabs, 200, PDL));
    let employees = company.employees.unwrap();
    assert_eq!(employees.value, Headcount { from: 51, to: Some(200) });
    assert_eq!(employees.source, Source::PeopleDataLabs);
    assert_eq!(employees.confidence.unwrap().tenths(), 6);
    assert_eq!(employees.at_ms, NOW_MS);
    assert_eq!(employees.age_ms(NOW_MS + 5), 5);
    assert_eq!(company.name.unwrap().value, "example corp");
    assert_eq!(company.industry.unwrap().value, "computer software");
    assert_eq!(company.country.unwrap().value, "US");
}

#[test]
fn apollo_tells_them_within_the_organization_and_not_how_sure_it_is() {
    let company = found(read(Provider::Apollo, 200, APOLLO));
    let employees = company.employees.unwrap();
    assert_eq!((employees.value, employees.confidence), (Headcount::exactly(321), None));
    assert_eq!(company.country.unwrap().source, Source::Apollo);
}

#[test]
fn a_provider_is_not_read_as_the_other() {
    assert_eq!(trouble(read(Provider::Apollo, 200, PDL)), Trouble::Unreadable);
    assert_eq!(trouble(read(Provider::PeopleDataLabs, 200, APOLLO)), Trouble::Unreadable);
}

#[test]
fn no_match_is_an_answer() {
    let none = r#"{"status":404,"error":{"type":"not_found","message":"No records were found"}}"#;
    assert_eq!(read(Provider::PeopleDataLabs, 404, none), Looked::Absent);
    assert_eq!(read(Provider::Apollo, 200, r#"{"organization":null}"#), Looked::Absent);
}

#[test]
fn a_match_that_is_unlikely_is_none() {
    assert_eq!(read(Provider::PeopleDataLabs, 200, &PDL.replace(":6", ":4")), Looked::Absent);
}

#[test]
fn a_company_of_which_nothing_is_told_is_not_known() {
    let blank =
        r#"{"likelihood":9,"name":" \n","size":"many","industry":null,"location":{"country":"Atlantis"}}"#;
    assert_eq!(read(Provider::PeopleDataLabs, 200, blank), Looked::Absent);
    assert_eq!(
        read(Provider::Apollo, 200, r#"{"organization":{"estimated_num_employees":0}}"#),
        Looked::Absent
    );
}

#[test]
fn a_country_that_is_none_is_left_out() {
    let company = found(read(Provider::Apollo, 200, &APOLLO.replace("United States", "Atlantis")));
    assert_eq!(company.country, None);
}

#[test]
fn a_vendors_text_is_one_short_line_without_what_is_not_seen() {
    let name = format!("A\\u202e\\n  b {}", "x".repeat(500));
    let company = found(read(Provider::Apollo, 200, &APOLLO.replace("Example", &name)));
    let name = company.name.unwrap().value;
    assert!(name.starts_with("A b xxx"), "{name}");
    assert_eq!(name.chars().count(), 120);
}

#[test]
fn every_failure_has_its_word() {
    let cases = [
        (401, Trouble::NotAllowed),
        (402, Trouble::OutOfCredits),
        (403, Trouble::NotAllowed),
        (400, Trouble::BadQuestion),
        (422, Trouble::BadQuestion),
        (408, Trouble::VendorFailed),
        (500, Trouble::VendorFailed),
        (503, Trouble::VendorFailed),
        (429, Trouble::RateLimited),
        (302, Trouble::Unreadable),
    ];
    for (status, expected) in cases {
        for provider in [Provider::PeopleDataLabs, Provider::Apollo] {
            assert_eq!(trouble(read(provider, status, "<html>")), expected, "{status}");
        }
    }
    for garbage in ["", "null", "[]", "{", "{\"organization\":7}", "\u{0}"] {
        assert_eq!(trouble(read(Provider::Apollo, 200, garbage)), Trouble::Unreadable, "{garbage}");
    }
}

#[test]
fn a_limit_is_waited_out_for_as_long_as_it_says() {
    let after = |retry_after| {
        let headers: Vec<(&str, &str)> = Option::into_iter(retry_after).collect();
        let answer = answer_with(429, &headers, "");
        match Provider::Apollo.read(&domain(), &Ok(answer), NOW_MS) {
            Looked::Failed { after_ms, .. } => after_ms,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(after(Some(("retry-after", "7"))), 7_000);
    assert_eq!(after(Some(("retry-after", "0"))), 1_000);
    assert_eq!(after(Some(("retry-after", "99999999"))), 3_600_000);
    assert_eq!(after(Some(("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT"))), 60_000);
    assert_eq!(after(None), 60_000);
}

#[test]
fn without_an_answer_it_may_be_asked_again() {
    for failure in [TransportFailure::Timeout, TransportFailure::Refused, TransportFailure::Broken] {
        let looked = Provider::Apollo.read(&domain(), &Err(failure), NOW_MS);
        assert!(trouble(looked).may_pass());
    }
}

#[test]
fn a_match_costs_a_credit_and_no_match_none() {
    let pdl = Provider::PeopleDataLabs;
    assert_eq!(pdl.credits(&Ok(answer(200, PDL))), 1);
    assert_eq!(pdl.credits(&Ok(answer(404, ""))), 0);
    assert_eq!(pdl.credits(&Ok(answer(429, ""))), 0);
    assert_eq!(pdl.credits(&Ok(answer_with(200, &[("x-call-credits-spent", "3")], PDL))), 3);
    assert_eq!(pdl.credits(&Err(TransportFailure::Refused)), 0);
}

#[test]
fn a_lost_answer_counts_as_paid_for() {
    for failure in [TransportFailure::Timeout, TransportFailure::Broken] {
        assert_eq!(Provider::Apollo.credits(&Err(failure)), 1);
    }
    assert_eq!(Provider::Apollo.credits(&Ok(answer(500, ""))), 1);
}

#[test]
fn spans_of_employees_are_read_as_they_are_told() {
    let read = Headcount::read;
    assert_eq!(read("51-200"), Some(Headcount { from: 51, to: Some(200) }));
    assert_eq!(read("10001+"), Some(Headcount { from: 10_001, to: None }));
    assert_eq!(read("300"), Some(Headcount::exactly(300)));
    for odd in ["", "-", "0", "0-9", "200-51", "many", "1-2-3", "+", "-5", "99999999999"] {
        assert_eq!(read(odd), None, "{odd}");
    }
    assert_eq!(read("51-200").unwrap().to_string(), "51 to 200");
    assert_eq!(read("10001+").unwrap().to_string(), "10001 or more");
}
