//! HTTP calls that leave the process: always under a deadline that covers headers and body.

use wasm_bindgen::prelude::*;
use worker::{AbortSignal, Error, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

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
