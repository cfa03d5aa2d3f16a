//! What a form asks consent to, and in which words.

use crate::support::{assert_told, told_of_rich, told_with};

/// What is said of a form's consents, whose lines begin on line 8.
fn told_of(settings: &str) -> Vec<String> {
    told_with(&format!("[form.demo.consent]\n{settings}"))
}

#[test]
fn a_consent_is_required_optional_or_not_asked_for() {
    for purpose in ["privacy", "marketing", "sms", "call"] {
        let column = purpose.len() + 4;
        assert_told(
            &told_of(&format!("{purpose} = \"requird\"\ntext_version = \"1\"")),
            &format!(
                "forms.toml:8:{column}: form `demo`, consent: `{purpose}` is \"requird\", and can only be \"required\", \"optional\" or \"none\""
            ),
            &format!("{purpose} = \"required\""),
        );
        assert_eq!(told_of(&format!("{purpose} = \"none\"")), [""; 0]);
        assert_eq!(told_of(&format!("{purpose} = \"optional\"")), [""; 0]);
    }
}

#[test]
fn a_consent_that_is_required_or_in_other_words_needs_the_name_of_its_wording() {
    let fix = "add a line such as text_version = \"2026-11\", and change it with the words";
    let why = "and without a `text_version` nobody could say which words were shown";
    for line in [
        "privacy = \"required\"",
        "sms = \"required\"",
        "marketing_text = \"Send me news.\"",
        "accepted_versions = [\"2026-09\"]",
    ] {
        let (name, value) = line.split_once(" = ").unwrap();
        let shown = if value.starts_with('[') { "a list" } else { value };
        let message =
            format!("forms.toml:8:{}: form `demo`, consent: `{name}` is {shown}, {why}", name.len() + 4);
        assert_told(&told_of(line), &message, fix);
        assert_eq!(told_of(&format!("{line}\ntext_version = \"2026-11\"")), [""; 0]);
    }
}

#[test]
fn a_line_that_cannot_be_read_or_is_misspelled_is_told_once() {
    for (wrong, said) in [
        ("text_version = 2026.11.1", "is neither a number nor text"),
        ("text_versoin = \"2026-11\"", "has no setting"),
    ] {
        let told = told_of_rich("text_version = \"2026-11\"", wrong);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("forms.toml:13:") && told[0].contains(said), "{told:?}");
    }
    let told = told_of_rich("sms = \"none\"", "sms = none\nsms_text = \"Text me.\"");
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn words_that_nobody_reads_are_refused() {
    assert_told(
        &told_of("text_version = \"1\"\nsms = \"none\"\nsms_text = \"Text me.\""),
        "forms.toml:10:12: form `demo`, consent: `sms_text` is \"Text me.\", and nobody reads it: `sms` is \"none\"",
        "delete the line",
    );
    assert_told(
        &told_of("text_version = \"1\"\ncall_text = \"Call me.\""),
        "forms.toml:9:13: form `demo`, consent: `call_text` is \"Call me.\", and nobody reads it: the page does not ask for `call`",
        "add call = \"optional\", or delete the line",
    );
}

#[test]
fn words_are_a_sentence_or_two() {
    let wrong = |text: &str| told_of(&format!("text_version = \"1\"\nmarketing_text = {text}")).concat();
    assert!(wrong("\" \"").contains("and must not be empty"));
    assert!(wrong("\"a\\nb\"").contains("and must stand on one line"));
    assert!(wrong(&format!("\"{}\"", "x".repeat(501))).contains("of 500 characters at most"));
    assert_eq!(wrong(&format!("\"{}\"", "x".repeat(500))), "");
}

#[test]
fn a_version_is_a_short_name() {
    for wrong in ["", " 1", "1 "] {
        let told = told_of(&format!("text_version = \"{wrong}\"")).concat();
        assert!(told.contains("and must be 1 to 100 characters, without blanks around them"), "{told}");
    }
    let told = told_of(&format!("text_version = \"{}\"", "x".repeat(101))).concat();
    assert!(told.contains("and must be 1 to 100 characters"), "{told}");
}

#[test]
fn the_version_shown_is_not_one_of_the_older_ones() {
    assert_told(
        &told_of_rich("[\"2026-09\"]", "[\"2026-09\", \"2026-11\"]"),
        "forms.toml:14:21: form `demo`, consent: `accepted_versions` is a list, and has the `text_version`, which is accepted anyway",
        "delete it from the list",
    );
    let told = told_of_rich("[\"2026-09\"]", "[\"2026-09\", \"2026-09\"]").concat();
    assert!(told.contains("stands \"2026-09\" twice"), "{told}");
}

#[test]
fn a_consent_that_stands_beside_the_section_is_sent_there() {
    assert_told(
        &told_with("privacy = \"required\""),
        "forms.toml:7:1: form `demo` has no setting `privacy`",
        "move it under a heading [form.demo.consent]",
    );
}
