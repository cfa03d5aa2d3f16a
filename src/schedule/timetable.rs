//! A rep's time as a bundle keeps it.

use serde::{Deserialize, Serialize};

use super::absence::Absences;
use super::calendar::Calendar;
use super::week::Week;
use super::zone::Zone;

/// A rep's time, with the zone by its place in the bundle's list: a few zones serve all reps.
/// Travels as `[zone, week, absences]`: a test freezes the JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Timetable {
    /// The place of the zone.
    pub zone: u16,
    /// The weekly hours.
    pub week: Week,
    /// When not.
    pub absences: Absences,
}

type Written = (u16, Week, Absences);

impl Timetable {
    /// The calendar to ask; nothing if the list has no such zone.
    pub fn calendar<'a>(&'a self, zones: &'a [Zone]) -> Option<Calendar<'a>> {
        let zone = zones.get(usize::from(self.zone))?;
        Some(Calendar { zone, week: &self.week, absences: &self.absences })
    }
}

impl From<Written> for Timetable {
    fn from((zone, week, absences): Written) -> Self {
        Self { zone, week, absences }
    }
}

impl From<Timetable> for Written {
    fn from(Timetable { zone, week, absences }: Timetable) -> Self {
        (zone, week, absences)
    }
}
