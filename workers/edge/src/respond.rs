//! Answers, with their headers.

use beeline::page::{self, CONTENT_SECURITY_POLICY};
use beeline::problem::Problem;
use beeline::receipt::Receipt;
use beeline::routing::Form;
use beeline_platform::log;
use worker::{Headers, Response, Result};

use crate::site::{BUNDLE_HASH, Site};

fn headers(content_type: &str, cache: &str) -> Result<Headers> {
    let headers = Headers::new();
    headers.set("Content-Type", content_type)?;
    headers.set("Cache-Control", cache)?;
    headers.set("X-Content-Type-Options", "nosniff")?;
    Ok(headers)
}

fn text(body: String, status: u16, headers: Headers) -> Result<Response> {
    Ok(Response::from_bytes(body.into_bytes())?.with_headers(headers).with_status(status))
}

/// A receipt as JSON.
pub fn receipt(receipt: &Receipt) -> Result<Response> {
    let headers = headers("application/json", "no-store")?;
    text(serde_json::to_string(receipt)?, receipt.status_code(), headers)
}

/// JSON of any kind.
pub fn json(body: String, status: u16) -> Result<Response> {
    text(body, status, headers("application/json", "no-store")?)
}

/// A problem as RFC 9457 JSON.
pub fn problem(problem: &Problem, correlation_id: &str) -> Result<Response> {
    let headers = headers("application/problem+json", "no-store")?;
    add_problem_headers(&headers, problem)?;
    text(problem.json(correlation_id), problem.status(), headers)
}

fn add_problem_headers(headers: &Headers, problem: &Problem) -> Result<()> {
    if let Some(seconds) = problem.retry_after_seconds() {
        headers.set("Retry-After", &seconds.to_string())?;
    }
    if let Some(allow) = problem.allow() {
        headers.set("Allow", allow)?;
    }
    if matches!(problem, Problem::Unauthorized) {
        headers.set("WWW-Authenticate", "Bearer")?;
    }
    Ok(())
}

/// An HTML page under the policy that all pages share.
pub fn page(html: String) -> Result<Response> {
    text(html, 200, page_headers(CONTENT_SECURITY_POLICY)?)
}

/// A form's page.
pub fn form_page(html: String, form: &Form, problem: Option<&Problem>) -> Result<Response> {
    let headers = page_headers(&page::form_policy(form))?;
    if let Some(problem) = problem {
        add_problem_headers(&headers, problem)?;
    }
    text(html, problem.map_or(200, Problem::status), headers)
}

/// An HTML page about a problem.
pub fn problem_page(html: String, problem: &Problem) -> Result<Response> {
    let headers = page_headers(CONTENT_SECURITY_POLICY)?;
    add_problem_headers(&headers, problem)?;
    text(html, problem.status(), headers)
}

fn page_headers(policy: &str) -> Result<Headers> {
    let headers = headers("text/html; charset=utf-8", "no-store")?;
    headers.set("Content-Security-Policy", policy)?;
    headers.set("Referrer-Policy", "strict-origin-when-cross-origin")?;
    Ok(headers)
}

/// Sends a browser on after its form was taken.
pub fn see_other(location: &str) -> Result<Response> {
    let headers = headers("text/plain; charset=utf-8", "no-store")?;
    headers.set("Location", location)?;
    text("Thank you.\n".into(), 303, headers)
}

/// The pages' stylesheet.
pub fn stylesheet() -> Result<Response> {
    text(page::STYLESHEET.into(), 200, headers("text/css; charset=utf-8", "public, max-age=300")?)
}

/// Health: which build and bundle this is.
pub fn health(site: &Site) -> Result<Response> {
    let body = serde_json::json!({ "status": "ok", "build": site.build, "bundle": BUNDLE_HASH });
    json(body.to_string(), 200)
}

/// Logs what no caller caused and answers 503.
pub fn unavailable(reason: &str, correlation_id: &str) -> Result<Response> {
    log::failure("edge.unavailable").with("reason", reason).with("correlation_id", correlation_id).write();
    problem(&Problem::Unavailable, correlation_id)
}
