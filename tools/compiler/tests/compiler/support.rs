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
