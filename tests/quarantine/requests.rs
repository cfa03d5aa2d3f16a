//! What people and programs may ask of the workbench.

use beeline::quarantine::{Act, Of, ReplayRequest, why};
use proptest::prelude::*;
use serde_json::json;

const LEAD: &str = "ld_040gfafankn8sr68a3ro2h00";

fn replay(body: &serde_json::Value) -> Option<ReplayRequest> {
    ReplayRequest::read(body.to_string().as_bytes())
}

#[test]
fn a_replay_is_of_a_lead_or_of_a_class_and_slow_unless_it_says_otherwise() {
    let of_lead = replay(&json!({"lead_id": LEAD, "why": "mended"})).unwrap();
    assert_eq!(of_lead.of(), Some(Of::Lead(LEAD.parse().unwrap())));
    assert_eq!((of_lead.per_second(), of_lead.limit()), (5, 1_000));
    let of_class = replay(&json!({"class": "held", "why": "mended", "per_second": 9, "limit": 3})).unwrap();
    assert_eq!(of_class.of(), Some(Of::Class("held".into())));
    assert_eq!((of_class.per_second(), of_class.limit()), (9, 3));
}

#[test]
fn nobody_replays_more_or_faster_than_the_caps() {
    let greedy = json!({"class": "held", "why": "mended", "per_second": 5_000, "limit": 1_000_000});
    let greedy = replay(&greedy).unwrap();
    assert_eq!((greedy.per_second(), greedy.limit()), (50, 1_000));
    let idle = replay(&json!({"class": "held", "why": "mended", "per_second": 0, "limit": 0})).unwrap();
    assert_eq!((idle.per_second(), idle.limit()), (1, 1));
}

#[test]
fn a_body_that_asks_for_neither_both_or_something_else_is_none() {
    for body in [
        json!({"why": "mended"}),
        json!({"lead_id": LEAD, "class": "held", "why": "mended"}),
        json!({"class": "held"}),
        json!({"class": "held", "why": "mended", "force": true}),
        json!({"lead_id": "somebody", "why": "mended"}),
        json!([]),
    ] {
        assert!(replay(&body).is_none(), "{body}");
    }
}

#[test]
fn every_action_has_a_word_of_its_own() {
    for act in Act::ALL {
        assert_eq!(Act::from_word(act.word()), Some(act));
    }
    assert_eq!(Act::from_word("delete"), None);
}

#[test]
fn a_reason_is_one_line_that_says_something() {
    assert_eq!(why("  field\r\n added \t today "), Some("field added today".to_owned()));
    for nothing in ["", "  ", "ok", "\n\n\n\n", &"x".repeat(201)] {
        assert_eq!(why(nothing), None, "{nothing:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_a_reason_is_a_line_of_bounded_length(typed in any::<String>()) {
        if let Some(kept) = why(&typed) {
            prop_assert!((3..=200).contains(&kept.chars().count()));
            prop_assert!(!kept.chars().any(char::is_control));
        }
    }
}
