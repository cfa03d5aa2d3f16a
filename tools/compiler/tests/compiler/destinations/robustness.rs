//! Whatever is typed, the compiler answers, in its own words, and what it takes the consumer reads.

use beeline::destination::settings::Settings;
use beeline_compiler::{Files, Problem, destinations};

use super::DESTINATIONS;

/// Words of the parser, which nobody outside should ever read.
const RAW: [&str; 5] = ["TOML", "expected", "invalid", "unclosed", "span"];

fn assert_answered(text: &str) {
    let answer = destinations(&Files::new().with("destinations.toml", text));
    let problems = match answer {
        Ok(settings) => {
            assert!(text.parse::<toml::Table>().is_ok(), "{text}");
            let embedded = serde_json::to_string(&settings).unwrap();
            assert_eq!(serde_json::from_str::<Settings>(&embedded).unwrap(), settings);
            return;
        }
        Err(problems) => problems,
    };
    assert!(!problems.is_empty(), "{text}");
    for Problem { line, column, message, fix, .. } in problems {
        let width = text.split('\n').nth(line - 1).map(|line| line.chars().count());
        assert!(width.is_some_and(|width| (1..=width + 1).contains(&column)), "{line}:{column} of {text}");
        assert!(!message.is_empty() && !fix.is_empty(), "{text}");
        let raw = RAW.iter().find(|raw| message.contains(*raw) || fix.contains(*raw));
        assert_eq!(raw, None, "{message} {fix}");
    }
}

#[test]
fn any_one_character_may_be_lost_or_typed_wrongly() {
    let typed = ["", "\"", "", "]", "=", "", ".", "\n", "{", "é", "9"];
    for (at, _) in DESTINATIONS.char_indices() {
        let mut text = DESTINATIONS.to_owned();
        text.replace_range(at..=at, typed[at % typed.len()]);
        assert_answered(&text);
    }
}

#[test]
fn any_lines_may_follow_each_other() {
    let lines = [
        "[hubspot]",
        "[[hubspot]]",
        "[hubspot.fields]",
        "[[hubspot.fields]]",
        "hubspot = 1",
        "hubspot.key = \"email\"",
        "[webhook]",
        "[salesforce]",
        "fields = [{ from = \"email\", to = \"email\" }]",
        "fields = [{ from = 1, to = [] }, 2]",
        "fields = { email = \"email\" }",
        "fields = [",
        "from = \"email\"",
        "to = \"\"",
        "success = [200, 99999999999999999999]",
        "duplicate = 1",
        "success_words = [1]",
        "requests = -1",
        "looks_first = 2",
        "api_version = \"2026-09\"",
    ];
    let mut seed: usize = 1;
    for _ in 0..3_000 {
        let mut text = String::new();
        for _ in 0..6 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(lines[(seed >> 33) % lines.len()]);
            text.push('\n');
        }
        assert_answered(&text);
    }
}
