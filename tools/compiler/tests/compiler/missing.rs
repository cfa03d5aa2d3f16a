//! What must be there, and is not.

use crate::support::{FORMS, ROUTING, assert_told, files, told, told_of_routing, told_without};

#[test]
fn every_required_setting_of_a_form_is_asked_for_at_its_heading() {
    let cases = [
        ("title", "title = \"Book a demo\""),
        ("lane", "lane = \"hot\""),
        ("dedup_window_seconds", "dedup_window_seconds = 600"),
        ("thank_you_url", "thank_you_url = \"/thanks\""),
    ];
    for (setting, example) in cases {
        let message = format!("forms.toml:1:1: form `demo` has no `{setting}`");
        let fix = format!("add a line under [form.demo], such as {example}");
        assert_told(&told_without(setting), &message, &fix);
    }
}

#[test]
fn a_phone_country_and_a_booking_page_may_be_left_out() {
    assert_eq!(told_without("phone_country"), [""; 0]);
    assert_eq!(told_of_routing("booking_url", "# booking_url"), [""; 0]);
}

#[test]
fn every_required_setting_of_a_team_is_asked_for_at_its_heading() {
    let cases = [("name", "name = \"Sales\""), ("sla_seconds", "sla_seconds = 300")];
    for (setting, example) in cases {
        let message = format!("routing.toml:2:1: team `sales` has no `{setting}`");
        let fix = format!("add a line under [team.sales], such as {example}");
        assert_told(&told_of_routing(setting, &format!("# {setting}")), &message, &fix);
    }
}

#[test]
fn a_fallback_is_asked_for_at_the_top_of_the_file() {
    assert_told(
        &told_of_routing("fallback", "# fallback"),
        "routing.toml:1:1: `routing.toml` has no `fallback`",
        "add a line at the top of the file, above the first heading, such as fallback = \"sales\"",
    );
}

#[test]
fn a_configuration_without_forms_is_refused() {
    assert_told(
        &told(&files("# nothing yet\n", ROUTING)),
        "forms.toml:1:1: there is no form, so no lead could come in",
        "add a heading such as [form.demo] and its settings; README.md shows one",
    );
}

#[test]
fn a_configuration_without_teams_is_refused() {
    assert_told(
        &told(&files(FORMS, "fallback = \"sales\"\n")),
        "routing.toml:1:1: there is no team, so no lead could go anywhere",
        "add a heading such as [team.sales] and its settings; README.md shows one",
    );
}

#[test]
fn everything_missing_in_every_file_is_told_in_one_run_in_file_order() {
    let told = told(&files("[form.demo]\n[form.trial]\ntitle = 1", "[team.sales]\nname = \"Sales\""));
    let places: Vec<&str> = told.iter().filter_map(|problem| problem.split(": ").next()).collect();
    let forms = "routing-config/forms.toml";
    let routing = "routing-config/routing.toml";
    let expected = [(forms, "1:1", 4), (forms, "2:1", 3), (forms, "3:9", 1), (routing, "1:1", 2)];
    let expected = expected.iter().flat_map(|(file, at, times)| vec![format!("{file}:{at}"); *times]);
    assert_eq!(places, expected.collect::<Vec<_>>());
}
