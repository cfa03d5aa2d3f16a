//! What is proved about rules, and said with an example where there is one.

#![allow(clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

use std::fmt::Write;

use beeline_compiler::{Files, Lint, Severity, compile};

use crate::support::{FORMS, ROUTING, files};

const FIELDS: &str = r#"
[form.demo.field.plan]
type = "choice"
label = "Plan"
choices = ["Team", "Business", "Enterprise"]

[form.contact]
title = "Contact"
lane = "standard"
dedup_window_seconds = 600
thank_you_url = "/thanks"
[form.contact.field.employees]
enabled = false
"#;

/// Teams `sales` and `other`; rules as id, team and conditions. The first stands on line 10.
fn with(rules: &[(&str, &str, &str)]) -> Files {
    let mut routing = format!("{ROUTING}[team.other]\nname = \"Other\"\nsla_seconds = 60\n\n");
    for (id, team, when) in rules {
        write!(routing, "[[rule]]\nid = \"{id}\"\nteam = \"{team}\"\nwhen = {{ {when} }}\n").unwrap();
    }
    files(&format!("{FORMS}{FIELDS}"), &routing)
}

fn remarks(rules: &[(&str, &str, &str)]) -> Vec<String> {
    remarks_of(&with(rules))
}

/// What is said of single rules and pairs of them; of all rules together `lints` has the tests.
fn remarks_of(files: &Files) -> Vec<String> {
    const OF_ALL_RULES: [&str; 4] = ["R010", "R013", "R017", "R018"];
    let compiled = compile(files).unwrap_or_else(|problems| panic!("{problems:?}"));
    let told = compiled.remarks.iter();
    told.filter(|told| !told.code().is_some_and(|code| OF_ALL_RULES.contains(&code)))
        .map(ToString::to_string)
        .collect()
}

fn remark(line: usize, code: &str, message: &str, fix: &str) -> String {
    let lint = Lint::ALL.into_iter().find(|lint| lint.code() == code).unwrap();
    let kind = if lint.severity() == Severity::Warning { "warning" } else { "note" };
    format!("routing-config/routing.toml:{line}:1: {kind}: {message} [{code}]\n  fix: {fix}")
}

#[test]
fn rules_apart_and_exceptions_above_the_rule_are_nothing_to_speak_of() {
    let rules = [
        ("large-german", "sales", r#"country = "DE", employees = "1000 or more""#),
        ("german", "other", r#"country = "DE""#),
        ("french", "other", r#"country = "FR", employees = "99 or fewer""#),
    ];
    assert_eq!(remarks(&rules), [""; 0]);
}

#[test]
fn a_rule_that_another_one_covers_never_decides() {
    let rules = [
        ("german", "sales", r#"country = ["AT", "DE"]"#),
        ("large", "other", r#"country = "DE", employees = "1000 or more""#),
    ];
    let fix = "delete it, or move it above them";
    let message = "rule `large` never decides: every lead that it fits is taken by `german` (line 10)";
    assert_eq!(remarks(&rules), [remark(14, "R001", message, fix)]);
}

#[test]
fn a_rule_that_several_cover_together_never_decides_either() {
    let rules = [
        ("small", "sales", r#"employees = "99 or fewer""#),
        ("other", "sales", r#"language = "fr""#),
        ("large", "other", r#"employees = ["100 or more", "unknown"]"#),
        ("german", "sales", r#"country = "DE""#),
    ];
    let message = "rule `german` never decides: every lead that it fits is taken by `small` (line 10), `large` (line 18)";
    let told = remarks(&rules);
    assert!(told.contains(&remark(22, "R001", message, "delete it, or move it above them")), "{told:?}");
}

#[test]
fn a_rule_that_fits_no_lead_is_told_by_the_forms_own_questions() {
    let rules = [("never", "other", r#"form = "contact", field.plan = "Team""#)];
    let message = "rule `never` fits no lead that can come";
    assert_eq!(remarks(&rules), [remark(10, "R002", message, "correct its conditions, or delete it")]);
    let rules = [("never", "other", r#"form = "contact", employees = "5 or more""#)];
    assert_eq!(remarks(&rules), [remark(10, "R002", message, "correct its conditions, or delete it")]);
    let rules = [("never", "other", r#"form = "contact", lane = "hot""#)];
    assert_eq!(remarks(&rules), [remark(10, "R002", message, "correct its conditions, or delete it")]);
}

#[test]
fn a_rule_without_which_nothing_would_change_is_named_with_who_takes_over() {
    let rules = [("german", "sales", r#"country = "DE""#)];
    let message = "rule `german` changes nothing: without it its leads go to team `sales` all the same";
    let fix = "nothing, if it is there to say so; else delete it";
    assert_eq!(remarks(&rules), [remark(10, "R003", message, fix)]);
    let rules =
        [("german", "other", r#"country = "DE""#), ("european", "other", r#"country = ["DE", "FR"]"#)];
    let message = "rule `german` changes nothing: without it its leads go to team `other` all the same, by `european` (line 14)";
    assert_eq!(remarks(&rules), [remark(10, "R003", message, fix)]);
}

#[test]
fn two_rules_that_send_some_leads_to_different_teams_are_told_with_an_example() {
    let rules = [
        ("german", "other", r#"country = "DE""#),
        ("large", "sales", r#"employees = "1000 or more", form = "demo""#),
        ("rest", "other", ""),
    ];
    let message = "rules `german` and `large` (line 14) both fit some leads, and the first of them decides: form=demo employees=1000 country=DE";
    let fix = "nothing, if team `other` is meant; else move `large` above `german`";
    assert_eq!(remarks(&rules), [remark(10, "R004", message, fix)]);
}

#[test]
fn a_territory_is_known_by_the_places_it_is_made_of() {
    let files = with(&[
        ("bavarian", "other", r#"territory = "south""#),
        ("german", "sales", r#"country = "DE", territory = ["south", "unknown"]"#),
    ])
    .with("territories.csv", "territory,country,subdivision\nsouth,DE,BY\nnorth,DE,HH\nnorth,DK,\n");
    let message = "rule `german` changes nothing: without it its leads go to team `sales` all the same";
    assert_eq!(
        remarks_of(&files),
        [remark(14, "R003", message, "nothing, if it is there to say so; else delete it")]
    );
    let files =
        with(&[("northern", "other", r#"territory = "north""#), ("danish", "sales", r#"country = "DK""#)])
            .with("territories.csv", "territory,country,subdivision\nsouth,DE,BY\nnorth,DE,HH\nnorth,DK,\n");
    let message = "rule `danish` never decides: every lead that it fits is taken by `northern` (line 10)";
    assert_eq!(remarks_of(&files), [remark(14, "R001", message, "delete it, or move it above them")]);
}

#[test]
fn hours_of_the_week_are_compared_to_the_minute() {
    let rules = [
        ("office", "other", r#"hours = "Mon-Fri 09:00-18:00""#),
        (
            "closed",
            "other",
            r#"hours = ["Mon-Fri 00:00-09:00", "Mon-Fri 18:00-24:00", "Sat-Sun 00:00-24:00"]"#,
        ),
        ("never", "sales", r#"country = "DE""#),
    ];
    let message = "rule `never` never decides: every lead that it fits is taken by `office` (line 10), `closed` (line 14)";
    let told = remarks(&rules);
    assert!(told.contains(&remark(18, "R001", message, "delete it, or move it above them")), "{told:?}");
    let gap = rules.map(|(id, team, when)| (id, team, when.replace("18:00-24:00", "18:01-24:00")));
    let gap: Vec<_> = gap.iter().map(|(id, team, when)| (*id, *team, when.as_str())).collect();
    assert!(!remarks(&gap).iter().any(|told| told.contains("never decides")), "there is a minute left");
}

#[test]
fn more_combinations_than_can_be_tried_are_said_to_be_so() {
    let mut forms = FORMS.to_owned();
    let mut when = String::new();
    for field in 0..13 {
        write!(
            forms,
            "[form.demo.field.q{field}]\ntype = \"choice\"\nlabel = \"Q\"\nchoices = [\"a\", \"b\"]\n"
        )
        .unwrap();
        write!(when, "field.q{field} = \"a\", ").unwrap();
    }
    let routing = format!(
        "{ROUTING}\n[[rule]]\nid = \"r\"\nteam = \"sales\"\nwhen = {{ {} }}\n",
        when.trim_end_matches(", ")
    );
    let told = remarks_of(&files(&forms, &routing));
    assert_eq!(told.len(), 1);
    assert!(told.concat().contains("note: rules ask about so many of a form's own questions"), "{told:?}");
}
