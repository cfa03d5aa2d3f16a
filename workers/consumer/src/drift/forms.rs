//! The list of forms that ever reported.

use beeline::drift::{DriftReport, INDEX_FORM, INDEX_LIST, INDEX_UPSERT, IndexLine, MAX_INDEXED};
use beeline_platform::deadline::within;
use beeline_platform::source;
use wasm_bindgen::JsValue;
use worker::{D1Database, D1PreparedStatement, D1Result};

const DEADLINE_MS: u64 = 5_000;

/// Notes that a form has reported.
pub async fn note(inbox: &D1Database, report: &DriftReport) -> Result<(), String> {
    let text = serde_json::to_string(report).map_err(|error| error.to_string())?;
    #[allow(clippy::cast_precision_loss)] // milliseconds fit 53 bits
    let now = JsValue::from_f64(source::now_ms() as f64);
    let values = [report.store_name().into(), report.form.as_str().into(), text.into(), now];
    all(inbox.prepare(INDEX_UPSERT).bind(&values)).await.map(|_| ())
}

/// One form, or all of them, newest reports first.
pub async fn listed(inbox: &D1Database, form: Option<&str>) -> Result<Vec<IndexLine>, String> {
    let statement = match form {
        Some(form) => inbox.prepare(INDEX_FORM).bind(&[form.into()]),
        None => inbox.prepare(INDEX_LIST).bind(&[JsValue::from(MAX_INDEXED)]),
    };
    all(statement).await?.results().map_err(|error| error.to_string())
}

async fn all(statement: worker::Result<D1PreparedStatement>) -> Result<D1Result, String> {
    let statement = statement.map_err(|error| error.to_string())?;
    let answer = within(DEADLINE_MS, statement.all()).await;
    let answer = answer.map_err(|_| "the inbox did not answer in time".to_owned())?;
    answer.map_err(|error| error.to_string())
}
