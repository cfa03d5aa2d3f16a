//! Which request goes where.

use beeline::identity::LEAD_ID_PREFIX;

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
pub fn target(method: &str, path: &str) -> Target {
    match path {
        "/" => read_only(method, Target::DemoForm),
        "/thanks" => read_only(method, Target::Thanks),
        "/assets/beeline.css" => read_only(method, Target::Stylesheet),
        "/healthz" => read_only(method, Target::Health),
        "/ops" => Target::Ops,
        _ if path.starts_with("/ops/") || path.starts_with("/v1/ops/") => Target::Ops,
        _ => match path.strip_prefix("/v1/leads/") {
            Some(id) if id.starts_with(LEAD_ID_PREFIX) => match method {
                "GET" => Target::Status(id.to_owned()),
                _ => Target::WrongMethod("GET"),
            },
            Some(form) if !form.is_empty() && !form.contains('/') => match method {
                "POST" => Target::Submit(form.to_owned()),
                "HEAD" => Target::Warm(form.to_owned()),
                _ => Target::WrongMethod("POST, HEAD"),
            },
            _ => Target::Nowhere,
        },
    }
}

fn read_only(method: &str, target: Target) -> Target {
    if matches!(method, "GET" | "HEAD") { target } else { Target::WrongMethod("GET, HEAD") }
}
