//! How many points a lead has, and for what.

use std::collections::BTreeMap;

use beeline::routing::{Answers, Condition, Fact, Facts, NumberSpan, Subject};
use beeline::warm::score::{Fault, Line, Score, Sheet};
use proptest::prelude::*;

fn words(subject: &str, words: &[&str], unknown: bool) -> Condition {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    Condition { subject: subject.parse().unwrap(), answers: Answers::OneOf(words), unknown }
}

fn from(subject: &str, from: i64) -> Condition {
    let answers = Answers::Within(vec![NumberSpan { from, to: None }]);
    Condition { subject: subject.parse().unwrap(), answers, unknown: false }
}

fn line(condition: Condition, points: i32, reason: &str) -> Line {
    Line { condition, points, reason: reason.to_owned() }
}

fn sheet() -> Sheet {
    let lines = vec![
        line(from("employees", 200), 40, "Large company"),
        line(from("enriched.employees", 200), 30, "Large company by enrichment"),
        line(words("product", &["demo"], false), 50, "Asked for a demo"),
        line(words("enriched.mail", &["null_mx", "no_such_domain"], false), -60, "Mail cannot arrive"),
        line(words("enriched.line", &[], true), -5, "Kind of phone line not known"),
    ];
    Sheet::new(0, 100, lines).unwrap()
}

fn facts() -> Facts {
    Facts { form: "demo".into(), product: Some("demo".into()), ..Facts::default() }
}

fn faults(lines: Vec<Line>) -> Vec<(Option<u32>, Fault)> {
    Sheet::new(0, 100, lines).map_or_else(|f| f.iter().map(|f| (f.line, f.fault)).collect(), |_| Vec::new())
}

#[test]
fn a_score_is_the_sum_of_its_reasons_in_the_files_order() {
    let score = Score::of(&sheet(), &Facts { employees: Some(500), ..facts() });
    assert_eq!(score.points, 85);
    assert_eq!(score.reasons.iter().map(|reason| reason.line).collect::<Vec<_>>(), [1, 3, 5]);
    assert_eq!(
        score.to_string(),
        "85 of 100: +40 Large company; +50 Asked for a demo; -5 Kind of phone line not known"
    );
}

#[test]
fn what_is_not_known_is_a_value_of_its_own() {
    let score = Score::of(&sheet(), &facts());
    assert!(score.reasons.last().unwrap().by_unknown);
    let unknown: Vec<String> = score.unknown.iter().map(Subject::to_string).collect();
    assert_eq!(unknown, ["employees", "enriched.employees", "enriched.mail", "enriched.line"]);
    let enriched = BTreeMap::from([("line".to_owned(), Fact::Word("mobile".into()))]);
    let score = Score::of(&sheet(), &Facts { enriched, ..facts() });
    assert!(score.reasons.iter().all(|reason| !reason.by_unknown));
}

#[test]
fn a_score_stays_within_the_files_bounds_and_says_the_sum() {
    let enriched = BTreeMap::from([("employees".to_owned(), Fact::Number(900))]);
    let score = Score::of(&sheet(), &Facts { employees: Some(500), enriched, ..facts() });
    assert_eq!((score.points, score.sum), (100, 115));
    assert!(score.to_string().ends_with(" (sum 115)"));
    let enriched = BTreeMap::from([("mail".to_owned(), Fact::Word("null_mx".into()))]);
    let score = Score::of(&sheet(), &Facts { enriched, product: None, ..facts() });
    assert_eq!((score.points, score.sum), (0, -65));
}

#[test]
fn a_lead_without_a_reason_has_no_points() {
    let sheet = Sheet::new(0, 100, vec![line(from("employees", 1), 1, "Somebody")]).unwrap();
    assert_eq!(Score::of(&sheet, &facts()).to_string(), "0 of 100");
}

#[test]
fn what_is_wrong_with_a_file_is_told_with_its_line() {
    let good = || line(words("product", &["demo"], false), 1, "Good");
    assert!(faults(vec![good()]).is_empty());
    let wrong = |line: Line, fault: Fault| {
        assert_eq!(faults(vec![good(), line]), [(Some(2), fault)]);
    };
    wrong(line(words("product", &["x"], false), 0, "a"), Fault::Points);
    wrong(line(words("product", &["x"], false), i32::MIN, "a"), Fault::Points);
    wrong(line(words("product", &["x"], false), 1, " "), Fault::Reason);
    wrong(line(words("product", &["x"], false), 1, &"a".repeat(81)), Fault::Reason);
    wrong(line(words("product", &["x"], false), 1, "Good"), Fault::ReasonTwice);
    wrong(line(words("product", &["Demo"], false), 1, "a"), Fault::NotFolded);
    wrong(line(words("product", &[], false), 1, "a"), Fault::NeverFits);
    wrong(line(words("form", &[], true), 1, "a"), Fault::NeverFits);
    wrong(line(words("employees", &["many"], false), 1, "a"), Fault::WrongKind);
    wrong(line(from("country", 5), 1, "a"), Fault::WrongKind);
    wrong(line(from("hours", 5), 1, "a"), Fault::WrongKind);
}

#[test]
fn the_whole_file_has_bounds() {
    assert_eq!(Sheet::new(5, 5, vec![]).unwrap_err()[0].fault, Fault::Bounds);
    let many = (0..201).map(|n| line(from("employees", n), 1, &n.to_string())).collect();
    assert_eq!(Sheet::new(0, 9, many).unwrap_err()[0].fault, Fault::TooManyLines);
}

#[test]
fn a_bad_file_cannot_be_read_in() {
    let bad = r#"{"least":5,"most":1,"lines":[]}"#;
    assert!(serde_json::from_str::<Sheet>(bad).is_err());
    let unknown_key = r#"{"least":0,"most":1,"lines":[],"bonus":5}"#;
    assert!(serde_json::from_str::<Sheet>(unknown_key).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_adds_the_reasons_up_gets_the_score(
        points in prop::collection::vec((1_i32..=10_000, any::<bool>(), 0_i64..20), 0..30),
        employees in prop::option::of(0_i64..20), least in -50_i32..0, most in 0_i32..200,
    ) {
        prop_assume!(least < most);
        let lines = points.iter().enumerate().map(|(place, (points, down, at))| {
            line(from("employees", *at), if *down { -points } else { *points }, &place.to_string())
        });
        let sheet = Sheet::new(least, most, lines.collect()).unwrap();
        let score = Score::of(&sheet, &Facts { employees, ..Facts::default() });
        let sum: i64 = score.reasons.iter().map(|reason| i64::from(reason.points)).sum();
        prop_assert_eq!(score.sum, sum);
        prop_assert_eq!(score.points, sum.max(i64::from(least)).min(i64::from(most)));
        prop_assert!(score.reasons.is_sorted_by(|a, b| a.line < b.line));
        prop_assert_eq!(score.unknown.is_empty(), employees.is_some() || points.is_empty());
    }
}
