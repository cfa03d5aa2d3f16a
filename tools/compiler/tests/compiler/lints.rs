//! Every remark has a code, a fixture that brings it about, and a line in `docs/lints.md`.

#![allow(clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

use std::fmt::Write;
use std::fs;
use std::path::Path;

use beeline_compiler::{Files, Lint, Severity, compile, compile_dir};

use crate::support::{FORMS, ROUTING, files};

const TEAMS: &str = "[team.other]\nname = \"Other\"\nsla_seconds = 60\n";
const TERRITORIES: &str = "territory,country\nsouth,IT\nnorth,DK\n";

/// Rules as team and conditions; they are called `r0`, `r1` and so on.
fn with(rules: &[(&str, &str)]) -> Files {
    let mut routing = format!("{ROUTING}{TEAMS}");
    for (place, (team, when)) in rules.iter().enumerate() {
        write!(routing, "[[rule]]\nid = \"r{place}\"\nteam = \"{team}\"\nwhen = {{ {when} }}\n").unwrap();
    }
    let contact = "[form.contact]\ntitle = \"Contact\"\nlane = \"standard\"\ndedup_window_seconds = 600\nthank_you_url = \"/thanks\"\n";
    files(&format!("{FORMS}{contact}"), &routing).with("territories.csv", TERRITORIES)
}

fn with_tests(rules: &[(&str, &str)], leads: &[(&str, &str)]) -> Files {
    let mut tests = String::new();
    for (place, (team, lead)) in leads.iter().enumerate() {
        write!(tests, "[[test]]\nname = \"t{place}\"\nlead = {{ {lead} }}\nteam = \"{team}\"\n").unwrap();
    }
    with(rules).with("tests.toml", tests)
}

fn told(files: &Files) -> Vec<String> {
    let compiled = compile(files).unwrap_or_else(|problems| panic!("{problems:?}"));
    compiled.remarks.iter().map(|remark| remark.message.clone()).collect()
}

/// A configuration of which something is remarked, and how.
fn fixture(lint: Lint) -> Option<(Files, &'static str)> {
    let german = ("other", "country = \"DE\"");
    Some(match lint {
        Lint::NeverDecides => (
            with(&[german, ("sales", "country = \"DE\", language = \"de\"")]),
            "rule `r1` never decides: every lead that it fits is taken by `r0` (line 9)",
        ),
        Lint::FitsNothing => (
            with(&[("other", "form = \"demo\", lane = \"standard\"")]),
            "rule `r0` fits no lead that can come",
        ),
        Lint::ChangesNothing => (
            with(&[("sales", "country = \"DE\"")]),
            "rule `r0` changes nothing: without it its leads go to team `sales` all the same",
        ),
        Lint::Overlap => (
            with(&[german, ("sales", "language = \"de\""), ("other", "")]),
            "rules `r0` (line 9) and `r1` both fit some leads, and the first of them decides: country=DE language=de",
        ),
        Lint::NotCompared => (
            with(&(0..3_001).map(|_| german).collect::<Vec<_>>()),
            "there are too many rules to compare all of them with each other",
        ),
        Lint::SameRule => (with(&[german, german]), "rule `r1` is rule `r0` (line 9) again"),
        Lint::Contradiction => (
            with(&[german, ("sales", "country = \"DE\"")]),
            "rule `r1` never decides: rule `r0` (line 9) fits the same leads, and sends them to team `other`",
        ),
        Lint::Mergeable => (
            with(&[german, ("other", "country = \"FR\"")]),
            "rules `r0` (line 9) and `r1` can be one: they differ in `country` only, and both send to team `other`",
        ),
        Lint::Gap => (
            with(&[
                ("other", "employees = [\"100 or more\", \"unknown\"], form = \"demo\""),
                ("other", "language = \"fr\""),
            ]),
            "some leads are decided by no rule, and go to their form's own team or to `sales`: form=contact language=unknown; form=demo employees=0 language=unknown",
        ),
        Lint::MissingStep => (
            with(&[("other", "employees = \"100 to 999\""), ("other", "employees = \"1001 or more\"")]),
            "no rule that asks about `employees` fits 1000: `r0` ends just before it, and `r1` begins just after",
        ),
        Lint::FitsEverything => (
            with(&[("other", "employees = [\"0 or more\", \"unknown\"], country = \"DE\"")]),
            "rule `r0`: every lead fits its condition on `employees`",
        ),
        Lint::UnknownUntested => (
            with(&[("other", "employees = \"0 to 9\""), ("other", "employees = \"20 or more\"")]),
            "every rule asks about `employees`, and none says \"unknown\": a lead of which it is not known goes to a form's own team or the fallback, whatever else is known of it",
        ),
        Lint::SameTest => (
            with_tests(
                &[german],
                &[
                    ("other", "form = \"demo\", country = \"DE\""),
                    ("other", "country = \"DE\", form = \"demo\""),
                ],
            ),
            "test `t1` tries the same lead as test `t0` (line 1)",
        ),
        Lint::Untested => (
            with_tests(
                &[german, ("other", "country = \"IT\"")],
                &[("other", "form = \"demo\", country = \"DE\"")],
            ),
            "tests.toml tries 1 of 2 rules, and not `r1`",
        ),
        Lint::FreeMail => (
            with(&[("other", "\"enriched.domain\" = [\"example.com\", \"gmail.com\"]")]),
            "rule `r0`: `enriched.domain` is asked about gmail.com, where anybody may have an address: that is no company",
        ),
        Lint::UnusedTerritory => {
            (with(&[("other", "territory = \"south\"")]), "no rule names `north` of territories.csv")
        }
        Lint::IdleTeam => (
            with(&[("sales", "country = \"DE\"")]),
            "team `other` never gets a lead: no rule and no form names it",
        ),
        // What is too hard for ten million steps is too long for a fixture; `proof/steps` has the tests.
        Lint::Undecided => return None,
    })
}

#[test]
fn every_remark_is_brought_about_by_its_fixture_with_its_code() {
    for (lint, (files, message)) in Lint::ALL.into_iter().filter_map(|lint| Some((lint, fixture(lint)?))) {
        let told = told(&files);
        assert!(told.contains(&format!("{message} [{}]", lint.code())), "{lint:?}: {told:#?}");
    }
}

#[test]
fn the_code_and_the_weight_of_a_remark_are_those_of_its_lint() {
    for (lint, (files, _)) in Lint::ALL.into_iter().filter_map(|lint| Some((lint, fixture(lint)?))) {
        let remarks = compile(&files).unwrap().remarks;
        let own: Vec<_> = remarks.iter().filter(|remark| remark.code() == Some(lint.code())).collect();
        assert!(!own.is_empty(), "{lint:?}");
        assert!(own.iter().all(|remark| remark.severity == lint.severity()), "{own:?}");
        assert!(remarks.iter().all(|remark| remark.code().is_some()), "{remarks:?}");
    }
}

#[test]
fn the_page_of_lints_lists_each_with_its_weight() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/lints.md")).unwrap();
    let listed: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| `R"))
        .map(|line| line.split('|').map(str::trim).skip(1).take(2).collect())
        .collect();
    let weight = |lint: Lint| if lint.severity() == Severity::Warning { "warning" } else { "note" };
    let codes: Vec<(String, &str)> =
        Lint::ALL.into_iter().map(|lint| (format!("`{}`", lint.code()), weight(lint))).collect();
    let codes: Vec<Vec<&str>> = codes.iter().map(|(code, weight)| vec![code.as_str(), *weight]).collect();
    assert_eq!(listed, codes);
}

#[test]
fn the_projects_own_rules_are_without_a_warning() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config");
    let remarks = compile_dir(&folder).unwrap().remarks;
    let warnings: Vec<_> = remarks.iter().filter(|remark| remark.severity == Severity::Warning).collect();
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn numbers_that_touch_and_wide_gaps_between_them_are_nothing_to_speak_of() {
    for after in ["1000 or more", "1002 or more", "999 or more"] {
        let when = format!("employees = \"{after}\"");
        let told = told(&with(&[("other", "employees = \"100 to 999\""), ("other", &when)]));
        assert!(!told.iter().any(|told| told.contains("[R011]")), "{after}: {told:?}");
    }
}

#[test]
fn a_question_that_only_ever_may_be_unknown_is_still_answered_by_other_leads() {
    let told = told(&with(&[
        ("other", "product = \"unknown\""),
        ("other", "employees = \"unknown\""),
        ("other", "language = \"de\""),
    ]));
    assert!(!told.iter().any(|told| told.contains("never decides")), "{told:?}");
}
