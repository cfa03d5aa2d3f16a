//! Cards that are posted together are told together, and none is forgotten.

use beeline::card::{GATHER_MS, Gathered};
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000_000;

#[test]
fn after_a_quiet_time_a_card_is_told_at_once() {
    let mut gathered = Gathered::default();
    assert_eq!(gathered.add("first", NOW), Some(0));
    assert_eq!(gathered.take(NOW), ["first"]);
    assert_eq!(gathered.add("later", NOW + GATHER_MS), Some(0));
}

#[test]
fn what_comes_soon_after_is_told_together_by_the_first_of_them() {
    let mut gathered = Gathered::default();
    assert_eq!(gathered.add("first", NOW), Some(0));
    assert_eq!(gathered.take(NOW), ["first"]);
    assert_eq!(gathered.add("second", NOW + 30), Some(GATHER_MS - 30));
    assert_eq!(gathered.add("third", NOW + 40), None);
    assert_eq!(gathered.take(NOW + GATHER_MS), ["second", "third"]);
}

#[test]
fn a_teller_that_died_is_replaced() {
    let mut gathered = Gathered::default();
    assert_eq!(gathered.add("first", NOW), Some(0));
    assert_eq!(gathered.add("second", NOW + 1_000), None);
    assert_eq!(gathered.add("third", NOW + 60_000), Some(0));
    assert_eq!(gathered.take(NOW + 60_000), ["first", "second", "third"]);
}

proptest! {
    /// Each card is told once, by a teller that waits no longer than the time of gathering, however the
    /// clock goes.
    #[test]
    fn every_card_is_told_once_whatever_the_clock_does(steps in prop::collection::vec(-200i64..400, 1..60)) {
        let mut gathered = Gathered::default();
        let (mut now_ms, mut told, mut due) = (NOW, Vec::new(), None);
        for (card, step) in steps.iter().enumerate() {
            now_ms += step;
            if due.is_some_and(|due_ms| due_ms <= now_ms) {
                told.extend(gathered.take(now_ms));
                due = None;
            }
            if let Some(wait_ms) = gathered.add(card, now_ms) {
                prop_assert!((0..=GATHER_MS).contains(&wait_ms));
                prop_assert!(due.is_none(), "two tellers");
                due = Some(now_ms + wait_ms);
            }
            prop_assert!(due.is_some(), "nobody tells of card {card}");
        }
        told.extend(gathered.take(now_ms));
        prop_assert_eq!(told, (0..steps.len()).collect::<Vec<_>>());
    }
}
