//! What a calendar cannot be.

use std::fmt;

/// Why something is no part of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// A zone without an offset.
    ZoneEmpty,
    /// A zone whose shifts are not in order, or whose horizon ends before the last of them.
    ZoneUnsorted,
    /// A shift to the offset that holds already.
    ShiftWithoutChange,
    /// An offset of more than 18 hours.
    OffsetOutOfRange,
    /// A week with a beginning that has no end.
    WeekOdd,
    /// A week whose intervals are not in order, overlap or touch.
    WeekUnsorted,
    /// A minute that no week has.
    WeekOutOfRange,
    /// Absences that are not in order or overlap.
    AbsencesUnsorted,
    /// A span that ends when it begins, or before.
    SpanEmpty,
    /// A boundary within a minute.
    PartOfMinute,
    /// A moment before 1970 or after 9999.
    OutOfTime,
}

impl fmt::Display for Malformed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::ZoneEmpty => "a time zone needs an offset",
            Self::ZoneUnsorted => "the shifts of a time zone must be in order, and before its horizon ends",
            Self::ShiftWithoutChange => "a shift of a time zone must change the offset",
            Self::OffsetOutOfRange => "an offset must be of 18 hours at most",
            Self::WeekOdd => "each beginning in a week needs an end",
            Self::WeekUnsorted => "the boundaries in a week must rise",
            Self::WeekOutOfRange => "a week has 10080 minutes",
            Self::AbsencesUnsorted => "absences must be in order, and must not overlap",
            Self::SpanEmpty => "a span must end after it begins",
            Self::PartOfMinute => "a calendar's boundaries must be whole minutes",
            Self::OutOfTime => "a calendar lies between 1970 and 9999",
        })
    }
}

impl std::error::Error for Malformed {}
