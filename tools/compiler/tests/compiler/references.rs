//! Forms and the fallback name teams that must exist.

use crate::support::{FORMS, ROUTING, assert_told, files, told, told_of_form, told_of_routing};

#[test]
fn a_form_that_names_an_unknown_team() {
    assert_told(
        &told_of_form("phone_country = \"US\"", "team = \"slaes\""),
        "forms.toml:6:8: form `demo`: `team` is \"slaes\", and no team of routing.toml has that id",
        "team = \"sales\"",
    );
}

#[test]
fn a_form_that_names_a_team() {
    assert_eq!(told_of_form("phone_country = \"US\"", "team = \"sales\""), [""; 0]);
}

#[test]
fn a_fallback_that_names_an_unknown_team() {
    assert_told(
        &told_of_routing("\"sales\"", "\"support\""),
        "routing.toml:1:12: `routing.toml`: `fallback` is \"support\", and no team of routing.toml has that id",
        "fallback = \"sales\"",
    );
}

#[test]
fn no_team_is_called_unknown_while_part_of_routing_toml_cannot_be_read() {
    let forms = FORMS.replace("phone_country = \"US\"", "team = \"partners\"");
    let routing = ROUTING.to_owned() + "[team.partners\n";
    assert_told(
        &told(&files(&forms, &routing)),
        "routing.toml:6:15: the heading `[team.partners` cannot be read",
        "write [team.partners] - small letters, digits and hyphens between [ and ]",
    );
}
