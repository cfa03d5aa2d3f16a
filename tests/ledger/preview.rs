//! What would be sent of a lead in quarantine: its messages as they would be, and nothing changed.

use crate::support::claims::{CRM, claim, delivered};
use crate::support::ledger::Ledger;
use beeline::envelope::{Message, MessageBody};
use beeline::identity::LeadId;
use beeline::ledger::{Command, Outcome, Reply};

fn preview(ledger: &Ledger, lead_id: LeadId, edited: bool) -> Vec<Message> {
    match ledger.ask(&Command::Preview { lead_id, edited }) {
        Reply::Previewed(messages) => messages,
        other => panic!("not a preview: {other:?}"),
    }
}

fn names(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| message.obligation.as_str()).collect()
}

fn said(message: &Message) -> &str {
    match &message.body {
        MessageBody::Lead(lead) => lead.get(),
        MessageBody::LeadRef => "by reference",
    }
}

/// A lead that one of two CRMs refused after it may have written it.
fn refused(ledger: &Ledger) -> LeadId {
    let lead_id = ledger.claim(&claim().owing(&[CRM, "crm:hubspot", "rep:sales"])).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    let lost = Outcome::Deferred { after_ms: 0, reason: "hubspot: timeout".into(), may_exist: true };
    ledger.settle(lead_id, "crm:hubspot", 1, lost);
    ledger.settle(lead_id, "crm:hubspot", 1, Outcome::quarantined("hubspot: VALIDATION_ERROR"));
    lead_id
}

#[test]
fn what_is_stuck_would_be_sent_as_it_is_after_a_replay() {
    let ledger = Ledger::home();
    let lead_id = refused(&ledger);
    let previewed = preview(&ledger, lead_id, false);
    assert_eq!(names(&previewed), ["crm:hubspot"]);
    let stuck = ledger.in_quarantine().remove(0);
    let item = beeline::ledger::ReplayItem {
        lead_id,
        obligation: stuck.owed[0].obligation.clone(),
        generation: stuck.owed[0].generation,
        after_ms: 0,
    };
    ledger.replay(vec![item]);
    let row = ledger.dispatch().into_iter().find(|row| row.owed.name.as_str() == "crm:hubspot").unwrap();
    let sent = Message::for_dispatch(lead_id.shard().unwrap(), row).unwrap();
    let text = |message: &Message| serde_json::to_string(message).unwrap();
    assert_eq!(text(&previewed[0]), text(&sent), "the very message");
    assert!(sent.traces.may_exist, "what an attempt may have left is looked for");
}

#[test]
fn after_an_edit_everything_but_the_rep_would_be_sent_as_a_revision_of_its_own() {
    let ledger = Ledger::home();
    let lead_id = refused(&ledger);
    let previewed = preview(&ledger, lead_id, true);
    assert_eq!(names(&previewed), ["crm:hubspot", CRM]);
    assert!(previewed.iter().all(|message| message.revision == 2));
    assert_eq!(previewed[1].reference.as_deref(), Some("record"), "that record is written again");
    assert_eq!(
        said(&previewed[0]),
        ledger.payload(lead_id, 1).unwrap(),
        "the edit is put in by whoever asks"
    );
}

#[test]
fn a_preview_changes_nothing() {
    let ledger = Ledger::home();
    let lead_id = refused(&ledger);
    let all = "SELECT json_group_array(json_array(lead_id, revision, state, owed, due_at_ms)) FROM lead";
    let rows = || ledger.sqlite.look(all, vec![]).remove(0).text().unwrap();
    let before = (rows(), ledger.lead(lead_id), ledger.tally().counters);
    preview(&ledger, lead_id, false);
    preview(&ledger, lead_id, true);
    assert_eq!((rows(), ledger.lead(lead_id), ledger.tally().counters), before);
}

#[test]
fn of_what_is_not_in_quarantine_nothing_would_be_sent() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    assert_eq!(names(&preview(&ledger, lead_id, false)), Vec::<&str>::new());
    let nobody = LeadId::new("eu-03".parse().unwrap(), &[9; 32]);
    assert_eq!(names(&preview(&ledger, nobody, true)), Vec::<&str>::new());
}

#[test]
fn what_a_stand_in_could_not_hand_over_would_be_handed_over() {
    let ledger = Ledger::stand_in();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.settle(lead_id, "home:1", 1, Outcome::quarantined("exhausted: ledger: no answer"));
    let previewed = preview(&ledger, lead_id, false);
    assert_eq!(names(&previewed), ["home:1"]);
    assert!(previewed[0].shard.spill, "by the object that has it");
}
