//! Settings with values that a destination could not work with.

use super::{DESTINATIONS, told_of, told_of_section, with};
use crate::support::{assert_told, told};

#[test]
fn the_least_that_each_destination_needs_is_enough() {
    assert_eq!(told(&with(DESTINATIONS)), [""; 0]);
    assert_eq!(told(&with("")), [""; 0]);
}

#[test]
fn a_version_that_the_vendor_does_not_write_so_is_refused() {
    assert_told(
        &told_of("\"2026-09\"", "\"v3\""),
        "destinations.toml:2:15: hubspot: `api_version` is \"v3\", and must be a year and a month, such as \"2026-09\"",
        "write something like api_version = \"2026-09\"",
    );
    assert_told(
        &told_of("\"v62.0\"", "\"62.0\""),
        "destinations.toml:16:15: salesforce: `api_version` is \"62.0\", and must be a version such as \"v62.0\"",
        "write something like api_version = \"v62.0\"",
    );
}

#[test]
fn a_word_that_is_none_of_those_allowed_gets_the_closest() {
    assert_told(
        &told_of("\"refuse\"", "\"refused\""),
        "destinations.toml:18:14: salesforce: `duplicates` is \"refused\", and can only be \"save\", \"attach\" or \"refuse\"",
        "duplicates = \"refuse\"",
    );
    assert_told(
        &told_of("\"bearer\"", "\"basic\""),
        "destinations.toml:44:9: webhook: `proof` is \"basic\", and can only be \"bearer\" or \"signature\"",
        "proof = \"bearer\", or proof = \"signature\"",
    );
}

#[test]
fn numbers_have_limits() {
    assert_told(
        &told_of("requests = 100", "requests = 0"),
        "destinations.toml:4:12: hubspot: `requests` is 0, and must be from 1 to 100000 (what the vendor takes)",
        "write something like requests = 100",
    );
    assert_told(
        &told_of("per_seconds = 10", "per_seconds = \"10\""),
        "destinations.toml:5:15: hubspot: `per_seconds` is \"10\", and must be a whole number",
        "write digits without quotes: per_seconds = 10",
    );
    assert_told(
        &told_of("requests = 100", "minutes_ahead_of_utc = 1000\nrequests = 100"),
        "destinations.toml:4:24: hubspot: `minutes_ahead_of_utc` is 1000, and must be from -720 to 840 (14 hours)",
        "write something like minutes_ahead_of_utc = -300",
    );
}

#[test]
fn a_key_that_holds_no_key_is_refused() {
    assert_told(
        &told_of("\"LeadKey__c\"", "\"LeadKey\""),
        "destinations.toml:17:13: salesforce: `key_field` is \"LeadKey\", and must be a field of your own, whose name ends with __c",
        "write something like key_field = \"LeadKey__c\"",
    );
    assert_told(
        &told_of("key_field = \"LeadKey__c\"", "object = \"Contact\"\nkey_field = \"LeadKey__c\""),
        "destinations.toml:17:10: salesforce: `object` is \"Contact\", and must be \"Lead\", or an object of your own, whose name ends with __c",
        "write something like object = \"Lead\"",
    );
}

#[test]
fn statuses_mean_one_thing() {
    assert_told(
        &told_of("[200, 201]", "[200, 302]"),
        "destinations.toml:47:11: webhook: `success` is a list, and must be statuses from 200 to 299",
        "write something like success = [200, 201]",
    );
    assert_told(
        &told_of("[409]", "[201]"),
        "destinations.toml:48:13: webhook: `duplicate` is a list, and has a status that `success` has: a status means one of the two",
        "write something like duplicate = [409]",
    );
    assert_told(
        &told_of("[409]", "409"),
        "destinations.toml:48:13: webhook: `duplicate` is 409, and must be a list",
        "write duplicate = [409]",
    );
    assert_told(
        &told_of("[409]", "[\"409\"]"),
        "destinations.toml:48:14: webhook: in `duplicate` stands something that is no status of an answer",
        "write numbers without quotes, such as duplicate = [409]",
    );
}

#[test]
fn words_in_answers_need_a_place_and_a_place_needs_words() {
    let told = told_of("result = \"/result\"\n", "");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|told| told.contains("and nobody reads them without `result`")), "{told:?}");
    assert_told(
        &told_of("success_words = [\"created\"]\nmerged_words = [\"merged\"]\n", ""),
        "destinations.toml:49:10: webhook: `result` is \"/result\", and without `success_words` every lead would be taken for lost",
        "write something like result = \"/result\"",
    );
    assert_told(
        &told_of("\"/result\"", "\"result\""),
        "destinations.toml:49:10: webhook: `result` is \"result\", and must be the way to the value, such as \"/result\"",
        "write something like result = \"/result\"",
    );
}

#[test]
fn what_is_missing_is_named_with_a_line_to_add() {
    assert_told(
        &told_of("key = \"lead_key\"\n", ""),
        "destinations.toml:1:1: hubspot has no `key`",
        "add a line under [hubspot], such as key = \"beeline_lead_key\"",
    );
    assert_told(
        &told_of_section("webhook", "repeat_is_safe = true\n", ""),
        "destinations.toml:43:1: webhook has no `repeat_is_safe`",
        "add a line under [webhook], such as repeat_is_safe = true",
    );
    let told = told(&with("[pipedrive]\n"));
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told.iter().all(|told| told.contains(":1:1: pipedrive has no `")), "{told:?}");
}

#[test]
fn every_mistake_comes_out_of_one_run() {
    let wrong = DESTINATIONS
        .replacen("\"2026-09\"", "\"v3\"", 1)
        .replacen("\"refuse\"", "\"ask\"", 1)
        .replacen("to = \"name\"", "to = \"full_name\"", 1)
        .replacen("\"/result\"", "\"result\"", 1);
    let forms = crate::support::FORMS.replace("\"hot\"", "\"warm\"");
    let told = told(&with(&wrong).with("forms.toml", forms));
    let files: Vec<&str> = told.iter().filter_map(|told| told.split(": ").next()).collect();
    let expected = [
        "routing-config/forms.toml:3:8",
        "routing-config/destinations.toml:2:15",
        "routing-config/destinations.toml:18:14",
        "routing-config/destinations.toml:36:27",
        "routing-config/destinations.toml:49:10",
    ];
    assert_eq!(files, expected, "{told:?}");
}
