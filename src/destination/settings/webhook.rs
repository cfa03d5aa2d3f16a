//! What is written about a CRM with an HTTP intake.

use serde::{Deserialize, Serialize};

use super::checked::{Checked, Terms};
use super::names;
use super::pace::Pace;
use crate::destination::webhook::{Proof, Rules, Webhook};
use crate::destination::{BaseUrl, Credential, Entry, RecordKind};
use crate::webhook::{BadSecret, WebhookSecret};

/// How the receiver knows that it is us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofKind {
    /// By a token.
    Bearer,
    /// By a signature (Standard Webhooks 1.0.0).
    Signature,
}

/// What is written about a CRM with an HTTP intake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookTerms {
    /// How the receiver knows that it is us.
    pub proof: ProofKind,
    /// The field that holds the lead's key: `external_id`.
    pub key_field: String,
    /// Whether the receiver's record is a lead or a person.
    pub record: RecordKind,
    /// What the answers mean.
    pub rules: Rules,
    /// How often it is called.
    pub pace: Pace,
    /// What leaves.
    pub fields: Vec<Entry>,
}

impl Terms for WebhookTerms {
    fn fields(&self) -> &[Entry] {
        &self.fields
    }

    fn pace(&self) -> Pace {
        self.pace
    }

    fn required(&self) -> Vec<&str> {
        Vec::new()
    }

    fn forbidden(&self) -> Vec<&str> {
        vec![&self.key_field]
    }

    fn name(&self, to: &str) -> Result<(), &'static str> {
        names::of_webhook(to)
    }

    fn own(&self) -> Vec<(&'static str, &'static str)> {
        let key = names::of_webhook(&self.key_field).err().map(|why| ("key_field", why));
        key.into_iter().chain(wrong(&self.rules)).collect()
    }
}

impl Checked<WebhookTerms> {
    /// The receiver at this place, with the token or the `whsec_` secret that it knows us by.
    pub fn webhook(&self, base: BaseUrl, path: String, secret: &str) -> Result<Webhook, BadSecret> {
        let WebhookTerms { proof, key_field, record, rules, .. } = self.terms();
        let proof = match proof {
            ProofKind::Bearer => Proof::Bearer(Credential::new(secret)),
            ProofKind::Signature => Proof::Signature(WebhookSecret::new(secret)?),
        };
        Ok(Webhook {
            base,
            path,
            proof,
            key_field: key_field.clone(),
            mapping: self.mapping().clone(),
            rules: rules.clone(),
            record: *record,
        })
    }
}

/// Each rule about answers that is wrong.
fn wrong(rules: &Rules) -> Vec<(&'static str, &'static str)> {
    let is_pointer = |pointer: &Option<String>| {
        pointer.as_ref().is_none_or(|pointer| pointer.starts_with('/') && pointer.len() <= 200)
    };
    let pointers = [
        (is_pointer(&rules.result), "result", "and must be the way to the value, such as \"/result\""),
        (is_pointer(&rules.reference), "reference", "and must be the way to the value, such as \"/lead/id\""),
    ];
    let checks = statuses(rules).into_iter().chain(pointers).chain(words(rules));
    checks.filter(|(is_right, ..)| !is_right).map(|(_, name, why)| (name, why)).collect()
}

/// Whether each rule about statuses is right, and what it is otherwise.
fn statuses(rules: &Rules) -> [(bool, &'static str, &'static str); 3] {
    [
        (
            !rules.success.is_empty() && rules.success.iter().all(|status| (200..300).contains(status)),
            "success",
            "and must be statuses from 200 to 299",
        ),
        (
            rules.duplicate.iter().all(|status| (200..500).contains(status) && !is_redirect(*status)),
            "duplicate",
            "and must be statuses from 200 to 299 or 400 to 499",
        ),
        (
            !rules.duplicate.iter().any(|status| rules.success.contains(status)),
            "duplicate",
            "and has a status that `success` has: a status means one of the two",
        ),
    ]
}

/// The same of the words in answers.
fn words(rules: &Rules) -> [(bool, &'static str, &'static str); 4] {
    let has_words = !rules.success_words.is_empty() || !rules.merged_words.is_empty();
    [
        (
            rules.result.is_none() || has_words,
            "result",
            "and without `success_words` every lead would be taken for lost",
        ),
        (
            rules.result.is_some() || rules.success_words.is_empty(),
            "success_words",
            "and nobody reads them without `result`",
        ),
        (
            rules.result.is_some() || rules.merged_words.is_empty(),
            "merged_words",
            "and nobody reads them without `result`",
        ),
        (
            !rules.merged_words.iter().any(|word| rules.success_words.contains(word)),
            "merged_words",
            "and has a word that `success_words` has: a word means one of the two",
        ),
    ]
}

const fn is_redirect(status: u16) -> bool {
    status >= 300 && status < 400
}
