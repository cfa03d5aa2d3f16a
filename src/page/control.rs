//! The fields of a form's page: which there are, and what was entered.

use std::borrow::Cow;

use crate::contract::{Ask, Asked, Contract, FieldKind, Purpose, USUAL_TEXT};
use crate::intake::{FieldCode, FieldError, Fields, Scalar};

/// What a field is filled in with.
pub(super) enum Shape<'a> {
    /// One line, with its `type`, and its `inputmode` where that does not follow.
    Line(&'static str, Option<&'static str>),
    /// Many lines.
    Area,
    /// A country, or whatever else was sent.
    Country,
    /// One of these.
    Choice(&'a [String]),
    /// Any of these.
    Choices(&'a [String]),
    /// A box to tick.
    Tick,
}

/// One field of the page.
pub(super) struct Control<'a> {
    /// Dotted name, as the contract has it.
    pub name: &'a str,
    pub label: &'a str,
    pub hint: Option<&'static str>,
    pub autocomplete: Option<&'static str>,
    pub shape: Shape<'a>,
    /// Whether there is no lead without it.
    pub required: bool,
    /// Whether it is there from the beginning. The others are a page's own: they are shown
    /// once a body has them, so that what was typed there can be seen and mended here.
    always: bool,
}

impl<'a> Control<'a> {
    fn about(asked: &Asked<'a>) -> Self {
        let area = asked.max_length.is_some_and(|longest| longest > USUAL_TEXT);
        let shape = match asked.kind {
            FieldKind::Email => Shape::Line("email", None),
            FieldKind::Phone => Shape::Line("tel", None),
            FieldKind::Country => Shape::Country,
            FieldKind::Text if area => Shape::Area,
            FieldKind::Text => Shape::Line("text", None),
            FieldKind::Number if asked.whole => Shape::Line("text", Some("numeric")),
            FieldKind::Number => Shape::Line("text", Some("decimal")),
            FieldKind::Choice if asked.multiple => Shape::Choices(asked.choices),
            FieldKind::Choice => Shape::Choice(asked.choices),
            FieldKind::Boolean => Shape::Tick,
            FieldKind::Date => Shape::Line("date", None),
        };
        Self {
            name: asked.name,
            label: asked.label,
            hint: None,
            autocomplete: asked.autocomplete,
            shape,
            required: asked.required,
            always: asked.always,
        }
    }

    fn consent(contract: &'a Contract, purpose: Purpose) -> Option<Self> {
        let ask = contract.consent.question(purpose).ask;
        let required = ask == Ask::Required;
        (ask != Ask::None).then(|| Self {
            name: purpose.field(),
            label: contract.consent.words(purpose),
            hint: required.then_some(match purpose {
                Purpose::Privacy => "Needed: without it we may not reply.",
                _ => "Needed: without it this form cannot be sent.",
            }),
            autocomplete: None,
            shape: Shape::Tick,
            required,
            always: ask != Ask::IfSent,
        })
    }

    /// What a field is found by on the page.
    pub(super) fn id(&self) -> String {
        format!("field-{}", self.name)
    }

    /// What the error summary calls it.
    pub(super) fn short_label(&self) -> &'a str {
        if self.name.starts_with("consent.") { "Consent" } else { self.label }
    }

    /// What to do about an error of this field. The check's own message where nothing better
    /// can be said.
    pub(super) fn advice<'e>(&self, error: &'e FieldError) -> &'e str {
        match (error.code, &self.shape) {
            (FieldCode::Email, _) => "Write it like name@example.com.",
            (FieldCode::Required, _) if self.name == "email" && !self.required => {
                "Give an email address, or a name and a phone number."
            }
            (FieldCode::Type | FieldCode::Range, Shape::Line(_, Some("numeric"))) => {
                "Write a whole number in digits, like 250."
            }
            (FieldCode::Type, Shape::Line(_, Some("decimal"))) => {
                "Write a number in digits, like 250 or 2.5."
            }
            (FieldCode::Required | FieldCode::ConsentRequired, Shape::Tick) => "Tick this box to send.",
            (FieldCode::Required, Shape::Choice(_) | Shape::Choices(_)) => "Choose an answer.",
            (FieldCode::Required, _) => "Fill this in to send.",
            _ => &error.message,
        }
    }
}

/// The fields of a form's page, in focus order.
pub(super) struct Controls<'a> {
    pub about: Vec<Control<'a>>,
    pub consents: Vec<Control<'a>>,
}

impl<'a> Controls<'a> {
    pub(super) fn of(contract: &'a Contract) -> Self {
        let consent = |purpose| Control::consent(contract, purpose);
        Self {
            about: contract.asked().iter().map(Control::about).collect(),
            consents: Purpose::ALL.into_iter().filter_map(consent).collect(),
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Control<'a>> {
        self.about.iter().chain(&self.consents)
    }

    /// The field that an error is about, if the page has it.
    pub(super) fn of_error(&self, error: &FieldError) -> Option<&Control<'a>> {
        self.all().find(|control| control.name == error.field)
    }
}

/// A form as it came back: what was typed, and what is wrong with it.
pub(super) struct Filled<'a> {
    /// What was typed.
    pub fields: &'a Fields,
    /// What is wrong with it.
    pub errors: &'a [FieldError],
}

impl Filled<'_> {
    /// Whether the page has this field.
    pub(super) fn shows(&self, control: &Control<'_>) -> bool {
        let sent = self.fields.get(control.name).is_some();
        control.always || sent || self.errors_of(control).next().is_some()
    }

    pub(super) fn errors_of(&self, control: &Control<'_>) -> impl Iterator<Item = &FieldError> {
        self.errors.iter().filter(|error| error.field == control.name)
    }

    /// Everything that was sent for a field, the last of which is what was meant where only
    /// one answer is.
    pub(super) fn values(&self, control: &Control<'_>) -> Vec<Cow<'_, str>> {
        self.fields.get(control.name).map_or_else(Vec::new, texts)
    }
}

/// A value as a form would send it again, several times if it did so.
pub(super) fn texts(value: &Scalar) -> Vec<Cow<'_, str>> {
    match value {
        Scalar::Text(text) => vec![Cow::Borrowed(text)],
        Scalar::Number(number) => vec![Cow::Owned(number.to_string())],
        Scalar::Boolean(ticked) => vec![Cow::Borrowed(if *ticked { "yes" } else { "no" })],
        Scalar::List(items) => items.iter().map(|item| Cow::Borrowed(item.as_str())).collect(),
    }
}
