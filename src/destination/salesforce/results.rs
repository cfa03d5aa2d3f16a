//! What Salesforce's answers mean for each lead of a call.

use serde_json::Value as Json;

use super::{DuplicatePolicy, NAME, Salesforce, word};
use crate::destination::answer::{Answer, Reply};
use crate::destination::record::Item;
use crate::destination::split::halves;
use crate::destination::standing::Standing;
use crate::destination::step::{Round, Stage, Step, Turn};
use crate::destination::verdict::{Reason, Verdict};
use crate::destination::wait;

impl Salesforce {
    /// After reading: writes what there is room for, if there is anything left to write.
    pub(super) fn looked(&self, items: &[Item], step: &Step, answer: &Answer, round: &mut Round) {
        let body = answer.json().unwrap_or_default();
        let Some(records) = body.get("records").and_then(Json::as_array) else {
            return all(step, &Verdict::again(Reason::new(NAME, "unreadable answer")), round);
        };
        let mut leads = Vec::new();
        for turn in &step.turns {
            let Some(item) = items.get(turn.item) else { continue };
            let key = item.record.key.as_str();
            let has_key = |record: &&Json| {
                record
                    .get(&self.key_field)
                    .and_then(Json::as_str)
                    .is_some_and(|text| text.eq_ignore_ascii_case(key))
            };
            let found = records.iter().find(has_key);
            let fields = self.fields(item, found.map(|found| Standing::new(Some(found))).as_ref());
            let id = found.and_then(|found| found.get("Id")).and_then(Json::as_str);
            match id {
                Some(id) if fields.is_empty() => {
                    round.settle(turn.clone(), Verdict::Done { reference: id.to_owned(), merged_into: None });
                }
                _ => leads.push((turn.clone(), key.to_owned(), fields)),
            }
        }
        self.write(leads).into_iter().for_each(|step| round.step(step));
    }

    /// After writing: 200, 201 and 204 are success, 300 is not.
    pub(super) fn written(&self, items: &[Item], step: &Step, answer: &Answer, round: &mut Round) {
        if answer.status == 300 {
            let reason = Reason::new(NAME, "several records have the key");
            return all(step, &Verdict::Refused { reason }, round);
        }
        if Self::is_list(step) {
            return self.written_list(items, step, answer, round);
        }
        let body = answer.json().unwrap_or_default();
        let id = body.get("id").and_then(Json::as_str);
        let is_failure = body.get("success").and_then(Json::as_bool) == Some(false);
        for (place, turn) in step.turns.iter().enumerate() {
            match id {
                _ if is_failure => {
                    self.record_failed(step, place, turn, body.get("errors"), answer.status, round)
                }
                Some(id) => round.settle(turn.clone(), done(id)),
                // Up to version 45.0 an update is answered with 204 and nothing else.
                None if answer.status == 204 => round.settle(turn.clone(), self.done_without_id(items, turn)),
                None => round.settle(turn.clone(), Verdict::again(Reason::new(NAME, "unreadable answer"))),
            }
        }
    }

    fn written_list(&self, items: &[Item], step: &Step, answer: &Answer, round: &mut Round) {
        let body = answer.json().unwrap_or_default();
        let results = body.as_array().filter(|results| results.len() == step.turns.len());
        let Some(results) = results else {
            return all(step, &Verdict::again(Reason::new(NAME, "unreadable answer")), round);
        };
        for (place, (turn, result)) in step.turns.iter().zip(results).enumerate() {
            let is_written = result.get("success").and_then(Json::as_bool) == Some(true);
            match (is_written, result.get("id").and_then(Json::as_str)) {
                (true, Some(id)) => round.settle(turn.clone(), done(id)),
                (true, None) => round.settle(turn.clone(), self.done_without_id(items, turn)),
                (false, _) => {
                    self.record_failed(step, place, turn, result.get("errors"), answer.status, round)
                }
            }
        }
    }

    /// A call that is no success.
    pub(super) fn failed(&self, step: &Step, reply: &Reply, now_ms: i64, round: &mut Round) {
        let answer = match reply {
            Ok(answer) => answer,
            Err(failure) => return all(step, &Verdict::again(Reason::new(NAME, failure.word())), round),
        };
        let errors = answer.json().unwrap_or_default();
        let mut verdict = word::judge(word::code(&errors), answer.status);
        if let Verdict::Again { after_ms, .. } = &mut verdict {
            *after_ms = wait::retry_after_ms(answer, now_ms).unwrap_or(0).max(*after_ms);
            return all(step, &verdict, round);
        }
        let is_write = matches!(step.stage, Stage::Write { .. });
        match step.turns.as_slice() {
            [turn] if is_write => self.record_failed(step, 0, turn, Some(&errors), answer.status, round),
            // One lead may be the reason for all.
            [_, _, ..] if is_write => halves(step, "records").into_iter().for_each(|half| round.step(half)),
            // A look asks for nothing that one lead could spoil.
            _ => all(step, &verdict, round),
        }
    }

    /// One lead that was not written.
    fn record_failed(
        &self,
        step: &Step,
        place: usize,
        turn: &Turn,
        errors: Option<&Json>,
        status: u16,
        round: &mut Round,
    ) {
        let errors = errors.unwrap_or(&Json::Null);
        let code = word::code(errors);
        let is_second = matches!(step.stage, Stage::Write { is_second: true, .. });
        let repeated = match code {
            // Two first writes of one key met, and the other one won: the same again updates.
            Some("DUPLICATE_VALUE") if !is_second => self.alone(step, place, true),
            // A list does not say which record was found.
            Some("DUPLICATES_DETECTED")
                if self.duplicates == DuplicatePolicy::Attach && Self::is_list(step) =>
            {
                self.alone(step, place, is_second)
            }
            _ => None,
        };
        if let Some(step) = repeated {
            return round.step(step);
        }
        let is_attached = code == Some("DUPLICATES_DETECTED") && self.duplicates == DuplicatePolicy::Attach;
        let verdict = match matched(errors).filter(|_| is_attached) {
            Some(id) => Verdict::Done { reference: id.clone(), merged_into: Some(id) },
            None => word::judge(code, status),
        };
        round.settle(turn.clone(), verdict);
    }

    fn done_without_id(&self, items: &[Item], turn: &Turn) -> Verdict {
        let item = items.get(turn.item);
        let by_key = || item.map(|item| format!("{}/{}", self.key_field, item.record.key.as_str()));
        let known = item.and_then(|item| item.reference.clone());
        Verdict::Done { reference: known.or_else(by_key).unwrap_or_default(), merged_into: None }
    }
}

fn all(step: &Step, verdict: &Verdict, round: &mut Round) {
    step.turns.iter().for_each(|turn| round.settle(turn.clone(), verdict.clone()));
}

fn done(id: &str) -> Verdict {
    Verdict::Done { reference: id.to_owned(), merged_into: None }
}

/// The record that a duplicate rule found: a lead rather than a contact, a contact rather than
/// anything else. The field is spelt both ways.
fn matched(errors: &Json) -> Option<String> {
    let error = errors.as_array()?.first()?;
    let result = error.get("duplicateResut").or_else(|| error.get("duplicateResult"))?;
    let list =
        |value: &Json, name: &str| value.get(name).and_then(Json::as_array).cloned().unwrap_or_default();
    let matches = list(result, "matchResults").into_iter().flat_map(|found| list(&found, "matchRecords"));
    let ids = matches.filter_map(|found| Some(found.get("record")?.get("Id")?.as_str()?.to_owned()));
    let is_id =
        |id: &String| matches!(id.len(), 15 | 18) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let rank = |id: &String| match id.get(..3) {
        Some("00Q") => 0,
        Some("003") => 1,
        _ => 2,
    };
    ids.filter(is_id).min_by_key(rank)
}
