//! Destinations as they are built of the files, at made-up places and without keys to them.

use anyhow::{Context, Result, anyhow};
use beeline::destination::salesforce::token::Token;
use beeline::destination::settings::{Pace, ProofKind, Settings};
use beeline::destination::{BaseUrl, Credential, Destination, Mapping};

/// Whoever reads a request sees where the key would stand.
const KEY: &str = "KEY";
/// The same where it signs: 24 bytes in base64.
const SIGNING_KEY: &str = "whsec_S0VZS0VZS0VZS0VZS0VZS0VZS0VZS0VZ";

/// One destination of the files.
pub struct Built<'a> {
    /// What decides about calls.
    pub destination: Box<dyn Destination>,
    /// How often it is called.
    pub pace: Pace,
    /// What leaves.
    pub mapping: &'a Mapping,
    /// The field there that holds the lead's key.
    pub key: String,
}

/// The destinations of the files.
pub fn all(settings: &Settings) -> Result<Vec<Built<'_>>> {
    let place = |host: &str| BaseUrl::parse(&format!("https://{host}")).context("a made-up address is wrong");
    let key = || Credential::new(KEY);
    let mut all: Vec<Built<'_>> = Vec::new();
    if let Some(checked) = &settings.hubspot {
        let (pace, key_field) = (checked.terms().pace, checked.terms().key.clone());
        let destination = Box::new(checked.hubspot(place("api.hubapi.com")?, key()));
        all.push(Built { destination, pace, mapping: checked.mapping(), key: key_field });
    }
    if let Some(checked) = &settings.salesforce {
        let (pace, key_field) = (checked.terms().pace, checked.terms().key_field.clone());
        let instance = place("your-domain.my.salesforce.com")?;
        let token = Token { access: key(), instance, fetched_at_ms: 0 };
        let destination = Box::new(checked.salesforce(token));
        all.push(Built { destination, pace, mapping: checked.mapping(), key: key_field });
    }
    if let Some(checked) = &settings.pipedrive {
        let destination = Box::new(checked.pipedrive(place("api.pipedrive.com")?, key()));
        let pace = checked.terms().pace;
        all.push(Built { destination, pace, mapping: checked.mapping(), key: "origin_id".to_owned() });
    }
    if let Some(checked) = &settings.webhook {
        let terms = checked.terms();
        let key = if terms.proof == ProofKind::Bearer { KEY } else { SIGNING_KEY };
        let webhook = checked.webhook(place("crm.example.com")?, "/intake".to_owned(), key);
        let webhook = webhook.map_err(|bad| anyhow!("a made-up key is wrong: {bad}"))?;
        let (pace, key_field) = (terms.pace, terms.key_field.clone());
        all.push(Built { destination: Box::new(webhook), pace, mapping: checked.mapping(), key: key_field });
    }
    Ok(all)
}
