//! What company a domain is of.
//!
//! One question and one kind of answer, whoever is asked; what differs between providers is in
//! their adapters.

mod apollo;
mod headcount;
mod people_data_labs;
mod provider;
mod text;
mod waterfall;

pub use headcount::Headcount;
pub use provider::{Provider, ProviderAccess};
pub use waterfall::{Turn, Waterfall};

use serde::{Deserialize, Serialize};

use super::domain::Domain;
use super::source::Sourced;

/// A company, as far as somebody knows it. JSON names are stored: a test freezes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// The domain that was asked about: what a domain is called by is not always its company's.
    pub domain: Domain,
    /// Name, as the provider writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Sourced<String>>,
    /// How many people work there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employees: Option<Sourced<Headcount>>,
    /// The provider's own word for what it does, in small letters. Providers' words differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<Sourced<String>>,
    /// Where its head office is: ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Sourced<String>>,
}

impl Company {
    /// Whether nothing is known of it but its domain.
    pub const fn is_blank(&self) -> bool {
        self.name.is_none() && self.employees.is_none() && self.industry.is_none() && self.country.is_none()
    }
}
