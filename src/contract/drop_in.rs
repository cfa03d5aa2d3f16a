//! Where else a form's leads may arrive, so that a page made for another vendor's form
//! needs no change but its address.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Takes the place of Salesforce Web-to-Lead, at `/v1/compat/web-to-lead/{form}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebToLead {
    /// The organization id that a page must send, if it is checked: 15 or 18 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oid: Option<String>,
    /// Salesforce's name of a field to the form's: `00N0000000ABCDE` to `budget`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rename: BTreeMap<String, String>,
}

/// Takes the place of a HubSpot form, at `/v1/compat/hubspot/{portal}/{form_guid}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HubspotForm {
    /// The account's number.
    pub portal: String,
    /// The form's id, a UUID in small letters.
    pub form_guid: String,
    /// HubSpot's name of a field to the form's.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rename: BTreeMap<String, String>,
    /// A subscription type's number to the purpose it is a consent to: `marketing`, `sms` or
    /// `call`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub subscriptions: BTreeMap<String, String>,
}

/// Takes what a provider's webhook sends, at `/v1/webhooks/{form}`, signed as Standard
/// Webhooks has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Webhook {
    /// The name of the binding that holds the secret. Never the secret.
    pub secret: String,
    /// The form's field to the path of its value in what is sent.
    pub fields: BTreeMap<String, String>,
    /// The path of the provider's own id of a submission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}
