//! What stands where nobody reads it.

use super::{DESTINATIONS, told_of, with};
use crate::support::{FORMS, ROUTING, assert_told, files, told};

#[test]
fn a_misspelled_destination_is_recognised() {
    assert_told(
        &told_of("[hubspot]", "[hubspt]"),
        "destinations.toml:1:2: `destinations.toml` has no section `hubspt`",
        "did you mean [hubspot]? Otherwise delete it",
    );
}

#[test]
fn a_misspelled_setting_is_told_once() {
    assert_told(
        &told_of("api_version", "api_verson"),
        "destinations.toml:2:1: hubspot has no setting `api_verson`",
        "did you mean `api_version`? Otherwise delete it",
    );
    assert_told(
        &told_of("fields = [", "field = ["),
        "destinations.toml:7:1: hubspot has no setting `field`",
        "did you mean `fields`? Otherwise delete it",
    );
}

#[test]
fn a_secret_or_an_address_is_never_in_the_file_and_never_repeated() {
    for name in ["token", "api_key", "client_secret", "url", "password"] {
        let told = told_of("requests = 100", &format!("{name} = \"pat-na1-secret\"\nrequests = 100"));
        assert_told(
            &told,
            &format!("destinations.toml:4:1: hubspot has no setting `{name}`"),
            "delete it: addresses, tokens and secrets are never in a file; a deployment has them as bindings",
        );
    }
}

#[test]
fn another_destination_s_setting_is_sent_there() {
    assert_told(
        &told_of("requests = 100", "duplicates = \"attach\"\nrequests = 100"),
        "destinations.toml:4:1: hubspot has no setting `duplicates`",
        "move it under the heading [salesforce]: only that has it",
    );
    assert_told(
        &told_of("requests = 100", "colour = \"red\"\nrequests = 100"),
        "destinations.toml:4:1: hubspot has no setting `colour`",
        "delete it; hubspot can have api_version, key, looks_first, minutes_ahead_of_utc, requests, per_seconds, checked_every_minutes, fields",
    );
}

#[test]
fn which_destinations_are_on_is_no_setting_and_the_inbox_has_none() {
    assert_told(
        &told(&with(&format!("enabled = [\"hubspot\"]\n{DESTINATIONS}"))),
        "destinations.toml:1:1: `destinations.toml` has no setting `enabled`",
        "delete it: which destinations get leads is a deployment's variable, DESTINATIONS",
    );
    assert_told(
        &told(&with(&format!("{DESTINATIONS}[inbox]\n"))),
        "destinations.toml:64:2: `destinations.toml` has no section `inbox`",
        "delete it: Beeline's own inbox has nothing to set",
    );
}

#[test]
fn a_form_s_section_is_sent_to_its_own_file() {
    assert_told(
        &told(&with(&format!("{DESTINATIONS}[form.demo]\ntitle = \"Demo\"\n"))),
        "destinations.toml:64:2: `destinations.toml` has no section `form`",
        "move it to forms.toml, under a heading of its own",
    );
}

#[test]
fn a_destination_in_another_file_is_sent_here_and_a_form_s_drop_in_is_not() {
    let routing = |section: &str| told(&files(FORMS, &format!("{ROUTING}{section}")));
    assert_told(
        &routing("[hubspot]\napi_version = \"2026-09\"\nfields = []\n"),
        "routing.toml:6:2: `routing.toml` has no section `hubspot`",
        "move it to destinations.toml",
    );
    assert_told(
        &routing("[hubspot]\nportal = \"1234567\"\n"),
        "routing.toml:6:2: `routing.toml` has no section `hubspot`",
        "move it under a heading [form.…] in forms.toml",
    );
}

#[test]
fn what_belongs_into_an_entry_is_sent_there() {
    assert_told(
        &told_of("requests = 100", "on_repeat = \"overwrite\"\nrequests = 100"),
        "destinations.toml:4:1: hubspot has no setting `on_repeat`",
        "write it into an entry of `fields`, such as { from = \"email\", to = \"email\" }",
    );
}

#[test]
fn a_heading_that_is_written_twice_is_refused_and_both_are_read() {
    let told = told(&with(&format!("{DESTINATIONS}[hubspot]\napi_version = \"v3\"\n")));
    assert_eq!(told.len(), 2, "{told:?}");
    let twice =
        "routing-config/destinations.toml:64:2: the heading `[hubspot]` is written twice, first on line 1";
    assert!(told[0].starts_with(twice), "{told:?}");
    assert!(told[1].contains(":65:15: hubspot: `api_version` is \"v3\""), "{told:?}");
}

#[test]
fn a_setting_that_is_written_twice_is_refused() {
    let told = told_of("requests = 100", "requests = 100\nrequests = 90");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains(":5:1: ") && told[0].contains("`requests` is written twice, first on line 4"),
        "{told:?}"
    );
    let told = told_of("to = \"email\" }", "to = \"email\", to = \"mail\" }");
    assert!(told.len() == 1 && told[0].contains("`to` is written twice"), "{told:?}");
}

#[test]
fn a_line_that_is_not_toml_hides_what_is_missing() {
    let told = told_of("key = \"lead_key\"", "key = lead_key\"");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("routing-config/destinations.toml:3:"), "{told:?}");
}
