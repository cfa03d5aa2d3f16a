//! What a visitor sees after a lead.
//!
//! The page knows which form was sent, never by whom: its address is the form's, and the same
//! for everybody.

use std::borrow::Cow;

use maud::html;

use super::{link, shell, time};
use crate::routing::{Form, Team};

/// Our own thank-you page, which says nothing of any form. Below it, by id, each form's.
pub const THANKS_PATH: &str = "/thanks";

/// Where a browser goes after a lead of this form: where its settings say, and if that is our
/// own page, to the one that is about this form.
pub fn thank_you_url(form: &Form) -> Cow<'_, str> {
    match form.thank_you_url.as_str() {
        THANKS_PATH => Cow::Owned(format!("{THANKS_PATH}/{}", form.id)),
        elsewhere => Cow::Borrowed(elsewhere),
    }
}

/// The thank-you page: of a form and the team that gets its leads, or of nobody's in
/// particular. A booking URL that is not https is left out.
pub fn thank_you(about: Option<(&Form, &Team)>) -> String {
    let booking_url = about.and_then(|(_, team)| link::https(team.booking_url.as_deref()?));
    shell::public(
        "Thank you",
        &html! {
            article.message {
                p.done aria-hidden="true" { "✓" }
                @if let Some((form, _)) = about { p.eyebrow { (form.title) } }
                h1 { "Thank you, we have it" }
                p {
                    @match about {
                        Some((_, team)) => { "A person will get back to you within " strong { (time::promise(team.sla_seconds)) } "." }
                        None => { "A person will get back to you soon." }
                    }
                    " You do not need to send it again."
                }
                @if let Some(url) = booking_url {
                    p { "Would you rather choose the time?" }
                    p { a.button href=(url) rel="noopener noreferrer" { "Book a meeting" } }
                }
            }
        },
    )
}
