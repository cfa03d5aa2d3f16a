//! The hours of a week.

use beeline::schedule::{DAY_MINUTES, Malformed, Opening, WEEK_MINUTES, Week};
use proptest::prelude::*;

fn opening(from_minute: u16, minutes: u16) -> Opening {
    Opening { from_minute, minutes }
}

fn intervals(week: &Week) -> Vec<(u16, u16)> {
    week.intervals().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_week_is_open_when_one_of_its_openings_is(
        openings in prop::collection::vec((0..WEEK_MINUTES, 0..=WEEK_MINUTES / 3), 0..8)
    ) {
        let mut bits = vec![false; usize::from(WEEK_MINUTES)];
        for (from, minutes) in &openings {
            for minute in *from..from + minutes {
                bits[usize::from(minute % WEEK_MINUTES)] = true;
            }
        }
        let week = Week::of(openings.iter().map(|(from, minutes)| opening(*from, *minutes)));
        for minute in 0..WEEK_MINUTES {
            prop_assert_eq!(week.contains(minute), bits[usize::from(minute)], "minute {}", minute);
        }
        let bounds = week.intervals().flat_map(|(from, until)| [from, until]).collect();
        prop_assert_eq!(Week::new(bounds), Ok(week));
    }
}

#[test]
fn hours_around_the_weeks_end_are_cut_there() {
    let sunday_night = Week::of([opening(6 * DAY_MINUTES + 22 * 60, 8 * 60)]);
    assert_eq!(intervals(&sunday_night), [(0, 6 * 60), (6 * DAY_MINUTES + 22 * 60, WEEK_MINUTES)]);
}

#[test]
fn hours_that_touch_are_joined() {
    assert_eq!(intervals(&Week::of([opening(60, 60), opening(0, 60)])), [(0, 120)]);
    let every_day = (0..7).map(|day| opening(day * DAY_MINUTES, DAY_MINUTES));
    assert_eq!(Week::of(every_day), Week::always());
}

#[test]
fn a_whole_week_may_begin_anywhere() {
    assert_eq!(Week::of([opening(777, WEEK_MINUTES)]), Week::always());
    assert_eq!(Week::of([opening(777, u16::MAX)]), Week::always());
}

#[test]
fn no_hours_are_never() {
    assert_eq!(Week::of([]), Week::never());
    assert_eq!(Week::of([opening(5, 0)]), Week::never());
    assert_eq!(Week::default(), Week::never());
    assert!(!(0..WEEK_MINUTES).any(|minute| Week::never().contains(minute)));
    assert!((0..WEEK_MINUTES).all(|minute| Week::always().contains(minute)));
}

#[test]
fn what_is_no_week_is_refused() {
    assert_eq!(Week::new(vec![1]), Err(Malformed::WeekOdd));
    assert_eq!(Week::new(vec![1, 1]), Err(Malformed::WeekUnsorted));
    assert_eq!(Week::new(vec![1, 2, 2, 3]), Err(Malformed::WeekUnsorted), "touching");
    assert_eq!(Week::new(vec![5, 9, 7, 12]), Err(Malformed::WeekUnsorted), "overlapping");
    assert_eq!(Week::new(vec![1, WEEK_MINUTES + 1]), Err(Malformed::WeekOutOfRange));
    assert!(Week::new(vec![1, WEEK_MINUTES]).is_ok());
}
