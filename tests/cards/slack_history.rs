//! Finding a card in a channel's history.

use crate::cards::{CHANNEL, body, lead_id};
use beeline::card::slack::{CardReference, SlackAnswer, SlackProblem, find_in_history, history};
use serde_json::{Value, json};

fn message(ts: &str, event_type: &str, payload: &Value) -> Value {
    json!({"type": "message", "ts": ts, "text": "x",
        "metadata": {"event_type": event_type, "event_payload": payload}})
}

fn find(page: &Value) -> Result<Option<CardReference>, SlackProblem> {
    let body = page.to_string();
    find_in_history(&SlackAnswer { status: 200, retry_after: None, body: &body }, CHANNEL, lead_id(7))
}

fn card_of(seed: u8, ts: &str) -> Value {
    message(ts, "beeline_lead", &json!({"lead_id": lead_id(seed).to_string(), "form": "demo"}))
}

fn digest_of(seeds: &[u8], ts: &str) -> Value {
    let ids: Vec<String> = seeds.iter().map(|seed| lead_id(*seed).to_string()).collect();
    message(ts, "beeline_digest", &json!({"lead_ids": ids.join(" ")}))
}

#[test]
fn history_is_asked_for_with_metadata() {
    let request = history(CHANNEL, 1_800_000_000, None).unwrap();
    assert_eq!(request.path, "conversations.history");
    let expected =
        json!({"channel": CHANNEL, "oldest": "1800000000", "limit": 100, "include_all_metadata": true});
    assert_eq!(body(&request), expected);
    assert_eq!(body(&history(CHANNEL, 0, Some("dXNlcg==")).unwrap())["cursor"], "dXNlcg==");
}

#[test]
fn a_card_is_found_by_its_lead_among_other_peoples_messages() {
    let page = json!({"ok": true, "messages": [
        {"type": "message", "ts": "5.0", "text": lead_id(7).to_string()},
        {"ts": 4, "metadata": []},
        message("4.0", "other_app", &json!({"lead_id": lead_id(7).to_string()})),
        card_of(8, "3.0"),
        card_of(7, "2.000001"),
    ]});
    assert_eq!(find(&page), Ok(CardReference::new(CHANNEL, "2.000001")));
}

#[test]
fn a_lead_is_found_in_a_digest() {
    let page = json!({"ok": true, "messages": [digest_of(&[1, 2], "3.0"), digest_of(&[6, 7, 8], "2.0")]});
    let expected = CardReference::new(CHANNEL, "2.0").map(CardReference::into_digest);
    assert_eq!(find(&page), Ok(expected));
}

#[test]
fn of_several_the_oldest_card_of_its_own_is_the_lead_s() {
    let messages = [digest_of(&[7], "1.0"), card_of(7, "3.0"), card_of(7, "2.0")];
    assert_eq!(find(&json!({"ok": true, "messages": messages})), Ok(CardReference::new(CHANNEL, "2.0")));
}

#[test]
fn absent_is_only_what_the_last_page_says() {
    let page = json!({"ok": true, "messages": [card_of(8, "1.0")]});
    assert_eq!(find(&page), Ok(None));
    let mut more = page;
    more["response_metadata"] = json!({"next_cursor": "abc"});
    assert_eq!(find(&more), Err(SlackProblem::MorePages { cursor: "abc".into() }));
    more["response_metadata"] = json!({"next_cursor": ""});
    assert_eq!(find(&more), Ok(None));
}

#[test]
fn a_history_that_cannot_be_read_is_never_an_absent_card() {
    let refused = SlackProblem::Refused { reason: "slack: missing_scope".into() };
    assert_eq!(find(&json!({"ok": false, "error": "missing_scope"})), Err(refused));
    assert!(matches!(find(&json!({"ok": true})), Err(SlackProblem::Retry { .. })));
    assert!(matches!(find(&json!("x")), Err(SlackProblem::Retry { .. })));
    let limited = SlackAnswer { status: 429, retry_after: Some("7"), body: "" };
    assert_eq!(
        find_in_history(&limited, CHANNEL, lead_id(7)),
        Err(SlackProblem::RateLimited { after_ms: 7_000 })
    );
}
