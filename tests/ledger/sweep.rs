//! Forgetting: what is settled and old, nothing else, and the books still balance.

use crate::support::claims::{CARD, CRM, claim, delivered, quarantined, shown};
use crate::support::ledger::{Ledger, homeward, settlement_of};
use beeline::identity::LeadId;
use beeline::ledger::{HeaderKeyReply, LeadState};

const A_DAY_MS: i64 = 24 * 60 * 60 * 1000;
const RETENTION_MS: i64 = 30 * A_DAY_MS;

/// A delivered lead of this person.
fn delivered_lead(ledger: &Ledger, person: &str) -> LeadId {
    let lead_id = ledger.claim(&claim().person(person).owing(&[CRM])).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    lead_id
}

#[test]
fn an_old_delivered_lead_is_forgotten_entirely() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.claim(&claim().said("more"));
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    ledger.pass(6_000);
    let card = ledger.dispatch().pop().unwrap();
    ledger.settle_all(vec![settlement_of(&card, shown("message", LeadState::Delivered))]);
    ledger.pass(RETENTION_MS + 1);
    ledger.sweep_all(RETENTION_MS);

    let id = lead_id.to_string();
    let left: Vec<String> = ledger.sqlite.dump().into_iter().filter(|row| row.contains(&id)).collect();
    assert!(left.is_empty(), "{left:?}");
    let books = ledger.books();
    assert_eq!((books.counter("swept"), books.net("delivered"), books.in_flight()), (1, 1, 0));
}

#[test]
fn what_is_unsettled_or_quarantined_stays_however_old() {
    let ledger = Ledger::home();
    let open = ledger.claim(&claim().person("open").owing(&[CRM])).lead_id;
    let stuck = ledger.claim(&claim().person("stuck").owing(&[CRM])).lead_id;
    ledger.settle(stuck, CRM, 1, quarantined());
    let unshown = ledger.claim(&claim().person("unshown")).lead_id;
    ledger.settle(unshown, CRM, 1, delivered("record"));
    ledger.pass(400 * A_DAY_MS);
    ledger.sweep_all(RETENTION_MS);
    for (lead_id, state) in
        [(open, LeadState::Accepted), (stuck, LeadState::Quarantined), (unshown, LeadState::Delivered)]
    {
        assert_eq!(ledger.state(lead_id), state);
    }
    ledger.settle(unshown, CARD, 1, shown("message", LeadState::Delivered));
    ledger.sweep_all(RETENTION_MS);
    assert!(ledger.lead(unshown).is_none(), "until it is settled");
    assert_eq!(ledger.leads().len(), 2);
}

#[test]
fn what_is_young_stays() {
    let ledger = Ledger::home();
    let lead_id = delivered_lead(&ledger, "ada");
    ledger.pass(RETENTION_MS);
    ledger.sweep_all(RETENTION_MS);
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);
}

#[test]
fn one_pass_looks_at_a_bounded_number_of_leads() {
    let ledger = Ledger::home();
    for person in 0..250 {
        delivered_lead(&ledger, &format!("person-{person}"));
    }
    ledger.pass(RETENTION_MS + 1);
    let mut left = 250;
    while ledger.sweep(RETENTION_MS) {
        let now = ledger.leads().len();
        assert!(left - now <= 20, "{} leads in one pass", left - now);
        left = now;
    }
    assert!(ledger.leads().is_empty());
}

#[test]
fn leads_that_must_stay_do_not_keep_later_ones_from_being_forgotten() {
    let ledger = Ledger::home();
    for person in 0..150 {
        let lead_id = ledger.claim(&claim().person(&format!("stuck-{person}")).owing(&[CRM])).lead_id;
        ledger.settle(lead_id, CRM, 1, quarantined());
    }
    for person in 0..30 {
        delivered_lead(&ledger, &format!("done-{person}"));
    }
    ledger.pass(RETENTION_MS + 1);
    ledger.sweep_all(RETENTION_MS);
    assert_eq!(ledger.leads().len(), 150);
}

#[test]
fn a_lead_that_settles_late_is_forgotten_in_a_later_round() {
    let ledger = Ledger::home();
    let late = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.pass(RETENTION_MS + 1);
    delivered_lead(&ledger, "grace");
    ledger.sweep_all(RETENTION_MS);
    ledger.settle(late, CRM, 1, delivered("record"));
    ledger.sweep_all(RETENTION_MS);
    assert!(ledger.lead(late).is_some(), "its record is young, and may be asked about");
    ledger.pass(RETENTION_MS + 1);
    ledger.sweep_all(RETENTION_MS);
    assert_eq!(ledger.leads().len(), 0);
}

#[test]
fn header_keys_are_forgotten_when_they_expire() {
    let ledger = Ledger::home();
    for key in 0..250 {
        ledger.reserve(&format!("key-{key}"), &claim());
    }
    ledger.pass(A_DAY_MS);
    assert_eq!(ledger.reserve("fresh", &claim()), HeaderKeyReply::Reserved);
    ledger.sweep_all(RETENTION_MS);
    assert_eq!(ledger.sqlite.texts("SELECT key FROM header_key"), ["fresh"]);
}

#[test]
fn one_pass_forgets_a_bounded_number_of_header_keys_and_says_that_there_are_more() {
    let ledger = Ledger::home();
    for key in 0..250 {
        ledger.reserve(&format!("key-{key}"), &claim());
    }
    ledger.pass(A_DAY_MS);
    let mut left = 250;
    while ledger.sweep(RETENTION_MS) {
        let now = ledger.sqlite.number("SELECT COUNT(*) FROM header_key");
        assert!(left - now <= 20, "{} header keys in one pass", left - now);
        left = now;
    }
    assert_eq!(ledger.sqlite.number("SELECT COUNT(*) FROM header_key"), 0);
}

#[test]
fn other_ids_of_a_forgotten_lead_are_forgotten_with_it() {
    let (stand_in, home) = (Ledger::stand_in(), Ledger::home());
    home.pass(599_990);
    let known = home.claim(&claim().owing(&[CRM])).lead_id;
    stand_in.pass(600_010);
    let spilled = stand_in.claim(&claim().owing(&[CRM])).lead_id;
    home.pass(1_000);
    for row in stand_in.dispatch() {
        home.try_claim(homeward(&row)).unwrap();
        stand_in.settle_all(vec![settlement_of(&row, delivered("home"))]);
    }
    home.settle(known, CRM, 1, delivered("record"));
    for object in [&home, &stand_in] {
        object.pass(RETENTION_MS + 1);
        object.sweep_all(RETENTION_MS);
        assert!(object.lead(spilled).is_none());
        assert!(!object.sqlite.dump().iter().any(|row| row.contains("ld_")));
        assert_eq!(object.books().counter("swept"), 1);
    }
}

#[test]
fn a_failed_pass_has_forgotten_nothing() {
    let ledger = Ledger::home();
    delivered_lead(&ledger, "ada");
    ledger.pass(RETENTION_MS + 1);
    let before = ledger.sqlite.dump();
    let now_ms = ledger.now_ms();
    for statements in 0.. {
        ledger.sqlite.fail_after(statements);
        let outcome =
            ledger.sqlite.transaction(|sqlite| beeline::ledger::sweep(sqlite, RETENTION_MS, now_ms));
        if ledger.sqlite.was_spared() {
            break;
        }
        assert!(outcome.is_err());
        assert_eq!(ledger.sqlite.dump(), before, "after statement {statements} failed");
    }
    ledger.sweep_all(RETENTION_MS);
    assert_eq!(ledger.leads().len(), 0);
}
