//! How one field of a form looks: label, hint, errors, and what it is filled in with.

use std::borrow::Cow;

use maud::{Markup, html};

use super::control::{Control, Filled, Shape};
use super::country;
use crate::intake::FieldError;

/// One field.
pub(super) fn field(control: &Control<'_>, filled: &Filled<'_>) -> Markup {
    let input = Input::new(control, filled);
    if let Shape::Choices(choices) = control.shape {
        return input.boxes(choices);
    }
    let wrong = input.wrong();
    let tick = matches!(control.shape, Shape::Tick);
    let wide = matches!(control.shape, Shape::Area);
    html! {
        div.field.invalid[wrong].tick[tick].wide[wide] {
            @if tick { (input.markup()) }
            label for=(input.id) { (input.name()) }
            (input.remarks())
            @if !tick { (input.markup()) }
        }
    }
}

/// A field with what its parts have in common.
struct Input<'a> {
    control: &'a Control<'a>,
    id: String,
    /// What was sent, the last one where only one answer is meant.
    values: Vec<Cow<'a, str>>,
    errors: Vec<&'a FieldError>,
    /// The ids of hint and errors.
    described: Option<String>,
}

impl<'a> Input<'a> {
    fn new(control: &'a Control<'a>, filled: &'a Filled<'a>) -> Self {
        let id = control.id();
        let errors: Vec<&FieldError> = filled.errors_of(control).collect();
        let parts = [(control.hint.is_some(), "hint"), (!errors.is_empty(), "error")];
        let parts: Vec<String> =
            parts.iter().filter(|(there, _)| *there).map(|(_, part)| format!("{id}-{part}")).collect();
        let described = (!parts.is_empty()).then(|| parts.join(" "));
        Self { control, values: filled.values(control), id, errors, described }
    }

    fn wrong(&self) -> bool {
        !self.errors.is_empty()
    }

    fn invalid(&self) -> Option<&'static str> {
        self.wrong().then_some("true")
    }

    /// The label, and whether there is no lead without it. A required consent says so in its hint.
    fn name(&self) -> Markup {
        let marked = self.control.required && self.control.hint.is_none();
        html! { (self.control.label) @if marked { " " span.needed { "(needed)" } } }
    }

    fn remarks(&self) -> Markup {
        html! {
            @if let Some(hint) = self.control.hint {
                p.hint id={ (self.id) "-hint" } { (hint) }
            }
            @if self.wrong() {
                div.error id={ (self.id) "-error" } {
                    @for error in &self.errors { p { (self.control.advice(error)) } }
                }
            }
        }
    }

    fn markup(&self) -> Markup {
        let Control { name, shape, autocomplete, required, .. } = self.control;
        let (id, described, invalid) = (&self.id, &self.described, self.invalid());
        let value = self.values.last().map_or("", |value| value.as_ref());
        html! {
            @match shape {
                Shape::Line(kind, mode) => {
                    input id=(id) name=(name) type=(kind) inputmode=[mode] value=(value)
                        autocomplete=[autocomplete] required[*required] aria-describedby=[described]
                        aria-invalid=[invalid];
                }
                Shape::Area => {
                    // A parser drops one line break after the tag: this one, not the visitor's.
                    textarea id=(id) name=(name) rows="5" required[*required] aria-describedby=[described]
                        aria-invalid=[invalid] { "\n" (value) }
                }
                Shape::Country => {
                    select id=(id) name=(name) autocomplete=[autocomplete] required[*required]
                        aria-describedby=[described] aria-invalid=[invalid] { (country::options(value, *required)) }
                }
                Shape::Choice(choices) => {
                    select id=(id) name=(name) required[*required] aria-describedby=[described]
                        aria-invalid=[invalid] { (options(choices, value)) }
                }
                Shape::Tick => {
                    input id=(id) name=(name) type="checkbox" value="yes" checked[is_ticked(value)]
                        required[*required] aria-describedby=[described] aria-invalid=[invalid];
                }
                Shape::Choices(_) => {}
            }
        }
    }

    /// Any of several choices. The first has the field's own id, for whoever follows a link to it.
    fn boxes(&self, choices: &[String]) -> Markup {
        let ids = (1..).map(|nth| if nth == 1 { self.id.clone() } else { format!("{}-{nth}", self.id) });
        html! {
            fieldset.field.choices.invalid[self.wrong()] aria-describedby=[&self.described] {
                legend { (self.name()) }
                (self.remarks())
                @for (choice, id) in choices.iter().zip(ids) {
                    div.tick {
                        input id=(id) name=(self.control.name) type="checkbox" value=(choice)
                            checked[self.has(choice)] aria-invalid=[self.invalid()];
                        label for=(id) { (choice) }
                    }
                }
            }
        }
    }

    /// Whether a choice is among those that were sent.
    fn has(&self, choice: &str) -> bool {
        let says =
            |value: &Cow<'_, str>| same(value, choice) || value.split(';').any(|part| same(part, choice));
        self.values.iter().any(says)
    }
}

fn same(sent: &str, choice: &str) -> bool {
    sent.trim().eq_ignore_ascii_case(choice)
}

/// The values the contract reads as a ticked box, so that another page's are kept too.
fn is_ticked(value: &str) -> bool {
    ["yes", "on", "true", "1"].iter().any(|word| same(value, word))
}

/// One of several choices. What was sent and is none of them is not kept: nobody could mean it.
fn options(choices: &[String], value: &str) -> Markup {
    html! {
        option value="" { "Choose" }
        @for choice in choices { option selected[same(value, choice)] { (choice) } }
    }
}
