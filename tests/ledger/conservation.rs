//! Accepted = delivered + quarantined + in flight: counters written with each change
//! against the rows as they are.

use crate::support::books::Books;
use crate::support::claims::{CARD, CRM, NOON_MS, claim, deferred, delivered, quarantined};
use crate::support::ledger::{Ledger, homeward, settlement_of};
use beeline::conservation;
use beeline::inbox::InboxTally;

#[test]
fn an_empty_ledger_balances() {
    let books = Ledger::home().books();
    assert_eq!((books.imbalance(), books.in_flight()), (None, 0));
}

#[test]
fn the_books_follow_a_lead_through_every_state() {
    let ledger = Ledger::home();
    let states = |ledger: &Ledger| {
        let books = ledger.books();
        (books.in_flight(), books.net("delivered"), books.net("quarantined"))
    };
    let request = claim().owing(&[CRM]);
    let lead_id = ledger.claim(&request).lead_id;
    assert_eq!(states(&ledger), (1, 0, 0), "accepted");
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, deferred(1_000));
    assert_eq!(states(&ledger), (1, 0, 0), "deferred");
    ledger.settle(lead_id, CRM, 1, quarantined());
    assert_eq!(states(&ledger), (0, 0, 1), "given up");
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    assert_eq!(states(&ledger), (0, 1, 0), "there after all");
    ledger.claim(&request.clone().said("more"));
    assert_eq!(states(&ledger), (1, 0, 0), "said more");
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    assert_eq!(states(&ledger), (0, 1, 0), "there again");
}

#[test]
fn no_counter_ever_falls() {
    let ledger = Ledger::home();
    let request = claim().owing(&[CRM]);
    let lead_id = ledger.claim(&request).lead_id;
    let mut before = ledger.tally().counters;
    for (generation, words) in (1..).zip(["one", "two", "three"]) {
        ledger.settle(lead_id, CRM, generation, quarantined());
        ledger.settle(lead_id, CRM, generation, delivered("record"));
        ledger.claim(&request.clone().said(words));
        let now = ledger.tally().counters;
        for old in &before {
            let new = now.iter().find(|new| {
                (&new.name, &new.destination, &new.form) == (&old.name, &old.destination, &old.form)
            });
            assert!(new.is_some_and(|new| new.value >= old.value), "{old:?} became {new:?}");
        }
        before = now;
    }
}

#[test]
fn forms_and_kinds_have_books_of_their_own() {
    let ledger = Ledger::home();
    ledger.claim(&claim().owing(&[CRM]));
    let pricing = ledger.claim(&claim().form("pricing").owing(&[CRM])).lead_id;
    let monitor = ledger.claim(&claim().synthetic("run-1").owing(&[CRM])).lead_id;
    ledger.settle(pricing, CRM, 1, delivered("record"));
    ledger.settle(monitor, CRM, 1, quarantined());
    let all = Books::by_form_and_kind(&ledger.tally());
    let told: Vec<_> = all
        .iter()
        .map(|((form, kind), books)| {
            (
                form.as_str(),
                kind.as_str(),
                books.in_flight(),
                books.net("delivered"),
                books.net("quarantined"),
            )
        })
        .collect();
    assert_eq!(
        told,
        [("demo", "real", 1, 0, 0), ("demo", "synthetic", 0, 0, 1), ("pricing", "real", 0, 1, 0)]
    );
}

#[test]
fn a_destination_counts_the_records_it_must_hold_not_how_often_they_were_written() {
    let ledger = Ledger::home();
    let request = claim().owing(&[CRM]);
    let lead_id = ledger.claim(&request).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.claim(&request.clone().said("more"));
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    ledger.claim(&claim().person("grace").owing(&[CRM]));
    assert_eq!(ledger.counted_at(CRM, "records"), 1, "its own count can be compared with this one");
}

#[test]
fn the_oldest_lead_in_flight_is_told_with_the_rows() {
    let ledger = Ledger::home();
    ledger.claim(&claim().owing(&[CRM]));
    ledger.pass(5_000);
    ledger.claim(&claim().person("grace").owing(&[CRM]));
    let tally = ledger.tally();
    let row = tally.rows.iter().find(|row| row.state == "accepted").unwrap();
    assert_eq!((row.rows, row.oldest_accepted_at_ms, tally.now_ms), (2, NOON_MS, NOON_MS + 5_000));
}

#[test]
fn a_home_and_its_stand_in_balance_together_while_a_lead_moves_between_them() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    let shard = claim().build(NOON_MS).lead_id.shard().unwrap();
    let report = |records: i64| {
        let inbox = [InboxTally { form: "demo".into(), kind: "real".into(), records }];
        let tallies = [(shard, Some(home.tally())), (shard.to_spill(), Some(stand_in.tally()))];
        conservation::report(&tallies, &inbox, &inbox).total
    };
    let lead_id = stand_in.claim(&claim().owing(&[CRM])).lead_id;
    let spilled = report(0);
    assert!(spilled.balanced, "{spilled:?}");
    assert_eq!((spilled.accepted, spilled.in_flight), (1, 1), "spilled leads count as in flight");

    let row = stand_in.dispatch().pop().unwrap();
    home.try_claim(homeward(&row)).unwrap();
    let between = report(0);
    assert!(between.balanced, "both have it for a moment: {between:?}");

    stand_in.settle_all(vec![settlement_of(&row, delivered("home"))]);
    home.settle(lead_id, CRM, 1, delivered("record"));
    let done = report(1);
    assert!(done.balanced, "{done:?}");
    assert_eq!((done.accepted, done.delivered, done.in_flight), (1, 1, 0));
}

#[test]
fn a_lead_with_a_stuck_card_is_quarantined_though_the_destination_has_it() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.settle(lead_id, CARD, 1, quarantined());
    let books = ledger.books();
    assert_eq!((books.in_flight(), books.net("delivered"), books.net("quarantined")), (0, 0, 1));
    assert_eq!(ledger.counted_at(CRM, "delivered"), 1);
}
