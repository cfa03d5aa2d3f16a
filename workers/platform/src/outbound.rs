//! HTTP calls that leave the process: always under a deadline that covers headers and body.

use beeline::destination::{self, BaseUrl, Call, MAX_BODY_BYTES, TransportFailure};
use futures_util::StreamExt;
use wasm_bindgen::prelude::*;
use worker::{AbortSignal, Error, Fetch, Headers, Method, Request, RequestInit, RequestRedirect, Response};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = AbortSignal, js_name = timeout)]
    fn timeout_signal(limit_ms: u32) -> JsValue;
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
}

/// Sends a JSON body with a bearer token.
pub async fn post_json(
    url: &str,
    bearer: &str,
    body: &str,
    content_type: &str,
    deadline_ms: u32,
) -> Result<Answer, NoAnswer> {
    exchange(url, Some(bearer), body, content_type, deadline_ms).await.map_err(|error| no_answer(&error))
}

/// Posts a form body without credentials of its own.
pub async fn post_form(url: &str, body: &str, deadline_ms: u32) -> Result<Answer, NoAnswer> {
    let content_type = "application/x-www-form-urlencoded";
    exchange(url, None, body, content_type, deadline_ms).await.map_err(|error| no_answer(&error))
}

/// Makes a destination's call. An answer is read to the end or to where nobody would read on; a redirect
/// is an answer.
pub async fn send(base: &BaseUrl, call: &Call, deadline_ms: u32) -> destination::Reply {
    let failed = |error: Error| match no_answer(&error) {
        NoAnswer::Deadline => TransportFailure::Timeout,
        // The platform says no more of a connection that was refused than of one that broke.
        NoAnswer::Connection => TransportFailure::Broken,
    };
    // What cannot be built is not sent.
    let request = request(base, call).map_err(|_| TransportFailure::Refused)?;
    let signal = AbortSignal::from(timeout_signal(deadline_ms).unchecked_into::<web_sys::AbortSignal>());
    let mut response = Fetch::Request(request).send_with_signal(&signal).await.map_err(failed)?;
    let body = read(&mut response).await.map_err(failed)?;
    let headers = response.headers();
    let header = |name: &str| headers.get(name).ok().flatten();
    Ok(destination::Answer::new(response.status_code(), header, &body))
}

fn request(base: &BaseUrl, call: &Call) -> worker::Result<Request> {
    let headers = Headers::new();
    for (name, value) in &call.headers {
        headers.set(name, value)?;
    }
    let method = match call.method {
        destination::Method::Get => Method::Get,
        destination::Method::Post => Method::Post,
        destination::Method::Patch => Method::Patch,
    };
    let mut init = RequestInit::new();
    init.with_method(method).with_headers(headers).with_redirect(RequestRedirect::Manual);
    init.with_body(call.body.as_deref().map(JsValue::from_str));
    Request::new_with_init(&format!("{}{}", base.as_str(), call.path), &init)
}

async fn read(response: &mut Response) -> worker::Result<Vec<u8>> {
    let mut body = Vec::new();
    let mut chunks = response.stream()?;
    while let Some(chunk) = chunks.next().await {
        body.extend(chunk?);
        if body.len() > MAX_BODY_BYTES {
            break;
        }
    }
    Ok(body)
}

fn no_answer(error: &Error) -> NoAnswer {
    match error {
        Error::UnknownJsError { name: Some(name), .. } if name == "TimeoutError" => NoAnswer::Deadline,
        _ => NoAnswer::Connection,
    }
}

async fn exchange(
    url: &str,
    bearer: Option<&str>,
    body: &str,
    content_type: &str,
    deadline_ms: u32,
) -> worker::Result<Answer> {
    let headers = Headers::new();
    if let Some(bearer) = bearer {
        headers.set("Authorization", &format!("Bearer {bearer}"))?;
    }
    headers.set("Content-Type", content_type)?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_body(Some(JsValue::from_str(body)));
    init.with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(url, &init)?;
    let signal = AbortSignal::from(timeout_signal(deadline_ms).unchecked_into::<web_sys::AbortSignal>());
    let mut response = Fetch::Request(request).send_with_signal(&signal).await?;
    Ok(Answer {
        status: response.status_code(),
        retry_after: response.headers().get("Retry-After")?,
        body: response.text().await?,
    })
}
