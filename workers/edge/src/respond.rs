//! Answers, with their headers.

use beeline::live::{Candidate, InForce};
use beeline::page::{self, CONTENT_SECURITY_POLICY};
use beeline::problem::Problem;
use beeline::receipt::Receipt;
use beeline::routing::Form;
use beeline_platform::log;
use wasm_bindgen::prelude::*;

use crate::site::Site;

#[wasm_bindgen(module = "/src/request.js")]
extern "C" {
    /// `Response`.
    pub type OutgoingResponse;
    #[wasm_bindgen(catch, js_name = respond)]
    fn new_response(status: u16, headers: &str, content: Option<&str>) -> Result<OutgoingResponse, JsValue>;
}

/// An answer, or what the platform threw.
pub type Answer = Result<OutgoingResponse, JsValue>;

/// Header fields, a line each.
struct Headers(String);

impl Headers {
    fn new(content_type: &str, cache: &str) -> Self {
        Self("X-Content-Type-Options: nosniff".to_owned())
            .with("Content-Type", content_type)
            .with("Cache-Control", cache)
    }

    /// Without content.
    fn bare(cache: &str) -> Self {
        Self(format!("Cache-Control: {cache}"))
    }

    /// Adds a field. A value cannot start a line of its own: what is not printable ASCII is left out.
    fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push('\n');
        self.0.push_str(name);
        self.0.push_str(": ");
        self.0.extend(value.chars().filter(|character| matches!(character, ' '..='~')));
        self
    }

    /// Lets the scripts of one origin read the answer (Fetch, "CORS protocol").
    fn readable_by(self, origin: Option<&str>) -> Self {
        // Without leave too: a cache must not give this answer to an origin that has it.
        let headers = self.with("Vary", "Origin");
        match origin {
            None => headers,
            Some(origin) => headers
                .with("Access-Control-Allow-Origin", origin)
                .with("Access-Control-Expose-Headers", "Retry-After"),
        }
    }

    fn about(self, problem: &Problem) -> Self {
        let with = |headers: Self, name: &str, value: Option<&str>| match value {
            Some(value) => headers.with(name, value),
            None => headers,
        };
        let seconds = problem.retry_after_seconds().map(|seconds| seconds.to_string());
        let headers = with(self, "Retry-After", seconds.as_deref());
        let headers = with(headers, "Allow", problem.allow());
        with(headers, "WWW-Authenticate", matches!(problem, Problem::Unauthorized).then_some("Bearer"))
    }

    fn answer(&self, status: u16, content: &str) -> Answer {
        new_response(status, &self.0, Some(content))
    }
}

const NO_STORE: &str = "no-store";

/// A receipt as JSON. `origin` is the one whose scripts may read it.
pub fn receipt(receipt: &Receipt, origin: Option<&str>) -> Answer {
    let text = serde_json::to_string(receipt).map_err(|error| JsValue::from_str(&error.to_string()))?;
    json(&text, receipt.status_code(), origin)
}

/// JSON of any kind.
pub fn json(content: &str, status: u16, origin: Option<&str>) -> Answer {
    Headers::new("application/json", NO_STORE).readable_by(origin).answer(status, content)
}

/// A problem as RFC 9457 JSON.
pub fn problem(problem: &Problem, correlation_id: &str, origin: Option<&str>) -> Answer {
    let headers = Headers::new("application/problem+json", NO_STORE).about(problem).readable_by(origin);
    headers.answer(problem.status(), &problem.json(correlation_id))
}

/// A problem as JSON in a vendor's words and with its status; the header fields are ours.
pub fn problem_in_words(words: &str, status: u16, problem: &Problem, origin: Option<&str>) -> Answer {
    Headers::new("application/json", NO_STORE).about(problem).readable_by(origin).answer(status, words)
}

/// No content: whether a form is there, with a token for its page if it is.
pub fn warmed(status: u16, form_token: Option<&str>, origin: Option<&str>) -> Answer {
    let headers = Headers::bare(NO_STORE).readable_by(origin);
    let headers = match form_token {
        Some(token) => headers
            .with("Beeline-Form-Token", token)
            .with("Access-Control-Expose-Headers", "Beeline-Form-Token"),
        None => headers,
    };
    new_response(status, &headers.0, None)
}

/// The answer to a preflight: a day's leave for an allowed origin, none for any other.
pub fn preflight(origin: Option<&str>, methods: &str) -> Answer {
    let headers = Headers::bare("max-age=86400").with("Vary", "Origin").with("Allow", methods);
    let headers = match origin {
        Some(origin) => headers
            .with("Access-Control-Allow-Origin", origin)
            .with("Access-Control-Allow-Methods", methods)
            .with(
                "Access-Control-Allow-Headers",
                "content-type, idempotency-key, traceparent, beeline-lead-token",
            )
            .with("Access-Control-Max-Age", "86400"),
        None => headers,
    };
    new_response(204, &headers.0, None)
}

/// JSON that changes only with the bundle.
pub fn described(content: &str, etag: &str, is_known: bool, origin: Option<&str>) -> Answer {
    let headers =
        Headers::new("application/json", "public, max-age=60").with("ETag", etag).readable_by(origin);
    if is_known { new_response(304, &headers.0, None) } else { headers.answer(200, content) }
}

/// An HTML page under the policy that all pages share.
pub fn page(html: &str) -> Answer {
    page_headers(CONTENT_SECURITY_POLICY).answer(200, html)
}

/// A form's page.
pub fn form_page(html: &str, form: &Form, problem: Option<&Problem>) -> Answer {
    let headers = page_headers(&page::form_policy(form));
    match problem {
        Some(problem) => headers.about(problem).answer(problem.status(), html),
        None => headers.answer(200, html),
    }
}

/// An HTML page about a problem.
pub fn problem_page(html: &str, problem: &Problem) -> Answer {
    page_headers(CONTENT_SECURITY_POLICY).about(problem).answer(problem.status(), html)
}

fn page_headers(policy: &str) -> Headers {
    Headers::new("text/html; charset=utf-8", NO_STORE)
        .with("Content-Security-Policy", policy)
        .with("Referrer-Policy", "strict-origin-when-cross-origin")
}

/// Sends a browser on after its form was taken.
pub fn see_other(location: &str) -> Answer {
    Headers::new("text/plain; charset=utf-8", NO_STORE).with("Location", location).answer(303, "Thank you.\n")
}

/// The pages' stylesheet.
pub fn stylesheet() -> Answer {
    Headers::new("text/css; charset=utf-8", "public, max-age=300").answer(200, page::STYLESHEET)
}

/// Health: which build this is, the bundle in force here, and the candidate on trial.
pub fn health(site: &Site) -> Answer {
    let InForce { base, candidate } = &site.in_force;
    let candidate = candidate.as_ref().map(|Candidate { issued, mode }| {
        serde_json::json!({ "bundle": issued.hash, "sequence": issued.sequence, "mode": mode })
    });
    let body = serde_json::json!({
        "status": "ok", "build": site.build, "bundle": base.hash, "sequence": base.sequence,
        "candidate": candidate,
    });
    json(&body.to_string(), 200, None)
}

/// Logs what no caller caused and answers 503.
pub fn unavailable(reason: &str, correlation_id: &str, origin: Option<&str>) -> Answer {
    log::failure("edge.unavailable").with("reason", reason).with("correlation_id", correlation_id).write();
    problem(&Problem::Unavailable, correlation_id, origin)
}
