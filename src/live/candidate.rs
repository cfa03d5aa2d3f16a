//! A bundle on trial: for whom it decides, and what is recorded of it.

use serde::{Deserialize, Serialize};

use super::in_force::Issued;
use super::publication::Mode;
use crate::encoding::BASE64URL;
use crate::identity::PersonDigest;
use crate::lead::Lead;
use crate::routing::Decision;

/// A bundle on trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub issued: Issued,
    /// How it is tried.
    pub mode: Mode,
}

/// What is recorded of a trial with a lead. It is stored with the submission: a test freezes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trial {
    /// There was a canary. The bundle that decided is on record beside this.
    Canary {
        /// How many of a hundred persons.
        percent: u8,
        /// The candidate.
        bundle: String,
    },
    /// There was a shadow.
    Shadow {
        /// The candidate.
        bundle: String,
        /// Where it would have sent the lead; absent if it does not have the form.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        team: Option<String>,
        /// Which of its rules would have decided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rule: Option<String>,
    },
}

/// What a trial made of a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// To be recorded.
    pub trial: Trial,
    /// The candidate's decision, where it counts.
    pub instead: Option<Decision>,
}

impl Tried {
    /// Where the candidate sends the lead, if it was asked and has the form.
    pub fn team(&self) -> Option<&str> {
        match (&self.trial, &self.instead) {
            (_, Some(decision)) => Some(&decision.route.team),
            (Trial::Shadow { team, .. }, None) => team.as_deref(),
            (Trial::Canary { .. }, None) => None,
        }
    }
}

impl Candidate {
    /// Tries the candidate on a lead of `form`. It is asked about its own form of that name; one
    /// that does not have it decides nothing.
    pub fn tried(&self, form: &str, lead: &Lead, person: &PersonDigest, at_ms: i64) -> Tried {
        let bundle = self.issued.hash.clone();
        match self.mode {
            Mode::Canary { percent } => {
                let is_inside = Share::of(person).is_within(percent);
                let instead = is_inside.then(|| self.decides(form, lead, at_ms)).flatten();
                Tried { trial: Trial::Canary { percent, bundle }, instead }
            }
            // What is live is no candidate; were it one, it would be looked at only.
            Mode::Shadow | Mode::Live => {
                let route = self.decides(form, lead, at_ms).map(|decision| decision.route);
                let (team, rule) = route.map(|route| (route.team, route.rule)).unzip();
                Tried { trial: Trial::Shadow { bundle, team, rule }, instead: None }
            }
        }
    }

    fn decides(&self, form: &str, lead: &Lead, at_ms: i64) -> Option<Decision> {
        let bundle = &*self.issued.bundle;
        Some(Decision::of(bundle, bundle.form(form)?, lead, at_ms))
    }
}

/// Where a person stands among all: evenly spread, and the same every time, so that whoever is in
/// a canary's ten percent is in its twenty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u32);

impl Share {
    /// From the digest, which says nothing of the person. Its first byte names the shard.
    pub fn of(person: &PersonDigest) -> Self {
        let digest = person.as_str().split_once('.').and_then(|(_, digest)| BASE64URL.decode(digest));
        let bytes = digest.as_deref().and_then(|digest| digest.get(8..12));
        let bytes = bytes.and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
        // Who cannot be placed stays with what is in force.
        Self(bytes.map_or(u32::MAX, u32::from_be_bytes))
    }

    /// Whether it is among the first `percent` of a hundred.
    pub fn is_within(self, percent: u8) -> bool {
        u64::from(self.0) * 100 < u64::from(percent) << 32
    }
}
