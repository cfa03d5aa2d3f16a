//! What is asked about a lead, and what is left out from the start.

use beeline::intake::Submission;
use beeline::lead::{Kind, Lead, Network};
use beeline::warm::domain::NoCompany;
use beeline::warm::job::{Skipped, Step};
use beeline::warm::questions::{Configured, Questions};

const EVERYBODY: Configured =
    Configured { company: true, mail: true, line: true, score: true, reroute: true };

fn lead(email: Option<&str>, phone: Option<&str>, kind: Kind) -> Lead {
    let text = |text: Option<&str>| text.map(str::to_owned);
    let submission = Submission { email: text(email), phone: text(phone), ..Submission::default() };
    Lead::normalize(submission, kind, Network::default(), Some("US"))
}

fn about(email: &str, configured: Configured) -> Questions {
    Questions::about(&lead(Some(email), Some("+1 202-555-0123"), Kind::Real), configured)
}

#[test]
fn a_companys_domain_its_mail_and_the_number_are_asked_about() {
    let questions = about("ada@mail.example.com", EVERYBODY);
    assert_eq!(questions.company.unwrap().as_str(), "example.com", "the company's");
    assert_eq!(questions.mail.unwrap().as_str(), "mail.example.com", "the address's own");
    assert_eq!(questions.line.unwrap().expose(), "+12025550123");
    assert!(
        [Step::Company, Step::Mail, Step::Line, Step::Score, Step::Reroute]
            .iter()
            .all(|step| { !questions.skipped.contains_key(step) })
    );
}

#[test]
fn a_mail_providers_domain_is_asked_about_nowhere() {
    let questions = about("ada@gmail.com", EVERYBODY);
    assert_eq!((questions.company, questions.mail), (None, None));
    let why = Skipped::NoCompany(NoCompany::FreeMail);
    assert_eq!([questions.skipped[&Step::Company], questions.skipped[&Step::Mail]], [why, why]);
}

#[test]
fn who_is_not_configured_is_not_asked_and_that_is_said() {
    let questions = about("ada@example.com", Configured::default());
    assert_eq!((questions.company, questions.mail, questions.line), (None, None, None));
    for step in [Step::Company, Step::Mail, Step::Line, Step::Score, Step::Reroute] {
        assert_eq!(questions.skipped[&step], Skipped::NotConfigured, "{step:?}");
    }
}

#[test]
fn that_a_question_makes_no_sense_is_said_before_that_nobody_answers_it() {
    let questions = about("ada@gmail.com", Configured::default());
    assert_eq!(questions.skipped[&Step::Company], Skipped::NoCompany(NoCompany::FreeMail));
}

#[test]
fn a_lead_without_address_or_number_has_no_question() {
    let questions = Questions::about(&lead(None, Some("no number"), Kind::Real), EVERYBODY);
    assert_eq!((questions.company, questions.mail, questions.line), (None, None, None));
    assert_eq!(questions.skipped[&Step::Company], Skipped::NoEmail);
    assert_eq!(questions.skipped[&Step::Mail], Skipped::NoEmail);
    assert_eq!(questions.skipped[&Step::Line], Skipped::NoNumber);
}

#[test]
fn nobody_is_asked_about_a_monitors_lead() {
    let kind = Kind::Synthetic { run: "probe".into() };
    let questions =
        Questions::about(&lead(Some("ada@example.com"), Some("+1 202-555-0123"), kind), EVERYBODY);
    assert_eq!((questions.company, questions.mail, questions.line), (None, None, None));
    assert_eq!(questions.skipped[&Step::Line], Skipped::Synthetic);
}
