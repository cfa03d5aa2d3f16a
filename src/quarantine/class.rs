//! Which kind of trouble an obligation is in: what the workbench groups by.

use std::fmt;

use super::cause::Cause;
use crate::ledger::{DISMISSED, HELD};

/// What the reason of something that ran out of tries starts with.
const EXHAUSTED: &str = "exhausted: ";
/// The reason of something that no consumer could take.
pub const DEAD_LETTERED: &str = "dead-lettered";
/// What Beeline says of what it cannot read itself.
const UNREADABLE: [&str; 4] = [
    "its submission is not on record",
    "the stored lead cannot be read",
    "the stored route cannot be read",
    "the spilled claim cannot be read",
];
/// The longest word of a class, in characters: reasons are lists of words, and this holds even
/// where one is not.
const LONGEST_WORD: usize = 80;

/// How something came into quarantine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The destination will never take it as it is.
    Refused,
    /// It was tried as often, or for as long, as anything is.
    Exhausted,
    /// Its messages came out of the queue too often without an end.
    DeadLettered,
    /// It looks like nobody's, and waits for a person.
    Held,
    /// What is stored cannot be read.
    Unreadable,
    /// A person has said that nobody will deliver it.
    Dismissed,
}

impl Fate {
    const ALL: [Self; 6] =
        [Self::Refused, Self::Exhausted, Self::DeadLettered, Self::Held, Self::Unreadable, Self::Dismissed];

    const fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Exhausted => "exhausted",
            Self::DeadLettered => "dead-lettered",
            Self::Held => "held",
            Self::Unreadable => "unreadable",
            Self::Dismissed => "dismissed",
        }
    }
}

/// What is in quarantine for the same reason. As text `crm:salesforce/refused/REQUIRED_FIELD_MISSING`,
/// `held`, `dismissed`, or `lead/unreadable` for a lead of which nothing can be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class {
    /// How it came there.
    pub fate: Fate,
    /// What is owed; empty for what is about a whole lead.
    pub owed: String,
    /// The destination's word for it; empty where the fate says all.
    pub word: String,
}

impl Class {
    /// Of what is owed under this name, with the reason as the ledger has it. Without a name and a
    /// reason it is a lead of which nothing can be read.
    pub fn of(owed: &str, reason: &str) -> Self {
        let whole = |fate| Self { fate, owed: String::new(), word: String::new() };
        if reason.starts_with(DISMISSED) {
            return whole(Fate::Dismissed);
        }
        if reason.starts_with(HELD) {
            return whole(Fate::Held);
        }
        if owed.is_empty() {
            return whole(Fate::Unreadable);
        }
        let (fate, word) = match reason.strip_prefix(EXHAUSTED) {
            Some(DEAD_LETTERED) => (Fate::DeadLettered, ""),
            Some(last) => (Fate::Exhausted, last),
            None if UNREADABLE.contains(&reason) => (Fate::Unreadable, reason),
            None => (Fate::Refused, reason),
        };
        // `crm:salesforce` says already whose word it is.
        let destination = owed.split_once(':').map_or(owed, |(_, name)| name);
        let own = word.strip_prefix(destination).and_then(|rest| rest.strip_prefix(": "));
        let word = own.unwrap_or(word).chars().take(LONGEST_WORD).collect();
        Self { fate, owed: owed.to_owned(), word }
    }

    /// From its text. What this version does not write is a refusal without words for it.
    pub fn parse(text: &str) -> Self {
        let fate = |word: &str| Fate::ALL.into_iter().find(|fate| fate.word() == word);
        let mut parts = text.splitn(3, '/');
        let (first, second, word) = (parts.next(), parts.next(), parts.next());
        let named = |fate, owed: &str, word: &str| Self { fate, owed: owed.into(), word: word.into() };
        match (first, second.and_then(fate)) {
            (Some("lead"), Some(fate)) => named(fate, "", ""),
            (Some(owed), Some(fate)) => named(fate, owed, word.unwrap_or_default()),
            _ => named(fate(text).unwrap_or(Fate::Refused), "", ""),
        }
    }

    /// What is behind it, as far as this version knows.
    pub fn cause(&self) -> Cause {
        match self.fate {
            Fate::Held => Cause::LooksLikeNobodys,
            Fate::Dismissed => Cause::Dismissed,
            Fate::Unreadable => Cause::StoredWrong,
            Fate::DeadLettered => Cause::ConsumerFails,
            Fate::Refused | Fate::Exhausted => Cause::of(&self.owed, &self.word),
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fate = self.fate.word();
        match (self.fate, self.owed.as_str(), self.word.as_str()) {
            (Fate::Unreadable, "", _) => write!(formatter, "lead/{fate}"),
            (_, "", _) => formatter.write_str(fate),
            (_, owed, "") => write!(formatter, "{owed}/{fate}"),
            (_, owed, word) => write!(formatter, "{owed}/{fate}/{word}"),
        }
    }
}
