//! What of the findings goes into CRM and card.

use std::collections::BTreeSet;

use beeline::warm::company::{Company, Headcount};
use beeline::warm::domain::Domain;
use beeline::warm::enriched::Findings;
use beeline::warm::line::LineKind;
use beeline::warm::mail::Mail;
use beeline::warm::score::Score;
use beeline::warm::source::{Confidence, Source, Sourced};
use beeline::warm::write_back::{Field, Value, WriteBack};
use proptest::prelude::*;

fn by<T>(value: T, source: Source) -> Sourced<T> {
    let confidence = (source == Source::PeopleDataLabs).then(|| Confidence::of_ten(6));
    Sourced { value, source, confidence, at_ms: 50 }
}

fn findings() -> Findings {
    let company = Company {
        domain: Domain::new("example.com").unwrap(),
        name: Some(by("Example".to_owned(), Source::PeopleDataLabs)),
        employees: Some(by(Headcount { from: 51, to: Some(200) }, Source::PeopleDataLabs)),
        industry: Some(by("retail".to_owned(), Source::PeopleDataLabs)),
        country: Some(by("US".to_owned(), Source::PeopleDataLabs)),
    };
    Findings {
        company: Some(company),
        mail: Some(by(Mail::Accepted, Source::MailDns)),
        line: Some(by(LineKind::Mobile, Source::TwilioLookup)),
        ..Findings::default()
    }
}

fn fields(decided: &WriteBack) -> Vec<Field> {
    decided.written.iter().map(|written| written.field).collect()
}

#[test]
fn every_value_says_where_it_came_from_and_when() {
    let score = Score { points: 40, sum: 40, most: 100, ..Score::default() };
    let decided = WriteBack::of(&findings(), Some((&score, 60)), &BTreeSet::new());
    assert_eq!(
        fields(&decided),
        [
            Field::Company,
            Field::Employees,
            Field::Industry,
            Field::CompanyCountry,
            Field::Mail,
            Field::Line,
            Field::Score,
            Field::ScoreReasons
        ]
    );
    let employees = &decided.written[1];
    assert_eq!(employees.value.to_string(), "51 to 200");
    assert_eq!((employees.source, employees.at_ms), (Source::PeopleDataLabs, 50));
    assert_eq!(employees.confidence.unwrap().tenths(), 6);
    assert_eq!((decided.written[6].source, decided.written[6].at_ms), (Source::Score, 60));
    assert_eq!(decided.written[5].value, Value::Text("mobile".into()));
}

#[test]
fn a_number_of_employees_is_written_as_a_number() {
    let mut findings = findings();
    findings.company.as_mut().unwrap().employees = Some(by(Headcount::exactly(70), Source::Apollo));
    let decided = WriteBack::of(&findings, None, &BTreeSet::new());
    assert_eq!(decided.written[1].value, Value::Number(70));
}

#[test]
fn what_the_visitor_said_stays_and_the_card_can_show_both() {
    let decided = WriteBack::of(&findings(), None, &BTreeSet::from([Field::Employees]));
    assert!(!fields(&decided).contains(&Field::Employees));
    assert_eq!(decided.kept_back[0].value.to_string(), "51 to 200");
}

#[test]
fn of_nothing_found_nothing_is_written() {
    assert_eq!(WriteBack::of(&Findings::default(), None, &BTreeSet::new()), WriteBack::default());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_of_a_visitor_is_ever_overwritten_and_nothing_is_lost(
        is_said in prop::collection::vec(any::<bool>(), 6),
    ) {
        let all = WriteBack::of(&findings(), None, &BTreeSet::new());
        let said: BTreeSet<Field> =
            fields(&all).into_iter().zip(is_said).filter(|(_, is_said)| *is_said).map(|(field, _)| field).collect();
        let decided = WriteBack::of(&findings(), None, &said);
        for written in &all.written {
            let has = |list: &[_]| list.contains(written);
            let is_said = said.contains(&written.field);
            prop_assert_eq!((has(&decided.kept_back), has(&decided.written)), (is_said, !is_said));
        }
    }
}
