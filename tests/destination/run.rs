//! A batch on its way: every lead ends once, whatever becomes of the calls.

use std::collections::BTreeSet;

use beeline::destination::hubspot::{HubSpot, Key, VERSION};
use beeline::destination::webhook::{Proof, Rules, Webhook};
use beeline::destination::{
    BaseUrl, Credential, Destination, Item, RecordKind, Reply, Run, Step, TransportFailure,
};
use beeline::ledger::Outcome;
use proptest::prelude::*;

use crate::common::lead::{again, item, items};
use crate::common::{NOW_MS, answer, mapping};

const FIELDS: [(&str, &str); 6] = [
    ("email", "email"),
    ("lead_id", "lead_id"),
    ("correlation_id", "correlation_id"),
    ("bundle", "bundle"),
    ("consent.privacy", "privacy"),
    ("utm.source", "utm_source"),
];

/// One call a lead; `is_safe` where the receiver keeps leads apart by their key.
fn webhook(is_safe: bool) -> Webhook {
    let (base, path) = BaseUrl::split("https://crm.example.com/hook").unwrap();
    Webhook {
        base,
        path,
        proof: Proof::Bearer(Credential::new("key")),
        key_field: "external_id".into(),
        mapping: mapping(&FIELDS),
        rules: Rules { repeat_is_safe: is_safe, ..Rules::default() },
        record: RecordKind::Lead,
    }
}

/// A hundred leads a call.
fn hubspot() -> HubSpot {
    HubSpot {
        base: BaseUrl::parse("https://api.hubapi.com").unwrap(),
        token: Credential::new("pat"),
        version: VERSION.into(),
        key: Key::Property("lead_key".into()),
        mapping: mapping(&FIELDS),
        looks_first: false,
        minutes_ahead_of_utc: 0,
    }
}

fn words(ends: &[Outcome]) -> Vec<&'static str> {
    let word = |end: &Outcome| match end {
        Outcome::Delivered { .. } => "delivered",
        Outcome::Deferred { may_exist: true, .. } => "in doubt",
        Outcome::Deferred { .. } => "deferred",
        Outcome::Postponed { .. } => "postponed",
        Outcome::Quarantined { .. } => "quarantined",
        Outcome::Begun { .. } | Outcome::GivenBack { .. } | Outcome::Shown { .. } | Outcome::Found { .. } => {
            "not an end"
        }
    };
    ends.iter().map(word).collect()
}

#[test]
fn who_was_not_come_to_is_postponed_with_the_reason() {
    let (webhook, items) = (webhook(true), items(3));
    let mut run = Run::open(&webhook, &items, NOW_MS);
    let step = run.take_next().unwrap();
    run.read(&step, &answer(201, "{}"), NOW_MS);
    let ends = run.end(700, "circuit_open");
    assert_eq!(words(&ends), ["delivered", "postponed", "postponed"]);
    assert_eq!(ends[2], Outcome::postponed(700, "webhook: circuit_open"));
}

#[test]
fn a_write_that_is_never_read_leaves_its_leads_in_doubt() {
    let (webhook, items) = (webhook(false), items(2));
    let mut run = Run::open(&webhook, &items, NOW_MS);
    run.take_next().unwrap();
    assert_eq!(words(&run.end(0, "busy")), ["in doubt", "postponed"]);
}

#[test]
fn a_lead_whose_call_was_halved_has_been_tried_though_its_half_never_went_out() {
    let (hubspot, items) = (hubspot(), items(150));
    let mut run = Run::open(&hubspot, &items, NOW_MS);
    let step = run.take_next().unwrap();
    run.read(&step, &answer(400, r#"{"category":"VALIDATION_ERROR"}"#), NOW_MS);
    assert_eq!(run.calls(), 3);
    let ends = run.end(500, "the batch took too long");
    let half = Outcome::Deferred {
        after_ms: 500,
        reason: "hubspot: the batch took too long".into(),
        may_exist: true,
    };
    assert!(ends[..100].iter().all(|end| *end == half), "an attempt that counts");
    assert!(words(&ends[100..]).iter().all(|word| *word == "postponed"));
}

#[test]
fn who_was_only_looked_for_has_been_tried_and_is_not_in_doubt() {
    let (hubspot, items) = (HubSpot { looks_first: true, key: Key::Email, ..hubspot() }, items(1));
    let mut run = Run::open(&hubspot, &items, NOW_MS);
    let look = run.take_next().unwrap();
    run.read(&look, &answer(200, r#"{"results":[]}"#), NOW_MS);
    assert_eq!(words(&run.end(0, "busy")), ["deferred"]);
}

#[test]
fn what_was_refused_is_quarantined_and_what_may_pass_deferred() {
    let ends = |is_safe, reply: Reply| {
        let (webhook, items) = (webhook(is_safe), items(1));
        let mut run = Run::open(&webhook, &items, NOW_MS);
        let step = run.take_next().unwrap();
        run.read(&step, &reply, NOW_MS);
        words(&run.end(0, "over"))[0]
    };
    assert_eq!(ends(true, answer(400, "{}")), "quarantined");
    assert_eq!(ends(false, answer(429, "{}")), "deferred");
    assert_eq!(ends(false, Err(TransportFailure::Timeout)), "in doubt");
    assert_eq!(ends(false, Err(TransportFailure::Refused)), "deferred");
    assert_eq!(ends(true, answer(429, "{}")), "in doubt", "where a look costs little it is taken");
}

#[test]
fn a_destination_that_was_down_is_asked_with_a_call_that_may_be_made_twice() {
    let items = [again(&item(0)), item(1)];
    let hubspot = hubspot();
    let mut run = Run::open(&hubspot, &items, NOW_MS);
    assert!(run.take_repeatable().is_some(), "an upsert is one");
    let webhook = webhook(false);
    let mut run = Run::open(&webhook, &items[1..], NOW_MS);
    assert!(run.take_repeatable().is_none(), "a post to whoever keeps no keys is none");
}

/// What becomes of a call.
#[derive(Clone, Debug)]
enum End {
    Reads(u16, &'static str),
    Fails(TransportFailure),
    NeverRead,
}

fn ends() -> impl Strategy<Value = Vec<End>> {
    let statuses = prop::sample::select(vec![200, 201, 207, 400, 401, 409, 429, 500, 503]);
    let bodies = prop::sample::select(vec!["", "{}", "<html>", r#"{"results":[],"errors":[]}"#]);
    let failures = prop::sample::select(vec![
        TransportFailure::Timeout,
        TransportFailure::Refused,
        TransportFailure::Broken,
    ]);
    let end = prop_oneof![
        4 => (statuses, bodies).prop_map(|(status, body)| End::Reads(status, body)),
        2 => failures.prop_map(End::Fails),
        1 => Just(End::NeverRead),
    ];
    prop::collection::vec(end, 0..40)
}

fn carry_out(run: &mut Run<'_>, step: &Step, end: End) {
    match end {
        End::Reads(status, body) => run.read(step, &answer(status, body), NOW_MS),
        End::Fails(failure) => run.read(step, &Err(failure), NOW_MS),
        End::NeverRead => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_lead_ends_exactly_once_and_never_in_the_middle(count in 1..30_usize, ends in ends(), safe: bool) {
        let items: Vec<Item> = items(count);
        let destinations: [&dyn Destination; 2] = [&hubspot(), &webhook(safe)];
        for destination in destinations {
            let mut run = Run::open(destination, &items, NOW_MS);
            for end in ends.clone() {
                let Some(step) = run.take_next() else { break };
                carry_out(&mut run, &step, end);
            }
            let ended = run.end(1, "over");
            prop_assert_eq!(ended.len(), items.len());
            prop_assert!(!words(&ended).contains(&"not an end"));
        }
    }

    #[test]
    fn a_lead_is_in_one_call_at_a_time(count in 1..30_usize, taken in 1..40_usize) {
        let items: Vec<Item> = items(count);
        let webhook = webhook(true);
        let mut run = Run::open(&webhook, &items, NOW_MS);
        let steps: Vec<Step> = (0..taken).map_while(|_| run.take_next()).collect();
        let leads: Vec<usize> = steps.iter().flat_map(|step| &step.turns).map(|turn| turn.item).collect();
        let distinct: BTreeSet<usize> = leads.iter().copied().collect();
        prop_assert_eq!(distinct.len(), leads.len());
    }
}
