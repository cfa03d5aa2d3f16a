//! Pipedrive: persons, and leads on them (developers.pipedrive.com, "Persons", "Leads").
//!
//! There is no upsert, no idempotency key and no unique email there, so a lead is a walk: look for
//! the person, create it or fill its blanks, create the lead, and remember each id before the next
//! step. A creation without an answer is looked up before anything is created again. Leads of one
//! person follow each other, and take the person over from the one before; over several batches there is
//! the search alone, which lags.

mod before;
mod listing;
mod reference;
mod request;
mod walk;
mod word;

use super::Destination;
use super::answer::{Reply, json_ending};
use super::credential::Credential;
use super::mapping::Mapping;
use super::promises::{Promises, RecordKind};
use super::record::Item;
use super::step::{Progress, Round, Step, Turn};
use super::url::BaseUrl;

use crate::guard::Ending;

pub use listing::SIGHT;
pub use reference::Reference;

/// The destination's name.
pub const NAME: &str = "pipedrive";
/// The search index lags behind.
const LOOK_AFTER_MS: i64 = 30_000;
/// Fields that a person cannot be without.
pub const REQUIRED: [&str; 1] = ["name"];

/// Pipedrive, as configured.
#[derive(Clone, Debug)]
pub struct Pipedrive {
    /// `https://api.pipedrive.com`, or the company's host.
    pub base: BaseUrl,
    /// An API token.
    pub token: Credential,
    /// What leaves, onto the person: `name` ([`REQUIRED`]), `email`, `phone`, and custom fields by
    /// their 40 hexadecimal digits.
    pub mapping: Mapping,
    /// What leads are called, in front of the form; `None` for persons without leads.
    pub lead_title: Option<String>,
}

impl Destination for Pipedrive {
    fn name(&self) -> &'static str {
        NAME
    }

    fn base(&self) -> &BaseUrl {
        &self.base
    }

    fn promises(&self) -> Promises {
        Promises {
            record: if self.lead_title.is_some() { RecordKind::Lead } else { RecordKind::Person },
            leads_per_call: 1,
            repeat_is_safe: false,
            look_after_ms: LOOK_AFTER_MS,
            fills_blanks: true,
            cannot: &[
                "keep a person one whose leads come in two batches before the search index has the first",
                "write a lead exactly once when an answer is lost and the search index lags for longer than is waited",
                "write several leads in one call",
                "find a person again that has neither email nor phone, or by phone under another name",
            ],
        }
    }

    fn start(&self, items: &[Item], turns: Vec<Turn>, _now_ms: i64) -> Progress {
        self.begin(items, turns)
    }

    /// Cloudflare says "too many" with a 403 of its own.
    fn ending(&self, reply: &Reply) -> Ending {
        match reply {
            Ok(answer) if answer.status == 403 && answer.json().is_none() => Ending::Limited,
            reply => json_ending(reply),
        }
    }

    fn read(&self, items: &[Item], step: &Step, reply: &Reply, now_ms: i64) -> Progress {
        let mut round = Round::new(NAME).look_after(LOOK_AFTER_MS);
        for turn in &step.turns {
            let Some(item) = before::item(items, turn) else { continue };
            self.walk(&item, turn.clone(), &step.stage, reply, now_ms, &mut round);
        }
        round.finish(|turns| self.begin(items, turns))
    }
}

impl Pipedrive {
    /// The first steps of these leads.
    fn begin(&self, items: &[Item], turns: Vec<Turn>) -> Progress {
        let mut round = Round::new(NAME).look_after(LOOK_AFTER_MS);
        for turn in turns {
            let Some(item) = before::item(items, &turn) else { continue };
            let person = before::person_of(items, &turn);
            self.set_out(&item, turn, person, &mut round);
        }
        round.finish(|turns| self.begin(items, turns))
    }
}
