//! Slack ids, phone numbers, booking pages, and the times that others read.

use beeline_compiler::roster;

use crate::support::{anna, assert_all_told, assert_told, roster_of, told_of_anna, told_of_roster};

/// Where Anna's phone stands.
const PHONE: &str = "roster.csv:2:83: rep `anna`: `phone`";
const SLACK: &str = "roster.csv:2:71: rep `anna`: `slack_id`";

#[test]
fn phone_numbers_that_a_spreadsheet_destroyed() {
    for written in ["4.92E+11", "4.91512E+12", "4E+12"] {
        assert_told(
            &told_of_anna(&[("phone", written)]),
            &format!(
                "{PHONE} is \"{written}\", which a spreadsheet made of a phone number, and its last digits are lost"
            ),
            "write the number again, such as +4915123456789, and format the column as text before you save",
        );
    }
    let comma = told_of_anna(&[("phone", "\"4,92E+11\"")]);
    assert!(comma[0].contains("which a spreadsheet made of a phone number"), "{comma:?}");
}

#[test]
fn phone_numbers_in_other_forms() {
    let cases = [
        ("4915123456789", "write +4915123456789, if that begins with the country code"),
        ("\u{202a}+49 151 23456789\u{202c}", "write +4915123456789"),
        ("1512345678", "write something like +4915123456789"),
        ("+49 151 2345-6789", "write +4915123456789"),
        ("0049 151 23456789", "write +4915123456789"),
        ("+49 (0)151 23456789", "write +4915123456789"),
        ("'+4915123456789", "write +4915123456789"),
        ("0151 23456789", "write something like +4915123456789"),
        ("+0151", "write something like +4915123456789"),
        ("call me", "write something like +4915123456789"),
        ("+1234567890123456", "write something like +4915123456789"),
    ];
    for (written, fix) in cases {
        let message = format!(
            "{PHONE} is \"{written}\", and must be + and the number with its country code, without blanks"
        );
        assert_told(&told_of_anna(&[("phone", written)]), &message, fix);
    }
}

#[test]
fn phone_numbers_of_seven_to_fifteen_digits() {
    for number in ["+1234567", "+123456789012345"] {
        assert_eq!(told_of_anna(&[("phone", number)]), [""; 0]);
    }
    assert_eq!(told_of_anna(&[("phone", "+123456")]).len(), 1);
}

#[test]
fn slack_ids() {
    const COPY: &str =
        "write something like U0123456789: in Slack open the person's profile, and choose \"Copy member ID\"";
    let cases = [
        ("u0123456789", "and a Slack id has capital letters", "write U0123456789"),
        ("C0123456789", "which is a channel in Slack, not a person", COPY),
        ("@anna", "and must be the id of a person in Slack", COPY),
        ("U12", "and must be the id of a person in Slack", COPY),
    ];
    for (written, why, fix) in cases {
        assert_told(
            &told_of_anna(&[("slack_id", written)]),
            &format!("{SLACK} is \"{written}\", {why}"),
            fix,
        );
    }
}

#[test]
fn booking_pages() {
    let at = "roster.csv:2:98: rep `anna`: `booking_url`";
    assert_told(
        &told_of_anna(&[("booking_url", "http://example.com/anna")]),
        &format!("{at} is \"http://example.com/anna\", and must begin with https://"),
        "write https://example.com/anna",
    );
    assert_told(
        &told_of_anna(&[("booking_url", "ask me")]),
        &format!("{at} is \"ask me\", and must begin with https://"),
        "write something like https://www.example.com/book/anna",
    );
}

#[test]
fn a_rep_whom_no_message_reaches_is_a_warning_while_active() {
    let nobody = [("slack_id", ""), ("phone", "")];
    assert_told(
        &told_of_anna(&nobody),
        "roster.csv:2:1: warning: rep `anna` has neither a `slack_id` nor a `phone`, and is told of no lead [R019]",
        "write one of them, such as U0123456789 in `slack_id` or +4915123456789 in `phone`",
    );
    let inactive = [nobody[0], nobody[1], ("active", "no")];
    assert_eq!(told_of_anna(&inactive), [""; 0]);
    assert_eq!(told_of_anna(&nobody[..1]), [""; 0]);
    assert_eq!(told_of_anna(&nobody[1..]), [""; 0]);
}

#[test]
fn what_is_wrong_with_a_time_is_told_at_the_character() {
    assert_all_told(
        &told_of_anna(&[
            ("hours", "  Mon 09:00-17:60"),
            ("time_zone", "Europe/Brelin"),
            ("out_of_office", "\"2026-12-24\n24.12.2026\""),
        ]),
        &[
            (
                "roster.csv:2:42: rep `anna`: in `hours`, `17:60` is no time of day: minutes go from 00 to 59",
                "write a time such as 09:30",
            ),
            (
                "roster.csv:2:48: rep `anna`: in `time_zone`, `Europe/Brelin` is no time zone",
                "write Europe/Berlin",
            ),
            (
                "roster.csv:3:1: rep `anna`: in `out_of_office`, `24.12.2026` is not written as year-month-day; a spreadsheet may have changed it",
                "write 2026-12-24, in a column formatted as plain text",
            ),
        ],
    );
}

#[test]
fn a_cell_that_was_told_is_not_told_again() {
    let long = "9".repeat(1_001);
    let text = roster_of(&[anna(&[("phone", &long), ("slack_id", "")])]);
    let read = roster::read("roster.csv", text.as_bytes(), None);
    assert_eq!((read.reps, read.is_whole), (Vec::new(), false));
    let told = told_of_roster(text);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("the cell has 1001 characters"), "{told:?}");
}
