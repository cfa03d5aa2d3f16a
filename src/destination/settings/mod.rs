//! What is configured about destinations: everything but where they are and what opens them,
//! which are bindings of a deployment.
//!
//! [`Settings`] is what `destinations.toml` is compiled to and what the consumer carries inside.
//! Each part is [`Checked`]: one that the destination could not work with can neither be made nor
//! read.

mod checked;
mod hubspot;
mod names;
mod pace;
mod pipedrive;
mod salesforce;
mod webhook;
mod wrong;

use serde::{Deserialize, Serialize};

pub use checked::{Checked, Terms};
pub use hubspot::HubSpotTerms;
pub use pace::Pace;
pub use pipedrive::PipedriveTerms;
pub use salesforce::SalesforceTerms;
pub use webhook::{ProofKind, WebhookTerms};
pub use wrong::Wrong;

use super::mapping::Mapping;
use super::{
    hubspot as to_hubspot, pipedrive as to_pipedrive, salesforce as to_salesforce, webhook as to_webhook,
};

/// Which destinations are configured, and how. Which of them get leads is a deployment's to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// HubSpot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hubspot: Option<Checked<HubSpotTerms>>,
    /// Salesforce.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salesforce: Option<Checked<SalesforceTerms>>,
    /// Pipedrive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pipedrive: Option<Checked<PipedriveTerms>>,
    /// Any CRM with an HTTP intake.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook: Option<Checked<WebhookTerms>>,
}

/// The names of all destinations that are configured by these settings.
pub const NAMES: [&str; 4] = [to_hubspot::NAME, to_salesforce::NAME, to_pipedrive::NAME, to_webhook::NAME];

impl Settings {
    /// How often the destination of this name is called; `None` if it is not configured.
    pub fn pace(&self, name: &str) -> Option<Pace> {
        match name {
            to_hubspot::NAME => self.hubspot.as_ref().map(|checked| checked.terms().pace),
            to_salesforce::NAME => self.salesforce.as_ref().map(|checked| checked.terms().pace),
            to_pipedrive::NAME => self.pipedrive.as_ref().map(|checked| checked.terms().pace),
            to_webhook::NAME => self.webhook.as_ref().map(|checked| checked.terms().pace),
            _ => None,
        }
    }

    /// The names of the destinations to which something of what is found out about leads leaves.
    pub fn told_of_found(&self) -> Vec<&'static str> {
        let mappings = [
            (to_hubspot::NAME, self.hubspot.as_ref().map(Checked::mapping)),
            (to_salesforce::NAME, self.salesforce.as_ref().map(Checked::mapping)),
            (to_pipedrive::NAME, self.pipedrive.as_ref().map(Checked::mapping)),
            (to_webhook::NAME, self.webhook.as_ref().map(Checked::mapping)),
        ];
        let told = mappings.into_iter().filter(|(_, mapping)| mapping.is_some_and(Mapping::shows_found));
        told.map(|(name, _)| name).collect()
    }
}
