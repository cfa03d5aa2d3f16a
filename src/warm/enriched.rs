//! What was found out, as rules and points ask about it: `enriched.employees`,
//! `enriched.industry`, `enriched.country`, `enriched.mail`, `enriched.line`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::company::Company;
use super::line::LineKind;
use super::mail::Mail;
use super::source::Sourced;
use crate::routing::{Fact, folded, is_word};

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
}

impl Findings {
    /// The facts of it. Of a span of employees it is the least number: `200 or more` fits only
    /// who certainly has as many. No name is a fact: rules ask about kinds, not companies.
    pub fn facts(&self) -> BTreeMap<String, Fact> {
        let company = self.company.as_ref();
        let employees = company.and_then(|company| company.employees.as_ref());
        let industry = company.and_then(|company| company.industry.as_ref());
        let country = company.and_then(|company| company.country.as_ref());
        let word = |word: &str| is_word(word).then(|| Fact::Word(folded(word)));
        let facts = [
            ("employees", employees.map(|count| Fact::Number(i64::from(count.value.from)))),
            ("industry", industry.and_then(|industry| word(&industry.value))),
            ("country", country.and_then(|country| word(&country.value))),
            ("mail", self.mail.as_ref().and_then(|mail| word(mail.value.word()))),
            ("line", self.line.as_ref().and_then(|line| word(line.value.word()))),
        ];
        facts.into_iter().filter_map(|(name, fact)| Some((name.to_owned(), fact?))).collect()
    }
}
