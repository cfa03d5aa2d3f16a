//! The forms of the workbench. Each asks why.

use maud::{Markup, html};

use super::{Draft, QUARANTINE_PATH, lead_path};
use crate::contract::FieldError;
use crate::identity::LeadId;
use crate::lead::Lead;
use crate::quarantine::{Act, DEFAULT_PER_SECOND, FIELDS, MOST_PER_SECOND, QuarantineLine, current};

/// Asks why. `said` and `errors` are of a form that was sent, and not carried out.
fn why(id: &str, said: &str, errors: &[&FieldError]) -> Markup {
    html! {
        div.field.wide.invalid[!errors.is_empty()] {
            label for=(id) { "Why" }
            input id=(id) name="why" type="text" value=(said) required minlength="3" maxlength="200" autocomplete="off"
                aria-invalid=[is_wrong(errors)];
            @for error in errors { p.error { (error.message) } }
            p.hint { "It stands in the audit, and in the timeline of each lead: name no person." }
        }
    }
}

fn is_wrong(errors: &[&FieldError]) -> Option<&'static str> {
    (!errors.is_empty()).then_some("true")
}

/// One action on one lead.
pub(super) fn of_lead(lead_id: &LeadId, act: Act, heading: &str, hint: &str, csrf: &str) -> Markup {
    let id = format!("{}-heading", act.word());
    html! {
        section.panel aria-labelledby=(id) {
            h2 id=(id) { (heading) }
            p { (hint) }
            form method="post" action={ (lead_path(lead_id)) "/" (act.word()) } {
                input type="hidden" name="csrf" value=(csrf);
                div.fields { (why(&format!("{}-why", act.word()), "", &[])) }
                button type="submit" { (heading) }
            }
        }
    }
}

/// A new revision of a lead, filled with what it says now, or with what was typed and not saved.
pub(super) fn edit(line: &QuarantineLine, lead: &Lead, draft: Option<Draft<'_>>, csrf: &str) -> Markup {
    let typed = |name: &str| {
        let fields = draft?.fields;
        fields.get(name).map(|_| fields.text(name).to_owned())
    };
    let value = |name: &str| typed(name).unwrap_or_else(|| current(lead, name));
    let has_moved_on = draft.is_some_and(|draft| draft.has_moved_on);
    let seen = typed("of_revision").filter(|_| !has_moved_on);
    let path = lead_path(&line.lead_id);
    html! {
        section.panel aria-labelledby="amend-heading" {
            h2 #amend-heading { "Edit" }
            p { "What you write is sent to every destination as a new revision. What the visitor sent is kept." }
            form method="post" action={ (path) "/amend" } {
                input type="hidden" name="csrf" value=(csrf);
                // Of what was seen when it was typed, so that nobody's later edit is written over unseen.
                input type="hidden" name="of_revision" value=(seen.unwrap_or_else(|| line.revision.to_string()));
                div.fields {
                    @for (name, label) in FIELDS { (field(name, label, &value(name), &errors_of(draft, name))) }
                    (why("amend-why", &typed("why").unwrap_or_default(), &errors_of(draft, "why")))
                }
                button type="submit" { "Save and send" }
                // Beside the form, so that what was typed stays.
                button.plain type="submit" formaction={ (path) "/dry-run" } formnovalidate
                    formtarget="_blank" { "See what would be sent" }
            }
        }
    }
}

fn errors_of<'a>(draft: Option<Draft<'a>>, name: &str) -> Vec<&'a FieldError> {
    let errors = draft.map_or(&[] as &[FieldError], |draft| draft.errors);
    errors.iter().filter(|error| error.field == name).collect()
}

/// Why an edit was not saved.
pub(super) fn not_saved(draft: Draft<'_>) -> Markup {
    let is_unchanged = draft.errors.iter().any(|error| error.field == "changes");
    html! {
        div.summary.bad role="status" {
            p {
                @if draft.has_moved_on {
                    "Nothing was saved: the lead has changed meanwhile, and is shown as it stands now. What you typed is in the form: save again to put it in place of that."
                } @else if is_unchanged { "Nothing was saved: no field was changed." }
                @else { "Nothing was saved. These fields need another look:" }
            }
            @if !draft.errors.is_empty() && !is_unchanged {
                ul { @for error in draft.errors { li { code { (error.field) } " " (error.message) } } }
            }
        }
    }
}

fn field(name: &str, label: &str, value: &str, errors: &[&FieldError]) -> Markup {
    let id = format!("edit-{name}");
    html! {
        div.field.wide[name == "notes"].invalid[!errors.is_empty()] {
            label for=(id) { (label) }
            @if name == "notes" {
                textarea id=(id) name=(name) rows="4" dir="auto" aria-invalid=[is_wrong(errors)] { "\n" (value) }
            } @else {
                input id=(id) name=(name) type="text" value=(value) dir="auto" autocomplete="off" aria-invalid=[is_wrong(errors)];
            }
            @for error in errors { p.error { (error.message) } }
        }
    }
}

/// Everything of one class, on from a place in its list.
pub(super) fn of_class(class: &str, cursor: Option<&str>, csrf: &str) -> Markup {
    html! {
        section.panel aria-labelledby="replay-heading" {
            h2 #replay-heading { "Replay this class" }
            p { "At most 1,000 at once, the longest waiting first. Whatever is stuck again comes back here." }
            form method="post" action={ (QUARANTINE_PATH) "/replay" } {
                input type="hidden" name="csrf" value=(csrf);
                input type="hidden" name="class" value=(class);
                @if let Some(cursor) = cursor { input type="hidden" name="cursor" value=(cursor); }
                div.fields {
                    div.field {
                        label for="per-second" { "How many a second" }
                        input id="per-second" name="per_second" type="number" min="1" max=(MOST_PER_SECOND)
                            value=(DEFAULT_PER_SECOND);
                    }
                    (why("class-why", "", &[]))
                }
                button type="submit" { "Replay" }
            }
        }
    }
}
