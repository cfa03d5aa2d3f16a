//! Weekly hours as people write them.

use beeline::schedule::{DAY_MINUTES, Opening, WEEK_MINUTES, Week};
use beeline_compiler::calendar_text::{hours, printed_hours};
use proptest::prelude::*;

fn assert_read(text: &str, printed: &str) {
    assert_eq!(hours(text).map(|week| printed_hours(&week)).as_deref(), Ok(printed), "{text}");
}

#[test]
fn days_and_hours_are_read() {
    assert_read("Mon-Fri 09:00-18:00; Sat 10:00-14:00", "Mon-Fri 09:00-18:00; Sat 10:00-14:00");
    let week = hours("Tue 09:30-10:00").unwrap();
    assert_eq!(week.intervals().collect::<Vec<_>>(), [(1_440 + 570, 1_440 + 600)]);
}

#[test]
fn days_have_short_and_long_names_in_any_case() {
    for days in [
        "Mon-Fri",
        "mon-fri",
        "MON-FRI",
        "Mo-Fr",
        "Monday-Friday",
        "monday to friday",
        "Mon. - Fri.",
        "Mon until Fri",
        "Mon–Fri",
        "Mon — Fri",
        "Mon, Tue, Wed, Thu, Fri",
        "Mo Tu We Th Fr",
        "Mon/Tues/Weds/Thurs/Fri",
        "Mon & Tue & Wed & Thur and Fri",
        "Fri, Mon-Thu",
        "Mon-Fri, Wed",
    ] {
        assert_read(&format!("{days} 09:00-18:00"), "Mon-Fri 09:00-18:00");
    }
}

#[test]
fn days_may_go_around_the_weeks_end() {
    assert_read("Fri-Mon 10:00-12:00", "Mon, Fri-Sun 10:00-12:00");
    assert_read("Sun-Thu 9-17", "Mon-Thu, Sun 09:00-17:00");
    assert_read("daily 10-12", "daily 10:00-12:00");
}

#[test]
fn times_are_read_however_they_are_written() {
    for times in [
        "09:00-18:00",
        "9-18",
        "9:00-18:00",
        "9.00-18.00",
        "09:00 - 18:00",
        "09:00–18:00",
        "9 to 18",
        "9am-6pm",
        "9 am – 6 pm",
        "9:00 a.m. to 6:00 p.m.",
        "9AM-6PM",
        "09:00:00-18:00:00",
        "9am-18:00",
        "09:00 until 18:00",
    ] {
        assert_read(&format!("Mon {times}"), "Mon 09:00-18:00");
    }
    assert_read("Mon 12am-12pm", "Mon 00:00-12:00");
    assert_read("Mon 12:30pm-1pm", "Mon 12:30-13:00");
}

#[test]
fn separators_are_commas_semicolons_and_lines() {
    for text in [
        "Mon-Fri 9-12, 13-18; Sat 10-14",
        "Mon-Fri 9-12, 13-18, Sat 10-14",
        "Mon-Fri: 9-12 and 13-18\nSat: 10-14\n",
        "Mon-Fri 9-12 13-18 Sat 10-14",
        "Mon-Fri, 9-12 / 13-18 ; ; Sat - 10-14;",
        "Mon-Fri 9-12; Mon-Fri 13-18; Sat 10-14",
    ] {
        assert_read(text, "Mon-Fri 09:00-12:00, 13:00-18:00; Sat 10:00-14:00");
    }
}

#[test]
fn a_day_ends_at_24_00_or_at_midnight() {
    assert_read("Mon 14:00-24:00", "Mon 14:00-24:00");
    assert_read("Mon 14:00-00:00", "Mon 14:00-24:00");
    assert_read("Mon 9-0:00", "Mon 09:00-24:00");
    assert_read("Mon 2pm-12am", "Mon 14:00-24:00");
    assert_read("Sat-Sun 00:00-24:00", "Sat-Sun 00:00-24:00");
}

#[test]
fn hours_may_end_on_the_next_day() {
    assert_read("Mon-Fri 22:00-06:00", "Mon-Fri 22:00-06:00");
    assert_read("Sun 22:00-06:00", "Sun 22:00-06:00");
    assert_read("Sat 12pm-2am", "Sat 12:00-24:00; Sun 00:00-02:00");
    let sunday = hours("Sun 22:00-06:00").unwrap();
    assert_eq!(sunday.intervals().collect::<Vec<_>>(), [(0, 360), (10_080 - 120, 10_080)]);
}

#[test]
fn there_are_words_for_all_and_nothing() {
    for text in ["always", "Always", " 24/7 ", "daily 00:00-24:00", "Mon-Sun 0-24"] {
        assert_eq!(hours(text), Ok(Week::always()), "{text}");
    }
    for text in ["", "  ", "never", "None", "-", "–"] {
        assert_eq!(hours(text), Ok(Week::never()), "{text}");
    }
    assert_eq!(printed_hours(&Week::always()), "always");
    assert_eq!(printed_hours(&Week::never()), "never");
}

#[test]
fn hours_that_touch_are_one() {
    assert_read("Mon 9-12, 12-18", "Mon 09:00-18:00");
    assert_read("Mon 18:00-24:00; Tue 00:00-02:00", "Mon 18:00-02:00");
    assert_read("Fri 18-24; Sat-Sun 0-24; Mon 0-8", "Mon 00:00-08:00; Fri 18:00-24:00; Sat-Sun 00:00-24:00");
}

fn any_week() -> impl Strategy<Value = Week> {
    let openings = prop::collection::vec((0..WEEK_MINUTES, 1..4_000_u16), 0..9);
    openings.prop_map(|openings| {
        Week::of(openings.into_iter().map(|(from_minute, minutes)| Opening { from_minute, minutes }))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn a_printed_week_is_read_as_itself(week in any_week()) {
        let printed = printed_hours(&week);
        prop_assert_eq!(hours(&printed), Ok(week), "{}", printed);
    }

    #[test]
    fn what_is_read_is_what_is_written(
        day in 0..7_u16, from in 0..DAY_MINUTES, minutes in 1..=DAY_MINUTES
    ) {
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let until = from + minutes;
        prop_assume!(until <= DAY_MINUTES || (from >= 13 * 60 && minutes <= 16 * 60));
        let until = if until > DAY_MINUTES { until - DAY_MINUTES } else { until };
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let text = format!("{} {}-{}", names[usize::from(day)], clock(from), clock(until));
        let expected = Week::of([Opening { from_minute: day * DAY_MINUTES + from, minutes }]);
        prop_assert_eq!(hours(&text), Ok(expected), "{}", text);
    }

    #[test]
    fn any_text_is_answered(text in "([MTWFSmon]{1,3}|[0-9]{1,5}|[-–:;,./&]|am|pm|to|daily| |\n|ü|\\PC){0,16}") {
        if let Err(complaint) = hours(&text) {
            prop_assert!(text.get(complaint.at.clone()).is_some(), "{:?}", complaint);
            prop_assert!(!complaint.message.is_empty() && !complaint.fix.is_empty());
        }
    }
}
