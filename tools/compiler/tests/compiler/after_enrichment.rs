//! Rules that may move leads once more is known of them.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)] // a test that cannot go on has failed

use beeline::routing::Bundle;
use beeline_compiler::{Coverage, compile, trials};

use crate::support::{FORMS, ROUTING, files};

const TEAMS: &str = "[team.large]\nname = \"Large\"\nsla_seconds = 60\n";

fn rule(id: &str, team: &str, lines: &str) -> String {
    format!("[[rule]]\nid = \"{id}\"\nteam = \"{team}\"\n{lines}\n")
}

fn large(lines: &str) -> String {
    rule("large", "large", &format!("when = {{ enriched.employees = \"200 or more\" }}\n{lines}"))
}

/// What is remarked on rules, with the code.
fn told(rules: &[String]) -> Vec<String> {
    let routing = format!("{ROUTING}{TEAMS}{}", rules.concat());
    let compiled = compile(&files(FORMS, &routing)).unwrap_or_else(|problems| panic!("{problems:?}"));
    compiled.remarks.into_iter().map(|remark| remark.message).collect()
}

/// What is wrong with rules.
fn wrong(rules: &str) -> Vec<String> {
    let problems = compile(&files(FORMS, &format!("{ROUTING}{TEAMS}{rules}"))).unwrap_err();
    problems.iter().map(ToString::to_string).collect()
}

fn is_told(told: &[String], code: &str) -> bool {
    told.iter().any(|told| told.ends_with(code))
}

#[test]
fn the_key_is_in_the_bundle_and_off_without_it() {
    let routing =
        format!("{ROUTING}{TEAMS}{}{}", large("after_enrichment = true"), rule("rest", "sales", ""));
    let compiled = compile(&files(FORMS, &routing)).unwrap();
    let keys: Vec<bool> = compiled.bundle.rules().iter().map(|rule| rule.after_enrichment).collect();
    assert_eq!(keys, [true, false]);
    assert_eq!(Bundle::read(&compiled.bytes).unwrap(), compiled.bundle);
    assert_eq!(String::from_utf8(compiled.bytes).unwrap().matches("after_enrichment").count(), 1);
}

#[test]
fn it_is_true_or_false() {
    let told = wrong(&large("after_enrichment = \"yes\""));
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("`after_enrichment` is \"yes\", and must be true or false"), "{told:?}");
}

#[test]
fn a_rule_that_fits_only_after_enrichment_is_not_called_unreachable() {
    let told = told(&[large("after_enrichment = true"), rule("rest", "sales", "")]);
    for code in ["[R001]", "[R002]", "[R033]"] {
        assert!(!is_told(&told, code), "{told:?}");
    }
}

#[test]
fn below_a_rule_that_takes_every_lead_it_is() {
    let told = told(&[rule("rest", "sales", ""), large("after_enrichment = true")]);
    assert!(is_told(&told, "[R001]"), "{told:?}");
}

#[test]
fn a_rule_that_takes_what_is_not_known_decides_in_time() {
    let asks = rule("large", "large", "when = { enriched.employees = [\"200 or more\", \"unknown\"] }");
    assert!(!is_told(&told(&[asks]), "[R033]"));
}

#[test]
fn leads_that_a_team_has_already_are_no_gap_when_nothing_moves_them() {
    let first = rule("first", "sales", "when = { enriched.employees = \"unknown\" }");
    let told = told(&[first, large("after_enrichment = true")]);
    assert!(!is_told(&told, "[R010]"), "{told:?}");
}

#[test]
fn a_gap_of_leads_that_come_is_told_without_what_is_found_later() {
    let first = rule("first", "large", "when = { enriched.mail = \"unknown\", country = \"DE\" }");
    let second = rule("second", "large", "when = { language = \"fr\" }");
    let told = told(&[first, second]);
    let gap = told.iter().find(|told| told.ends_with("[R010]")).unwrap();
    assert!(gap.contains(": country=unknown language=unknown"), "{gap}");
    assert!(!gap.contains("enriched"), "{gap}");
}

#[test]
fn a_rule_that_moves_leads_changes_something_where_the_next_would_only_keep_them() {
    let next = rule("next", "large", "when = { enriched.employees = \"100 or more\" }");
    let alike =
        rule("next", "large", "when = { enriched.employees = \"100 or more\" }\nafter_enrichment = true");
    assert!(!is_told(&told(&[large("after_enrichment = true"), next]), "[R003]"));
    assert!(is_told(&told(&[large("after_enrichment = true"), alike]), "[R003]"));
}

#[test]
fn rules_of_which_one_moves_leads_are_not_to_be_made_one() {
    let by = |industry: &str, lines: &str| {
        let when =
            format!("when = {{ enriched.industry = [\"{industry}\", \"unknown\"], language = \"de\" }}");
        rule(industry, "large", &format!("{when}\n{lines}"))
    };
    let moves = "after_enrichment = true";
    assert!(is_told(&told(&[by("retail", moves), by("banking", moves)]), "[R009]"));
    assert!(!is_told(&told(&[by("retail", moves), by("banking", "")]), "[R009]"));
}

#[test]
fn what_is_found_out_is_asked_about_in_its_own_words() {
    let asked = |when: &str| rule("large", "large", &format!("when = {{ {when} }}\nafter_enrichment = true"));
    let right = [
        "enriched.employees = [\"1-49\", \"200 or more\"]",
        "enriched.country = [\"EU\", \"US\"]",
        "enriched.mail = [\"null_mx\", \"no_such_domain\"]",
        "enriched.line = { not = [\"mobile\"] }",
        "enriched.industry = \"computer software\"",
    ];
    for when in right {
        assert!(!is_told(&told(&[asked(when)]), "[R035]"), "{when}");
    }
    let mistaken = [
        ("enriched.employees = \"many\"", "\"many\""),
        ("enriched.country = \"Germany\"", "\"Germany\", and must be a country's two capital letters"),
        (
            "enriched.mail = \"bounces\"",
            "\"bounces\", and can only be \"accepted\" or \"null_mx\" or \"no_such_domain\"",
        ),
        ("enriched.line = \"cell\"", "\"cell\", and can only be \"mobile\" or "),
    ];
    for (when, message) in mistaken {
        let told = wrong(&asked(when));
        assert_eq!(told.len(), 1, "{when}");
        assert!(told[0].contains(message), "{told:?}");
    }
}

#[test]
fn the_words_for_a_mail_domain_are_all_there_are() {
    let all = "when = { enriched.mail = [\"accepted\", \"null_mx\", \"no_such_domain\", \"unknown\"] }";
    let told = told(&[rule("mail", "large", all)]);
    assert!(is_told(&told, "[R012]"), "{told:?}");
    assert!(!is_told(&told, "[R010]"), "{told:?}");
}

#[test]
fn a_number_of_employees_has_no_exception() {
    let told = wrong(&rule("large", "large", "when = { enriched.employees = { not = [5] } }"));
    assert!(told.concat().contains("`enriched.employees` cannot have `not`"), "{told:?}");
}

#[test]
fn examples_try_both_sides_of_what_is_found_out() {
    let when = "when = { enriched.country = [\"EU\", \"US\"], enriched.mail = \"accepted\", enriched.employees = \"200 or more\" }";
    let rule = rule("large", "large", &format!("{when}\nafter_enrichment = true"));
    let files = files(FORMS, &format!("{ROUTING}{TEAMS}{rule}"));
    let tests: String = trials(&compile(&files).unwrap()).iter().map(ToString::to_string).collect();
    let compiled = compile(&files.with("tests.toml", tests)).unwrap();
    let coverage = Coverage::of(&compiled.bundle, compiled.cases.iter().map(|case| &case.facts));
    assert!(coverage.decided(0));
    assert_eq!(coverage.untried(&compiled.bundle), []);
}
