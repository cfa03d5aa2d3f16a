//! What is printed for programmers has nothing of a person in it.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use beeline::envelope::Message;
use beeline::ledger::{Command, Reply};
use support::claims::{CRM, claim};
use support::ledger::Ledger;

const MARKER: &str = "marker";

#[test]
fn no_command_reply_or_message_shows_a_lead() {
    let ledger = Ledger::home();
    let claim = claim().person(MARKER).named(MARKER).said(MARKER).owing(&[CRM]);
    let lead_id = ledger.claim(&claim).lead_id;
    let command = Command::Claim(Box::new(claim.build(ledger.now_ms())));
    let payload = ledger.ask(&Command::Payload { lead_id, revision: 1 });
    assert!(matches!(&payload, Reply::Payload(Some(text)) if text.expose().contains(MARKER)));
    let row = ledger.dispatch().into_iter().next().unwrap();
    assert!(row.payload.contains(MARKER));
    let message = Message::for_dispatch("eu-00".parse().unwrap(), row.clone()).unwrap();
    for shown in [format!("{command:?}"), format!("{payload:?}"), format!("{row:?}"), format!("{message:?}")]
    {
        assert!(!shown.contains(MARKER), "{shown}");
    }
}
