//! What happens after the answer: the provisional card, and binding the Idempotency-Key.

use std::rc::Rc;

use beeline::routing::Form;
use beeline_platform::{log, source};

use crate::RequestContext;
use crate::accepted::Accepted;
use crate::card::{self, Posting};
use crate::site::Site;
use crate::turn;

/// Starts the work that the visitor does not wait for.
pub fn after_answer(site: &Rc<Site>, form: &Form, mut accepted: Accepted, context: &RequestContext) {
    if let Some((shard, command)) = accepted.bind.take() {
        let site = Rc::clone(site);
        context.after_answer(async move {
            // Unbound, the key is free again when its reservation ends: a retry then
            // meets the lead by person and form.
            if let Err(error) = site.ledgers.call(shard, &command).await {
                log::failure("edge.key_not_bound").show("reason", error).write();
            }
        });
    }
    if let Some(unasked) = accepted.turn.unasked.take() {
        let site = Rc::clone(site);
        context.after_answer(async move { turn::ask_again(&site, unasked).await });
    }
    // A stand-in owes no card: its lead's home does.
    let Some((obligation, generation)) = accepted.claimed.cards.pop() else { return };
    let posting = Posting {
        shard: accepted.shard,
        obligation,
        generation,
        lead_id: accepted.claimed.lead_id,
        revision: accepted.claimed.revision,
        form_id: form.id.clone(),
        route: accepted.claimed.route,
        lead: accepted.lead,
        answered_at_ms: source::now_ms(),
    };
    let site = Rc::clone(site);
    context.after_answer(async move {
        if let Some(slack) = &site.slack {
            card::provide(&site, slack, posting).await;
        }
    });
}
