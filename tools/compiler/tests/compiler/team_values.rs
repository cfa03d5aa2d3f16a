//! Values that a team cannot have.

use crate::support::{assert_told, told_of_routing};

#[test]
fn a_name_is_some_text() {
    assert_told(
        &told_of_routing("\"Sales\"", "\"\""),
        "routing.toml:3:8: team `sales`: `name` is \"\", and must not be empty",
        "write something like name = \"Sales\"",
    );
}

#[test]
fn an_answer_is_promised_within_a_second_to_a_week() {
    for wrong in ["0", "604801", "-1"] {
        let is_wrong = format!("routing.toml:4:15: team `sales`: `sla_seconds` is {wrong}");
        let message = format!("{is_wrong}, and must be from 1 to 604800 (a week)");
        let fix = "write something like sla_seconds = 300";
        assert_told(&told_of_routing("300", wrong), &message, fix);
    }
    assert_eq!(told_of_routing("300", "604800"), [""; 0]);
}

#[test]
fn a_booking_page_is_https() {
    let cases = [
        ("http://www.example.com/book", "booking_url = \"https://www.example.com/book\""),
        ("www.example.com/book", "booking_url = \"https://www.example.com/book\""),
        ("/book", "write something like booking_url = \"https://www.example.com/book\""),
    ];
    for (wrong, fix) in cases {
        let is_wrong = format!("routing.toml:5:15: team `sales`: `booking_url` is \"{wrong}\"");
        let message = format!("{is_wrong}, and must begin with https://");
        assert_told(&told_of_routing("https://www.example.com/book", wrong), &message, fix);
    }
}

#[test]
fn a_misspelled_time_zone_is_recognised() {
    let zone = |name: &str| told_of_routing("fallback", &format!("time_zone = \"{name}\"\nfallback"));
    assert_told(
        &zone("Europe/Brelin"),
        "routing.toml:1:13: `routing.toml`: `time_zone` is \"Europe/Brelin\", and `Europe/Brelin` is no time zone",
        "time_zone = \"Europe/Berlin\"",
    );
    assert_told(
        &zone("+01:00"),
        "routing.toml:1:13: `routing.toml`: `time_zone` is \"+01:00\", and `+01:00` does not say when the clock changes",
        "write something like time_zone = \"Europe/Berlin\"",
    );
}
