//! HTTP calls that leave the process: always under a deadline that covers headers and body.

use std::collections::BTreeMap;

use beeline::destination::{self, BaseUrl, Call, MAX_BODY_BYTES, TransportFailure};
use wasm_bindgen::prelude::*;

use crate::thrown;

#[wasm_bindgen(module = "/src/outbound.js")]
extern "C" {
    type Exchanged;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Exchanged) -> u16;
    #[wasm_bindgen(method)]
    fn header(this: &Exchanged, name: &str) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn body(this: &Exchanged) -> Vec<u8>;

    #[wasm_bindgen(catch)]
    async fn exchange(
        method: &str,
        url: &str,
        headers: &str,
        content: Option<&str>,
        limit_ms: u32,
        max_bytes: u32,
    ) -> Result<JsValue, JsValue>;
}

/// An answer, read whole.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The `Retry-After` header.
    pub retry_after: Option<String>,
    /// The body as text.
    pub body: String,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// The deadline passed: the call may have had its effect.
    Deadline,
    /// The connection failed: usually before anything was sent, but not certainly.
    Connection,
    /// The request cannot be built: nothing was sent.
    Unbuilt,
}

/// Sends a JSON body with a bearer token.
pub async fn post_json(
    url: &str,
    bearer: &str,
    body: &str,
    content_type: &str,
    deadline_ms: u32,
) -> Result<Answer, NoAnswer> {
    let bearer = format!("Bearer {bearer}");
    post(url, &[("authorization", &bearer), ("content-type", content_type)], body, deadline_ms).await
}

/// Posts a form body without credentials of its own.
pub async fn post_form(url: &str, body: &str, deadline_ms: u32) -> Result<Answer, NoAnswer> {
    post(url, &[("content-type", "application/x-www-form-urlencoded")], body, deadline_ms).await
}

/// Makes a destination's call. An answer is read to the end or to where nobody would read on; a redirect
/// is an answer.
pub async fn send(base: &BaseUrl, call: &Call, deadline_ms: u32) -> destination::Reply {
    let method = match call.method {
        destination::Method::Get => "GET",
        destination::Method::Post => "POST",
        destination::Method::Patch => "PATCH",
    };
    let url = format!("{}{}", base.as_str(), call.path);
    let headers = call.headers.iter().map(|(name, value)| (*name, value.as_str()));
    let exchanged = make(method, &url, headers, call.body.as_deref(), deadline_ms).await;
    let exchanged = exchanged.map_err(|no_answer| match no_answer {
        NoAnswer::Deadline => TransportFailure::Timeout,
        // The platform says no more of a connection that was refused than of one that broke.
        NoAnswer::Connection => TransportFailure::Broken,
        NoAnswer::Unbuilt => TransportFailure::Refused,
    })?;
    let body = exchanged.body();
    Ok(destination::Answer::new(exchanged.status(), |name| exchanged.header(name), &body))
}

async fn post(url: &str, headers: &[(&str, &str)], body: &str, deadline_ms: u32) -> Result<Answer, NoAnswer> {
    let exchanged = make("POST", url, headers.iter().copied(), Some(body), deadline_ms).await?;
    Ok(Answer {
        status: exchanged.status(),
        retry_after: exchanged.header("retry-after"),
        body: String::from_utf8_lossy(&exchanged.body()).into_owned(),
    })
}

async fn make(
    method: &str,
    url: &str,
    headers: impl Iterator<Item = (&str, &str)>,
    content: Option<&str>,
    deadline_ms: u32,
) -> Result<Exchanged, NoAnswer> {
    let headers: BTreeMap<&str, &str> = headers.collect();
    let headers = serde_json::to_string(&headers).map_err(|_| NoAnswer::Unbuilt)?;
    let max_bytes = u32::try_from(MAX_BODY_BYTES).unwrap_or(u32::MAX);
    match exchange(method, url, &headers, content, deadline_ms, max_bytes).await {
        Ok(exchanged) if exchanged.is_undefined() => Err(NoAnswer::Unbuilt),
        Ok(exchanged) => Ok(exchanged.unchecked_into()),
        Err(thrown) => Err(no_answer(&thrown)),
    }
}

/// A signal's deadline throws under this name (WHATWG DOM, "abort signal, timeout"), the connection under
/// others.
fn no_answer(error: &JsValue) -> NoAnswer {
    match thrown::name(error) {
        Some(name) if name == "TimeoutError" => NoAnswer::Deadline,
        _ => NoAnswer::Connection,
    }
}
