//! What asking may cost.

use beeline::warm::budget::{Caps, OverCap, Spent};
use proptest::prelude::*;

const DAY_MS: i64 = 86_400_000;
/// 2026-11-22, 00:00 UTC.
const DAY: i64 = 20_779;
const CAPS: Caps = Caps { per_day: 2, per_month: 3 };

fn spend(spent: Spent, now_ms: i64) -> Spent {
    spent.take(CAPS, 1, now_ms).unwrap().0
}

/// Credits of the day and of the month, as they are stored.
fn counted(spent: Spent) -> (u64, u64) {
    let stored = serde_json::to_value(spent).unwrap();
    let of = |name: &str| stored.get(name).and_then(serde_json::Value::as_u64).unwrap();
    (of("in_day"), of("in_month"))
}

#[test]
fn nothing_is_asked_past_the_cap_of_a_day() {
    let spent = spend(spend(Spent::default(), DAY * DAY_MS), DAY * DAY_MS + 5);
    let over = spent.take(CAPS, 1, DAY * DAY_MS + 6).unwrap_err();
    assert_eq!(over, OverCap { until_ms: (DAY + 1) * DAY_MS });
    assert_eq!(counted(spend(spent, over.until_ms)), (1, 3));
}

#[test]
fn nothing_is_asked_past_the_cap_of_a_month() {
    let mut spent = Spent::default();
    for day in 0..3 {
        spent = spend(spent, (DAY + day) * DAY_MS);
    }
    let over = spent.take(CAPS, 1, (DAY + 3) * DAY_MS).unwrap_err();
    // 2026-12-01 is nine days after 2026-11-22.
    assert_eq!(over, OverCap { until_ms: (DAY + 9) * DAY_MS });
    assert_eq!(spent.take(CAPS, 1, over.until_ms - 1).unwrap_err(), over);
    assert_eq!(counted(spend(spent, over.until_ms)), (1, 1));
}

#[test]
fn months_are_those_of_the_calendar() {
    let caps = Caps { per_day: 9, per_month: 1 };
    // A day, and how many days it is until the first of the next month.
    let days = [
        (19_781, 2),  // 2024-02-28
        (19_782, 1),  // 2024-02-29
        (11_016, 1),  // 2000-02-29
        (47_540, 1),  // 2100-02-28
        (20_453, 1),  // 2025-12-31
        (20_454, 31), // 2026-01-01
        (20_544, 30), // 2026-04-01
        (19_389, 28), // 2023-02-01
    ];
    for (day, left) in days {
        let spent = Spent::default().take(caps, 1, day * DAY_MS).unwrap().0;
        let over = spent.take(caps, 1, day * DAY_MS).unwrap_err();
        assert_eq!(over.until_ms, (day + left) * DAY_MS, "{day}");
    }
}

#[test]
fn what_cannot_be_read_is_never_taken_for_nothing_spent() {
    assert_eq!(Spent::read(None).unwrap(), Spent::default(), "a source that was never asked");
    for stored in ["", "{", "null", r#"{"day":1}"#, r#"{"day":"1","in_day":0,"in_month":0}"#] {
        assert!(Spent::read(Some(stored)).is_err(), "{stored}");
    }
    let spent = spend(Spent::default(), DAY * DAY_MS);
    assert_eq!(Spent::read(Some(&serde_json::to_string(&spent).unwrap())).unwrap(), spent);
}

#[test]
fn what_it_did_not_cost_is_given_back() {
    let (spent, taken) = Spent::default().take(CAPS, 1, 0).unwrap();
    assert_eq!(counted(spent.settle(taken, 0)), (0, 0));
    assert_eq!(counted(spent.settle(taken, 1)), (1, 1));
    assert_eq!(counted(spent.settle(taken, 5)), (5, 5));
}

#[test]
fn an_answer_after_midnight_is_given_back_to_its_own_day() {
    let (spent, taken) = Spent::default().take(CAPS, 1, 0).unwrap();
    let tomorrow = spend(spent, DAY_MS);
    assert_eq!(counted(tomorrow.settle(taken, 0)), (1, 1));
    let next_month = spend(spent, 40 * DAY_MS);
    assert_eq!(counted(next_month.settle(taken, 0)), (1, 1));
}

#[test]
fn a_clock_that_went_back_forgets_nothing() {
    let spent = spend(spend(Spent::default(), 5 * DAY_MS), 5 * DAY_MS);
    assert!(spent.take(CAPS, 1, 4 * DAY_MS).is_err());
}

#[test]
fn a_cap_of_nothing_asks_nothing() {
    assert!(Spent::default().take(Caps { per_day: 0, per_month: 9 }, 1, 0).is_err());
    assert!(Spent::default().take(Caps { per_day: u32::MAX, per_month: u32::MAX }, u32::MAX, 0).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_questions_passes_a_cap(
        per_day in 0_u32..20, per_month in 0_u32..60,
        steps in prop::collection::vec((0_i64..40_000_000, 1_u32..4, any::<bool>()), 0..200),
    ) {
        let (caps, mut spent, mut now_ms) = (Caps { per_day, per_month }, Spent::default(), 0);
        for (pause_ms, credits, is_billed) in steps {
            now_ms += pause_ms;
            if let Ok((next, taken)) = spent.take(caps, credits, now_ms) {
                spent = next.settle(taken, if is_billed { credits } else { 0 });
            }
            let (in_day, in_month) = counted(spent);
            prop_assert!(in_day <= per_day.into() && in_month <= per_month.into() && in_day <= in_month);
        }
    }
}
