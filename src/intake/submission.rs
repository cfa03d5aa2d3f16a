//! The contract of a lead: which fields a submission has, and what is wrong with it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use super::email::Email;
use super::fields::{Fields, Scalar};

/// The most `utm.*` parameters kept.
const MAX_UTM_PARAMETERS: usize = 16;

/// One wrong field. `field` is the dotted name as it was sent, `code` is from a closed
/// list that a page can translate, `message` is English and never repeats the value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldError {
    /// Dotted field name.
    pub field: String,
    /// What is wrong.
    pub code: FieldCode,
    /// For people.
    pub message: String,
}

/// Every way a field can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    /// The field is needed and absent or blank.
    Required,
    /// Not text, number or boolean where that is needed.
    Type,
    /// Not an email address.
    Email,
    /// Too long.
    Length,
    /// A number out of its range.
    Range,
    /// Consent must be given before the lead may be processed.
    ConsentRequired,
    /// Too many fields of one group.
    TooMany,
}

/// Which consents the visitor gave, and to which wording.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
pub struct Consent {
    /// Processing of this request.
    #[validate(custom(function = "must_be_given"))]
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
    #[validate(length(max = 100))]
    pub text_version: Option<String>,
}

/// The page the form was on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
pub struct Page {
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 2048))]
    pub url: Option<String>,
    /// Where the visitor came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 2048))]
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
    #[validate(length(max = 100))]
    pub form_instance: Option<String>,
}

/// A submission that has the right shape. Blank text counts as absent.
#[derive(Clone, Default, Validate)]
#[validate(schema(function = "reachable"))]
pub struct Submission {
    /// Email address.
    #[validate(custom(function = "an_address"), length(max = 254))]
    pub email: Option<String>,
    /// Full name.
    #[validate(length(max = 200))]
    pub name: Option<String>,
    /// Phone number, as typed.
    #[validate(length(max = 64))]
    pub phone: Option<String>,
    /// Country, as typed or chosen.
    #[validate(length(max = 64))]
    pub country: Option<String>,
    /// State, province or other subdivision.
    #[validate(length(max = 100))]
    pub region: Option<String>,
    /// Company name.
    #[validate(length(max = 200))]
    pub company: Option<String>,
    /// Product of interest.
    #[validate(length(max = 100))]
    pub product: Option<String>,
    /// Number of employees.
    #[validate(range(max = 10_000_000))]
    pub employees: Option<u32>,
    /// Free text.
    #[validate(length(max = 5000))]
    pub notes: Option<String>,
    /// IANA time zone name, as the browser gives it.
    #[validate(length(max = 64))]
    pub tz: Option<String>,
    /// Consents.
    #[validate(nested)]
    pub consent: Consent,
    /// Campaign parameters, without their `utm.` prefix.
    #[validate(custom(function = "short_campaign"))]
    pub utm: BTreeMap<String, String>,
    /// The page.
    #[validate(nested)]
    pub page: Page,
    /// The client.
    #[validate(nested)]
    pub client: Client,
}

/// `validator`'s own rule compiles three patterns for the first visitor of an isolate, and
/// brings a pattern engine of a tenth of the edge's wasm along.
fn an_address(email: &str) -> Result<(), ValidationError> {
    if Email::is_address(email) { Ok(()) } else { Err(ValidationError::new("email")) }
}

fn must_be_given(given: &bool) -> Result<(), ValidationError> {
    if *given { Ok(()) } else { Err(ValidationError::new("consent_required")) }
}

fn short_campaign(utm: &BTreeMap<String, String>) -> Result<(), ValidationError> {
    if utm.len() > MAX_UTM_PARAMETERS {
        return Err(ValidationError::new("too_many"));
    }
    if utm.iter().any(|(name, value)| name.len() > 50 || value.chars().count() > 500) {
        return Err(ValidationError::new("length"));
    }
    Ok(())
}

/// A rep must be able to answer: by email, or by phone to a named person.
fn reachable(submission: &Submission) -> Result<(), ValidationError> {
    if submission.email.is_some() || (submission.phone.is_some() && submission.name.is_some()) {
        return Ok(());
    }
    Err(ValidationError::new("unreachable"))
}

impl Submission {
    /// Reads and checks a body's fields. Every wrong field is named at once, in name order.
    pub fn read(fields: &Fields) -> Result<Self, Vec<FieldError>> {
        let mut reader = Reader { fields, errors: Vec::new() };
        let submission = Self {
            email: reader.text("email"),
            name: reader.text("name"),
            phone: reader.text("phone"),
            country: reader.text("country"),
            region: reader.text("region"),
            company: reader.text("company"),
            product: reader.text("product"),
            employees: reader.count("employees"),
            notes: reader.text("notes"),
            tz: reader.text("tz"),
            consent: Consent {
                privacy: reader.boolean("consent.privacy").unwrap_or(false),
                marketing: reader.boolean("consent.marketing"),
                sms: reader.boolean("consent.sms"),
                call: reader.boolean("consent.call"),
                text_version: reader.text("consent.text_version"),
            },
            utm: reader.group("utm."),
            page: Page { url: reader.text("page.url"), referrer: reader.text("page.referrer") },
            client: Client {
                submitted_at_ms: reader.whole("client.submitted_at_ms"),
                attempt: reader.count("client.attempt"),
                form_instance: reader.text("client.form_instance"),
            },
        };
        let mut errors = reader.errors;
        if let Err(found) = submission.validate() {
            collect("", &found, &mut errors);
        }
        errors.sort();
        // A field of the wrong type reads as absent: its first error is the one to show.
        errors.dedup_by(|later, first| later.field == first.field);
        if errors.is_empty() { Ok(submission) } else { Err(errors) }
    }
}

/// Takes typed values out of [`Fields`], noting what has the wrong type.
struct Reader<'a> {
    fields: &'a Fields,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    fn wrong_type(&mut self, field: &str, wanted: &str) {
        let message = format!("Must be {wanted}.");
        self.errors.push(FieldError { field: field.to_owned(), code: FieldCode::Type, message });
    }

    /// Text without surrounding blanks and control characters; blank is absent.
    fn text(&mut self, field: &str) -> Option<String> {
        let text = match self.fields.get(field)? {
            Scalar::Text(text) => text.clone(),
            Scalar::Number(number) => number.to_string(),
            Scalar::Boolean(_) | Scalar::List(_) => {
                self.wrong_type(field, "text");
                return None;
            }
        };
        let clean: String =
            text.chars().filter(|character| !character.is_control() || *character == '\n').collect();
        let clean = clean.trim();
        (!clean.is_empty()).then(|| clean.to_owned())
    }

    /// A whole number of at most 53 bits, from a JSON number or digits.
    fn whole(&mut self, field: &str) -> Option<i64> {
        let number = match self.fields.get(field)? {
            Scalar::Number(number) => Some(*number),
            Scalar::Text(text) if text.trim().is_empty() => return None,
            Scalar::Text(text) => text.trim().parse::<f64>().ok(),
            Scalar::Boolean(_) | Scalar::List(_) => None,
        };
        match number {
            Some(number) if number.fract() == 0.0 && (0.0..9.0e15).contains(&number) => {
                #[allow(clippy::cast_possible_truncation)] // whole and in range
                Some(number as i64)
            }
            _ => {
                self.wrong_type(field, "a whole number, zero or more");
                None
            }
        }
    }

    /// A whole number for a contract to bound: one beyond 32 bits stays beyond every bound.
    fn count(&mut self, field: &str) -> Option<u32> {
        self.whole(field).map(|number| u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// A boolean; form bodies say `on`, `true`, `yes` or `1` when a box is ticked.
    fn boolean(&mut self, field: &str) -> Option<bool> {
        match self.fields.get(field)? {
            Scalar::Boolean(value) => Some(*value),
            Scalar::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "on" | "true" | "yes" | "1" => Some(true),
                "off" | "false" | "no" | "0" | "" => Some(false),
                _ => {
                    self.wrong_type(field, "true or false");
                    None
                }
            },
            Scalar::Number(_) | Scalar::List(_) => {
                self.wrong_type(field, "true or false");
                None
            }
        }
    }

    fn group(&mut self, prefix: &str) -> BTreeMap<String, String> {
        let names: Vec<String> = self
            .fields
            .iter()
            .filter(|(name, _)| name.starts_with(prefix))
            .map(|(n, _)| n.to_owned())
            .collect();
        names
            .into_iter()
            .filter_map(|name| {
                let value = self.text(&name)?;
                Some((name.strip_prefix(prefix)?.to_owned(), value))
            })
            .collect()
    }
}

/// Turns `validator`'s tree of errors into a flat list with dotted names.
fn collect(prefix: &str, found: &ValidationErrors, errors: &mut Vec<FieldError>) {
    for (name, kind) in found.errors() {
        match kind {
            ValidationErrorsKind::Field(list) => {
                errors.extend(list.iter().map(|error| describe(&format!("{prefix}{name}"), error)));
            }
            ValidationErrorsKind::Struct(inner) => collect(&format!("{prefix}{name}."), inner, errors),
            ValidationErrorsKind::List(inner) => {
                inner.values().for_each(|inner| collect(&format!("{prefix}{name}."), inner, errors));
            }
        }
    }
}

fn describe(field: &str, error: &ValidationError) -> FieldError {
    let (field, code, message) = match error.code.as_ref() {
        "email" => (field, FieldCode::Email, "Must be an email address.".to_owned()),
        "length" => match error.params.get("max") {
            Some(max) => (field, FieldCode::Length, format!("Must be at most {max} characters.")),
            None => (field, FieldCode::Length, "Is too long.".to_owned()),
        },
        "range" => (field, FieldCode::Range, "Is out of range.".to_owned()),
        "consent_required" => {
            (field, FieldCode::ConsentRequired, "We need your consent before we may reply.".to_owned())
        }
        "too_many" => (field, FieldCode::TooMany, "Has too many entries.".to_owned()),
        // The schema check is about two fields; the email is the one to ask for.
        _ => ("email", FieldCode::Required, "An email address, or a name and a phone number.".to_owned()),
    };
    FieldError { field: field.to_owned(), code, message }
}
