//! What is looked at to tell people from programs, for [`Assessment::of`].

use beeline::intake::Fields;
use beeline::lead::{Kind, Lead};
use beeline::risk::{Assessment, Channel, Evidence};
use beeline::routing::{Challenge, Form};
use beeline::text;
use beeline::whereabouts::{Flag, Source};

use crate::door::Door;
use crate::limits::Pressure;
use crate::request::Incoming;
use crate::site::Site;

/// Where a form's token is sent.
pub const TOKEN_FIELD: &str = "form_token";

/// How a lead came.
pub struct Arrival<'a> {
    /// The request.
    pub request: &'a Incoming,
    /// Through which door.
    pub door: Door,
    /// Its fields.
    pub fields: &'a Fields,
    /// How its network stands with the rate limits.
    pub pressure: Pressure,
    /// When all of it was here.
    pub at_ms: i64,
}

/// Assesses a lead from what it says and how it came.
pub fn assess(site: &Site, form: &Form, lead: &Lead, arrival: &Arrival<'_>) -> Assessment {
    let Arrival { request, door, fields, pressure, at_ms } = arrival;
    let honeypot = form.contract.honeypot.as_deref();
    let token = fields.last_text(TOKEN_FIELD).filter(|token| !token.is_empty());
    let evidence = Evidence {
        channel: match lead.kind {
            Kind::Synthetic { .. } => Channel::Synthetic,
            Kind::Real => door.channel(),
        },
        honeypot_filled: honeypot
            .and_then(|name| fields.last_text(name))
            .is_some_and(|it| !it.trim().is_empty()),
        token: site.form_tokens.read(token, &form.id, *at_ms),
        headers: request.facts(form),
        network_over_limit: *pressure != Pressure::Under,
        network_country: lead.network_country.as_deref().unwrap_or_default(),
        // Only what was said can be at odds with the network.
        country: said_country(lead),
        email: lead.email.as_ref().map_or("", |email| email.expose().normalized.as_str()),
        email_is_disposable: lead.flags.contains(&Flag::DisposableMail),
        phone_is_invalid: lead.phone.as_ref().is_some_and(|phone| phone.expose().flag.is_some()),
        name: lead.name.as_ref().map_or("", |name| name.expose().as_str()),
        company: lead.company.as_deref().unwrap_or_default(),
        notes: lead.notes.as_ref().map_or("", |notes| notes.expose().as_str()),
        mixes_scripts: mixes_scripts(lead),
    };
    Assessment::of(&evidence, site.turnstile.is_some() && form.challenge == Challenge::Uncertain)
}

/// Whether a name, company or address is written to look like another. The address as it was
/// typed: in its ASCII form no letter looks like anything.
fn mixes_scripts(lead: &Lead) -> bool {
    let name = lead.name.as_ref().map(|name| name.expose().as_str());
    let email = lead.email.as_ref().map(|email| email.expose().raw.as_str());
    [name, email, lead.company.as_deref()].into_iter().flatten().any(text::mixes_scripts)
}

/// The country that the visitor named; empty when it was worked out from something else.
fn said_country(lead: &Lead) -> &str {
    let country = lead.country.as_deref().filter(|_| lead.sources.country == Some(Source::Form));
    country.unwrap_or_default()
}
