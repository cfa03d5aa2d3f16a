//! Telling the drift store what did not fit, after the answer.
//!
//! An isolate counts what fitted by itself and reports it with the next misfit: a lead that
//! fits costs nothing. What must stay in a jurisdiction is counted and kept there, apart.

use std::cell::RefCell;
use std::collections::BTreeMap;

use beeline::binding;
use beeline::contract::FieldError;
use beeline::drift::{DriftReport, mask, store_name};
use beeline::identity::Jurisdiction;
use beeline::intake::Fields;
use beeline::routing::Form;
use beeline_platform::deadline::within;
use beeline_platform::log;
use worker::{Env, Method, Request, RequestInit};

use crate::RequestContext;

/// Where the consumer takes reports. Not reachable from outside: the edge hands on other paths.
const REPORT_URL: &str = "https://consumer.internal/internal/drift";
/// Deadline of a report.
const REPORT_DEADLINE_MS: u64 = 5_000;

thread_local! {
    /// By the store's name.
    static FITTED: RefCell<BTreeMap<String, u32>> = const { RefCell::new(BTreeMap::new()) };
}

/// Counts a submission that fitted.
pub fn fitted(form: &Form, jurisdiction: Option<Jurisdiction>) {
    let store = store_name(&form.id, jurisdiction);
    FITTED.with_borrow_mut(|counts| {
        let count = counts.entry(store).or_default();
        *count = count.saturating_add(1);
    });
}

/// A submission that did not fit.
pub struct Misfit<'a> {
    /// What was sent.
    pub fields: &'a Fields,
    /// What is wrong with it.
    pub errors: &'a [FieldError],
    /// Where what is known of it must stay.
    pub jurisdiction: Option<Jurisdiction>,
}

/// Reports a submission that did not fit, masked, after the answer.
pub fn misfit(env: &Env, form: &Form, misfit: &Misfit<'_>, context: &RequestContext) {
    let store = store_name(&form.id, misfit.jurisdiction);
    let fitted = FITTED.with_borrow_mut(|counts| counts.remove(&store).unwrap_or(0));
    let sample = mask(misfit.fields, misfit.errors);
    let report = DriftReport::of(form, misfit.jurisdiction, fitted, vec![sample]);
    let env = env.clone();
    context.after_answer(async move {
        if let Err(reason) = send(&env, &report).await {
            log::failure("edge.drift_not_reported")
                .with("store", store.as_str())
                .with("reason", reason)
                .write();
            FITTED.with_borrow_mut(|counts| *counts.entry(store).or_default() += fitted);
        }
    });
}

async fn send(env: &Env, report: &DriftReport) -> Result<(), String> {
    let body = serde_json::to_string(report).map_err(|error| error.to_string())?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_body(Some(body.into()));
    let request = Request::new_with_init(REPORT_URL, &init).map_err(|error| error.to_string())?;
    let consumer = env.service(binding::CONSUMER).map_err(|error| error.to_string())?;
    match within(REPORT_DEADLINE_MS, consumer.fetch_request(request)).await {
        Ok(Ok(answer)) if answer.status_code() < 300 => Ok(()),
        Ok(Ok(answer)) => Err(format!("status {}", answer.status_code())),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("deadline passed".into()),
    }
}
