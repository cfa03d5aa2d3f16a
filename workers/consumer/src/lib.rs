//! The consumer Worker: queue handlers, vendor calls, ops API and pages.

mod batch;
mod cards;
mod crm;
mod crm_inbox;
mod dead_letters;
mod desk;
mod drift;
mod forged;
mod intake;
mod ops;
mod reconcile;
mod rules;
mod settlements;
mod warm;

use beeline::binding::{DESTINATIONS, queue};
use beeline_platform::log;
use wasm_bindgen::prelude::*;
use worker::{Context, Env, Request, Response, Result, event};

#[event(start)]
fn start() {
    console_error_panic_hook::set_once();
}

#[event(fetch)]
async fn fetch(request: Request, env: Env, _context: Context) -> Result<Response> {
    match request.path().as_str() {
        drift::PATH => drift::serve(request, env).await,
        _ => ops::serve(request, env).await,
    }
}

/// The queue handler. Every message is acknowledged or handed back by itself: a bad one
/// never takes its batch down with it.
#[wasm_bindgen(js_name = queue)]
pub async fn consume(
    batch: batch::QueueBatch,
    env: Env,
    _context: JsValue,
) -> std::result::Result<JsValue, JsValue> {
    let name = batch.queue();
    let outcome = match name.as_str() {
        queue::CRM_INBOX => crm_inbox::consume(&batch, &env).await,
        queue::CARDS | queue::CARD_UPDATES => cards::consume(&batch, &env).await,
        queue::RECONCILE => reconcile::consume(&batch, &env).await,
        queue::WARM => warm::consume(&batch, &env).await,
        queue::DEAD_LETTERS => dead_letters::consume(&batch, &env).await,
        other => match DESTINATIONS.iter().find(|destination| destination.queue == other) {
            Some(destination) => crm::consume(destination.name, &batch, &env).await,
            None => Err(format!("no consumer for queue {name}")),
        },
    };
    match outcome {
        Ok(()) => Ok(JsValue::UNDEFINED),
        Err(reason) => {
            // Rejecting hands back whatever was not acknowledged.
            log::failure("consumer.batch_failed").with("queue", name).with("reason", reason.as_str()).write();
            Err(JsValue::from_str(&reason))
        }
    }
}
