//! Whatever is typed, the compiler answers, in its own words.

use beeline_compiler::{Files, Problem, compile};

use crate::support::{FORMS, RICH, ROUTING, files};

/// Words of the parser, which nobody outside should ever read.
const RAW: &[&str] = &["TOML", "expected", "invalid", "duplicate key", "unclosed", "literal", "span"];

/// Asserts that every problem has a place and plain words, and that what is no TOML is refused.
fn assert_in_plain_words(files: &Files, forms: &str) {
    let compiled = compile(files);
    assert!(compiled.is_err() || forms.parse::<toml::Table>().is_ok(), "{forms}");
    for Problem { severity: _, file, line, column, message, fix } in compiled.err().unwrap_or_default() {
        let text = if file.ends_with("forms.toml") { forms } else { ROUTING };
        let width = text.split('\n').nth(line - 1).map(|line| line.chars().count());
        assert!(width.is_some_and(|width| (1..=width + 1).contains(&column)), "{line}:{column} of {text}");
        assert!(!message.is_empty() && !fix.is_empty(), "{forms}");
        let raw = RAW.iter().find(|raw| message.contains(*raw) || fix.contains(*raw));
        assert_eq!(raw, None, "{message} {fix}");
    }
}

#[test]
fn any_one_character_may_be_lost_or_typed_wrongly() {
    let typed =
        ["", "\"", "'", "[", "]", "{", "}", "=", "\\", "\n", "\r", "#", ",", ".", "é", " ", "0", "\u{0}"];
    for (at, _) in FORMS.char_indices() {
        for typed in typed {
            let mut forms = FORMS.to_owned();
            forms.replace_range(at..=at, typed);
            assert_in_plain_words(&files(&forms, ROUTING), &forms);
        }
    }
}

#[test]
fn any_one_character_of_a_contract_may_be_lost_or_typed_wrongly() {
    let typed = ["\"", "]", "=", ".", "\n"];
    for (at, _) in RICH.char_indices() {
        for typed in ["", typed[at % typed.len()]] {
            let mut forms = RICH.to_owned();
            forms.replace_range(at..=at, typed);
            assert_in_plain_words(&files(&forms, ROUTING), &forms);
        }
    }
}

#[test]
fn any_lines_may_follow_each_other() {
    let lines = [
        "[form.demo]",
        "[form]",
        "[[form]]",
        "[[form.demo]]",
        "[form.demo.x]",
        "form.demo.title = 1",
        "form = 1",
        "form.demo = {}",
        "title = \"x\"",
        "title = [",
        "title = {a = 1",
        "]",
        "}",
        "x = \"\"\"",
        "[\"",
        "lane.x = 1",
        "[form.demo.field.email]",
        "[form.demo.field]",
        "[form.demo.consent]",
        "[form.demo.field.a.b]",
        "type = \"choice\"",
        "choices = [1, \"a\", \"a\"]",
        "required = 2",
        "privacy = \"required\"",
        "[form.demo.webhook]",
        "fields = { a.b = \"x\", c = 1 }",
        "[form.demo.hubspot.rename]",
        "drift = { owner = 1 }",
    ];
    let mut seed: usize = 1;
    for _ in 0..4_000 {
        let mut forms = String::new();
        for _ in 0..6 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            forms.push_str(lines[(seed >> 33) % lines.len()]);
            forms.push('\n');
        }
        assert_in_plain_words(&files(&forms, ROUTING), &forms);
    }
}

#[test]
fn deep_nesting_is_refused_in_plain_words() {
    let deep = format!("{FORMS}x = {}1{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_in_plain_words(&files(&deep, ROUTING), &deep);
    assert!(compile(&files(&deep, ROUTING)).is_err());
    let deep = format!("{FORMS}{} = 1", vec!["x"; 10_000].join("."));
    assert_in_plain_words(&files(&deep, ROUTING), &deep);
    assert!(compile(&files(&deep, ROUTING)).is_err());
}
