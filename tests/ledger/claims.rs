//! Accepting a submission: first, retry, resubmit, and where a repeat ends.

use crate::support::claims::{CARD, CRM, NOON_MS, WINDOW_MS, claim, delivered, quarantined, shown, words};
use crate::support::ledger::Ledger;
use beeline::ledger::{ClaimOutcome, Command, LeadState, ObligationState, Reply};

#[test]
fn a_first_claim_is_a_lead_that_is_owed_everything_the_claim_says() {
    let ledger = Ledger::home();
    let proposed = claim().build(NOON_MS);
    let claimed = ledger.try_claim(proposed.clone()).unwrap();

    assert_eq!(claimed.outcome, ClaimOutcome::Accepted);
    assert_eq!(claimed.lead_id, proposed.lead_id);
    assert_eq!(claimed.correlation_id, proposed.correlation_id);
    assert_eq!((claimed.revision, claimed.accepted_at_ms), (1, NOON_MS));
    let owed = ledger.obligations(claimed.lead_id);
    let names: Vec<&str> = owed.iter().map(|owed| owed.name.as_str()).collect();
    assert_eq!(names, [CARD, CRM]);
    assert!(owed.iter().all(|owed| owed.state == ObligationState::Due && owed.generation == 1));
    assert_eq!(ledger.state(claimed.lead_id), LeadState::Accepted);
    assert_eq!(ledger.books().counter("accepted"), 1);
}

#[test]
fn a_retry_is_silent() {
    let ledger = Ledger::home();
    let first = ledger.claim(&claim().team("sales"));
    let owed = ledger.obligations(first.lead_id);
    ledger.pass(2_000);
    let again = ledger.claim(&claim().team("another team by now"));

    assert_eq!(again.outcome, ClaimOutcome::Retry);
    assert_eq!((again.lead_id, again.revision), (first.lead_id, 1));
    assert_eq!(again.correlation_id, first.correlation_id);
    assert_eq!(again.accepted_at_ms, first.accepted_at_ms);
    assert_eq!(again.route, first.route, "the route that was given out");
    assert!(again.cards.is_empty(), "the first request has the card's lease");
    assert_eq!(ledger.obligations(first.lead_id), owed, "nothing is owed again");
    let books = ledger.books();
    assert_eq!((books.counter("accepted"), books.counter("retries")), (1, 1));
}

#[test]
fn other_words_are_revision_2_of_the_same_lead_and_everything_is_owed_again() {
    let ledger = Ledger::home();
    let first = ledger.claim(&claim().said("hello"));
    ledger.pass(60_000);
    let again = ledger.claim(&claim().said("hello, and my number is wrong").team("partners"));

    assert_eq!(again.outcome, ClaimOutcome::Resubmit);
    assert_eq!((again.lead_id, again.revision), (first.lead_id, 2));
    assert_eq!(again.correlation_id, first.correlation_id);
    assert_eq!(again.route.team, "partners");
    for owed in ledger.obligations(first.lead_id) {
        assert_eq!((owed.revision, owed.generation, owed.attempts), (2, 2, 0), "{}", owed.name);
        assert_eq!((owed.state, owed.opened_at_ms), (ObligationState::Due, ledger.now_ms()));
    }
    let books = ledger.books();
    assert_eq!((books.counter("accepted"), books.counter("resubmits")), (1, 1));
}

#[test]
fn every_submission_is_kept() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().said("one")).lead_id;
    ledger.claim(&claim().said("two"));
    ledger.claim(&claim().said("one"));

    let kept: Vec<String> = (1..=3).map(|n| words(&ledger.payload(lead_id, n).unwrap())).collect();
    assert_eq!(kept, ["one", "two", "one"]);
    assert_eq!(ledger.payload(lead_id, 4), None);
}

#[test]
fn a_retry_of_a_resubmit_is_silent_too() {
    let ledger = Ledger::home();
    ledger.claim(&claim().said("one"));
    ledger.claim(&claim().said("two"));
    let again = ledger.claim(&claim().said("two"));
    assert_eq!((again.outcome, again.revision), (ClaimOutcome::Retry, 2));
}

#[test]
fn another_form_person_or_monitor_run_is_another_lead() {
    let ledger = Ledger::home();
    let first = ledger.claim(&claim());
    let others = [
        claim().form("pricing"),
        claim().person("grace"),
        claim().synthetic("run-1"),
        claim().synthetic("run-2"),
    ];
    for other in &others {
        let claimed = ledger.claim(other);
        assert_eq!(claimed.outcome, ClaimOutcome::Accepted);
        assert_ne!(claimed.lead_id, first.lead_id);
    }
    assert_eq!(ledger.books().counter("accepted"), 5);
}

#[test]
fn a_repeat_is_a_repeat_until_the_window_of_the_first_acceptance_is_over() {
    let ledger = Ledger::home();
    ledger.pass(1_234);
    let first = ledger.claim(&claim());
    ledger.pass(WINDOW_MS / 2);
    assert_eq!(ledger.claim(&claim()).lead_id, first.lead_id);
    ledger.pass(WINDOW_MS / 2 - 1);
    assert_eq!(ledger.claim(&claim()).lead_id, first.lead_id, "a millisecond before");
    ledger.pass(1);
    let next = ledger.claim(&claim());
    assert_eq!(next.outcome, ClaimOutcome::Accepted, "repeats do not prolong the window");
    assert_ne!(next.lead_id, first.lead_id);
}

#[test]
fn a_repeat_just_after_the_edge_of_a_time_bucket_is_a_repeat() {
    let ledger = Ledger::home();
    ledger.pass(WINDOW_MS - 1);
    let first = claim().build(ledger.now_ms());
    ledger.try_claim(first.clone()).unwrap();
    ledger.pass(2);
    let second = claim().build(ledger.now_ms());
    assert_ne!(second.lead_id, first.lead_id, "the edge proposes another id");

    let claimed = ledger.try_claim(second).unwrap();
    assert_eq!((claimed.outcome, claimed.lead_id), (ClaimOutcome::Retry, first.lead_id));
}

#[test]
fn an_id_that_is_known_is_a_repeat_even_after_the_window() {
    let ledger = Ledger::home();
    let first = ledger.claim(&claim());
    ledger.pass(WINDOW_MS + 5);
    let from_a_slow_clock = ledger.claim(&claim().edge_clock(NOON_MS + WINDOW_MS - 1).said("more"));
    assert_eq!(from_a_slow_clock.outcome, ClaimOutcome::Resubmit);
    assert_eq!(from_a_slow_clock.lead_id, first.lead_id);
}

#[test]
fn a_resubmit_takes_a_lead_out_of_delivered_or_quarantined_and_it_can_settle_again() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.claim(&claim().owing(&[CRM]).said("more"));
    assert_eq!(ledger.state(lead_id), LeadState::Accepted);
    assert_eq!(ledger.owed(lead_id, CRM).reference.as_deref(), Some("record"));

    ledger.settle(lead_id, CRM, 2, quarantined());
    ledger.claim(&claim().owing(&[CRM]).said("even more"));
    assert_eq!(ledger.state(lead_id), LeadState::Accepted);
    ledger.settle(lead_id, CRM, 3, delivered("record"));
    let books = ledger.books();
    assert_eq!((books.counter("accepted"), books.net("delivered"), books.net("quarantined")), (1, 1, 0));
}

#[test]
fn a_resubmit_may_owe_more_than_the_first_submission() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.claim(&claim().owing(&[CRM, "crm:hubspot"]).said("more"));
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    assert_eq!(ledger.state(lead_id), LeadState::Accepted);
    ledger.settle(lead_id, "crm:hubspot", 1, delivered("contact"));
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);
}

#[test]
fn a_claim_that_owes_nothing_is_refused() {
    let ledger = Ledger::home();
    let before = ledger.sqlite.dump();
    assert!(ledger.try_claim(claim().owing(&[]).build(NOON_MS)).is_err(), "it would be in flight for ever");
    assert_eq!(ledger.sqlite.dump(), before);
}

#[test]
fn a_lead_that_is_owed_only_a_card_is_delivered_with_it() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CARD])).lead_id;
    assert_eq!(ledger.state(lead_id), LeadState::Accepted);
    let settled = ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    let records = settled.records.unwrap();
    ledger.settle(lead_id, CARD, 1, shown("message", records));
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);
}

#[test]
fn a_storage_error_at_any_statement_rolls_everything_back() {
    let first = claim().said("one");
    let resubmit = claim().said("two");
    let ledger = Ledger::home();
    for request in [&first, &resubmit] {
        let before = ledger.sqlite.dump();
        let mut statements = 0;
        loop {
            ledger.sqlite.fail_after(statements);
            let outcome = ledger.try_claim(request.build(ledger.now_ms()));
            if ledger.sqlite.was_spared() {
                break;
            }
            assert!(outcome.is_err(), "statement {statements} failed, the claim did not");
            assert_eq!(ledger.sqlite.dump(), before, "after statement {statements} failed");
            statements += 1;
        }
        assert!(statements > 3, "only {statements} statements");
    }
    assert_eq!(ledger.books().counter("accepted"), 1);
}

#[test]
fn what_was_accepted_is_told_as_a_timeline_without_personal_data() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().said("call me at night")).lead_id;
    ledger.pass(10);
    ledger.dispatch();
    ledger.pass(10);
    ledger.settle(lead_id, CRM, 1, delivered("record-1"));
    let report = ledger.lead(lead_id).unwrap();
    let told: Vec<&str> = report.timeline.iter().map(|entry| entry.event.as_str()).collect();
    assert_eq!(told, ["accepted", "sent", "delivered"]);
    assert_eq!(report.record.as_deref(), Some("record-1"));
    let text = serde_json::to_string(&report).unwrap();
    assert!(!text.contains("night") && !text.contains("ada"), "{text}");
}

#[test]
fn a_lead_of_another_object_is_unknown() {
    let ledger = Ledger::home();
    let lead_id = claim().build(NOON_MS).lead_id;
    assert!(matches!(ledger.ask(&Command::Lead { lead_id }), Reply::Lead(None)));
    assert!(matches!(ledger.ask(&Command::Wake), Reply::Done));
}
