//! Which request goes where.

use beeline::identity::LEAD_ID_PREFIX;
use worker::Method;

/// What a request is for.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// A lead through this form.
    Submit(String),
    /// Warm up for this form.
    Warm(String),
    /// One lead's state.
    Status(String),
    /// The consumer's pages and API.
    Ops,
    /// The demo page.
    DemoForm,
    /// The thank-you page.
    Thanks,
    /// The pages' stylesheet.
    Stylesheet,
    /// Health.
    Health,
    /// The path is known, the method is not.
    WrongMethod(&'static str),
    /// Nothing is here.
    Nowhere,
}

/// Decides from method and path alone.
pub fn target(method: &Method, path: &str) -> Target {
    let get = matches!(method, Method::Get | Method::Head);
    match path {
        "/" => {
            if get {
                Target::DemoForm
            } else {
                Target::WrongMethod("GET, HEAD")
            }
        }
        "/thanks" => {
            if get {
                Target::Thanks
            } else {
                Target::WrongMethod("GET, HEAD")
            }
        }
        "/assets/beeline.css" => {
            if get {
                Target::Stylesheet
            } else {
                Target::WrongMethod("GET, HEAD")
            }
        }
        "/healthz" => {
            if get {
                Target::Health
            } else {
                Target::WrongMethod("GET, HEAD")
            }
        }
        "/ops" => Target::Ops,
        _ if path.starts_with("/ops/") || path.starts_with("/v1/ops/") => Target::Ops,
        _ => match path.strip_prefix("/v1/leads/") {
            Some(id) if id.starts_with(LEAD_ID_PREFIX) => {
                if *method == Method::Get {
                    Target::Status(id.to_owned())
                } else {
                    Target::WrongMethod("GET")
                }
            }
            Some(form) if !form.is_empty() && !form.contains('/') => match method {
                Method::Post => Target::Submit(form.to_owned()),
                Method::Head => Target::Warm(form.to_owned()),
                _ => Target::WrongMethod("POST, HEAD"),
            },
            _ => Target::Nowhere,
        },
    }
}
