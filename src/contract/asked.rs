//! What a page asks for, in the order in which it asks.

use serde::Serialize;

use super::field::{FieldKind, FieldRule};
use super::standard::{MAX_EMPLOYEES, standard_field};
use super::{Contract, is_default};

/// How a lead can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// By email, or by phone to a named person.
    Either,
    /// By email: the form has no name or no phone number.
    Email,
    /// By phone: the form has no email.
    Phone,
}

/// One field as a page shows it: what the contract says, or what is built in. Its JSON is
/// part of the public [`description`](super::description).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Asked<'a> {
    /// Dotted name.
    pub name: &'a str,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// What it is called.
    pub label: &'a str,
    /// Whether there is no lead without it.
    pub required: bool,
    /// Whether it is there from the beginning. The others are a page's own: they are shown
    /// once a body has them.
    #[serde(skip)]
    pub always: bool,
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
    /// Whether a number must be a whole one.
    #[serde(skip_serializing_if = "is_default")]
    pub whole: bool,
    /// What there is to choose from.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub choices: &'a [String],
    /// Whether several may be chosen.
    #[serde(skip_serializing_if = "is_default")]
    pub multiple: bool,
    /// The HTML standard's name for what a browser may fill in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autocomplete: Option<&'static str>,
}

/// A standard field that a page may ask for.
struct Usual {
    name: &'static str,
    label: &'static str,
    autocomplete: Option<&'static str>,
    always: bool,
}

const fn usual(
    name: &'static str,
    label: &'static str,
    autocomplete: Option<&'static str>,
    always: bool,
) -> Usual {
    Usual { name, label, autocomplete, always }
}

/// The standard fields before a form's own.
const BEFORE: [Usual; 9] = [
    usual("name", "Name", Some("name"), true),
    usual("email", "Email", Some("email"), true),
    usual("phone", "Phone", Some("tel"), true),
    usual("company", "Company", Some("organization"), true),
    usual("country", "Country", Some("country"), true),
    usual("region", "State or region", Some("address-level1"), false),
    usual("postal_code", "Postal code", Some("postal-code"), false),
    usual("employees", "Number of employees", None, true),
    usual("product", "Product", None, false),
];
/// The one after them.
const AFTER: [Usual; 1] = [usual("notes", "How can we help?", None, true)];

impl Contract {
    /// How a lead of this form can be answered.
    pub fn reach(&self) -> Reach {
        let removed = |name| self.fields.get(name).is_some_and(|rule| rule.removed);
        match (removed("email"), removed("name") || removed("phone")) {
            (true, _) => Reach::Phone,
            (false, true) => Reach::Email,
            (false, false) => Reach::Either,
        }
    }

    /// The fields a page asks for, consents apart.
    pub fn asked(&self) -> Vec<Asked<'_>> {
        let reach = self.reach();
        let mut asked: Vec<Asked<'_>> =
            BEFORE.iter().filter_map(|usual| self.asked_usual(usual, reach)).collect();
        asked.extend(self.fields.iter().filter(|rule| standard_field(&rule.name).is_none()).map(Asked::own));
        asked.extend(AFTER.iter().filter_map(|usual| self.asked_usual(usual, reach)));
        asked
    }

    fn asked_usual(&self, usual: &Usual, reach: Reach) -> Option<Asked<'_>> {
        let needed = match reach {
            Reach::Either => false,
            Reach::Email => usual.name == "email",
            Reach::Phone => matches!(usual.name, "name" | "phone"),
        };
        let built_in = Asked::built_in(usual, needed)?;
        match self.fields.get(usual.name) {
            None => Some(built_in),
            Some(rule) if rule.removed => None,
            Some(rule) => Some(built_in.narrowed(rule)),
        }
    }
}

impl<'a> Asked<'a> {
    fn built_in(usual: &Usual, required: bool) -> Option<Self> {
        let standard = standard_field(usual.name)?;
        let number = standard.kind == FieldKind::Number;
        Some(Self {
            name: usual.name,
            kind: standard.kind,
            label: usual.label,
            required,
            always: usual.always,
            min_length: None,
            max_length: (!number).then_some(standard.most),
            minimum: number.then_some(0),
            maximum: number.then_some(i64::from(MAX_EMPLOYEES)),
            whole: number,
            choices: &[],
            multiple: false,
            autocomplete: usual.autocomplete,
        })
    }

    /// A standard field about which the form says something is one that it asks for.
    fn narrowed(self, rule: &'a FieldRule) -> Self {
        Self {
            kind: rule.kind,
            label: rule.label.as_deref().unwrap_or(self.label),
            required: self.required || rule.required,
            always: true,
            min_length: rule.min_length,
            max_length: rule.longest(),
            minimum: rule.minimum.or(self.minimum),
            maximum: rule.maximum.or(self.maximum),
            choices: &rule.choices,
            ..self
        }
    }

    fn own(rule: &'a FieldRule) -> Self {
        Self {
            name: &rule.name,
            kind: rule.kind,
            label: rule.label.as_deref().unwrap_or(&rule.name),
            required: rule.required,
            always: true,
            min_length: rule.min_length,
            max_length: rule.longest(),
            minimum: rule.minimum,
            maximum: rule.maximum,
            whole: false,
            choices: &rule.choices,
            multiple: rule.multiple,
            autocomplete: match rule.kind {
                FieldKind::Email => Some("email"),
                FieldKind::Phone => Some("tel"),
                FieldKind::Country => Some("country"),
                _ => None,
            },
        }
    }
}
