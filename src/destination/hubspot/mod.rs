//! HubSpot: contacts by batch upsert (developers.hubspot.com, "Contacts": batch upsert).
//!
//! The key of a contact is its email, or a custom unique property that holds the lead's key. With
//! the email every write is in full, because HubSpot does not do partial upserts by email; what
//! stands there is read and sent back where it is to stay. Two leads of one person are one
//! contact.

mod listing;
mod request;
mod results;
mod word;

use super::Destination;
use super::answer::Reply;
use super::credential::Credential;
use super::mapping::Mapping;
use super::promises::{Promises, RecordKind};
use super::record::Item;
use super::step::{Progress, Round, Stage, Step, Turn};
use super::url::BaseUrl;
use super::verdict::{Reason, Verdict};

pub use listing::SIGHT;

/// The destination's name.
pub const NAME: &str = "hubspot";
/// Inputs in one call.
pub const MAX_INPUTS: usize = 100;
/// Nobody edits a contact so soon after its lead came.
const UNTOUCHED_MS: i64 = 60_000;
/// The version of the API that this code was written for.
pub const VERSION: &str = "2026-09";

/// What a contact is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// The email. A lead without one is refused.
    Email,
    /// A custom property with `hasUniqueValue`, which gets the lead's key. If another contact has
    /// the lead's email already, the lead goes into that one.
    Property(String),
}

/// HubSpot, as configured.
#[derive(Clone, Debug)]
pub struct HubSpot {
    /// `https://api.hubapi.com`
    pub base: BaseUrl,
    /// A service key or private app token.
    pub token: Credential,
    /// The date in the path: [`VERSION`].
    pub version: String,
    /// What a contact is found by.
    pub key: Key,
    /// What leaves.
    pub mapping: Mapping,
    /// With [`Key::Email`], reads before a first write too: one more call for a hundred leads, and a
    /// contact that was there before keeps what people wrote into it. With a property there is nothing
    /// to read: whose email is taken is known by the answer, and that contact is read then.
    pub looks_first: bool,
    /// How many minutes the portal's day is ahead of UTC; its daily limit ends with it.
    pub minutes_ahead_of_utc: i16,
}

impl Destination for HubSpot {
    fn name(&self) -> &'static str {
        NAME
    }

    fn base(&self) -> &BaseUrl {
        &self.base
    }

    fn promises(&self) -> Promises {
        Promises {
            record: RecordKind::Person,
            leads_per_call: MAX_INPUTS,
            repeat_is_safe: true,
            look_after_ms: 0,
            fills_blanks: true,
            cannot: &[
                "keep two leads of one person apart: they are one contact",
                "keep a person's edit that is made between our read and our write, when the key is the email",
                "take a lead without an email, when the key is the email",
            ],
        }
    }

    fn start(&self, items: &[Item], turns: Vec<Turn>, now_ms: i64) -> Progress {
        self.begin(items, turns, now_ms)
    }

    fn read(&self, items: &[Item], step: &Step, reply: &Reply, now_ms: i64) -> Progress {
        let mut round = Round::new(NAME);
        let answer = match reply {
            Ok(answer) if answer.is_success() => Some(answer),
            Ok(answer) if matches!(answer.status, 400 | 409) => {
                self.refused(items, step, answer, &mut round);
                None
            }
            reply => {
                for turn in &step.turns {
                    let attempts = items.get(turn.item).map_or(0, |item| item.attempts);
                    let verdict = word::failure(reply, attempts, self.minutes_ahead_of_utc, now_ms);
                    round.settle(turn.clone(), verdict);
                }
                None
            }
        };
        match (answer, &step.stage) {
            (None, _) => {}
            (Some(answer), Stage::Look { by_email }) => {
                self.looked(items, step, *by_email, answer, &mut round)
            }
            (Some(answer), _) => self.written(items, step, answer, &mut round),
        }
        round.finish(|turns| self.begin(items, turns, now_ms))
    }
}

impl HubSpot {
    /// The first steps of these leads.
    fn begin(&self, items: &[Item], turns: Vec<Turn>, now_ms: i64) -> Progress {
        let mut round = Round::new(NAME);
        let (mut looks, mut writes) = (Vec::new(), Vec::new());
        for turn in turns {
            let Some(item) = items.get(turn.item) else { continue };
            if self.identity(item, false).is_none() {
                round.settle(turn, Verdict::Refused { reason: Reason::new(NAME, "no email to find it by") });
            } else if self.looks_at(item, now_ms) {
                looks.push(turn);
            } else {
                writes.push(turn);
            }
        }
        for turns in looks.chunks(MAX_INPUTS) {
            round.step(self.look(items, turns, false));
        }
        for turns in writes.chunks(MAX_INPUTS) {
            round.step(self.write(items, turns, false, None));
        }
        round.finish(|turns| self.begin(items, turns, now_ms))
    }

    /// Whether what stands there is read before it is written. By a key of ours a repeat finds nobody's
    /// work but our own, until somebody has had the time to do some.
    fn looks_at(&self, item: &Item, now_ms: i64) -> bool {
        match self.key {
            Key::Email => self.looks_first || item.is_repeat(),
            Key::Property(_) => {
                let is_young = now_ms.saturating_sub(item.record.accepted_at_ms) < UNTOUCHED_MS;
                item.reference.is_some() || item.may_exist && !is_young
            }
        }
    }
}
