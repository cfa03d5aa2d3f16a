//! Salesforce: leads by external id (REST API Developer Guide, "Insert or Update (Upsert) a Record Using an
//! External ID").
//!
//! One lead is a PATCH on its external id, several are one call of sObject Collections. The
//! external-id field has to be marked *External ID* and *Unique*; the same call twice writes one
//! record then, so anything but a refusal may be repeated.

pub mod access;
mod listing;
mod request;
mod results;
pub mod token;
mod word;

use serde::{Deserialize, Serialize};

use super::Destination;
use super::answer::{Reply, json_ending};
use super::mapping::Mapping;
use super::promises::{Promises, RecordKind};
use super::record::Item;
use super::step::{Progress, Round, Stage, Step, Turn};
use super::url::BaseUrl;
use crate::guard::Ending;
use token::Token;

pub use listing::SIGHT;

/// The destination's name.
pub const NAME: &str = "salesforce";
/// Records in one call of sObject Collections.
pub const MAX_RECORDS: usize = 200;
/// The version of the API that this code was written for.
pub const VERSION: &str = "v62.0";

/// What to do when a duplicate rule of the org finds the lead's likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DuplicatePolicy {
    /// Write it all the same. A rule that blocks still refuses it.
    Save,
    /// Count it as delivered into the record that was found, which stays as it is.
    Attach,
    /// Refuse it: a person decides.
    Refuse,
}

/// Salesforce, as configured, with a token for one batch.
#[derive(Clone, Debug)]
pub struct Salesforce {
    /// Access, and the instance that it is for.
    pub token: Token,
    /// In the path: [`VERSION`].
    pub version: String,
    /// `Lead`
    pub object: String,
    /// The external-id field: `LeadKey__c`.
    pub key_field: String,
    /// What duplicate rules lead to.
    pub duplicates: DuplicatePolicy,
    /// What leaves. `LastName` and `Company` are [`REQUIRED`].
    pub mapping: Mapping,
}

/// Fields that a lead cannot be without.
pub const REQUIRED: [&str; 2] = ["LastName", "Company"];

impl Destination for Salesforce {
    fn name(&self) -> &'static str {
        NAME
    }

    fn base(&self) -> &BaseUrl {
        &self.token.instance
    }

    fn promises(&self) -> Promises {
        Promises {
            record: RecordKind::Lead,
            leads_per_call: MAX_RECORDS,
            repeat_is_safe: true,
            look_after_ms: 0,
            fills_blanks: true,
            cannot: &[
                "write a lead that a blocking duplicate rule refuses",
                "update a lead that was converted",
                "tell two records apart that share the external id: the field must be unique",
            ],
        }
    }

    fn start(&self, items: &[Item], turns: Vec<Turn>, _now_ms: i64) -> Progress {
        let is_repeat = |turn: &Turn| items.get(turn.item).is_some_and(Item::is_repeat);
        let (looks, writes): (Vec<Turn>, Vec<Turn>) = turns.into_iter().partition(is_repeat);
        let mut progress = Progress::default();
        progress.steps.extend(looks.chunks(MAX_RECORDS).map(|turns| self.look(items, turns)));
        for turns in writes.chunks(MAX_RECORDS) {
            progress.steps.extend(self.write(self.in_full(items, turns)));
        }
        progress
    }

    fn read(&self, items: &[Item], step: &Step, reply: &Reply, now_ms: i64) -> Progress {
        let mut round = Round::new(NAME);
        match (reply, &step.stage) {
            (Ok(answer), Stage::Look { .. }) if answer.is_success() => {
                self.looked(items, step, answer, &mut round);
            }
            (Ok(answer), Stage::Write { .. }) if answer.is_success() || answer.status == 300 => {
                self.written(items, step, answer, &mut round);
            }
            (reply, _) => self.failed(step, reply, now_ms, &mut round),
        }
        round.finish(|turns| self.start(items, turns, now_ms))
    }

    /// Salesforce says "too many" with a 403.
    fn ending(&self, reply: &Reply) -> Ending {
        match reply {
            Ok(answer) if answer.status == 403 && word::is_limit(answer) => Ending::Limited,
            reply => json_ending(reply),
        }
    }

    fn wants_new_token(&self, reply: &Reply) -> bool {
        reply.as_ref().is_ok_and(|answer| answer.status == 401)
    }
}
