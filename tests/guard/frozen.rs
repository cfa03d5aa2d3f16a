//! Bytes that outlive a deploy: what is stored of a guard, and what consumers and it say to
//! each other.

use crate::desk::{Desk, ended};
use beeline::guard::{
    Budget, Called, Circuit, Command, Ending, Go, Guard, Lane, Limits, Reason, Reply, SHORTEST_OPEN_MS,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn is_frozen<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T, json: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    assert_eq!(&serde_json::from_str::<T>(json).unwrap(), value);
}

#[test]
fn a_new_guard_unchanged() {
    is_frozen(
        &Guard::new("hubspot", Budget::HUBSPOT, 1_700_000_000_000),
        r#"{"destination":"hubspot","clock":{"wall_ms":1700000000000,"passed_ms":0},"breaker":{"position":{"is":"closed","since_ms":0},"openings":0,"in_a_row":0,"failed":[],"fine":[],"from_ticket":0},"quota":{"assumed":{"calls":100,"window_ms":10000},"learned":null,"spent":[],"day":null,"paused_until_ms":0,"refusals":0},"latency":{"weights":[],"halved_at_ms":0},"concurrency":{"limit":6,"answers":0,"lowered_at_ms":null},"leases":[],"next_ticket":1,"leads_wait_until_ms":0}"#,
    );
}

#[test]
fn a_guard_that_has_seen_much_unchanged() {
    let mut desk = Desk::new(Budget::HUBSPOT);
    let limits = Limits {
        max: Some(190),
        remaining: Some(150),
        day_max: Some(1_000),
        day_remaining: Some(900),
        ..Limits::default()
    };
    let mut outcomes = ended(Ending::Answered, 3, 80);
    outcomes.extend(ended(Ending::TimedOut, 1, 300));
    let go = desk.go(Lane::Standard, 4);
    desk.report(go.ticket, outcomes, limits);
    desk.go(Lane::Warm, 2);
    is_frozen(&desk.guard, include_str!("../frozen/guard_closed.json").trim_end());
    desk.open();
    desk.wait(Lane::Hot);
    is_frozen(&desk.guard, include_str!("../frozen/guard_open.json").trim_end());
    desk.later(SHORTEST_OPEN_MS).go(Lane::Hot, 1);
    is_frozen(&desk.guard, include_str!("../frozen/guard_half_open.json").trim_end());
}

#[test]
fn commands_unchanged() {
    is_frozen(
        &Command::Ask { destination: "hubspot".into(), lane: Lane::Hot, items: 3, at_ms: 5, budget: None },
        r#"{"command":"ask","destination":"hubspot","lane":"hot","items":3,"at_ms":5}"#,
    );
    let outcomes = [Ending::Answered, Ending::Limited, Ending::Failed, Ending::TimedOut, Ending::Unconnected]
        .map(|ending| Called { ending, latency_ms: 7 })
        .to_vec();
    let limits = Limits {
        max: Some(1),
        remaining: Some(2),
        window_ms: Some(3),
        reset_ms: Some(4),
        day_max: Some(5),
        day_remaining: Some(6),
        retry_after_ms: Some(7),
    };
    is_frozen(
        &Command::Report { destination: "hubspot".into(), ticket: Some(9), outcomes, limits },
        r#"{"command":"report","destination":"hubspot","ticket":9,"outcomes":[{"ending":"answered","latency_ms":7},{"ending":"limited","latency_ms":7},{"ending":"failed","latency_ms":7},{"ending":"timed_out","latency_ms":7},{"ending":"unconnected","latency_ms":7}],"limits":{"max":1,"remaining":2,"window_ms":3,"reset_ms":4,"day_max":5,"day_remaining":6,"retry_after_ms":7}}"#,
    );
    is_frozen(
        &Command::Report {
            destination: "x".into(),
            ticket: None,
            outcomes: vec![],
            limits: Limits::default(),
        },
        r#"{"command":"report","destination":"x","outcomes":[],"limits":{}}"#,
    );
}

#[test]
fn replies_unchanged() {
    let go = Go {
        ticket: Some(1),
        timeout_ms: 300,
        concurrency: 3,
        permits: 20,
        probe: false,
        stop_at_ms: 10_005,
        rest_until_ms: 5,
    };
    is_frozen(
        &Reply::Go(go),
        r#"{"reply":"go","ticket":1,"timeout_ms":300,"concurrency":3,"permits":20,"probe":false,"stop_at_ms":10005,"rest_until_ms":5}"#,
    );
    is_frozen(&Reply::Noted { circuit: Circuit::HalfOpen }, r#"{"reply":"noted","circuit":"half_open"}"#);
    is_frozen(&Reply::Misdirected, r#"{"reply":"misdirected"}"#);
    for reason in [
        Reason::CircuitOpen,
        Reason::Probing,
        Reason::Paused,
        Reason::WindowSpent,
        Reason::DayNearlySpent,
        Reason::Busy,
        Reason::LeadsFirst,
        Reason::Unguarded,
    ] {
        let json = format!(r#"{{"reply":"wait","until_ms":5,"reason":"{}"}}"#, reason.word());
        is_frozen(&Reply::Wait { until_ms: 5, reason }, &json);
    }
}

#[test]
fn commands_with_a_word_too_many_are_refused() {
    let ask = r#"{"command":"ask","destination":"x","lane":"hot","items":3,"at_ms":5,"more":1}"#;
    assert!(serde_json::from_str::<Command>(ask).is_err());
}
