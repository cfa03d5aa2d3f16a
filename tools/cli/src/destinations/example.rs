//! What would be sent for a lead of which somebody says something, if nothing stood there yet.

use beeline::destination::{Answer, Call, Destination, Item, Reply, Stage, Step, Verdict};
use serde_json::{Value, json};

use super::built::Built;

/// More calls than any destination makes for one new lead.
const MOST_CALLS: usize = 8;

/// The requests to a destination for a lead, one after the other, and why it would be refused, if
/// it would.
pub fn requests(built: &Built<'_>, item: &Item) -> Value {
    let destination = built.destination.as_ref();
    let items = std::slice::from_ref(item);
    let mut requests = Vec::new();
    let mut progress = destination.open(items, item.record.accepted_at_ms);
    let mut refused: Vec<String> = Vec::new();
    for _ in 0..MOST_CALLS {
        let reasons = progress.verdicts.iter().filter_map(|(_, verdict)| match verdict {
            Verdict::Refused { reason } => Some(reason.to_string()),
            _ => None,
        });
        refused.extend(reasons);
        let Some(step) = progress.steps.pop() else { break };
        requests.push(request(destination, &step.call));
        let Some(reply) = nothing_there(&step) else { break };
        progress = destination.read(items, &step, &reply, item.record.accepted_at_ms);
    }
    json!({ "name": destination.name(), "requests": requests, "refused": refused.first() })
}

/// The answer of a vendor that has never heard of the lead; none to the last call.
fn nothing_there(step: &Step) -> Option<Reply> {
    let body = match step.stage {
        Stage::Look { .. } => json!({ "results": [] }),
        Stage::FindPerson => json!({ "success": true, "data": { "items": [] } }),
        Stage::CreatePerson => json!({ "success": true, "data": { "id": 1 } }),
        _ => return None,
    };
    Some(Ok(Answer::new(200, |_| None, body.to_string().as_bytes())))
}

fn request(destination: &dyn Destination, call: &Call) -> Value {
    let headers: serde_json::Map<String, Value> =
        call.headers.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let body = call.body.as_deref().map(|text| serde_json::from_str(text).unwrap_or_else(|_| json!(text)));
    let url = format!("{}{}", destination.base().as_str(), call.path);
    json!({ "method": call.method.as_str(), "url": url, "headers": headers, "body": body })
}
