//! Settings and sections that nobody reads.

use crate::support::{FORMS, ROUTING, assert_told, files, told, told_of_form};

#[test]
fn a_misspelled_setting_is_reported_once_with_the_one_that_was_meant() {
    assert_told(
        &told_of_form("title", "titel"),
        "forms.toml:2:1: form `demo` has no setting `titel`",
        "did you mean `title`? Otherwise delete it",
    );
}

#[test]
fn a_shortened_setting_is_recognised() {
    assert_told(
        &told_of_form("dedup_window_seconds", "dedup_window"),
        "forms.toml:4:1: form `demo` has no setting `dedup_window`",
        "did you mean `dedup_window_seconds`? Otherwise delete it",
    );
}

#[test]
fn a_setting_like_no_other_is_to_be_deleted() {
    assert_told(
        &told_of_form("phone_country", "colour"),
        "forms.toml:6:1: form `demo` has no setting `colour`",
        "delete it; form `demo` can have title, lane, dedup_window_seconds, thank_you_url, phone_country, team, \
         origins, unknown_fields, honeypot, challenge, jurisdiction, drift, consent, field, web_to_lead, hubspot, webhook",
    );
}

#[test]
fn a_setting_of_teams_is_sent_to_routing_toml() {
    assert_told(
        &told_of_form("phone_country = \"US\"", "sla_seconds = 300"),
        "forms.toml:6:1: form `demo` has no setting `sla_seconds`",
        "move it under a heading [team.…] in routing.toml",
    );
}

#[test]
fn a_team_in_forms_toml_is_sent_to_routing_toml() {
    let told = told_of_form("[form.demo]", "[team.emea]\n[form.demo]");
    assert_told(
        &told,
        "forms.toml:1:2: `forms.toml` has no section `team`",
        "move it to routing.toml, under a heading of its own",
    );
}

#[test]
fn a_fallback_below_a_heading_is_reported_once_and_sent_to_the_top() {
    let (fallback, team) = ROUTING.split_once('\n').unwrap();
    assert_told(
        &told(&files(FORMS, &format!("{team}{fallback}\n"))),
        "routing.toml:5:1: team `sales` has no setting `fallback`",
        "move it to the top of routing.toml, above the first heading",
    );
}

#[test]
fn a_setting_that_repeats_its_heading_is_to_be_shortened() {
    let told = told_of_form("phone_country", "form.demo.phone_country");
    assert_told(
        &told,
        "forms.toml:6:1: form `demo` has no section `form`",
        "write the name of the setting alone: the heading above says the rest",
    );
}

#[test]
fn a_section_inside_a_form_is_not_read() {
    let told = told_of_form("phone_country = \"US\"", "[form.demo.questions]\nbudget = 1");
    assert_told(
        &told,
        "forms.toml:6:12: form `demo` has no section `questions`",
        "delete it; form `demo` can have title, lane, dedup_window_seconds, thank_you_url, phone_country, team, \
         origins, unknown_fields, honeypot, challenge, jurisdiction, drift, consent, field, web_to_lead, hubspot, webhook",
    );
}
