//! One list out of the lists of all objects, newest first.

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

use crate::identity::Shard;
use crate::ledger::{QuarantinePage, QuarantinePlace, QuarantinedLead};

/// Behind every lead of the same moment, and before all of them.
const LAST_OF_MOMENT: i64 = 1 << 52;
const FIRST_OF_MOMENT: i64 = -1;

/// Where a list goes on, as `1790000400000:eu-03:12`: behind the lead that was accepted then and
/// stands there. Of leads of one moment those of the later shard come first. Whoever has one sends
/// it back as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    at_ms: i64,
    shard: Shard,
    position: i64,
}

/// The text is no cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACursor;

impl Cursor {
    const fn key(&self) -> (i64, Shard, i64) {
        (self.at_ms, self.shard, self.position)
    }

    /// Where an object's list goes on.
    pub fn in_shard(&self, shard: Shard) -> QuarantinePlace {
        let position = match shard.cmp(&self.shard) {
            std::cmp::Ordering::Less => LAST_OF_MOMENT,
            std::cmp::Ordering::Equal => self.position,
            std::cmp::Ordering::Greater => FIRST_OF_MOMENT,
        };
        (self.at_ms, position)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}", self.at_ms, self.shard, self.position)
    }
}

impl FromStr for Cursor {
    type Err = NotACursor;
    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let number = |text: &str| text.parse::<i64>().ok().filter(|number| (0..1 << 53).contains(number));
        let mut parts = text.split(':');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(at), Some(shard), Some(position), None) => Ok(Self {
                at_ms: number(at).ok_or(NotACursor)?,
                shard: shard.parse().map_err(|_| NotACursor)?,
                position: number(position).ok_or(NotACursor)?,
            }),
            _ => Err(NotACursor),
        }
    }
}

/// Some leads of all objects.
#[derive(Debug, Default)]
pub struct Page {
    /// Newest first, each with the object that has it.
    pub leads: Vec<(Shard, QuarantinedLead)>,
    /// Rows of which nothing can be read.
    pub skipped: u32,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

/// The pages of objects as one, of `most` leads at most. An object that has not told all ends the
/// page where its own ended: what others have behind that comes later.
pub fn join(pages: Vec<(Shard, QuarantinePage)>, most: usize) -> Page {
    let ends = pages.iter().filter_map(|(shard, page)| {
        let (at_ms, position) = page.next?;
        Some(Cursor { at_ms, shard: *shard, position })
    });
    let end = ends.max_by_key(Cursor::key);
    let skipped = pages.iter().map(|(_, page)| page.skipped).sum();
    let leads = pages.into_iter().flat_map(|(shard, page)| {
        let of_shard = move |lead: QuarantinedLead| {
            let (at_ms, position) = lead.place;
            (Cursor { at_ms, shard, position }, lead)
        };
        page.leads.into_iter().map(of_shard)
    });
    let is_told = |place: &Cursor| end.is_none_or(|end| place.key() >= end.key());
    let mut leads: Vec<(Cursor, QuarantinedLead)> = leads.filter(|(place, _)| is_told(place)).collect();
    leads.sort_by_key(|(place, _)| Reverse(place.key()));
    let is_cut = leads.len() > most;
    leads.truncate(most);
    let next = if is_cut { leads.last().map(|(place, _)| *place) } else { end };
    Page { leads: leads.into_iter().map(|(place, lead)| (place.shard, lead)).collect(), skipped, next }
}
