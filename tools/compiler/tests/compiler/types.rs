//! Values of the wrong type.

use crate::support::{assert_told, told_of_form, told_of_routing};

#[test]
fn a_number_where_text_belongs() {
    assert_told(
        &told_of_form("\"Book a demo\"", "5"),
        "forms.toml:2:9: form `demo`: `title` is 5, and must be text in quotes",
        "write it in quotes, such as title = \"Book a demo\"",
    );
}

#[test]
fn a_number_in_quotes_keeps_its_digits_in_the_fix() {
    assert_told(
        &told_of_form("600", "\"900\""),
        "forms.toml:4:24: form `demo`: `dedup_window_seconds` is \"900\", and must be a whole number",
        "write digits without quotes: dedup_window_seconds = 900",
    );
}

#[test]
fn anything_else_where_a_number_belongs() {
    let cases = [
        ("6.5", "6.5"),
        ("true", "true"),
        ("2030-01-01", "2030-01-01"),
        ("[600]", "a list"),
        ("{ hot = 600 }", "a section"),
        ("\"ten minutes\"", "\"ten minutes\""),
    ];
    for (written, shown) in cases {
        let at = "forms.toml:4:24: form `demo`: `dedup_window_seconds`";
        let message = format!("{at} is {shown}, and must be a whole number");
        let fix = "write digits without quotes: dedup_window_seconds = 600";
        assert_told(&told_of_form("600", written), &message, fix);
    }
}

#[test]
fn a_list_of_fallbacks() {
    assert_told(
        &told_of_routing("\"sales\"", "[\"sales\"]"),
        "routing.toml:1:12: `routing.toml`: `fallback` is a list, and must be text in quotes",
        "write it in quotes, such as fallback = \"sales\"",
    );
}
