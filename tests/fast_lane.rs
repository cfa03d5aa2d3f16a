//! Which of a hot lead's records are delivered without a queue in between.

use std::collections::BTreeMap;

use beeline::fast_lane::{LONGEST_FULL_MS, Room, SHORTEST_FULL_MS, SteppedAside};
use beeline::ledger::ObligationName;

fn records() -> [ObligationName; 2] {
    ["inbox", "hubspot"].map(ObligationName::crm)
}

fn full(name: &str, for_ms: i64) -> SteppedAside {
    SteppedAside { full_for_ms: BTreeMap::from([(ObligationName::crm(name), for_ms)]) }
}

#[test]
fn all_are_until_a_destination_says_otherwise() {
    assert_eq!(Room::default().open(&records(), 0), records());
}

#[test]
fn a_destination_without_room_gets_none_until_it_has_some_and_others_go_on() {
    let mut room = Room::default();
    room.learn(full("hubspot", 14_000), 1_000);
    assert_eq!(room.open(&records(), 14_999), [ObligationName::crm("inbox")]);
    assert_eq!(room.open(&records(), 15_000), records());
}

#[test]
fn who_says_nothing_of_a_destination_takes_nothing_back() {
    let mut room = Room::default();
    room.learn(full("hubspot", 14_000), 0);
    room.learn(SteppedAside::default(), 1_000);
    assert_eq!(room.open(&records(), 2_000), [ObligationName::crm("inbox")]);
}

#[test]
fn a_moment_without_room_is_not_followed_by_another_lead_that_asks_in_vain() {
    let mut room = Room::default();
    room.learn(full("hubspot", 1), 0);
    assert_eq!(room.open(&records(), SHORTEST_FULL_MS - 1), [ObligationName::crm("inbox")]);
    assert_eq!(room.open(&records(), SHORTEST_FULL_MS), records());
}

#[test]
fn whoever_does_not_answer_has_room_for_none() {
    let mut room = Room::default();
    room.learn(SteppedAside::all(&records()), 0);
    assert_eq!(room.open(&records(), SHORTEST_FULL_MS - 1), []);
    assert_eq!(room.open(&records(), SHORTEST_FULL_MS), records());
}

#[test]
fn no_destination_is_passed_over_for_long() {
    for for_ms in [i64::MIN, -1, LONGEST_FULL_MS + 1, i64::MAX] {
        let mut room = Room::default();
        room.learn(full("hubspot", for_ms), 0);
        assert_eq!(room.open(&records(), LONGEST_FULL_MS), records(), "{for_ms}");
    }
}

#[test]
fn what_the_consumer_says_is_read_for_as_long_as_a_deploy_takes() {
    let text = r#"{"full_for_ms":{"crm:hubspot":14000}}"#;
    assert_eq!(serde_json::to_string(&full("hubspot", 14_000)).unwrap(), text);
    assert_eq!(serde_json::from_str::<SteppedAside>(text).unwrap(), full("hubspot", 14_000));
    assert_eq!(serde_json::from_str::<SteppedAside>("{}").unwrap(), SteppedAside::default());
}
