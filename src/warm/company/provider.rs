//! Who can be asked about a company.

use serde::{Deserialize, Serialize};

use super::super::domain::Domain;
use super::super::source::{Confidence, Source, Sourced};
use super::super::trouble::Looked;
use super::{Company, Headcount, apollo, people_data_labs, text};
use crate::destination::{BaseUrl, Call, Credential, Method, Reply, TransportFailure};
use crate::whereabouts::country_code;

/// A provider of company data. The words are configuration and are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// People Data Labs.
    PeopleDataLabs,
    /// Apollo.
    Apollo,
}

/// Where a provider is, and who asks.
#[derive(Clone, Debug)]
pub struct ProviderAccess {
    /// The API's base URL.
    pub base_url: BaseUrl,
    /// The key. It goes into a header, never into the query: URLs are logged.
    pub key: Credential,
}

impl ProviderAccess {
    pub(super) fn ask(&self, path: String) -> Call {
        Call::new(Method::Get, path).header("x-api-key", self.key.expose().to_owned())
    }
}

impl Provider {
    /// What its values are said to come from.
    pub const fn source(self) -> Source {
        match self {
            Self::PeopleDataLabs => Source::PeopleDataLabs,
            Self::Apollo => Source::Apollo,
        }
    }

    /// The question about a domain. The path goes behind the base URL.
    pub fn request(self, access: &ProviderAccess, domain: &Domain) -> Call {
        match self {
            Self::PeopleDataLabs => people_data_labs::request(access, domain),
            Self::Apollo => apollo::request(access, domain),
        }
    }

    /// What came of it.
    pub fn read(self, domain: &Domain, reply: &Reply, now_ms: i64) -> Looked<Company> {
        let answer = match reply {
            Ok(answer) => answer,
            Err(failure) => return Looked::without_answer(*failure),
        };
        let told = match self {
            Self::PeopleDataLabs => people_data_labs::read(answer),
            Self::Apollo => apollo::read(answer),
        };
        match told {
            Looked::Found(told) => told.company(domain, self.source(), now_ms),
            Looked::Absent => Looked::Absent,
            Looked::Failed { trouble, after_ms } => Looked::Failed { trouble, after_ms },
        }
    }

    /// How many credits a call may have cost. Where it cannot be known, the worst is taken: an
    /// answer that was lost may have been paid for.
    pub fn credits(self, reply: &Reply) -> u32 {
        let answer = match reply {
            Ok(answer) => answer,
            Err(TransportFailure::Refused) => return 0,
            Err(TransportFailure::Timeout | TransportFailure::Broken) => return 1,
        };
        let counted = answer.header("x-call-credits-spent").and_then(|text| text.trim().parse::<u32>().ok());
        counted.unwrap_or(match answer.status {
            // "No match" is not billed, nor is what was never looked up.
            400..=499 => 0,
            _ => 1,
        })
    }
}

/// What an answer tells of a company, in the provider's own words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub name: Option<String>,
    pub employees: Option<Headcount>,
    pub industry: Option<String>,
    pub country: Option<String>,
    pub confidence: Option<Confidence>,
}

impl Told {
    /// The company; one of which nothing is told is not known.
    fn company(self, domain: &Domain, source: Source, at_ms: i64) -> Looked<Company> {
        let by = Sourced { value: (), source, confidence: self.confidence, at_ms };
        let industry = self.industry.as_deref().and_then(text::line).map(|word| word.to_lowercase());
        let company = Company {
            domain: domain.clone(),
            name: self.name.as_deref().and_then(text::line).map(|name| by.with(name)),
            employees: self.employees.map(|count| by.with(count)),
            industry: industry.map(|word| by.with(word)),
            country: self.country.as_deref().and_then(country_code).map(|code| by.with(code)),
        };
        if company.is_blank() { Looked::Absent } else { Looked::Found(company) }
    }
}
