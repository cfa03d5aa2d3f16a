//! What a lead says, field by field. Absent fields are left out.

use maud::{Markup, html};

use super::time;
use crate::intake::Consent;
use crate::lead::Lead;
use crate::phone::{Phone, PhoneFlag};

/// What the visitor entered.
pub(super) fn answers(lead: &Lead) -> Markup {
    html! {
        section.panel aria-labelledby="said-heading" {
            h2 #said-heading { "What was said" }
            dl.rows {
                (who(lead))
                (row("Company", lead.company.as_deref()))
                (row("Employees", lead.employees.map(|count| count.to_string()).as_deref()))
                (row("Country", lead.country.as_deref()))
                (row("State or region", lead.region.as_deref()))
                (row("Postal code", lead.postal_code.as_ref().map(|code| code.expose().as_str())))
                (row("Product", lead.product.as_deref()))
                @for (name, answer) in &lead.extra {
                    div { dt { code { (name) } } dd.notes dir="auto" { (answer.text()) } }
                }
                @if let Some(notes) = &lead.notes {
                    div { dt { "Notes" } dd.notes dir="auto" { (notes.expose()) } }
                }
            }
            @if lead.extra_dropped > 0 {
                p.warning { (lead.extra_dropped) " more, which the form does not have, could not be kept." }
            }
        }
    }
}

/// Who it is and how to reach them.
pub(super) fn who(lead: &Lead) -> Markup {
    html! {
        (row("Name", lead.name.as_ref().map(|name| name.expose().as_str())))
        (row("Email", lead.email.as_ref().map(|email| email.expose().raw.as_str())))
        @if let Some(phone) = &lead.phone { (number(phone.expose())) }
    }
}

fn row(name: &str, value: Option<&str>) -> Markup {
    html! { @if let Some(value) = value { div { dt { (name) } dd { bdi { (value) } } } } }
}

/// The number to dial, what was typed if that reads differently, and what is odd about it.
fn number(phone: &Phone) -> Markup {
    let shown = phone.e164.as_deref().unwrap_or(&phone.raw);
    let odd = phone.flag.map(|flag| match flag {
        PhoneFlag::Unparsable => "Not readable as a number.",
        PhoneFlag::UnknownCallingCode => "No country has this calling code.",
        PhoneFlag::NoCountry => "A national number, of a country we do not know.",
        PhoneFlag::NotValid => "Not a valid number of its country.",
    });
    html! {
        div {
            dt { "Phone" }
            dd {
                bdi { (shown) }
                @if shown != phone.raw { p.hint { "Typed as " bdi { (phone.raw) } } }
                @if let Some(odd) = odd { p.warning { (odd) } }
            }
        }
    }
}

/// What may be done with it, and to which wording that was said.
pub(super) fn consent(consent: &Consent) -> Markup {
    let purposes = [
        ("Answering this request", Some(consent.privacy).filter(|given| *given)),
        ("Marketing mail", consent.marketing),
        ("Text messages", consent.sms),
        ("Phone calls", consent.call),
    ];
    html! {
        section.panel aria-labelledby="consent-heading" {
            h2 #consent-heading { "Consent" }
            dl.rows {
                @for (purpose, given) in purposes {
                    div { dt { (purpose) } dd { (match given { Some(true) => "Yes", Some(false) => "No", None => "Not given" }) } }
                }
                div { dt { "Wording shown" } dd {
                    @if let Some(version) = &consent.text_version { code { (version) } }
                    @else { span.warning { "Not recorded" } }
                } }
            }
        }
    }
}

/// Where it came from: the page, the campaign, the network, the browser.
pub(super) fn origin(lead: &Lead) -> Markup {
    let submitted = lead.client.submitted_at_ms.map(time::stamp);
    let attempt = lead.client.attempt.map(|attempt| attempt.to_string());
    let zone = if lead.has_time_zone_by_network() { "Network's time zone" } else { "Time zone" };
    let facts = [
        ("Page", lead.page.url.as_deref()),
        ("Came from", lead.page.referrer.as_deref()),
        ("Network's country", lead.network_country.as_deref()),
        (zone, lead.time_zone.as_deref()),
        ("Sent, by the browser's clock", submitted.as_deref()),
        ("Attempt", attempt.as_deref()),
    ];
    let known =
        lead.utm.len() + lead.click_ids.len() + facts.iter().filter(|(_, value)| value.is_some()).count();
    html! {
        @if known > 0 {
            section.panel aria-labelledby="origin-heading" {
                h2 #origin-heading { "Where it came from" }
                dl.rows {
                    @for (name, value) in facts { (row(name, value)) }
                    @for (name, value) in &lead.utm { (row(&format!("utm.{name}"), Some(value))) }
                    @for (name, id) in &lead.click_ids { (row(name, Some(id.expose()))) }
                }
            }
        }
    }
}
