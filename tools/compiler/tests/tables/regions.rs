//! The regions of the roster and those of the holidays.

use beeline_compiler::holidays::{self, Used, compare};
use beeline_compiler::roster;

use crate::support::{anna, assert_all_told, assert_told, roster_of};

/// What is said of reps who live by these regions, and of holidays with these lines.
fn told(regions: &[&str], days: &str) -> Vec<String> {
    let ids = ["a", "b", "c"];
    let own = |(id, region): (&&str, &&str)| {
        anna(&[
            ("rep", id),
            ("holidays", region),
            ("slack_id", &format!("U00000000{id}").to_uppercase()),
            ("phone", ""),
        ])
    };
    let text = roster_of(&ids.iter().zip(regions).map(own).collect::<Vec<_>>());
    let roster = roster::read("c/roster.csv", text.as_bytes(), None);
    assert_eq!(roster.problems, []);
    let holidays = holidays::read("c/holidays.csv", format!("region,date,name,part\n{days}\n").as_bytes());
    let used = Used { file: "c/roster.csv", regions: &roster.regions, is_whole: roster.is_whole };
    compare("c/holidays.csv", &holidays, used, Some(2027)).iter().map(ToString::to_string).collect()
}

#[test]
fn regions_that_fit() {
    assert_eq!(told(&["de", "de", "pl"], "de,2027-01-01,New Year,\npl,2027-01-01,New Year,"), [""; 0]);
}

#[test]
fn a_region_without_a_holiday_in_the_coming_year_is_a_warning_at_its_first_rep() {
    assert_told(
        &told(&["pl", "de", "de"], "de,2026-12-25,Christmas Day,\npl,2027-01-01,New Year,"),
        "c/roster.csv:3:62: warning: region `de` has no holiday in 2027 in holidays.csv [R020]",
        "add lines such as de,2027-01-01,New Year's Day,whole to holidays.csv",
    );
}

#[test]
fn a_region_that_is_not_there_at_all() {
    assert_all_told(
        &told(&["de-bay", "fr"], "de-by,2027-01-01,New Year,"),
        &[
            (
                "c/holidays.csv:2:1: note: no rep has region `de-by` [R021]",
                "nothing, if it is kept for later; otherwise delete its lines",
            ),
            (
                "c/roster.csv:2:62: warning: region `de-bay` is not in holidays.csv [R020]",
                "did you mean de-by? Otherwise add lines such as de-bay,2027-01-01,New Year's Day,whole to holidays.csv",
            ),
            (
                "c/roster.csv:3:62: warning: region `fr` is not in holidays.csv [R020]",
                "add lines such as fr,2027-01-01,New Year's Day,whole to holidays.csv",
            ),
        ],
    );
}

#[test]
fn nothing_is_called_missing_where_a_line_could_not_be_read() {
    assert_eq!(told(&["de"], "de,1.1.2027,New Year,"), [""; 0]);
    let roster = roster::read("c/roster.csv", roster_of(&[anna(&[("weight", "0")])]).as_bytes(), None);
    let holidays = holidays::read(
        "c/holidays.csv",
        b"region,date,name\nfr,2027-01-01,New Year\nde-by,2027-01-01,New Year\n",
    );
    let used = Used { file: "c/roster.csv", regions: &roster.regions, is_whole: roster.is_whole };
    assert_eq!(compare("c/holidays.csv", &holidays, used, Some(2027)), []);
}
