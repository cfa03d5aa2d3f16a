//! Holidays by the clock of a zone.

use beeline_compiler::calendar_text::{Part, Years, day_span, holiday, zone};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZoneDatabase;

const ZONES: [&str; 6] = [
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kolkata",
];

fn half_hours(name: &str, date: Date, part: Part) -> i64 {
    let zone = zone(name, Years::new(2026, 2027).unwrap()).unwrap();
    day_span(date, part, &zone).unwrap().length_ms() / 1_800_000
}

#[test]
fn a_holiday_is_a_date_or_half_of_one() {
    assert_eq!(holiday("2026-12-25"), Ok((date(2026, 12, 25), Part::Whole)));
    assert_eq!(holiday(" 2026-12-24  Afternoon "), Ok((date(2026, 12, 24), Part::Afternoon)));
    assert_eq!(holiday("2026-12-24 morning"), Ok((date(2026, 12, 24), Part::Morning)));
}

#[test]
fn a_holiday_is_nothing_else() {
    let complaint = holiday("2026-12-24 morning to 2026-12-25").unwrap_err();
    assert_eq!(complaint.message, "a holiday is one date, and morning or afternoon if half of it is off");
    assert_eq!(complaint.fix, "write 2026-12-24 morning");
    assert_eq!(holiday("Christmas").unwrap_err().message, "a date is missing here");
    assert_eq!(holiday("").unwrap_err().message, "a date is missing here");
}

#[test]
fn a_day_is_as_long_as_the_clock_makes_it() {
    for (name, day, length) in [
        ("Europe/Berlin", date(2026, 12, 25), 48),
        ("Europe/Berlin", date(2026, 3, 29), 46),
        ("Europe/Berlin", date(2026, 10, 25), 50),
        ("America/New_York", date(2026, 3, 8), 46),
        ("America/New_York", date(2026, 11, 1), 50),
        // The clock changes at midnight.
        ("America/Santiago", date(2026, 4, 4), 50),
        ("America/Santiago", date(2026, 9, 6), 46),
        ("Australia/Lord_Howe", date(2026, 4, 5), 49),
        ("Australia/Lord_Howe", date(2026, 10, 4), 47),
    ] {
        assert_eq!(half_hours(name, day, Part::Whole), length, "{name} {day}");
    }
}

#[test]
fn a_morning_ends_at_noon_however_long_it_is() {
    assert_eq!(half_hours("Europe/Berlin", date(2026, 3, 29), Part::Morning), 22);
    assert_eq!(half_hours("Europe/Berlin", date(2026, 3, 29), Part::Afternoon), 24);
    assert_eq!(half_hours("Europe/Berlin", date(2026, 10, 25), Part::Morning), 26);
}

#[test]
fn days_follow_each_other_and_begin_as_the_database_says() {
    for name in ZONES {
        let database = TimeZoneDatabase::bundled().get(name).unwrap();
        let zone = zone(name, Years::new(2026, 2027).unwrap()).unwrap();
        let mut until_ms = zone.horizon().from_ms();
        for day in date(2026, 1, 1).series(jiff::ToSpan::days(1)).take(730) {
            let span = day_span(day, Part::Whole, &zone).unwrap();
            assert_eq!(span.from_ms(), until_ms, "{name} {day}");
            let begins = day.to_zoned(database.clone()).unwrap().start_of_day().unwrap().timestamp();
            assert_eq!(Timestamp::from_millisecond(span.from_ms()).unwrap(), begins, "{name} {day}");
            until_ms = span.until_ms();
        }
        assert_eq!(until_ms, zone.horizon().until_ms(), "{name}");
    }
}

#[test]
fn a_day_whose_midnight_is_shown_twice_begins_with_the_first() {
    // In Havana the clock goes from 01:00 to 00:00.
    let zone = zone("America/Havana", Years::new(2026, 2027).unwrap()).unwrap();
    let (saturday, sunday) = (date(2026, 10, 31), date(2026, 11, 1));
    let (saturday, sunday) =
        (day_span(saturday, Part::Whole, &zone).unwrap(), day_span(sunday, Part::Whole, &zone).unwrap());
    assert_eq!(saturday.until_ms(), sunday.from_ms());
    assert_eq!((saturday.length_ms(), sunday.length_ms()), (24 * 3_600_000, 25 * 3_600_000));
}

#[test]
fn a_day_that_the_zone_left_out_is_nothing() {
    // Samoa went from the 29th to the 31st.
    let zone = zone("Pacific/Apia", Years::new(2011, 2012).unwrap()).unwrap();
    assert_eq!(day_span(date(2011, 12, 30), Part::Whole, &zone), None);
    assert!(day_span(date(2011, 12, 31), Part::Whole, &zone).is_some());
}
