//! Holidays: parts of days, and days twice.

use crate::support::{assert_all_told, assert_told, told_of_days, told_of_holidays};

#[test]
fn a_day_twice() {
    assert_told(
        &told_of_days("de,2026-12-25,Christmas,\nde,2026-12-25,Christmas Day,whole"),
        "holidays.csv:3:4: region `de`: 2026-12-25 is a holiday on line 2 already",
        "delete one of the two lines",
    );
}

#[test]
fn a_whole_day_and_a_part_of_it() {
    assert_told(
        &told_of_days("de,2026-12-24,Christmas Eve,afternoon\nde,2026-12-24,Christmas Eve,"),
        "holidays.csv:3:4: region `de`: 2026-12-24 is a holiday on line 2 already, as afternoon",
        "delete one of the two lines",
    );
}

#[test]
fn both_halves_of_a_day_and_the_same_day_elsewhere() {
    assert_eq!(told_of_days("de,2026-12-24,A,morning\nde,2026-12-24,B,afternoon\nat,2026-12-24,A,"), [""; 0]);
}

#[test]
fn a_part_that_there_is_not() {
    assert_all_told(
        &told_of_days("de,2026-12-24,A,afternon\nde,2026-12-25,A,0.5"),
        &[
            (
                "holidays.csv:2:17: region `de`: `part` is \"afternon\", and can only be whole, morning or afternoon",
                "write afternoon",
            ),
            (
                "holidays.csv:3:17: region `de`: `part` is \"0.5\", and can only be whole, morning or afternoon",
                "write whole, morning or afternoon",
            ),
        ],
    );
}

#[test]
fn every_mistake_of_a_line_is_told() {
    assert_all_told(
        &told_of_holidays("region,date,name\nDE-BY,24.12.2026,\n"),
        &[
            (
                "holidays.csv:2:1: region `DE-BY`: `region` is \"DE-BY\", an id is 1 to 40 small letters, digits and hyphens",
                "write de-by",
            ),
            (
                "holidays.csv:2:7: region `DE-BY`: in `date`, `24.12.2026` is not written as year-month-day; a spreadsheet may have changed it",
                "write 2026-12-24, in a column formatted as plain text",
            ),
            ("holidays.csv:2:18: region `DE-BY` has no `name`", "write something like Christmas Day"),
        ],
    );
}

#[test]
fn a_part_of_the_day_beside_its_date() {
    assert_told(
        &told_of_days("de,2026-12-24 afternoon,Christmas Eve,"),
        "holidays.csv:2:4: region `de`: `date` is \"2026-12-24 afternoon\", and only a date stands here",
        "write 2026-12-24, and afternoon in the column `part`",
    );
}

#[test]
fn a_year_that_no_calendar_reaches() {
    assert_eq!(told_of_days("de,2025-12-25,Christmas Day,\nde,2035-12-25,Christmas Day,"), [""; 0]);
    assert_told(
        &told_of_days("de,2062-12-25,Christmas Day,"),
        "holidays.csv:2:4: region `de`: `date` is \"2062-12-25\", and calendars reach no further than 2035",
        "check the year; if it is right, delete the line for now",
    );
}
