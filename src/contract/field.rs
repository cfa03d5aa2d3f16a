//! What a form says about one of its fields.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::standard;
use crate::absent::is_false;

/// The longest text of a form's own field, unless it says otherwise: one line.
pub const USUAL_TEXT: u64 = 200;
/// The longest that it may say: as much as the standard notes.
pub const LONGEST_TEXT: u64 = standard::MAX_NOTES;
/// Fields that one form may have a say about.
pub const MAX_FIELD_RULES: usize = 100;
/// Choices of one field.
pub const MAX_CHOICES: usize = 200;

/// What a field holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// An email address.
    Email,
    /// A phone number; an odd one is kept as it is.
    Phone,
    /// A country, by name or code; an odd one is kept as it is.
    Country,
    /// Text.
    #[default]
    Text,
    /// A number.
    Number,
    /// One of the choices, or several.
    Choice,
    /// Yes or no.
    Boolean,
    /// A day: RFC 3339, full-date.
    Date,
}

impl FieldKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Email,
        Self::Phone,
        Self::Country,
        Self::Text,
        Self::Number,
        Self::Choice,
        Self::Boolean,
        Self::Date,
    ];

    /// As it is written in configuration and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Country => "country",
            Self::Text => "text",
            Self::Number => "number",
            Self::Choice => "choice",
            Self::Boolean => "boolean",
            Self::Date => "date",
        }
    }
}

/// What a form says about one field: about one of its own, everything; about a standard
/// one, what is different from [`STANDARD`](super::STANDARD).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FieldRule {
    /// Dotted name.
    pub name: String,
    /// What it holds. Of a standard field it is the standard kind, or `Choice` in place of
    /// `Text`.
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// What a page calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether it must be there and not blank; of yes and no, whether it must be yes.
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    /// The form does not have this standard field at all.
    #[serde(skip_serializing_if = "is_false")]
    pub removed: bool,
    /// Characters a text must have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// Characters a text may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// The least number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// The largest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// What there is to choose from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Whether several may be chosen.
    #[serde(skip_serializing_if = "is_false")]
    pub multiple: bool,
}

impl FieldRule {
    /// Characters a value may have, the form's own limit or the built-in one; `None` where
    /// the kind already bounds it.
    pub fn longest(&self) -> Option<u64> {
        let built_in = match self.kind {
            FieldKind::Email => standard::MAX_EMAIL,
            FieldKind::Phone => standard::MAX_PHONE,
            FieldKind::Country => standard::MAX_COUNTRY,
            FieldKind::Text => standard::standard_field(&self.name).map_or(USUAL_TEXT, |it| it.most),
            FieldKind::Number | FieldKind::Choice | FieldKind::Boolean | FieldKind::Date => return None,
        };
        Some(self.max_length.unwrap_or(built_in))
    }
}

/// What a form says about its fields, in the order in which its page asks for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldRules {
    in_page_order: Vec<FieldRule>,
    /// Places in `in_page_order`, in the order of the names, no name twice: a body's fields
    /// come in that order too, and are held against these in one pass.
    by_name: Vec<usize>,
}

impl FieldRules {
    /// In page order.
    pub fn iter(&self) -> impl Iterator<Item = &FieldRule> {
        self.in_page_order.iter()
    }

    /// The rule at a place in name order.
    pub(crate) fn nth_by_name(&self, nth: usize) -> Option<&FieldRule> {
        self.in_page_order.get(*self.by_name.get(nth)?)
    }

    /// The rule of a field, if the form says anything about it.
    pub fn get(&self, name: &str) -> Option<&FieldRule> {
        let name_at = |place: &usize| self.in_page_order.get(*place).map(|rule| rule.name.as_str());
        let nth = self.by_name.binary_search_by(|place| name_at(place).cmp(&Some(name))).ok()?;
        self.nth_by_name(nth)
    }

    /// Whether the form says nothing about any field.
    pub fn is_empty(&self) -> bool {
        self.in_page_order.is_empty()
    }
}

/// In page order; of two rules with one name the first counts.
impl From<Vec<FieldRule>> for FieldRules {
    fn from(in_page_order: Vec<FieldRule>) -> Self {
        let mut named: Vec<(&str, usize)> =
            in_page_order.iter().enumerate().map(|(place, rule)| (rule.name.as_str(), place)).collect();
        named.sort_unstable();
        named.dedup_by(|later, first| later.0 == first.0);
        let by_name = named.into_iter().map(|(_, place)| place).collect();
        Self { in_page_order, by_name }
    }
}

impl Serialize for FieldRules {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.in_page_order.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for FieldRules {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}
