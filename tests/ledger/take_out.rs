//! A new lead's records can be taken out at once, by one who delivers them.

use crate::support::claims::{claim, delivered};
use crate::support::ledger::Ledger;
use beeline::envelope::Message;
use beeline::identity::LeadId;
use beeline::ledger::{Command, ObligationName, ObligationState, Reply, TAKE_OUT_WAIT_MS};
use beeline::routing::Rep;

const CRM: &str = "crm:hubspot";
const REP: &str = "rep:sales";

fn take_out(ledger: &Ledger, lead_id: LeadId, rep: Option<Rep>) -> Vec<Message> {
    taken(ledger, Command::TakeOut { lead_id, rep, only: None })
}

fn taken(ledger: &Ledger, command: Command) -> Vec<Message> {
    match ledger.ask(&command) {
        Reply::TakenOut(messages) => messages,
        other => panic!("{other:?}"),
    }
}

fn ana() -> Rep {
    Rep { id: "ana".into(), name: "Ana Lima".into(), ..Rep::default() }
}

#[test]
fn what_is_taken_out_is_what_the_queue_would_have_brought_and_nobody_else_sends_it() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, "crm:inbox", "card:slack"])).lead_id;
    let taken = take_out(&ledger, lead_id, None);
    let names: Vec<&str> = taken.iter().map(|message| message.obligation.as_str()).collect();
    assert_eq!(names, [CRM, "crm:inbox"]);
    assert!(taken.iter().all(|message| message.attempts == 1 && message.traces.is_none()));
    assert!(!ledger.dispatch_names().contains(&CRM.to_owned()), "it is under way");
    ledger.settle(lead_id, CRM, 1, delivered("7"));
    assert_eq!(ledger.owed(lead_id, CRM).state, ObligationState::Delivered);
}

#[test]
fn what_is_not_asked_for_goes_through_its_queue_in_the_meantime() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, "crm:pipedrive"])).lead_id;
    let only = Some(vec![ObligationName::crm("hubspot")]);
    let taken = taken(&ledger, Command::TakeOut { lead_id, rep: None, only });
    assert_eq!(taken.iter().map(|message| message.obligation.as_str()).collect::<Vec<_>>(), [CRM]);
    let queued = ledger.dispatch().remove(0);
    assert_eq!((queued.owed.name.as_str(), queued.owed.attempts), ("crm:pipedrive", 1));
}

#[test]
fn whoever_took_it_out_and_died_leaves_it_to_be_looked_for() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    take_out(&ledger, lead_id, None);
    ledger.set_clock(ledger.next_wake_ms().unwrap());
    let row = ledger.dispatch().remove(0);
    assert!(row.owed.traces.may_exist);
}

#[test]
fn it_is_taken_out_once_and_not_after_its_queue_has_it() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    assert_eq!(take_out(&ledger, lead_id, None).len(), 1);
    assert!(take_out(&ledger, lead_id, None).is_empty());
    let other = ledger.claim(&claim().person("other@example.com").owing(&[CRM])).lead_id;
    ledger.dispatch();
    assert!(take_out(&ledger, other, None).is_empty());
}

#[test]
fn it_waits_for_who_has_the_lead_and_says_who_that_is() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, REP])).lead_id;
    assert!(take_out(&ledger, lead_id, None).is_empty(), "nobody has it yet");
    let taken = take_out(&ledger, lead_id, Some(ana()));
    assert!(taken[0].route.get().contains("Ana Lima"));
    assert_eq!(ledger.owed(lead_id, REP).state, ObligationState::Delivered);
}

#[test]
fn what_the_pool_says_later_makes_no_second_writing() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, REP])).lead_id;
    take_out(&ledger, lead_id, Some(ana()));
    let items = vec![beeline::ledger::Assignment { lead_id, rep: Some(ana()) }];
    ledger.ask(&Command::Assign { team: "sales".into(), items });
    assert_eq!(ledger.owed(lead_id, CRM).generation, 1);
}

#[test]
fn a_lead_that_is_not_here_has_nothing_to_take_out() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    assert!(take_out(&Ledger::home(), lead_id, Some(ana())).is_empty());
}

#[test]
fn what_nobody_takes_out_is_due_after_its_wait() {
    let ledger = Ledger::home();
    let mut claim = claim().owing(&[CRM]);
    claim.owed_mut()[0].lease_ms = TAKE_OUT_WAIT_MS;
    ledger.claim(&claim);
    assert!(ledger.dispatch().is_empty());
    ledger.pass(TAKE_OUT_WAIT_MS);
    assert_eq!(ledger.dispatch_names(), [CRM]);
}
