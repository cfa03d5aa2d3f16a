//! People Data Labs, `GET /v5/company/enrich`
//! (<https://docs.peopledatalabs.com/docs/company-enrichment-api>).

use serde::Deserialize;

use super::super::domain::Domain;
use super::super::source::Confidence;
use super::super::trouble::{Looked, Trouble};
use super::Headcount;
use super::provider::{ProviderAccess, Told};
use crate::destination::{Answer, Call};

/// The least likelihood, of ten, that an answer is about the company that was asked about.
const LEAST_LIKELIHOOD: u8 = 5;

pub(super) fn request(access: &ProviderAccess, domain: &Domain) -> Call {
    access.ask(format!("/v5/company/enrich?website={domain}&min_likelihood={LEAST_LIKELIHOOD}"))
}

/// The fields stand at the top level. Each may be null.
#[derive(Deserialize)]
struct Enriched {
    likelihood: u8,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    display_name: Option<String>,
    #[serde(default)]
    size: Option<String>,
    #[serde(default)]
    industry: Option<String>,
    #[serde(default)]
    location: Option<Location>,
}

#[derive(Deserialize)]
struct Location {
    #[serde(default)]
    country: Option<String>,
}

pub(super) fn read(answer: &Answer) -> Looked<Told> {
    match answer.status {
        200..=299 => {}
        // No match.
        404 => return Looked::Absent,
        _ => return Looked::by_status(answer),
    }
    let Ok(enriched) = serde_json::from_str::<Enriched>(answer.body()) else {
        return Looked::failed(Trouble::Unreadable);
    };
    if enriched.likelihood < LEAST_LIKELIHOOD {
        return Looked::Absent;
    }
    Looked::Found(Told {
        name: enriched.display_name.or(enriched.name),
        employees: enriched.size.as_deref().and_then(Headcount::read),
        industry: enriched.industry,
        country: enriched.location.and_then(|location| location.country),
        confidence: Some(Confidence::of_ten(enriched.likelihood)),
    })
}
