//! Where the reading of all ledger objects stands.

use std::fmt;

use crate::identity::Shard;

/// A place in the ledger: an object, and a lead's place in it. As text `eu-03` or `eu-03/12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which object.
    pub shard: Shard,
    /// Behind which of its leads; `None`: before the first.
    pub after: Option<i64>,
}

impl Place {
    /// The place that a cursor names; without one, the beginning. `None` if it names none.
    pub fn parse(cursor: Option<&str>) -> Option<Self> {
        let Some(text) = cursor else { return Self::first() };
        let (shard, after) = match text.split_once('/') {
            Some((shard, after)) => (shard, Some(after.parse().ok()?)),
            None => (text, None),
        };
        Some(Self { shard: shard.parse().ok()?, after })
    }

    /// Stand-ins hold no lead that a destination has: they owe each to its home only.
    fn homes() -> impl Iterator<Item = Shard> {
        Shard::all().filter(|shard| !shard.spill)
    }

    fn first() -> Option<Self> {
        Some(Self { shard: Self::homes().next()?, after: None })
    }

    /// The next page, of this object or, after its last, of the next one.
    pub fn then(self, next: Option<i64>) -> Option<Self> {
        match next {
            Some(after) => Some(Self { after: Some(after), ..self }),
            None => {
                let shard = Self::homes().skip_while(|shard| *shard != self.shard).nth(1)?;
                Some(Self { shard, after: None })
            }
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.shard)?;
        self.after.map_or(Ok(()), |after| write!(formatter, "/{after}"))
    }
}
