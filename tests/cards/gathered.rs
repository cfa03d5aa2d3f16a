//! Cards that come together are seen to together, and none is forgotten.

use beeline::card::Gathered;
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000_000;
const GATHER_MS: i64 = 100;

#[test]
fn after_a_quiet_time_a_card_is_seen_to_at_once() {
    let mut gathered = Gathered::over(GATHER_MS);
    assert_eq!(gathered.add("first", NOW), Some(0));
    assert_eq!(gathered.take(NOW), ["first"]);
    assert_eq!(gathered.add("later", NOW + GATHER_MS), Some(0));
}

#[test]
fn what_comes_soon_after_is_seen_to_together_by_the_first_of_them() {
    let mut gathered = Gathered::over(GATHER_MS);
    assert_eq!(gathered.add("first", NOW), Some(0));
    assert_eq!(gathered.take(NOW), ["first"]);
    assert_eq!(gathered.add("second", NOW + 30), Some(GATHER_MS - 30));
    assert_eq!(gathered.add("third", NOW + 40), None);
    assert_eq!(gathered.take(NOW + GATHER_MS), ["second", "third"]);
}

#[test]
fn whoever_died_before_they_came_is_replaced() {
    let mut gathered = Gathered::over(GATHER_MS);
    assert_eq!(gathered.add("first", NOW), Some(0));
    assert_eq!(gathered.add("second", NOW + 5 * GATHER_MS - 1), None);
    assert_eq!(gathered.add("third", NOW + 5 * GATHER_MS), Some(0));
    assert_eq!(gathered.take(NOW + 5 * GATHER_MS), ["first", "second", "third"]);
}

proptest! {
    /// Each card is seen to once, by somebody who waits no longer than the time of gathering, however the
    /// clock goes.
    #[test]
    fn every_card_is_seen_to_once_whatever_the_clock_does(steps in prop::collection::vec(-200i64..400, 1..60)) {
        let mut gathered = Gathered::over(GATHER_MS);
        let (mut now_ms, mut seen_to, mut due) = (NOW, Vec::new(), None);
        for (card, step) in steps.iter().enumerate() {
            now_ms += step;
            if due.is_some_and(|due_ms| due_ms <= now_ms) {
                seen_to.extend(gathered.take(now_ms));
                due = None;
            }
            if let Some(wait_ms) = gathered.add(card, now_ms) {
                prop_assert!((0..=GATHER_MS).contains(&wait_ms));
                prop_assert!(due.is_none(), "two see to them");
                due = Some(now_ms + wait_ms);
            }
            prop_assert!(due.is_some(), "nobody sees to card {card}");
        }
        seen_to.extend(gathered.take(now_ms));
        prop_assert_eq!(seen_to, (0..steps.len()).collect::<Vec<_>>());
    }
}
