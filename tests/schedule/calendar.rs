//! When a rep works, with the clock changes of Berlin in 2026 written by hand.

use beeline::schedule::{
    Absence, Absences, Calendar, DAY_MINUTES, Opening, Presence, Reason, Shift, Span, Standing, Timetable,
    Week, Why, Zone,
};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Midnight in UTC of Thursday, 2026-01-01.
const NEW_YEAR: i64 = 1_767_225_600_000;
/// Midnight in UTC of Sunday, 2026-03-29: the clock goes from 02:00 to 03:00.
const SPRING: i64 = NEW_YEAR + 87 * DAY;
/// Midnight in UTC of Sunday, 2026-10-25: the clock goes from 03:00 to 02:00.
const AUTUMN: i64 = NEW_YEAR + 297 * DAY;
/// 2027-01-01 00:00 in Berlin.
const END: i64 = NEW_YEAR + 365 * DAY - HOUR;

fn berlin() -> Zone {
    let shift = |from_ms, offset_minutes| Shift { from_ms, offset_minutes };
    let shifts = vec![shift(NEW_YEAR - HOUR, 60), shift(SPRING + HOUR, 120), shift(AUTUMN + HOUR, 60)];
    Zone::new(shifts, END).unwrap()
}

/// From and until on one day of the week, 0 for Monday.
fn on(day: u16, from: u16, until: u16) -> Week {
    Week::of([Opening { from_minute: day * DAY_MINUTES + from, minutes: until - from }])
}

fn span(from_ms: i64, until_ms: i64) -> Span {
    Span::new(from_ms, until_ms).unwrap()
}

fn open(week: &Week, absences: &Absences, from_ms: i64, until_ms: i64) -> Vec<Span> {
    Calendar { zone: &berlin(), week, absences }.open_spans(from_ms, until_ms).collect()
}

fn open_on(day_ms: i64, week: &Week) -> Vec<Span> {
    open(week, &Absences::default(), day_ms - 2 * HOUR, day_ms + DAY)
}

#[test]
fn hours_are_by_the_clock_on_the_wall() {
    let nine_to_five = on(6, 9 * 60, 17 * 60);
    assert_eq!(open_on(SPRING, &nine_to_five), [span(SPRING + 7 * HOUR, SPRING + 15 * HOUR)]);
    assert_eq!(open_on(AUTUMN, &nine_to_five), [span(AUTUMN + 8 * HOUR, AUTUMN + 16 * HOUR)]);
}

#[test]
fn an_hour_that_the_clock_shows_twice_counts_both_times() {
    let whole = on(6, 2 * 60, 3 * 60);
    assert_eq!(open_on(AUTUMN, &whole), [span(AUTUMN, AUTUMN + 2 * HOUR)]);
    let half = on(6, 2 * 60 + 30, 3 * 60 + 30);
    let expected = [
        span(AUTUMN + 30 * MINUTE, AUTUMN + HOUR),
        span(AUTUMN + HOUR + 30 * MINUTE, AUTUMN + 2 * HOUR + 30 * MINUTE),
    ];
    assert_eq!(open_on(AUTUMN, &half), expected);
}

#[test]
fn minutes_that_the_clock_leaves_out_do_not_exist() {
    assert_eq!(open_on(SPRING, &on(6, 2 * 60, 3 * 60)), []);
    assert_eq!(open_on(SPRING, &on(6, 2 * 60 + 10, 2 * 60 + 50)), []);
}

#[test]
fn hours_that_end_in_the_gap_end_when_it_does() {
    assert_eq!(open_on(SPRING, &on(6, 60, 2 * 60 + 30)), [span(SPRING, SPRING + HOUR)]);
}

#[test]
fn hours_that_begin_in_the_gap_begin_when_it_does() {
    assert_eq!(open_on(SPRING, &on(6, 2 * 60 + 30, 4 * 60)), [span(SPRING + HOUR, SPRING + 2 * HOUR)]);
}

#[test]
fn hours_across_the_gap_are_an_hour_shorter() {
    assert_eq!(open_on(SPRING, &on(6, 60, 4 * 60)), [span(SPRING, SPRING + 2 * HOUR)]);
}

#[test]
fn always_is_one_span_whatever_the_clock_does() {
    let window = span(SPRING - 40 * DAY + 7, AUTUMN + 400 * DAY + 11);
    let spans = open(&Week::always(), &Absences::default(), window.from_ms(), window.until_ms());
    assert_eq!(spans, [window]);
}

#[test]
fn hours_around_the_weeks_end_are_one_span() {
    let night = Week::of([Opening { from_minute: 6 * DAY_MINUTES + 22 * 60, minutes: 8 * 60 }]);
    let sunday = NEW_YEAR + 3 * DAY;
    let spans = open(&night, &Absences::default(), sunday, sunday + 2 * DAY);
    assert_eq!(spans, [span(sunday + 21 * HOUR, sunday + 29 * HOUR)]);
}

#[test]
fn absences_are_told_rather_than_off_hours() {
    let (christmas, away) = (NEW_YEAR + 358 * DAY - HOUR, NEW_YEAR + 356 * DAY - HOUR);
    let absences =
        Absences::of(&[(span(christmas, christmas + DAY), 7)], &[span(away, away + 4 * DAY)]).unwrap();
    let week = on(4, 9 * 60, 17 * 60);
    let zone = berlin();
    let calendar = Calendar { zone: &zone, week: &week, absences: &absences };
    let why = |at_ms| calendar.at(at_ms).presence;
    assert_eq!(why(away - 1), Presence::Off { why: Why::OffHours });
    assert_eq!(why(away), Presence::Off { why: Why::OutOfOffice });
    assert_eq!(why(christmas + 12 * HOUR), Presence::Off { why: Why::Holiday(7) });
    assert_eq!(why(christmas + 2 * DAY - 1), Presence::Off { why: Why::OutOfOffice });
    assert_eq!(why(christmas + 2 * DAY), Presence::Off { why: Why::OffHours });
    assert_eq!(why(christmas - 7 * DAY + 10 * HOUR), Presence::Open);
    assert_eq!(calendar.next_open(away), Some(christmas + 7 * DAY + 9 * HOUR));
}

#[test]
fn of_two_holidays_the_first_is_told_and_then_the_earlier_name() {
    let (whole, second) = (span(0, 2 * DAY), span(DAY, 3 * DAY));
    let absences = Absences::of(&[(second, 0), (whole, 5), (whole, 3)], &[]).unwrap();
    let expected = [
        Absence { span: whole, reason: Reason::Holiday(3) },
        Absence { span: span(2 * DAY, 3 * DAY), reason: Reason::Holiday(0) },
    ];
    assert_eq!(absences.iter().collect::<Vec<_>>(), expected);
}

#[test]
fn the_next_open_moment_is_this_one_if_it_is_open() {
    let (zone, week) = (berlin(), on(3, 9 * 60, 17 * 60));
    let calendar = Calendar { zone: &zone, week: &week, absences: &Absences::default() };
    let opens = NEW_YEAR + 8 * HOUR;
    assert_eq!(calendar.next_open(opens - 12_345), Some(opens));
    assert_eq!(calendar.next_open(opens), Some(opens));
    assert_eq!(calendar.next_open(opens + 12_345), Some(opens + 12_345));
    assert_eq!(calendar.next_open(opens + 8 * HOUR - 1), Some(opens + 8 * HOUR - 1));
    assert_eq!(calendar.next_open(opens + 8 * HOUR), Some(opens + 7 * DAY));
}

#[test]
fn a_week_without_hours_never_opens() {
    let (zone, week) = (berlin(), Week::never());
    let away = Absences::of(&[], &[span(NEW_YEAR, NEW_YEAR + DAY)]).unwrap();
    let calendar = Calendar { zone: &zone, week: &week, absences: &away };
    for at_ms in [i64::MIN, 0, NEW_YEAR, END, i64::MAX] {
        assert_eq!(calendar.next_open(at_ms), None);
        assert_eq!(calendar.open_spans(at_ms, i64::MAX).count(), 0);
        assert!(!calendar.at(at_ms).is_open());
    }
}

#[test]
fn past_the_horizon_the_last_offset_holds_and_the_answer_says_so() {
    let (zone, week) = (berlin(), on(3, 9 * 60, 17 * 60));
    let calendar = Calendar { zone: &zone, week: &week, absences: &Absences::default() };
    let summer_thursday = NEW_YEAR + 546 * DAY;
    let open = |past_horizon| Standing { presence: Presence::Open, past_horizon };
    assert_eq!(calendar.at(NEW_YEAR + 8 * HOUR), open(false));
    assert_eq!(calendar.at(summer_thursday + 8 * HOUR), open(true));
    assert!(!calendar.at(END - 1).past_horizon);
    assert!(calendar.at(END).past_horizon);
    assert!(calendar.at(NEW_YEAR - HOUR - 1).past_horizon);
    assert_eq!(calendar.next_open(summer_thursday), Some(summer_thursday + 8 * HOUR));
}

#[test]
fn the_ends_of_time_are_answered() {
    let (zone, week) = (berlin(), on(3, 9 * 60, 17 * 60));
    let calendar = Calendar { zone: &zone, week: &week, absences: &Absences::default() };
    for at_ms in [i64::MIN, i64::MIN + 1, i64::MIN + 70_000, i64::MAX - 70_000, i64::MAX - 1, i64::MAX] {
        assert!(calendar.at(at_ms).past_horizon);
        assert!(calendar.next_open(at_ms).is_none_or(|opens_ms| opens_ms >= at_ms));
        assert!(calendar.open_spans(at_ms, at_ms.saturating_add(HOUR)).count() <= 1);
    }
}

#[test]
fn an_empty_window_has_no_spans() {
    assert_eq!(open(&Week::always(), &Absences::default(), 5, 5), []);
    assert_eq!(open(&Week::always(), &Absences::default(), 6, 5), []);
}

#[test]
fn a_timetable_finds_its_zone_by_its_place() {
    let zones = [Zone::new(vec![Shift { from_ms: 0, offset_minutes: 0 }], DAY).unwrap(), berlin()];
    let timetable = Timetable { zone: 1, week: Week::always(), absences: Absences::default() };
    assert_eq!(timetable.calendar(&zones).map(|calendar| calendar.zone), Some(&zones[1]));
    assert_eq!(Timetable { zone: 2, ..timetable }.calendar(&zones), None);
}
