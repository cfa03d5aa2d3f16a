//! What an isolate builds once: keys and bindings.

use std::cell::RefCell;
use std::rc::Rc;

use beeline::binding::{self, variable};
use beeline::envelope::Sealer;
use beeline::principal::Gatekeeper;
use beeline::warm::duplicate::Tracer;
use beeline_platform::guards::Guards;
use beeline_platform::ledgers::{Ledgers, Objects};
use beeline_platform::pools::Pools;
use beeline_platform::settings;
use beeline_platform::slack::Slack;
use beeline_platform::watches::Watches;
use worker::{D1Database, Env};

use crate::crm::Vendors;
use crate::rules::Rules;
use crate::warm::Askers;

/// Everything a batch or a request needs that does not come with it.
pub struct Desk {
    /// Opens envelopes.
    pub sealer: Sealer,
    /// The ledger objects.
    pub ledgers: Ledgers,
    /// The stores of forms' drift.
    pub drift: Objects,
    /// The teams' pools.
    pub pools: Pools,
    /// The other destinations.
    pub vendors: Vendors,
    /// Their guards.
    pub guards: Guards,
    /// The clocks of comparisons.
    pub watches: Watches,
    /// Who is asked about leads.
    pub askers: Askers,
    /// The rules in force.
    pub rules: Rules,
    /// What leads are compared by.
    pub tracer: Tracer,
    /// The inbox destination.
    pub inbox: D1Database,
    /// Who may see what.
    pub gatekeeper: Gatekeeper,
    /// Where cards go; `None` without a token.
    pub slack: Option<Slack>,
}

thread_local! {
    static DESK: RefCell<Option<Rc<Desk>>> = const { RefCell::new(None) };
}

impl Desk {
    /// This isolate's desk, built at its first event.
    pub fn of(env: &Env) -> Result<Rc<Self>, String> {
        if let Some(desk) = DESK.with_borrow(Clone::clone) {
            return Ok(desk);
        }
        let desk = Rc::new(Self::build(env)?);
        DESK.with_borrow_mut(|slot| *slot = Some(Rc::clone(&desk)));
        Ok(desk)
    }

    fn build(env: &Env) -> Result<Self, String> {
        let secret = |name| settings::secret(env, name).map_err(|error| error.to_string());
        let key_id = settings::required(env, variable::ENVELOPE_KEY_ID).map_err(|error| error.to_string())?;
        let deadline_ms =
            settings::number(env, variable::LEDGER_DEADLINE_MS, 2_000).map_err(|error| error.to_string())?;
        let support = settings::optional_secret(env, variable::SUPPORT_TOKEN);
        let support = support.map_err(|error| error.to_string())?;
        Ok(Self {
            sealer: Sealer::new(key_id, secret(variable::ENVELOPE_KEY)?),
            ledgers: Ledgers::new(env, deadline_ms).map_err(|error| error.to_string())?,
            drift: Objects::new(env, binding::DRIFT, deadline_ms).map_err(|error| error.to_string())?,
            pools: Pools::new(env, deadline_ms).map_err(|error| error.to_string())?,
            vendors: Vendors::new(env)?,
            guards: Guards::new(env).map_err(|error| error.to_string())?,
            watches: Watches::new(env, deadline_ms).map_err(|error| error.to_string())?,
            askers: Askers::new(env)?,
            rules: Rules::new(env)?,
            tracer: Tracer::new(&secret(variable::SESSION_KEY)?),
            inbox: env.d1(binding::INBOX).map_err(|error| error.to_string())?,
            gatekeeper: Gatekeeper::new(secret(variable::OPS_TOKEN)?, secret(variable::SESSION_KEY)?)
                .with_support(support),
            slack: Slack::of(env, None)?,
        })
    }
}
