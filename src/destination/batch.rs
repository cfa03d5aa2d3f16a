//! Who may not be in one call: leads of the same person, and revisions of the same lead.

use std::collections::BTreeMap;

use super::field::Field;
use super::record::{Item, Record};
use super::step::Turn;
use crate::text::folded;

/// What tells a person or a lead.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    Key(String),
    Address(String),
    /// A number alone may be a switchboard's.
    NumberAndName(String, String),
}

/// What tells the person of a record: the email without regard to case; without one the number, and the
/// name folded. `None` if there is neither.
pub(super) fn person(record: &Record) -> Option<Sign> {
    if let Some(address) = record.address() {
        return Some(Sign::Address(address));
    }
    let number = record.value(&Field::Phone)?.text();
    let name = record.value(&Field::Name).map(|name| folded(&name.text()).into_owned());
    Some(Sign::NumberAndName(number, name.unwrap_or_default()))
}

/// Puts leads of one person, by email or else by number and name together, and revisions of one lead, by
/// key, behind each other, oldest first. Everybody else is in a turn of their own.
pub fn arrange(items: &[Item]) -> Vec<Turn> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known: BTreeMap<Sign, usize> = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        let signs = signs(item);
        let mut found: Vec<usize> = signs.iter().filter_map(|sign| known.get(sign).copied()).collect();
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
        known.extend(signs.into_iter().map(|sign| (sign, home)));
        match groups.get_mut(home) {
            Some(group) => *group = members,
            None => groups.push(members),
        }
    }
    groups.into_iter().filter_map(|group| turn(items, group)).collect()
}

fn signs(item: &Item) -> Vec<Sign> {
    let key = Sign::Key(item.record.key.as_str().to_owned());
    std::iter::once(key).chain(person(&item.record)).collect()
}

fn turn(items: &[Item], mut group: Vec<usize>) -> Option<Turn> {
    group.sort_by_key(|index| {
        let record = items.get(*index).map(|item| &item.record);
        (record.map(|record| (record.accepted_at_ms, record.revision)), *index)
    });
    let mut group = group.into_iter();
    Some(Turn { item: group.next()?, then: group.collect(), before: Vec::new() })
}
