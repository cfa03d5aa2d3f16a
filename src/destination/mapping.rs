//! Which fields leave, and what they are called there.
//!
//! The list is an allow-list: a destination gets the fields that it names and no others (purpose
//! limitation, GDPR Art. 5(1)(b)). A mapping that a destination could not work with cannot be made.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::field::Field;
use super::record::{Record, Value};

/// What a re-attempt does to a field that has something in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnRepeat {
    /// Leaves it: a person may have written that.
    FillBlank,
    /// Writes it: the field is ours.
    Overwrite,
}

/// One field that leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Ours.
    pub from: Field,
    /// Theirs.
    pub to: String,
    /// `fill_blank` unless said otherwise, and `overwrite` for what we stamp.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_repeat: Option<OnRepeat>,
    /// What to send when the lead does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
    /// The most characters that the field takes there; more are cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_chars: Option<usize>,
}

/// What a destination demands of its mapping.
#[derive(Clone, Copy, Debug)]
pub struct Demands<'a> {
    /// Fields of theirs without which nothing is written: mapped, and with something to say
    /// when the lead does not.
    pub required: &'a [&'a str],
    /// Fields of theirs that are set in another way, or not at all.
    pub forbidden: &'a [&'a str],
}

/// What is wrong with a mapping, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Two entries write the same field.
    TwiceTo(String),
    /// An entry writes a field without a name.
    NoName(Field),
    /// An entry would send nothing.
    NoRoom(String),
    /// The destination sets the field in another way.
    Forbidden(String),
    /// The destination writes nothing without it.
    Required(String),
    /// A stamp is missing.
    NoStamp(Field),
    /// No campaign parameter is stamped.
    NoCampaign,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TwiceTo(to) => write!(formatter, "two entries write \"{to}\": keep one"),
            Self::NoName(from) => {
                write!(formatter, "the entry for \"{from}\" has no \"to\": name their field")
            }
            Self::NoRoom(to) => write!(formatter, "\"{to}\" has max_chars = 0: take it away or name a size"),
            Self::Forbidden(to) => {
                write!(formatter, "\"{to}\" is set by the destination itself: take the entry away")
            }
            Self::Required(to) => {
                write!(formatter, "\"{to}\" must never be blank there: map it, and say what \"otherwise\"")
            }
            Self::NoStamp(from) => {
                write!(formatter, "\"{from}\" must stand on every record: map it to a field")
            }
            Self::NoCampaign => formatter.write_str("map at least one utm field, for instance utm.source"),
        }
    }
}

impl std::error::Error for Fault {}

/// What has to stand on every record besides a campaign parameter.
const STAMPS: [Field; 4] = [Field::LeadId, Field::CorrelationId, Field::Bundle, Field::ConsentPrivacy];

/// A checked list of the fields that leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping(Vec<Entry>);

/// One field of one lead, ready to be sent.
pub(super) struct Mapped<'a> {
    pub to: &'a str,
    pub value: Value,
    pub on_repeat: OnRepeat,
}

impl Mapping {
    /// Checks a list; answers everything that is wrong with it.
    pub fn new(entries: Vec<Entry>, demands: &Demands<'_>) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut seen = BTreeSet::new();
        for entry in &entries {
            if entry.to.trim().is_empty() {
                faults.push(Fault::NoName(entry.from.clone()));
            } else if !seen.insert(entry.to.to_lowercase()) {
                faults.push(Fault::TwiceTo(entry.to.clone()));
            }
            if entry.max_chars == Some(0) {
                faults.push(Fault::NoRoom(entry.to.clone()));
            }
            if demands.forbidden.iter().any(|name| name.eq_ignore_ascii_case(&entry.to)) {
                faults.push(Fault::Forbidden(entry.to.clone()));
            }
        }
        let is_said = |name: &str| entries.iter().any(|entry| entry.to == name && entry.is_never_blank());
        let unsaid = demands.required.iter().filter(|name| !is_said(name));
        faults.extend(unsaid.map(|name| Fault::Required((*name).to_owned())));
        let is_sent = |field: &Field| entries.iter().any(|entry| entry.from == *field);
        faults.extend(STAMPS.into_iter().filter(|stamp| !is_sent(stamp)).map(Fault::NoStamp));
        if !entries.iter().any(|entry| matches!(entry.from, Field::Utm(_))) {
            faults.push(Fault::NoCampaign);
        }
        if faults.is_empty() { Ok(Self(entries)) } else { Err(faults) }
    }

    /// The list.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// Whether anything of what is found out about leads leaves.
    pub fn shows_found(&self) -> bool {
        self.0.iter().any(|entry| matches!(entry.from, Field::Found(_)))
    }

    /// The fields of theirs that we write.
    pub(super) fn targets(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|entry| entry.to.as_str())
    }

    /// Where a field of ours is written; `None` if it does not leave.
    pub(super) fn target_of(&self, field: &Field) -> Option<&str> {
        self.0.iter().find(|entry| entry.from == *field).map(|entry| entry.to.as_str())
    }

    /// What the record says in these fields. What it does not say is not sent: an empty text
    /// would clear the field there.
    pub(super) fn of<'a>(&'a self, record: &Record) -> Vec<Mapped<'a>> {
        self.0.iter().filter_map(|entry| entry.of(record)).collect()
    }
}

impl Entry {
    fn of<'a>(&'a self, record: &Record) -> Option<Mapped<'a>> {
        let said = record.value(&self.from);
        let is_said = said.is_some();
        let otherwise = self.otherwise.as_ref().filter(|text| !text.trim().is_empty());
        let value = said.or_else(|| Some(Value::Text(otherwise?.clone())))?;
        // A filler says nothing about the lead, so it replaces nothing.
        let on_repeat = if is_said { self.on_repeat() } else { OnRepeat::FillBlank };
        Some(Mapped { to: &self.to, value: value.fit(self.max_chars), on_repeat })
    }

    /// What a re-attempt does to the field: as it is written, or as it is usual.
    pub fn on_repeat(&self) -> OnRepeat {
        let by_field = if self.from.is_stamp() { OnRepeat::Overwrite } else { OnRepeat::FillBlank };
        self.on_repeat.unwrap_or(by_field)
    }

    fn is_never_blank(&self) -> bool {
        let is_text = |text: &String| !text.trim().is_empty();
        self.otherwise.as_ref().is_some_and(is_text) || matches!(self.from, Field::LeadId | Field::Team)
    }
}
