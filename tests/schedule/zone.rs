//! Time zones as their offsets.

use beeline::schedule::{Malformed, Shift, Span, Zone};

const MINUTE: i64 = 60_000;

fn shift(minute: i64, offset_minutes: i16) -> Shift {
    Shift { from_ms: minute * MINUTE, offset_minutes }
}

fn zone() -> Zone {
    Zone::new(vec![shift(100, 60), shift(200, 120), shift(300, 60)], 400 * MINUTE).unwrap()
}

#[test]
fn an_offset_holds_from_its_shift_until_the_next() {
    for (at_ms, offset, past_horizon) in [
        (i64::MIN, 60, true),
        (100 * MINUTE - 1, 60, true),
        (100 * MINUTE, 60, false),
        (200 * MINUTE - 1, 60, false),
        (200 * MINUTE, 120, false),
        (300 * MINUTE - 1, 120, false),
        (300 * MINUTE, 60, false),
        (400 * MINUTE - 1, 60, false),
        (400 * MINUTE, 60, true),
        (i64::MAX, 60, true),
    ] {
        let stretch = zone().stretch_at(at_ms);
        assert_eq!((stretch.offset_minutes, stretch.past_horizon), (offset, past_horizon), "{at_ms}");
        assert!(stretch.from_ms <= at_ms && (at_ms < stretch.until_ms || at_ms == i64::MAX), "{at_ms}");
    }
}

#[test]
fn the_stretches_are_all_of_time() {
    let zone = zone();
    let stretches: Vec<_> = zone.stretches().collect();
    assert_eq!(stretches.len(), 5);
    assert_eq!(stretches[0].from_ms, i64::MIN);
    assert_eq!(stretches[4].until_ms, i64::MAX);
    for pair in stretches.windows(2) {
        assert_eq!(pair[0].until_ms, pair[1].from_ms);
    }
    for stretch in stretches {
        assert_eq!(zone.stretch_at(stretch.from_ms), stretch);
        assert_eq!(zone.stretch_at(stretch.until_ms - 1), stretch);
    }
}

#[test]
fn the_horizon_is_from_the_first_shift_to_the_end() {
    assert_eq!(Some(zone().horizon()), Span::new(100 * MINUTE, 400 * MINUTE));
}

#[test]
fn what_is_no_zone_is_refused() {
    let refused = |shifts: &[Shift], until_minute: i64| {
        Zone::new(shifts.to_vec(), until_minute * MINUTE).map(|_| ()).unwrap_err()
    };
    assert_eq!(refused(&[], 5), Malformed::ZoneEmpty);
    assert_eq!(refused(&[shift(5, 0)], 5), Malformed::ZoneUnsorted);
    assert_eq!(refused(&[shift(5, 0), shift(5, 60)], 9), Malformed::ZoneUnsorted);
    assert_eq!(refused(&[shift(5, 0), shift(4, 60)], 9), Malformed::ZoneUnsorted);
    assert_eq!(refused(&[shift(5, 0), shift(9, 60)], 9), Malformed::ZoneUnsorted);
    assert_eq!(refused(&[shift(5, 0), shift(6, 0)], 9), Malformed::ShiftWithoutChange);
    assert_eq!(refused(&[shift(5, 1_081)], 9), Malformed::OffsetOutOfRange);
    assert_eq!(refused(&[shift(5, i16::MIN)], 9), Malformed::OffsetOutOfRange);
    assert_eq!(refused(&[shift(-1, 0)], 9), Malformed::OutOfTime);
    assert_eq!(refused(&[shift(5, 0)], 4_223_376_481), Malformed::OutOfTime);
    let odd = Shift { from_ms: 1, offset_minutes: 0 };
    assert_eq!(refused(&[odd], 9), Malformed::PartOfMinute);
}
