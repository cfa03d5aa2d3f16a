//! The workbench's pages: what is stuck, by class, one lead with what can be done about it, and who
//! did what.

use crate::html::{assert_sound, attributes};
use beeline::identity::LeadId;
use beeline::intake::Email;
use beeline::lead::Lead;
use beeline::ledger::{ClassCount, QuarantinedLead, QuarantinedOwed, TimelineEntry};
use beeline::page::{self, AuditPage, QuarantineLeadPage, QuarantinePage};
use beeline::phone;
use beeline::quarantine::audit::AuditLine;
use beeline::quarantine::message::{DeadLetterLine, ForgedLine};
use beeline::quarantine::{Act, ClassLine, QuarantineLine, count_classes};
use proptest::prelude::*;
use serde_json::json;

const NOW: i64 = 1_709_251_200_000; // 2024-03-01 00:00:00 UTC
const HOSTILE: &str = "\"><script>alert(1)</script> onclick=x style=x & 'q'";
pub(crate) const MISSING: &str = "salesforce: REQUIRED_FIELD_MISSING";
pub(crate) const CLASS: &str = "crm:salesforce/refused/REQUIRED_FIELD_MISSING";

fn lead_id() -> LeadId {
    LeadId::new("eu-03".parse().unwrap(), &[7; 32])
}

pub(crate) fn lead() -> Lead {
    Lead {
        name: Some("Ada Lovelace".to_owned().into()),
        email: Email::normalize("ada@example.com").map(Into::into),
        phone: Some(phone::normalize("+1 202-555-0123", None).into()),
        notes: Some(HOSTILE.to_owned().into()),
        ..Lead::default()
    }
}

pub(crate) fn line(reason: &str, said: Option<&Lead>) -> QuarantineLine {
    let lead = QuarantinedLead {
        lead_id: lead_id(),
        form: "demo".into(),
        kind: "real".into(),
        revision: 2,
        place: (NOW - 12_000, 1),
        owed: vec![QuarantinedOwed {
            obligation: serde_json::from_value(json!("crm:salesforce")).unwrap(),
            generation: 3,
            revision: 2,
            attempts: 4,
            since_ms: NOW - 5_000,
            reason: reason.into(),
            may_exist: true,
        }],
    };
    QuarantineLine::new("eu-03".parse().unwrap(), lead, said)
}

fn class(class: &str) -> ClassLine {
    let count = ClassCount { class: class.into(), leads: 17, oldest_accepted_at_ms: NOW - 60_000 };
    count_classes([count]).pop().unwrap()
}

pub(crate) fn list<'a>(classes: &'a [ClassLine], lines: &'a [QuarantineLine]) -> QuarantinePage<'a> {
    QuarantinePage {
        classes,
        class: None,
        cursor: None,
        lines,
        skipped: 0,
        next: None,
        unreachable: &[],
        forged: &[],
        dead_letters: &[],
        flash: None,
        may_change: true,
        now_ms: NOW,
        csrf: "csrf-1",
    }
}

pub(crate) fn one<'a>(line: &'a QuarantineLine, lead: Option<&'a Lead>) -> QuarantineLeadPage<'a> {
    QuarantineLeadPage {
        line,
        lead,
        timeline: &[],
        audit: &[],
        flash: None,
        draft: None,
        may_change: true,
        now_ms: NOW,
        csrf: "csrf-1",
    }
}

fn done() -> AuditLine {
    AuditLine {
        id: 7,
        at_ms: NOW - 9_000,
        who: "ops-token".into(),
        action: "replay".into(),
        lead_id: None,
        class: Some(CLASS.into()),
        why: HOSTILE.into(),
        wanted: 17,
        ended_at_ms: Some(NOW),
        result: Some("replayed".into()),
        done: Some(16),
    }
}

#[test]
fn the_list_says_what_happened_what_to_do_and_who_it_is_as_far_as_it_may() {
    let (classes, lines) = ([class(CLASS)], [line(MISSING, Some(&lead()))]);
    let html = page::quarantine(&list(&classes, &lines));
    assert_sound(&html);
    for said in ["wants a field that this lead does not have", "What the visitor wrote", ">17<", MISSING] {
        assert!(html.contains(said), "{said}");
    }
    assert!(html.contains("a…@e….com") && html.contains("12 s ago"));
    for private in ["ada@", "Ada", "Lovelace", "2025550123", "555"] {
        assert!(!html.contains(private), "{private}");
    }
    let links = attributes(&html, "href");
    assert!(links.contains(&"/ops/quarantine?class=crm%3Asalesforce%2Frefused%2FREQUIRED_FIELD_MISSING"));
}

#[test]
fn a_class_that_can_be_replayed_has_a_form_that_asks_why() {
    let (classes, lines) = ([class(CLASS)], [line(MISSING, None)]);
    let html = page::quarantine(&QuarantinePage { class: Some(CLASS), ..list(&classes, &lines) });
    assert_sound(&html);
    assert!(attributes(&html, "action").contains(&"/ops/quarantine/replay"));
    assert!(html.contains("name=\"why\"") && html.contains("value=\"csrf-1\""));
    let held = [line("held: honeypot_filled", None)];
    let html = page::quarantine(&QuarantinePage { class: Some("held"), ..list(&classes, &held) });
    assert!(!html.contains("/ops/quarantine/replay"), "held leads are looked at one by one");
}

#[test]
fn whoever_may_change_nothing_sees_no_form_for_it() {
    let (classes, lines) = ([class(CLASS)], [line(MISSING, Some(&lead()))]);
    let page = QuarantinePage { class: Some(CLASS), may_change: false, ..list(&classes, &lines) };
    assert!(!page::quarantine(&page).contains("/ops/quarantine/replay"));
    let html = page::quarantine_lead(&QuarantineLeadPage { may_change: false, ..one(&lines[0], None) });
    assert_sound(&html);
    assert_eq!(attributes(&html, "action"), ["/ops/logout"]);
    assert!(
        !html.contains("/ops/held") && !html.contains("/ops/drift"),
        "nor a way to where they may not go"
    );
    for private in ["ada@", "Ada", "Lovelace", "555"] {
        assert!(!html.contains(private), "{private}");
    }
    assert!(html.contains("A. L.") && html.contains("…23"));
}

#[test]
fn nothing_in_quarantine_is_said_in_plain_words() {
    let html = page::quarantine(&list(&[], &[]));
    assert_sound(&html);
    assert!(html.contains("Nothing is in quarantine") && !html.contains("<table"));
}

#[test]
fn what_is_missing_from_the_list_and_where_it_goes_on_is_said() {
    let (classes, lines) = ([class(CLASS)], [line(MISSING, None)]);
    let unreachable = ["eu-03-spill".parse().unwrap()];
    let page =
        QuarantinePage { unreachable: &unreachable, next: Some("1:eu-03:2"), ..list(&classes, &lines) };
    let html = page::quarantine(&page);
    assert!(html.contains("eu-03-spill did not answer"));
    assert!(attributes(&html, "href").contains(&"/ops/quarantine?cursor=1:eu-03:2"));
    let of_class = page::quarantine(&QuarantinePage { class: Some("held"), ..page });
    assert!(attributes(&of_class, "href").contains(&"/ops/quarantine?class=held&amp;cursor=1%3Aeu-03%3A2"));
}

#[test]
fn messages_that_were_dead_or_not_believed_are_listed_without_what_they_say() {
    let seen = (3, NOW - 60_000, NOW - 5_000);
    let forged = ForgedLine {
        digest: "d1".into(),
        queue: "crm-inbox".into(),
        reason: "bad signature".into(),
        seen: seen.0,
        first_seen_at_ms: seen.1,
        last_seen_at_ms: seen.2,
        bytes: 900,
    };
    let dead = DeadLetterLine {
        digest: "d2".into(),
        queue: "dead-letters".into(),
        lead_id: lead_id().to_string(),
        obligation: "card:slack".into(),
        seen: seen.0,
        first_seen_at_ms: seen.1,
        last_seen_at_ms: seen.2,
    };
    let html =
        page::quarantine(&QuarantinePage { forged: &[forged], dead_letters: &[dead], ..list(&[], &[]) });
    assert_sound(&html);
    assert!(html.contains("bad signature, 3 times, last 5 s ago"));
    assert!(html.contains("card:slack") && html.contains(&format!("/ops/leads/{}", lead_id())));
}

#[test]
fn a_leads_page_has_everything_and_a_form_for_each_action_that_fits() {
    let (line, lead) = (line(MISSING, Some(&lead())), lead());
    let timeline = [TimelineEntry { at_ms: NOW, event: "quarantined".into(), detail: MISSING.into() }];
    let page = QuarantineLeadPage { timeline: &timeline, audit: &[done()], ..one(&line, Some(&lead)) };
    let html = page::quarantine_lead(&page);
    assert_sound(&html);
    assert!(html.contains("ada@example.com") && html.contains("Timeline") && html.contains("16 of 17"));
    assert!(html.contains("tried 4 times") && html.contains("a replay looks there first"));
    let path = |act: Act| format!("/ops/quarantine/leads/{}/{}", lead_id(), act.word());
    let actions = attributes(&html, "action");
    let has = |act: Act| actions.contains(&path(act).as_str());
    assert!(has(Act::Replay) && has(Act::Amend) && has(Act::Dismiss) && !has(Act::Release));
    let dry_run = format!("/ops/quarantine/leads/{}/dry-run", lead_id());
    assert!(attributes(&html, "href").contains(&dry_run.as_str()));
    assert_eq!(attributes(&html, "formaction"), [dry_run.as_str()], "and of the edit before it is saved");
    assert!(html.contains("name=\"of_revision\" value=\"2\"") && html.contains("value=\"ada@example.com\""));
    assert!(!html.contains("<script>"));
}

#[test]
fn what_a_stand_in_could_not_hand_over_is_replayed_and_not_edited() {
    let lead = lead();
    let line = QuarantineLine { shard: "eu-03-spill".parse().unwrap(), ..line(MISSING, Some(&lead)) };
    let html = page::quarantine_lead(&one(&line, Some(&lead)));
    assert_sound(&html);
    assert!(html.contains("/replay\"") && !html.contains("/amend\""));
}

#[test]
fn a_held_lead_is_let_go_and_one_that_cannot_be_read_has_no_action() {
    let held = line("held: honeypot_filled", None);
    let html = page::quarantine_lead(&one(&held, None));
    assert!(html.contains("/release\"") && !html.contains("/replay\""));
    let unreadable = QuarantineLine { owed: vec![], ..held };
    let html = page::quarantine_lead(&one(&unreadable, None));
    assert_sound(&html);
    assert!(html.contains("cannot be read") && attributes(&html, "action") == ["/ops/logout"]);
}

#[test]
fn the_audit_tells_what_nobody_lived_to_end() {
    let under_way = AuditLine { ended_at_ms: None, result: None, done: None, ..done() };
    let lines = [done(), under_way];
    let html =
        page::audit(&AuditPage { lines: &lines, more: true, may_change: true, now_ms: NOW, csrf: "csrf-1" });
    assert_sound(&html);
    assert!(html.contains("replayed: 16 of 17") && html.contains("Not heard of since: 17"));
    assert!(attributes(&html, "href").contains(&"/ops/quarantine/audit?before=7"));
    let empty =
        page::audit(&AuditPage { lines: &[], more: false, may_change: true, now_ms: NOW, csrf: "csrf-1" });
    assert_sound(&empty);
    assert!(empty.contains("Nobody has done anything yet"));
}

#[test]
fn support_is_led_nowhere_that_it_may_not_go() {
    let lines = [AuditLine { lead_id: Some(lead_id().to_string()), class: None, ..done() }];
    let dead = DeadLetterLine {
        digest: "d2".into(),
        queue: "dead-letters".into(),
        lead_id: lead_id().to_string(),
        obligation: "card:slack".into(),
        seen: 1,
        first_seen_at_ms: NOW,
        last_seen_at_ms: NOW,
    };
    let pages = |may_change: bool| {
        let audit = AuditPage { lines: &lines, more: false, may_change, now_ms: NOW, csrf: "csrf-1" };
        let list = QuarantinePage { dead_letters: std::slice::from_ref(&dead), may_change, ..list(&[], &[]) };
        [page::audit(&audit), page::quarantine(&list)]
    };
    let own_page = format!("/ops/leads/{}", lead_id());
    for html in pages(true) {
        assert!(attributes(&html, "href").contains(&own_page.as_str()));
    }
    for html in pages(false) {
        assert_sound(&html);
        assert!(html.contains(&lead_id().to_string()));
        let leads_to = attributes(&html, "href").into_iter().filter(|link| link.starts_with("/ops"));
        assert!(
            leads_to.clone().count() > 1 && leads_to.clone().all(|link| link.starts_with("/ops/quarantine"))
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_class_or_reason_is_called_the_pages_are_sound(reason in any::<String>(), name in any::<String>()) {
        let (classes, lines) = ([class(&name)], [line(&reason, Some(&lead()))]);
        assert_sound(&page::quarantine(&QuarantinePage { class: Some(&name), ..list(&classes, &lines) }));
        assert_sound(&page::quarantine_lead(&one(&lines[0], Some(&lead()))));
    }
}
