//! What a visitor sees after a lead.

use maud::html;

use super::{link, shell, time};

/// The thank-you page. A booking URL that is not https is left out.
pub fn thank_you(form_title: &str, sla_seconds: Option<u32>, booking_url: Option<&str>) -> String {
    shell::public(
        "Thank you",
        &html! {
            article.message {
                p.done aria-hidden="true" { "✓" }
                p.eyebrow { (form_title) }
                h1 { "Thank you, we have it" }
                p {
                    @match sla_seconds {
                        Some(seconds) => { "A person will get back to you within " strong { (time::promise(seconds)) } "." }
                        None => { "A person will get back to you soon." }
                    }
                    " You do not need to send it again."
                }
                @if let Some(url) = booking_url.and_then(link::https) {
                    p { "Would you rather choose the time?" }
                    p { a.button href=(url) rel="noopener noreferrer" { "Book a meeting" } }
                }
            }
        },
    )
}
