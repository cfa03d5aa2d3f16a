//! From call to call for one lead: which one is next, and when it is done.

use serde_json::Value as Json;

use super::reference::{Reference, is_id};
use super::request::{MAX_LEADS, standing};
use super::{NAME, Pipedrive, word};
use crate::destination::answer::Reply;
use crate::destination::call::Call;
use crate::destination::record::Item;
use crate::destination::step::{Round, Stage, Step, Turn};
use crate::destination::verdict::{Reason, Verdict};
use crate::text::folded;

/// The person that the walk has come to.
#[derive(Clone, Copy)]
struct At {
    person: u64,
    was_found: bool,
}

impl Pipedrive {
    /// The first call: the person that is known, of this lead or of one before it, or a search.
    pub(super) fn set_out(&self, item: &Item, turn: Turn, before: Option<u64>, round: &mut Round) {
        let own = item.reference.as_deref().and_then(Reference::parse).map(|own| (own.person, false));
        match own.or(before.map(|person| (person, true))) {
            Some((person, was_found)) => {
                go(turn, self.read_person(person), Stage::ReadPerson { person, was_found }, round);
            }
            None => self.search(item, turn, round),
        }
    }

    fn search(&self, item: &Item, turn: Turn, round: &mut Round) {
        match self.find_person(item) {
            Some(call) => go(turn, call, Stage::FindPerson, round),
            None if item.may_exist => {
                round.settle(turn, Verdict::Refused { reason: Reason::new(NAME, "nothing to find it by") });
            }
            None => go(turn, self.create_person(item), Stage::CreatePerson, round),
        }
    }

    /// The call after this one, or the verdict.
    pub(super) fn walk(
        &self,
        item: &Item,
        turn: Turn,
        stage: &Stage,
        reply: &Reply,
        now_ms: i64,
        round: &mut Round,
    ) {
        let creates = matches!(stage, Stage::CreatePerson | Stage::CreateLead { .. });
        let is_gone = reply.as_ref().is_ok_and(|answer| matches!(answer.status, 404 | 410));
        let body = match word::check(reply, creates, now_ms) {
            Ok(body) => body,
            // Deleted or merged there since: looked for like a new one.
            Err(_) if is_gone && matches!(stage, Stage::ReadPerson { was_found: false, .. }) => {
                return self.search(item, turn, round);
            }
            Err(verdict) => return round.settle(turn, verdict),
        };
        let data = body.get("data").unwrap_or(&Json::Null);
        self.arrive(item, turn, stage, data, round);
    }

    /// What a call that succeeded leads to.
    fn arrive(&self, item: &Item, turn: Turn, stage: &Stage, data: &Json, round: &mut Round) {
        match *stage {
            Stage::FindPerson => self.found(item, turn, data, round),
            // Without its fields nothing of the person may be written over.
            Stage::ReadPerson { .. } if !data.is_object() => {
                round.settle(turn, Verdict::again(Reason::new(NAME, "unreadable answer")));
            }
            Stage::ReadPerson { person, was_found } => {
                let at = At { person, was_found };
                match self.fill_person(item, person, &standing(data)) {
                    Some(call) => go(turn, call, Stage::FillPerson { person, was_found }, round),
                    None => self.person_done(item, turn, at, round),
                }
            }
            Stage::CreatePerson => self.created(item, turn, data, round),
            Stage::FillPerson { person, was_found } => {
                self.person_done(item, turn, At { person, was_found }, round);
            }
            Stage::FindLead { person, was_found } => {
                self.lead_found(item, turn, At { person, was_found }, data, round);
            }
            Stage::CreateLead { person, was_found } => match data.get("id").and_then(Json::as_str) {
                Some(lead) if is_id(lead) => done(item, turn, At { person, was_found }, Some(lead), round),
                _ => {
                    round.settle(turn, Verdict::Unknown { reason: Reason::new(NAME, "answer without an id") })
                }
            },
            Stage::Look { .. } | Stage::Write { .. } => {
                round.settle(turn, Verdict::again(Reason::new(NAME, "no such step")));
            }
        }
    }

    /// Of several persons with one email the oldest: every attempt finds the same. With one number
    /// several people may be called, so there it is the oldest of the lead's name.
    fn found(&self, item: &Item, turn: Turn, data: &Json, round: &mut Round) {
        let Some(hits) = data.get("items").and_then(Json::as_array) else {
            return round.settle(turn, Verdict::again(Reason::new(NAME, "unreadable answer")));
        };
        let own_name = self.name_of(item);
        let is_meant =
            |hit: &&Json| item.record.address().is_some() || own_name.is_some() && name(hit) == own_name;
        let persons = hits.iter().filter_map(|hit| hit.get("item")).filter(is_meant);
        match persons.filter_map(|person| person.get("id")?.as_u64()).min() {
            Some(person) => {
                go(turn, self.read_person(person), Stage::ReadPerson { person, was_found: true }, round);
            }
            None => go(turn, self.create_person(item), Stage::CreatePerson, round),
        }
    }

    fn created(&self, item: &Item, mut turn: Turn, data: &Json, round: &mut Round) {
        match data.get("id").and_then(Json::as_u64) {
            Some(person) => {
                let reference = Reference::person(person).to_string();
                // Also if the lead on it is refused.
                turn.before.push((turn.item, reference.clone()));
                round.remember(turn.item, reference);
                self.person_done(item, turn, At { person, was_found: false }, round);
            }
            None => {
                round.settle(turn, Verdict::Unknown { reason: Reason::new(NAME, "answer without an id") })
            }
        }
    }

    /// The person is as it should be; the lead may be missing.
    fn person_done(&self, item: &Item, turn: Turn, at: At, round: &mut Round) {
        let At { person, was_found } = at;
        let known =
            item.reference.as_deref().and_then(Reference::parse).filter(|known| known.person == person);
        let lead = known.and_then(|known| known.lead);
        if self.lead_title.is_none() || lead.is_some() {
            done(item, turn, at, lead.as_deref(), round);
        } else if item.is_repeat() {
            go(turn, self.find_lead(person), Stage::FindLead { person, was_found }, round);
        } else {
            go(turn, self.create_lead(item, person), Stage::CreateLead { person, was_found }, round);
        }
    }

    fn lead_found(&self, item: &Item, turn: Turn, at: At, data: &Json, round: &mut Round) {
        // Null stands for a person without leads.
        let leads: &[Json] = match data {
            Json::Null => &[],
            Json::Array(leads) => leads.as_slice(),
            _ => return round.settle(turn, Verdict::again(Reason::new(NAME, "unreadable answer"))),
        };
        let key = item.record.key.as_str();
        let ours = leads.iter().find(|lead| lead.get("origin_id").and_then(Json::as_str) == Some(key));
        match ours.and_then(|lead| lead.get("id")).and_then(Json::as_str).filter(|lead| is_id(lead)) {
            Some(lead) => done(item, turn, at, Some(lead), round),
            None if leads.len() >= MAX_LEADS => {
                let reason = Reason::new(NAME, "too many leads to look through");
                round.settle(turn, Verdict::Refused { reason });
            }
            None => {
                let At { person, was_found } = at;
                go(turn, self.create_lead(item, person), Stage::CreateLead { person, was_found }, round);
            }
        }
    }
}

/// What a person is called, folded.
fn name(person: &Json) -> Option<String> {
    Some(folded(person.get("name")?.as_str()?).into_owned())
}

fn go(turn: Turn, call: Call, stage: Stage, round: &mut Round) {
    round.step(Step { call, turns: vec![turn], stage });
}

/// After an unknown outcome the person that is found may be ours.
fn done(item: &Item, turn: Turn, at: At, lead: Option<&str>, round: &mut Round) {
    let reference = Reference { person: at.person, lead: lead.map(str::to_owned) }.to_string();
    let was_there = at.was_found && !item.may_exist;
    let merged_into = was_there.then(|| Reference::person(at.person).to_string());
    round.settle(turn, Verdict::Done { reference, merged_into });
}
