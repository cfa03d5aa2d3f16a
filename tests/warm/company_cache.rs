//! What is remembered of a question.

use beeline::warm::cache::{Entry, Keep, Recall};
use beeline::warm::trouble::{Looked, Trouble};
use proptest::prelude::*;

const KEEP: Keep = Keep { found_ms: 10_000, absent_ms: 5_000, failed_ms: 1_000, lease_ms: 100 };
const TIMEOUT: Looked<u8> = Looked::Failed { trouble: Trouble::Timeout, after_ms: 0 };

fn asked(who: &str, now_ms: i64) -> Entry<u8> {
    let (entry, recall) = Entry::blank().recall(who, KEEP, now_ms);
    assert_eq!(recall, Recall::Ask { until_ms: now_ms + 100 });
    entry
}

#[test]
fn the_first_asks_and_everybody_else_waits() {
    let entry = asked("a", 0);
    assert_eq!(entry.clone().recall("b", KEEP, 50).1, Recall::Wait { until_ms: 100 });
    assert_eq!(entry.recall("a", KEEP, 50).1, Recall::Ask { until_ms: 150 });
}

#[test]
fn whoever_died_while_asking_holds_up_nobody_for_longer_than_the_lease() {
    assert_eq!(asked("a", 0).recall("b", KEEP, 100).1, Recall::Ask { until_ms: 200 });
}

#[test]
fn a_clock_that_went_back_makes_no_lease_longer() {
    assert_eq!(asked("a", 1_000_000).recall("b", KEEP, 0).1, Recall::Ask { until_ms: 100 });
}

#[test]
fn an_answer_is_remembered_for_its_time() {
    let entry = asked("a", 0).tell("a", Looked::Found(7), KEEP, 10);
    assert_eq!(entry.clone().recall("b", KEEP, 10_009).1, Recall::Known(Looked::Found(7)));
    assert_eq!(entry.clone().recall("b", KEEP, 10_010).1, Recall::Ask { until_ms: 10_110 });
    assert_eq!(entry.stale_at_ms(), 10_010);
}

#[test]
fn that_nothing_is_known_is_remembered_too() {
    let entry = asked("a", 0).tell("a", Looked::Absent, KEEP, 10);
    assert_eq!(entry.clone().recall("b", KEEP, 5_009).1, Recall::Known(Looked::Absent));
    assert_eq!(entry.recall("b", KEEP, 5_010).1, Recall::Ask { until_ms: 5_110 });
}

#[test]
fn after_a_failure_nobody_asks_for_a_while_and_everybody_is_told_how_long() {
    for trouble in [Trouble::Timeout, Trouble::OutOfCredits] {
        let failed = |after_ms| Looked::Failed { trouble, after_ms };
        let entry = asked("a", 0).tell("a", failed(0), KEEP, 10);
        assert_eq!(entry.clone().recall("b", KEEP, 20).1, Recall::Known(failed(990)));
        assert_eq!(entry.recall("b", KEEP, 1_010).1, Recall::Ask { until_ms: 1_110 });
    }
    let limited = |after_ms| Looked::Failed { trouble: Trouble::RateLimited, after_ms };
    let entry = asked("a", 0).tell("a", limited(60_000), KEEP, 10);
    assert_eq!(entry.recall("b", KEEP, 20).1, Recall::Known(limited(59_990)));
}

#[test]
fn a_row_that_cannot_be_read_is_asked_about_again() {
    let blank = Entry::<u8>::read(None);
    assert_eq!((&blank, &Entry::<u8>::read(Some("{"))), (&Entry::blank(), &Entry::blank()));
    let known = asked("a", 0).tell("a", Looked::Found(7), KEEP, 10);
    assert_eq!(Entry::read(Some(&serde_json::to_string(&known).unwrap())), known);
}

#[test]
fn a_late_answer_is_believed_and_a_late_failure_is_not() {
    let (taken_over, _) = asked("a", 0).recall("b", KEEP, 200);
    let late = taken_over.clone().tell("a", TIMEOUT, KEEP, 210);
    assert_eq!(late, taken_over);
    let late = taken_over.tell("a", Looked::Found(1), KEEP, 210);
    assert_eq!(late.recall("c", KEEP, 220).1, Recall::Known(Looked::Found(1)));
}

#[test]
fn a_failure_takes_nothing_away_from_an_answer_that_holds() {
    let (taken_over, _) = asked("a", 0).recall("b", KEEP, 200);
    let entry = taken_over.tell("a", Looked::Found(1), KEEP, 210).tell("b", TIMEOUT, KEEP, 220);
    assert_eq!(entry.recall("c", KEEP, 230).1, Recall::Known(Looked::Found(1)));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whoever comes in whatever order: two never ask within one lease.
    #[test]
    fn never_two_ask_at_once(visits in prop::collection::vec((0_u8..4, 0_i64..80, 0_u8..4), 1..60)) {
        let (mut entry, mut now_ms) = (Entry::<u8>::blank(), 0);
        let mut lease: Option<(String, i64)> = None;
        for (who, pause_ms, end) in visits {
            now_ms += pause_ms;
            let who = who.to_string();
            let (next, recall) = entry.recall(&who, KEEP, now_ms);
            entry = next;
            if let Recall::Ask { until_ms } = recall {
                if let Some((holder, until_ms)) = &lease {
                    prop_assert!(holder == &who || *until_ms <= now_ms);
                }
                lease = Some((who.clone(), until_ms));
                let answer = match end {
                    0 => Looked::Found(1),
                    1 => Looked::Absent,
                    2 => TIMEOUT,
                    _ => continue,
                };
                entry = entry.tell(&who, answer, KEEP, now_ms);
                lease = None;
            }
        }
    }
}
