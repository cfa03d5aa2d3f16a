//! Telling the drift store what fits a form and what does not, after the answer.
//!
//! What must stay in a jurisdiction is counted and kept there, apart.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use beeline::binding;
use beeline::contract::FieldError;
use beeline::drift::{DriftReport, GATHER_MS, Gathered, mask, store_name};
use beeline::identity::Jurisdiction;
use beeline::intake::Fields;
use beeline::routing::Form;
use beeline_platform::deadline::within;
use beeline_platform::{log, source};
use worker::{Delay, Env, Method, Request, RequestInit};

use crate::RequestContext;
use crate::site::Site;

/// Where the consumer takes reports. Not reachable from outside: the edge hands on other paths.
const REPORT_URL: &str = "https://consumer.internal/internal/drift";
/// Deadline of a report.
const REPORT_DEADLINE_MS: u64 = 5_000;

thread_local! {
    /// By the store's name.
    static GATHERED: RefCell<BTreeMap<String, Gathered>> = const { RefCell::new(BTreeMap::new()) };
}

/// A form, and where what is known of its submission must stay.
pub struct Subject<'a> {
    /// The site.
    pub site: &'a Rc<Site>,
    /// Its bindings.
    pub env: &'a Env,
    /// The form.
    pub form: &'a Form,
    /// Where it must stay.
    pub jurisdiction: Option<Jurisdiction>,
}

/// Counts a submission that fitted.
pub fn fitted(subject: &Subject<'_>, context: &RequestContext) {
    count(subject, context, Gathered::fits);
}

/// Counts a submission that did not fit, and keeps what it looked like.
pub fn misfit(subject: &Subject<'_>, fields: &Fields, errors: &[FieldError], context: &RequestContext) {
    let sample = || mask(fields, errors, &subject.form.contract);
    count(subject, context, |gathered, now_ms| gathered.misfits(sample, now_ms));
}

fn count(subject: &Subject<'_>, context: &RequestContext, note: impl FnOnce(&mut Gathered, i64) -> bool) {
    let store = store_name(&subject.form.id, subject.jurisdiction);
    let now_ms = source::now_ms();
    let is_reporter = with(&store, |gathered| note(gathered, now_ms));
    if is_reporter {
        let (site, env) = (Rc::clone(subject.site), subject.env.clone());
        let (form, jurisdiction) = (subject.form.id.clone(), subject.jurisdiction);
        context.after_answer(async move {
            Delay::from(Duration::from_millis(GATHER_MS.unsigned_abs())).await;
            if let Some(form) = site.bundle.form(&form) {
                report(&env, form, jurisdiction, &store).await;
            }
        });
    }
}

fn with<T>(store: &str, change: impl FnOnce(&mut Gathered) -> T) -> T {
    GATHERED.with_borrow_mut(|all| match all.get_mut(store) {
        Some(gathered) => change(gathered),
        None => change(all.entry(store.to_owned()).or_default()),
    })
}

async fn report(env: &Env, form: &Form, jurisdiction: Option<Jurisdiction>, store: &str) {
    let seen = with(store, |gathered| gathered.take(source::now_ms()));
    let report = DriftReport::of(form, jurisdiction, seen.clone());
    if let Err(reason) = send(env, &report).await {
        log::failure("edge.drift_not_reported").with("store", store).with("reason", reason).write();
        with(store, |gathered| gathered.put_back(seen));
    }
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
