//! What an isolate builds once: bundle, keys, bindings.

use std::cell::RefCell;
use std::rc::Rc;

use beeline::binding::{self, variable};
use beeline::identity::Identifier;
use beeline::ledger::ObligationName;
use beeline::live::{InForce, Issued};
use beeline::phone;
use beeline::receipt::StatusTokens;
use beeline::risk::FormTokens;
use beeline::routing::{Bundle, Form};
use beeline::secret::Secret;
use beeline::trace;
use beeline_platform::ledgers::Ledgers;
use beeline_platform::pools::Pools;
use beeline_platform::publications::Publications;
use beeline_platform::slack::Slack;
use beeline_platform::{log, settings, source};
use worker::Env;

use crate::challenge::Turnstile;
use crate::limits::Limits;
use crate::published;

/// The bundle of the deploy.
const BUNDLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/bundle.json"));
/// The bundle's name, computed when it was compiled.
const BUNDLE_HASH: &str = include_str!(concat!(env!("OUT_DIR"), "/bundle_hash.txt"));

/// How long a receipt waits for its rep.
const POOL_DEADLINE_MS: u32 = 50;
/// A call to Slack for a card that is leased. `card` says what else the lease has to last for; this, the report
/// and the time in which `card` begins updates must fit a lease as well.
pub const LEASED_SLACK_DEADLINE_MS: u32 = 3_000;

/// Everything a request needs that does not come with it. A request has one to its end, whatever
/// is published meanwhile.
pub struct Site {
    /// Forms, teams and rules: those in force.
    pub bundle: Rc<Bundle>,
    /// The same with its name, and the candidate on trial.
    pub in_force: InForce,
    /// What was deployed.
    pub deployed: Issued,
    /// How publications are taken; `None`: they are not.
    pub publications: Option<Publications>,
    /// Person digests and lead keys.
    pub identifier: Identifier,
    /// Lead tokens.
    pub tokens: StatusTokens,
    /// Tokens of forms.
    pub form_tokens: FormTokens,
    /// Hides networks in rate-limit keys.
    pub network_key: Secret,
    /// The rate limits.
    pub limits: Limits,
    /// Turnstile, where it is configured.
    pub turnstile: Option<Turnstile>,
    /// What monitors sign with.
    pub synthetic_key: Secret,
    /// The ledger objects.
    pub ledgers: Ledgers,
    /// The teams' pools.
    pub pools: Pools,
    /// How long a receipt waits for a rep.
    pub pool_deadline_ms: u32,
    /// The records that every lead is owed.
    pub records: Vec<ObligationName>,
    /// Where cards go; `None` without a token.
    pub slack: Option<Slack>,
    /// Whether leads are owed what can be found out about them.
    pub finds_out: bool,
    /// Which build this is.
    pub build: String,
}

thread_local! {
    static SITE: RefCell<Option<Rc<Site>>> = const { RefCell::new(None) };
}

impl Site {
    /// This isolate's site, built when it starts, or else at the first request that finds everything set.
    pub fn of(env: &Env) -> Result<Rc<Self>, String> {
        if let Some(site) = SITE.with_borrow(Clone::clone) {
            return Ok(site);
        }
        let deployed = deployed(env)?;
        let site = Rc::new(Self::build(env, deployed.clone(), InForce::deployed(deployed))?);
        SITE.with_borrow_mut(|slot| *slot = Some(Rc::clone(&site)));
        Ok(site)
    }

    /// From now on, for the requests that come.
    pub fn put_in_force(&self, env: &Env, in_force: InForce) -> Result<Rc<Self>, String> {
        let site = Rc::new(Self::build(env, self.deployed.clone(), in_force)?);
        SITE.with_borrow_mut(|slot| *slot = Some(Rc::clone(&site)));
        Ok(site)
    }

    fn build(env: &Env, deployed: Issued, in_force: InForce) -> Result<Self, String> {
        let secret = |name| settings::secret(env, name).map_err(|error| error.to_string());
        let deadline_ms =
            settings::number(env, variable::LEDGER_DEADLINE_MS, 500).map_err(|error| error.to_string())?;
        let pool_deadline_ms = settings::number(env, variable::POOL_DEADLINE_MS, POOL_DEADLINE_MS)
            .map_err(|error| error.to_string())?;
        Ok(Self {
            bundle: Rc::clone(&in_force.base.bundle),
            in_force,
            deployed,
            publications: published::taken(env),
            identifier: Identifier::new(secret(variable::IDENTITY_KEY)?),
            tokens: StatusTokens::new(secret(variable::STATUS_TOKEN_KEY)?),
            form_tokens: FormTokens::new(secret(variable::STATUS_TOKEN_KEY)?),
            network_key: secret(variable::IDENTITY_KEY)?,
            limits: Limits::of(env),
            turnstile: Turnstile::of(env),
            synthetic_key: secret(variable::SYNTHETIC_KEY)?,
            ledgers: Ledgers::new(env, deadline_ms).map_err(|error| error.to_string())?,
            pools: Pools::new(env, pool_deadline_ms).map_err(|error| error.to_string())?,
            pool_deadline_ms,
            records: records(env)?,
            slack: slack(env),
            finds_out: settings::variable(env, variable::WARM_WORK).is_some_and(|word| word == "on"),
            build: settings::variable(env, variable::BUILD).unwrap_or_else(|| "unknown".into()),
        })
    }
}

fn deployed(env: &Env) -> Result<Issued, String> {
    let at_ms = settings::variable(env, variable::DEPLOYED_AT_MS).map_or(Ok(0), |text| text.parse());
    Ok(Issued {
        hash: BUNDLE_HASH.to_owned(),
        sequence: at_ms
            .map_err(|_| format!("{} is not a number of milliseconds", variable::DEPLOYED_AT_MS))?,
        bundle: Rc::new(Bundle::read(BUNDLE).map_err(|error| error.to_string())?),
    })
}

fn records(env: &Env) -> Result<Vec<ObligationName>, String> {
    let names = settings::variable(env, variable::DESTINATIONS);
    let destinations = binding::destinations(names.as_deref()).map_err(|unknown| unknown.to_string())?;
    Ok(destinations.iter().map(|destination| ObligationName::crm(destination.name)).collect())
}

/// Cards are not worth a lead: without a usable configuration none is owed.
fn slack(env: &Env) -> Option<Slack> {
    Slack::of(env, Some(LEASED_SLACK_DEADLINE_MS)).unwrap_or_else(|reason| {
        log::failure("edge.slack_misconfigured").with("reason", reason).write();
        None
    })
}

/// Constructs what the first lead of an isolate needs: the bundle is read by now, and this
/// is the form's own phone plan.
pub fn warm(form: &Form) {
    if let Some(country) = &form.phone_country {
        phone::normalize("2025550123", Some(country));
    }
}

/// A fresh correlation id.
pub fn correlation_id() -> worker::Result<String> {
    Ok(trace::correlation_id(&source::random()?))
}
