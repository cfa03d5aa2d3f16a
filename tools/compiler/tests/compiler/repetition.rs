//! Settings and headings written twice: neither silently wins.

use crate::support::{FORMS, ROUTING, assert_told, files, told, told_of_form, told_of_routing};

#[test]
fn a_setting_written_twice_names_both_lines() {
    assert_told(
        &told_of_form("thank_you_url", "lane = \"standard\"\nthank_you_url"),
        "forms.toml:5:1: form `demo`: `lane` is written twice, first on line 3",
        "keep one of the two lines and delete the other",
    );
}

#[test]
fn a_fallback_written_twice_names_both_lines() {
    assert_told(
        &told_of_routing("[team.sales]", "fallback = \"sales\"\n[team.sales]"),
        "routing.toml:2:1: `fallback` is written twice, first on line 1",
        "keep one of the two lines and delete the other",
    );
}

#[test]
fn a_form_written_twice_names_both_headings() {
    assert_told(
        &told(&files(&(FORMS.to_owned() + FORMS), ROUTING)),
        "forms.toml:7:7: the heading `[form.demo]` is written twice, first on line 1",
        "give one of the two another id, or put their lines under one heading",
    );
}

#[test]
fn a_team_written_twice_names_both_headings() {
    let again = "[team.sales]\nname = \"Sales again\"\nsla_seconds = 60\n";
    assert_told(
        &told(&files(FORMS, &(ROUTING.to_owned() + again))),
        "routing.toml:6:7: the heading `[team.sales]` is written twice, first on line 2",
        "give one of the two another id, or put their lines under one heading",
    );
}

#[test]
fn both_of_two_forms_with_one_id_are_checked() {
    let first = FORMS.replace("\"hot\"", "\"warm\"");
    let second = FORMS.replace("600", "0");
    let told = told(&files(&(first + &second), ROUTING));
    let places: Vec<&str> = told.iter().filter_map(|problem| problem.split(": ").next()).collect();
    let file = "routing-config/forms.toml";
    assert_eq!(places, [format!("{file}:3:8"), format!("{file}:7:7"), format!("{file}:10:24")]);
}

#[test]
fn rules_with_too_few_brackets_are_not_told_to_be_written_twice() {
    let rule = |id: &str| format!("[rule]\nid = \"{id}\"\nteam = \"sales\"\n");
    let told = told(&files(FORMS, &format!("{ROUTING}{}{}", rule("one"), rule("two"))));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told.iter().all(|told| told.contains("write [[rule]] with two brackets on each side")),
        "{told:?}"
    );
}
