//! Decisions are told page by page, by the time at which their leads were accepted, and nothing
//! that anybody said is told with them.

use crate::support::claims::{ClaimBuilder, NOON_MS, claim};
use crate::support::ledger::{Ledger, homeward};
use beeline::identity::LeadId;
use beeline::ledger::{Command, DecisionPage, DecisionPlace, MAX_AGE_MS, MOST_DECISIONS, Reply};
use beeline::routing::{Origin, Recorded};
use serde_json::json;
use serde_json::value::RawValue;

const EVER: (i64, i64) = (0, i64::MAX >> 11);

/// A claim with the facts that it was decided on.
fn decided(ledger: &Ledger, builder: &ClaimBuilder) -> LeadId {
    let mut claim = builder.build(ledger.now_ms());
    let facts = json!({ "form": claim.form, "lane": "hot", "at_ms": claim.received_at_ms, "minute": 0 });
    claim.facts = Some(RawValue::from_string(facts.to_string()).unwrap());
    ledger.try_claim(claim).unwrap().lead_id
}

fn person(number: usize) -> ClaimBuilder {
    claim().person(&format!("person-{number}"))
}

fn page(ledger: &Ledger, after: Option<DecisionPlace>, period: (i64, i64), limit: u32) -> DecisionPage {
    let (since_ms, until_ms) = period;
    match ledger.ask(&Command::Decisions { after, since_ms, until_ms, limit }) {
        Reply::Decisions(page) => page,
        other => panic!("no page of decisions: {other:?}"),
    }
}

/// The decisions of a page.
fn read(page: &DecisionPage) -> Vec<Recorded> {
    let read: Vec<_> = page.lines.lines().map(|line| Recorded::read(line.as_bytes()).unwrap()).collect();
    assert_eq!(page.decisions as usize, read.len());
    read
}

/// Every page to the last: the leads with their revisions, rows skipped, and pages.
fn told(ledger: &Ledger, period: (i64, i64), limit: u32) -> (Vec<(LeadId, u32)>, u32, usize) {
    let (mut told, mut skipped, mut pages, mut after) = (Vec::new(), 0, 0, None);
    loop {
        let page = page(ledger, after, period, limit);
        told.extend(read(&page).iter().map(|one| (one.lead_id, one.revision)));
        skipped += page.skipped;
        pages += 1;
        after = page.next;
        if after.is_none() {
            return (told, skipped, pages);
        }
        assert!(pages < 1_000, "the pages never end");
    }
}

#[test]
fn every_decision_is_told_once_the_newest_lead_first_whatever_the_size_of_a_page() {
    let ledger = Ledger::home();
    let first = decided(&ledger, &person(1));
    let second = decided(&ledger, &person(2));
    decided(&ledger, &person(1).said("more"));
    let all = vec![(second, 1), (first, 2), (first, 1)];
    for limit in 1..5 {
        assert_eq!(told(&ledger, EVER, limit).0, all, "{limit} a page");
    }
    assert_eq!(told(&Ledger::home(), EVER, 10), (vec![], 0, 1));
}

#[test]
fn a_page_is_bounded_whatever_is_asked_for() {
    let ledger = Ledger::home();
    for number in 0..MOST_DECISIONS as usize + 1 {
        decided(&ledger, &person(number));
    }
    for (asked, got) in [(u32::MAX, MOST_DECISIONS), (0, 1)] {
        assert_eq!(page(&ledger, None, EVER, asked).decisions, got);
    }
    assert_eq!(told(&ledger, EVER, u32::MAX).0.len(), MOST_DECISIONS as usize + 1);
}

#[test]
fn what_is_told_is_a_recorded_decision_and_nothing_of_what_was_said() {
    let ledger = Ledger::home();
    decided(&ledger, &person(1).named("Zora Quist").said("call me").synthetic("run-1").team("emea"));
    let page = page(&ledger, None, EVER, 10);
    let recorded = read(&page).remove(0);
    assert_eq!(
        (recorded.kind, recorded.team.as_str(), recorded.rule.as_str()),
        (Origin::Synthetic, "emea", "fallback")
    );
    assert_eq!((recorded.at_ms, recorded.bundle.as_str()), (NOON_MS, "bundle-1"));
    let reply = serde_json::to_string(&Reply::Decisions(page)).unwrap();
    for said in ["Zora", "Quist", "call me", "person-1", "example.com", "run-1", "correlation"] {
        assert!(!reply.contains(said), "{said} in {reply}");
    }
}

#[test]
fn rows_without_facts_and_damaged_ones_are_skipped_and_counted() {
    let ledger = Ledger::home();
    ledger.claim(&person(1));
    let right = decided(&ledger, &person(2));
    for (number, damage) in (3..).zip(["facts = '{'", "facts = '{\"a\":\n1}'", "route = '{}'"]) {
        let lead_id = decided(&ledger, &person(number));
        let sql = format!(
            "UPDATE submission SET {damage} WHERE lead = (SELECT position FROM lead WHERE lead_id = '{lead_id}')"
        );
        ledger.sqlite.look(&sql, vec![]);
    }
    assert_eq!(told(&ledger, EVER, 2), (vec![(right, 1)], 4, 3));
}

#[test]
fn a_time_is_about_when_the_lead_was_first_accepted_its_end_excluded() {
    let ledger = Ledger::home();
    let leads: Vec<LeadId> = (0..4)
        .map(|number| {
            let lead_id = decided(&ledger, &person(number));
            ledger.pass(60_000);
            lead_id
        })
        .collect();
    decided(&ledger, &person(1).said("more"));
    let minute = |number: i64| NOON_MS + number * 60_000;
    let told = |since: i64, until: i64| told(&ledger, (minute(since), minute(until)), 10).0;
    assert_eq!(told(1, 3), [(leads[2], 1), (leads[1], 2), (leads[1], 1)]);
    assert_eq!(told(4, 9), []);
}

#[test]
fn leads_of_long_ago_are_not_looked_at_for_a_time_since_then() {
    let ledger = Ledger::home();
    (0..50).for_each(|number| {
        decided(&ledger, &person(number));
    });
    ledger.pass(2 * MAX_AGE_MS);
    let since = ledger.now_ms();
    let new = decided(&ledger, &person(99));
    let (told_since, _, pages) = told(&ledger, (since, EVER.1), 5);
    assert_eq!((told_since, pages), (vec![(new, 1)], 2), "the page that has nothing new is the last");
    assert_eq!(told(&ledger, EVER, 5).0.len(), 51);
}

#[test]
fn what_a_stand_in_hands_over_late_is_found_behind_newer_leads() {
    let (ledger, stand_in) = (Ledger::home(), Ledger::stand_in());
    let late: Vec<LeadId> = (0..3).map(|number| decided(&stand_in, &person(number))).collect();
    let since = NOON_MS + MAX_AGE_MS - 1;
    ledger.set_clock(since);
    let newer = decided(&ledger, &person(8));
    stand_in.dispatch().iter().for_each(|row| {
        ledger.try_claim(homeward(row)).unwrap();
    });
    assert_eq!(told(&ledger, (since, EVER.1), 1).0, [(newer, 1)]);
    let all: Vec<LeadId> = told(&ledger, EVER, 2).0.into_iter().map(|(lead_id, _)| lead_id).collect();
    assert!(late.iter().all(|lead_id| all.contains(lead_id)), "with the facts that they were decided on");
}

#[test]
fn one_lead_s_decisions_are_told_by_its_id_or_the_one_that_a_stand_in_gave() {
    let (ledger, stand_in) = (Ledger::home(), Ledger::stand_in());
    let lead_id = decided(&ledger, &person(1));
    decided(&ledger, &person(2));
    stand_in.pass(60_000);
    let at_stand_in = person(1).said("more").edge_clock(NOON_MS + 3_600_000);
    let alias = decided(&stand_in, &at_stand_in);
    assert_ne!(alias, lead_id);
    ledger.pass(120_000);
    stand_in.dispatch().iter().for_each(|row| {
        ledger.try_claim(homeward(row)).unwrap();
    });
    for id in [lead_id, alias] {
        let Reply::Decisions(page) = ledger.ask(&Command::DecisionsOf { lead_id: id }) else {
            panic!("{id}")
        };
        let told: Vec<_> = read(&page).iter().map(|one| (one.lead_id, one.revision)).collect();
        assert_eq!((told, page.skipped, page.next), (vec![(lead_id, 2), (lead_id, 1)], 0, None));
    }
}

#[test]
fn a_page_reads_neighbouring_rows_and_sorts_nothing() {
    let ledger = Ledger::home();
    page(&ledger, Some((5, 1)), EVER, 10);
    ledger.ask(&Command::DecisionsOf { lead_id: claim().build(NOON_MS).lead_id });
    let statements = ledger.sqlite.take_statements();
    let all: Vec<_> = statements.iter().filter(|sql| sql.contains("submission AS s CROSS JOIN")).collect();
    assert_eq!(all.len(), 2);
    for plan in all.into_iter().map(|sql| ledger.sqlite.plan(sql)) {
        assert!(plan.iter().any(|line| line.starts_with("SEARCH s USING PRIMARY KEY")), "{plan:?}");
        assert!(plan.iter().any(|line| line.starts_with("SEARCH l USING INTEGER PRIMARY KEY")), "{plan:?}");
        assert!(
            !plan.iter().any(|line| line.contains("TEMP B-TREE") || line.starts_with("SCAN")),
            "{plan:?}"
        );
    }
}
