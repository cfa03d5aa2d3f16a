//! What is to be written for one lead.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value as Json;

use super::field::Field;
use crate::personal::Personal;
use crate::warm::write_back::{self, Written};

/// The external key of a lead: `bl_` and up to 61 lower-case letters and digits. Lower case,
/// because Salesforce matches external ids without regard to case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExternalKey(String);

/// A text that is no external key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadKey;

impl ExternalKey {
    /// Checks a key.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let rest = text.strip_prefix("bl_").ok_or(BadKey)?;
        let is_plain = rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if is_plain && (1..=61).contains(&rest.len()) { Ok(Self(text.to_owned())) } else { Err(BadKey) }
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who the lead is and what they want. Each may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Full name.
    pub name: Option<Personal<String>>,
    /// Email as typed.
    pub email: Option<Personal<String>>,
    /// Number to dial: E.164 if it is one.
    pub phone: Option<Personal<String>>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// ISO 3166-2, or as typed.
    pub region: Option<String>,
    /// Postal code.
    pub postal_code: Option<Personal<String>>,
    /// Company name.
    pub company: Option<String>,
    /// The company's registrable domain.
    pub company_domain: Option<String>,
    /// Product of interest.
    pub product: Option<String>,
    /// Number of employees.
    pub employees: Option<u32>,
    /// Free text.
    pub notes: Option<Personal<String>>,
    /// IANA time zone.
    pub time_zone: Option<String>,
    /// Primary language subtag.
    pub language: Option<String>,
    /// The form's own fields, by name.
    pub extra: BTreeMap<String, Personal<String>>,
}

/// What the visitor agreed to; `None` where they were not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// Processing of the request.
    pub privacy: bool,
    /// Marketing mail.
    pub marketing: Option<bool>,
    /// Text messages.
    pub sms: Option<bool>,
    /// Phone calls.
    pub call: Option<bool>,
    /// Which wording was shown.
    pub text_version: Option<String>,
}

/// Everything that may be written for one lead; a [`Mapping`](super::Mapping) picks from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// `ld_…`
    pub lead_id: String,
    /// `bl_…`
    pub key: ExternalKey,
    /// Revision of the lead, from 1.
    pub revision: u32,
    /// Correlation id.
    pub correlation_id: String,
    /// Hash of the routing bundle that decided.
    pub bundle: String,
    /// Form.
    pub form: String,
    /// `real` or `synthetic`.
    pub kind: String,
    /// Team.
    pub team: String,
    /// The rep's id at the destination, or name, once there is one.
    pub rep: Option<String>,
    /// First acceptance, in milliseconds since 1970.
    pub accepted_at_ms: i64,
    /// Consents.
    pub consent: Consent,
    /// Campaign parameters without `utm_`.
    pub utm: BTreeMap<String, String>,
    /// The lead itself.
    pub person: Person,
    /// What was found out besides what it says, once something is.
    pub found: Vec<Written>,
}

/// One lead to deliver, and what is known of earlier attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What is to be written.
    pub record: Record,
    /// The record's id at the destination, if an earlier attempt learned it.
    pub reference: Option<String>,
    /// Attempts made before this one.
    pub attempts: u32,
    /// Whether the destination may have the lead though nobody told its reference: an earlier attempt
    /// never ended, or ended without its being known ([`Verdict::Unknown`](super::Verdict::Unknown)).
    pub may_exist: bool,
}

impl Item {
    /// Whether to look at what stands there before anything is written.
    pub(super) const fn is_repeat(&self) -> bool {
        self.may_exist || self.reference.is_some()
    }
}

/// One value, as it is sent. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, never empty.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    Truth(bool),
}

impl Value {
    /// As text: `true`, `42`.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Whole(number) => number.to_string(),
            Self::Truth(truth) => truth.to_string(),
        }
    }

    /// As JSON of its own type.
    pub fn json(&self) -> Json {
        match self {
            Self::Text(text) => Json::from(text.as_str()),
            Self::Whole(number) => Json::from(*number),
            Self::Truth(truth) => Json::from(*truth),
        }
    }

    /// Cut to so many characters.
    pub(super) fn fit(self, max_chars: Option<usize>) -> Self {
        match (self, max_chars) {
            (Self::Text(text), Some(max)) => Self::Text(text.chars().take(max).collect()),
            (value, _) => value,
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[value]")
    }
}

impl Record {
    /// What the record says about a field; `None` if it says nothing, or only blanks.
    pub fn value(&self, field: &Field) -> Option<Value> {
        match field {
            Field::Found(field) => self.found(*field),
            Field::Employees => self.person.employees.map(|count| Value::Whole(count.into())),
            Field::AcceptedAtMs => Some(Value::Whole(self.accepted_at_ms)),
            Field::ConsentPrivacy => Some(Value::Truth(self.consent.privacy)),
            Field::ConsentMarketing => self.consent.marketing.map(Value::Truth),
            Field::ConsentSms => self.consent.sms.map(Value::Truth),
            Field::ConsentCall => self.consent.call.map(Value::Truth),
            field => {
                let text = self.person_text(field).or_else(|| self.stamp_text(field))?.trim();
                (!text.is_empty()).then(|| Value::Text(text.to_owned()))
            }
        }
    }

    /// A span goes out as text: no CRM has a type for one.
    fn found(&self, field: write_back::Field) -> Option<Value> {
        let written = self.found.iter().find(|written| written.field == field)?;
        Some(match &written.value {
            write_back::Value::Number(number) => Value::Whole(*number),
            value => Value::Text(value.to_string()),
        })
    }

    fn person_text(&self, field: &Field) -> Option<&str> {
        let person = &self.person;
        match field {
            Field::Name => exposed(person.name.as_ref()),
            Field::FirstName => exposed(person.name.as_ref()).and_then(|name| split_name(name).0),
            Field::LastName => exposed(person.name.as_ref()).map(|name| split_name(name).1),
            Field::Email => exposed(person.email.as_ref()),
            Field::Phone => exposed(person.phone.as_ref()),
            Field::Country => person.country.as_deref(),
            Field::Region => person.region.as_deref(),
            Field::PostalCode => exposed(person.postal_code.as_ref()),
            Field::Company => person.company.as_deref(),
            Field::CompanyDomain => person.company_domain.as_deref(),
            Field::Product => person.product.as_deref(),
            Field::Notes => exposed(person.notes.as_ref()),
            Field::TimeZone => person.time_zone.as_deref(),
            Field::Language => person.language.as_deref(),
            Field::Extra(name) => exposed(person.extra.get(name)),
            _ => None,
        }
    }

    fn stamp_text(&self, field: &Field) -> Option<&str> {
        match field {
            Field::LeadId => Some(&self.lead_id),
            Field::LeadKey => Some(self.key.as_str()),
            Field::CorrelationId => Some(&self.correlation_id),
            Field::Bundle => Some(&self.bundle),
            Field::Form => Some(&self.form),
            Field::Kind => Some(&self.kind),
            Field::Team => Some(&self.team),
            Field::Rep => self.rep.as_deref(),
            Field::ConsentTextVersion => self.consent.text_version.as_deref(),
            Field::Utm(name) => self.utm.get(name).map(String::as_str),
            _ => None,
        }
    }

    /// The address that two records of one person share; `None` without one.
    pub(super) fn address(&self) -> Option<String> {
        let email = exposed(self.person.email.as_ref())?.trim();
        (!email.is_empty()).then(|| email.to_lowercase())
    }
}

fn exposed(text: Option<&Personal<String>>) -> Option<&str> {
    text.map(|text| text.expose().as_str())
}

/// What stands before the last word, and the last word.
fn split_name(name: &str) -> (Option<&str>, &str) {
    match name.trim().rsplit_once(char::is_whitespace) {
        Some((first, last)) => (Some(first), last),
        None => (None, name),
    }
}
