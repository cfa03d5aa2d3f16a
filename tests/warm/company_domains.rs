//! Which domains are asked about.

use beeline::intake::Submission;
use beeline::lead::{Kind, Lead, Network};
use beeline::warm::domain::{Domain, NoCompany, company_domain};
use proptest::prelude::*;

fn of(address: &str) -> Result<Option<Domain>, NoCompany> {
    let submission = Submission { email: Some(address.to_owned()), ..Submission::default() };
    company_domain(&Lead::normalize(submission, Kind::Real, Network::default(), None))
}

#[test]
fn every_office_of_a_company_is_one_question() {
    assert_eq!(of("jane@Mail.EU.Example.com").unwrap().unwrap().as_str(), "example.com");
}

#[test]
fn a_mail_providers_domain_is_not_asked_about() {
    assert_eq!(of("jane@gmail.com"), Err(NoCompany::FreeMail));
    assert_eq!(of("jane@GMail.com"), Err(NoCompany::FreeMail));
    assert_eq!(of("jane@x.mailinator.com"), Err(NoCompany::Disposable));
    assert_eq!(of("jane@co.uk"), Err(NoCompany::NotRegistrable));
}

#[test]
fn a_lead_without_an_address_has_no_domain() {
    assert_eq!(company_domain(&Lead::default()), Ok(None));
}

#[test]
fn what_is_no_domain_never_reaches_a_url() {
    for odd in ["", "com", "a..b", "-a.com", "a-.com", "a b.com", "a.com/x", "a.com&x=1", "é.com", "1.2.3.4"]
    {
        assert!(Domain::new(odd).is_err(), "{odd}");
    }
    let label = "a".repeat(64);
    assert!(Domain::new(&format!("{label}.com")).is_err());
    assert!(Domain::new(&format!("{}com", "a.".repeat(126))).is_err());
    assert_eq!(Domain::new("XN--E1AFMKFD.example").unwrap().as_str(), "xn--e1afmkfd.example");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_domain_has_nothing_to_escape(text in "\\PC{0,40}") {
        if let Ok(domain) = Domain::new(&text) {
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.';
            prop_assert!(domain.as_str().bytes().all(plain));
        }
    }
}
