//! A right configuration, and ways to make it wrong in one place.

use beeline_compiler::{Files, compile};

/// Line 1 is the heading, one setting on each line after it.
pub const FORMS: &str = r#"[form.demo]
title = "Book a demo"
lane = "hot"
dedup_window_seconds = 600
thank_you_url = "/thanks"
phone_country = "US"
"#;

/// Line 1 is the fallback, line 2 the heading.
pub const ROUTING: &str = r#"fallback = "sales"
[team.sales]
name = "Sales"
sla_seconds = 300
booking_url = "https://www.example.com/book"
"#;

/// The two files as a folder.
pub fn files(forms: &str, routing: &str) -> Files {
    Files::new().with("forms.toml", forms).with("routing.toml", routing)
}

/// Every problem, as it is shown.
pub fn told(files: &Files) -> Vec<String> {
    let problems = compile(files).err().unwrap_or_default();
    problems.iter().map(ToString::to_string).collect()
}

/// What is said when `right` in `forms.toml` is replaced by `wrong`.
pub fn told_of_form(right: &str, wrong: &str) -> Vec<String> {
    assert!(FORMS.contains(right), "nothing to replace: {right}");
    told(&files(&FORMS.replacen(right, wrong, 1), ROUTING))
}

/// What is said when `right` in `routing.toml` is replaced by `wrong`.
pub fn told_of_routing(right: &str, wrong: &str) -> Vec<String> {
    assert!(ROUTING.contains(right), "nothing to replace: {right}");
    told(&files(FORMS, &ROUTING.replacen(right, wrong, 1)))
}

/// What is said when a line of `forms.toml` is taken away.
pub fn told_without(setting: &str) -> Vec<String> {
    let kept = FORMS.lines().filter(|line| !line.starts_with(setting));
    told(&files(&kept.collect::<Vec<_>>().join("\n"), ROUTING))
}

/// Asserts that exactly one thing is said: `at: message` and `fix`.
#[track_caller]
pub fn assert_told(told: &[String], message: &str, fix: &str) {
    assert_eq!(told, [format!("routing-config/{message}\n  fix: {fix}")]);
}

/// A form with everything there is. Line 1 is its heading.
pub const RICH: &str = r#"[form.demo]
title = "Book a demo"
lane = "hot"
dedup_window_seconds = 600
thank_you_url = "/thanks"
origins = ["https://www.example.com", "http://localhost:3000"]
unknown_fields = "refuse"
drift = { owner = "C0123456789", rate_percent = 20, samples = false }
jurisdiction = "eu"
honeypot = "website"
challenge = "uncertain"
[form.demo.consent]
text_version = "2026-11"
accepted_versions = ["2026-09"]
privacy = "required"
marketing = "optional"
sms = "none"
marketing_text = "Send me news."
[form.demo.field.email]
required = true
label = "Work email"
[form.demo.field.employees]
minimum = 2
maximum = 500
[form.demo.field.region]
enabled = false
[form.demo.field.product]
type = "choice"
choices = ["Starter", "Team"]
[form.demo.field.budget]
type = "choice"
label = "Budget"
choices = ["under 10k", "10k to 50k", "over 50k"]
required = true
multiple = true
[form.demo.field.role]
type = "text"
label = "Your role"
min_length = 2
max_length = 100
[form.demo.field.seats]
type = "number"
label = "Seats"
minimum = 1
maximum = 500
[form.demo.web_to_lead]
oid = "00D000000000001"
rename = { "00N0000000ABCDE" = "budget", "utm_src" = "utm.source" }
[form.demo.hubspot]
portal = "1234567"
form_guid = "4b1f8b3c-2d5e-4f60-8a7b-9c0d1e2f3a4b"
rename = { budget__c = "budget" }
subscriptions = { "999" = "marketing" }
[form.demo.webhook]
secret = "WEBHOOK_SECRET_TYPEFORM"
id = "event_id"
[form.demo.webhook.fields]
email = "form_response.answers[field.ref=email].email"
budget = "form_response.answers[2].choices"
consent.privacy = "form_response.answers[field.ref=consent].boolean"
"#;

/// What is said when `right` in the form with everything is replaced by `wrong`.
pub fn told_of_rich(right: &str, wrong: &str) -> Vec<String> {
    assert!(RICH.contains(right), "nothing to replace: {right}");
    told(&files(&RICH.replacen(right, wrong, 1), ROUTING))
}

/// What is said when lines are added at the end of a form's own section.
pub fn told_with(lines: &str) -> Vec<String> {
    told(&files(&format!("{FORMS}{lines}\n"), ROUTING))
}
