//! Reading a request: what it says of itself in one text, its body under a cap.

use beeline::identity::Region;
use beeline::intake::MAX_BODY_BYTES;
use beeline::lead::Network;
use beeline::problem::Problem;
use js_sys::Uint8Array;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/request.js")]
extern "C" {
    /// `Request`.
    #[derive(Clone)]
    pub type IncomingRequest;
    #[wasm_bindgen(catch)]
    fn describe(request: &IncomingRequest) -> Result<String, JsValue>;
    #[wasm_bindgen(catch)]
    async fn body(request: &IncomingRequest, limit: f64) -> Result<JsValue, JsValue>;
}

/// A request with what the edge reads of it. `None` is a field that is not there.
#[derive(Deserialize)]
pub struct Incoming {
    /// Method, in capitals.
    pub method: String,
    url: String,
    accept: Option<String>,
    /// `Authorization`.
    pub authorization: Option<String>,
    content_length: Option<String>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Cookie`.
    pub cookie: Option<String>,
    /// `Idempotency-Key`.
    pub idempotency_key: Option<String>,
    /// The signed mark of a synthetic monitor.
    pub synthetic: Option<String>,
    /// `traceparent`.
    pub traceparent: Option<String>,
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

    /// The path, still encoded.
    pub fn path(&self) -> &str {
        let after_scheme = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        let path = after_scheme.find('/').and_then(|at| after_scheme.get(at..)).unwrap_or("/");
        path.split(['?', '#']).next().unwrap_or("/")
    }

    /// The query, still encoded; empty without one.
    pub fn query(&self) -> &str {
        let whole = self.url.split('#').next().unwrap_or_default();
        whole.split_once('?').map_or("", |(_, query)| query)
    }

    /// Whether the sender is a browser that shows what comes back.
    pub fn wants_page(&self) -> bool {
        self.accept.as_deref().is_some_and(|accept| accept.contains("text/html"))
    }

    /// The body, counted while it is read: what the sender declares is not believed.
    pub async fn body(&self) -> Result<Vec<u8>, Problem> {
        let declared = self.content_length.as_deref().and_then(|text| text.parse::<usize>().ok());
        if declared.is_some_and(|bytes| bytes > MAX_BODY_BYTES) {
            return Err(Problem::TooLarge);
        }
        let Some(raw) = &self.raw else { return Ok(Vec::new()) };
        #[allow(clippy::cast_precision_loss)] // 64 KiB
        let read = body(raw, MAX_BODY_BYTES as f64).await;
        // The sender went away or broke the framing: nobody is left to be told.
        let read = read.map_err(|_| Problem::BadHeader("The body ended early."))?;
        if read.is_null() {
            return Err(Problem::TooLarge);
        }
        Ok(read.unchecked_into::<Uint8Array>().to_vec())
    }

    /// What Cloudflare knows of the visitor.
    pub fn visitor(&self) -> Visitor {
        Visitor {
            region: Region::from_continent(self.continent.as_deref()),
            network: Network { country: self.country.clone(), time_zone: self.time_zone.clone() },
        }
    }

    /// The platform's request, to hand it on whole.
    pub fn into_raw(self) -> Option<IncomingRequest> {
        self.raw
    }
}

/// What Cloudflare knows of the visitor.
pub struct Visitor {
    /// Where the lead's shard is.
    pub region: Region,
    /// Hints for fields the form did not give.
    pub network: Network,
}
