//! Who may not be in one call: leads of the same person, and revisions of the same lead.

use std::collections::BTreeMap;

use super::record::Item;
use super::step::Turn;

/// Puts leads of one person, by email without regard to case, and revisions of one lead, by key,
/// behind each other, oldest first. Everybody else is in a turn of their own.
pub fn arrange(items: &[Item]) -> Vec<Turn> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        let names = names(item);
        let mut found: Vec<usize> = names.iter().filter_map(|name| known.get(name).copied()).collect();
        found.sort_unstable();
        found.dedup();
        let home = found.first().copied().unwrap_or(groups.len());
        let mut members = vec![index];
        for group in found {
            members.extend(groups.get_mut(group).map(std::mem::take).unwrap_or_default());
            for place in known.values_mut().filter(|place| **place == group && group != home) {
                *place = home;
            }
        }
        known.extend(names.into_iter().map(|name| (name, home)));
        match groups.get_mut(home) {
            Some(group) => *group = members,
            None => groups.push(members),
        }
    }
    groups.into_iter().filter_map(|group| turn(items, group)).collect()
}

/// What tells a person or a lead; a word in front keeps keys and addresses apart.
fn names(item: &Item) -> Vec<String> {
    let key = format!("key {}", item.record.key.as_str());
    let address = item.record.address().map(|address| format!("address {address}"));
    std::iter::once(key).chain(address).collect()
}

fn turn(items: &[Item], mut group: Vec<usize>) -> Option<Turn> {
    group.sort_by_key(|index| {
        let record = items.get(*index).map(|item| &item.record);
        (record.map(|record| (record.accepted_at_ms, record.revision)), *index)
    });
    let mut group = group.into_iter();
    Some(Turn { item: group.next()?, then: group.collect() })
}
