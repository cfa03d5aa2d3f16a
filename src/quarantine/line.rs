//! What lists and pages say of a lead in quarantine.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cause::{Cause, Fault};
use super::class::Class;
use crate::contract::is_default;
use crate::identity::{LeadId, Shard};
use crate::lead::Lead;
use crate::ledger::{ClassCount, ObligationName, QuarantinePlace, QuarantinedLead, QuarantinedOwed};
use crate::mask;

/// Who a lead is, masked: enough to know somebody again, not enough to reach them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Who {
    /// Initials.
    pub name: Option<String>,
    /// The first letter, and of the domain as much as names nobody.
    pub email: Option<String>,
    /// The last digits.
    pub phone: Option<String>,
    /// Whether what it says could not be read.
    #[serde(skip_serializing_if = "is_default")]
    pub unreadable: bool,
}

impl Who {
    /// Of what the lead says, if it could be read.
    pub fn of(lead: Option<&Lead>) -> Self {
        Self {
            name: lead.and_then(|lead| lead.name.as_ref()).map(|name| mask::name(name.expose())),
            email: lead.and_then(mask::email_of),
            phone: lead.and_then(Lead::dialable).map(mask::phone),
            unreadable: lead.is_none(),
        }
    }

    /// The first of them that is there.
    pub fn shown(&self) -> &str {
        let known = self.email.as_deref().or(self.name.as_deref()).or(self.phone.as_deref());
        known.unwrap_or(if self.unreadable { "Could not be read" } else { "No address" })
    }
}

/// One thing in quarantine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwedLine {
    /// What is owed.
    pub obligation: ObligationName,
    /// Its class, as text.
    pub class: String,
    /// What happened.
    pub happened: &'static str,
    /// The reason, as the ledger has it.
    pub reason: String,
    /// How often it was tried.
    pub attempts: u32,
    /// Since when it is in quarantine.
    pub since_ms: i64,
    /// The revision that was to be delivered.
    pub revision: u32,
    /// Which generation of it: a replay names it.
    pub generation: u32,
    /// Whether it may be at the destination all the same.
    pub may_exist: bool,
}

impl From<QuarantinedOwed> for OwedLine {
    fn from(owed: QuarantinedOwed) -> Self {
        let class = owed.class();
        Self {
            class: class.to_string(),
            happened: class.cause().happened(),
            obligation: owed.obligation,
            reason: owed.reason,
            attempts: owed.attempts,
            since_ms: owed.since_ms,
            revision: owed.revision,
            generation: owed.generation,
            may_exist: owed.may_exist,
        }
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuarantineLine {
    /// Which.
    pub lead_id: LeadId,
    /// The object that has it: a stand-in's, if it could not be handed over.
    pub shard: Shard,
    /// Through which form.
    pub form: String,
    /// `real` or `synthetic`.
    pub kind: String,
    /// Its latest revision: an edit names it.
    pub revision: u32,
    /// When it was accepted.
    pub accepted_at_ms: i64,
    /// The classes that it is in.
    pub classes: Vec<String>,
    /// Who it is, masked.
    pub who: Who,
    /// What is in quarantine; nothing if what is owed cannot be read.
    pub owed: Vec<OwedLine>,
    /// Where it stands in its object's list.
    #[serde(skip)]
    pub place: QuarantinePlace,
}

impl QuarantineLine {
    /// From what an object lists, and what the lead says if it could be read.
    pub fn new(shard: Shard, lead: QuarantinedLead, said: Option<&Lead>) -> Self {
        Self {
            classes: lead.classes().iter().map(Class::to_string).collect(),
            accepted_at_ms: lead.accepted_at_ms(),
            lead_id: lead.lead_id,
            shard,
            revision: lead.revision,
            place: lead.place,
            form: lead.form,
            kind: lead.kind,
            who: Who::of(said),
            owed: lead.owed.into_iter().map(OwedLine::from).collect(),
        }
    }
}

/// One class with what an operator is told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClassLine {
    /// The class, as text.
    pub class: String,
    /// How many leads are in it.
    pub leads: i64,
    /// When the oldest of them was accepted.
    pub oldest_accepted_at_ms: i64,
    /// What is behind it.
    pub cause: Cause,
    /// Who can mend it.
    pub fault: Fault,
    /// What happened.
    pub happened: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

/// The classes of all objects together, the largest first.
pub fn count_classes(counted: impl IntoIterator<Item = ClassCount>) -> Vec<ClassLine> {
    let mut classes: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for ClassCount { class, leads, oldest_accepted_at_ms } in counted {
        let (known, oldest_ms) = classes.entry(class).or_insert((0, oldest_accepted_at_ms));
        *known += leads;
        *oldest_ms = oldest_accepted_at_ms.min(*oldest_ms);
    }
    let mut lines: Vec<ClassLine> = classes
        .into_iter()
        .map(|(class, (leads, oldest_accepted_at_ms))| {
            let cause = Class::parse(&class).cause();
            ClassLine {
                class,
                leads,
                oldest_accepted_at_ms,
                cause,
                fault: cause.fault(),
                happened: cause.happened(),
                remedy: cause.remedy(),
            }
        })
        .collect();
    lines.sort_by(|one, other| other.leads.cmp(&one.leads).then_with(|| one.class.cmp(&other.class)));
    lines
}
