//! The clock of a destination's comparisons: whatever is lost on the way is asked for again, and nothing
//! is compared twice.

use beeline::reconcile::{
    Answer, FIRST_MS, Found, Outlook, Owed, Page, Reconciliation, TURN_MS, Watch, WatchCall, WatchReply,
};

const NOW_MS: i64 = 1_000_000;
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1000;

fn watch() -> Watch {
    Watch::new("hubspot", NOW_MS)
}

/// The turn that is given out; `None` if it is not the asker's.
fn take(watch: &mut Watch, now_ms: i64) -> Option<(u64, Option<Reconciliation>)> {
    match watch.hear(WatchCall::Take, KEPT_MS, now_ms) {
        WatchReply::Turn { turn, comparison, kept_ms } => {
            assert_eq!(kept_ms, KEPT_MS);
            Some((turn, comparison.map(|comparison| *comparison)))
        }
        WatchReply::NotYours => None,
        other => panic!("no answer to who would compare: {other:?}"),
    }
}

/// Rings when it is due, and takes the turn.
fn next_turn(watch: &mut Watch) -> (u64, Option<Reconciliation>) {
    let now_ms = watch.due_at_ms();
    assert!(watch.ring(now_ms));
    take(watch, now_ms).unwrap()
}

fn hand_in(watch: &mut Watch, turn: u64, comparison: Reconciliation, after_ms: i64, now_ms: i64) -> bool {
    let comparison = Some(Box::new(comparison));
    let call = WatchCall::HandIn { turn, comparison, after_ms, reason: None };
    watch.hear(call, KEPT_MS, now_ms) == WatchReply::Noted
}

fn look(watch: &mut Watch, now_ms: i64) -> Outlook {
    match watch.hear(WatchCall::Look, KEPT_MS, now_ms) {
        WatchReply::Outlook(outlook) => *outlook,
        other => panic!("no outlook: {other:?}"),
    }
}

fn begun(now_ms: i64) -> Reconciliation {
    Reconciliation::begin("hubspot", 0, now_ms)
}

fn page<T>() -> Page<T> {
    Page { rows: vec![], next: None, read_at_ms: NOW_MS }
}

/// A comparison of two empty views.
fn over(now_ms: i64) -> Reconciliation {
    let mut comparison = begun(now_ms);
    let asked_at_ms = NOW_MS;
    comparison.compare_leads(&page::<Owed>(), &Answer::<Found> { rows: vec![], asked_at_ms }).unwrap();
    comparison.compare_records(&page::<Found>(), &Answer::<Owed> { rows: vec![], asked_at_ms }).unwrap();
    comparison
}

#[test]
fn a_destination_is_first_compared_soon_after_it_is_heard_of_and_not_before() {
    let mut watch = watch();
    assert_eq!(watch.due_at_ms(), NOW_MS + FIRST_MS);
    assert!(!watch.ring(NOW_MS + FIRST_MS - 1));
    assert!(take(&mut watch, NOW_MS).is_none(), "nobody has asked");
    assert_eq!(next_turn(&mut watch), (1, None));
}

#[test]
fn what_was_compared_so_far_goes_on_with_the_next_turn_and_at_its_end_rests() {
    let mut watch = watch();
    let (turn, _) = next_turn(&mut watch);
    let now_ms = watch.due_at_ms();
    assert!(hand_in(&mut watch, turn, begun(now_ms), 0, now_ms));
    assert_eq!(watch.due_at_ms(), now_ms, "at once");
    assert!(look(&mut watch, now_ms).under_way.is_some());
    let (turn, comparison) = next_turn(&mut watch);
    assert_eq!(comparison, Some(begun(now_ms)));
    assert!(hand_in(&mut watch, turn, over(now_ms), 3_600_000, now_ms));
    assert_eq!(watch.due_at_ms(), now_ms + 3_600_000);
    let outlook = look(&mut watch, now_ms);
    assert_eq!((outlook.under_way, outlook.last.unwrap().ended_at_ms), (None, Some(NOW_MS)));
}

#[test]
fn a_lost_message_is_asked_for_again() {
    let mut watch = watch();
    let now_ms = watch.due_at_ms();
    assert!(watch.ring(now_ms));
    assert_eq!(watch.due_at_ms(), now_ms + TURN_MS);
    assert!(watch.ring(now_ms + TURN_MS));
}

#[test]
fn a_message_that_comes_twice_gives_one_turn() {
    let mut watch = watch();
    next_turn(&mut watch);
    assert!(take(&mut watch, NOW_MS).is_none());
}

#[test]
fn a_turn_that_never_ends_is_given_to_another_and_what_it_hands_in_late_is_not_taken() {
    let mut watch = watch();
    let (first, _) = next_turn(&mut watch);
    let (second, _) = next_turn(&mut watch);
    let now_ms = watch.due_at_ms();
    assert!(!hand_in(&mut watch, first, over(now_ms), 0, now_ms));
    assert!(look(&mut watch, now_ms).last.is_none());
    assert!(hand_in(&mut watch, second, over(now_ms), 0, now_ms));
    assert!(!hand_in(&mut watch, second, begun(now_ms), 0, now_ms), "twice");
}

#[test]
fn what_is_handed_in_after_the_alarm_rang_is_not_taken() {
    let mut watch = watch();
    let (turn, _) = next_turn(&mut watch);
    let now_ms = watch.due_at_ms();
    assert!(watch.ring(now_ms));
    assert!(!hand_in(&mut watch, turn, over(now_ms), 0, now_ms));
}

#[test]
fn a_comparison_begins_when_it_is_asked_for_unless_one_is_under_way() {
    let mut watch = watch();
    assert_eq!(watch.hear(WatchCall::Begin, KEPT_MS, NOW_MS), WatchReply::Begun { anew: true });
    assert_eq!(watch.due_at_ms(), NOW_MS);
    let (turn, _) = next_turn(&mut watch);
    assert!(hand_in(&mut watch, turn, begun(NOW_MS), 50_000, NOW_MS));
    assert_eq!(watch.hear(WatchCall::Begin, KEPT_MS, NOW_MS), WatchReply::Begun { anew: false });
    assert_eq!(watch.due_at_ms(), NOW_MS, "but it goes on");
}

#[test]
fn a_comparison_that_stood_still_for_a_day_begins_anew() {
    let mut watch = watch();
    let (turn, _) = next_turn(&mut watch);
    let day_ms = 24 * 60 * 60 * 1000;
    let now_ms = watch.due_at_ms();
    assert!(hand_in(&mut watch, turn, begun(now_ms), day_ms + 1, now_ms));
    assert_eq!(next_turn(&mut watch).1, None);
}

#[test]
fn a_record_is_compared_while_the_ledger_is_sure_to_know_its_lead() {
    let since_ms = begun(NOW_MS).since_ms(KEPT_MS);
    assert_eq!(since_ms, NOW_MS - KEPT_MS / 8 * 7);
}

#[test]
fn a_stored_watch_unchanged() {
    let mut watch = watch();
    let (turn, _) = next_turn(&mut watch);
    hand_in(&mut watch, turn, begun(NOW_MS), 5_000, NOW_MS);
    let json = r#"{"destination":"hubspot","due_at_ms":1005000,"asked":false,"turn":1,"turn_until_ms":0,"comparison":{"destination":"hubspot","began_at_ms":1000000,"grace_ms":0,"position":{"pass":"leads","after":null},"leads":0,"records":0,"young":0,"open":0,"oldest_open_ms":null,"missing":{"count":0,"oldest_ms":null,"named":[]},"surplus":{"count":0,"oldest_ms":null,"named":[]}},"last":null,"reason":null}"#;
    assert_eq!(serde_json::to_string(&watch).unwrap(), json);
    assert_eq!(serde_json::from_str::<Watch>(json).unwrap(), watch);
}

#[test]
fn what_travels_between_workers_unchanged() {
    let calls = [
        r#"{"watch":"arm"}"#,
        r#"{"watch":"begin"}"#,
        r#"{"watch":"take"}"#,
        r#"{"watch":"hand_in","turn":3,"after_ms":1000,"reason":"hubspot: http 503"}"#,
        r#"{"watch":"look"}"#,
    ];
    for call in calls {
        let read: WatchCall = serde_json::from_str(call).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), call);
    }
    let replies = [
        r#"{"answer":"noted"}"#,
        r#"{"answer":"begun","anew":true}"#,
        r#"{"answer":"turn","turn":3,"kept_ms":1000}"#,
        r#"{"answer":"not_yours"}"#,
        r#"{"answer":"outlook","last":null,"under_way":null,"reason":null,"next_at_ms":1000}"#,
    ];
    for reply in replies {
        let read: WatchReply = serde_json::from_str(reply).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), reply);
    }
}
