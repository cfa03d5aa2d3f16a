//! The JSON of calendars, which outlives a deploy.

use beeline::schedule::{Absences, Malformed, Opening, Shift, Span, Timetable, Week, Zone};
use serde::de::DeserializeOwned;

const MINUTE: i64 = 60_000;

#[test]
fn the_json_of_a_zone_is_unchanged() {
    let shift = |from_ms, offset_minutes| Shift { from_ms, offset_minutes };
    let shifts = vec![shift(1_767_222_000_000, 60), shift(1_774_746_000_000, 120)];
    let zone = Zone::new(shifts, 1_798_758_000_000).unwrap();
    let frozen = "[[[29453700,60],[29579100,120]],29979300]";
    assert_eq!(serde_json::to_string(&zone).unwrap(), frozen);
    assert_eq!(serde_json::from_str::<Zone>(frozen).unwrap(), zone);
}

#[test]
fn the_json_of_a_timetable_is_unchanged() {
    let span = |from: i64, until: i64| Span::new(from * MINUTE, until * MINUTE).unwrap();
    let timetable = Timetable {
        zone: 3,
        week: Week::of([
            Opening { from_minute: 540, minutes: 540 },
            Opening { from_minute: 10_000, minutes: 200 },
        ]),
        absences: Absences::of(&[(span(29_968_620, 29_970_060), 2)], &[span(29_970_060, 29_970_780)])
            .unwrap(),
    };
    let frozen = "[3,[0,120,540,1080,10000,10080],[[29968620,1440,2],[29970060,720,null]]]";
    assert_eq!(serde_json::to_string(&timetable).unwrap(), frozen);
    assert_eq!(serde_json::from_str::<Timetable>(frozen).unwrap(), timetable);
}

#[test]
fn the_json_of_a_span_is_unchanged() {
    let span = Span::new(-1, 1_767_222_000_001).unwrap();
    assert_eq!(serde_json::to_string(&span).unwrap(), "[-1,1767222000001]");
    assert_eq!(serde_json::from_str::<Span>("[-1,1767222000001]").unwrap(), span);
}

#[test]
fn always_and_never_are_short() {
    assert_eq!(serde_json::to_string(&Week::always()).unwrap(), "[0,10080]");
    assert_eq!(serde_json::to_string(&Week::never()).unwrap(), "[]");
}

fn refused<T: DeserializeOwned + std::fmt::Debug>(json: &str) -> String {
    serde_json::from_str::<T>(json).unwrap_err().to_string()
}

#[test]
fn what_is_no_calendar_is_refused_by_name() {
    for (refusal, malformed) in [
        (refused::<Zone>("[[],5]"), Malformed::ZoneEmpty),
        (refused::<Zone>("[[[1,60],[1,120]],5]"), Malformed::ZoneUnsorted),
        (refused::<Zone>("[[[1,60],[2,120]],2]"), Malformed::ZoneUnsorted),
        (refused::<Zone>("[[[1,60],[2,60]],5]"), Malformed::ShiftWithoutChange),
        (refused::<Zone>("[[[1,2000]],5]"), Malformed::OffsetOutOfRange),
        (refused::<Zone>("[[[1,60]],9223372036854775807]"), Malformed::OutOfTime),
        (refused::<Week>("[1,2,3]"), Malformed::WeekOdd),
        (refused::<Week>("[1,3,2,4]"), Malformed::WeekUnsorted),
        (refused::<Week>("[1,10081]"), Malformed::WeekOutOfRange),
        (refused::<Absences>("[[5,5,null],[9,1,0]]"), Malformed::AbsencesUnsorted),
        (refused::<Absences>("[[9,1,0],[5,1,null]]"), Malformed::AbsencesUnsorted),
        (refused::<Absences>("[[5,0,null]]"), Malformed::SpanEmpty),
        (refused::<Absences>("[[5,-1,null]]"), Malformed::SpanEmpty),
        (refused::<Absences>("[[9223372036854775807,1,null]]"), Malformed::OutOfTime),
        (refused::<Absences>("[[-5,1,null]]"), Malformed::OutOfTime),
        (refused::<Span>("[5,5]"), Malformed::SpanEmpty),
    ] {
        assert!(refusal.starts_with(&malformed.to_string()), "{refusal}");
    }
}

#[test]
fn absences_within_a_minute_are_refused() {
    let odd = Span::new(1, MINUTE).unwrap();
    assert_eq!(Absences::of(&[], &[odd]), Err(Malformed::PartOfMinute));
    assert_eq!(Absences::of(&[(odd, 0)], &[]), Err(Malformed::PartOfMinute));
}
