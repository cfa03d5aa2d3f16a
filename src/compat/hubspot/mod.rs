//! Forms that submit to HubSpot by its API, sent here instead: "Submit data to a form", v3
//! (`/submissions/v3/integration/submit/{portalId}/{formGuid}` and its `secure` twin).
//!
//! The client code on such pages stays as it is: what it sends is read by [`read`], and what
//! it understands is answered by [`accepted`] and [`refused`].

mod answer;
mod consent;

use std::collections::BTreeMap;

pub use answer::{AfterSubmit, Answer, accepted, refused};

use super::renaming::Renaming;
use crate::intake::json::{Node, Tree};
use crate::intake::{Fields, MAX_NAME_BYTES, Malformed, Scalar};

/// The deepest that HubSpot's own shape goes is 5: a communication's text.
const MAX_DEPTH: usize = 8;

/// The object type of contacts, whose properties need no prefix.
const CONTACT: &str = "0-1";

/// HubSpot's default properties and ours. Where two name one place, the first one that is
/// filled in has it. `0-2` are companies.
pub(super) const STANDARD: &[(&str, &str)] = &[
    ("email", "email"),
    ("phone", "phone"),
    ("mobilephone", "phone"),
    ("company", "company"),
    ("0-2/name", "company"),
    ("jobtitle", "job_title"),
    ("address", "street"),
    ("city", "city"),
    ("state", "region"),
    ("zip", "postal_code"),
    ("country", "country"),
    ("message", "notes"),
    ("numemployees", "employees"),
    ("0-2/numberofemployees", "employees"),
];

/// What is kept of a submission's `context`, and what it is called here.
const CONTEXT: &[(&str, &str)] = &[
    ("pageUri", "page.url"),
    ("pageName", "page.name"),
    ("sfdcCampaignId", "campaign_id"),
    ("hutk", "hubspot.hutk"),
    ("pageId", "hubspot.page_id"),
    ("ipAddress", "hubspot.ip_address"),
    ("goToWebinarWebinarKey", "hubspot.webinar_key"),
];

/// Reads the body of such a submission. `subscriptions` says which of our purposes
/// (`marketing`, `sms`, `call`) a subscription type of HubSpot is, by its id; one that is not
/// there is marketing.
///
/// Its properties come first; then there are `client.submitted_at_ms`, what is known of its
/// `context`, and the consents, whose fields begin with `consent.`.
pub fn read(body: &[u8], subscriptions: &BTreeMap<String, String>) -> Result<Fields, Malformed> {
    let tree = Tree::read(body, MAX_DEPTH)?;
    let root = tree.root();
    let mut renaming = Renaming::new(properties(root)?);
    renaming.rename_all(STANDARD)?;
    renaming.join_name("firstname", "lastname")?;
    company_size(&mut renaming)?;
    submitted_at(root, &mut renaming)?;
    if let Some(context) = root.member("context")? {
        for (theirs, ours) in CONTEXT {
            if let Some(text) = context.member_text(theirs)? {
                renaming.say(ours, Scalar::Text(text))?;
            }
        }
    }
    if let Some(options) = root.member("legalConsentOptions")? {
        consent::read(options, subscriptions, &mut renaming)?;
    }
    renaming.finish(|_| None)
}

/// The form's fields as they are named, those of other objects than contacts with their type.
/// A property that is there twice is a list.
fn properties(root: Node<'_, '_>) -> Result<Fields, Malformed> {
    let list = root.member("fields")?.filter(|list| list.is_array()).ok_or(Malformed::NotHubSpotForm)?;
    let mut fields = Fields::default();
    for field in list.items() {
        let name = field.member_text("name")?.filter(|name| !name.is_empty());
        let mut name = name.ok_or(Malformed::NotHubSpotForm)?.to_ascii_lowercase();
        if let Some(object) = field.member_text("objectTypeId")?.filter(|object| object != CONTACT) {
            name = format!("{object}/{name}");
        }
        if name.len() > MAX_NAME_BYTES {
            return Err(Malformed::NameTooLong);
        }
        let value = field.member("value")?.map_or(Ok(None), Node::scalar)?;
        match value {
            Some(Scalar::Text(value)) => fields.add(name, value)?,
            Some(value) => fields.insert(name, value)?,
            None => {}
        }
    }
    Ok(fields)
}

/// HubSpot's choices for the number of employees are ranges (`25-50`, `1000+`): the number is
/// where they begin, and the choice itself stays beside it. What has no such beginning stays
/// only there, so that it blocks nothing.
fn company_size(renaming: &mut Renaming) -> Result<(), Malformed> {
    let Some(size) = renaming.said("employees").map(|text| text.trim().to_owned()) else { return Ok(()) };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number(&size) || size.is_empty() {
        return Ok(());
    }
    let beginning = size.split(['-', '–', '+', ' ']).next().unwrap_or_default().replace(',', "");
    renaming.say("numemployees", Scalar::Text(size))?;
    renaming.say("employees", Scalar::Text(if is_number(&beginning) { beginning } else { String::new() }))
}

/// When the visitor pressed Submit: milliseconds, as a number or as its digits.
fn submitted_at(root: Node<'_, '_>, renaming: &mut Renaming) -> Result<(), Malformed> {
    let said = root.member_text("submittedAt")?.unwrap_or_default();
    if !said.is_empty() && said.bytes().all(|byte| byte.is_ascii_digit()) {
        renaming.say("client.submitted_at_ms", Scalar::Text(said))?;
    }
    Ok(())
}
