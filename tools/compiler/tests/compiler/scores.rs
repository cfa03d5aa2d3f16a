//! The points file.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)] // a test that cannot go on has failed

use beeline::routing::{Answers, Facts, NumberSpan};
use beeline::warm::score::{Score, Sheet};
use beeline_compiler::{Files, compile, laid_out};

use crate::support::{FORMS, ROUTING, assert_told, files, told};

/// Lines 1 and 2 are the bounds, line 3 a heading, then `when`, `points` and `reason`.
const SCORE: &str = "least = 0\nmost = 100\n[[line]]\nwhen = { employees = \"200 or more\" }\npoints = 40\nreason = \"Large company\"\n";

fn with(score: &str) -> Files {
    files(FORMS, ROUTING).with("score.toml", score)
}

fn sheet(score: &str) -> Sheet {
    compile(&with(score)).unwrap_or_else(|problems| panic!("{problems:?}")).score.unwrap()
}

/// What is said when `right` is replaced by `wrong`.
fn told_of(right: &str, wrong: &str) -> Vec<String> {
    assert!(SCORE.contains(right), "nothing to replace: {right}");
    told(&with(&SCORE.replacen(right, wrong, 1)))
}

fn line(when: &str, reason: &str) -> String {
    format!("[[line]]\nwhen = {{ {when} }}\npoints = 5\nreason = \"{reason}\"\n")
}

#[test]
fn lines_are_read_in_their_order_with_their_points_and_reasons() {
    let sheet = sheet(&format!("{SCORE}{}", line("consent.call = true", "May be called")));
    assert_eq!((sheet.least(), sheet.most(), sheet.lines().len()), (0, 100, 2));
    let large = &sheet.lines()[0];
    assert_eq!((large.points, large.reason.as_str()), (40, "Large company"));
    assert_eq!(large.condition.answers, Answers::Within(vec![NumberSpan { from: 200, to: None }]));
    let facts = Facts { employees: Some(500), consent_call: Some(true), ..Facts::default() };
    assert_eq!(Score::of(&sheet, &facts).to_string(), "45 of 100: +40 Large company; +5 May be called");
}

#[test]
fn the_file_may_be_left_out_and_changes_no_bundle() {
    let without = compile(&files(FORMS, ROUTING)).unwrap();
    let with = compile(&with(SCORE)).unwrap();
    assert_eq!(without.score, None);
    assert_eq!(without.hash, with.hash);
}

#[test]
fn what_is_not_known_counts_only_where_it_is_named() {
    let asks = line("enriched.mail = [\"null_mx\", \"unknown\"]", "Mail may not arrive");
    assert!(sheet(&format!("{SCORE}{asks}")).lines()[1].condition.unknown);
    assert!(!sheet(SCORE).lines()[0].condition.unknown);
}

#[test]
fn points_are_whole_numbers_and_never_nothing() {
    assert_told(
        &told_of("points = 40", "points = 0"),
        "score.toml:5:10: line `Large company`: `points` is 0, which changes nothing",
        "write how many it is worth, or delete the line",
    );
    assert_told(
        &told_of("points = 40", "points = \"40\""),
        "score.toml:5:10: line `Large company`: `points` is \"40\", and must be a whole number",
        "write digits without quotes: points = 40",
    );
    assert_told(
        &told_of("points = 40", "points = -10001"),
        "score.toml:5:10: line `Large company`: `points` is -10001, and must be from -10000 to 10000 (up or down)",
        "write something like points = 40",
    );
}

#[test]
fn the_most_is_more_than_the_least() {
    assert_told(
        &told_of("most = 100", "most = 0"),
        "score.toml:2:8: `score.toml`: `most` is 0, and must be more than `least`, which is 0",
        "write something like most = 100",
    );
}

#[test]
fn a_reason_is_told_once_and_fits_on_a_card() {
    assert_told(
        &told(&with(&format!("{SCORE}{}", line("country = \"DE\"", "Large company")))),
        "score.toml:10:10: line 2: `reason` is \"Large company\", and the one on line 3 has that reason already",
        "say what this one is for and the other is not",
    );
    let long = "a".repeat(81);
    let told = told_of("Large company", &long);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("and must be of 80 characters at most, to fit on a card"), "{told:?}");
}

#[test]
fn a_line_is_for_one_thing() {
    assert_told(
        &told_of("employees = \"200 or more\"", "employees = \"200 or more\", country = \"DE\""),
        "score.toml:4:8: line `Large company`: `when` asks about 2 things, and a line is for one",
        "make a line of each, with points and a reason of its own",
    );
    assert_told(
        &told_of(" employees = \"200 or more\" ", ""),
        "score.toml:4:8: line `Large company`: `when` asks about nothing",
        "say what the points are for, such as when = { employees = \"200 or more\" }",
    );
}

#[test]
fn answers_are_checked_as_those_of_rules_are() {
    assert_told(
        &told_of("employees = \"200 or more\"", "contry = \"DE\""),
        "score.toml:4:10: line `Large company`: nothing is known as `contry`",
        "write country in its place",
    );
    assert_told(
        &told_of("employees = \"200 or more\"", "form = \"demmo\""),
        "score.toml:4:17: line `Large company`: in `form` stands \"demmo\", and no form of forms.toml has that id",
        "write \"demo\" in its place",
    );
    assert_told(
        &told_of("employees = \"200 or more\"", "enriched.size = 5"),
        "score.toml:4:8: line `Large company`: nothing finds out `enriched.size`",
        "ask about one of enriched.employees, enriched.industry, enriched.country, enriched.mail, enriched.line",
    );
}

#[test]
fn everything_that_is_wrong_is_told_in_one_run() {
    let wrong = "least = 5\nmost = 1\ncolour = 1\n[[line]]\npoints = 0\nreason = \" \"\n[[line]]\nwhen = { lane = \"warm\" }\npoint = 3\nreason = \"Lane\"\n";
    let told = told(&with(wrong));
    let parts = [
        "score.toml:2:8: ",
        "score.toml:3:1: `score.toml` has no setting `colour`",
        "score.toml:4:1: line 1 has no `when`",
        "score.toml:5:10: line 1: `points` is 0",
        "score.toml:6:10: line 1: `reason` is \" \"",
        "score.toml:8:17: line `Lane`: in `lane` stands \"warm\"",
        "score.toml:9:1: line 2 has no setting `point`",
    ];
    for part in parts {
        assert!(told.iter().any(|told| told.contains(part)), "{part} is not in {told:#?}");
    }
    assert_eq!(told.len(), parts.len(), "{told:#?}");
}

#[test]
fn a_setting_twice_and_a_heading_with_one_bracket_are_refused() {
    let twice = told_of("points = 40\n", "points = 40\npoints = 50\n");
    assert!(twice.concat().contains("score.toml:6:1: "), "{twice:?}");
    let bare = told_of("[[line]]", "[line]");
    assert_told(
        &bare,
        "score.toml:3:2: `line` here is one, and there may be many",
        "write [[line]] with two brackets on each side",
    );
}

#[test]
fn a_condition_beside_when_is_sent_there() {
    let told = told_of("when = { employees = \"200 or more\" }", "employees = \"200 or more\"");
    assert!(
        told.concat().contains("move it into `when`: when = { employees = \"200 or more\" }"),
        "{told:?}"
    );
}

#[test]
fn laid_out_it_means_the_same() {
    let untidy = SCORE.replace("least = 0", "least=0").replace("{ employees", "{employees");
    let formatted = laid_out(&with(&untidy));
    let text = formatted.iter().find(|(name, _)| *name == "score.toml").unwrap().1;
    assert!(std::str::from_utf8(text).unwrap().starts_with("least = 0\n"));
    assert_eq!(compile(&formatted).unwrap().score, compile(&with(&untidy)).unwrap().score);
}
