//! Forms made by Salesforce's Web-to-Lead generator, posted here instead of to
//! `/servlet/servlet.WebToLead`.
//!
//! Field names are those of the generated HTML (Salesforce Help, "Generate Leads from Your
//! Website"); they are read in any case. Salesforce knows no consent but the two ways to opt
//! out, so such a form may have none: what it needs is its contract's business.

use std::collections::BTreeMap;
use std::fmt;

use super::renaming::Renaming;
use crate::intake::{BodyKind, Decoder, Fields, Malformed, Scalar};

/// How much of an id tells it apart: the three characters that 18-character ids have more
/// are a checksum.
const ID_BYTES: usize = 15;

/// What ids of custom fields begin with.
const CUSTOM_FIELD: &str = "00N";

/// Standard fields and ours. Where two name one place, the first one that is filled in has it:
/// a landline before a mobile, a name that says what it means before a code.
const STANDARD: &[(&str, &str)] = &[
    ("email", "email"),
    ("name", "name"),
    ("phone", "phone"),
    ("mobile", "phone"),
    ("company", "company"),
    ("title", "job_title"),
    ("street", "street"),
    ("city", "city"),
    ("state", "region"),
    ("state_code", "region"),
    ("zip", "postal_code"),
    ("country", "country"),
    ("country_code", "country"),
    ("employees", "employees"),
    ("description", "notes"),
];

/// Fields that only steer Salesforce or prove something to it, and the button, which has a name in the
/// generated HTML.
const STEERING: [&str; 8] = [
    "oid",
    "encoding",
    "_charset_",
    "captcha_settings",
    "g-recaptcha-response",
    "debug",
    "debugemail",
    "submit",
];

/// What is configured for a form.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    /// The Salesforce organization the form must be of, 15 or 18 characters. `None` takes any.
    pub organisation_id: Option<&'a str>,
    /// What custom fields are called here, by their id (`00N...`, 15 or 18 characters).
    pub rename: &'a BTreeMap<String, String>,
}

/// What such a form says.
pub struct Post {
    /// Its fields, under Beeline's names.
    pub fields: Fields,
    /// Where it wants the visitor sent (`retURL`), unchecked: only
    /// [`safe_return_url`](super::safe_return_url) may turn it into a redirect.
    pub return_url: Option<String>,
}

/// Why such a form is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Its body cannot be read.
    Malformed(Malformed),
    /// It was made for another organization, or for none.
    OtherOrganisation,
}

impl Refusal {
    /// What to tell the sender.
    pub const fn detail(self) -> &'static str {
        match self {
            Self::Malformed(malformed) => malformed.detail(),
            Self::OtherOrganisation => {
                "The form's `oid` is not the organization this form is configured for."
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.detail())
    }
}

impl From<Malformed> for Refusal {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

/// Reads the body of such a form. Its `encoding` field is the charset, if nothing else
/// declares one.
pub fn read(
    kind: BodyKind,
    body: &[u8],
    settings: Settings<'_>,
    decoder: &dyn Decoder,
) -> Result<Post, Refusal> {
    let fields = kind.in_charset_of("encoding", body).fields(body, decoder)?;
    let fields = in_lower_case(fields)?;
    match settings.organisation_id {
        Some(id) if !is_same_id(id, fields.last_text("oid").unwrap_or_default().trim()) => {
            Err(Refusal::OtherOrganisation)
        }
        _ => Ok(translate(fields, settings.rename)?),
    }
}

fn translate(mut given: Fields, rename: &BTreeMap<String, String>) -> Result<Post, Malformed> {
    for name in STEERING {
        given.remove(name);
    }
    let mut renaming = Renaming::new(given);
    let return_url = renaming.take_text("returl");
    renaming.rename_all(STANDARD)?;
    renaming.join_name("first_name", "last_name")?;
    for (opt_out, consent) in [("emailoptout", "consent.marketing"), ("donotcall", "consent.call")] {
        if renaming.take_tick(opt_out) {
            renaming.say(consent, Scalar::Boolean(false))?;
        }
    }
    let configured = |theirs: &str| {
        let found = rename.iter().find(|(id, _)| is_same_id(id, theirs));
        found.map(|(_, ours)| ours.clone())
    };
    Ok(Post { fields: renaming.finish(configured)?, return_url })
}

/// Names in lower case, but for the ids of custom fields, in which case counts. A name that is
/// there in lower case already stays as it is.
fn in_lower_case(mut fields: Fields) -> Result<Fields, Malformed> {
    let has_capitals =
        |name: &&str| !name.starts_with(CUSTOM_FIELD) && name.bytes().any(|byte| byte.is_ascii_uppercase());
    let names: Vec<String> =
        fields.iter().map(|(name, _)| name).filter(has_capitals).map(str::to_owned).collect();
    for name in names {
        let lower = name.to_ascii_lowercase();
        let Some(value) = fields.remove(&name) else { continue };
        fields.insert(if fields.get(&lower).is_some() { name } else { lower }, value)?;
    }
    Ok(fields)
}

/// Whether two ids, each of 15 or 18 characters, are one.
fn is_same_id(one: &str, other: &str) -> bool {
    significant(one).is_some_and(|id| Some(id) == significant(other))
}

fn significant(id: &str) -> Option<&str> {
    matches!(id.len(), 15 | 18).then(|| id.get(..ID_BYTES)).flatten()
}
