//! What a lead takes over from those of its turn that went before it. Search lags, so whoever looked for
//! the person that one of them has just made would make a second one.

use std::borrow::Cow;

use super::reference::Reference;
use crate::destination::batch::person;
use crate::destination::record::Item;
use crate::destination::step::Turn;

/// Whose turn it is. A revision goes into the records of the one before it.
pub(super) fn item<'a>(items: &'a [Item], turn: &Turn) -> Option<Cow<'a, Item>> {
    let item = items.get(turn.item)?;
    let of_lead = last(items, turn, |other| other.record.key == item.record.key);
    Some(match of_lead {
        Some(reference) => Cow::Owned(Item { reference: Some(reference.to_owned()), ..item.clone() }),
        None => Cow::Borrowed(item),
    })
}

/// The person that an earlier lead of the same person is on.
pub(super) fn person_of(items: &[Item], turn: &Turn) -> Option<u64> {
    let own = person(&items.get(turn.item)?.record)?;
    let reference = last(items, turn, |other| person(&other.record).as_ref() == Some(&own))?;
    Some(Reference::parse(reference)?.person)
}

fn last<'a>(items: &[Item], turn: &'a Turn, is_meant: impl Fn(&Item) -> bool) -> Option<&'a str> {
    let is_meant = |before: &&(usize, String)| items.get(before.0).is_some_and(&is_meant);
    turn.before.iter().rev().find(is_meant).map(|(_, reference)| reference.as_str())
}
