//! Minute by minute around every clock change of 2026 and 2027, a calendar says what the time
//! zone database does.

use beeline::schedule::{Absences, Calendar, Span, Week, Zone};
use beeline_compiler::calendar_text::{Years, hours, zone};
use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::{TimeZone, TimeZoneDatabase};

const MINUTE: i64 = 60_000;
/// So far around each change: whole nights, and the change of the day.
const AROUND: i64 = 36 * 60 * MINUTE;

/// With how many clock changes there are at least in two years. In Casablanca Ramadan makes them.
const ZONES: [(&str, usize); 6] = [
    ("Europe/Berlin", 4),
    ("America/New_York", 4),
    ("America/Santiago", 4),
    ("Australia/Lord_Howe", 4),
    ("Africa/Casablanca", 2),
    ("Asia/Kolkata", 0),
];

/// Hours whose boundaries lie before, in and after the hours at which clocks change.
const WEEKS: [&str; 4] = [
    "daily 09:00-17:00",
    "daily 00:30-01:45, 02:15-02:20, 02:30-03:30, 23:15-23:45",
    "Fri-Sun 22:00-02:30",
    "Sat 00:00-24:00; Sun 02:00-03:00",
];

fn zone_of(name: &str) -> (Zone, TimeZone) {
    (zone(name, Years::new(2026, 2027).unwrap()).unwrap(), TimeZoneDatabase::bundled().get(name).unwrap())
}

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap()
}

/// The changes of the offset, as the database gives them.
fn changes(zone: &Zone, database: &TimeZone) -> Vec<i64> {
    let until = at(zone.horizon().until_ms());
    let later =
        database.following(at(zone.horizon().from_ms())).take_while(|change| change.timestamp() < until);
    later.map(|change| change.timestamp().as_millisecond()).collect()
}

/// Where to look: around each change, around the ends of the horizon, and on any days.
fn windows(zone: &Zone, database: &TimeZone) -> Vec<Span> {
    let horizon = zone.horizon();
    let middle = (horizon.from_ms() + horizon.until_ms()) / 2 / MINUTE * MINUTE;
    let centres = changes(zone, database).into_iter().chain([horizon.from_ms(), middle, horizon.until_ms()]);
    centres.filter_map(|centre| Span::new(centre - AROUND, centre + AROUND)?.common(horizon)).collect()
}

/// Whether the database's clock shows an open minute, without the calendar's arithmetic.
fn is_open(week: &Week, database: &TimeZone, ms: i64) -> bool {
    let local = database.to_datetime(at(ms));
    let day = match local.weekday() {
        Weekday::Monday => 0,
        Weekday::Tuesday => 1,
        Weekday::Wednesday => 2,
        Weekday::Thursday => 3,
        Weekday::Friday => 4,
        Weekday::Saturday => 5,
        Weekday::Sunday => 6,
    };
    week.contains(day * 1_440 + local.hour() as u16 * 60 + local.minute() as u16)
}

#[test]
fn every_change_is_kept() {
    for (name, least) in ZONES {
        let (zone, database) = zone_of(name);
        let changes = changes(&zone, &database);
        assert!(changes.len() >= least, "{name}");
        let shifts: Vec<i64> = zone.shifts().iter().skip(1).map(|shift| shift.from_ms).collect();
        assert_eq!(shifts, changes, "{name}");
    }
}

#[test]
fn the_offset_of_every_minute_is_the_databases() {
    for (name, _) in ZONES {
        let (zone, database) = zone_of(name);
        for window in windows(&zone, &database) {
            for ms in (window.from_ms()..window.until_ms()).step_by(MINUTE as usize) {
                let stretch = zone.stretch_at(ms);
                let seconds = database.to_offset(at(ms)).seconds();
                assert_eq!(i32::from(stretch.offset_minutes) * 60, seconds, "{name} {}", at(ms));
                assert!(!stretch.past_horizon, "{name} {}", at(ms));
            }
        }
    }
}

#[test]
fn every_minute_is_open_when_the_clock_says_so() {
    for (name, _) in ZONES {
        let (zone, database) = zone_of(name);
        for week in WEEKS.map(|text| hours(text).unwrap()) {
            let calendar = Calendar { zone: &zone, week: &week, absences: &Absences::default() };
            for window in windows(&zone, &database) {
                let spans: Vec<Span> = calendar.open_spans(window.from_ms(), window.until_ms()).collect();
                let mut rest = spans.iter().peekable();
                for ms in (window.from_ms()..window.until_ms()).step_by(MINUTE as usize) {
                    let open = is_open(&week, &database, ms);
                    assert_eq!(calendar.at(ms).is_open(), open, "{name} {}", at(ms));
                    rest.next_if(|span| span.until_ms() <= ms);
                    let in_span = rest.peek().is_some_and(|span| span.contains(ms));
                    assert_eq!(in_span, open, "{name} {}", at(ms));
                }
                assert!(spans.windows(2).all(|pair| pair[0].until_ms() < pair[1].from_ms()), "{name}");
            }
        }
    }
}

#[test]
fn the_next_open_minute_is_the_first() {
    for (name, _) in ZONES {
        let (zone, database) = zone_of(name);
        for week in WEEKS.map(|text| hours(text).unwrap()) {
            let calendar = Calendar { zone: &zone, week: &week, absences: &Absences::default() };
            for window in windows(&zone, &database) {
                let mut expected = None;
                for ms in (window.from_ms()..window.until_ms()).rev().step_by(MINUTE as usize) {
                    let minute = ms - ms.rem_euclid(MINUTE);
                    expected = if is_open(&week, &database, minute) { Some(minute) } else { expected };
                    if expected.is_some() {
                        assert_eq!(calendar.next_open(minute), expected, "{name} {}", at(minute));
                    }
                }
            }
        }
    }
}
