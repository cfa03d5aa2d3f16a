//! Whole files that are wrong.

use beeline_compiler::{Files, compile};

use crate::support::{FORMS, ROUTING, assert_told, files, told};

#[test]
fn a_missing_file_is_named() {
    assert_told(
        &told(&Files::new().with("routing.toml", ROUTING)),
        "forms.toml:1:1: the file is missing",
        "put it back; README.md shows what stands in it",
    );
    assert_told(
        &told(&Files::new().with("forms.toml", FORMS)),
        "routing.toml:1:1: the file is missing",
        "put it back; README.md shows what stands in it",
    );
}

#[test]
fn a_misnamed_file_is_recognised() {
    let told = told(&Files::new().with("form.toml", FORMS).with("routing.toml", ROUTING));
    let stranger = "routing-config/form.toml:1:1: `form.toml` is not a file that Beeline reads";
    assert_eq!(told.len(), 2);
    assert_eq!(told[1], format!("{stranger}\n  fix: rename it to `forms.toml`, or delete it"));
}

#[test]
fn a_file_that_nobody_reads_is_refused() {
    assert_told(
        &told(&files(FORMS, ROUTING).with("colours.csv", "red\n")),
        "colours.csv:1:1: `colours.csv` is not a file that Beeline reads",
        "delete it, or move its lines to one of forms.toml, routing.toml, territories.csv, roster.csv, holidays.csv, destinations.toml, score.toml, tests.toml",
    );
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_tolerated() {
    let plain = compile(&files(FORMS, ROUTING)).unwrap();
    let windows = format!("\u{feff}{}", FORMS.replace('\n', "\r\n"));
    assert_eq!(compile(&files(&windows, ROUTING)).unwrap().hash, plain.hash);
}

#[test]
fn columns_count_characters_and_not_the_byte_order_mark() {
    let routing = "\u{feff}\"\u{fc}ber\" = 1\r\n".to_owned() + ROUTING;
    assert_told(
        &told(&files(FORMS, &routing)),
        "routing.toml:1:1: `routing.toml` has no setting `\u{fc}ber`",
        "delete it; `routing.toml` can have fallback, time_zone",
    );
    let routing = "team.sales = { \"\u{fc}ber\" = \"\u{e9}\", colour = 1 }\n".to_owned();
    let told = told(&files(FORMS, &routing)).concat();
    assert!(told.contains("routing.toml:1:30: team `sales` has no setting `colour`"), "{told}");
}

#[test]
fn a_file_in_another_encoding_is_pointed_at_where_it_begins() {
    let latin = b"[form.demo]\ntitle = \"Caf\xe9\"\n".to_vec();
    assert_told(
        &told(&Files::new().with("forms.toml", latin).with("routing.toml", ROUTING)),
        "forms.toml:2:13: from here on the file is not in the text encoding UTF-8",
        "in your editor choose \"Save as\", encoding UTF-8, and type this character again",
    );
}

#[test]
fn a_file_may_have_4_mib_and_no_more() {
    let padded = |size: usize| format!("{FORMS}#{}", "x".repeat(size - FORMS.len() - 1));
    assert_eq!(told(&files(&padded(4 * 1024 * 1024), ROUTING)), [""; 0]);
    assert_told(
        &told(&files(&padded(4 * 1024 * 1024 + 1), ROUTING)),
        "forms.toml:1:1: the file is larger than 4 MiB, and a configuration file never needs to be",
        "make sure that this is the right file, and shorten it",
    );
}
