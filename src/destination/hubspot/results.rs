//! What HubSpot's answers mean for each lead of a call.
//!
//! A 2xx alone says nothing: a lead is written if the answer has a result for it and no error.

use serde_json::Value as Json;

use super::request::StandingByItem;
use super::{HubSpot, Key, NAME, word};
use crate::destination::answer::Answer;
use crate::destination::record::Item;
use crate::destination::split::{halves, part};
use crate::destination::standing::Standing;
use crate::destination::step::{Round, Stage, Step, Turn};
use crate::destination::verdict::{Reason, Verdict};

/// What the bodies of calls call the leads.
const LIST: &str = "inputs";

impl HubSpot {
    /// After reading: writes what there is room for.
    pub(super) fn looked(
        &self,
        items: &[Item],
        step: &Step,
        by_email: bool,
        answer: &Answer,
        round: &mut Round,
    ) {
        let body = answer.json().unwrap_or_default();
        let Some(results) = body.get("results").and_then(Json::as_array) else {
            let verdict = Verdict::again(Reason::new(NAME, "unreadable answer"));
            return step.turns.iter().for_each(|turn| round.settle(turn.clone(), verdict.clone()));
        };
        let mut standing = StandingByItem::new();
        for turn in &step.turns {
            let id = items.get(turn.item).and_then(|item| self.identity(item, by_email));
            let found = results.iter().find(|result| self.key_of(result, by_email) == id);
            if let Some(found) = found.filter(|_| id.is_some()) {
                standing.insert(turn.item, Standing::new(found.get("properties")));
            }
        }
        round.step(self.write(items, &step.turns, by_email, Some(&standing)));
    }

    /// A call refused with 400 or 409: nothing of it was written. One lead may be the reason for
    /// all, so the others are sent without it.
    pub(super) fn refused(&self, items: &[Item], step: &Step, answer: &Answer, round: &mut Round) {
        let key_fault = word::is_about_the_key(answer);
        match step.turns.as_slice() {
            [turn] if !key_fault => self.refused_alone(items, step, turn, answer, round),
            [_, _, ..] if !key_fault => halves(step, LIST).into_iter().for_each(|half| round.step(half)),
            turns => {
                let verdict =
                    Verdict::Refused { reason: Reason::new(NAME, "the key property is not unique") };
                turns.iter().for_each(|turn| round.settle(turn.clone(), verdict.clone()));
            }
        }
    }

    fn refused_alone(&self, items: &[Item], step: &Step, turn: &Turn, answer: &Answer, round: &mut Round) {
        let error = answer.json().unwrap_or_default();
        let is_conflict = answer.status == 409 || word::category(&error) == Some("CONFLICT");
        let conflict = if is_conflict { self.conflict(items, step, turn) } else { None };
        match conflict {
            Some(other) => round.step(other),
            None => round.settle(turn.clone(), word::item_error(&error, answer.status)),
        }
    }

    /// Somebody else has the email, or wrote the same contact at the same time. The first is
    /// written by email then; the second is repeated, once.
    fn conflict(&self, items: &[Item], step: &Step, turn: &Turn) -> Option<Step> {
        let Stage::Write { by_email, is_second } = step.stage else { return None };
        let item = items.get(turn.item)?;
        if matches!(self.key, Key::Property(_)) && !by_email {
            return self.may_be_taken(item, step).then(|| self.look(items, &step.turns, true));
        }
        let again = Step { stage: Stage::Write { by_email, is_second: true }, ..step.clone() };
        (!is_second).then_some(again)
    }

    /// Whether a conflict means that another contact has the lead's email.
    fn may_be_taken(&self, item: &Item, step: &Step) -> bool {
        let is_by_key = matches!(step.stage, Stage::Write { by_email: false, .. });
        is_by_key && matches!(self.key, Key::Property(_)) && item.record.address().is_some()
    }

    /// After writing: each lead by its own result or error.
    pub(super) fn written(&self, items: &[Item], step: &Step, answer: &Answer, round: &mut Round) {
        let body = answer.json().unwrap_or_default();
        let list = |name: &str| body.get(name).and_then(Json::as_array).map_or(&[] as &[Json], Vec::as_slice);
        let (results, errors) = (list("results"), list("errors"));
        let counted = body.get("numErrors").and_then(Json::as_u64).unwrap_or(0);
        let counted = usize::try_from(counted).unwrap_or(usize::MAX).max(errors.len());
        if let [turn] = step.turns.as_slice() {
            let result = items.get(turn.item).and_then(|item| self.result_of(item, step, results));
            return self.written_alone(items, step, turn, (result, errors.first(), counted), answer, round);
        }
        let error_of = |item: &Item| errors.iter().find(|error| self.is_about(error, item, step));
        let found = step.turns.iter().filter_map(|turn| items.get(turn.item));
        let attributed = found.filter(|item| error_of(item).is_some()).count();
        let mut unclear = vec![false; step.turns.len()];
        let mut taken = Vec::new();
        for (turn, unclear) in step.turns.iter().zip(&mut unclear) {
            let Some(item) = items.get(turn.item) else { continue };
            match (error_of(item), self.result_of(item, step, results)) {
                (Some(error), _) if word::category(error) != Some("CONFLICT") => {
                    round.settle(turn.clone(), word::item_error(error, answer.status));
                }
                (None, Some(result)) if counted <= attributed || self.has_missing(step, results, items) => {
                    round.settle(turn.clone(), done(item, step, result));
                }
                (Some(_), _) if self.may_be_taken(item, step) => taken.push(turn.clone()),
                _ => *unclear = true,
            }
        }
        if !taken.is_empty() {
            round.step(self.look(items, &taken, true));
        }
        self.send_unclear(step, &unclear, round);
    }

    /// Whether somebody has no result, so that errors which name nobody are theirs. If there is a
    /// result for every lead and such an error too, nobody is known to be written.
    fn has_missing(&self, step: &Step, results: &[Json], items: &[Item]) -> bool {
        let missing = |turn: &Turn| {
            items.get(turn.item).is_none_or(|item| self.result_of(item, step, results).is_none())
        };
        step.turns.iter().any(missing)
    }

    /// Those of whom the answer said nothing clear are sent once more, in smaller calls: an upsert
    /// may be repeated.
    fn send_unclear(&self, step: &Step, unclear: &[bool], round: &mut Round) {
        let rest = part(step, LIST, |place| unclear.get(place).copied().unwrap_or(false));
        match rest.turns.len() {
            0 => {}
            count if count == step.turns.len() => {
                halves(&rest, LIST).into_iter().for_each(|half| round.step(half));
            }
            _ => round.step(rest),
        }
    }

    fn written_alone(
        &self,
        items: &[Item],
        step: &Step,
        turn: &Turn,
        (result, error, errors): (Option<&Json>, Option<&Json>, usize),
        answer: &Answer,
        round: &mut Round,
    ) {
        let Some(item) = items.get(turn.item) else { return };
        let verdict = match (result, error) {
            (_, Some(error)) if word::category(error) == Some("CONFLICT") => {
                match self.conflict(items, step, turn) {
                    Some(other) => return round.step(other),
                    None => word::item_error(error, answer.status),
                }
            }
            (_, Some(error)) => word::item_error(error, answer.status),
            (Some(result), None) if errors == 0 => done(item, step, result),
            (_, None) => Verdict::again(Reason::new(NAME, "answer without a result")),
        };
        round.settle(turn.clone(), verdict);
    }

    fn result_of<'a>(&self, item: &Item, step: &Step, results: &'a [Json]) -> Option<&'a Json> {
        let trace = |result: &&Json| {
            result.get("objectWriteTraceId").and_then(Json::as_str) == Some(item.record.lead_id.as_str())
        };
        let by_email = matches!(step.stage, Stage::Write { by_email: true, .. });
        let id = self.identity(item, by_email);
        let untraced = |result: &&Json| {
            result.get("objectWriteTraceId").is_none() && id.is_some() && self.key_of(result, by_email) == id
        };
        let found = results.iter().find(trace).or_else(|| results.iter().find(untraced))?;
        found.get("id").is_some().then_some(found)
    }

    /// Whether an error names this lead: by what we called the input, wherever HubSpot repeats it.
    fn is_about(&self, error: &Json, item: &Item, step: &Step) -> bool {
        let by_email = matches!(step.stage, Stage::Write { by_email: true, .. });
        let id = self.identity(item, by_email).unwrap_or_default();
        let names = |text: &str| text == item.record.lead_id || text.to_lowercase() == id;
        let traced = error.get("objectWriteTraceId").and_then(Json::as_str).is_some_and(names);
        let context = error.get("context").and_then(Json::as_object);
        let values = context.into_iter().flat_map(|context| context.values());
        let mut texts = values.flat_map(|value| match value {
            Json::Array(texts) => texts.iter().filter_map(Json::as_str).collect(),
            Json::String(text) => vec![text.as_str()],
            _ => Vec::new(),
        });
        traced || texts.any(names)
    }

    /// The key of a result, as [`Self::identity`] writes it.
    fn key_of(&self, result: &Json, by_email: bool) -> Option<String> {
        let key = result.get("properties")?.get(self.id_property(by_email))?.as_str()?;
        Some(key.to_lowercase())
    }
}

fn done(item: &Item, step: &Step, result: &Json) -> Verdict {
    let reference = match result.get("id") {
        Some(Json::String(id)) => id.clone(),
        Some(id) => id.to_string(),
        None => String::new(),
    };
    let is_other = matches!(step.stage, Stage::Write { by_email: true, .. });
    let was_there = result.get("new").and_then(Json::as_bool) == Some(false) && !item.is_repeat();
    let merged_into = (is_other || was_there).then(|| reference.clone());
    Verdict::Done { reference, merged_into }
}
