//! The fields of a form's page: which there are, and how one looks.

use std::borrow::Cow;

use maud::{Markup, html};

use super::country;
use crate::intake::{FieldCode, FieldError, Fields, Scalar};

/// What a field is filled in with.
pub(super) enum Shape {
    /// One line, with its `type`, and its `inputmode` where that does not follow.
    Line(&'static str, Option<&'static str>),
    /// Many lines.
    Area,
    /// A choice among [`country::COMMON`].
    Country,
    /// A box to tick.
    Tick,
}

/// One field of the page.
pub(super) struct Control {
    /// Dotted name, as the contract has it.
    pub name: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    autocomplete: Option<&'static str>,
    shape: Shape,
    /// Whether it is there from the beginning. The others are a page's own: they are shown
    /// once a body has them, so that what was typed there can be seen and mended here.
    always: bool,
}

impl Control {
    const fn line(name: &'static str, label: &'static str, kind: &'static str) -> Self {
        let shape = Shape::Line(kind, None);
        Self { name, label, hint: None, autocomplete: None, shape, always: true }
    }

    const fn tick(name: &'static str, label: &'static str) -> Self {
        Self { shape: Shape::Tick, ..Self::line(name, label, "") }
    }

    const fn fills(self, autocomplete: &'static str) -> Self {
        Self { autocomplete: Some(autocomplete), ..self }
    }

    const fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    const fn shape(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }

    const fn if_sent(self) -> Self {
        Self { always: false, ..self }
    }
}

/// The fields about the visitor, in focus order.
pub(super) const ABOUT: &[Control] = &[
    Control::line("name", "Name", "text").fills("name"),
    Control::line("email", "Email", "email").fills("email"),
    Control::line("phone", "Phone", "tel").fills("tel"),
    Control::line("company", "Company", "text").fills("organization"),
    Control::line("country", "Country", "").fills("country").shape(Shape::Country),
    Control::line("region", "State or region", "text").fills("address-level1").if_sent(),
    Control::line("employees", "Number of employees", "").shape(Shape::Line("text", Some("numeric"))),
    Control::line("product", "Product", "text").if_sent(),
    Control::line("notes", "How can we help?", "").shape(Shape::Area),
];

/// The consents. Their wording is what `CONSENT_TEXT_VERSION` names.
pub(super) const CONSENTS: &[Control] = &[
    Control::tick("consent.privacy", "You may use what I entered to answer this request.")
        .hint("Needed: without it we may not reply."),
    Control::tick("consent.marketing", "Send me product news by email from time to time."),
    Control::tick("consent.sms", "You may send me text messages about this request.").if_sent(),
    Control::tick("consent.call", "You may call me about this request.").if_sent(),
];

/// A form as it came back: what was typed, and what is wrong with it.
pub(super) struct Filled<'a> {
    /// What was typed.
    pub fields: &'a Fields,
    /// What is wrong with it.
    pub errors: &'a [FieldError],
}

impl Filled<'_> {
    /// Whether the page has this field.
    pub fn shows(&self, control: &Control) -> bool {
        let sent = self.fields.get(control.name).is_some();
        control.always || sent || self.errors.iter().any(|error| error.field == control.name)
    }

    fn errors_of(&self, control: &Control) -> impl Iterator<Item = &FieldError> {
        self.errors.iter().filter(|error| error.field == control.name)
    }

    fn value(&self, control: &Control) -> Cow<'_, str> {
        self.fields.get(control.name).map_or(Cow::Borrowed(""), text)
    }
}

/// A value as a form would send it again.
pub(super) fn text(value: &Scalar) -> Cow<'_, str> {
    match value {
        Scalar::Text(text) => Cow::Borrowed(text),
        Scalar::Number(number) => Cow::Owned(number.to_string()),
        Scalar::Boolean(ticked) => Cow::Borrowed(if *ticked { "yes" } else { "no" }),
        Scalar::List(items) => Cow::Borrowed(items.last().map_or("", String::as_str)),
    }
}

/// Every field in focus order.
pub(super) fn all() -> impl Iterator<Item = &'static Control> {
    ABOUT.iter().chain(CONSENTS)
}

/// The control of a field the page shows, and its label, for the error summary.
pub(super) fn labelled(error: &FieldError) -> Option<(String, &'static str)> {
    let control = all().find(|control| control.name == error.field)?;
    let label = if matches!(control.shape, Shape::Tick) { "Consent" } else { control.label };
    Some((id(control), label))
}

/// What to do about one error. The edge's own message where nothing better can be said.
pub(super) fn advice(error: &FieldError) -> &str {
    match (error.code, error.field.as_str()) {
        (FieldCode::Email, _) => "Write it like name@example.com.",
        (FieldCode::Required, "email") => "Give an email address, or a name and a phone number.",
        (FieldCode::Type | FieldCode::Range, "employees") => "Write a whole number in digits, like 250.",
        (FieldCode::ConsentRequired, _) => "Tick this box to send.",
        _ => &error.message,
    }
}

fn id(control: &Control) -> String {
    format!("field-{}", control.name)
}

/// One field: label, hint, errors, input.
pub(super) fn control(control: &Control, filled: &Filled<'_>) -> Markup {
    let wrong = filled.errors_of(control).next().is_some();
    let tick = matches!(control.shape, Shape::Tick);
    let wide = matches!(control.shape, Shape::Area);
    html! {
        div.field.invalid[wrong].tick[tick].wide[wide] {
            @if tick { (input(control, filled, wrong)) }
            label for=(id(control)) { (control.label) }
            @if let Some(hint) = control.hint {
                p.hint id={ (id(control)) "-hint" } { (hint) }
            }
            @if wrong {
                div.error id={ (id(control)) "-error" } {
                    @for error in filled.errors_of(control) { p { (advice(error)) } }
                }
            }
            @if !tick { (input(control, filled, wrong)) }
        }
    }
}

fn input(control: &Control, filled: &Filled<'_>, wrong: bool) -> Markup {
    let id = id(control);
    let parts = [(control.hint.is_some(), "hint"), (wrong, "error")];
    let parts: Vec<String> =
        parts.iter().filter(|(there, _)| *there).map(|(_, part)| format!("{id}-{part}")).collect();
    let described = (!parts.is_empty()).then(|| parts.join(" "));
    let (value, autocomplete) = (filled.value(control), control.autocomplete);
    let invalid = wrong.then_some("true");
    html! {
        @match control.shape {
            Shape::Line(kind, mode) => {
                input id=(id) name=(control.name) type=(kind) inputmode=[mode] value=(value)
                    autocomplete=[autocomplete] aria-describedby=[described] aria-invalid=[invalid];
            }
            Shape::Area => {
                // A parser drops one line break after the tag: this one, not the visitor's.
                textarea id=(id) name=(control.name) rows="5" aria-describedby=[described] aria-invalid=[invalid] {
                    "\n" (value)
                }
            }
            Shape::Country => {
                select id=(id) name=(control.name) autocomplete=[autocomplete] aria-describedby=[described]
                    aria-invalid=[invalid] { (countries(&value)) }
            }
            Shape::Tick => {
                input id=(id) name=(control.name) type="checkbox" value="yes" checked[is_ticked(&value)]
                    required[control.name == "consent.privacy"] aria-describedby=[described] aria-invalid=[invalid];
            }
        }
    }
}

/// The values the contract reads as a ticked box, so that another page's are kept too.
fn is_ticked(value: &str) -> bool {
    ["yes", "on", "true", "1"].iter().any(|word| word.eq_ignore_ascii_case(value.trim()))
}

fn countries(value: &str) -> Markup {
    let chosen = |code: &str| code.eq_ignore_ascii_case(value.trim());
    let listed = value.trim().is_empty() || country::COMMON.iter().any(|(code, _)| chosen(code));
    html! {
        option value="" { "Choose, or leave open" }
        @if !listed { option value=(value) selected { (value) } }
        @for (code, name) in country::COMMON {
            option value=(code) selected[chosen(code)] { (name) }
        }
    }
}
