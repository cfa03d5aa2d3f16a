//! Dates that are not understood or may mean two days, and absences that cannot be.

use beeline_compiler::calendar_text::{Complaint, Years, holiday, out_of_office, zone};

fn refusal(text: &str) -> Complaint {
    let berlin = zone("Europe/Berlin", Years::new(2026, 2027).unwrap()).unwrap();
    out_of_office(text, &berlin).unwrap_err()
}

fn assert_refused(text: &str, pointed: &str, message: &str, fix: &str) {
    let complaint = refusal(text);
    assert_eq!(complaint.message, message, "{text}");
    assert_eq!(complaint.fix, fix, "{text}");
    assert_eq!(text.get(complaint.at), Some(pointed), "{text}");
}

#[test]
fn a_date_that_a_spreadsheet_changed_is_told_as_it_was() {
    for written in [
        "24.12.2026",
        "12/24/2026",
        "24/12/2026",
        "24-12-2026",
        "24.12.26",
        "12/24/26",
        "2026/12/24",
        "2026.12.24",
        "24-Dec-2026",
        "24-Dec-26",
        "24 Dec 2026",
        "24. December 2026",
        "Dec 24, 2026",
        "December 24 2026",
        "12.24.2026",
    ] {
        let message =
            format!("`{written}` is not written as year-month-day; a spreadsheet may have changed it");
        assert_refused(written, written, &message, "write 2026-12-24, in a column formatted as plain text");
        assert_eq!(holiday(written).unwrap_err().message, message);
    }
    assert_refused(
        "2026-02-03; 2026-2-4",
        "2026-2-4",
        "`2026-2-4` is not written as year-month-day; a spreadsheet may have changed it",
        "write 2026-02-04, in a column formatted as plain text",
    );
    assert_refused(
        "46380",
        "46380",
        "`46380` is a date that a spreadsheet has turned into a number",
        "write 2026-12-24, in a column formatted as plain text",
    );
}

#[test]
fn a_midnight_that_a_spreadsheet_added_costs_no_day() {
    for (text, pointed) in [
        ("2026-12-24 00:00:00", "2026-12-24 00:00:00"),
        ("2026-12-21 to 2026-12-24 00:00:00", "2026-12-24 00:00:00"),
        ("2026-12-24 12:00:00 AM", "2026-12-24 12:00:00 AM"),
    ] {
        let message = format!("`{pointed}` is a date to which a spreadsheet has added a time");
        assert_refused(text, pointed, &message, "write 2026-12-24, in a column formatted as plain text");
    }
}

#[test]
fn a_date_that_may_be_two_is_told_with_both() {
    for written in ["05/06/2026", "5/6/2026", "5-6-2026", "05/06/26"] {
        let message = format!("`{written}` may be 5 June 2026 or 6 May 2026");
        assert_refused(written, written, &message, "write 2026-06-05 or 2026-05-06");
    }
}

#[test]
fn a_date_that_may_not_be_two_has_one_fix() {
    let fix = "write 2026-05-05, in a column formatted as plain text";
    assert_eq!(refusal("05/05/2026").fix, fix);
    assert_eq!(refusal("05.05.2026").fix, fix);
    assert_eq!(refusal("05.06.2026").fix, "write 2026-06-05, in a column formatted as plain text");
}

#[test]
fn a_date_exists() {
    assert_refused(
        "2026-02-30",
        "2026-02-30",
        "`2026-02-30` is no date: that month has 28 days",
        "write 2026-02-28",
    );
    assert_refused(
        "2026-24-12",
        "2026-24-12",
        "`2026-24-12` is no date: months go from 01 to 12",
        "write 2026-12-24",
    );
    let example = "write year, month and day, such as 2026-12-24";
    assert_refused("2026-13-32", "2026-13-32", "`2026-13-32` is no date: months go from 01 to 12", example);
    assert_refused("31.31.2026", "31.31.2026", "`31.31.2026` is no whole date", example);
    assert_refused("24 Dec", "24 Dec", "`24 Dec` is no whole date", example);
    assert_refused("24 Dec, 25 Dec 2026", "24 Dec", "`24 Dec` is no whole date", example);
    assert_refused("2026-12-24 to 12-31", "12", "a date is missing here", example);
    assert_refused("2026 - 12 - 24", "2026", "a date is missing here", example);
    assert_refused("2026-12-24 to", "", "a date is missing here", example);
}

#[test]
fn an_absence_ends_after_it_begins() {
    assert_refused(
        "2026-12-31 to 2026-12-24",
        "2026-12-31 to 2026-12-24",
        "`2026-12-31 to 2026-12-24` ends before it begins",
        "write 2026-12-24 to 2026-12-31",
    );
    assert_refused(
        "2026-12-24 22:00 to 02:00",
        "2026-12-24 22:00 to 02:00",
        "`2026-12-24 22:00 to 02:00` ends before it begins",
        "write 2026-12-24 22:00 to 2026-12-25 02:00",
    );
    assert_refused(
        "2026-12-24 afternoon to 2026-12-24 morning",
        "2026-12-24 afternoon to 2026-12-24 morning",
        "`2026-12-24 afternoon to 2026-12-24 morning` ends before it begins",
        "write 2026-12-24 morning to 2026-12-24 afternoon",
    );
}

#[test]
fn a_time_needs_an_end() {
    assert_refused(
        "2026-12-24 09:30",
        "2026-12-24 09:30",
        "`2026-12-24 09:30` has no end",
        "write 2026-12-24 09:30 to 12:00",
    );
    assert_refused(
        "2026-12-24 13:00; 2026-12-28",
        "2026-12-24 13:00",
        "`2026-12-24 13:00` has no end",
        "write 2026-12-24 13:00 to 24:00",
    );
}

#[test]
fn times_are_as_strict_as_in_hours() {
    assert_eq!(refusal("2026-12-24 1-5pm").message, "`1-5pm` says am or pm at one end only");
    assert_eq!(refusal("2026-12-24 1-5pm").fix, "write 01:00-17:00 or 13:00-17:00");
    let full = refusal("2026-12-24 1pm to 2026-12-25 5");
    assert_eq!(full.message, "`1pm to 2026-12-25 5` says am or pm at one end only");
    assert_eq!(full.fix, "write both times as 09:00, or both with am or pm");
    assert_eq!(
        refusal("2026-12-24 9-5").fix,
        "write 2026-12-24 09:00 to 17:00, or 2026-12-24 09:00 to 2026-12-25 05:00"
    );
    assert_eq!(
        refusal("2026-12-24 25:00-26:00").message,
        "`25:00` is no time of day: they go from 00:00 to 24:00"
    );
}

#[test]
fn dates_need_something_between_them() {
    assert_refused(
        "2026-12-24 2026-12-31",
        "2026",
        "there is nothing between two dates",
        "write `to` between them if all days between are meant, and a semicolon if only these two are",
    );
}

#[test]
fn reasons_are_refused() {
    let message = "after a date only times, morning or afternoon can stand; why somebody is away is not kept";
    assert_refused("2026-12-24 vacation", "vacation", message, "write 2026-12-24");
    assert_refused("2026-12-24 to 2026-12-31 (x)", "(", message, "write 2026-12-24 to 2026-12-31");
    assert_refused("2026-12-24 13:00 vacation", "vacation", message, "write 2026-12-24 13:00 to 24:00");
    assert_refused("2026-12-24T09:00Z", "Z", message, "write 2026-12-24 09:00 to 12:00");
    assert_refused(
        "vacation",
        "vacation",
        "a date is missing here",
        "write year, month and day, such as 2026-12-24",
    );
}

#[test]
fn what_ends_after_the_horizon_is_refused() {
    assert_refused(
        "2026-12-24 to 2062-01-06",
        "2026-12-24 to 2062-01-06",
        "`2026-12-24 to 2062-01-06` ends after 2027-12-31, and calendars reach no further",
        "check the year; if it is right, end it on 2027-12-31 for now",
    );
}
