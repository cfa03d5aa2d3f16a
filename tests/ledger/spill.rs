//! A stand-in takes a shard's leads while it cannot be reached, and hands them home: one
//! lead each, whatever the home has seen meanwhile.

use crate::support::claims::{CARD, CRM, NOON_MS, WINDOW_MS, claim, delivered, words};
use crate::support::ledger::{Ledger, homeward, settlement_of};
use beeline::identity::LeadId;
use beeline::ledger::{ClaimOutcome, Claimed, LeadState, ObligationState};

/// Hands over everything that is due, in order, and settles it.
fn hand_over(stand_in: &Ledger, home: &Ledger) -> Vec<Claimed> {
    let mut rows = stand_in.dispatch();
    rows.sort_by_key(|row| (row.lead.accepted_at_ms, row.owed.revision));
    let mut answers = Vec::new();
    for row in rows {
        let claimed = home.try_claim(homeward(&row)).unwrap();
        stand_in.settle_all(vec![settlement_of(&row, delivered(&claimed.lead_id.to_string()))]);
        answers.push(claimed);
    }
    answers
}

/// What the CRM is to be told about a lead now.
fn current_words(home: &Ledger, lead_id: LeadId) -> String {
    words(&home.payload(lead_id, home.owed(lead_id, CRM).revision).unwrap())
}

#[test]
fn a_stand_in_owes_its_leads_only_their_handing_over() {
    let stand_in = Ledger::stand_in();
    let claimed = stand_in.claim(&claim());
    assert_eq!(claimed.outcome, ClaimOutcome::Accepted);
    assert!(claimed.cards.is_empty());
    let names: Vec<String> =
        stand_in.obligations(claimed.lead_id).iter().map(|owed| owed.name.to_string()).collect();
    assert_eq!(names, ["home:1"]);
    assert_eq!(stand_in.next_wake_ms(), Some(NOON_MS), "at once");
}

#[test]
fn a_stand_in_knows_repeats_among_its_own() {
    let stand_in = Ledger::stand_in();
    let first = stand_in.claim(&claim());
    assert_eq!(stand_in.claim(&claim()).outcome, ClaimOutcome::Retry);
    let resubmit = stand_in.claim(&claim().said("more"));
    assert_eq!((resubmit.outcome, resubmit.lead_id), (ClaimOutcome::Resubmit, first.lead_id));
    assert_eq!(stand_in.dispatch_names(), ["home:1", "home:2"]);
}

#[test]
fn a_spilled_lead_becomes_one_lead_at_home_as_of_when_it_was_accepted() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    let spilled = stand_in.claim(&claim());
    stand_in.pass(30_000);
    home.pass(30_000);
    let handed = hand_over(&stand_in, &home);

    assert_eq!(handed[0].outcome, ClaimOutcome::Accepted);
    assert_eq!(handed[0].lead_id, spilled.lead_id);
    assert_eq!(handed[0].accepted_at_ms, NOON_MS);
    assert_eq!(handed[0].correlation_id, spilled.correlation_id);
    assert_eq!(stand_in.state(spilled.lead_id), LeadState::HandedOver);
    assert_eq!(home.state(spilled.lead_id), LeadState::Accepted);
    assert_eq!(home.dispatch_names(), [CARD, CRM], "nobody holds the card's lease any more");
    let (there, here) = (stand_in.books(), home.books());
    assert_eq!((there.in_flight(), there.net("handed_over")), (0, 1));
    assert_eq!((here.in_flight(), here.counter("accepted")), (1, 1));
}

#[test]
fn a_claim_that_timed_out_but_was_committed_is_not_a_second_lead() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    let request = claim();
    let committed = home.claim(&request);
    let spilled = stand_in.claim(&request);
    home.settle(committed.lead_id, CRM, 1, delivered("record"));
    let handed = hand_over(&stand_in, &home);
    assert_eq!((handed[0].outcome, handed[0].lead_id), (ClaimOutcome::Retry, spilled.lead_id));
    assert_eq!(home.books().counter("accepted"), 1);
    assert_eq!(home.state(committed.lead_id), LeadState::Delivered, "nothing is owed again");
}

#[test]
fn a_handing_over_whose_answer_was_lost_is_done_again_without_effect() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    let lead_id = stand_in.claim(&claim()).lead_id;
    let rows = stand_in.dispatch();
    home.try_claim(homeward(&rows[0])).unwrap();
    stand_in.undispatch(&rows);
    stand_in.pass(5_000);
    home.pass(5_000);
    let handed = hand_over(&stand_in, &home);
    assert_eq!((handed[0].outcome, handed[0].revision), (ClaimOutcome::Retry, 1));
    assert_eq!(home.obligations(lead_id)[0].generation, 1);
    assert_eq!(stand_in.state(lead_id), LeadState::HandedOver);
}

#[test]
fn what_the_home_was_told_later_is_not_undone_by_an_older_spilled_claim() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    let request = claim().said("first words");
    let lead_id = home.claim(&request).lead_id;
    stand_in.claim(&request);
    home.pass(1_000);
    home.claim(&claim().said("corrected words"));
    home.pass(1_000);
    stand_in.pass(2_000);
    hand_over(&stand_in, &home);
    assert_eq!(current_words(&home, lead_id), "corrected words");
    assert_eq!(home.owed(lead_id, CRM).generation, 2, "and nothing is delivered once more");
}

#[test]
fn revisions_that_arrive_in_the_wrong_order_end_with_the_newest() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    let lead_id = stand_in.claim(&claim().said("first words")).lead_id;
    stand_in.pass(1_000);
    stand_in.claim(&claim().said("corrected words"));
    home.pass(60_000);
    let mut rows = stand_in.dispatch();
    rows.sort_by_key(|row| std::cmp::Reverse(row.owed.revision));
    for row in &rows {
        home.try_claim(homeward(row)).unwrap();
    }
    assert_eq!(current_words(&home, home.lead(lead_id).unwrap().lead_id), "corrected words");
    assert_eq!(home.books().counter("accepted"), 1);
}

#[test]
fn a_repeated_handing_over_of_an_older_revision_changes_nothing() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    let lead_id = stand_in.claim(&claim().said("first words")).lead_id;
    stand_in.pass(1_000);
    stand_in.claim(&claim().said("corrected words"));
    home.pass(60_000);
    let rows = stand_in.dispatch();
    for row in [&rows[0], &rows[1], &rows[0], &rows[1], &rows[0]] {
        home.try_claim(homeward(row)).unwrap();
    }
    assert_eq!(current_words(&home, lead_id), "corrected words");
    assert_eq!(home.owed(lead_id, CRM).generation, 2, "two submissions, two generations");
}

#[test]
fn every_spilled_submission_is_kept_even_one_that_comes_too_late_to_matter() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    stand_in.claim(&claim().said("spilled words"));
    home.pass(1_000);
    let lead_id = home.claim(&claim().said("later words")).lead_id;
    hand_over(&stand_in, &home);
    let kept: Vec<String> =
        (1..=2).filter_map(|revision| home.payload(lead_id, revision)).map(|lead| words(&lead)).collect();
    assert_eq!(kept.len(), 2, "{kept:?}");
    assert_eq!(current_words(&home, lead_id), "later words");
}

#[test]
fn a_spilled_lead_of_somebody_the_home_knows_by_another_id_is_found_by_both_ids() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    home.pass(WINDOW_MS - 10);
    let known = home.claim(&claim());
    stand_in.pass(WINDOW_MS + 10);
    let spilled = stand_in.claim(&claim());
    assert_ne!(spilled.lead_id, known.lead_id);
    home.pass(60_000);
    hand_over(&stand_in, &home);
    for id in [spilled.lead_id, known.lead_id] {
        let report = home.lead(id).unwrap();
        assert_eq!(
            (report.lead_id, report.correlation_id.as_str()),
            (known.lead_id, known.correlation_id.as_str())
        );
    }
    assert_eq!(home.books().counter("accepted"), 1);
    assert_eq!(home.leads().len(), 1);
}

#[test]
fn an_id_that_was_given_out_for_a_lead_never_becomes_another_lead() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    home.pass(WINDOW_MS - 10);
    let known = home.claim(&claim());
    stand_in.pass(WINDOW_MS + 10);
    let spilled = stand_in.claim(&claim());
    home.pass(60_000);
    hand_over(&stand_in, &home);
    // Past the known lead's window, but still in the time bucket of the spilled id.
    home.set_clock(NOON_MS + 2 * WINDOW_MS - 5);
    let later = home.claim(&claim());
    assert!(
        later.lead_id == known.lead_id || later.lead_id != spilled.lead_id,
        "{} now means two leads",
        later.lead_id
    );
    assert_eq!(home.lead(later.lead_id).unwrap().lead_id, later.lead_id);
}

#[test]
fn a_request_known_by_its_header_key_is_known_for_good_by_the_id_the_stand_in_gave() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    home.pass(WINDOW_MS - 10);
    let known = home.claim(&claim());
    stand_in.pass(WINDOW_MS + 10);
    let spilled = stand_in.claim(&claim());
    home.pass(60_000);
    hand_over(&stand_in, &home);
    // Hours later the edge proposes the id that the key is bound to.
    home.pass(3 * 3_600_000);
    let mut again = claim().build(home.now_ms());
    again.lead_id = spilled.lead_id;
    let claimed = home.try_claim(again).unwrap();
    assert_eq!((claimed.outcome, claimed.lead_id), (ClaimOutcome::Retry, known.lead_id));
}

#[test]
fn a_resubmit_at_the_stand_in_after_the_handing_over_is_handed_over_too() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    let lead_id = stand_in.claim(&claim()).lead_id;
    hand_over(&stand_in, &home);
    stand_in.pass(1_000);
    home.pass(1_000);
    stand_in.claim(&claim().said("more"));
    assert_eq!(stand_in.state(lead_id), LeadState::Accepted);
    let handed = hand_over(&stand_in, &home);
    assert_eq!((handed[0].outcome, handed[0].revision), (ClaimOutcome::Resubmit, 2));
    let books = stand_in.books();
    assert_eq!((books.net("handed_over"), books.in_flight()), (1, 0));
}

#[test]
fn a_spilled_resubmit_does_not_let_the_consumer_post_while_an_edge_may() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    let claimed = home.claim(&claim());
    assert_eq!(claimed.cards.len(), 1, "an edge is posting");
    stand_in.pass(100);
    home.pass(200);
    stand_in.claim(&claim().said("more"));
    hand_over(&stand_in, &home);
    assert_eq!(home.dispatch_names(), [CRM]);
}

#[test]
fn a_stand_in_whose_clock_is_ahead_does_not_accept_in_the_homes_future() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    stand_in.pass(3_000);
    stand_in.claim(&claim().edge_clock(NOON_MS));
    let handed = hand_over(&stand_in, &home);
    assert_eq!(handed[0].accepted_at_ms, NOON_MS);
}

#[test]
fn an_older_acceptance_from_a_stand_in_does_not_turn_the_homes_clock_back() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    stand_in.claim(&claim());
    home.pass(90_000);
    home.claim(&claim().person("grace"));
    hand_over(&stand_in, &home);
    assert_eq!(home.latest_acceptance_ms(), NOON_MS + 90_000);
}

#[test]
fn a_home_out_of_reach_for_days_leaves_the_lead_quarantined_in_the_stand_in() {
    let stand_in = Ledger::stand_in();
    let lead_id = stand_in.claim(&claim()).lead_id;
    while let Some(at_ms) = stand_in.next_wake_ms() {
        stand_in.set_clock(at_ms.max(stand_in.now_ms()) + 3_600_000);
        let rows = stand_in.dispatch();
        stand_in.undispatch(&rows);
    }
    let owed = stand_in.owed(lead_id, "home:1");
    assert_eq!((owed.state, stand_in.state(lead_id)), (ObligationState::Quarantined, LeadState::Quarantined));
    assert_eq!(stand_in.books().in_flight(), 0);
}
