//! What `cargo beeline quarantine` asks a Beeline that runs, and how it tells the answer.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on has failed

mod support;

use std::process::Output;

use serde_json::{Value, json};
use support::server::Server;
use support::{command, lead_id, said, shipped};

const TOKEN: &str = "ops-token-0123456789-0123456789-0123456789";

fn quarantine(server: &Server, arguments: &[&str]) -> Output {
    let arguments = [&["quarantine"], arguments, &["--from", &server.url]].concat();
    command(&shipped(), &arguments).env("BEELINE_OPS_TOKEN", TOKEN).output().unwrap()
}

fn answering(status: u16, answer: Value) -> Server {
    Server::start(move |_, _| (status, String::new(), answer.to_string()))
}

/// The first line and the body of the only request.
fn asked(server: &Server) -> (String, Value) {
    let [request] = server.asked().try_into().unwrap();
    assert!(request.contains(&format!("authorization: bearer {TOKEN}")));
    let body = serde_json::from_str(request.last().unwrap()).unwrap_or_default();
    (request[0].clone(), body)
}

#[test]
fn classes_are_told_with_what_to_do() {
    let server = answering(
        200,
        json!({"classes": [{"class": "held", "leads": 3, "oldest_accepted_at_ms": 0,
        "happened": "It looks odd.", "remedy": "Look at it."}], "unreachable": ["eu-03"]}),
    );
    let told = said(&quarantine(&server, &["classes"]));
    assert!(
        told.contains("3  held") && told.contains("Look at it.") && told.contains("eu-03 did not answer")
    );
    assert!(asked(&server).0.starts_with("get /v1/ops/quarantine/classes "));
}

#[test]
fn a_list_names_its_class_in_the_address_and_says_where_it_goes_on() {
    let line = json!({"lead_id": lead_id(1), "form": "demo", "accepted_at_ms": 0, "who": {"email": "a…@e….com"},
        "owed": [{"class": "crm:inbox/refused/x", "happened": "The CRM said no."}]});
    let server = answering(200, json!({"leads": [line], "next": "1:eu-03:2", "unreachable": []}));
    let told = said(&quarantine(&server, &["list", "--class", "crm:inbox/refused/x & y"]));
    for part in [lead_id(1).as_str(), "a…@e….com", "The CRM said no.", "--cursor 1:eu-03:2"] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    assert!(asked(&server).0.starts_with("get /v1/ops/quarantine?class=crm%3ainbox%2frefused%2fx+%26+y "));
}

#[test]
fn a_class_is_replayed_slowly_with_a_reason() {
    let server = answering(
        200,
        json!({"replayed": 17, "left_alone": 2, "until_ms": 0, "next": null, "unreachable": []}),
    );
    let told = said(&quarantine(&server, &["replay", "--class", "held", "--why", "field added"]));
    assert!(told.contains("17 on the way again") && told.contains("2 left alone"), "{told}");
    let (first, body) = asked(&server);
    assert!(first.starts_with("post /v1/ops/quarantine/replay "));
    assert_eq!(body, json!({"class": "held", "why": "field added", "per_second": 5, "limit": 1000}));
}

#[test]
fn nothing_is_not_told_of_what_could_not_be_asked() {
    let told = |answer: Value, arguments: &[&str]| said(&quarantine(&answering(200, answer), arguments));
    let silent = json!(["eu-03"]);
    let classes = told(json!({"classes": [], "unreachable": silent}), &["classes"]);
    assert!(
        classes.contains("Nothing is known to be") && classes.contains("eu-03 did not answer"),
        "{classes}"
    );
    let list =
        told(json!({"leads": [], "next": "1:eu-03:2", "unreachable": []}), &["list", "--class", "held"]);
    assert!(
        list.contains("Nothing in what was looked through") && list.contains("--cursor 1:eu-03:2"),
        "{list}"
    );
    assert!(
        told(json!({"leads": [], "next": null, "unreachable": []}), &["list"])
            .contains("Nothing there is in")
    );
    let damaged = told(json!({"leads": [], "skipped": 3, "next": null, "unreachable": []}), &["list"]);
    assert!(damaged.contains("3 rows cannot be read") && !damaged.contains("Nothing there is"), "{damaged}");
    let report = json!({"replayed": 0, "left_alone": 0, "until_ms": 0, "next": null, "unreachable": silent});
    let replayed = told(report, &["replay", "--class", "held", "--why", "field added"]);
    assert!(replayed.contains("Nothing is on the way again.\nThat is not all of it:"), "{replayed}");
    assert!(replayed.contains("still in quarantine, or on its way"), "{replayed}");
}

#[test]
fn an_edit_names_the_revision_and_each_field() {
    let server = answering(200, json!({"lead_id": lead_id(1), "action": "amend", "revision": 2}));
    let amend = [
        "amend",
        &lead_id(1),
        "--of-revision",
        "1",
        "--set",
        "company=Acme = Co",
        "--set",
        "phone=",
        "--why",
        "they told us",
    ];
    let told = said(&quarantine(&server, &amend));
    assert!(told.contains("now revision 2"), "{told}");
    let (first, body) = asked(&server);
    assert!(first.starts_with(&format!("post /v1/ops/quarantine/leads/{}/amend ", lead_id(1))));
    let changes = json!({"company": "Acme = Co", "phone": ""});
    assert_eq!(body, json!({"of_revision": 1, "changes": changes, "why": "they told us"}));
}

#[test]
fn a_dry_run_is_read_and_told_call_by_call() {
    let call = json!({"method": "PATCH", "path": "/sobjects/Lead/bl_1", "body": {"Email": "a…@e….com"}});
    let sent =
        json!({"obligation": "crm:salesforce", "says": "It is written by this call.", "calls": [call]});
    let card = json!({"obligation": "card:slack", "says": "The card is posted."});
    let answer = json!({"lead_id": lead_id(1), "revision": 1, "owed": [sent, card]});
    let server = answering(200, answer.clone());
    let told = said(&quarantine(&server, &["dry-run", &lead_id(1)]));
    for part in ["nothing was sent", "PATCH /sobjects/Lead/bl_1", "a…@e….com", "The card is posted."] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    assert!(asked(&server).0.starts_with(&format!("get /v1/ops/quarantine/leads/{}/dry-run ", lead_id(1))));
    let server = answering(200, answer.clone());
    let told = said(&quarantine(&server, &["dry-run", &lead_id(1), "--json"]));
    assert_eq!(serde_json::from_str::<Value>(&told).unwrap(), answer);
}

#[test]
fn an_edit_is_tried_before_it_is_saved_and_needs_no_reason_for_that() {
    let answer = json!({"lead_id": lead_id(1), "revision": 2, "changed": ["company"], "owed": []});
    let server = answering(200, answer);
    let edit = ["dry-run", &lead_id(1), "--of-revision", "1", "--set", "company=Acme"];
    let told = said(&quarantine(&server, &edit));
    assert!(told.contains("not saved, of company") && told.contains("nothing can be sent"), "{told}");
    let (first, body) = asked(&server);
    assert!(first.starts_with(&format!("post /v1/ops/quarantine/leads/{}/dry-run ", lead_id(1))));
    assert_eq!(body, json!({"of_revision": 1, "changes": {"company": "Acme"}}));
    assert_eq!(
        quarantine(&server, &["dry-run", &lead_id(1), "--set", "company=Acme"]).status.code(),
        Some(2)
    );
}

#[test]
fn release_and_dismissal_ask_for_a_reason() {
    for act in ["release", "dismiss"] {
        let server = answering(200, json!({"lead_id": lead_id(1), "action": act}));
        assert!(quarantine(&server, &[act, &lead_id(1), "--why", "a test"]).status.success());
        let (first, body) = asked(&server);
        assert!(first.starts_with(&format!("post /v1/ops/quarantine/leads/{}/{act} ", lead_id(1))));
        assert_eq!(body, json!({"why": "a test"}));
        assert_eq!(quarantine(&server, &[act, &lead_id(1)]).status.code(), Some(2));
    }
}

#[test]
fn a_refusal_is_told_in_words_with_the_wrong_fields() {
    let errors = json!([{"field": "email", "code": "email", "message": "Must be an email address."}]);
    let server = answering(
        422,
        json!({"title": "Some fields need another look", "detail": "See `errors`.", "errors": errors}),
    );
    let refused = quarantine(&server, &["dismiss", &lead_id(1), "--why", "a test"]);
    assert_eq!(refused.status.code(), Some(2));
    let told = said(&refused);
    assert!(
        told.contains("Some fields need another look") && told.contains("email: Must be an email address.")
    );
}

#[test]
fn what_is_no_lead_is_not_asked_about_and_what_is_not_there_is_said() {
    let server = answering(404, json!({"title": "Nothing of this lead is in quarantine"}));
    assert!(said(&quarantine(&server, &["show", "../conservation"])).contains("`../conservation` is"));
    assert!(server.asked().is_empty());
    assert!(said(&quarantine(&server, &["show", &lead_id(1)])).contains("nothing of ld_"));
}

#[test]
fn the_audit_tells_who_did_what_and_what_has_no_end() {
    let server = answering(
        200,
        json!({"audit": [{"id": 7, "at_ms": 0, "who": "ops-token", "action": "replay",
        "class": "held", "why": "mended", "wanted": 3, "result": null}], "more": false}),
    );
    let told = said(&quarantine(&server, &["audit", "--before", "9"]));
    assert!(told.contains("replay held by ops-token: mended (not heard of since: 3"), "{told}");
    assert!(asked(&server).0.starts_with("get /v1/ops/quarantine/audit?before=9 "));
}
