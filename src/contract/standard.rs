//! The fields that every contract has, without naming them.

use super::field::FieldKind;

/// RFC 5321, section 4.5.3.1.3: a path of 256 octets, two of them its brackets.
pub const MAX_EMAIL: u64 = 254;
/// The longest phone number: five times what E.164 allows, for blanks and remarks.
pub const MAX_PHONE: u64 = 64;
/// The longest country: `United Kingdom of Great Britain and Northern Ireland` has 52.
pub const MAX_COUNTRY: u64 = 64;
pub(crate) const MAX_NAME: u64 = 200;
pub(crate) const MAX_REGION: u64 = 100;
/// Twice what ZIP+4 has.
pub(crate) const MAX_POSTAL_CODE: u64 = 20;
pub(crate) const MAX_COMPANY: u64 = 200;
pub(crate) const MAX_PRODUCT: u64 = 100;
/// Two pages of typing.
pub(crate) const MAX_NOTES: u64 = 5_000;
/// The longest IANA name has 32 characters.
pub(crate) const MAX_TIME_ZONE: u64 = 64;
/// Google's and Meta's have about a hundred characters.
pub(crate) const MAX_CLICK_ID: u64 = 500;
/// What browsers and servers take without complaint.
pub(crate) const MAX_URL: u64 = 2_048;
pub(crate) const MAX_FORM_INSTANCE: u64 = 100;
/// The longest name of a wording.
pub const MAX_TEXT_VERSION: u64 = 100;
/// Three times what the largest employer has.
pub const MAX_EMPLOYEES: u32 = 10_000_000;

/// What the names of campaign parameters begin with; any may follow.
pub const CAMPAIGN_PREFIX: &str = "utm.";

/// Names that are never a form's fields and never unknown: what browsers, challenges and
/// Beeline's own tokens add to a body. In name order.
pub const RESERVED: [&str; 4] = ["_charset_", "cf-turnstile-response", "form_token", "lead_token"];

/// Where a standard field goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Email,
    Name,
    Phone,
    Country,
    Region,
    PostalCode,
    Company,
    Product,
    Employees,
    Notes,
    TimeZone,
    Privacy,
    Marketing,
    Sms,
    Call,
    TextVersion,
    ClickId,
    PageUrl,
    PageReferrer,
    SubmittedAt,
    Attempt,
    FormInstance,
}

impl Slot {
    /// Whether a page sends it by itself: a visitor neither sees nor can mend it.
    pub(crate) const fn is_unseen(self) -> bool {
        match self {
            Self::TimeZone
            | Self::ClickId
            | Self::PageUrl
            | Self::PageReferrer
            | Self::SubmittedAt
            | Self::Attempt
            | Self::FormInstance => true,
            Self::Email
            | Self::Name
            | Self::Phone
            | Self::Country
            | Self::Region
            | Self::PostalCode
            | Self::Company
            | Self::Product
            | Self::Employees
            | Self::Notes
            | Self::Privacy
            | Self::Marketing
            | Self::Sms
            | Self::Call
            | Self::TextVersion => false,
        }
    }
}

/// A standard field.
#[derive(Debug, PartialEq, Eq)]
pub struct Standard {
    /// Dotted name.
    pub name: &'static str,
    /// What it is.
    pub kind: FieldKind,
    /// Characters of a text, or the largest number: a contract may narrow it.
    pub most: u64,
    pub(crate) slot: Slot,
}

const fn standard(name: &'static str, kind: FieldKind, most: u64, slot: Slot) -> Standard {
    Standard { name, kind, most, slot }
}

const fn click_id(name: &'static str) -> Standard {
    standard(name, FieldKind::Text, MAX_CLICK_ID, Slot::ClickId)
}

const fn consent(name: &'static str, slot: Slot) -> Standard {
    standard(name, FieldKind::Boolean, 0, slot)
}

/// Every standard field but the campaign's, in name order.
pub static STANDARD: [Standard; 28] = [
    standard("client.attempt", FieldKind::Number, 1_000, Slot::Attempt),
    standard("client.form_instance", FieldKind::Text, MAX_FORM_INSTANCE, Slot::FormInstance),
    standard("client.submitted_at_ms", FieldKind::Number, u64::MAX, Slot::SubmittedAt),
    standard("company", FieldKind::Text, MAX_COMPANY, Slot::Company),
    consent("consent.call", Slot::Call),
    consent("consent.marketing", Slot::Marketing),
    consent("consent.privacy", Slot::Privacy),
    consent("consent.sms", Slot::Sms),
    standard("consent.text_version", FieldKind::Text, MAX_TEXT_VERSION, Slot::TextVersion),
    standard("country", FieldKind::Country, MAX_COUNTRY, Slot::Country),
    standard("email", FieldKind::Email, MAX_EMAIL, Slot::Email),
    standard("employees", FieldKind::Number, MAX_EMPLOYEES as u64, Slot::Employees),
    click_id("fbclid"),
    click_id("gbraid"),
    click_id("gclid"),
    click_id("li_fat_id"),
    click_id("msclkid"),
    standard("name", FieldKind::Text, MAX_NAME, Slot::Name),
    standard("notes", FieldKind::Text, MAX_NOTES, Slot::Notes),
    standard("page.referrer", FieldKind::Text, MAX_URL, Slot::PageReferrer),
    standard("page.url", FieldKind::Text, MAX_URL, Slot::PageUrl),
    standard("phone", FieldKind::Phone, MAX_PHONE, Slot::Phone),
    standard("postal_code", FieldKind::Text, MAX_POSTAL_CODE, Slot::PostalCode),
    standard("product", FieldKind::Text, MAX_PRODUCT, Slot::Product),
    standard("region", FieldKind::Text, MAX_REGION, Slot::Region),
    click_id("ttclid"),
    standard("tz", FieldKind::Text, MAX_TIME_ZONE, Slot::TimeZone),
    click_id("wbraid"),
];

/// A standard field by name.
pub fn standard_field(name: &str) -> Option<&'static Standard> {
    let at = STANDARD.binary_search_by(|standard| standard.name.cmp(name)).ok()?;
    STANDARD.get(at)
}
