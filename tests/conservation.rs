//! Accepted = delivered + quarantined + in flight, and what a report says when it is not so.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test that cannot go on has failed

use beeline::conservation::report;
use beeline::identity::Shard;
use beeline::inbox::InboxTally;
use beeline::ledger::{Counter, OldestOwed, RowCount, Tally};
use beeline::reconcile::{Outlook, Reconciliation};

const NOW_MS: i64 = 1_700_000_000_000;

fn shard(name: &str) -> Shard {
    name.parse().unwrap()
}

fn tally(counters: &[(&str, i64)], rows: &[(&str, i64)]) -> Tally {
    let counter = |(name, value): &(&str, i64)| {
        let (destination, name) = name.split_once('/').unwrap_or(("", name));
        let (form, kind) = ("demo".to_owned(), "real".to_owned());
        Counter { form, kind, destination: destination.into(), name: name.into(), value: *value }
    };
    let row = |(state, rows): &(&str, i64)| RowCount {
        form: "demo".into(),
        kind: "real".into(),
        state: (*state).into(),
        rows: *rows,
        oldest_accepted_at_ms: NOW_MS - 7_000,
    };
    Tally {
        now_ms: NOW_MS,
        counters: counters.iter().map(counter).collect(),
        rows: rows.iter().map(row).collect(),
        oldest: vec![],
    }
}

fn inbox(records: i64) -> Vec<InboxTally> {
    vec![InboxTally { form: "demo".into(), kind: "real".into(), records }]
}

#[test]
fn an_empty_system_balances() {
    let law = report(&[(shard("eu-00"), Some(tally(&[], &[])))], &[], &[]);
    assert!(law.total.balanced);
    assert_eq!(law.total.accepted, 0);
}

#[test]
fn leads_in_every_state_are_counted_once() {
    let counters = [
        ("accepted", 6),
        ("delivered", 4),
        ("delivered_left", 1),
        ("quarantined", 1),
        ("crm:inbox/records", 4),
    ];
    let rows = [("accepted", 2), ("delivered", 3), ("quarantined", 1)];
    let law = report(&[(shard("eu-00"), Some(tally(&counters, &rows)))], &inbox(4), &inbox(4));
    assert!(law.total.balanced, "{law:?}");
    assert_eq!((law.total.delivered, law.total.quarantined, law.total.in_flight), (3, 1, 2));
    assert_eq!(law.total.oldest_in_flight_seconds, 7);
}

#[test]
fn a_lead_handed_over_counts_at_its_home_only() {
    let home = tally(&[("accepted", 1), ("delivered", 1), ("crm:inbox/records", 1)], &[("delivered", 1)]);
    let spill = tally(&[("accepted", 2), ("handed_over", 1)], &[("handed_over", 1), ("accepted", 1)]);
    let tallies = [(shard("eu-00"), Some(home)), (shard("eu-00-spill"), Some(spill))];
    let law = report(&tallies, &inbox(1), &inbox(1));
    assert!(law.total.balanced, "{law:?}");
    assert_eq!((law.total.accepted, law.total.delivered, law.total.in_flight), (2, 1, 1));
}

#[test]
fn a_lead_that_was_swept_still_counts() {
    let counters = [("accepted", 2), ("delivered", 2), ("swept", 1), ("crm:inbox/records", 2)];
    let law = report(&[(shard("eu-00"), Some(tally(&counters, &[("delivered", 1)])))], &inbox(2), &inbox(2));
    assert!(law.total.balanced, "{law:?}");
}

#[test]
fn a_row_deleted_without_a_settle_is_noticed_and_placed() {
    let lost = tally(&[("accepted", 2), ("delivered", 1), ("crm:inbox/records", 1)], &[("delivered", 1)]);
    let sound = tally(&[("accepted", 1)], &[("accepted", 1)]);
    let tallies = [(shard("eu-00"), Some(sound)), (shard("eu-01"), Some(lost))];
    let law = report(&tallies, &inbox(1), &inbox(1));
    assert!(!law.total.balanced);
    assert!(law.shards["eu-00"].balanced && !law.shards["eu-01"].balanced);
}

#[test]
fn a_settle_without_a_write_is_noticed_at_the_destination() {
    let counters = [("accepted", 2), ("delivered", 2), ("crm:inbox/records", 2)];
    let law = report(&[(shard("eu-00"), Some(tally(&counters, &[("delivered", 2)])))], &inbox(1), &inbox(1));
    assert!(!law.total.balanced && !law.destinations["crm:inbox"].balanced);
    assert!(law.kinds["real"].balanced, "the ledgers agree with themselves");
}

#[test]
fn records_nobody_accepted_are_noticed() {
    let law = report(&[(shard("eu-00"), Some(tally(&[], &[])))], &inbox(3), &inbox(3));
    assert!(!law.total.balanced);
}

#[test]
fn leads_that_move_while_we_count_are_no_imbalance() {
    let counters = [("accepted", 5), ("delivered", 2), ("crm:inbox/records", 2)];
    let rows = [("accepted", 3), ("delivered", 2)];
    let law = report(&[(shard("eu-00"), Some(tally(&counters, &rows)))], &inbox(1), &inbox(9));
    assert!(law.total.balanced, "{law:?}");
}

#[test]
fn an_object_that_does_not_answer_is_named() {
    let law = report(&[(shard("eu-00"), None), (shard("eu-01"), Some(tally(&[], &[])))], &[], &[]);
    assert_eq!(law.unreachable, [shard("eu-00")]);
    assert!(!law.total.balanced, "what cannot be counted is not balanced");
}

fn compared(missing: u64, surplus: u64) -> Outlook {
    let mut report = Reconciliation::begin("hubspot", 0, NOW_MS).report(NOW_MS);
    (report.missing, report.surplus, report.ended_at_ms) = (missing, surplus, Some(NOW_MS));
    Outlook { last: Some(report), ..Outlook::default() }
}

#[test]
fn what_a_comparison_found_stands_beside_the_balance_and_does_not_weigh_on_it() {
    let mut law = report(&[(shard("eu-00"), Some(tally(&[("crm:hubspot/records", 2)], &[])))], &[], &[]);
    assert_eq!(law.destinations["crm:hubspot"].reconciled_at_ms, None);
    law.compared("hubspot", Some(&compared(2, 1)));
    let shown = &law.destinations["crm:hubspot"];
    assert_eq!((shown.missing, shown.surplus, shown.records), (Some(2), Some(1), None));
    assert_eq!(shown.reconciled_at_ms, Some(NOW_MS));
    assert!(shown.balanced && law.total.balanced, "somebody may delete a record");
}

#[test]
fn what_a_destination_cannot_show_is_not_pretended() {
    let mut law = report(&[], &[], &[]);
    law.compared("pipedrive", Some(&compared(2, 0)));
    law.compared("webhook", Some(&compared(0, 0)));
    let shown = |name: &str| (law.destinations[name].missing, law.destinations[name].surplus);
    assert_eq!(shown("crm:pipedrive"), (Some(2), None));
    assert_eq!(shown("crm:webhook"), (None, None));
}

#[test]
fn a_clock_that_does_not_answer_is_told_from_one_that_has_nothing_to_tell() {
    let mut law = report(&[(shard("eu-00"), Some(tally(&[("crm:hubspot/records", 2)], &[])))], &[], &[]);
    law.compared("hubspot", Some(&Outlook::default()));
    assert!(!law.destinations["crm:hubspot"].clock_silent);
    law.compared("pipedrive", Some(&Outlook::default()));
    law.compared("salesforce", None);
    for unused in ["crm:pipedrive", "crm:salesforce"] {
        assert!(!law.destinations.contains_key(unused), "nobody uses {unused}");
    }
    law.compared("hubspot", None);
    assert!(law.destinations["crm:hubspot"].clock_silent);
    assert!(law.total.balanced, "the counts are as they were");
}

#[test]
fn each_destination_has_the_age_of_its_oldest_lead_in_flight() {
    let owed = |destination: &str, age_ms: i64| OldestOwed {
        destination: destination.into(),
        accepted_at_ms: NOW_MS - age_ms,
    };
    let with = |oldest: Vec<OldestOwed>| Some(Tally { oldest, ..tally(&[], &[]) });
    let tallies = [
        (shard("eu-00"), with(vec![owed("crm:inbox", 1_000), owed("crm:hubspot", 9_000)])),
        (shard("eu-01"), with(vec![owed("crm:hubspot", 5_000)])),
    ];
    let law = report(&tallies, &[], &[]);
    let age = |name: &str| law.destinations[name].oldest_in_flight_seconds;
    assert_eq!((age("crm:inbox"), age("crm:hubspot")), (Some(1), Some(9)));
}
