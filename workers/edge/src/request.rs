//! Reading a request: what it says of itself in one text, its body under a cap.

use beeline::identity::Region;
use beeline::intake::MAX_BODY_BYTES;
use beeline::language;
use beeline::lead::Network;
use beeline::problem::Problem;
use beeline::risk::{Headers, Origin, UserAgent};
use beeline::routing::Form;
use js_sys::Uint8Array;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use crate::limits::{Limits, Pressure};

#[wasm_bindgen(module = "/src/request.js")]
extern "C" {
    /// `Request`.
    #[derive(Clone)]
    pub type IncomingRequest;
    #[wasm_bindgen(catch)]
    fn describe(request: &IncomingRequest) -> Result<String, JsValue>;
    fn header(request: &IncomingRequest, name: &str) -> Option<String>;
    #[wasm_bindgen(catch)]
    async fn arrive(
        request: &IncomingRequest,
        max_bytes: f64,
        soft: &JsValue,
        hard: &JsValue,
        key: Option<&str>,
    ) -> Result<JsValue, JsValue>;

    /// What [`arrive`] gives.
    type Arrived;
    #[wasm_bindgen(method, getter)]
    fn bytes(this: &Arrived) -> Option<Uint8Array>;
    #[wasm_bindgen(method, getter)]
    fn pressure(this: &Arrived) -> u8;
}

/// A request with what the edge reads of it. `None` is a field that is not there.
#[derive(Deserialize)]
pub struct Incoming {
    /// Method, in capitals.
    pub method: String,
    url: String,
    accept: Option<String>,
    accept_language: Option<String>,
    /// The visitor's address, as Cloudflare has it.
    pub address: Option<String>,
    /// `Authorization`.
    pub authorization: Option<String>,
    content_length: Option<String>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Cookie`.
    pub cookie: Option<String>,
    fetch_site: Option<String>,
    /// `Idempotency-Key`.
    pub idempotency_key: Option<String>,
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
    /// The token of the lead's first receipt.
    pub lead_token: Option<String>,
    /// `Origin`.
    pub origin: Option<String>,
    /// `Referer`: the page that the form was on.
    pub referer: Option<String>,
    /// The signed mark of a synthetic monitor.
    pub synthetic: Option<String>,
    /// `traceparent`.
    pub traceparent: Option<String>,
    user_agent: Option<String>,
    continent: Option<String>,
    country: Option<String>,
    time_zone: Option<String>,
    #[serde(skip)]
    raw: Option<IncomingRequest>,
}

impl Incoming {
    /// Describes a request.
    pub fn of(request: IncomingRequest) -> Result<Self, JsValue> {
        let text = describe(&request)?;
        let mut incoming: Self =
            serde_json::from_str(&text).map_err(|error| JsValue::from_str(&error.to_string()))?;
        incoming.raw = Some(request);
        Ok(incoming)
    }

    /// The whole URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Scheme, host and port.
    pub fn own_origin(&self) -> &str {
        let path = self.url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| rest.len() - at));
        path.and_then(|length| self.url.get(..self.url.len() - length)).unwrap_or(&self.url)
    }

    /// The path, still encoded.
    pub fn path(&self) -> &str {
        let path = self.url.get(self.own_origin().len()..).filter(|path| !path.is_empty()).unwrap_or("/");
        path.split(['?', '#']).next().unwrap_or("/")
    }

    /// The value of a query parameter that is letters and digits: nothing is decoded.
    pub fn query(&self, name: &str) -> Option<&str> {
        let query = self.url.split('#').next().and_then(|whole| whole.split_once('?'))?.1;
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, it)| it)
    }

    /// Any header field.
    pub fn header(&self, name: &str) -> Option<String> {
        header(self.raw.as_ref()?, name)
    }

    /// Whether the sender is a browser that shows what comes back.
    pub fn wants_page(&self) -> bool {
        self.accept.as_deref().is_some_and(|accept| accept.contains("text/html"))
    }

    /// The origin to answer to, if this form's scripts may be on it.
    pub fn allowed_origin(&self, form: &Form) -> Option<&str> {
        self.origin.as_deref().filter(|origin| form.allows_origin(origin))
    }

    /// What the headers say of who sends.
    pub fn facts(&self, form: &Form) -> Headers {
        let is_known = |origin: &str| origin == self.own_origin() || form.allows_origin(origin);
        Headers {
            user_agent: UserAgent::read(self.user_agent.as_deref()),
            has_accept: self.accept.is_some(),
            has_accept_language: self.accept_language.is_some(),
            is_cross_site: self.fetch_site.as_deref() == Some("cross-site"),
            origin: Origin::read(self.origin.as_deref(), is_known),
        }
    }

    /// The body, counted while it is read: what the sender declares is not believed. With it,
    /// how the sender's network stands with the rate limits.
    pub async fn arrive(&self, limits: &Limits, key: Option<&str>) -> Result<(Vec<u8>, Pressure), Problem> {
        let declared = self.content_length.as_deref().and_then(|text| text.parse::<usize>().ok());
        if declared.is_some_and(|bytes| bytes > MAX_BODY_BYTES) {
            return Err(Problem::TooLarge);
        }
        let Some(raw) = &self.raw else { return Ok((Vec::new(), Pressure::Under)) };
        #[allow(clippy::cast_precision_loss)] // 64 KiB
        let arrived = arrive(raw, MAX_BODY_BYTES as f64, &limits.soft, &limits.hard, key).await;
        // The sender went away or broke the framing: nobody is left to be told.
        let arrived = arrived.map_err(|_| Problem::BadHeader("The body ended early."))?;
        let arrived: Arrived = arrived.unchecked_into();
        let bytes = arrived.bytes().ok_or(Problem::TooLarge)?;
        Ok((bytes.to_vec(), Pressure::from_word(arrived.pressure())))
    }

    /// Where the sender is, as Cloudflare has it.
    pub fn region(&self) -> Region {
        Region::from_continent(self.continent.as_deref())
    }

    /// What Cloudflare knows of the sender's network.
    pub fn network(&self) -> Network {
        Network {
            country: self.country.clone(),
            time_zone: self.time_zone.clone(),
            language: self.accept_language.as_deref().and_then(language::preferred),
        }
    }

    /// The platform's request, to hand it on whole.
    pub fn into_raw(self) -> Option<IncomingRequest> {
        self.raw
    }
}
