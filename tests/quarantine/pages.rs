//! One list out of the lists of all objects.

use std::collections::BTreeMap;

use beeline::identity::{LeadId, Shard};
use beeline::ledger::{QuarantinePage, QuarantinedLead, QuarantinedOwed};
use beeline::quarantine::{Cursor, join, span_ms, spread};
use proptest::prelude::*;
use serde_json::json;

/// What each object has: when its leads were accepted, in the order of their places.
type Objects = BTreeMap<Shard, Vec<i64>>;

fn lead(shard: Shard, at_ms: i64, position: i64) -> QuarantinedLead {
    let mut digest = [7; 32];
    digest.iter_mut().zip(position.to_be_bytes()).for_each(|(byte, own)| *byte = own);
    QuarantinedLead {
        lead_id: LeadId::new(shard, &digest),
        form: "demo".into(),
        kind: "real".into(),
        revision: 1,
        place: (at_ms, position),
        owed: vec![QuarantinedOwed {
            obligation: serde_json::from_value(json!("crm:inbox")).unwrap(),
            generation: 1,
            revision: 1,
            attempts: 1,
            since_ms: at_ms,
            reason: "refused".into(),
            may_exist: false,
        }],
    }
}

/// A page of one object, as its ledger would tell it.
fn page(shard: Shard, accepted: &[i64], after: Option<(i64, i64)>, limit: usize) -> QuarantinePage {
    let mut places: Vec<(i64, i64)> = accepted.iter().copied().zip(1..).collect();
    places.retain(|place| after.is_none_or(|after| *place < after));
    places.sort_unstable_by(|one, other| other.cmp(one));
    let is_full = places.len() >= limit;
    places.truncate(limit);
    let next = places.last().copied().filter(|_| is_full);
    let leads = places.into_iter().map(|(at_ms, position)| lead(shard, at_ms, position)).collect();
    QuarantinePage { leads, skipped: 0, next }
}

fn objects() -> impl Strategy<Value = Objects> {
    let shards: Vec<Shard> = Shard::all().filter(|shard| !shard.spill).take(5).collect();
    prop::collection::vec(prop::collection::vec(1_000..1_006_i64, 0..12), 5)
        .prop_map(move |lists| shards.iter().copied().zip(lists).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn from_page_to_page_each_lead_is_told_once_and_none_after_an_older_one(
        objects in objects(), limit in 1..6_usize, most in 1..6_usize
    ) {
        let (mut told, mut cursor): (Vec<(i64, LeadId)>, Option<Cursor>) = (Vec::new(), None);
        let all: usize = objects.values().map(Vec::len).sum();
        for _ in 0..2 * all + 2 {
            let pages = objects.iter().map(|(shard, accepted)| {
                (*shard, page(*shard, accepted, cursor.map(|cursor| cursor.in_shard(*shard)), limit))
            });
            let joined = join(pages.collect(), most);
            prop_assert!(joined.leads.len() <= most);
            told.extend(joined.leads.iter().map(|(_, lead)| (lead.accepted_at_ms(), lead.lead_id)));
            cursor = joined.next.map(|next| next.to_string().parse().unwrap());
            if cursor.is_none() {
                break;
            }
        }
        prop_assert_eq!(cursor, None, "the list ends");
        prop_assert!(told.is_sorted_by(|one, next| one.0 >= next.0));
        let mut ids: Vec<LeadId> = told.into_iter().map(|(_, lead_id)| lead_id).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), all);
    }

    #[test]
    fn of_a_replay_no_more_becomes_due_in_any_second_than_was_asked_for(
        objects in objects(), per_second in 1..50_u32, start_ms in 0..5_000_i64
    ) {
        let leads = objects.iter().flat_map(|(shard, accepted)| {
            accepted.iter().zip(1..).map(|(at_ms, position)| (*shard, lead(*shard, *at_ms, position)))
        });
        let leads: Vec<_> = leads.collect();
        let count = leads.len();
        let due: Vec<i64> =
            spread(leads, per_second, start_ms).into_iter().map(|(_, item)| item.after_ms).collect();
        prop_assert_eq!(due.len(), count);
        for from in &due {
            let within = due.iter().filter(|at| (*from..from + 1_000).contains(*at)).count();
            prop_assert!(within <= usize::try_from(per_second).unwrap());
        }
        prop_assert!(due.iter().all(|at| *at >= start_ms));
    }
}

#[test]
fn what_waits_longest_is_replayed_first() {
    let shard = Shard::all().next().unwrap();
    let leads = [(3_000, 1), (1_000, 2), (2_000, 3)];
    let leads = leads.map(|(at_ms, position)| (shard, lead(shard, at_ms, position)));
    let expected = [&leads[1], &leads[2], &leads[0]].map(|(_, lead)| lead.lead_id);
    let spread = spread(leads.to_vec(), 2, 100);
    assert_eq!(spread.iter().map(|(_, item)| item.lead_id).collect::<Vec<_>>(), expected);
    assert_eq!(spread.iter().map(|(_, item)| item.after_ms).collect::<Vec<_>>(), [100, 600, 1_100]);
}

#[test]
fn what_is_no_cursor_is_refused() {
    for text in ["", "1:eu-03", "1:nowhere:2", "-1:eu-03:2", "1:eu-03:2:3", "1:eu-03:9007199254740993"] {
        assert!(text.parse::<Cursor>().is_err(), "{text}");
    }
}

#[test]
fn a_replay_takes_as_long_as_its_pace_says_be_it_of_one_lead_or_of_many() {
    assert_eq!([span_ms(1, 5), span_ms(2, 5), span_ms(1_000, 50)], [200, 400, 20_000]);
}
