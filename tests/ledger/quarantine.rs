//! What is in quarantine: listed by class, opened again as it is or as a person writes it, or left
//! there for good.

use crate::support::claims::{CARD, CRM, claim, delivered, shown};
use crate::support::ledger::Ledger;
use beeline::identity::LeadId;
use beeline::ledger::{
    Amended, Command, LeadState, ObligationState, Outcome, PARKED_MS, QuarantinedLead, QuarantinedOwed,
    ReplayItem, Replayed, Reply, Role, run,
};
use beeline::risk::{Channel, Evidence, FormTokenState};

const MISSING: &str = "salesforce: REQUIRED_FIELD_MISSING";

fn refused(ledger: &Ledger, person: &str, reason: &str) -> LeadId {
    let lead_id = ledger.claim(&claim().person(person).owing(&[CRM])).lead_id;
    let generation = ledger.owed(lead_id, CRM).generation;
    ledger.settle(lead_id, CRM, generation, Outcome::quarantined(reason));
    lead_id
}

fn held(ledger: &Ledger) -> LeadId {
    let robot = Evidence {
        channel: Channel::Browser,
        honeypot_filled: true,
        token: FormTokenState::Forged,
        ..Evidence::default()
    };
    ledger.claim(&claim().person("mallory").seeming(&robot, false)).lead_id
}

/// What is asked for when all of a lead is replayed.
fn items(lead: &QuarantinedLead, after_ms: i64) -> Vec<ReplayItem> {
    let item = |owed: &QuarantinedOwed| ReplayItem {
        lead_id: lead.lead_id,
        obligation: owed.obligation.clone(),
        generation: owed.generation,
        after_ms,
    };
    lead.owed.iter().map(item).collect()
}

fn events(ledger: &Ledger, lead_id: LeadId, word: &str) -> Vec<String> {
    let timeline = ledger.lead(lead_id).unwrap().timeline;
    timeline.into_iter().filter(|entry| entry.event == word).map(|entry| entry.detail).collect()
}

#[test]
fn what_is_in_quarantine_is_listed_newest_first_with_everything_about_it() {
    let ledger = Ledger::home();
    let first = refused(&ledger, "ada", MISSING);
    ledger.pass(5);
    ledger.claim(&claim().person("grace"));
    let second = refused(&ledger, "joan", "salesforce: http 400");
    let leads = ledger.in_quarantine();
    assert_eq!(leads.iter().map(|lead| lead.lead_id).collect::<Vec<_>>(), [second, first]);
    let owed = &leads[1].owed[0];
    assert_eq!((owed.obligation.as_str(), owed.reason.as_str(), owed.generation), (CRM, MISSING, 1));
    assert_eq!((owed.since_ms, owed.revision, owed.may_exist), (ledger.now_ms() - 5, 1, false));
}

#[test]
fn a_list_goes_on_where_its_page_ended_and_tells_each_lead_once() {
    let ledger = Ledger::home();
    let mut expected: Vec<LeadId> =
        (0..23).map(|serial| refused(&ledger, &format!("visitor-{serial}"), MISSING)).collect();
    expected.reverse();
    let (mut told, mut after) = (Vec::new(), None);
    loop {
        let page = ledger.quarantined(after, 5, None);
        told.extend(page.leads.iter().map(|lead| lead.lead_id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(told, expected);
}

#[test]
fn a_class_is_listed_and_counted_by_itself() {
    let ledger = Ledger::home();
    let missing = [refused(&ledger, "ada", MISSING), refused(&ledger, "grace", MISSING)];
    refused(&ledger, "joan", "exhausted: dead-lettered");
    held(&ledger);
    let counts = ledger.quarantine_classes();
    assert_eq!(counts[0], (format!("{CRM}/refused/{MISSING}"), 2));
    assert!(counts.contains(&(format!("{CRM}/dead-lettered"), 1)), "{counts:?}");
    assert!(counts.contains(&("held".to_owned(), 1)), "a held lead counts once: {counts:?}");
    let page = ledger.quarantined(None, 200, Some(&counts[0].0));
    assert_eq!(page.leads.iter().map(|lead| lead.lead_id).collect::<Vec<_>>(), [missing[1], missing[0]]);
    assert_eq!(ledger.quarantined(None, 200, Some("nonsense")).leads, []);
}

#[test]
fn a_row_that_cannot_be_read_is_listed_as_that_whatever_stands_in_it() {
    let ledger = Ledger::home();
    let damage = ["half of it", "[\"crm:inbox\"]", "{}", "7"];
    let leads = damage.map(|garbage| (refused(&ledger, garbage, MISSING), garbage));
    for (lead_id, garbage) in leads {
        ledger.sqlite.look(
            "UPDATE lead SET owed = ?2 WHERE lead_id = ?1",
            vec![lead_id.to_string().into(), garbage.into()],
        );
    }
    // Not through `ask`, which would look for what is owed.
    let ask = |command| ledger.sqlite.transaction(|sqlite| run(sqlite, Role::Home, command, ledger.now_ms()));
    let page = ask(Command::Quarantined { after: None, limit: 200, class: None });
    let Ok(Reply::Quarantined(page)) = page else { panic!("{page:?}") };
    assert_eq!(page.leads.len(), 4);
    assert!(page.leads.iter().all(|lead| lead.owed.is_empty()));
    assert_eq!(page.leads[0].classes()[0].to_string(), "lead/unreadable");
    let counts = ask(Command::QuarantineClasses);
    let Ok(Reply::QuarantineClasses(counts)) = counts else { panic!("{counts:?}") };
    assert_eq!((counts[0].class.as_str(), counts[0].leads), ("lead/unreadable", 4));
}

#[test]
fn a_replay_opens_a_new_generation_when_its_time_comes_and_says_so() {
    let ledger = Ledger::home();
    let lead_id = refused(&ledger, "ada", MISSING);
    let items = items(&ledger.in_quarantine()[0], 4_000);
    assert_eq!(ledger.replay(items), [Replayed::Opened]);
    assert_eq!(ledger.state(lead_id), LeadState::Accepted);
    assert!(ledger.dispatch().is_empty(), "it waits for its turn");
    ledger.pass(4_000);
    let sent = ledger.dispatch();
    assert_eq!((sent.len(), sent[0].owed.generation), (1, 2));
    assert_eq!(events(&ledger, lead_id, "replayed"), [format!("{CRM} by ops: mended")]);
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    let books = ledger.books();
    assert_eq!((books.net("delivered"), books.net("quarantined")), (1, 0));
}

#[test]
fn what_is_replayed_twice_is_opened_once_and_what_moved_on_is_left_alone() {
    let ledger = Ledger::home();
    let lead_id = refused(&ledger, "ada", MISSING);
    let seen = items(&ledger.in_quarantine()[0], 0);
    assert_eq!(ledger.replay(seen.clone()), [Replayed::Opened]);
    assert_eq!(ledger.replay(seen.clone()), [Replayed::MovedOn]);
    ledger.settle(lead_id, CRM, 2, Outcome::quarantined(MISSING));
    assert_eq!(ledger.replay(seen), [Replayed::MovedOn], "that was another time");
    let stranger =
        ReplayItem { lead_id: held(&Ledger::home()), ..items(&ledger.in_quarantine()[0], 0)[0].clone() };
    assert_eq!(ledger.replay(vec![stranger]), [Replayed::Unknown]);
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
}

#[test]
fn a_replay_of_what_may_be_there_looks_before_it_writes() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.dispatch();
    let unknown = Outcome::Deferred { after_ms: 0, reason: "timeout".into(), may_exist: true };
    ledger.settle(lead_id, CRM, 1, unknown);
    ledger.settle(lead_id, CRM, 1, Outcome::quarantined(MISSING));
    assert!(ledger.in_quarantine()[0].owed[0].may_exist);
    ledger.replay(items(&ledger.in_quarantine()[0], 0));
    assert!(ledger.owed(lead_id, CRM).traces.may_exist);
}

#[test]
fn a_held_lead_is_released_not_replayed() {
    let ledger = Ledger::home();
    let lead_id = held(&ledger);
    let seen = items(&ledger.in_quarantine()[0], 0);
    assert!(ledger.replay(seen).iter().all(|replayed| *replayed == Replayed::Held));
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
    assert!(ledger.release_lead(lead_id));
}

#[test]
fn a_card_that_said_refused_is_brought_up_to_date_once_the_record_is_there() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, CARD])).lead_id;
    ledger.settle(lead_id, CRM, 1, Outcome::quarantined(MISSING));
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Quarantined));
    assert_eq!(ledger.owed(lead_id, CARD).state, ObligationState::Delivered);
    ledger.replay(items(&ledger.in_quarantine()[0], 0));
    assert_eq!(ledger.owed(lead_id, CARD).not_before_ms, PARKED_MS, "it waits for the record");
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    let sent = ledger.dispatch();
    assert_eq!((sent[0].owed.name.as_str(), sent[0].records), (CARD, LeadState::Delivered));
    assert_eq!(sent[0].owed.reference.as_deref(), Some("message"));
}

#[test]
fn an_amendment_is_a_revision_by_a_person_that_is_delivered_with_the_route_of_the_last_one() {
    let ledger = Ledger::home();
    let lead_id = refused(&ledger, "ada", MISSING);
    assert_eq!(ledger.amend(lead_id, 1, r#"{"notes":"amended"}"#), Amended::As { revision: 2 });
    let sent = ledger.dispatch();
    assert_eq!((sent[0].payload.as_str(), sent[0].owed.revision), (r#"{"notes":"amended"}"#, 2));
    let before = ledger.sqlite.look("SELECT route || bundle || traceparent FROM submission", vec![]);
    let kept: Vec<String> = before.into_iter().map(|mut row| row.text().unwrap()).collect();
    assert_eq!((kept.len(), &kept[0]), (2, &kept[1]), "the first submission is kept as it was");
    assert_eq!(events(&ledger, lead_id, "amended"), ["revision 2 by ops: typing error"]);
}

#[test]
fn an_amendment_goes_to_every_destination_and_takes_the_lead_from_nobody() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, "crm:hubspot", "rep:sales"])).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.settle(lead_id, "crm:hubspot", 1, Outcome::quarantined("hubspot: VALIDATION_ERROR"));
    ledger.amend(lead_id, 1, r#"{"notes":"amended"}"#);
    let owed = ledger.owed(lead_id, CRM);
    assert_eq!(
        (owed.revision, owed.reference.as_deref()),
        (2, Some("record")),
        "that record is written again"
    );
    assert_eq!(ledger.owed(lead_id, "rep:sales").generation, 1);
}

#[test]
fn an_amendment_of_what_has_moved_on_is_refused() {
    let ledger = Ledger::home();
    let lead_id = refused(&ledger, "ada", MISSING);
    ledger.claim(&claim().person("ada").said("something else").owing(&[CRM]));
    ledger.settle(lead_id, CRM, 2, Outcome::quarantined(MISSING));
    assert_eq!(ledger.amend(lead_id, 1, "{}"), Amended::MovedOn { revision: 2 });
    assert_eq!(ledger.payload(lead_id, 3), None);
    ledger.replay(items(&ledger.in_quarantine()[0], 0));
    assert_eq!(ledger.amend(lead_id, 2, "{}"), Amended::NotInQuarantine);
    assert_eq!(ledger.amend(held(&Ledger::home()), 1, "{}"), Amended::Unknown);
}

#[test]
fn what_the_visitor_sends_again_does_not_undo_an_amendment() {
    let ledger = Ledger::home();
    let lead_id = refused(&ledger, "ada", MISSING);
    ledger.amend(lead_id, 1, r#"{"notes":"amended"}"#);
    ledger.claim(&claim().person("ada").owing(&[CRM]));
    assert_eq!(ledger.lead(lead_id).unwrap().revision, 2);
    assert_eq!(ledger.dispatch()[0].payload, r#"{"notes":"amended"}"#);
}

#[test]
fn a_dismissed_lead_is_counted_as_before_and_listed_only_when_asked_for() {
    let ledger = Ledger::home();
    let lead_id = refused(&ledger, "ada", MISSING);
    assert!(ledger.dismiss(lead_id));
    assert!(!ledger.dismiss(lead_id), "once");
    assert_eq!(ledger.in_quarantine(), []);
    assert_eq!((ledger.state(lead_id), ledger.books().net("quarantined")), (LeadState::Quarantined, 1));
    assert_eq!(ledger.quarantine_classes(), [("dismissed".to_owned(), 1)]);
    assert_eq!(events(&ledger, lead_id, "dismissed"), ["by ops: a test of ours"]);
    let page = ledger.quarantined(None, 200, Some("dismissed"));
    assert_eq!(page.leads[0].owed[0].reason, format!("dismissed: {MISSING}"), "what it was is kept");
    assert_eq!(ledger.replay(items(&page.leads[0], 0)), [Replayed::Opened], "a person may think again");
}

#[test]
fn a_held_lead_that_was_dismissed_leaves_both_lists_and_can_still_be_released() {
    let ledger = Ledger::home();
    let lead_id = held(&ledger);
    assert!(ledger.dismiss(lead_id));
    assert_eq!((ledger.held(), ledger.in_quarantine()), (vec![], vec![]));
    let page = ledger.quarantined(None, 200, Some("dismissed"));
    assert!(ledger.replay(items(&page.leads[0], 0)).iter().all(|replayed| *replayed == Replayed::Held));
    assert!(ledger.release_lead(lead_id));
    assert_eq!(ledger.dispatch().len(), 2);
}
