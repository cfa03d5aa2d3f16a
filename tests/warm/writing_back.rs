//! What of the findings goes into CRM and card.

use std::collections::BTreeMap;

use beeline::warm::company::{Company, Headcount};
use beeline::warm::domain::Domain;
use beeline::warm::enriched::Findings;
use beeline::warm::line::LineKind;
use beeline::warm::mail::Mail;
use beeline::warm::score::Score;
use beeline::warm::source::{Confidence, Source, Sourced};
use beeline::warm::write_back::{Field, Holder, KeptBack, Value, WriteBack};
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
    let decided = WriteBack::of(&findings(), Some((&score, 60)), &BTreeMap::new());
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
    let decided = WriteBack::of(&findings, None, &BTreeMap::new());
    assert_eq!(decided.written[1].value, Value::Number(70));
}

#[test]
fn what_the_visitor_said_stays_and_the_card_can_show_both() {
    let held = BTreeMap::from([(Field::Employees, Holder::Visitor)]);
    let decided = WriteBack::of(&findings(), None, &held);
    assert!(!fields(&decided).contains(&Field::Employees));
    assert_eq!(decided.kept_back[0].1, KeptBack::VisitorSaid);
    assert_eq!(decided.kept_back[0].0.value.to_string(), "51 to 200");
}

#[test]
fn what_a_person_wrote_stays() {
    let held = BTreeMap::from([(Field::Company, Holder::Person)]);
    let decided = WriteBack::of(&findings(), None, &held);
    assert_eq!(decided.kept_back[0].1, KeptBack::PersonWrote);
    assert!(!fields(&decided).contains(&Field::Company));
}

#[test]
fn our_own_value_is_brought_up_to_date_if_nobody_touched_it() {
    let held = |value| BTreeMap::from([(Field::Industry, Holder::Us(Value::Text(value)))]);
    let newer = WriteBack::of(&findings(), None, &held("banking".into()));
    assert!(fields(&newer).contains(&Field::Industry));
    let same = WriteBack::of(&findings(), None, &held("retail".into()));
    assert!(!fields(&same).contains(&Field::Industry));
    assert_eq!(same.kept_back[0].1, KeptBack::Unchanged);
}

#[test]
fn of_nothing_found_nothing_is_written() {
    assert_eq!(WriteBack::of(&Findings::default(), None, &BTreeMap::new()), WriteBack::default());
}

fn any_holder() -> impl Strategy<Value = Holder> {
    let ours =
        prop_oneof![Just("retail"), Just("other")].prop_map(|text| Holder::Us(Value::Text(text.into())));
    prop_oneof![Just(Holder::Visitor), Just(Holder::Person), ours]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_of_a_person_is_ever_overwritten_and_nothing_is_lost(
        holders in prop::collection::vec(prop::option::of(any_holder()), 6),
    ) {
        let all = WriteBack::of(&findings(), None, &BTreeMap::new());
        let held: BTreeMap<Field, Holder> = fields(&all)
            .into_iter()
            .zip(holders)
            .filter_map(|(field, holder)| Some((field, holder?)))
            .collect();
        let decided = WriteBack::of(&findings(), None, &held);
        for written in &decided.written {
            prop_assert!(!matches!(held.get(&written.field), Some(Holder::Visitor | Holder::Person)));
        }
        prop_assert_eq!(decided.written.len() + decided.kept_back.len(), all.written.len());
        let blanks = all.written.iter().filter(|written| !held.contains_key(&written.field));
        for blank in blanks {
            prop_assert!(decided.written.contains(blank));
        }
    }
}
