//! The compiled form of `routing-config/`: what the edge reads, named by its content hash.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::facts::Facts;
use super::form::{Challenge, Form};
use super::reps::TeamRoster;
use super::residency::Residency;
use super::rule::Rule;
use super::table::Table;
use super::territory::Territories;
use crate::contract::is_default;
use crate::encoding::BASE32;
use crate::schedule::{Zone, minute_of_week};

/// One team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Id.
    pub id: String,
    /// Name on cards and pages.
    pub name: String,
    /// How soon it answers.
    pub sla_seconds: u32,
    /// Booking page.
    pub booking_url: Option<String>,
    /// The team that is asked when nobody here can take a lead now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overflow: Option<String>,
}

/// Everything routing needs. Built only by the compiler, which has checked it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Bundle {
    parts: Parts,
    fallback: Team,
    /// The rules, arranged to be looked up.
    table: Table,
}

/// The serialized shape of a bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    schema: u32,
    forms: Vec<Form>,
    teams: Vec<Team>,
    fallback: String,
    #[serde(default, skip_serializing_if = "is_default")]
    residency: Residency,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rules: Vec<Rule>,
    #[serde(default, skip_serializing_if = "is_default")]
    territories: Territories,
    /// The time zone that rules mean; without it, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<Zone>,
    /// By team id; a team without reps is not there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rosters: Vec<TeamRoster>,
}

/// Why bytes are not a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BundleError {
    /// Written for another version of this code.
    UnknownSchema(u32),
    /// The fallback team is not among the teams.
    NoFallback(String),
    /// A form names a team that is not there.
    NoTeam {
        /// The form.
        form: String,
        /// The team.
        team: String,
    },
    /// A rule names a team that is not there.
    NoSuchTeam {
        /// The rule.
        rule: String,
        /// The team.
        team: String,
    },
    /// A team's overflow, or a roster, names a team that is not there.
    NoOtherTeam(String),
    /// Not the shape of a bundle.
    Unreadable(String),
}

impl fmt::Display for BundleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownSchema(schema) => {
                write!(formatter, "bundle schema {schema}, this code reads {SCHEMA}")
            }
            Self::NoFallback(team) => write!(formatter, "the fallback team `{team}` is not defined"),
            Self::NoTeam { form, team } => {
                write!(formatter, "form `{form}` names team `{team}`, not defined")
            }
            Self::NoSuchTeam { rule, team } => {
                write!(formatter, "rule `{rule}` names team `{team}`, not defined")
            }
            Self::NoOtherTeam(team) => write!(formatter, "team `{team}` is named, and not defined"),
            Self::Unreadable(reason) => write!(formatter, "not a bundle: {reason}"),
        }
    }
}

impl std::error::Error for BundleError {}

/// The schema this code writes and reads.
const SCHEMA: u32 = 4;

impl Bundle {
    /// Puts a bundle together; refuses one that could leave a lead without a team.
    pub fn new(forms: Vec<Form>, teams: Vec<Team>, fallback: String) -> Result<Self, BundleError> {
        Self::try_from(Parts { schema: SCHEMA, forms, teams, fallback, ..Parts::default() })
    }

    /// The same with a decision table, and the territories and time zone that its rules mean.
    pub fn with_rules(
        self,
        rules: Vec<Rule>,
        territories: Territories,
        zone: Option<Zone>,
    ) -> Result<Self, BundleError> {
        Self::try_from(Parts { rules, territories, zone, ..self.parts })
    }

    /// The same with countries whose leads must stay somewhere.
    #[must_use]
    pub fn with_residency(mut self, residency: Residency) -> Self {
        self.parts.residency = residency;
        self
    }

    /// The same with the reps of its teams.
    pub fn with_rosters(self, rosters: Vec<TeamRoster>) -> Result<Self, BundleError> {
        Self::try_from(Parts { rosters, ..self.parts })
    }

    /// Reads a compiled bundle.
    pub fn read(bytes: &[u8]) -> Result<Self, BundleError> {
        /// What every version of a bundle has.
        #[derive(Deserialize)]
        struct Versioned {
            schema: u32,
        }
        serde_json::from_slice(bytes).map_err(|error| match serde_json::from_slice(bytes) {
            Ok(Versioned { schema }) if schema != SCHEMA => BundleError::UnknownSchema(schema),
            _ => BundleError::Unreadable(error.to_string()),
        })
    }

    /// The compiled bytes: the same bundle always gives the same.
    pub fn write(&self) -> Result<Vec<u8>, BundleError> {
        serde_json::to_vec(self).map_err(|error| BundleError::Unreadable(error.to_string()))
    }

    /// A form by id.
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.parts.forms.iter().find(|form| form.id == id)
    }

    /// The form that takes the place of one of HubSpot's.
    pub fn form_of_hubspot(&self, portal: &str, form_guid: &str) -> Option<&Form> {
        let takes_its_place = |form: &&Form| {
            form.hubspot.as_ref().is_some_and(|it| it.portal == portal && it.form_guid == form_guid)
        };
        self.parts.forms.iter().find(takes_its_place)
    }

    /// The origins of every form that may ask for a challenge: a challenge names its lead, and a
    /// lead's id names no form.
    pub fn challenge_origins(&self) -> impl Iterator<Item = &str> {
        let asks = |form: &&Form| form.challenge != Challenge::Off;
        self.parts.forms.iter().filter(asks).flat_map(|form| &form.origins).map(String::as_str)
    }

    /// Every form.
    pub fn forms(&self) -> &[Form] {
        &self.parts.forms
    }

    /// A team by id.
    pub fn team(&self, id: &str) -> Option<&Team> {
        self.parts.teams.iter().find(|team| team.id == id)
    }

    /// Every team.
    pub fn teams(&self) -> &[Team] {
        &self.parts.teams
    }

    /// The rules, in order: the first that fits decides.
    pub fn rules(&self) -> &[Rule] {
        &self.parts.rules
    }

    /// The first rule that a lead fits.
    pub fn first_rule(&self, facts: &Facts) -> Option<&Rule> {
        self.parts.rules.get(self.table.first(facts)?)
    }

    /// Whether any rule may move a lead that another team has already.
    pub fn moves_leads(&self) -> bool {
        self.parts.rules.iter().any(|rule| rule.after_enrichment)
    }

    /// The reps of a team, if it has any of its own.
    pub fn roster(&self, team: &str) -> Option<&TeamRoster> {
        self.parts.rosters.iter().find(|roster| roster.team == team)
    }

    /// The reps of every team that has any.
    pub fn rosters(&self) -> &[TeamRoster] {
        &self.parts.rosters
    }

    /// Which territory a place is in.
    pub const fn territories(&self) -> &Territories {
        &self.parts.territories
    }

    /// The minute of the week, from Monday 00:00, in the time zone that rules mean.
    pub fn minute_of_week(&self, at_ms: i64) -> u16 {
        let local_ms = self.parts.zone.as_ref().map_or(at_ms, |zone| zone.stretch_at(at_ms).local_ms(at_ms));
        minute_of_week(local_ms)
    }

    /// The time zone that rules mean; without one, UTC.
    pub const fn zone(&self) -> Option<&Zone> {
        self.parts.zone.as_ref()
    }

    /// The countries whose leads must stay somewhere.
    pub const fn residency(&self) -> &Residency {
        &self.parts.residency
    }

    /// The team that takes what no rule does.
    pub const fn fallback(&self) -> &Team {
        &self.fallback
    }
}

impl TryFrom<Parts> for Bundle {
    type Error = BundleError;
    fn try_from(parts: Parts) -> Result<Self, BundleError> {
        if parts.schema != SCHEMA {
            return Err(BundleError::UnknownSchema(parts.schema));
        }
        let known = |id: &str| parts.teams.iter().any(|team| team.id == id);
        for form in &parts.forms {
            if let Some(team) = form.team.as_ref().filter(|team| !known(team)) {
                return Err(BundleError::NoTeam { form: form.id.clone(), team: team.clone() });
            }
        }
        if let Some(rule) = parts.rules.iter().find(|rule| !known(&rule.team)) {
            return Err(BundleError::NoSuchTeam { rule: rule.id.clone(), team: rule.team.clone() });
        }
        let overflows = parts.teams.iter().filter_map(|team| team.overflow.as_deref());
        let with_reps = parts.rosters.iter().map(|roster| roster.team.as_str());
        if let Some(team) = overflows.chain(with_reps).find(|team| !known(team)) {
            return Err(BundleError::NoOtherTeam(team.to_owned()));
        }
        match parts.teams.iter().find(|team| team.id == parts.fallback).cloned() {
            Some(fallback) => Ok(Self { table: Table::of(&parts.rules), parts, fallback }),
            None => Err(BundleError::NoFallback(parts.fallback)),
        }
    }
}

impl From<Bundle> for Parts {
    fn from(bundle: Bundle) -> Self {
        bundle.parts
    }
}

/// The name of a bundle: 16 characters of the SHA-256 of its bytes.
pub fn bundle_hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let head: Vec<u8> = digest.iter().take(10).copied().collect();
    BASE32.encode(&head)
}
