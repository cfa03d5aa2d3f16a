//! Signing what is sent: Standard Webhooks 1.0.0 (standardwebhooks.com), symmetric scheme.

use crate::destination::call::Call;
use crate::encoding::BASE64;
use crate::webhook::WebhookSecret;

/// Adds `webhook-id`, `webhook-timestamp` in seconds and `webhook-signature`.
pub(super) fn sign(key: &WebhookSecret, call: Call, id: &str, now_ms: i64) -> Call {
    let timestamp = now_ms.div_euclid(1_000).to_string();
    let body = call.body.as_deref().unwrap_or_default();
    let parts = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body.as_bytes()];
    // Never absent; were it, the receiver would refuse a call without a signature.
    let signature = key.sign(&parts).map(|mac| format!("v1,{}=", BASE64.encode(&mac)));
    call.header("webhook-id", id.to_owned())
        .header("webhook-timestamp", timestamp)
        .header("webhook-signature", signature.unwrap_or_default())
}
