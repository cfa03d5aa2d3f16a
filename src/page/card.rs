//! The card, as it stands in a rep's channel.

use maud::{Markup, html};

use super::link;
use crate::card::{CardContent, CardState};

/// The card. Addresses of the visitor's are shown, never linked.
pub(super) fn card(content: &CardContent) -> Markup {
    let (colour, word) = match &content.state {
        CardState::Provisional => ("busy", "On its way to the CRM"),
        CardState::Confirmed { .. } => ("good", "In the CRM"),
        CardState::NeedsAttention { .. } => ("bad", "Needs attention"),
    };
    html! {
        section.card aria-labelledby="card-heading" {
            p.eyebrow { "The card a rep sees" }
            h2 #card-heading {
                bdi { (content.headline.expose()) }
                @if let Some(run) = &content.test_run { " " span.badge.test { "TEST " (run) } }
            }
            p.hint { (content.form_title) }
            dl.rows {
                @for field in &content.fields {
                    div { dt { (field.label.as_str()) } dd { bdi { (field.value.expose()) } } }
                }
            }
            @if !content.notes.is_empty() {
                blockquote { @for line in &content.notes { p dir="auto" { (line.expose()) } } }
            }
            @if !content.found.is_empty() {
                blockquote { @for line in &content.found { p { bdi { (line.expose()) } } } }
            }
            p {
                strong { (content.team_name) }
                @if let Some(rep) = &content.rep { ", " (rep) }
                ", within " (content.answer_within)
            }
            p.state {
                span.pill.(colour) { (word) }
                @if let CardState::NeedsAttention { reason: Some(reason) } = &content.state { " " span.hint { (reason) } }
            }
            (record(&content.state))
        }
    }
}

fn record(state: &CardState) -> Markup {
    let url = match state {
        CardState::Confirmed { record_url } => record_url.as_ref().and_then(|url| link::https(url.as_str())),
        CardState::Provisional | CardState::NeedsAttention { .. } => None,
    };
    html! {
        @if let Some(url) = url { p { a.button.plain href=(url) rel="noopener noreferrer" { "Open the record" } } }
    }
}
