//! A channel is never written to faster than it allows.

use beeline::ledger::Outcome;
use beeline::pace::{
    BURST, INTERVAL_MS, MAX_CHANNELS, MAX_PENALTY_MS, Pace, PaceCommand, PaceReply, Paces, no_room,
};
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000_000;

fn take(channel: &str, want: u32) -> PaceCommand {
    PaceCommand::Take { channel: channel.into(), want }
}

fn penalize(channel: &str, for_ms: i64) -> PaceCommand {
    PaceCommand::Penalize { channel: channel.into(), for_ms }
}

#[test]
fn a_quiet_channel_takes_a_short_burst_at_once() {
    let (granted, retry_at_ms, _) = Pace::rested(NOW).take(BURST, NOW);
    assert_eq!((granted, retry_at_ms), (BURST, NOW));
}

#[test]
fn what_a_burst_does_not_cover_is_to_be_asked_for_a_second_later() {
    let (granted, retry_at_ms, pace) = Pace::rested(NOW).take(10, NOW);
    assert_eq!((granted, retry_at_ms), (BURST, NOW + INTERVAL_MS));
    let (granted, retry_at_ms, pace) = pace.take(7, NOW + 400);
    assert_eq!((granted, retry_at_ms), (0, NOW + INTERVAL_MS));
    let (granted, retry_at_ms, _) = pace.take(7, NOW + INTERVAL_MS);
    assert_eq!((granted, retry_at_ms), (1, NOW + 2 * INTERVAL_MS));
}

#[test]
fn what_the_pace_left_no_room_for_was_not_tried() {
    let ended = no_room(1_500);
    assert!(matches!(ended, Outcome::Postponed { after_ms: 1_500, .. }), "{ended:?}");
}

#[test]
fn asking_at_the_time_named_is_never_in_vain() {
    let mut pace = Pace::rested(NOW);
    let mut now_ms = NOW;
    for _ in 0..20 {
        let (_, retry_at_ms, next) = pace.take(5, now_ms);
        let (granted, _, next) = next.take(1, retry_at_ms);
        assert_eq!(granted, 1);
        (pace, now_ms) = (next, retry_at_ms);
    }
}

#[test]
fn a_refused_channel_is_left_alone_and_resumes_with_one_message() {
    let pace = Pace::rested(NOW).penalize(NOW + 30_000, NOW);
    let (granted, retry_at_ms, pace) = pace.take(2, NOW + 29_999);
    assert_eq!((granted, retry_at_ms), (0, NOW + 30_000));
    let (granted, retry_at_ms, _) = pace.take(2, NOW + 30_000);
    assert_eq!((granted, retry_at_ms), (1, NOW + 31_000));
}

#[test]
fn a_later_refusal_never_shortens_an_earlier_one() {
    let pace = Pace::rested(NOW).penalize(NOW + 30_000, NOW).penalize(NOW + 2_000, NOW + 1_000);
    let (granted, retry_at_ms, _) = pace.take(1, NOW + 2_000);
    assert_eq!((granted, retry_at_ms), (0, NOW + 30_000));
}

#[test]
fn no_refusal_blocks_a_channel_for_more_than_an_hour() {
    let (_, retry_at_ms, _) = Pace::rested(NOW).penalize(i64::MAX, NOW).take(1, NOW);
    assert_eq!(retry_at_ms, NOW + MAX_PENALTY_MS);
}

#[test]
fn a_clock_that_goes_back_blocks_nothing() {
    let (_, _, pace) = Pace::rested(NOW).take(BURST, NOW);
    let (granted, _, pace) = pace.take(1, NOW - 3_600_000);
    assert_eq!(granted, 0);
    assert_eq!(pace.take(1, NOW - 3_600_000 + INTERVAL_MS).0, 1);
}

#[test]
fn channels_do_not_share_their_pace() {
    let mut paces = Paces::default();
    paces.run(take("C1", BURST), NOW);
    assert_eq!(paces.run(take("C1", 1), NOW).granted, 0);
    assert_eq!(paces.run(take("C2", 1), NOW).granted, 1);
    assert_eq!(paces.run(penalize("C2", 5_000), NOW), PaceReply { granted: 0, retry_at_ms: NOW + 5_000 });
    assert_eq!(paces.run(take("C2", 1), NOW + 4_999), PaceReply { granted: 0, retry_at_ms: NOW + 5_000 });
}

#[test]
fn the_channel_unused_for_longest_is_forgotten_and_a_blocked_one_is_not() {
    let mut paces = Paces::default();
    paces.run(penalize("BLOCKED", 60_000), NOW);
    paces.run(take("STALE", BURST), NOW + 1);
    for number in 0..MAX_CHANNELS {
        paces.run(take(&format!("C{number}"), 1), NOW + 2);
    }
    assert_eq!(paces.len(), MAX_CHANNELS);
    assert_eq!(paces.run(take("BLOCKED", 1), NOW + 3).granted, 0);
    assert_eq!(paces.run(take("STALE", BURST), NOW + 3).granted, BURST);
    assert_eq!(paces.len(), MAX_CHANNELS);
}

#[test]
fn commands_and_replies_are_unchanged() {
    let frozen = [
        (serde_json::to_string(&take("C1", 2)).unwrap(), r#"{"take":{"channel":"C1","want":2}}"#),
        (serde_json::to_string(&penalize("C1", 9)).unwrap(), r#"{"penalize":{"channel":"C1","for_ms":9}}"#),
        (
            serde_json::to_string(&PaceReply { granted: 1, retry_at_ms: 5 }).unwrap(),
            r#"{"granted":1,"retry_at_ms":5}"#,
        ),
    ];
    for (written, expected) in &frozen {
        assert_eq!(written, expected);
    }
    assert_eq!(serde_json::from_str::<PaceCommand>(frozen[0].1).unwrap(), take("C1", 2));
}

#[test]
fn several_are_asked_in_one_call_and_answered_in_order() {
    let mut paces = Paces::default();
    let asked = [take("C1", 1), take("C2", 1), take("C1", BURST)];
    let answer = paces.answer(&serde_json::to_string(&asked).unwrap(), NOW).unwrap();
    let replies: Vec<PaceReply> = serde_json::from_str(&answer).unwrap();
    assert_eq!(replies.iter().map(|reply| reply.granted).collect::<Vec<_>>(), [1, 1, BURST - 1]);
    let alone = paces.answer(&serde_json::to_string(&take("C1", 1)).unwrap(), NOW).unwrap();
    assert_eq!(alone, format!(r#"{{"granted":0,"retry_at_ms":{}}}"#, NOW + INTERVAL_MS));
    assert!(paces.answer(r#"[{"give":1}]"#, NOW).is_err());
}

#[derive(Clone, Debug)]
enum Step {
    Wait(i64),
    Take(u32),
    Penalize(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0_i64..2_500).prop_map(Step::Wait),
        (1_u32..8).prop_map(Step::Take),
        (-1_000_i64..6_000).prop_map(Step::Penalize),
    ];
    prop::collection::vec(step, 1..120)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn over_any_interval_no_more_is_granted_than_a_burst_and_a_message_a_second(steps in steps()) {
        let (mut pace, mut now_ms) = (Pace::rested(NOW), NOW);
        let mut grants: Vec<(i64, i64)> = Vec::new();
        for step in steps {
            match step {
                Step::Wait(ms) => now_ms += ms,
                Step::Penalize(ms) => pace = pace.penalize(now_ms + ms, now_ms),
                Step::Take(want) => {
                    let (granted, retry_at_ms, next) = pace.take(want, now_ms);
                    prop_assert!(granted <= want);
                    prop_assert_eq!(granted == want, retry_at_ms == now_ms);
                    grants.push((now_ms, i64::from(granted)));
                    pace = next;
                }
            }
        }
        for (first, (from_ms, _)) in grants.iter().enumerate() {
            let mut sum = 0;
            for (at_ms, granted) in &grants[first..] {
                sum += granted;
                prop_assert!(sum <= i64::from(BURST) + (at_ms - from_ms) / INTERVAL_MS);
            }
        }
    }

    #[test]
    fn nothing_is_granted_before_a_penalty_ends(steps in steps(), for_ms in 1_i64..60_000) {
        let (mut pace, mut now_ms) = (Pace::rested(NOW).penalize(NOW + for_ms, NOW), NOW);
        for step in steps {
            match step {
                Step::Wait(ms) => now_ms += ms,
                Step::Penalize(ms) => pace = pace.penalize(now_ms + ms, now_ms),
                Step::Take(want) => {
                    let (granted, _, next) = pace.take(want, now_ms);
                    prop_assert!(now_ms >= NOW + for_ms || granted == 0);
                    pace = next;
                }
            }
        }
    }
}
