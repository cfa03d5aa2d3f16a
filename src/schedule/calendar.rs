//! The questions about a rep's time.

use super::MINUTE_MS;
use super::absence::{Absences, Reason};
use super::span::Span;
use super::week::{Week, minute_of_week};
use super::zone::{Stretch, Zone};

/// A rep's time: weekly hours in a zone, less absences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar<'a> {
    /// Where the rep's clock stands.
    pub zone: &'a Zone,
    /// What hours it shows when the rep works.
    pub week: &'a Week,
    /// When not.
    pub absences: &'a Absences,
}

/// Why a rep does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is not their time.
    OffHours,
    /// A holiday: its place in the bundle's list of names.
    Holiday(u16),
    /// Something else.
    OutOfOffice,
}

/// Whether a rep works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Yes.
    Open,
    /// No.
    Off {
        /// An absence is told rather than off hours.
        why: Why,
    },
}

/// How things stand at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether the rep works.
    pub presence: Presence,
    /// Whether the moment lies outside the years that the zone is known for: the answer may be
    /// wrong by a clock change.
    pub past_horizon: bool,
}

impl Standing {
    /// Whether the rep works.
    pub fn is_open(self) -> bool {
        self.presence == Presence::Open
    }
}

impl<'a> Calendar<'a> {
    /// How things stand at a moment.
    pub fn at(&self, at_ms: i64) -> Standing {
        self.unchanged(at_ms).0
    }

    /// The first open moment from a given one on: that one itself, or a whole minute.
    ///
    /// Past the horizon the last offset and the weekly hours go on, so there is none only if
    /// the week has no hours at all.
    pub fn next_open(&self, from_ms: i64) -> Option<i64> {
        self.next_open_before(from_ms, i64::MAX)
    }

    /// When the rep works in a window: sorted, joined where they touch, cut at the window.
    pub fn open_spans(&self, from_ms: i64, until_ms: i64) -> impl Iterator<Item = Span> + use<'a> {
        let calendar = *self;
        let mut at_ms = from_ms;
        std::iter::from_fn(move || {
            let opens_ms = calendar.next_open_before(at_ms, until_ms)?;
            at_ms = calendar.closes_before(opens_ms, until_ms);
            Span::new(opens_ms, at_ms)
        })
    }

    fn next_open_before(&self, mut at_ms: i64, limit_ms: i64) -> Option<i64> {
        while at_ms < limit_ms {
            let (standing, until_ms) = self.unchanged(at_ms);
            if standing.is_open() {
                return Some(at_ms);
            }
            at_ms = until_ms;
        }
        None
    }

    fn closes_before(&self, mut at_ms: i64, limit_ms: i64) -> i64 {
        while at_ms < limit_ms {
            let (standing, until_ms) = self.unchanged(at_ms);
            if !standing.is_open() {
                return at_ms;
            }
            at_ms = until_ms;
        }
        limit_ms
    }

    /// How things stand, and until when at least they stay so: always later than asked for.
    fn unchanged(&self, at_ms: i64) -> (Standing, i64) {
        let stretch = self.zone.stretch_at(at_ms);
        let (presence, until_ms) = match self.absences.at(at_ms) {
            Some(absence) => (Presence::Off { why: absence.reason.into() }, absence.span.until_ms()),
            None => {
                let (presence, until_ms) = self.by_the_week(stretch, at_ms);
                (presence, until_ms.min(self.absences.next_from_ms(at_ms)))
            }
        };
        let standing = Standing { presence, past_horizon: stretch.past_horizon };
        (standing, until_ms.min(stretch.until_ms))
    }

    fn by_the_week(&self, stretch: Stretch, at_ms: i64) -> (Presence, i64) {
        let local_ms = stretch.local_ms(at_ms);
        let minute = minute_of_week(local_ms);
        let is_open = self.week.contains(minute);
        let presence = if is_open { Presence::Open } else { Presence::Off { why: Why::OffHours } };
        let until_ms = self.week.unchanged_minutes(minute).map_or(i64::MAX, |minutes| {
            let since_ms = i64::from(minutes) * MINUTE_MS - local_ms.rem_euclid(MINUTE_MS);
            at_ms.saturating_add(since_ms)
        });
        (presence, until_ms)
    }
}

impl From<Reason> for Why {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Holiday(name) => Self::Holiday(name),
            Reason::OutOfOffice => Self::OutOfOffice,
        }
    }
}
