//! The forms of the workbench. Each asks why.

use maud::{Markup, html};

use super::{QUARANTINE_PATH, lead_path};
use crate::identity::LeadId;
use crate::lead::Lead;
use crate::quarantine::{Act, DEFAULT_PER_SECOND, FIELDS, MOST_PER_SECOND, current};

fn why(id: &str) -> Markup {
    html! {
        div.field.wide {
            label for=(id) { "Why" }
            input id=(id) name="why" type="text" required minlength="3" maxlength="200" autocomplete="off";
            p.hint { "It stands in the audit and in the lead's timeline: name no person." }
        }
    }
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
                div.fields { (why(&format!("{}-why", act.word()))) }
                button type="submit" { (heading) }
            }
        }
    }
}

/// A new revision of a lead, filled with what it says now.
pub(super) fn edit(lead_id: &LeadId, of_revision: u32, lead: &Lead, csrf: &str) -> Markup {
    html! {
        section.panel aria-labelledby="amend-heading" {
            h2 #amend-heading { "Edit" }
            p { "What you write is sent to every destination as a new revision. What the visitor sent is kept." }
            form method="post" action={ (lead_path(lead_id)) "/amend" } {
                input type="hidden" name="csrf" value=(csrf);
                input type="hidden" name="of_revision" value=(of_revision);
                div.fields {
                    @for (name, label) in FIELDS { (field(name, label, &current(lead, name))) }
                    (why("amend-why"))
                }
                button type="submit" { "Save and send" }
                // Beside the form, so that what was typed stays.
                button.plain type="submit" formaction={ (lead_path(lead_id)) "/dry-run" } formnovalidate
                    formtarget="_blank" { "See what would be sent" }
            }
        }
    }
}

fn field(name: &str, label: &str, value: &str) -> Markup {
    let id = format!("edit-{name}");
    html! {
        div.field.wide[name == "notes"] {
            label for=(id) { (label) }
            @if name == "notes" {
                textarea id=(id) name=(name) rows="4" dir="auto" { "\n" (value) }
            } @else {
                input id=(id) name=(name) type="text" value=(value) dir="auto" autocomplete="off";
            }
        }
    }
}

/// Everything of one class.
pub(super) fn of_class(class: &str, csrf: &str) -> Markup {
    html! {
        section.panel aria-labelledby="replay-heading" {
            h2 #replay-heading { "Replay this class" }
            p { "At most 1,000 at once, the longest waiting first. Whatever is stuck again comes back here." }
            form method="post" action={ (QUARANTINE_PATH) "/replay" } {
                input type="hidden" name="csrf" value=(csrf);
                input type="hidden" name="class" value=(class);
                div.fields {
                    div.field {
                        label for="per-second" { "How many a second" }
                        input id="per-second" name="per_second" type="number" min="1" max=(MOST_PER_SECOND)
                            value=(DEFAULT_PER_SECOND);
                    }
                    (why("class-why"))
                }
                button type="submit" { "Replay" }
            }
        }
    }
}
