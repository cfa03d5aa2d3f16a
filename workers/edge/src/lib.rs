//! The edge Worker: the only public one. Validates, routes, makes one Durable Object call,
//! answers; everything else happens after the answer.

mod claim;
mod notify;
mod page;
mod request;
mod respond;
mod router;
mod site;
mod status;
mod submit;

use beeline::problem::Problem;
use beeline_platform::{fault, log, source};
use worker::{Context, Env, Request, Response, Result, event};

use router::Target;
use site::Site;

#[event(start)]
fn start() {
    console_error_panic_hook::set_once();
}

#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> Result<Response> {
    if fault::ARMED {
        fault::point("edge-fetch", request.url()?.as_str());
    }
    let site = match Site::of(&env) {
        Ok(site) => site,
        Err(reason) => {
            log::failure("edge.misconfigured").show("reason", reason).write();
            let correlation_id = beeline::trace::correlation_id(&source::random()?);
            // Somebody will mend it: the client keeps the lead and comes back.
            return respond::problem(&Problem::Unavailable, &correlation_id);
        }
    };
    let path = request.path();
    match router::target(&request.method(), &path) {
        Target::Submit(form) => submit::submit(&site, request, &form, &context).await,
        Target::Warm(form) => submit::warm(&site, &form),
        Target::Status(lead_id) => status::status(&site, &env, request, lead_id).await,
        Target::Ops => status::proxy(&env, request).await,
        Target::DemoForm => page::demo_form(&site),
        Target::Thanks => page::thanks(&site),
        Target::Stylesheet => respond::stylesheet(),
        Target::Health => respond::health(&site),
        Target::WrongMethod(allow) => {
            respond::problem(&Problem::MethodNotAllowed(allow), &site::correlation_id()?)
        }
        Target::Nowhere => page::nowhere(&request),
    }
}
