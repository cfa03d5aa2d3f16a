//! Any CRM with an HTTP intake: one signed POST a lead.

mod listing;
mod signature;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::Destination;
use super::answer::{self, Answer, Reply, TransportFailure};
use super::call::{Call, Method};
use super::credential::Credential;
use super::mapping::Mapping;
use super::promises::{Promises, RecordKind};
use super::record::Item;
use super::step::{Progress, Round, Stage, Step, Turn};
use super::url::BaseUrl;
use super::verdict::{Reason, Verdict};
use super::wait;
use crate::guard::Ending;
use crate::webhook::WebhookSecret;

pub use listing::SIGHT;

/// The destination's name.
pub const NAME: &str = "webhook";
/// Access is refused until somebody does something about it; the lead is not at fault.
const CREDENTIAL_WAIT_MS: i64 = 60_000;

/// How the receiver knows that it is us.
#[derive(Clone, Debug)]
pub enum Proof {
    /// `Authorization: Bearer …`
    Bearer(Credential),
    /// Standard Webhooks 1.0.0 (standardwebhooks.com), symmetric scheme.
    Signature(WebhookSecret),
}

/// What the receiver's answers mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// The statuses that mean "written".
    pub success: Vec<u16>,
    /// The statuses that mean "was there already".
    pub duplicate: Vec<u16>,
    /// Where the answer says what became of the lead: a JSON pointer (RFC 6901), `/result`. With
    /// it, a success has to say one of the words below.
    pub result: Option<String>,
    /// The words for a lead that was written, or was there already under its key.
    pub success_words: Vec<String>,
    /// The words for a lead that went into somebody's record.
    pub merged_words: Vec<String>,
    /// Where the answer names the record: a JSON pointer, `/lead`.
    pub reference: Option<String>,
    /// Whether the receiver keeps leads apart by their key, so that the same call twice is once.
    pub repeat_is_safe: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            success: vec![200, 201, 202, 204],
            duplicate: vec![409],
            result: None,
            success_words: Vec::new(),
            merged_words: Vec::new(),
            reference: None,
            repeat_is_safe: false,
        }
    }
}

/// A webhook, as configured.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Where the receiver is: with `path` from [`BaseUrl::split`].
    pub base: BaseUrl,
    /// Path and query. May be a secret.
    pub path: String,
    /// How the receiver knows that it is us.
    pub proof: Proof,
    /// The field that holds the lead's key: `external_id`.
    pub key_field: String,
    /// What leaves.
    pub mapping: Mapping,
    /// What the answers mean.
    pub rules: Rules,
    /// Whether the receiver's record is a lead or a person.
    pub record: RecordKind,
}

impl Destination for Webhook {
    fn name(&self) -> &'static str {
        NAME
    }

    fn base(&self) -> &BaseUrl {
        &self.base
    }

    fn promises(&self) -> Promises {
        Promises {
            record: self.record,
            leads_per_call: 1,
            repeat_is_safe: self.rules.repeat_is_safe,
            look_after_ms: 0,
            fills_blanks: false,
            cannot: &[
                "see what stands there: whether an edit survives is the receiver's doing",
                "write several leads in one call",
                "look up an unknown outcome: without keys at the receiver, a person has to",
                "be asked whether it is up again, without keys at the receiver, but by a lead that a hanging receiver leaves to a person",
                "bring a lead up to date, without keys at the receiver: what was written first stays",
            ],
        }
    }

    fn start(&self, items: &[Item], turns: Vec<Turn>, now_ms: i64) -> Progress {
        let mut round = Round::new(NAME);
        for turn in turns {
            let Some(item) = items.get(turn.item) else { continue };
            if let Some(verdict) = self.settled_before(item) {
                round.settle(turn, verdict);
            } else {
                let stage = Stage::Write { by_email: false, is_second: false };
                round.step(Step { call: self.post(item, now_ms), turns: vec![turn], stage });
            }
        }
        round.finish(|turns| self.start(items, turns, now_ms))
    }

    fn path_is_secret(&self) -> bool {
        true
    }

    /// A receiver that says nothing of its results may answer anything.
    fn ending(&self, reply: &Reply) -> Ending {
        if self.rules.result.is_some() { answer::json_ending(reply) } else { answer::ending(reply) }
    }

    fn read(&self, items: &[Item], step: &Step, reply: &Reply, now_ms: i64) -> Progress {
        let mut round = Round::new(NAME);
        for turn in &step.turns {
            let Some(item) = items.get(turn.item) else { continue };
            round.settle(turn.clone(), self.judge(item, reply, now_ms));
        }
        round.finish(|turns| self.start(items, turns, now_ms))
    }
}

impl Webhook {
    /// A receiver that does not keep leads apart by their key would make another record of what it
    /// has, or may have.
    fn settled_before(&self, item: &Item) -> Option<Verdict> {
        if self.rules.repeat_is_safe {
            return None;
        }
        if let Some(reference) = &item.reference {
            return Some(Verdict::Done { reference: reference.clone(), merged_into: None });
        }
        let reason = Reason::new(NAME, "may be there, and cannot be looked up");
        item.may_exist.then_some(Verdict::Refused { reason })
    }

    fn post(&self, item: &Item, now_ms: i64) -> Call {
        let mapped = self.mapping.of(&item.record).into_iter();
        let mut fields: Map<String, Json> =
            mapped.map(|mapped| (mapped.to.to_owned(), mapped.value.json())).collect();
        fields.insert(self.key_field.clone(), Json::from(item.record.key.as_str()));
        let call = Call::new(Method::Post, self.path.clone()).json(&Json::Object(fields));
        // The same for every delivery of this revision, whatever became of the others.
        let id = format!("{}-{}", item.record.key.as_str(), item.record.revision);
        let call = call.header("idempotency-key", id.clone());
        match &self.proof {
            Proof::Bearer(token) => call.header("authorization", token.bearer()),
            Proof::Signature(key) => signature::sign(key, call, &id, now_ms),
        }
    }

    fn judge(&self, item: &Item, reply: &Reply, now_ms: i64) -> Verdict {
        let answer = match reply {
            Ok(answer) => answer,
            Err(TransportFailure::Refused) => {
                return Verdict::again(Reason::new(NAME, TransportFailure::Refused.word()));
            }
            Err(failure) => return self.unclear(0, Reason::new(NAME, failure.word())),
        };
        let asked_ms = wait::retry_after_ms(answer, now_ms).unwrap_or(0);
        let reason = Reason::http(NAME, answer.status);
        if self.rules.success.contains(&answer.status) {
            return self.written(item, answer);
        }
        if self.rules.duplicate.contains(&answer.status) {
            return Verdict::Done { reference: self.reference(item, &answer.json()), merged_into: None };
        }
        match answer.status {
            425 | 429 => Verdict::Again { after_ms: asked_ms, reason },
            401 | 403 => Verdict::Again { after_ms: asked_ms.max(CREDENTIAL_WAIT_MS), reason },
            408 | 500.. => self.unclear(asked_ms, reason),
            200..300 => self.unclear(0, reason),
            _ => Verdict::Refused { reason },
        }
    }

    fn written(&self, item: &Item, answer: &Answer) -> Verdict {
        let body = answer.json();
        let reference = self.reference(item, &body);
        let Some(pointer) = &self.rules.result else {
            return Verdict::Done { reference, merged_into: None };
        };
        let said = body.as_ref().and_then(|body| body.pointer(pointer)).and_then(Json::as_str);
        let is_in = |words: &[String]| said.is_some_and(|said| words.iter().any(|word| word == said));
        if is_in(&self.rules.merged_words) {
            Verdict::Done { merged_into: Some(reference.clone()), reference }
        } else if is_in(&self.rules.success_words) {
            Verdict::Done { reference, merged_into: None }
        } else {
            self.unclear(0, Reason::new(NAME, "unknown result"))
        }
    }

    /// What the answer calls the record, else what an earlier one did, else the lead's key.
    fn reference(&self, item: &Item, body: &Option<Json>) -> String {
        let pointer = self.rules.reference.as_deref();
        let named = pointer.and_then(|pointer| match body.as_ref()?.pointer(pointer)? {
            Json::String(text) if (1..=200).contains(&text.len()) => Some(text.clone()),
            Json::Number(number) => Some(number.to_string()),
            _ => None,
        });
        let known = || item.reference.clone();
        named.or_else(known).unwrap_or_else(|| item.record.key.as_str().to_owned())
    }

    const fn unclear(&self, after_ms: i64, reason: Reason) -> Verdict {
        if self.rules.repeat_is_safe {
            Verdict::Again { after_ms, reason }
        } else {
            Verdict::Unknown { reason }
        }
    }
}
