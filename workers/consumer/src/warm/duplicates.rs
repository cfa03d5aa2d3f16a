//! Which leads may be the same as one: its trace is kept, and compared with those that have something in
//! common with it.

use beeline::personal::Personal;
use beeline::warm::duplicate::{
    ALIKE, FORGET, KEEP, LOOK_BACK_MS, MOST_ALIKE, Suggestion, Trace, suggestions,
};
use beeline::warm::job::Ended;
use beeline::warm::trouble::Trouble;
use beeline_platform::deadline::within;
use beeline_platform::{log, source};
use wasm_bindgen::JsValue;
use worker::{D1Database, D1PreparedStatement};

const DEADLINE_MS: u64 = 3_000;
/// How long to wait when the database fails.
const RETRY_MS: i64 = 500;

/// What may be the same, likeliest first. The trace is in its place before anything is compared, so that
/// of two leads at once one meets the other.
pub async fn alike(inbox: &D1Database, trace: &Trace, revision: u32) -> Result<Vec<Suggestion>, Ended> {
    if trace.is_blank() {
        return Ok(Vec::new());
    }
    let recent = compared(inbox, trace, revision).await.map_err(|reason| {
        log::failure("warm.not_compared").with("reason", reason).write();
        Ended::Failed { trouble: Trouble::VendorFailed, after_ms: RETRY_MS }
    })?;
    Ok(suggestions(trace, &recent))
}

async fn compared(inbox: &D1Database, trace: &Trace, revision: u32) -> Result<Vec<Trace>, String> {
    let statements = statements(inbox, trace, revision).map_err(|error| error.to_string())?;
    let answer = within(DEADLINE_MS, inbox.batch(statements)).await;
    let answer = answer.map_err(|_| "too slow".to_owned())?.map_err(|error| error.to_string())?;
    let alike = answer.last().ok_or("the database answered to no statement")?;
    alike.results().map_err(|error| error.to_string())
}

/// In one batch: what is kept, what is forgotten, and what is asked.
fn statements(inbox: &D1Database, trace: &Trace, revision: u32) -> worker::Result<Vec<D1PreparedStatement>> {
    let Trace { lead_id, accepted_at_ms, email, phone, name, domain, company } = trace;
    let shared = || {
        let personal = |text: &Option<Personal<String>>| text.as_ref().map(|text| text.expose().clone());
        let domain = domain.as_ref().map(|domain| domain.as_str().to_owned());
        let texts = [personal(email), personal(phone), personal(name), domain, company.clone()];
        texts.map(|text| text.map_or(JsValue::NULL, JsValue::from))
    };
    let lead = || JsValue::from_str(lead_id);
    let keep = [lead(), revision.into(), number(*accepted_at_ms)];
    let alike = [lead(), number(accepted_at_ms.saturating_sub(LOOK_BACK_MS)), MOST_ALIKE.into()];
    Ok(vec![
        inbox.prepare(KEEP).bind(&[keep.as_slice(), &shared()].concat())?,
        inbox.prepare(FORGET).bind(&[number(source::now_ms().saturating_sub(LOOK_BACK_MS))])?,
        inbox.prepare(ALIKE).bind(&[alike.as_slice(), &shared()].concat())?,
    ])
}

#[allow(clippy::cast_precision_loss)] // milliseconds fit 53 bits
fn number(at_ms: i64) -> JsValue {
    JsValue::from_f64(at_ms as f64)
}
