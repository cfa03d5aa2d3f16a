//! What we can tell a destination: the closed list of names on our side of a field map.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::warm::write_back;

/// A field of ours.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Field {
    /// Full name.
    Name,
    /// Everything before the last word of the name; nothing of a name of one word.
    FirstName,
    /// The last word of the name.
    LastName,
    /// Email as typed.
    Email,
    /// Number to dial.
    Phone,
    /// ISO 3166-1 country.
    Country,
    /// ISO 3166-2, or as typed.
    Region,
    /// Postal code.
    PostalCode,
    /// Company name.
    Company,
    /// The company's domain.
    CompanyDomain,
    /// Product of interest.
    Product,
    /// Number of employees.
    Employees,
    /// Free text.
    Notes,
    /// IANA time zone.
    TimeZone,
    /// Primary language subtag.
    Language,
    /// Lead id, `ld_…`.
    LeadId,
    /// External key, `bl_…`.
    LeadKey,
    /// Correlation id.
    CorrelationId,
    /// Hash of the routing bundle.
    Bundle,
    /// Form.
    Form,
    /// `real` or `synthetic`.
    Kind,
    /// Team.
    Team,
    /// The rep's id at the destination, or name.
    Rep,
    /// First acceptance, in milliseconds since 1970.
    AcceptedAtMs,
    /// Consent to the processing of the request.
    ConsentPrivacy,
    /// Consent to marketing mail.
    ConsentMarketing,
    /// Consent to text messages.
    ConsentSms,
    /// Consent to calls.
    ConsentCall,
    /// Version of the consent text.
    ConsentTextVersion,
    /// What was found out besides what the visitor said: `enriched.industry`, `score`.
    Found(write_back::Field),
    /// A campaign parameter: `utm.source`.
    Utm(String),
    /// A field of the form's own: `extra.budget`.
    Extra(String),
}

static NAMES: [(&str, Field); 37] = [
    ("name", Field::Name),
    ("first_name", Field::FirstName),
    ("last_name", Field::LastName),
    ("email", Field::Email),
    ("phone", Field::Phone),
    ("country", Field::Country),
    ("region", Field::Region),
    ("postal_code", Field::PostalCode),
    ("company", Field::Company),
    ("company_domain", Field::CompanyDomain),
    ("product", Field::Product),
    ("employees", Field::Employees),
    ("notes", Field::Notes),
    ("time_zone", Field::TimeZone),
    ("language", Field::Language),
    ("lead_id", Field::LeadId),
    ("lead_key", Field::LeadKey),
    ("correlation_id", Field::CorrelationId),
    ("bundle", Field::Bundle),
    ("form", Field::Form),
    ("kind", Field::Kind),
    ("team", Field::Team),
    ("rep", Field::Rep),
    ("accepted_at_ms", Field::AcceptedAtMs),
    ("consent.privacy", Field::ConsentPrivacy),
    ("consent.marketing", Field::ConsentMarketing),
    ("consent.sms", Field::ConsentSms),
    ("consent.call", Field::ConsentCall),
    ("consent.text_version", Field::ConsentTextVersion),
    ("enriched.company", Field::Found(write_back::Field::Company)),
    ("enriched.employees", Field::Found(write_back::Field::Employees)),
    ("enriched.industry", Field::Found(write_back::Field::Industry)),
    ("enriched.country", Field::Found(write_back::Field::CompanyCountry)),
    ("enriched.mail", Field::Found(write_back::Field::Mail)),
    ("enriched.line", Field::Found(write_back::Field::Line)),
    ("score", Field::Found(write_back::Field::Score)),
    ("score_reasons", Field::Found(write_back::Field::ScoreReasons)),
];

/// A name that no field of ours has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownField(String);

impl fmt::Display for UnknownField {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
        write!(
            formatter,
            "there is no field \"{}\"; there are {}, utm.… and extra.…",
            self.0,
            known.join(", ")
        )
    }
}

impl std::error::Error for UnknownField {}

impl Field {
    /// The names that need no choice: all but `utm.…` and `extra.…`.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// Whether it is ours, not the visitor's: stamped on the record, and nobody edits it there.
    pub const fn is_stamp(&self) -> bool {
        !matches!(
            self,
            Self::Name
                | Self::FirstName
                | Self::LastName
                | Self::Email
                | Self::Phone
                | Self::Country
                | Self::Region
                | Self::PostalCode
                | Self::Company
                | Self::CompanyDomain
                | Self::Product
                | Self::Employees
                | Self::Notes
                | Self::TimeZone
                | Self::Language
                | Self::Team
                | Self::Rep
                | Self::Found(_)
                | Self::Extra(_)
        )
    }
}

impl fmt::Display for Field {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utm(name) => write!(formatter, "utm.{name}"),
            Self::Extra(name) => write!(formatter, "extra.{name}"),
            plain => {
                let name = NAMES.iter().find(|(_, field)| field == plain).map(|(name, _)| *name);
                formatter.write_str(name.unwrap_or_default())
            }
        }
    }
}

impl TryFrom<String> for Field {
    type Error = UnknownField;

    fn try_from(text: String) -> Result<Self, UnknownField> {
        let plain = NAMES.iter().find(|(name, _)| *name == text).map(|(_, field)| field.clone());
        let named = match text.split_once('.') {
            Some(("utm", name)) if !name.is_empty() => Some(Self::Utm(name.to_owned())),
            Some(("extra", name)) if !name.is_empty() => Some(Self::Extra(name.to_owned())),
            _ => None,
        };
        plain.or(named).ok_or(UnknownField(text))
    }
}

impl From<Field> for String {
    fn from(field: Field) -> Self {
        field.to_string()
    }
}
