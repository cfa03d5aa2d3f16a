//! The port to the reps' schedules.

/// A rep does not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Why, in words for the explanation table: "off hours", "holiday", "out of office". No
    /// personal data.
    pub why: String,
    /// When this reason ends, if that is known. There may be another one after it.
    pub until_ms: Option<i64>,
}

/// A rep's local day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalDay {
    /// Days since some day that is the same for ever, in the rep's time zone.
    pub number: i64,
    /// When the next one begins.
    pub ends_at_ms: i64,
}

/// When the members of a team work. It must answer for every active member of the roster in
/// force, and the same question always alike.
pub trait Hours {
    /// Whether a rep works at a moment.
    fn is_open(&self, rep: &str, at_ms: i64) -> Result<(), Closed>;

    /// The first moment at or after `from_ms` at which anybody of the team works, if any is
    /// known.
    fn next_open(&self, from_ms: i64) -> Option<i64>;

    /// The rep's day at a moment: daily caps count in it.
    fn local_day(&self, rep: &str, at_ms: i64) -> LocalDay;
}
