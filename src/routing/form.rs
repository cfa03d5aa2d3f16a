//! A form: what leads come through, and what happens to them because of it.

use serde::{Deserialize, Serialize};

use crate::contract::{Contract, HubspotForm, WebToLead, Webhook, is_default};
use crate::identity::Jurisdiction;
use crate::lead::Lane;

/// One form that leads may come through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Id in the URL. Never starts with `ld_`.
    pub id: String,
    /// Heading of its page and of cards.
    pub title: String,
    /// How urgent its leads are.
    pub lane: Lane,
    /// How long the same person's next submission is a repeat.
    pub dedup_window_seconds: u32,
    /// Where a browser without JavaScript is sent after a lead: a path on this host or an
    /// https URL.
    pub thank_you_url: String,
    /// ISO 3166-1 alpha-2 country whose phone numbers need no prefix.
    pub phone_country: Option<String>,
    /// Team that gets its leads, instead of the fallback.
    pub team: Option<String>,
    /// Websites whose pages may post by script, and may be returned to: origins as browsers
    /// write them (RFC 6454, section 6.2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<String>,
    /// Where its leads are kept, wherever they come from, if that is prescribed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<Jurisdiction>,
    /// Whether a visitor may be asked to prove to be one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub challenge: Challenge,
    /// What happens when its page no longer fits it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub drift: Drift,
    /// What a submission must look like.
    #[serde(default, skip_serializing_if = "is_default")]
    pub contract: Contract,
    /// Takes the place of Salesforce Web-to-Lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web_to_lead: Option<WebToLead>,
    /// Takes the place of a HubSpot form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hubspot: Option<HubspotForm>,
    /// Takes what a provider's webhook sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<Webhook>,
}

impl Form {
    /// Whether a page of this origin, as the `Origin` header has it, may post by script.
    pub fn allows_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|allowed| allowed == origin)
    }
}

/// Whether a visitor may be asked to prove to be one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Challenge {
    /// Never.
    #[default]
    Off,
    /// When a submission looks neither real nor fake.
    Uncertain,
}

/// What happens when submissions no longer fit their form: somebody changed the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Drift {
    /// Whom to tell: the id of a Slack channel or member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// From which share of submissions on.
    pub rate_percent: u8,
    /// Whether submissions that did not fit may be kept as samples.
    pub samples: bool,
}

impl Default for Drift {
    fn default() -> Self {
        Self { owner: None, rate_percent: 20, samples: true }
    }
}
