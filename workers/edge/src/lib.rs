//! The edge Worker: the only public one. Validates, routes, makes one Durable Object call,
//! answers; everything else happens after the answer.

mod accepted;
mod assess;
mod card;
mod challenge;
mod charset;
mod claim;
mod door;
mod drift;
mod key;
mod limits;
mod notify;
mod page;
mod published;
mod receipt;
mod rehearsal;
mod request;
mod respond;
mod router;
mod site;
mod status;
mod submit;
mod trial;
mod turn;

use std::future::Future;
use std::rc::Rc;

use beeline::problem::Problem;
use beeline::routing::Form;
use beeline_platform::{fault, log};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use worker::{Env, event};

use door::Door;
use request::{Incoming, IncomingRequest};
use respond::Answer;
use router::{Asked, Target};
use site::Site;

#[wasm_bindgen(module = "/src/start.js")]
extern "C" {
    fn environment() -> JsValue;
}

/// Before the first request: bundle, keys and bindings. What is missing is said when a
/// request comes for which it is missing.
#[event(start)]
fn start() {
    console_error_panic_hook::set_once();
    let site = Site::of(&environment().unchecked_into());
    let bundle = site.as_ref().ok().map(|site| site.in_force.base.hash.as_str());
    log::event("edge.started").with("bundle", bundle).with("ready", site.is_ok()).write();
}

#[wasm_bindgen]
extern "C" {
    /// `ExecutionContext`.
    pub type RequestContext;
    #[wasm_bindgen(method, js_name = waitUntil)]
    fn wait_until(this: &RequestContext, work: &Promise);
}

impl RequestContext {
    /// Keeps the isolate at work on something after the answer.
    pub fn after_answer(&self, work: impl Future<Output = ()> + 'static) {
        self.wait_until(&future_to_promise(async move {
            work.await;
            Ok(JsValue::UNDEFINED)
        }));
    }
}

/// Every request. The platform's types are bound by hand here: `worker`'s own read each
/// header and chunk from wasm, one by one.
#[wasm_bindgen(js_name = fetch)]
pub async fn serve(request: IncomingRequest, env: Env, context: RequestContext) -> Answer {
    let request = Incoming::of(request)?;
    if fault::ARMED {
        fault::point("edge-fetch", request.url());
    }
    let site = match Site::of(&env) {
        Ok(site) => site,
        Err(reason) => {
            log::failure("edge.misconfigured").show("reason", reason).write();
            // Somebody will mend it: the client keeps the lead and comes back.
            return respond::problem(&Problem::Unavailable, &site::correlation_id()?, None);
        }
    };
    let region = request.region();
    let path = request.path().to_owned();
    let target = router::target(&request.method, &path);
    if !matches!(target, Target::Submit(..) | Target::Hubspot { .. }) {
        let site = Rc::clone(&site);
        context.after_answer(async move { rehearsal::once(&site, region).await });
    }
    let answer = answer(&site, &env, request, target, &context).await;
    published::look(&site, &env, &context);
    turn::introduce(&site, region, &context);
    answer
}

async fn answer(
    site: &Rc<Site>,
    env: &Env,
    request: Incoming,
    target: Target<'_>,
    context: &RequestContext,
) -> Answer {
    match target {
        Target::Submit(door, form) => submit::submit(site, env, &request, door, form, context).await,
        Target::Hubspot { portal, form_guid } => {
            let form = site.bundle.form_of_hubspot(portal, form_guid).map_or("", |form| form.id.as_str());
            submit::submit(site, env, &request, Door::Hubspot, form, context).await
        }
        Target::Warm(form) => page::warm(site, &request, form),
        Target::Preflight(asked, methods) => {
            let of_form = |form: Option<&Form>| form.and_then(|form| request.allowed_origin(form));
            let origin = match asked {
                Asked::Form(id) => of_form(site.bundle.form(id)),
                Asked::Hubspot(portal, form_guid) => of_form(site.bundle.form_of_hubspot(portal, form_guid)),
                Asked::Challenge => challenge::allowed_origin(site, &request),
            };
            respond::preflight(origin, methods)
        }
        Target::Describe(form) => page::describe(site, &request, form),
        Target::Status(lead_id) => status::status(site, env, request, lead_id).await,
        Target::Challenge(lead_id) => challenge::answer(site, &request, lead_id).await,
        Target::Ops => status::proxy(env, request).await,
        Target::FormPage(form) => page::form(site, form),
        Target::Thanks(form) => page::thanks(site, form),
        Target::Stylesheet => respond::stylesheet(),
        Target::Health => respond::health(site),
        Target::WrongMethod(allow) => {
            respond::problem(&Problem::MethodNotAllowed(allow), &site::correlation_id()?, None)
        }
        Target::Nowhere => page::nowhere(&request),
    }
}
