//! Recorded decisions of every ledger object, one answer after the other: what was asked for,
//! and where it goes on.

use std::fmt;
use std::str::FromStr;

use crate::identity::Shard;
use crate::ledger::DecisionPlace;
use crate::problem::Problem;

/// The answer's header that says how to ask for the rest; without it there is none.
pub const NEXT: &str = "Beeline-Next";
/// The answer's header that says how many rows tell no decision.
pub const SKIPPED: &str = "Beeline-Skipped";

/// What is asked for: decisions about leads that were first accepted within a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// From when on, in milliseconds since 1970.
    pub since_ms: i64,
    /// Until before when.
    pub until_ms: i64,
    /// Where to go on.
    pub cursor: Cursor,
}

/// Where an export goes on: `eu-03`, or `eu-03:12:1` after a lead's place and revision there.
/// Whoever has one sends it back as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The object.
    pub shard: Shard,
    /// Where in it.
    pub after: Option<DecisionPlace>,
}

/// The text is no cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACursor;

impl Wanted {
    /// From what follows the `?` of an address. Without `since` it is everything, without
    /// `until` everything until now.
    pub fn of<'a>(query: impl Iterator<Item = (&'a str, &'a str)>, now_ms: i64) -> Result<Self, Problem> {
        let start = Cursor::start().ok_or(Problem::Internal)?;
        let mut wanted = Self { since_ms: 0, until_ms: now_ms, cursor: start };
        for (name, value) in query {
            match name {
                "since" => wanted.since_ms = moment(value)?,
                "until" => wanted.until_ms = moment(value)?,
                "cursor" => {
                    let cursor = value.parse();
                    wanted.cursor =
                        cursor.map_err(|_| Problem::BadQuery("`cursor` is what `Beeline-Next` said."))?;
                }
                _ => return Err(Problem::BadQuery("Only `since`, `until` and `cursor` may follow the `?`.")),
            }
        }
        Ok(wanted)
    }
}

fn moment(text: &str) -> Result<i64, Problem> {
    let moment: Option<i64> = text.parse().ok();
    let wanted = "`since` and `until` are milliseconds since 1970, such as 1790000400000.";
    // Exact in a double, which is how the ledger's SQLite has it.
    moment.filter(|moment| (0..1 << 53).contains(moment)).ok_or(Problem::BadQuery(wanted))
}

impl Cursor {
    /// Where an export begins. Only homes are asked: what a stand-in accepts, it hands over.
    pub fn start() -> Option<Self> {
        Self::homes().next().map(|shard| Self { shard, after: None })
    }

    /// Where it goes on after a page of its object that ended here.
    pub fn then(self, next: Option<DecisionPlace>) -> Option<Self> {
        match next {
            Some(_) => Some(Self { after: next, ..self }),
            None => {
                let shard = Self::homes().skip_while(|shard| *shard != self.shard).nth(1)?;
                Some(Self { shard, after: None })
            }
        }
    }

    fn homes() -> impl Iterator<Item = Shard> {
        Shard::all().filter(|shard| !shard.spill)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.shard)?;
        self.after.map_or(Ok(()), |(lead, revision)| write!(formatter, ":{lead}:{revision}"))
    }
}

impl FromStr for Cursor {
    type Err = NotACursor;
    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let mut parts = text.split(':');
        let shard: Shard = parts.next().and_then(|name| name.parse().ok()).ok_or(NotACursor)?;
        let number = |text: &str| text.parse::<i64>().ok().filter(|number| (0..1 << 53).contains(number));
        let after = match (parts.next(), parts.next(), parts.next()) {
            (None, None, None) => None,
            (Some(lead), Some(revision), None) => {
                let revision = number(revision).and_then(|revision| u32::try_from(revision).ok());
                Some((number(lead).ok_or(NotACursor)?, revision.ok_or(NotACursor)?))
            }
            _ => return Err(NotACursor),
        };
        if shard.spill { Err(NotACursor) } else { Ok(Self { shard, after }) }
    }
}
