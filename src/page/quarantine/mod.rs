//! The workbench of what could not be delivered.

mod audit;
mod dry_run;
mod forms;
mod lead;
mod list;

pub use audit::{AuditPage, audit};
pub use dry_run::{DryRunPage, dry_run};
pub use lead::{QuarantineLeadPage, quarantine_lead};
pub use list::{QuarantinePage, quarantine};

use maud::{Markup, html};

use super::{QUARANTINE_PATH, time};
use crate::contract::FieldError;
use crate::identity::LeadId;
use crate::quarantine::Act;

/// How the request before this one ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flash {
    /// It was done: to so many leads or obligations.
    Done(Act, u32),
    /// There was nothing left to do.
    Nothing,
    /// No reason was given, or one that says nothing.
    NoWhy,
    /// The lead has another revision than the page showed.
    MovedOn,
    /// Fields that cannot be so; none if nothing was changed at all.
    Wrong(Vec<FieldError>),
}

impl Flash {
    /// The word for it in an address, from which [`Self::parse`] reads it.
    pub fn query(&self) -> String {
        match self {
            Self::Done(act, count) => format!("{}={count}", act.word()),
            Self::Nothing => "nothing=1".into(),
            Self::NoWhy => "no_why=1".into(),
            Self::MovedOn => "moved_on=1".into(),
            Self::Wrong(errors) => {
                let named = errors.iter().map(|error| format!("{}.{}", error.field, error.code.as_str()));
                format!("wrong={}", named.collect::<Vec<_>>().join(","))
            }
        }
    }

    /// From one pair of an address's query; `None` for any other.
    pub fn parse(name: &str, value: &str) -> Option<Self> {
        match name {
            "nothing" => Some(Self::Nothing),
            "no_why" => Some(Self::NoWhy),
            "moved_on" => Some(Self::MovedOn),
            "wrong" => Some(Self::Wrong(value.split(',').filter_map(field_error).collect())),
            _ => Some(Self::Done(Act::from_word(name)?, value.parse().ok()?)),
        }
    }
}

fn field_error(text: &str) -> Option<FieldError> {
    use crate::contract::FieldCode;
    let (field, code) = text.split_once('.')?;
    let (field, _) = crate::quarantine::FIELDS.iter().find(|(known, _)| *known == field)?;
    let code = FieldCode::ALL.into_iter().find(|known| known.as_str() == code)?;
    Some(FieldError { field: (*field).to_owned(), code, message: code.message().to_owned() })
}

/// What the request before this one did.
fn flash(flash: Option<&Flash>) -> Markup {
    let Some(flash) = flash else { return html! {} };
    let colour = match flash {
        Flash::Done(..) => "good",
        Flash::Nothing => "calm",
        Flash::NoWhy | Flash::MovedOn | Flash::Wrong(_) => "bad",
    };
    html! {
        div.summary.(colour) role="status" {
            p {
                @match flash {
                    Flash::Done(Act::Replay, count) => { "Replayed: " (count) " on the way again." }
                    Flash::Done(Act::Amend, _) => { "Saved: the lead is on its way again as you wrote it." }
                    Flash::Done(Act::Release, _) => { "Released: the lead is on its way." }
                    Flash::Done(Act::Dismiss, _) => { "Dismissed: the lead stays in quarantine, and off this list." }
                    Flash::Nothing => { "There was nothing left to do: it is not in quarantine any more." }
                    Flash::NoWhy => { "Nothing was done. Say why, in 3 to 200 characters." }
                    Flash::MovedOn => { "Nothing was saved: the lead has changed meanwhile. This is how it stands now." }
                    Flash::Wrong(errors) if errors.is_empty() => { "Nothing was saved: no field was changed." }
                    Flash::Wrong(_) => { "Nothing was saved. These fields need another look:" }
                }
            }
            @if let Flash::Wrong(errors) = flash {
                ul { @for error in errors { li { code { (error.field) } " " (error.message) } } }
            }
        }
    }
}

/// Where one lead's part of the workbench is.
fn lead_path(lead_id: &LeadId) -> String {
    format!("{QUARANTINE_PATH}/leads/{lead_id}")
}

/// Where the leads of one class are listed.
fn class_path(class: &str) -> String {
    let query: String = form_urlencoded::byte_serialize(class.as_bytes()).collect();
    format!("{QUARANTINE_PATH}?class={query}")
}

/// A moment in a cell of a table.
fn moment(now_ms: i64, at_ms: i64) -> Markup {
    html! {
        td.when role="cell" {
            time datetime=(time::machine(at_ms)) {
                (time::age(now_ms, at_ms)) " " span.hint { (time::stamp(at_ms)) }
            }
        }
    }
}
