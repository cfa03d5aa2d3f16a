//! A row that cannot be read is quarantined with its reason, and holds up nobody else's lead.

use std::collections::BTreeSet;

use crate::support::books::Books;
use crate::support::claims::{CARD, CRM, claim, delivered, quarantined, shown};
use crate::support::ledger::{Ledger, settlement};
use beeline::identity::LeadId;
use beeline::ledger::{self as rules, Command, DISPATCH_LEADS, DueRows, LeadState, Reply, Role};
use proptest::prelude::*;

/// Ways in which a row was damaged, or written by other code.
const DAMAGES: [&str; 8] = [
    "owed = ''",
    "owed = '{\"ada@example.com\":'",
    "owed = '[[\"crm:inbox\",1,1,\"ada@example.com\",0,0,0,null,null,null,null]]'",
    "owed = '[[\"crm:inbox\",1,-1,\"due\",0,0,0,null,null,null,null]]'",
    "state = 'ada@example.com'",
    "lead_id = 'ada@example.com'",
    "revision = -1",
    "revision = 'ada@example.com'",
];

fn damage(ledger: &Ledger, lead_id: LeadId, change: &str) {
    let sql = format!("UPDATE lead SET {change} WHERE lead_id = ?1");
    ledger.sqlite.look(&sql, vec![lead_id.to_string().into()]);
}

/// Takes what is due, as an object's alarm does.
fn look(ledger: &Ledger) -> DueRows {
    let now_ms = ledger.now_ms();
    ledger.sqlite.transaction(|sqlite| rules::dispatch(sqlite, now_ms)).unwrap()
}

/// Runs a command without the checks that read every row.
fn ask(ledger: &Ledger, command: Command) -> Reply {
    let now_ms = ledger.now_ms();
    ledger.sqlite.transaction(|sqlite| rules::run(sqlite, Role::Home, command, now_ms)).unwrap()
}

fn books(ledger: &Ledger) -> Books {
    Books::of(&ledger.tally())
}

/// What is quarantined now, by the rows themselves.
fn set_apart(ledger: &Ledger) -> i64 {
    ledger.sqlite.number("SELECT COUNT(*) FROM lead WHERE state = 'quarantined' AND due_at_ms IS NULL")
}

#[test]
fn whatever_is_wrong_with_a_row_the_leads_beside_it_are_sent() {
    for change in DAMAGES {
        let ledger = Ledger::home();
        let ada = ledger.claim(&claim().owing(&[CRM])).lead_id;
        let grace = ledger.claim(&claim().person("grace").owing(&[CRM])).lead_id;
        damage(&ledger, ada, change);
        let due = look(&ledger);
        let sent: Vec<LeadId> = due.rows.iter().map(|row| row.lead.lead_id).collect();
        assert_eq!(sent, [grace], "{change}");
        assert_eq!(due.unreadable.len(), 1, "{change}");
        assert_eq!(due.unreadable[0].position, 1, "{change}");
        assert_eq!(set_apart(&ledger), 1, "{change}");
        let again = look(&ledger);
        assert!(again.unreadable.is_empty() && again.rows.is_empty(), "told once: {change}");
    }
}

#[test]
fn the_reason_says_what_is_wrong_and_repeats_nothing_of_the_row() {
    for change in DAMAGES {
        let ledger = Ledger::home();
        let ada = ledger.claim(&claim().owing(&[CRM])).lead_id;
        damage(&ledger, ada, change);
        let reason = look(&ledger).unreadable.pop().unwrap().reason;
        assert!(reason.starts_with("its row cannot be read: "), "{reason}");
        assert!(!reason.contains("ada@example.com"), "{reason}");
        let kept = ledger.sqlite.texts("SELECT detail FROM event WHERE name = 'quarantined'");
        assert_eq!(kept, [reason], "{change}");
    }
}

#[test]
fn the_books_balance_whatever_state_the_lead_was_in() {
    let in_flight = |ledger: &Ledger| ledger.claim(&claim().owing(&[CRM])).lead_id;
    let with_a_card_to_update = |ledger: &Ledger| {
        let lead_id = ledger.claim(&claim().owing(&[CRM, CARD])).lead_id;
        ledger.settle(lead_id, CRM, 1, delivered("record"));
        lead_id
    };
    let given_up_on_in_one_place = |ledger: &Ledger| {
        let lead_id = ledger.claim(&claim().owing(&[CRM, CARD])).lead_id;
        ledger.settle(lead_id, CRM, 1, quarantined());
        lead_id
    };
    let before: [&dyn Fn(&Ledger) -> LeadId; 3] =
        [&in_flight, &with_a_card_to_update, &given_up_on_in_one_place];
    for claimed in before {
        let ledger = Ledger::home();
        let lead_id = claimed(&ledger);
        ledger.pass(60_000);
        damage(&ledger, lead_id, "owed = 'gone'");
        assert_eq!(look(&ledger).unreadable.len(), 1);
        let books = books(&ledger);
        assert_eq!((books.net("quarantined"), books.rows("quarantined")), (1, 1));
        assert_eq!((books.in_flight(), books.rows("accepted"), books.net("delivered")), (0, 0, 0));
    }
}

#[test]
fn of_a_lead_whose_obligations_cannot_be_read_nobody_says_that_its_records_are_there() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    let records = || match ask(&ledger, Command::Lead { lead_id }) {
        Reply::Lead(Some(report)) => report.records,
        other => panic!("not a lead: {other:?}"),
    };
    assert_eq!(records(), Some(LeadState::Delivered));
    damage(&ledger, lead_id, "owed = 'gone'");
    assert_eq!(records(), None);
}

#[test]
fn nothing_of_the_row_is_written_over_so_that_it_can_be_mended() {
    let ledger = Ledger::home();
    let ada = ledger.claim(&claim().owing(&[CRM])).lead_id;
    let stored = || ledger.sqlite.texts("SELECT owed FROM lead").pop().unwrap();
    let sound = stored();
    damage(&ledger, ada, "owed = 'half of it'");
    look(&ledger);
    assert_eq!(stored(), "half of it");
    let payload = ask(&ledger, Command::Payload { lead_id: ada, revision: 1 });
    assert!(matches!(payload, Reply::Payload(Some(_))), "nor of what it said");
    let mended = vec![sound.clone().into(), ada.to_string().into()];
    ledger.sqlite.look("UPDATE lead SET owed = ?1, due_at_ms = 0 WHERE lead_id = ?2", mended);
    assert_eq!(look(&ledger).rows.len(), 1, "and it is sent");
}

#[test]
fn whoever_asks_for_the_lead_reads_why() {
    let ledger = Ledger::home();
    let ada = ledger.claim(&claim().owing(&[CRM])).lead_id;
    damage(&ledger, ada, "owed = 'gone'");
    look(&ledger);
    let Reply::Lead(Some(report)) = ask(&ledger, Command::Lead { lead_id: ada }) else { panic!("no report") };
    assert_eq!((report.lead_id, report.state), (ada, LeadState::Quarantined));
    let last = report.timeline.last().unwrap();
    assert_eq!(
        (last.event.as_str(), last.detail.as_str()),
        ("quarantined", "its row cannot be read: not what is owed")
    );
}

#[test]
fn a_repeat_of_it_is_refused_whole_so_that_the_stand_in_keeps_it() {
    let (ledger, stand_in) = (Ledger::home(), Ledger::stand_in());
    let ada = ledger.claim(&claim().owing(&[CRM])).lead_id;
    damage(&ledger, ada, "owed = 'ada@example.com'");
    look(&ledger);
    let before = ledger.sqlite.dump();
    let again = claim().owing(&[CRM]).said("more").build(ledger.now_ms());
    let refused = ledger.try_claim(again.clone()).unwrap_err().to_string();
    assert_eq!(refused, "storage: not what is owed");
    assert_eq!(ledger.sqlite.dump(), before);
    assert_eq!(stand_in.try_claim(again).unwrap().lead_id, ada);
}

#[test]
fn the_object_sleeps_once_it_is_set_apart() {
    let ledger = Ledger::home();
    let ada = ledger.claim(&claim().owing(&[CRM])).lead_id;
    damage(&ledger, ada, "owed = 'gone'");
    look(&ledger);
    assert_eq!(ledger.next_wake_ms(), None);
}

#[test]
fn others_of_its_batch_are_settled() {
    let ledger = Ledger::home();
    let ada = ledger.claim(&claim().owing(&[CRM])).lead_id;
    let grace = ledger.claim(&claim().person("grace").owing(&[CRM])).lead_id;
    ledger.dispatch();
    damage(&ledger, ada, "owed = 'gone'");
    let items = [ada, grace].map(|lead_id| settlement(lead_id, CRM, 1, delivered("record"))).into();
    let Reply::Settled(settled) = ask(&ledger, Command::Settle { items }) else { panic!("not settled") };
    assert_eq!(settled.iter().map(|settled| settled.applied).collect::<Vec<_>>(), [false, true]);
    assert_eq!(ledger.owed(grace, CRM).reference.as_deref(), Some("record"));
}

#[test]
fn held_leads_are_listed_beside_it() {
    let ledger = Ledger::home();
    let ada = ledger.claim(&claim().owing(&[CRM, CARD])).lead_id;
    ledger.settle(ada, CARD, 1, shown("message", LeadState::Accepted));
    damage(&ledger, ada, "owed = 'gone'");
    ledger.pass(60_000);
    look(&ledger);
    assert!(matches!(ask(&ledger, Command::Held { limit: 10 }), Reply::Held(held) if held.is_empty()));
    assert!(matches!(ask(&ledger, Command::Tally), Reply::Tally(_)));
}

#[test]
fn a_batch_of_nothing_else_is_not_the_last() {
    let ledger = Ledger::home();
    for person in 0..=DISPATCH_LEADS {
        ledger.claim(&claim().person(&format!("person-{person}")).owing(&[CRM]));
        ledger.pass(1);
    }
    ledger.sqlite.look(&format!("UPDATE lead SET owed = 'gone' WHERE position <= {DISPATCH_LEADS}"), vec![]);
    let first = look(&ledger);
    assert_eq!((first.rows.len(), first.unreadable.len(), first.more), (0, DISPATCH_LEADS, true));
    let second = look(&ledger);
    assert_eq!((second.rows.len(), second.unreadable.len(), second.more), (1, 0, false));
}

#[test]
fn what_fails_halfway_has_set_nothing_apart() {
    let ledger = Ledger::home();
    let ada = ledger.claim(&claim().owing(&[CRM])).lead_id;
    damage(&ledger, ada, "owed = 'gone'");
    let before = ledger.sqlite.dump();
    for statements in 0..5 {
        ledger.sqlite.fail_after(statements);
        let now_ms = ledger.now_ms();
        let outcome = ledger.sqlite.transaction(|sqlite| rules::dispatch(sqlite, now_ms));
        assert!(outcome.is_err(), "after {statements}");
        assert_eq!(ledger.sqlite.dump(), before);
    }
}

#[test]
fn its_statements_read_no_more_of_the_table_than_its_row() {
    let ledger = Ledger::home();
    let ada = ledger.claim(&claim().owing(&[CRM])).lead_id;
    damage(&ledger, ada, "owed = 'gone'");
    ledger.sqlite.take_statements();
    look(&ledger);
    for sql in ledger.sqlite.take_statements() {
        let plan = ledger.sqlite.plan(&sql).join("\n");
        assert!(!plan.contains("SCAN lead") && !plan.contains("SCAN l\n"), "{sql}\n{plan}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_lead_is_either_sent_or_set_apart(damaged in prop::collection::vec(prop::option::of(0..DAMAGES.len()), 1..20)) {
        let ledger = Ledger::home();
        let mut sound = BTreeSet::new();
        for (person, how) in damaged.iter().enumerate() {
            let lead_id = ledger.claim(&claim().person(&format!("person-{person}")).owing(&[CRM])).lead_id;
            ledger.pass(1);
            if how.is_none() {
                sound.insert(lead_id);
            }
        }
        for (position, how) in (1_i64..).zip(&damaged) {
            // An id is told apart by its place, so that two damaged ones differ.
            let change = how.map(|how| DAMAGES[how].replace("lead_id = 'ada@", &format!("lead_id = '{position}@")));
            if let Some(change) = change {
                ledger.sqlite.look(&format!("UPDATE lead SET {change} WHERE position = ?1"), vec![position.into()]);
            }
        }
        let due = look(&ledger);
        let sent: BTreeSet<LeadId> = due.rows.iter().map(|row| row.lead.lead_id).collect();
        let apart = damaged.iter().flatten().count();
        prop_assert_eq!(&sent, &sound);
        prop_assert_eq!(due.unreadable.len(), apart);
        let books = books(&ledger);
        prop_assert_eq!(books.net("quarantined"), i64::try_from(apart).unwrap());
        prop_assert_eq!(books.rows("quarantined"), books.net("quarantined"));
        prop_assert_eq!(books.in_flight(), books.rows("accepted"));
    }
}
