//! Values that a form cannot have.

use crate::support::{FORMS, assert_told, told_of_form};

/// Asserts what is said of a form's setting that stands on `line`.
#[track_caller]
fn assert_refused(line: usize, right: &str, wrong: &str, why: &str, fix: &str) {
    let setting = FORMS.lines().nth(line - 1).and_then(|line| line.split(' ').next());
    let setting = setting.unwrap_or_default();
    let column = setting.len() + 4;
    let message = format!("forms.toml:{line}:{column}: form `demo`: `{setting}` is {wrong}, {why}");
    assert_told(&told_of_form(right, wrong), &message, fix);
}

#[test]
fn a_title_is_one_line_of_some_text() {
    let right = "\"Book a demo\"";
    let example = "write something like title = \"Book a demo\"";
    assert_refused(2, right, "\"  \"", "and must not be empty", example);
    assert_refused(2, right, "\"Book\\na demo\"", "and must stand on one line", "title = \"Book a demo\"");
    let told = told_of_form(right, &format!("\"{}\"", "x".repeat(121)));
    assert!(told.concat().contains("of 120 characters at most"), "{told:?}");
}

#[test]
fn a_lane_is_hot_or_standard() {
    let why = "and can only be \"hot\" or \"standard\"";
    assert_refused(3, "\"hot\"", "\"Hot\"", why, "lane = \"hot\"");
    assert_refused(3, "\"hot\"", "\"standart\"", why, "lane = \"standard\"");
    assert_refused(3, "\"hot\"", "\"warm\"", why, "lane = \"hot\", or lane = \"standard\"");
}

#[test]
fn a_dedup_window_is_a_second_to_a_day() {
    let why = "and must be from 1 to 86400 (a day)";
    let fix = "write something like dedup_window_seconds = 600";
    for wrong in ["0", "86401", "-600", "99999999999999999999"] {
        assert_refused(4, "600", wrong, why, fix);
    }
    for right in ["1", "86400", "1_200"] {
        assert_eq!(told_of_form("600", right), [""; 0]);
    }
}

#[test]
fn a_thank_you_page_is_here_or_https() {
    let why = "and must be a page here, such as \"/thanks\", or begin with https://";
    let cases = [
        ("thanks", "thank_you_url = \"/thanks\""),
        ("//www.example.com/thanks", "thank_you_url = \"https://www.example.com/thanks\""),
        ("http://www.example.com/thanks", "thank_you_url = \"https://www.example.com/thanks\""),
        ("HTTPS://www.example.com", "thank_you_url = \"https://www.example.com\""),
        ("www.example.com/thanks", "thank_you_url = \"https://www.example.com/thanks\""),
        ("javascript:alert(1)", "write something like thank_you_url = \"/thanks\""),
        ("", "write something like thank_you_url = \"/thanks\""),
    ];
    for (wrong, fix) in cases {
        assert_refused(5, "\"/thanks\"", &format!("\"{wrong}\""), why, fix);
    }
    for right in ["/", "/thanks?form=demo#top", "https://www.example.com", "https://localhost:8787/thanks"] {
        assert_eq!(told_of_form("/thanks", right), [""; 0]);
    }
}

#[test]
fn a_thank_you_page_fits_in_a_header_and_stays_on_its_host() {
    let why = "and an address has no spaces, accents or backslashes";
    let cases = [
        ("\"/thank you\"", "thank_you_url = \"/thank%20you\""),
        ("\"/gr\u{fc}\u{df}e\"", "write something like thank_you_url = \"/thanks\""),
        (r#""/\\www.example.com""#, "write something like thank_you_url = \"/thanks\""),
        (r#""/a\r\nSet-Cookie:b""#, "write something like thank_you_url = \"/thanks\""),
    ];
    for (wrong, fix) in cases {
        assert_refused(5, "\"/thanks\"", wrong, why, fix);
    }
    let why = "and names no website after https://";
    for wrong in ["\"https://\"", "\"https:///thanks\"", "\"https://me@www.example.com\""] {
        assert_refused(5, "\"/thanks\"", wrong, why, "write something like thank_you_url = \"/thanks\"");
    }
}

#[test]
fn a_phone_country_is_one_that_exists() {
    let why = "and must be a country's two capital letters (ISO 3166), such as \"US\" or \"GB\"";
    let cases = [
        ("\"us\"", "phone_country = \"US\""),
        ("\"UK\"", "phone_country = \"GB\""),
        ("\"USA\"", "phone_country = \"US\""),
        ("\"ZZ\"", "write something like phone_country = \"US\""),
        ("\"Germany\"", "write something like phone_country = \"US\""),
    ];
    for (wrong, fix) in cases {
        assert_refused(6, "\"US\"", wrong, why, fix);
    }
    assert_eq!(told_of_form("\"US\"", "\"NO\""), [""; 0], "Norway");
}
