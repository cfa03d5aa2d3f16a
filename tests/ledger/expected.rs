//! What a destination is expected to hold is told page by page, in bounds, to whoever compares.

use crate::support::claims::{CARD, CRM, NOON_MS, claim, delivered, quarantined};
use crate::support::ledger::Ledger;
use beeline::identity::LeadId;
use beeline::ledger::{Command, ExpectedPage, MOST_EXPECTED, Outcome, Reply};
use beeline::reconcile::{Expected, Standing};

const EVER_MS: i64 = i64::MAX >> 11;
const A_DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn page(ledger: &Ledger, after: Option<i64>, until_ms: i64, limit: u32) -> ExpectedPage {
    match ledger.ask(&Command::Expected { destination: "inbox".into(), after, until_ms, limit }) {
        Reply::Expected(page) => page,
        other => panic!("no page: {other:?}"),
    }
}

fn of(ledger: &Ledger, destination: &str, lead_ids: &[LeadId]) -> Vec<Expected> {
    let command = Command::ExpectedOf { destination: destination.into(), lead_ids: lead_ids.to_vec() };
    match ledger.ask(&command) {
        Reply::Expected(page) => page.leads,
        other => panic!("no leads: {other:?}"),
    }
}

fn lead(ledger: &Ledger, person: &str) -> LeadId {
    ledger.claim(&claim().person(person).owing(&[CRM])).lead_id
}

/// Every page to the last.
fn all(ledger: &Ledger, limit: u32) -> Vec<LeadId> {
    let (mut leads, mut after) = (Vec::new(), None);
    for _ in 0..1_000 {
        let page = page(ledger, after, EVER_MS, limit);
        leads.extend(page.leads.iter().map(|lead| lead.lead_id));
        after = page.next;
        if after.is_none() {
            return leads;
        }
    }
    panic!("the pages never end");
}

#[test]
fn every_lead_is_told_once_with_its_key_whatever_the_size_of_a_page() {
    let ledger = Ledger::home();
    let leads: Vec<LeadId> = (0..5).map(|number| lead(&ledger, &format!("person-{number}"))).collect();
    for limit in 1..7 {
        assert_eq!(all(&ledger, limit), leads, "{limit} a page");
    }
    assert!(page(&ledger, None, EVER_MS, 5).leads[0].key.starts_with("bl_"));
    assert_eq!(all(&Ledger::home(), 3), []);
}

#[test]
fn a_lead_is_open_until_there_is_a_reference_and_then_recorded_whatever_becomes_of_it() {
    let ledger = Ledger::home();
    let open = lead(&ledger, "open");
    ledger.pass(1_000);
    let recorded = lead(&ledger, "recorded");
    let merged = lead(&ledger, "merged");
    let given_up = lead(&ledger, "given-up");
    let reopened = lead(&ledger, "reopened");
    ledger.settle(recorded, CRM, 1, delivered("r1"));
    ledger.settle(merged, CRM, 1, Outcome::Delivered { reference: "r2".into(), merged: true });
    ledger.settle(given_up, CRM, 1, quarantined());
    ledger.settle(reopened, CRM, 1, delivered("r3"));
    ledger.pass(1_000);
    ledger.claim(&claim().person("reopened").said("more").owing(&[CRM]));
    let shown = page(&ledger, None, EVER_MS, 10).leads;
    let short: Vec<_> =
        shown.iter().map(|lead| (lead.lead_id, lead.standing, lead.reference.as_deref())).collect();
    assert_eq!(
        short,
        [
            (open, Standing::Open, None),
            (recorded, Standing::Recorded, Some("r1")),
            (merged, Standing::Merged, Some("r2")),
            (given_up, Standing::GivenUp, None),
            (reopened, Standing::Recorded, Some("r3")),
        ]
    );
    assert_eq!((shown[0].since_ms, shown[1].since_ms), (NOON_MS, NOON_MS + 1_000));
}

#[test]
fn a_page_is_bounded_and_pages_end_at_the_time_that_is_named() {
    let ledger = Ledger::home();
    for number in 0..=MOST_EXPECTED {
        lead(&ledger, &format!("person-{number}"));
    }
    let most = usize::try_from(MOST_EXPECTED).unwrap();
    for (asked, got) in [(u32::MAX, most), (0, 1)] {
        assert_eq!(page(&ledger, None, EVER_MS, asked).leads.len(), got);
    }
    let none = page(&ledger, None, NOON_MS, 10);
    assert_eq!(none, ExpectedPage::default());
}

#[test]
fn leads_are_looked_up_by_id_and_those_that_are_not_here_are_left_out() {
    let ledger = Ledger::home();
    let known = lead(&ledger, "known");
    let elsewhere = lead(&Ledger::home(), "elsewhere");
    ledger.settle(known, CRM, 1, delivered("r1"));
    let found = of(&ledger, "inbox", &[known, elsewhere]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].lead_id, found[0].standing), (known, Standing::Recorded));
}

#[test]
fn a_lead_that_owes_the_destination_nothing_is_known_there_all_the_same() {
    let ledger = Ledger::home();
    let known = lead(&ledger, "known");
    let found = of(&ledger, "hubspot", &[known]);
    assert_eq!(found.iter().map(|lead| lead.standing).collect::<Vec<_>>(), [Standing::Open]);
    let asked =
        Command::Expected { destination: "hubspot".into(), after: None, until_ms: EVER_MS, limit: 10 };
    assert!(matches!(ledger.ask(&asked), Reply::Expected(page) if page.leads.is_empty()));
}

#[test]
fn more_leads_than_an_answer_holds_are_refused_instead_of_left_out() {
    let ledger = Ledger::home();
    let known = lead(&ledger, "known");
    let lead_ids = vec![known; usize::try_from(MOST_EXPECTED).unwrap() + 1];
    let command = Command::ExpectedOf { destination: "inbox".into(), lead_ids };
    assert!(ledger.try_ask(&command).is_err());
}

#[test]
fn a_lead_whose_record_is_younger_than_the_retention_is_not_forgotten() {
    let ledger = Ledger::home();
    let late = lead(&ledger, "late");
    ledger.settle(late, CRM, 1, quarantined());
    ledger.pass(31 * A_DAY_MS);
    ledger.settle(late, CRM, 1, delivered("r1"));
    ledger.sweep_all(30 * A_DAY_MS);
    assert_eq!(of(&ledger, "inbox", &[late]).len(), 1);
    ledger.pass(31 * A_DAY_MS);
    ledger.sweep_all(30 * A_DAY_MS);
    assert_eq!(of(&ledger, "inbox", &[late]), []);
}

#[test]
fn the_tally_names_the_oldest_lead_in_flight_to_each_destination() {
    let ledger = Ledger::home();
    let first = ledger.claim(&claim().person("first").owing(&[CRM, "crm:hubspot", CARD])).lead_id;
    ledger.pass(1_000);
    lead(&ledger, "second");
    ledger.settle(first, CRM, 1, delivered("r1"));
    let oldest: Vec<_> =
        ledger.tally().oldest.into_iter().map(|owed| (owed.destination, owed.accepted_at_ms)).collect();
    assert_eq!(oldest, [("crm:hubspot".into(), NOON_MS), (CRM.into(), NOON_MS + 1_000)]);
    ledger.settle(first, "crm:hubspot", 1, delivered("r2"));
    assert_eq!(ledger.tally().oldest.len(), 1);
}
