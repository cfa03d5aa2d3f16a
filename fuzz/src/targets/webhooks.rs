//! What other systems' servers send.

use std::collections::BTreeMap;

use beeline::intake::{Fields, MAX_FIELDS, Scalar};
use beeline::webhook::{FieldMap, Payload, TOLERANCE_MS, WebhookSecret, verify};
use data_encoding::{BASE64, BASE64_NOPAD};
use serde_json::Value;

use super::input::Input;
use super::oracle::{KEY, SIGNED, assert_within_limits, hmac};

const NOW_MS: i64 = 1_614_265_330_000;

/// Id, timestamp and signatures in a line each, then the body. `{}` among the signatures
/// stands for the genuine one.
pub fn webhook_signature(data: &[u8]) {
    let mut input = Input::new(data);
    let (id, timestamp, signatures) = (input.line(), input.line(), input.line());
    let body = input.rest();
    let signed = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat();
    let genuine = hmac(KEY.as_bytes(), &signed);
    let genuine = [BASE64.encode(&genuine), BASE64_NOPAD.encode(&genuine)];
    let signatures = signatures.replace(SIGNED, &genuine[0]);
    let secret = WebhookSecret::new(&format!("whsec_{}", BASE64.encode(KEY.as_bytes()))).unwrap();
    let other = WebhookSecret::new("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").unwrap();

    let is_genuine = |entry: &str| genuine.iter().any(|genuine| entry.strip_prefix("v1,") == Some(genuine));
    let sent_at_ms = timestamp.parse::<i64>().ok().and_then(|seconds| seconds.checked_mul(1000));
    let is_fresh = sent_at_ms.is_some_and(|sent_at_ms| NOW_MS.abs_diff(sent_at_ms) <= TOLERANCE_MS as u64);
    let secrets = [other.clone(), secret];
    match verify(&secrets, &id, &timestamp, &signatures, body, NOW_MS) {
        Ok(accepted) => {
            assert_eq!(accepted.as_str(), id);
            assert!(!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'.'));
            assert!(is_fresh, "accepted of {timestamp:?}");
            assert!(signatures.split(' ').any(is_genuine), "a forged signature: {signatures:?}");
            let altered = [body, b" "].concat();
            assert!(verify(&secrets, &id, &timestamp, &signatures, &altered, NOW_MS).is_err(), "any body");
            assert!(verify(&[other], &id, &timestamp, &signatures, body, NOW_MS).is_err(), "any secret");
        }
        Err(_) => {
            let is_plain =
                !id.is_empty() && id.len() <= 255 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let is_digits = timestamp.bytes().all(|byte| byte.is_ascii_digit());
            let refused = is_plain && is_digits && is_fresh && is_genuine(&signatures);
            assert!(!refused, "refused what is genuine: {id:?} {timestamp:?}");
        }
    }
}

/// Lines of `field=path` up to an empty one, then a sender's payload.
pub fn webhook_payload(data: &[u8]) {
    let mut input = Input::new(data);
    let mut paths = BTreeMap::new();
    loop {
        let line = input.line();
        match line.split_once('=') {
            Some((field, path)) => paths.insert(field.to_owned(), path.to_owned()),
            None => break,
        };
    }
    let json = input.rest();
    let map = match FieldMap::compile(&paths) {
        Ok(map) => map,
        Err(bad) => return assert_eq!(paths.get(&bad.field), Some(&bad.path), "blamed another path"),
    };
    let Ok(fields) = map.read(json) else { return };
    assert_within_limits(&fields, MAX_FIELDS);
    assert!(fields.iter().all(|(name, _)| paths.contains_key(name)), "a field nobody asked for");
    let payload = Payload::read(json).ok().unwrap();
    assert!(payload.fields(&map).is_ok_and(|again| again == fields), "read otherwise the second time");
    let Ok(value) = serde_json::from_slice::<Value>(json) else { return };
    for (field, path) in &paths {
        assert_found(&fields, field, path, &value);
    }
}

/// A path of plain names finds what another parser finds there.
fn assert_found(fields: &Fields, field: &str, path: &str, payload: &Value) {
    if path.contains(['\\', '[', ']']) {
        return;
    }
    let mut here = Some(payload);
    for name in path.split('.') {
        here = match here {
            Some(Value::Object(members)) => members.get(name),
            // A place in an array has other spellings than this parser's.
            Some(Value::Array(_)) => return,
            _ => None,
        };
    }
    match (here, fields.get(field)) {
        (Some(Value::String(text)), found) => {
            assert!(found == Some(&Scalar::Text(text.clone())), "{path} has a text that is not found");
        }
        (Some(Value::Bool(yes)), found) => assert!(found == Some(&Scalar::Boolean(*yes)), "{path}"),
        (None, found) => assert!(found.is_none(), "{path} leads nowhere, and finds something"),
        _ => {}
    }
}
