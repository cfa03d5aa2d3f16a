//! Apollo, `GET /api/v1/organizations/enrich`
//! (<https://docs.apollo.io/reference/organization-enrichment>).

use serde::Deserialize;

use super::super::domain::Domain;
use super::super::trouble::{Looked, Trouble};
use super::Headcount;
use super::provider::{ProviderAccess, Told};
use crate::destination::{Answer, Call};

pub(super) fn request(access: &ProviderAccess, domain: &Domain) -> Call {
    access.ask(format!("/api/v1/organizations/enrich?domain={domain}"))
}

/// An answer without the key is no answer of Apollo's; null says that there is no match.
#[derive(Deserialize)]
struct Enriched {
    #[serde(deserialize_with = "Option::deserialize")]
    organization: Option<Organization>,
}

#[derive(Deserialize)]
struct Organization {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    estimated_num_employees: Option<u32>,
    #[serde(default)]
    industry: Option<String>,
    #[serde(default)]
    country: Option<String>,
}

pub(super) fn read(answer: &Answer) -> Looked<Told> {
    match answer.status {
        200..=299 => {}
        404 => return Looked::Absent,
        _ => return Looked::by_status(answer),
    }
    match serde_json::from_str::<Enriched>(answer.body()) {
        Err(_) => Looked::failed(Trouble::Unreadable),
        Ok(Enriched { organization: None }) => Looked::Absent,
        Ok(Enriched { organization: Some(known) }) => Looked::Found(Told {
            name: known.name,
            employees: known.estimated_num_employees.filter(|count| *count > 0).map(Headcount::exactly),
            industry: known.industry,
            country: known.country,
            // Apollo does not say how sure it is.
            confidence: None,
        }),
    }
}
