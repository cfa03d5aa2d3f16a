//! Reading a request: its body under a cap, its headers and its network.

use beeline::identity::Region;
use beeline::intake::MAX_BODY_BYTES;
use beeline::lead::Network;
use beeline::problem::Problem;
use futures_util::StreamExt;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use worker::Request;

/// The body, counted while it is read: what the sender declares is not believed.
pub async fn body(request: &mut Request) -> Result<Vec<u8>, Problem> {
    let declared = header(request, "Content-Length").and_then(|text| text.parse::<usize>().ok());
    if declared.is_some_and(|bytes| bytes > MAX_BODY_BYTES) {
        return Err(Problem::TooLarge);
    }
    let Ok(mut stream) = request.stream() else { return Ok(Vec::new()) };
    let mut body = Vec::new();
    while let Some(chunk) = stream.next().await {
        // The sender went away or broke the framing: nobody is left to be told.
        let chunk = chunk.map_err(|_| Problem::BadHeader("The body ended early."))?;
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            return Err(Problem::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// A header, if it is there and readable.
pub fn header(request: &Request, name: &str) -> Option<String> {
    request.headers().get(name).ok().flatten()
}

/// Whether the sender is a browser that shows what comes back.
pub fn wants_page(request: &Request) -> bool {
    header(request, "Accept").is_some_and(|accept| accept.contains("text/html"))
}

/// What Cloudflare knows of the visitor. Read field by field: any of them may be absent.
pub struct Visitor {
    /// Where the lead's shard is.
    pub region: Region,
    /// Hints for fields the form did not give.
    pub network: Network,
}

/// Reads `request.cf`.
pub fn visitor(request: &Request) -> Visitor {
    let cf = Reflect::get(request.inner(), &JsValue::from_str("cf")).unwrap_or(JsValue::UNDEFINED);
    let field = |name: &str| {
        if !cf.is_object() {
            return None;
        }
        Reflect::get(&cf, &JsValue::from_str(name)).ok()?.as_string()
    };
    Visitor {
        region: Region::from_continent(field("continent").as_deref()),
        network: Network { country: field("country"), time_zone: field("timezone") },
    }
}
