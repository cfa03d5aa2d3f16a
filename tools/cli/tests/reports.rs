//! What `check` and `test` write for CI systems and for comments on a change.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on has failed

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{ENTERPRISE, GERMANY, beeline, files, json, said};

fn with_tests(name: &str, tests: &[(&str, &str)]) -> PathBuf {
    let folder = files(name, &format!("{ENTERPRISE}\n{GERMANY}"));
    let tests: Vec<String> = tests
        .iter()
        .map(|(name, team)| {
            format!(
                "[[test]]\nname = '''{name}'''\nlead = {{ form = \"demo\", country = \"DE\", employees = 30 }}\nteam = \"{team}\"\n"
            )
        })
        .collect();
    fs::write(folder.join("tests.toml"), tests.join("\n")).unwrap();
    folder
}

/// The report of `test`: each case's class, name and failure.
fn junit(folder: &Path, arguments: &[&str], code: i32) -> Vec<(String, String, Option<String>)> {
    let path = folder.with_extension("xml");
    let tested = beeline(folder, &[&["test", "--junit", path.to_str().unwrap()], arguments].concat());
    assert_eq!(tested.status.code(), Some(code), "{}", said(&tested));
    let xml = fs::read_to_string(&path).unwrap();
    let document = roxmltree::Document::parse(&xml).unwrap();
    let root = document.root_element();
    let cases: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("testcase"))
        .map(|case| {
            let said = |name: &str| case.attribute(name).unwrap().to_owned();
            let failure = case.first_element_child().and_then(|failure| failure.text()).map(str::to_owned);
            (said("classname"), said("name"), failure)
        })
        .collect();
    let failed = cases.iter().filter(|(.., failure)| failure.is_some()).count();
    assert_eq!(root.attribute("tests"), Some(cases.len().to_string().as_str()));
    assert_eq!(root.attribute("failures"), Some(failed.to_string().as_str()));
    cases
}

#[test]
fn every_test_is_in_the_report_with_how_it_ended_whatever_its_name() {
    let odd = "A <b> & \"c\" ]]> 'd' – ü \u{1f600}";
    let folder = with_tests("junit", &[(odd, "emea"), ("It goes to sales", "sales")]);
    let cases = junit(&folder, &[], 1);
    assert_eq!(cases[0], ("junit/tests.toml".to_owned(), odd.to_owned(), None));
    let (_, name, failure) = &cases[1];
    assert_eq!(name, "It goes to sales");
    assert!(
        failure
            .as_ref()
            .unwrap()
            .contains("the lead goes to team `emea` by rule `germany`, and must go to team `sales`")
    );
    assert_eq!(cases.len(), 2);
}

#[test]
fn too_little_that_is_tried_is_a_failure_of_its_own() {
    let folder = with_tests("junit-coverage", &[("Germany", "emea")]);
    assert_eq!(junit(&folder, &[], 0).len(), 1);
    let cases = junit(&folder, &["--fail-under", "100"], 1);
    assert!(cases[1].2.as_ref().unwrap().contains("100 % were asked for"), "{cases:?}");
}

#[test]
fn wrong_files_are_failures_in_the_report() {
    let folder = with_tests("junit-wrong", &[("Germany", "emea")]);
    fs::write(folder.join("forms.toml"), "[form.demo]\nlane = \"normal\"\n").unwrap();
    let cases = junit(&folder, &[], 1);
    assert!(
        cases.iter().any(|(class, name, failure)| {
            class == "junit-wrong/forms.toml"
                && name.starts_with("line 2, ")
                && failure.as_ref().unwrap().contains("fix: ")
        }),
        "{cases:?}"
    );
}

#[test]
fn a_report_that_cannot_be_written_is_said_to_be() {
    let folder = with_tests("junit-nowhere", &[("Germany", "emea")]);
    let tested = beeline(&folder, &["test", "--junit", "/nowhere/at/all.xml"]);
    assert_eq!(tested.status.code(), Some(2));
    assert!(said(&tested).contains("cannot write /nowhere/at/all.xml"), "{}", said(&tested));
}

#[test]
fn a_comment_on_tests_names_those_that_fail_and_what_is_not_tried() {
    let folder = with_tests("comment", &[("Germany <img src=x>", "emea"), ("It goes to @sales", "sales")]);
    let tested = beeline(&folder, &["test", "--markdown"]);
    assert_eq!(tested.status.code(), Some(1));
    let told = String::from_utf8(tested.stdout).unwrap();
    assert!(told.starts_with("### 1 of 2 tests fail.\n"), "{told}");
    assert!(told.contains("It goes to &#64;sales") && !told.contains('@') && !told.contains('<'), "{told}");
    assert!(told.contains("- not tried&#58; rule &#96;enterprise&#96; decides about no lead"), "{told}");
    let right = with_tests("comment-right", &[("Germany", "emea")]);
    let told = String::from_utf8(beeline(&right, &["test", "--markdown"]).stdout).unwrap();
    assert!(told.starts_with("### 1 tests pass.\n"), "{told}");
}

#[test]
fn a_comment_on_files_has_a_row_for_every_problem() {
    let folder = with_tests("comment-check", &[("Germany", "emea")]);
    let right = beeline(&folder, &["check", "--markdown"]);
    assert!(right.status.success(), "{}", said(&right));
    assert!(said(&right).starts_with("### Nothing is wrong\n"), "{}", said(&right));
    fs::write(folder.join("forms.toml"), "[form.demo]\nlane = \"no|rmal <b>\"\n").unwrap();
    let wrong = beeline(&folder, &["check", "--markdown"]);
    assert_eq!(wrong.status.code(), Some(1));
    let told = String::from_utf8(wrong.stdout).unwrap();
    let problems = json(&beeline(&folder, &["check", "--json"]))["problems"].as_array().unwrap().len();
    let rows: Vec<&str> = told.lines().filter(|line| line.starts_with("| error ")).collect();
    assert_eq!(rows.len(), problems, "{told}");
    assert!(rows.iter().all(|row| row.matches('|').count() == 5), "{told}");
    assert!(!told.contains("<b>"), "{told}");
}

#[test]
fn one_kind_of_output_is_chosen() {
    let folder = with_tests("one-kind", &[("Germany", "emea")]);
    for command in ["check", "test"] {
        let both = beeline(&folder, &["--json", command, "--markdown"]);
        assert_eq!(both.status.code(), Some(2));
        assert!(said(&both).contains("choose one of --json and --markdown"), "{}", said(&both));
    }
}
