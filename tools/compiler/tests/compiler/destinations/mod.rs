//! `destinations.toml`: what can be written, and what is said to the rest.

#![allow(clippy::string_slice, clippy::unwrap_used)] // a test that cannot go on has failed

mod embedding;
mod fields;
mod placement;
mod readme;
mod robustness;
mod shipped;
mod values;

use beeline_compiler::Files;

use crate::support::{FORMS, ROUTING, files, told};

/// Every destination, with the least that it needs. Line 1 is the first heading.
pub const DESTINATIONS: &str = r#"[hubspot]
api_version = "2026-09"
key = "lead_key"
requests = 100
per_seconds = 10
checked_every_minutes = 60
fields = [
    { from = "email", to = "email" },
    { from = "lead_id", to = "lead" },
    { from = "correlation_id", to = "correlation" },
    { from = "bundle", to = "bundle" },
    { from = "consent.privacy", to = "privacy" },
    { from = "utm.source", to = "source" },
]
[salesforce]
api_version = "v62.0"
key_field = "LeadKey__c"
duplicates = "refuse"
requests = 25
per_seconds = 1
checked_every_minutes = 60
fields = [
    { from = "last_name", to = "LastName", otherwise = "Unknown" },
    { from = "company", to = "Company", otherwise = "Unknown" },
    { from = "lead_id", to = "Lead__c" },
    { from = "correlation_id", to = "Correlation__c" },
    { from = "bundle", to = "Bundle__c" },
    { from = "consent.privacy", to = "Privacy__c" },
    { from = "utm.source", to = "Source__c" },
]
[pipedrive]
requests = 20
per_seconds = 2
checked_every_minutes = 60
fields = [
    { from = "name", to = "name", otherwise = "Unknown" },
    { from = "lead_id", to = "1000000000000000000000000000000000000001" },
    { from = "correlation_id", to = "1000000000000000000000000000000000000002" },
    { from = "bundle", to = "1000000000000000000000000000000000000003" },
    { from = "consent.privacy", to = "1000000000000000000000000000000000000004" },
    { from = "utm.source", to = "1000000000000000000000000000000000000005" },
]
[webhook]
proof = "bearer"
key_field = "external_id"
record = "lead"
success = [200, 201]
duplicate = [409]
result = "/result"
success_words = ["created"]
merged_words = ["merged"]
repeat_is_safe = true
requests = 120
per_seconds = 60
checked_every_minutes = 0
fields = [
    { from = "email", to = "email" },
    { from = "lead_id", to = "lead" },
    { from = "correlation_id", to = "correlation" },
    { from = "bundle", to = "bundle" },
    { from = "consent.privacy", to = "privacy" },
    { from = "utm.source", to = "source" },
]
"#;

fn with(text: &str) -> Files {
    files(FORMS, ROUTING).with("destinations.toml", text)
}

/// What is said when `right`, where it stands first, is replaced by `wrong`.
fn told_of(right: &str, wrong: &str) -> Vec<String> {
    assert!(DESTINATIONS.contains(right), "nothing to replace: {right}");
    told(&with(&DESTINATIONS.replacen(right, wrong, 1)))
}

/// The same of a destination's own section.
fn told_of_section(name: &str, right: &str, wrong: &str) -> Vec<String> {
    let (before, section) = DESTINATIONS.split_at(DESTINATIONS.find(&format!("[{name}]\n")).unwrap());
    assert!(section.contains(right), "nothing to replace: {right}");
    told(&with(&format!("{before}{}", section.replacen(right, wrong, 1))))
}
