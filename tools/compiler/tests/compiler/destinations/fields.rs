//! The list of what leaves.

use super::{DESTINATIONS, told_of, told_of_section, with};
use crate::support::{assert_told, told};

#[test]
fn a_field_of_ours_that_is_misspelled_gets_the_closest_and_is_not_called_missing_as_well() {
    assert_told(
        &told_of("\"lead_id\"", "\"lead-id\""),
        "destinations.toml:9:14: hubspot, field `lead-id`: `from` is \"lead-id\", and Beeline has no such field",
        "from = \"lead_id\"",
    );
    assert_told(
        &told_of("\"utm.source\"", "\"utm_source\""),
        "destinations.toml:13:14: hubspot, field `utm_source`: `from` is \"utm_source\", and Beeline has no such field",
        "from = \"utm.source\"",
    );
    assert_told(
        &told_of("\"email\", to", "\"field.budget\", to"),
        "destinations.toml:8:14: hubspot, field `field.budget`: `from` is \"field.budget\", and Beeline has no such field",
        "from = \"extra.budget\"",
    );
    assert_told(
        &told_of("\"email\", to", "\"shoe\", to"),
        "destinations.toml:8:14: hubspot, field `shoe`: `from` is \"shoe\", and Beeline has no such field; a question of a form's own is called extra. and its name",
        "from = \"extra.budget\"",
    );
}

#[test]
fn every_stamp_has_to_leave() {
    for (line, field, theirs) in [
        ("    { from = \"lead_id\", to = \"lead\" },\n", "lead_id", "beeline_lead_id"),
        (
            "    { from = \"correlation_id\", to = \"correlation\" },\n",
            "correlation_id",
            "beeline_correlation_id",
        ),
        ("    { from = \"bundle\", to = \"bundle\" },\n", "bundle", "beeline_bundle"),
        (
            "    { from = \"consent.privacy\", to = \"privacy\" },\n",
            "consent.privacy",
            "beeline_consent_privacy",
        ),
    ] {
        assert_told(
            &told_of(line, ""),
            &format!(
                "destinations.toml:7:10: hubspot: in `fields`, no entry has from = \"{field}\", and that must stand on every record"
            ),
            &format!("add {{ from = \"{field}\", to = \"{theirs}\" }}, with the name of a field there"),
        );
    }
    assert_told(
        &told_of("    { from = \"utm.source\", to = \"Source__c\" },\n", ""),
        "destinations.toml:22:10: salesforce: in `fields`, no entry has a campaign parameter, and one must stand on every record",
        "add { from = \"utm.source\", to = \"BeelineUtmSource__c\" }, with the name of a field there",
    );
}

#[test]
fn what_must_never_be_blank_there_says_something_when_the_lead_does_not() {
    assert_told(
        &told_of(", otherwise = \"Unknown\"", ""),
        "destinations.toml:23:5: salesforce, field `last_name`: \"LastName\" must never be blank there, and a lead need not say it",
        "add otherwise = \"Unknown\", or other words for that",
    );
    assert_told(
        &told_of("\"LastName\"", "\"Lastname\""),
        "destinations.toml:23:32: salesforce, field `last_name`: `to` is \"Lastname\", and \"LastName\" must never be blank there, which nothing writes",
        "to = \"LastName\", otherwise = \"Unknown\"",
    );
    assert_told(
        &told_of("    { from = \"company\", to = \"Company\", otherwise = \"Unknown\" },\n", ""),
        "destinations.toml:22:10: salesforce: no entry of `fields` writes \"Company\", which must never be blank there",
        "add { from = \"company\", to = \"Company\", otherwise = \"Unknown\" }",
    );
}

#[test]
fn an_object_of_the_org_s_own_needs_what_the_org_says() {
    let own = DESTINATIONS
        .replacen("key_field = \"LeadKey__c\"", "object = \"Inquiry__c\"\nkey_field = \"LeadKey__c\"", 1)
        .replacen("\"LastName\", otherwise = \"Unknown\"", "\"Name__c\"", 1)
        .replacen("\"Company\", otherwise = \"Unknown\"", "\"Firm__c\"", 1);
    assert_eq!(told(&with(&own)), [""; 0]);
}

#[test]
fn the_field_that_holds_the_key_is_nobody_s_to_map() {
    assert_told(
        &told_of("to = \"email\"", "to = \"lead_key\""),
        "destinations.toml:8:5: hubspot, field `email`: Beeline sets \"lead_key\" there itself",
        "delete the entry, or name another field of theirs",
    );
    assert_told(
        &told_of_section("webhook", "to = \"email\"", "to = \"external_id\""),
        "destinations.toml:57:5: webhook, field `email`: Beeline sets \"external_id\" there itself",
        "delete the entry, or name another field of theirs",
    );
}

#[test]
fn no_field_is_written_twice() {
    assert_told(
        &told_of("to = \"Bundle__c\"", "to = \"LEAD__c\""),
        "destinations.toml:27:29: salesforce, field `bundle`: `to` is \"LEAD__c\", and line 25 writes that field already",
        "keep one of the two and delete the other",
    );
}

#[test]
fn a_name_that_the_vendor_has_no_fields_of_says_where_to_look() {
    assert_told(
        &told_of("to = \"email\"", "to = \"Email address\""),
        "destinations.toml:8:28: hubspot, field `email`: `to` is \"Email address\", and must be a property's internal name: small letters, digits and _, beginning with a letter",
        "in HubSpot open the property, and copy its internal name",
    );
    assert_told(
        &told_of("1000000000000000000000000000000000000003", "lead_bundle"),
        "destinations.toml:39:29: pipedrive, field `bundle`: `to` is \"lead_bundle\", and must be name, email, phone, or a custom field's API key: 40 letters and digits from its settings",
        "in Pipedrive open Company settings, Data fields, Person, and choose \"Copy API key\" beside the field",
    );
}

#[test]
fn an_entry_needs_both_names() {
    assert_told(
        &told_of("{ from = \"email\", to = \"email\" }", "{ from = \"email\" }"),
        "destinations.toml:8:5: hubspot, field `email` has no `to`",
        "write { from = \"email\", to = \"email\" }: ours first, then theirs",
    );
    assert_told(
        &told_of("{ from = \"email\", to = \"email\" }", "{ to = \"email\" }"),
        "destinations.toml:8:5: hubspot, field 1 has no `from`",
        "write { from = \"email\", to = \"email\" }: ours first, then theirs",
    );
    assert_told(
        &told_of("{ from = \"email\", to = \"email\" }", "\"email\""),
        "destinations.toml:8:5: hubspot: in `fields` stands something that is no entry",
        "write { from = \"email\", to = \"email\" }",
    );
    assert_told(
        &told_of("to = \"email\" }", "to = \"\" }"),
        "destinations.toml:8:28: hubspot, field `email`: `to` is \"\", and must name a field there",
        "write something like to = \"email\"",
    );
}

#[test]
fn what_an_entry_may_say_besides_is_checked() {
    assert_told(
        &told_of("to = \"email\" }", "to = \"email\", max_chars = 0 }"),
        "destinations.toml:8:49: hubspot, field `email`: `max_chars` is 0, and must be from 1 to 131072 (the longest text that any CRM takes)",
        "write something like max_chars = 255",
    );
    assert_told(
        &told_of("to = \"email\" }", "to = \"email\", on_repeat = \"fill\" }"),
        "destinations.toml:8:49: hubspot, field `email`: `on_repeat` is \"fill\", and can only be \"fill_blank\" or \"overwrite\"",
        "on_repeat = \"fill_blank\"",
    );
    assert_told(
        &told_of("to = \"email\" }", "to = \"email\", max_char = 5 }"),
        "destinations.toml:8:37: hubspot, field `email` has no setting `max_char`",
        "did you mean `max_chars`? Otherwise delete it",
    );
}

#[test]
fn nobody_sees_what_stands_at_a_webhook_so_nothing_is_said_of_repeats() {
    let told = told_of_section("webhook", "to = \"email\" }", "to = \"email\", on_repeat = \"overwrite\" }");
    assert_told(
        &told,
        "destinations.toml:57:37: webhook, field `email` has no setting `on_repeat`",
        "delete it: at a webhook the receiver decides what a repeat changes",
    );
}

#[test]
fn a_section_in_place_of_the_list_is_explained() {
    let start = DESTINATIONS.find("fields = [").unwrap();
    let end = DESTINATIONS.find("[salesforce]").unwrap();
    let section = "[hubspot.fields]\nemail = \"email\"\n";
    let (before, after) = (&DESTINATIONS[..start], &DESTINATIONS[end..]);
    assert_told(
        &told(&with(&format!("{before}{section}{after}"))),
        "destinations.toml:7:1: hubspot: `fields` is a section, and must be a list",
        "write fields = [{ from = \"email\", to = \"email\" }], with an entry for each field",
    );
}

#[test]
fn headings_with_two_brackets_make_the_same_list() {
    let start = DESTINATIONS.find("fields = [").unwrap();
    let end = DESTINATIONS.find("[salesforce]").unwrap();
    let entries = ["email", "lead_id", "correlation_id", "bundle", "consent.privacy", "utm.source"];
    let entries = entries.map(|from| {
        format!("[[hubspot.fields]]\nfrom = \"{from}\"\nto = \"a_{}\"\n", from.replace('.', "_"))
    });
    let (before, after) = (&DESTINATIONS[..start], &DESTINATIONS[end..]);
    assert_eq!(told(&with(&format!("{before}{}{after}", entries.concat()))), [""; 0]);
}
