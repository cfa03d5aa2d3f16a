//! Who waits behind whom in a batch.

use crate::common::lead::{item, some};
use beeline::destination::{Item, arrange};
use proptest::prelude::*;

/// A lead of the person with this address, under the key of this number.
fn lead(key: usize, person: usize, revision: u32) -> Item {
    let mut lead = item(key);
    lead.record.person.email = some(&format!("P{person}@example.com"));
    lead.record.revision = revision;
    lead
}

#[test]
fn somebody_who_shares_an_email_with_one_and_a_key_with_another_joins_all_three() {
    let leads = [lead(1, 1, 1), lead(2, 2, 1), lead(3, 3, 1), lead(1, 2, 2)];
    let turns = arrange(&leads);
    assert_eq!(turns.len(), 2);
    assert_eq!((turns[0].item, turns[0].then.as_slice()), (0, &[1, 3][..]));
    assert_eq!((turns[1].item, turns[1].then.as_slice()), (2, &[][..]));
}

#[test]
fn leads_without_an_email_are_told_apart_by_their_keys() {
    let mut leads = [item(1), item(2)];
    leads.iter_mut().for_each(|lead| lead.record.person.email = None);
    leads.iter_mut().for_each(|lead| lead.record.person.phone = None);
    assert_eq!(arrange(&leads).len(), 2);
}

#[test]
fn without_an_email_a_person_is_told_by_number_and_name_together() {
    let mut leads = [item(1), item(2), item(3)];
    leads.iter_mut().for_each(|lead| lead.record.person.email = None);
    leads[1].record.person.name = some("ada  LOVELACE");
    leads[2].record.person.name = some("Bob Babbage");
    let turns = arrange(&leads);
    assert_eq!(turns.len(), 2, "one switchboard, two people");
    assert_eq!((turns[0].item, turns[0].then.as_slice()), (0, &[1][..]));
    assert_eq!((turns[1].item, turns[1].then.as_slice()), (2, &[][..]));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everybody_has_one_place_and_nobody_meets_themselves(batch in prop::collection::vec((0..8_usize, 0..8_usize), 0..40)) {
        let leads: Vec<Item> = batch.iter().map(|(key, person)| lead(*key, *person, 1)).collect();
        let turns = arrange(&leads);
        let group = |turn: &beeline::destination::Turn| {
            std::iter::once(turn.item).chain(turn.then.iter().copied()).collect::<Vec<_>>()
        };
        let groups: Vec<Vec<usize>> = turns.iter().map(group).collect();
        let mut all: Vec<usize> = groups.iter().flatten().copied().collect();
        all.sort_unstable();
        prop_assert_eq!(all, (0..leads.len()).collect::<Vec<_>>());
        for (place, one) in groups.iter().enumerate() {
            for other in groups.iter().skip(place + 1) {
                let meet = |a: &usize| other.iter().any(|b| batch[*a].0 == batch[*b].0 || batch[*a].1 == batch[*b].1);
                prop_assert!(!one.iter().any(meet));
            }
        }
    }
}
