//! Which request goes where.

use beeline::identity::LEAD_ID_PREFIX;
use beeline::page::THANKS_PATH;

use crate::door::Door;

/// What a request is for.
#[derive(Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// A lead through this door, for this form.
    Submit(Door, &'a str),
    /// A lead for the form that takes the place of one of HubSpot's.
    Hubspot {
        /// The account.
        portal: &'a str,
        /// The form.
        form_guid: &'a str,
    },
    /// Warm up for this form.
    Warm(&'a str),
    /// A browser asks whether a script may post, with these methods.
    Preflight(Asked<'a>, &'static str),
    /// What a page may know of this form.
    Describe(&'a str),
    /// One lead's state.
    Status(&'a str),
    /// A challenge that was passed for this lead.
    Challenge(&'a str),
    /// The consumer's pages and API.
    Ops,
    /// A form's page.
    FormPage(&'a str),
    /// The thank-you page, of a form if it says which.
    Thanks(Option<&'a str>),
    /// The pages' stylesheet.
    Stylesheet,
    /// Health.
    Health,
    /// The path is known, the method is not.
    WrongMethod(&'static str),
    /// Nothing is here.
    Nowhere,
}

/// The form, or forms, that a preflight is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked<'a> {
    /// By its id.
    Form(&'a str),
    /// By what it was at HubSpot.
    Hubspot(&'a str, &'a str),
    /// Any that may ask for a challenge.
    Challenge,
}

const READ: &str = "GET, HEAD";

/// Decides from method and path alone.
pub fn target<'a>(method: &str, path: &'a str) -> Target<'a> {
    match path {
        "/" => read_only(method, Target::FormPage(crate::page::DEMO_FORM)),
        THANKS_PATH => read_only(method, Target::Thanks(None)),
        "/assets/beeline.css" => read_only(method, Target::Stylesheet),
        "/healthz" => read_only(method, Target::Health),
        "/ops" => Target::Ops,
        _ if path.starts_with("/ops/") || path.starts_with("/v1/ops/") => Target::Ops,
        _ => below(method, path),
    }
}

fn below<'a>(method: &str, path: &'a str) -> Target<'a> {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    match segments.as_slice() {
        [.., ""] => Target::Nowhere,
        ["forms", form] => read_only(method, Target::FormPage(form)),
        ["thanks", form] => read_only(method, Target::Thanks(Some(form))),
        ["v1", "forms", form] => match method {
            "OPTIONS" => Target::Preflight(Asked::Form(form), READ),
            _ => read_only(method, Target::Describe(form)),
        },
        ["v1", "leads", lead, "challenge"] if lead.starts_with(LEAD_ID_PREFIX) => match method {
            "POST" => Target::Challenge(lead),
            "OPTIONS" => Target::Preflight(Asked::Challenge, "POST"),
            _ => Target::WrongMethod("POST, OPTIONS"),
        },
        ["v1", "leads", lead] if lead.starts_with(LEAD_ID_PREFIX) => match method {
            "GET" => Target::Status(lead),
            _ => Target::WrongMethod("GET"),
        },
        ["v1", "leads", form] => match method {
            "POST" => Target::Submit(Door::Form, form),
            "HEAD" => Target::Warm(form),
            "OPTIONS" => Target::Preflight(Asked::Form(form), "POST, HEAD"),
            _ => Target::WrongMethod("POST, HEAD, OPTIONS"),
        },
        ["v1", "compat", "web-to-lead", form] => post(method, Target::Submit(Door::WebToLead, form), form),
        ["v1", "webhooks", form] => match method {
            "POST" => Target::Submit(Door::Webhook, form),
            _ => Target::WrongMethod("POST"),
        },
        ["v1", "compat", "hubspot", portal, form_guid] => match method {
            "POST" => Target::Hubspot { portal, form_guid },
            "OPTIONS" => Target::Preflight(Asked::Hubspot(portal, form_guid), "POST"),
            _ => Target::WrongMethod("POST, OPTIONS"),
        },
        _ => Target::Nowhere,
    }
}

fn read_only<'a>(method: &str, target: Target<'a>) -> Target<'a> {
    if matches!(method, "GET" | "HEAD") { target } else { Target::WrongMethod(READ) }
}

fn post<'a>(method: &str, target: Target<'a>, form: &'a str) -> Target<'a> {
    match method {
        "POST" => target,
        "OPTIONS" => Target::Preflight(Asked::Form(form), "POST"),
        _ => Target::WrongMethod("POST, OPTIONS"),
    }
}
