//! When a team works is read from its own calendar.

use crate::support::desk::rep;
use beeline::pool::{Closed, Crew, Hours, RosterMember};
use beeline::schedule::{Absences, Opening, Shift, Span, Timetable, Week, Zone};

const HOUR_MS: i64 = 3_600_000;
/// 2026-10-25 00:00 UTC: in Berlin clocks go back at 01:00 UTC.
const LATE_OCTOBER_MS: i64 = 1_792_886_400_000;

fn berlin() -> Zone {
    let summer = Shift { from_ms: LATE_OCTOBER_MS - 200 * 24 * HOUR_MS, offset_minutes: 120 };
    let winter = Shift { from_ms: LATE_OCTOBER_MS + HOUR_MS, offset_minutes: 60 };
    Zone::new(vec![summer, winter], LATE_OCTOBER_MS + 100 * 24 * HOUR_MS).unwrap()
}

fn crew(week: Week, absences: Absences) -> Crew {
    let timetable = Timetable { zone: 0, week, absences };
    let members = vec![RosterMember { timetable, ..rep("ana") }];
    Crew { members, zones: vec![berlin()], holidays: vec!["Reformation Day".into()], ..Crew::default() }
}

/// Nine to five on every day.
fn office_hours() -> Week {
    Week::of((0..7).map(|day| Opening { from_minute: day * 1_440 + 540, minutes: 480 }))
}

#[test]
fn outside_the_hours_it_is_said_when_they_begin() {
    let crew = crew(office_hours(), Absences::default());
    // Sunday, nine o'clock of winter time.
    let opens_ms = LATE_OCTOBER_MS + 8 * HOUR_MS;
    assert_eq!(crew.is_open("ana", opens_ms), Ok(()));
    let closed = Closed { why: "off hours".into(), until_ms: Some(opens_ms) };
    assert_eq!(crew.is_open("ana", opens_ms - 1), Err(closed));
    assert_eq!(crew.next_open(opens_ms - 1), Some(opens_ms));
}

#[test]
fn a_holiday_is_told_by_its_name_and_an_absence_without_its_reason() {
    let day = Span::new(LATE_OCTOBER_MS, LATE_OCTOBER_MS + 24 * HOUR_MS).unwrap();
    let next = Span::new(day.until_ms(), day.until_ms() + 24 * HOUR_MS).unwrap();
    let crew = crew(Week::always(), Absences::of(&[(day, 0)], &[next]).unwrap());
    let why = |at_ms| crew.is_open("ana", at_ms).unwrap_err().why;
    assert_eq!(why(day.from_ms()), "Reformation Day");
    assert_eq!(why(next.from_ms()), "out of office");
    assert_eq!(crew.next_open(day.from_ms()), Some(next.until_ms()));
}

#[test]
fn the_day_on_which_clocks_go_back_has_25_hours() {
    let crew = crew(Week::always(), Absences::default());
    let begins_ms = LATE_OCTOBER_MS - 2 * HOUR_MS;
    let day = crew.local_day("ana", begins_ms);
    assert_eq!(day.ends_at_ms - begins_ms, 25 * HOUR_MS);
    assert_eq!(crew.local_day("ana", day.ends_at_ms - 1), day);
    assert_eq!(crew.local_day("ana", day.ends_at_ms).number, day.number + 1);
    assert_eq!(crew.local_day("ana", begins_ms - 1).ends_at_ms, begins_ms);
}

#[test]
fn whoever_is_not_in_the_team_never_works() {
    let crew = crew(Week::always(), Absences::default());
    assert!(crew.is_open("ben", LATE_OCTOBER_MS).is_err());
}

#[test]
fn nobody_active_never_opens() {
    let mut crew = crew(Week::always(), Absences::default());
    for member in &mut crew.members {
        member.active = false;
    }
    assert_eq!(crew.next_open(LATE_OCTOBER_MS), None);
}

#[test]
fn the_horizon_ends_with_the_years_that_are_known() {
    let crew = crew(Week::always(), Absences::default());
    let end_ms = LATE_OCTOBER_MS + 100 * 24 * HOUR_MS;
    assert!(!crew.is_past_horizon(end_ms - 1));
    assert!(crew.is_past_horizon(end_ms));
}

#[test]
fn a_team_is_read_as_it_was_written() {
    let crew = crew(office_hours(), Absences::default());
    assert_eq!(Crew::read(&crew.write().unwrap()), Ok(crew));
}
