//! Answers of the ops routes. All of them are about people: nothing may be cached.

use beeline::page;
use beeline::problem::Problem;
use worker::{Headers, Response, Result};

fn respond(body: String, content_type: &str, status: u16) -> Result<Response> {
    let headers = Headers::new();
    headers.set("Content-Type", content_type)?;
    headers.set("Cache-Control", "no-store")?;
    headers.set("X-Content-Type-Options", "nosniff")?;
    headers.set("Referrer-Policy", "same-origin")?;
    headers.set("Content-Security-Policy", page::CONTENT_SECURITY_POLICY)?;
    Ok(Response::from_bytes(body.into_bytes())?.with_headers(headers).with_status(status))
}

/// A page.
pub fn html(body: String, status: u16) -> Result<Response> {
    respond(body, "text/html; charset=utf-8", status)
}

/// JSON.
pub fn json(body: String) -> Result<Response> {
    respond(body, "application/json", 200)
}

/// A line of JSON each.
pub fn lines(body: String) -> Result<Response> {
    respond(body, "application/x-ndjson", 200)
}

/// A problem, as a page for a browser.
pub fn problem(problem: &Problem, correlation_id: &str, as_page: bool) -> Result<Response> {
    let mut response = if as_page {
        html(page::message(problem, correlation_id), problem.status())?
    } else {
        respond(problem.json(correlation_id), "application/problem+json", problem.status())?
    };
    let headers = response.headers_mut();
    if let Some(seconds) = problem.retry_after_seconds() {
        headers.set("Retry-After", &seconds.to_string())?;
    }
    if let Some(allow) = problem.allow() {
        headers.set("Allow", allow)?;
    }
    if matches!(problem, Problem::Unauthorized) {
        headers.set("WWW-Authenticate", "Bearer")?;
    }
    Ok(response)
}

/// Sends a browser on.
pub fn redirect(location: &str) -> Result<Response> {
    let mut response = respond(String::new(), "text/plain; charset=utf-8", 303)?;
    response.headers_mut().set("Location", location)?;
    Ok(response)
}

/// Sends a browser on, with a cookie.
pub fn see_other(location: &str, cookie: &str) -> Result<Response> {
    let mut response = redirect(location)?;
    response.headers_mut().set("Set-Cookie", cookie)?;
    Ok(response)
}
