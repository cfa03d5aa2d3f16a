//! What `cargo beeline destinations` says, so that somebody who is no engineer can approve it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test that cannot go on has failed

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{beeline, broken, copied, json, said, shipped};

fn all(arguments: &[&str]) -> Vec<Value> {
    json(&beeline(&shipped(), arguments))["destinations"].as_array().unwrap().clone()
}

fn named(all: &[Value], name: &str) -> Value {
    all.iter().find(|destination| destination["name"] == name).unwrap().clone()
}

#[test]
fn each_destination_s_fields_are_a_table_with_what_a_repeat_does_to_them() {
    let output = beeline(&shipped(), &["destinations"]);
    assert!(output.status.success(), "{}", said(&output));
    let told = said(&output);
    for name in ["\nhubspot: ", "\nsalesforce: ", "\npipedrive: ", "\nwebhook: ", "\ninbox: "] {
        assert!(format!("\n{told}").contains(name), "{name} is not in {told}");
    }
    let row = |from: &str, to: &str| {
        let is_it = |line: &&str| line.split_whitespace().take(2).eq([from, to]);
        told.lines().find(is_it).map(|line| line.split_whitespace().skip(2).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(row("last_name", "LastName").as_deref(), Some("stays Unknown 80"));
    assert_eq!(row("lead_id", "beeline_lead_id").as_deref(), Some("written again"));
    assert_eq!(row("company", "company_name").as_deref(), Some("the receiver decides 255"));
}

#[test]
fn what_stays_here_and_what_cannot_be_promised_is_said() {
    let hubspot = named(&all(&["destinations", "--json"]), "hubspot");
    let stays: Vec<&str> = hubspot["stays"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(stays.contains(&"consent.sms") && !stays.contains(&"email"), "{stays:?}");
    let cannot = hubspot["cannot"].as_array().unwrap();
    assert!(
        cannot.contains(&json!("keep two leads of one person apart: they are one contact")),
        "{cannot:?}"
    );
    let told = said(&beeline(&shipped(), &["destinations"]));
    assert!(told.contains("    - keep two leads of one person apart: they are one contact\n"), "{told}");
    assert!(told.contains("Not sent: "), "{told}");
}

#[test]
fn programs_read_the_same() {
    let webhook = named(&all(&["destinations", "--json"]), "webhook");
    assert_eq!((&webhook["record"], &webhook["key"]), (&json!("person"), &json!("external_id")));
    assert_eq!(webhook["pace"], json!({ "requests": 120, "per_seconds": 60, "checked_every_minutes": 0 }));
    let expected = json!({
        "from": "postal_code", "to": "postcode", "on_repeat": "the receiver decides", "otherwise": null,
        "max_chars": 64,
    });
    assert!(webhook["fields"].as_array().unwrap().contains(&expected));
}

#[test]
fn of_an_example_lead_only_what_the_lists_name_is_sent() {
    let lead =
        ["destinations", "--json", "--lead", "name=Ada Lovelace", "email=ada@example.com", "kind=real"];
    let refused = beeline(&shipped(), &lead);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        said(&refused).contains("`kind` cannot be said: Beeline makes it up itself"),
        "{}",
        said(&refused)
    );

    let lead =
        ["destinations", "--json", "--lead", "name=Ada Lovelace", "email=ada@example.com", "language=tlh"];
    let all = all(&lead);
    assert_eq!(all.len(), 4);
    for destination in &all {
        let sent = destination["requests"].to_string();
        assert!(sent.contains("Lovelace") && !sent.contains("tlh"), "{sent}");
    }
    let salesforce = &named(&all, "salesforce")["requests"][0];
    assert_eq!(salesforce["method"], "PATCH");
    let url = salesforce["url"].as_str().unwrap();
    assert!(url.ends_with("/services/data/v62.0/sobjects/Lead/LeadKey__c/bl_example"), "{url}");
    assert_eq!(salesforce["body"]["Company"], "Unknown");
    let hubspot = named(&all, "hubspot")["requests"].as_array().unwrap().len();
    assert_eq!(hubspot, 1, "by a key of ours nothing of a new lead can be there");
    let pipedrive = named(&all, "pipedrive")["requests"].as_array().unwrap().len();
    assert_eq!(pipedrive, 3, "a search, a person, a lead");
}

#[test]
fn an_example_lead_that_is_misspelled_gets_the_closest_name() {
    let told = said(&beeline(&shipped(), &["destinations", "--lead", "emial=ada@example.com"]));
    assert!(told.contains("there is no field `emial`: did you mean `email`?"), "{told}");
    let told = said(&beeline(&shipped(), &["destinations", "--lead", "last_name=Lovelace"]));
    assert!(told.contains("it is taken from the name"), "{told}");
}

#[test]
fn a_wrong_line_is_shown_by_check_with_what_to_write_instead() {
    let folder =
        broken("destinations-wrong", "destinations.toml", "from = \"last_name\"", "from = \"lastname\"");
    let checked = beeline(&folder, &["check"]);
    assert_eq!(checked.status.code(), Some(1));
    let told = said(&checked);
    for part in [
        "hubspot, field `lastname`: `from` is \"lastname\", and Beeline has no such field",
        "destinations-wrong/destinations.toml:",
        "help: from = \"last_name\"",
        "1 problem; nothing was built",
    ] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    assert_eq!(beeline(&folder, &["destinations"]).status.code(), Some(1));
}

#[test]
fn fmt_lays_the_file_out_and_changes_nothing_that_it_means() {
    let untidy = "    { from = \"email\", to = \"email\" },\n    { from = \"first_name\"";
    let folder = broken(
        "destinations-untidy",
        "destinations.toml",
        untidy,
        "{from=\"email\",to=\"email\"},\n      {  from = \"first_name\"",
    );
    assert_eq!(beeline(&folder, &["fmt", "--check"]).status.code(), Some(1));
    assert!(beeline(&folder, &["fmt"]).status.success());
    let read = |folder: &std::path::Path| fs::read_to_string(folder.join("destinations.toml")).unwrap();
    assert_eq!(read(&folder), read(&shipped()));
}

#[test]
fn without_the_file_only_the_inbox_is_told() {
    let folder = copied("destinations-none");
    fs::remove_file(folder.join("destinations.toml")).unwrap();
    let output = beeline(&folder, &["destinations"]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(told, "inbox: Beeline's own, where its leads are kept whole. It has no settings.\n");
    assert_eq!(json(&beeline(&folder, &["destinations", "--json"])), json!({ "destinations": [] }));
}
