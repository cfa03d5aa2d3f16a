//! When a rep does not work although it is their time.

use serde::{Deserialize, Serialize};

use super::malformed::Malformed;
use super::span::Span;
use super::{MINUTE_MS, from_minute, span_algebra, whole_minute};

/// Why somebody is absent, as far as it is kept: a holiday is public, and why somebody is out of
/// office is nobody's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A holiday: its place in the bundle's list of names.
    Holiday(u16),
    /// Anything else.
    OutOfOffice,
}

/// One absence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absence {
    /// When: whole minutes.
    pub span: Span,
    /// Why.
    pub reason: Reason,
}

/// A rep's absences, sorted and disjoint.
///
/// Travels as `[[from, length, holiday], ..]`, in minutes since the epoch and minutes, with
/// `null` for out of office: a test freezes the JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Written>", into = "Vec<Written>")]
pub struct Absences(Vec<Absence>);

type Written = (i64, i64, Option<u16>);

impl Absences {
    /// Absences that are in order already.
    ///
    /// # Errors
    /// Absences that are not in order or overlap, and moments that are no whole minutes from
    /// 1970 to 9999.
    pub fn new(absences: Vec<Absence>) -> Result<Self, Malformed> {
        for absence in &absences {
            whole_minute(absence.span.from_ms())?;
            whole_minute(absence.span.until_ms())?;
        }
        let mut neighbours = absences.iter().zip(absences.iter().skip(1));
        if neighbours.any(|(before, after)| before.span.until_ms() > after.span.from_ms()) {
            return Err(Malformed::AbsencesUnsorted);
        }
        Ok(Self(absences))
    }

    /// Puts holidays, each with the place of its name, and days out of office in order.
    ///
    /// Where several overlap, a holiday is told rather than out of office, and of two holidays
    /// the one that begins first, or has the earlier name.
    ///
    /// # Errors
    /// Moments that are no whole minutes from 1970 to 9999.
    pub fn of(holidays: &[(Span, u16)], out_of_office: &[Span]) -> Result<Self, Malformed> {
        let mut holidays = holidays.to_vec();
        holidays.sort_unstable_by_key(|(span, name)| (span.from_ms(), *name, span.until_ms()));
        let mut absences: Vec<Absence> = Vec::new();
        let mut taken: Vec<Span> = Vec::new();
        let named = holidays.into_iter().map(|(span, name)| (span, Reason::Holiday(name)));
        let away = span_algebra::normal(out_of_office.to_vec());
        for (span, reason) in named.chain(away.into_iter().map(|span| (span, Reason::OutOfOffice))) {
            let left = span_algebra::complement(&taken, span);
            absences.extend(left.into_iter().map(|span| Absence { span, reason }));
            taken = span_algebra::union(&taken, &[span]);
        }
        absences.sort_unstable_by_key(|absence| absence.span);
        Self::new(absences)
    }

    /// The absence at a moment.
    pub fn at(&self, at_ms: i64) -> Option<Absence> {
        let absence = self.0.get(self.ended_by(at_ms)).copied();
        absence.filter(|absence| absence.span.contains(at_ms))
    }

    /// In order.
    pub fn iter(&self) -> impl Iterator<Item = Absence> {
        self.0.iter().copied()
    }

    /// When the next absence after a moment of presence begins; `i64::MAX` if none does.
    pub(super) fn next_from_ms(&self, at_ms: i64) -> i64 {
        self.0.get(self.ended_by(at_ms)).map_or(i64::MAX, |absence| absence.span.from_ms())
    }

    /// How many are over. By binary search.
    fn ended_by(&self, at_ms: i64) -> usize {
        self.0.partition_point(|absence| absence.span.until_ms() <= at_ms)
    }
}

impl TryFrom<Vec<Written>> for Absences {
    type Error = Malformed;

    fn try_from(written: Vec<Written>) -> Result<Self, Malformed> {
        let absence = |(from, minutes, holiday): Written| {
            let until = from.checked_add(minutes).ok_or(Malformed::OutOfTime)?;
            let span = Span::new(from_minute(from)?, from_minute(until)?).ok_or(Malformed::SpanEmpty)?;
            Ok(Absence { span, reason: holiday.map_or(Reason::OutOfOffice, Reason::Holiday) })
        };
        Self::new(written.into_iter().map(absence).collect::<Result<_, _>>()?)
    }
}

impl From<Absences> for Vec<Written> {
    fn from(absences: Absences) -> Self {
        let written = |Absence { span, reason }: Absence| {
            let holiday = match reason {
                Reason::Holiday(name) => Some(name),
                Reason::OutOfOffice => None,
            };
            (span.from_ms() / MINUTE_MS, span.length_ms() / MINUTE_MS, holiday)
        };
        absences.iter().map(written).collect()
    }
}
