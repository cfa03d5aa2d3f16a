//! What speaks against a lead, and what somebody who did not prove to be its sender said.

use maud::{Markup, html};

use super::said;
use crate::held::{Release, Waits};
use crate::identity::LeadId;
use crate::lead::{Lead, Unproved};
use crate::risk::{Assessment, Verdict};

/// Where a form comes back to after letting go of a lead.
pub(super) const BACK_TO_LEAD: &str = "lead";
/// The same for the list of held leads.
pub(super) const BACK_TO_LIST: &str = "held";

/// The score, what is done about it, and every reason; nothing for a lead without.
pub(super) fn panel(risk: Option<&Assessment>) -> Markup {
    let Some(risk) = risk else { return html! {} };
    let (colour, word, meaning) = verdict_words(risk.verdict);
    html! {
        section.panel aria-labelledby="risk-heading" {
            h2 #risk-heading { "What speaks against it" }
            p.state { span.pill.(colour) { (word) } " " span { (risk.score) " of 100" } }
            p.hint { (meaning) }
            @if risk.signals.is_empty() {
                p { "Nothing speaks against it." }
            } @else {
                dl.rows.points {
                    @for signal in &risk.signals {
                        div { dt { "+" (signal.points()) } dd { (signal.says()) } }
                    }
                }
            }
        }
    }
}

/// A verdict's colour, what it says of the lead, and what it does. Not what became of the lead:
/// that is its state, and this was said when it came.
const fn verdict_words(verdict: Verdict) -> (&'static str, &'static str, &'static str) {
    match verdict {
        Verdict::Accept => ("good", "Looks real", "Such a lead goes out at once."),
        Verdict::Flag => ("unsure", "Some doubt", "Such a lead goes out at once. Only this page says so."),
        Verdict::Challenge => (
            "unsure",
            "In doubt",
            "Such a lead waits two minutes for the visitor's browser to prove a person.",
        ),
        Verdict::Hold => ("bad", "Looks like nobody's", "Such a lead waits until somebody releases it."),
    }
}

/// What a repeat without proof says of who the lead is.
pub(super) fn unproved(lead: &Lead) -> Markup {
    let Some(said) = lead.unproved.as_deref() else { return html! {} };
    let Unproved { name, email, phone, consent, extra } = said;
    let told = Lead { name: name.clone(), email: email.clone(), phone: phone.clone(), ..Lead::default() };
    html! {
        section.panel aria-labelledby="unproved-heading" {
            h2 #unproved-heading { "Said later, without proof" }
            p.warning {
                "Somebody sent the form again with this, and did not show the first receipt. It may be \
                 the same person or anybody: ask before you use it."
            }
            dl.rows {
                (said::who(&told))
                @for (name, answer) in extra {
                    div { dt { code { (name) } } dd.notes dir="auto" { (answer.text()) } }
                }
            }
            @if consent.is_some() || !extra.is_empty() { p.hint { "They answered the consents differently too; the first answers hold." } }
        }
    }
}

/// The button that lets go of a lead.
pub(super) fn release_button(lead_id: LeadId, back: &str, csrf: &str) -> Markup {
    html! {
        form.release method="post" action={ "/ops/leads/" (lead_id) "/release" } {
            input type="hidden" name="csrf" value=(csrf);
            input type="hidden" name="back" value=(back);
            button type="submit" aria-label={ "Release lead " (lead_id) } { "Release" }
        }
    }
}

/// A lead that waits, and the way to let go of it.
pub(super) fn waiting(waits: Option<Waits>, lead_id: LeadId, csrf: &str) -> Markup {
    let words = match waits {
        None => return html! {},
        Some(Waits::ForAPerson) => {
            "It looks like nobody wrote it, so no CRM or rep has been told. If a person did, release it: it goes \
             out like any other."
        }
        Some(Waits::ForAChallenge) => {
            "It waits two minutes for the visitor's browser, and goes out then. Release it to send it now."
        }
    };
    html! {
        section.summary.calm aria-labelledby="waits-heading" {
            h2 #waits-heading { "This lead is held" }
            p { (words) }
            (release_button(lead_id, BACK_TO_LEAD, csrf))
        }
    }
}

/// How letting go of a lead ended.
pub(super) fn released(release: Option<Release>) -> Markup {
    let Some(release) = release else { return html! {} };
    let colour = match release {
        Release::Now(_) => "good",
        Release::NothingWaited(_) => "calm",
    };
    html! {
        p.summary.(colour) role="status" {
            @match release {
                Release::Now(lead_id) => { "Released: " (link(lead_id)) " is on its way to the CRM." }
                Release::NothingWaited(lead_id) => { "Nothing to release: " (link(lead_id)) " was not held, or not any more." }
            }
        }
    }
}

fn link(lead_id: LeadId) -> Markup {
    html! { a href={ "/ops/leads/" (lead_id) } { "lead " (lead_id) } }
}
