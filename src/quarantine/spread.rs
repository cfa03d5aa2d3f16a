//! A replay of many, so that no more of it becomes due in a second than was asked for.

use crate::identity::Shard;
use crate::ledger::{QuarantinedLead, ReplayItem};

/// One thing to replay, with the object that has it.
pub type Stuck = (Shard, ReplayItem);

/// How long it takes until the last of so many things is due, `per_second` a second.
pub fn span_ms(count: usize, per_second: u32) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(1_000) / i64::from(per_second.max(1))
}

/// What of these leads is replayed: the longest in quarantine first, `per_second` a second, the first
/// of it `start_ms` from now. An object alone could not keep to that: a class is in many of them.
pub fn spread(leads: Vec<(Shard, QuarantinedLead)>, per_second: u32, start_ms: i64) -> Vec<Stuck> {
    let mut stuck: Vec<(i64, Shard, ReplayItem)> = leads
        .into_iter()
        .flat_map(|(shard, QuarantinedLead { lead_id, owed, .. })| {
            owed.into_iter().map(move |owed| {
                let (obligation, generation) = (owed.obligation, owed.generation);
                (owed.since_ms, shard, ReplayItem { lead_id, obligation, generation, after_ms: 0 })
            })
        })
        .collect();
    stuck.sort_by_key(|(since_ms, _, item)| (*since_ms, item.lead_id));
    let due_ms = |place: i64| start_ms.saturating_add(place * 1_000 / i64::from(per_second.max(1)));
    let spread = stuck.into_iter().zip(0_i64..);
    spread.map(|((_, shard, item), place)| (shard, ReplayItem { after_ms: due_ms(place), ..item })).collect()
}
