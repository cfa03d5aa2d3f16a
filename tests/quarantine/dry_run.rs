//! The page of a dry run, and what is said where no CRM would be called.

use crate::html::{assert_sound, attributes};
use beeline::identity::LeadId;
use beeline::ledger::ObligationName;
use beeline::page::{self, DryRunPage};
use beeline::quarantine::{DraftRequest, DryRun, MaskedCall, Preview};
use serde_json::json;

const HOSTILE: &str = "\"><script>alert(1)</script> onclick=x";

fn lead_id() -> LeadId {
    LeadId::new("eu-03".parse().unwrap(), &[7; 32])
}

fn hubspot() -> Preview {
    let body = Some(json!({"inputs": [{"id": "a…@e….com", "properties": {"city": HOSTILE}}]}));
    let call = MaskedCall { method: "POST", path: "/crm/objects/contacts/batch/upsert".into(), body };
    Preview {
        obligation: ObligationName::crm("hubspot"),
        stuck: false,
        says: "It is written by this call.".into(),
        calls: vec![call],
    }
}

fn shown(changed: Vec<&'static str>, owed: Vec<Preview>) -> String {
    let dry_run = DryRun { lead_id: lead_id(), revision: 2, changed, owed };
    let html = page::dry_run(&DryRunPage { dry_run: &dry_run, may_change: true, csrf: "csrf-1" });
    assert_sound(&html);
    html
}

#[test]
fn each_call_stands_under_what_is_owed_with_the_way_back() {
    let html = shown(vec![], vec![hubspot(), Preview::without_calls(ObligationName::card("slack"))]);
    for said in ["crm:hubspot", "POST /crm/objects/contacts/batch/upsert", "a…@e….com", "card:slack"] {
        assert!(html.contains(said), "{said}");
    }
    assert!(html.contains("Nothing was sent") && !html.contains("<script>"));
    let lead = format!("/ops/quarantine/leads/{}", lead_id());
    assert!(attributes(&html, "href").contains(&lead.as_str()));
    assert_eq!(attributes(&html, "action"), ["/ops/logout"], "there is nothing to do here");
}

#[test]
fn an_edit_is_named_by_its_fields_and_said_not_to_be_saved() {
    let html = shown(vec!["company", "notes"], vec![hubspot()]);
    assert!(html.contains("not saved, of company, notes"), "{html}");
    assert!(!shown(vec![], vec![hubspot()]).contains("your edit"));
}

#[test]
fn a_lead_of_which_nothing_is_readable_has_nothing_to_send() {
    assert!(shown(vec![], vec![]).contains("nothing can be sent"));
}

#[test]
fn whatever_is_owed_has_a_sentence_of_its_own() {
    let card = ObligationName::card("slack");
    let (rep, turn) = (ObligationName::rep(["sales"]), ObligationName::turn(["sales"]));
    let all = [ObligationName::crm("inbox"), card, rep, ObligationName::home(1), turn];
    let said: Vec<String> = all.into_iter().map(|owed| Preview::without_calls(owed).says).collect();
    assert!(said[0].contains("Nothing leaves Beeline") && said[1].contains("card is posted"));
    assert!(said[2].contains("whose turn it is") && said[3].contains("handed over"));
    assert!(said[4].contains("take back the turn") && !said[4].contains("inbox"), "of a lead that was moved");
}

#[test]
fn what_is_not_set_up_or_not_readable_would_be_stuck_and_says_what_to_do() {
    let unset = Preview::not_ready(ObligationName::crm("hubspot"), "binding HUBSPOT_URL: missing");
    assert!(unset.stuck && unset.says.contains("it would wait: binding HUBSPOT_URL"));
    let unreadable = Preview::stuck(ObligationName::crm("inbox"), "the stored lead cannot be read");
    assert!(unreadable.stuck && unreadable.says.contains("has to be mended before anything else"));
}

#[test]
fn a_draft_is_an_edit_without_a_reason() {
    let read = |text: &str| serde_json::from_str::<DraftRequest>(text).is_ok();
    assert!(read(r#"{"of_revision":1,"changes":{"company":"Acme"}}"#));
    assert!(!read(r#"{"of_revision":1,"changes":{"consent":"yes"}}"#));
    assert!(!read(r#"{"changes":{"company":"Acme"}}"#));
}
