//! The contract of a form: what a submission must look like to become a lead.
//!
//! Marketing ops write it in `routing-config/forms.toml`, the compiler checks it, the bundle
//! carries it. From it follow the check of a submission ([`Submission::read`]), what a page
//! may know of the form ([`description`]), and the page that Beeline itself serves.
//!
//! Every contract has the fields of [`STANDARD`] and whatever begins with
//! [`CAMPAIGN_PREFIX`], with built-in kinds and limits; [`FieldRules`] narrow them and add
//! the form's own. Whatever a contract says, a lead can be answered: it has an email address,
//! or a name and a phone number.
//!
//! [`Submission::read`]: crate::intake::Submission::read

mod answer;
mod asked;
mod campaign;
mod check;
mod consent;
mod description;
mod drop_in;
mod error;
mod field;
mod reading;
pub(crate) mod standard;
mod unknown;
mod unseen;
mod value;

pub use answer::Answer;
pub use asked::{Asked, Reach};
pub use consent::{Ask, CONSENT_TEXT_VERSION, ConsentTerms, Purpose, Question};
pub use description::{description, etag};
pub use drop_in::{HubspotForm, WebToLead, Webhook};
pub use error::{FieldCode, FieldError};
pub use field::{FieldKind, FieldRule, FieldRules, LONGEST_TEXT, MAX_CHOICES, MAX_FIELD_RULES, USUAL_TEXT};
pub use standard::{
    CAMPAIGN_PREFIX, MAX_COUNTRY, MAX_EMAIL, MAX_EMPLOYEES, MAX_PHONE, MAX_TEXT_VERSION, RESERVED, STANDARD,
    Standard, standard_field,
};
pub use unknown::{
    MAX_UNKNOWN_BYTES, MAX_UNKNOWN_CHARACTERS, MAX_UNKNOWN_FIELDS, MAX_UNKNOWN_NAME_BYTES, MAX_UNKNOWN_NAMED,
};

pub(crate) use error::Fault;
pub(crate) use reading::Reading;

use serde::{Deserialize, Serialize};

/// What happens to a field that the form does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnknownFields {
    /// Its answer is kept beside the others, as far as the limits go.
    #[default]
    Keep,
    /// It is left out.
    Drop,
    /// The submission is refused.
    Refuse,
}

/// What a submission must look like.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contract {
    /// What it says about single fields.
    #[serde(skip_serializing_if = "FieldRules::is_empty")]
    pub fields: FieldRules,
    /// What happens to the others.
    #[serde(skip_serializing_if = "is_default")]
    pub unknown_fields: UnknownFields,
    /// The field that people do not see, and programs fill in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub honeypot: Option<String>,
    /// What may be done with a lead.
    #[serde(skip_serializing_if = "is_default")]
    pub consent: ConsentTerms,
}

/// Whether a setting can be left out of the bundle.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Contract {
    /// Whether this is a field of the form, its own or a standard one.
    pub fn has(&self, name: &str) -> bool {
        match self.fields.get(name) {
            Some(rule) => !rule.removed,
            None => standard_field(name).is_some() || is_campaign(name),
        }
    }

    /// Whether a name is never unknown, though no field of the form.
    pub fn is_reserved(&self, name: &str) -> bool {
        RESERVED.contains(&name) || self.honeypot.as_deref() == Some(name)
    }
}

/// Whether a name is a campaign parameter's.
fn is_campaign(name: &str) -> bool {
    name.len() > CAMPAIGN_PREFIX.len() && name.starts_with(CAMPAIGN_PREFIX)
}
