//! What a visitor of such a form agreed to, and to which wording.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::compat::renaming::Renaming;
use crate::encoding::HEX;
use crate::intake::json::Node;
use crate::intake::{MAX_LIST_ITEMS, MAX_VALUE_BYTES, Malformed, Scalar};

/// What a communication is for that no configuration says more about.
const DEFAULT_PURPOSE: &str = "marketing";

/// The longest id of a subscription type.
const MAX_ID_BYTES: usize = 20;

/// Reads `legalConsentOptions`.
///
/// `consentToProcess` is `consent.privacy`. Each communication is kept as
/// `consent.subscription.{id}`; a purpose has consent if all of its communications have it.
/// Legitimate interest is no consent: it is `consent.basis`, and the form's contract says
/// whether that is enough. All wordings together are `consent.text`, and their SHA-256 is
/// `consent.text_version` where the form names no version itself.
pub(super) fn read(
    options: Node<'_, '_>,
    subscriptions: &BTreeMap<String, String>,
    renaming: &mut Renaming,
) -> Result<(), Malformed> {
    let mut wordings = Vec::new();
    if let Some(consent) = options.member("consent")? {
        if let Some(given) = consent.member("consentToProcess")? {
            renaming.say("consent.privacy", Scalar::Boolean(given.is_true()))?;
        }
        wordings.extend(consent.member_text("text")?);
        if let Some(communications) = consent.member("communications")? {
            read_communications(communications, subscriptions, renaming, &mut wordings)?;
        }
    }
    if let Some(interest) = options.member("legitimateInterest")? {
        if interest.member("value")?.is_some_and(Node::is_true) {
            renaming.say("consent.basis", Scalar::Text("legitimate_interest".to_owned()))?;
        }
        wordings.extend(interest.member_text("text")?);
    }
    keep_wordings(&wordings, renaming)
}

fn read_communications(
    communications: Node<'_, '_>,
    subscriptions: &BTreeMap<String, String>,
    renaming: &mut Renaming,
    wordings: &mut Vec<String>,
) -> Result<(), Malformed> {
    let mut purposes = BTreeMap::new();
    for (place, communication) in communications.items().enumerate() {
        if place >= MAX_LIST_ITEMS {
            return Err(Malformed::TooManyValues);
        }
        let given = communication.member("value")?.is_some_and(Node::is_true);
        let id = communication.member_text("subscriptionTypeId")?.unwrap_or_default();
        let purpose = subscriptions.get(&id).map_or(DEFAULT_PURPOSE, String::as_str);
        *purposes.entry(purpose).or_insert(true) &= given;
        if (1..=MAX_ID_BYTES).contains(&id.len()) {
            renaming.say(&format!("consent.subscription.{id}"), Scalar::Boolean(given))?;
        }
        wordings.extend(communication.member_text("text")?);
    }
    for (purpose, given) in purposes {
        renaming.say(&format!("consent.{purpose}"), Scalar::Boolean(given))?;
    }
    Ok(())
}

fn keep_wordings(wordings: &[String], renaming: &mut Renaming) -> Result<(), Malformed> {
    if wordings.is_empty() {
        return Ok(());
    }
    let text = wordings.join("\n");
    if text.len() > MAX_VALUE_BYTES {
        return Err(Malformed::ValueTooLong);
    }
    if renaming.said("consent.text_version").is_none() {
        let version = format!("sha256:{}", HEX.encode(&Sha256::digest(&text)));
        renaming.say("consent.text_version", Scalar::Text(version))?;
    }
    renaming.say("consent.text", Scalar::Text(text))
}
