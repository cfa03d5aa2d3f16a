//! What the ledger and a destination each say, compared page by page.

use beeline::reconcile::{
    Answer, Drift, DriftKind, Found, MAX_CURSOR, MAX_NAMED, Next, Owed, Page, Reconciliation, Standing,
    ViewError,
};

const NOW_MS: i64 = 1_000_000;
const GRACE_MS: i64 = 10_000;

fn owed(external_id: &str, standing: Standing, age_ms: i64) -> Owed {
    Owed { external_id: external_id.to_owned(), standing, since_ms: NOW_MS - age_ms }
}

fn found(external_id: &str, record: &str, age_ms: i64) -> Found {
    let created_at_ms = Some(NOW_MS - age_ms);
    Found { external_id: external_id.to_owned(), record: record.to_owned(), created_at_ms }
}

fn page<T>(rows: Vec<T>, next: Option<&str>) -> Page<T> {
    Page { rows, next: next.map(str::to_owned), read_at_ms: NOW_MS }
}

fn answer<T>(rows: Vec<T>) -> Answer<T> {
    Answer { rows, asked_at_ms: NOW_MS }
}

fn begin() -> Reconciliation {
    Reconciliation::begin("hubspot", GRACE_MS, NOW_MS)
}

/// A comparison whose leads are all compared.
fn begin_records() -> Reconciliation {
    let mut under_way = begin();
    under_way.compare_leads(&page(vec![], None), &answer(vec![])).unwrap();
    under_way
}

#[test]
fn a_record_the_ledger_holds_a_reference_to_and_the_destination_has_not_is_missing() {
    let mut under_way = begin();
    let leads = vec![owed("there", Standing::Recorded, 50_000), owed("gone", Standing::Recorded, 60_000)];
    under_way.compare_leads(&page(leads, None), &answer(vec![found("there", "r1", 50_000)])).unwrap();
    let report = under_way.report(NOW_MS);
    assert_eq!((report.leads, report.missing, report.surplus), (2, 1, 0));
    assert_eq!(report.oldest_missing_ms, Some(60_000));
    let gone = Drift {
        since_ms: Some(NOW_MS - 60_000),
        external_id: "gone".into(),
        kind: DriftKind::Missing,
        record: None,
    };
    assert_eq!(report.named, [gone]);
}

#[test]
fn what_is_on_its_way_merged_or_given_up_is_not_missing() {
    for standing in [Standing::Open, Standing::Merged, Standing::GivenUp] {
        let mut under_way = begin();
        let leads = vec![owed("lead", standing, 60_000)];
        under_way.compare_leads(&page(leads, None), &answer(vec![])).unwrap();
        assert_eq!(under_way.report(NOW_MS).missing, 0, "{standing:?}");
    }
}

#[test]
fn the_oldest_lead_on_its_way_is_told() {
    let mut under_way = begin();
    let leads = vec![owed("a", Standing::Open, 3_000), owed("b", Standing::Open, 9_000)];
    under_way.compare_leads(&page(leads, None), &answer(vec![])).unwrap();
    let report = under_way.report(NOW_MS + 1_000);
    assert_eq!((report.open, report.oldest_open_ms), (2, Some(10_000)));
}

#[test]
fn a_record_too_young_for_the_destinations_index_is_not_missed() {
    for (age_ms, missing, young) in [(GRACE_MS - 1, 0, 1), (GRACE_MS, 1, 0)] {
        let mut under_way = begin();
        let leads = vec![owed("lead", Standing::Recorded, age_ms)];
        under_way.compare_leads(&page(leads, None), &answer(vec![])).unwrap();
        let report = under_way.report(NOW_MS);
        assert_eq!((report.missing, report.young), (missing, young), "{age_ms}");
    }
}

#[test]
fn a_second_record_of_a_lead_is_surplus_and_the_first_is_not() {
    let mut under_way = begin();
    let leads = vec![owed("lead", Standing::Recorded, 60_000)];
    let records = vec![
        found("lead", "second", 1_000),
        found("lead", "first", 50_000),
        found("lead", "first", 50_000),
        found("other", "third", 1_000),
    ];
    under_way.compare_leads(&page(leads, None), &answer(records)).unwrap();
    let report = under_way.report(NOW_MS);
    assert_eq!((report.missing, report.surplus, report.oldest_surplus_ms), (0, 1, Some(1_000)));
    let named: Vec<_> = report.named.iter().map(|drift| (drift.kind, drift.record.as_deref())).collect();
    assert_eq!(named, [(DriftKind::Twice, Some("second"))]);
}

#[test]
fn a_record_of_a_lead_the_ledger_does_not_know_or_gave_up_is_surplus() {
    let mut under_way = begin_records();
    let records = vec![
        found("known", "r1", 1_000),
        found("on-its-way", "r2", 2_000),
        found("merged", "r3", 3_000),
        found("given-up", "r4", 4_000),
        found("deleted", "r5", 5_000),
    ];
    let leads = vec![
        owed("known", Standing::Recorded, 1_000),
        owed("on-its-way", Standing::Open, 2_000),
        owed("merged", Standing::Merged, 3_000),
        owed("given-up", Standing::GivenUp, 4_000),
    ];
    under_way.compare_records(&page(records, None), &answer(leads)).unwrap();
    let report = under_way.report(NOW_MS);
    assert_eq!((report.records, report.surplus, report.oldest_surplus_ms), (5, 2, Some(5_000)));
    let named: Vec<_> = report.named.iter().map(|drift| (drift.external_id.as_str(), drift.kind)).collect();
    assert_eq!(named, [("deleted", DriftKind::Unknown), ("given-up", DriftKind::GivenUp)]);
}

#[test]
fn a_record_without_a_date_is_surplus_without_an_age() {
    let mut under_way = begin_records();
    let records = vec![Found { created_at_ms: None, ..found("a", "r1", 0) }];
    under_way.compare_records(&page(records, None), &answer(vec![])).unwrap();
    let report = under_way.report(NOW_MS);
    assert_eq!((report.surplus, report.oldest_surplus_ms), (1, None));
}

#[test]
fn it_says_what_to_read_next_until_nothing_is_left() {
    let mut under_way = begin();
    assert_eq!(under_way.next(), Next::Leads { after: None });
    under_way.compare_leads(&page(vec![], Some("l1")), &answer(vec![])).unwrap();
    assert_eq!(under_way.next(), Next::Leads { after: Some("l1") });
    under_way.compare_leads(&page(vec![], None), &answer(vec![])).unwrap();
    assert_eq!(under_way.next(), Next::Records { after: None });
    under_way.compare_records(&page(vec![], Some("r1")), &answer(vec![])).unwrap();
    assert_eq!(under_way.next(), Next::Records { after: Some("r1") });
    assert_eq!(under_way.report(NOW_MS).ended_at_ms, None);
    under_way.compare_records(&page(vec![], None), &answer(vec![])).unwrap();
    assert_eq!(under_way.next(), Next::Nothing);
    assert_eq!(under_way.report(NOW_MS).ended_at_ms, Some(NOW_MS));
}

#[test]
fn views_that_would_accuse_wrongly_or_never_end_are_refused_and_change_nothing() {
    let lead = || vec![owed("gone", Standing::Recorded, 60_000)];
    let mut under_way = begin();
    under_way.compare_leads(&page(vec![], Some("l1")), &answer(vec![])).unwrap();
    let before = under_way.clone();
    let early = Answer { rows: vec![], asked_at_ms: NOW_MS - 1 };
    let long = "x".repeat(MAX_CURSOR + 1);
    for (refused, error) in [
        (under_way.compare_leads(&page(lead(), None), &early), ViewError::AskedTooEarly),
        (under_way.compare_leads(&page(lead(), Some("l1")), &answer(vec![])), ViewError::CursorStuck),
        (under_way.compare_leads(&page(lead(), Some(&long)), &answer(vec![])), ViewError::CursorTooLong),
        (under_way.compare_records(&page(vec![], None), &answer(lead())), ViewError::NotAskedFor),
    ] {
        assert_eq!(refused, Err(error));
    }
    assert_eq!(under_way, before);
    let mut records = begin_records();
    assert_eq!(records.compare_leads(&page(lead(), None), &answer(vec![])), Err(ViewError::NotAskedFor));
}

#[test]
fn everything_is_counted_and_the_oldest_are_named() {
    let mut under_way = begin();
    for index in 0..3 * MAX_NAMED {
        let age_ms = GRACE_MS + i64::try_from(index * 7 % (3 * MAX_NAMED)).unwrap();
        let leads = vec![owed(&format!("lead-{index}"), Standing::Recorded, age_ms)];
        under_way.compare_leads(&page(leads, Some(&index.to_string())), &answer(vec![])).unwrap();
    }
    let report = under_way.report(NOW_MS);
    assert_eq!((report.missing, report.named.len()), (300, MAX_NAMED));
    let ages: Vec<i64> = report.named.iter().map(|drift| NOW_MS - drift.since_ms.unwrap()).collect();
    let expected: Vec<i64> = (200..300).rev().map(|age_ms| GRACE_MS + age_ms).collect();
    assert_eq!(ages, expected);
    assert_eq!(report.oldest_missing_ms, Some(GRACE_MS + 299));
}

#[test]
fn an_id_of_any_length_is_named_in_bounds() {
    let mut under_way = begin_records();
    let records = vec![found(&"\u{e9}".repeat(10_000), "r", 1)];
    under_way.compare_records(&page(records, None), &answer(vec![])).unwrap();
    assert_eq!(under_way.report(NOW_MS).named[0].external_id.chars().count(), 128);
}

#[test]
fn a_stored_comparison_unchanged() {
    let mut under_way = begin();
    under_way
        .compare_leads(
            &page(
                vec![owed("gone", Standing::Recorded, 60_000), owed("open", Standing::Open, 5_000)],
                Some("l1"),
            ),
            &answer(vec![]),
        )
        .unwrap();
    let json = r#"{"destination":"hubspot","began_at_ms":1000000,"grace_ms":10000,"position":{"pass":"leads","after":"l1"},"leads":2,"records":0,"young":0,"open":1,"oldest_open_ms":995000,"missing":{"count":1,"oldest_ms":940000,"named":[{"since_ms":940000,"external_id":"gone","kind":"missing","record":null}]},"surplus":{"count":0,"oldest_ms":null,"named":[]}}"#;
    assert_eq!(serde_json::to_string(&under_way).unwrap(), json);
    assert_eq!(serde_json::from_str::<Reconciliation>(json).unwrap(), under_way);
}

#[test]
fn the_word_of_an_error_is_its_json() {
    for error in
        [ViewError::NotAskedFor, ViewError::AskedTooEarly, ViewError::CursorStuck, ViewError::CursorTooLong]
    {
        assert_eq!(serde_json::to_string(&error).unwrap(), format!("\"{}\"", error.word()));
    }
}
