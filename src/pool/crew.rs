//! A team as its configuration has it, and when its members work.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::hours::{Closed, Hours, LocalDay};
use super::policy::Policy;
use crate::personal::Personal;
use crate::schedule::{Calendar, DAY_MINUTES, MINUTE_MS, Presence, Timetable, Why, Zone};

/// Milliseconds of a day on which no clock changes.
const DAY_MS: i64 = DAY_MINUTES as i64 * MINUTE_MS;

/// A team: how it gives its turns, its members, and when they work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crew {
    /// How turns are given.
    #[serde(default)]
    pub policy: Policy,
    /// Its members, each once.
    pub members: Vec<RosterMember>,
    /// The time zones that their timetables name by place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Zone>,
    /// The names of holidays that their timetables name by place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<String>,
}

/// One member as the configuration has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterMember {
    /// The rep's id.
    pub rep: String,
    /// Name in tables and on cards.
    pub name: String,
    /// The share of the leads, 1 to [`MAX_WEIGHT`](super::MAX_WEIGHT).
    pub weight: u32,
    /// The most leads in one of the rep's local days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily_cap: Option<u32>,
    /// Whether the rep gets leads at all.
    pub active: bool,
    /// When the rep works.
    pub timetable: Timetable,
    /// How to reach the rep about a lead.
    #[serde(default, skip_serializing_if = "Contact::is_empty")]
    pub contact: Contact,
    /// E.164; for whoever texts or calls the rep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Personal<String>>,
}

/// How to reach a rep about a lead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The member of the Slack workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slack_id: Option<String>,
    /// Where a visitor may book a meeting with the rep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booking_url: Option<String>,
}

impl Contact {
    /// Whether there is no way.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Why text is not a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotACrew(String);

impl fmt::Display for NotACrew {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a team: {}", self.0)
    }
}

impl std::error::Error for NotACrew {}

impl Crew {
    /// Reads what [`Crew::write`] has written.
    pub fn read(text: &str) -> Result<Self, NotACrew> {
        serde_json::from_str(text).map_err(|error| NotACrew(error.to_string()))
    }

    /// As text: the same team always gives the same.
    pub fn write(&self) -> Result<String, NotACrew> {
        serde_json::to_string(self).map_err(|error| NotACrew(error.to_string()))
    }

    /// A member by id.
    pub fn member(&self, rep: &str) -> Option<&RosterMember> {
        self.members.iter().find(|member| member.rep == rep)
    }

    /// A member's calendar; nothing for somebody who is not in the team.
    pub fn calendar(&self, rep: &str) -> Option<Calendar<'_>> {
        self.member(rep)?.timetable.calendar(&self.zones)
    }

    /// Whether a moment lies beyond the years whose clock changes are known for everybody.
    pub fn is_past_horizon(&self, at_ms: i64) -> bool {
        self.zones.iter().any(|zone| zone.horizon().until_ms() <= at_ms)
    }
}

impl Hours for Crew {
    fn is_open(&self, rep: &str, at_ms: i64) -> Result<(), Closed> {
        let Some(calendar) = self.calendar(rep) else {
            return Err(Closed { why: "no hours are known".to_owned(), until_ms: None });
        };
        match calendar.at(at_ms).presence {
            Presence::Open => Ok(()),
            Presence::Off { why } => {
                Err(Closed { why: self.words(why).to_owned(), until_ms: calendar.next_open(at_ms) })
            }
        }
    }

    fn next_open(&self, from_ms: i64) -> Option<i64> {
        let active = self.members.iter().filter(|member| member.active);
        active.filter_map(|member| member.timetable.calendar(&self.zones)?.next_open(from_ms)).min()
    }

    fn local_day(&self, rep: &str, at_ms: i64) -> LocalDay {
        let Some(calendar) = self.calendar(rep) else { return utc_day(at_ms) };
        let stretch = calendar.zone.stretch_at(at_ms);
        let number = stretch.local_ms(at_ms).div_euclid(DAY_MS);
        let midnight_ms = number.saturating_add(1).saturating_mul(DAY_MS);
        // A clock that changes before midnight shows it by its next offset.
        let by_this_ms = stretch.moment_ms(midnight_ms);
        let ends_at_ms = if by_this_ms <= stretch.until_ms {
            by_this_ms
        } else {
            calendar.zone.stretch_at(stretch.until_ms).moment_ms(midnight_ms).max(stretch.until_ms)
        };
        LocalDay { number, ends_at_ms }
    }
}

fn utc_day(at_ms: i64) -> LocalDay {
    let number = at_ms.div_euclid(DAY_MS);
    LocalDay { number, ends_at_ms: number.saturating_add(1).saturating_mul(DAY_MS) }
}

impl Crew {
    fn words(&self, why: Why) -> &str {
        match why {
            Why::OffHours => "off hours",
            Why::Holiday(place) => self.holidays.get(usize::from(place)).map_or("holiday", String::as_str),
            Why::OutOfOffice => "out of office",
        }
    }
}
