//! What was found out about a lead besides what was said, each value with where it came from, and what
//! followed from it.

use maud::{Markup, html};

use super::time;
use crate::lead::Lead;
use crate::warm::duplicate::Suggestion;
use crate::warm::kept::{Kept, Told};

/// The values, the points with their reasons, and what was not found out; nothing where nobody looked.
pub(super) fn panel(found: Option<&Kept>, lead: Option<&Lead>, revision: u32, now_ms: i64) -> Markup {
    let (Some(kept), Some(lead)) = (found, lead) else { return html! {} };
    let told = kept.told(lead);
    let gave_up = kept.report.to_string();
    let not_asked = kept.report.not_asked();
    html! {
        section.panel aria-labelledby="found-heading" {
            h2 #found-heading { "Found out" }
            @if kept.revision < revision {
                p.hint { "About revision " (kept.revision) ". Revision " (revision) " has come since." }
            }
            @if told.is_empty() { p { "Nothing that the visitor has not said." } } @else {
                dl.rows {
                    @for value in told.iter().filter(|told| told.label != "Score") { (row(value, now_ms)) }
                }
            }
            @if let Some(score) = &kept.score {
                p.state { "Score " span { (score.points) " of " (score.most) } }
                dl.rows.points {
                    @for reason in &score.reasons {
                        div { dt { (format!("{:+}", reason.points)) } dd { (reason.reason) } }
                    }
                }
            }
            @if let Some(rerouted) = &kept.rerouted { p { (rerouted) } }
            @if !kept.findings.duplicates.is_empty() { (others(&kept.findings.duplicates, now_ms)) }
            @if !gave_up.is_empty() { p.hint { (gave_up) } }
            @if !not_asked.is_empty() { p.hint { "Not asked: " (not_asked) } }
        }
    }
}

/// Suggestions to whoever looks: nothing joins two leads by itself.
fn others(suggestions: &[Suggestion], now_ms: i64) -> Markup {
    html! {
        h3 { "Other leads" }
        ul.reasons {
            @for other in suggestions {
                li {
                    "This lead " (other.may.says()) " "
                    a href={ "/ops/leads/" (other.lead_id) } { code { (other.lead_id) } }
                    ": " (other.why()) ". Accepted " (time::age(now_ms, other.accepted_at_ms)) "."
                }
            }
        }
    }
}

fn row(told: &Told, now_ms: i64) -> Markup {
    let stamp = time::stamp(told.at_ms);
    html! {
        div {
            dt { (told.label) }
            dd {
                bdi { (told.value) }
                @if told.is_contested { " (the visitor says otherwise)" }
                p.hint {
                    (told.source)
                    @if let Some(confidence) = told.confidence { ", " (confidence.tenths()) " of 10 sure" }
                    ", " time datetime=(time::machine(told.at_ms)) title=(stamp) { (time::age(now_ms, told.at_ms)) }
                }
            }
        }
    }
}
