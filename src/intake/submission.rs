//! A submission that has the right shape: what every form's contract has in common.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use super::email::Email;
use super::fields::Fields;
use crate::contract::{Answer, Contract, Fault, FieldCode, FieldError, Reach, Reading, standard as limits};
use crate::personal::Personal;

/// Which consents the visitor gave, and to which wording.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
pub struct Consent {
    /// Processing of this request.
    pub privacy: bool,
    /// Marketing mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketing: Option<bool>,
    /// Text messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms: Option<bool>,
    /// Phone calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<bool>,
    /// Which version of the consent text was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = limits::MAX_TEXT_VERSION))]
    pub text_version: Option<String>,
}

/// The page the form was on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
pub struct Page {
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = limits::MAX_URL))]
    pub url: Option<String>,
    /// Where the visitor came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = limits::MAX_URL))]
    pub referrer: Option<String>,
}

/// What the form's own script knows about this attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
pub struct Client {
    /// When the visitor pressed Submit, by the browser's clock, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at_ms: Option<i64>,
    /// 1 for the first try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 1000))]
    pub attempt: Option<u32>,
    /// Names one rendering of the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = limits::MAX_FORM_INSTANCE))]
    pub form_instance: Option<String>,
}

/// A submission that has the right shape. Blank text counts as absent.
#[derive(Clone, Default, Validate)]
#[validate(schema(function = "reachable", skip_on_field_errors = false))]
pub struct Submission {
    /// Email address.
    #[validate(custom(function = "an_address"), length(max = limits::MAX_EMAIL))]
    pub email: Option<String>,
    /// Full name.
    #[validate(length(max = limits::MAX_NAME))]
    pub name: Option<String>,
    /// Phone number, as typed.
    #[validate(length(max = limits::MAX_PHONE))]
    pub phone: Option<String>,
    /// Country, as typed or chosen.
    #[validate(length(max = limits::MAX_COUNTRY))]
    pub country: Option<String>,
    /// State, province or other subdivision.
    #[validate(length(max = limits::MAX_REGION))]
    pub region: Option<String>,
    /// Postal code, as typed.
    #[validate(length(max = limits::MAX_POSTAL_CODE))]
    pub postal_code: Option<String>,
    /// Company name.
    #[validate(length(max = limits::MAX_COMPANY))]
    pub company: Option<String>,
    /// Product of interest.
    #[validate(length(max = limits::MAX_PRODUCT))]
    pub product: Option<String>,
    /// Number of employees.
    #[validate(range(max = limits::MAX_EMPLOYEES))]
    pub employees: Option<u32>,
    /// Free text.
    #[validate(length(max = limits::MAX_NOTES))]
    pub notes: Option<String>,
    /// IANA time zone name, as the browser gives it.
    #[validate(length(max = limits::MAX_TIME_ZONE))]
    pub tz: Option<String>,
    /// Consents.
    #[validate(nested)]
    pub consent: Consent,
    /// Campaign parameters, without their `utm.` prefix.
    pub utm: BTreeMap<String, String>,
    /// What advertising networks call the click, by the name of their parameter.
    pub click_ids: BTreeMap<String, Personal<String>>,
    /// The page.
    #[validate(nested)]
    pub page: Page,
    /// The client.
    #[validate(nested)]
    pub client: Client,
    /// The form's own fields, and unknown ones that were kept, by name.
    pub extra: BTreeMap<String, Answer>,
    /// Names the form does not have, whatever became of their answers: at most 50, each cut
    /// to 100 bytes. A page that no longer fits its form shows here.
    pub unknown: Vec<String>,
    /// How many of those, and of the fields that a page sends by itself, could not be kept.
    pub unknown_dropped: u32,
}

/// `validator`'s own rule compiles three patterns for the first visitor of an isolate, and
/// brings a pattern engine of a tenth of the edge's wasm along.
fn an_address(email: &str) -> Result<(), ValidationError> {
    if Email::is_address(email) { Ok(()) } else { Err(ValidationError::new("email")) }
}

/// A rep must be able to answer: by email, or by phone to a named person.
fn reachable(submission: &Submission) -> Result<(), ValidationError> {
    if submission.email.is_some() || (submission.phone.is_some() && submission.name.is_some()) {
        return Ok(());
    }
    Err(ValidationError::new("unreachable"))
}

impl Submission {
    /// Reads a body's fields and holds them against the form's contract. Every wrong field is
    /// named at once, in name order, each with the first thing that is wrong with it.
    pub fn read(fields: &Fields, contract: &Contract) -> Result<Self, Vec<FieldError>> {
        let (submission, mut errors) = Reading::of(fields, contract);
        if let Err(found) = submission.validate() {
            let collected = &mut Collected { submission: &submission, contract, errors: &mut errors };
            collected.all("", &found);
        }
        // Stable: of one field, what the contract found stays before what all forms demand.
        errors.sort_by(|one, other| one.field.cmp(&other.field));
        errors.dedup_by(|later, first| later.field == first.field);
        if errors.is_empty() { Ok(submission) } else { Err(errors) }
    }
}

/// Makes a flat list with dotted names of `validator`'s tree of errors.
struct Collected<'a> {
    submission: &'a Submission,
    contract: &'a Contract,
    errors: &'a mut Vec<FieldError>,
}

impl Collected<'_> {
    fn all(&mut self, prefix: &str, found: &ValidationErrors) {
        for (name, kind) in found.errors() {
            let name = format!("{prefix}{name}");
            match kind {
                ValidationErrorsKind::Field(list) => list.iter().for_each(|error| self.one(&name, error)),
                ValidationErrorsKind::Struct(inner) => self.all(&format!("{name}."), inner),
                ValidationErrorsKind::List(inner) => {
                    inner.values().for_each(|inner| self.all(&format!("{name}."), inner));
                }
            }
        }
    }

    fn one(&mut self, field: &str, error: &ValidationError) {
        let fault = match error.code.as_ref() {
            "email" => Fault::from(FieldCode::Email),
            "length" => match error.params.get("max") {
                Some(max) => Fault::saying(FieldCode::Length, format!("Must be at most {max} characters.")),
                None => Fault::from(FieldCode::Length),
            },
            "range" => Fault::from(FieldCode::Range),
            _ => return self.unreachable(),
        };
        self.errors.push(fault.of(field));
    }

    /// The check is about three fields: asks for the email, unless the form has none.
    fn unreachable(&mut self) {
        let (field, message) = match self.contract.reach() {
            Reach::Either => ("email", "An email address, or a name and a phone number."),
            Reach::Email => ("email", "An email address."),
            Reach::Phone if self.submission.phone.is_none() => ("phone", "A name and a phone number."),
            Reach::Phone => ("name", "A name and a phone number."),
        };
        self.errors.push(Fault::saying(FieldCode::Required, message).of(field));
    }
}
