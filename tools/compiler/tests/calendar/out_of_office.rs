//! Days out of office as people write them.

use beeline::schedule::{Span, Zone};
use beeline_compiler::calendar_text::{Years, out_of_office, zone};
use jiff::Timestamp;
use proptest::prelude::*;

fn in_zone(name: &str) -> Zone {
    zone(name, Years::new(2026, 2027).unwrap()).unwrap()
}

fn span(from: &str, until: &str) -> Span {
    let ms = |moment: &str| moment.parse::<Timestamp>().unwrap().as_millisecond();
    Span::new(ms(from), ms(until)).unwrap()
}

fn assert_read(text: &str, expected: &[Span]) {
    let spans = out_of_office(text, &in_zone("Europe/Berlin"));
    assert_eq!(spans.as_deref(), Ok(expected), "{text}");
}

#[test]
fn days_count_from_the_first_to_the_last() {
    let week = span("2026-12-23T23:00Z", "2026-12-31T23:00Z");
    for text in [
        "2026-12-24 to 2026-12-31",
        "2026-12-24 - 2026-12-31",
        "2026-12-24–2026-12-31",
        "2026-12-24-2026-12-31",
        " 2026-12-24 until 2026-12-31 ;",
    ] {
        assert_read(text, &[week]);
    }
    assert_read("2026-12-24", &[span("2026-12-23T23:00Z", "2026-12-24T23:00Z")]);
}

#[test]
fn half_a_day_is_until_noon_or_from_noon() {
    assert_read("2026-12-24 morning", &[span("2026-12-23T23:00Z", "2026-12-24T11:00Z")]);
    assert_read("2026-12-24 Afternoon", &[span("2026-12-24T11:00Z", "2026-12-24T23:00Z")]);
    assert_read("2026-12-24 am", &[span("2026-12-23T23:00Z", "2026-12-24T11:00Z")]);
    let text = "2026-12-24 afternoon to 2026-12-28 morning";
    assert_read(text, &[span("2026-12-24T11:00Z", "2026-12-28T11:00Z")]);
}

#[test]
fn times_are_by_the_zones_clock() {
    let afternoon = span("2026-07-24T11:00Z", "2026-07-24T15:00Z");
    for text in [
        "2026-07-24 13:00 to 2026-07-24 17:00",
        "2026-07-24 13:00 to 17:00",
        "2026-07-24 13:00-17:00",
        "2026-07-24T13:00 to 2026-07-24T17:00",
        "2026-07-24 1pm-5pm",
        "2026-07-24 13.00 – 17.00",
    ] {
        assert_read(text, &[afternoon]);
    }
    assert_read("2026-07-24 13:00 to 2026-07-25", &[span("2026-07-24T11:00Z", "2026-07-25T22:00Z")]);
    assert_read("2026-07-24 to 2026-07-25 12:30", &[span("2026-07-23T22:00Z", "2026-07-25T10:30Z")]);
    assert_read("2026-07-24 20:00-24:00", &[span("2026-07-24T18:00Z", "2026-07-24T22:00Z")]);
}

#[test]
fn several_absences_are_sorted_and_joined() {
    let expected =
        [span("2026-07-23T22:00Z", "2026-07-25T22:00Z"), span("2026-08-02T22:00Z", "2026-08-03T22:00Z")];
    for text in [
        "2026-08-03; 2026-07-24; 2026-07-25",
        "2026-07-24, 2026-07-25, 2026-08-03",
        "2026-07-24 to 2026-07-25\n2026-07-24 morning\n2026-08-03\n",
    ] {
        assert_read(text, &expected);
    }
}

#[test]
fn nothing_is_no_absence() {
    for text in ["", " ", "-", "none", ";"] {
        assert_read(text, &[]);
    }
}

#[test]
fn what_is_over_before_the_horizon_is_left_out() {
    assert_read("2025-12-31; 2019-01-01 to 2019-12-31", &[]);
    assert_read("2025-12-31 to 2026-01-01", &[span("2025-12-30T23:00Z", "2026-01-01T23:00Z")]);
}

#[test]
fn the_last_day_of_the_horizon_can_be_named_in_any_zone() {
    for name in ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"] {
        let zone = in_zone(name);
        let last = out_of_office("2027-12-31", &zone).unwrap();
        assert_eq!(last.last().unwrap().until_ms(), zone.horizon().until_ms(), "{name}");
        assert!(out_of_office("2028-01-01", &zone).is_err(), "{name}");
    }
}

#[test]
fn a_changing_clock_counts_what_it_shows_twice_and_not_what_it_leaves_out() {
    assert_read("2026-10-25", &[span("2026-10-24T22:00Z", "2026-10-25T23:00Z")]);
    assert_read("2026-10-25 02:15-02:45", &[span("2026-10-25T00:15Z", "2026-10-25T01:45Z")]);
    assert_read("2026-10-25 02:00-03:00", &[span("2026-10-25T00:00Z", "2026-10-25T02:00Z")]);
    assert_read("2026-10-25 01:00-02:00", &[span("2026-10-24T23:00Z", "2026-10-25T00:00Z")]);
    assert_read("2026-03-29", &[span("2026-03-28T23:00Z", "2026-03-29T22:00Z")]);
    assert_read("2026-03-29 01:00-02:30", &[span("2026-03-29T00:00Z", "2026-03-29T01:00Z")]);
    assert_read("2026-03-29 02:30-04:00", &[span("2026-03-29T01:00Z", "2026-03-29T02:00Z")]);
    assert_read("2026-03-29 02:10-02:50", &[]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in "(2026|[0-9]{1,5}|[-–:;,./]|am|to|Dec|morning|T| |\n|ü|\\PC){0,16}") {
        if let Err(complaint) = out_of_office(&text, &in_zone("Europe/Berlin")) {
            prop_assert!(text.get(complaint.at.clone()).is_some(), "{:?}", complaint);
            prop_assert!(!complaint.message.is_empty() && !complaint.fix.is_empty());
        }
    }

    #[test]
    fn a_reason_is_never_repeated(
        start in "(2026-12-24|2026-12-24 13:00|24.12.2026|2026-12-24 to|2026-12-24 0900|2026-12-24 5-1pm|)",
        sign in "( |; | \\(|, |-)",
        reason in "(surgery|chemo|burnout|jury duty)",
    ) {
        let text = format!("{start}{sign}{reason}");
        let complaint = out_of_office(&text, &in_zone("Europe/Berlin")).unwrap_err();
        let said = format!("{complaint}");
        for word in reason.split(' ') {
            prop_assert!(!said.contains(word), "{}", said);
        }
    }
}
