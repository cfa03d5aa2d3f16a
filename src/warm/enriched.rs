//! What was found out, as rules and points ask about it: `enriched.employees`,
//! `enriched.industry`, `enriched.country`, `enriched.mail`, `enriched.line`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::company::{Company, Headcount};
use super::duplicate::Suggestion;
use super::line::LineKind;
use super::mail::Mail;
use super::source::Sourced;
use crate::routing::{Fact, Facts, folded, is_word};

/// Everything that was found out about a lead. What is absent is not known. Kept as JSON between
/// the attempts of a job: a test freezes the bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// The company of the mail domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Company>,
    /// Whether the mail domain takes mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<Sourced<Mail>>,
    /// What kind of line the number is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Sourced<LineKind>>,
    /// Which leads may be the same, the likeliest first. No fact: it is for people to judge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duplicates: Vec<Suggestion>,
}

/// The names of what can be found out, behind `enriched.`, in the order in which they are told.
pub const NAMES: [&str; 5] = ["employees", "industry", "country", "mail", "line"];

impl Findings {
    /// What is known of a lead with it, besides what was known before. Of a span of employees it is
    /// the least number: `200 or more` fits only who certainly has as many. No name is a fact: rules
    /// ask about kinds, not companies.
    pub fn facts(&self, before: &Facts) -> Facts {
        let company = self.company.as_ref();
        let employees = company.and_then(|company| company.employees.as_ref());
        let industry = company.and_then(|company| company.industry.as_ref());
        let country = company.and_then(|company| company.country.as_ref());
        let word = |word: &str| is_word(word).then(|| Fact::Word(folded(word)));
        let number = |count: &Headcount| Some(Fact::Number(i64::from(count.from)));
        let found = [
            employees.and_then(|it| Some((number(&it.value)?, it.source))),
            industry.and_then(|it| Some((word(&it.value)?, it.source))),
            country.and_then(|it| Some((word(&it.value)?, it.source))),
            self.mail.as_ref().and_then(|it| Some((word(it.value.word())?, it.source))),
            self.line.as_ref().and_then(|it| Some((word(it.value.word())?, it.source))),
        ];
        let mut facts = Facts { enriched: BTreeMap::new(), enriched_from: BTreeMap::new(), ..before.clone() };
        for (name, (fact, source)) in NAMES.into_iter().zip(found).filter_map(|(name, it)| Some((name, it?)))
        {
            facts.enriched.insert(name.to_owned(), fact);
            facts.enriched_from.insert(name.to_owned(), source.word().to_owned());
        }
        facts
    }
}
