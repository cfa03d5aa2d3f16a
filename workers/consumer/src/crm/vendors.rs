//! The destinations as this deployment has them: what is configured, where they are, what opens them.

use std::fmt;

use beeline::binding::variable;
use beeline::destination::salesforce;
use beeline::destination::salesforce::access::NoAccess;
use beeline::destination::salesforce::token::Token;
use beeline::destination::settings::Pace;
use beeline::destination::{BaseUrl, Call, Credential, Listing, Reason, Settings};
use beeline::guard::Budget;
use beeline_platform::{log, settings};
use worker::Env;

use super::access::{Access, Login};

/// What `routing-config/destinations.toml` was compiled to.
const SETTINGS: &str = include_str!(concat!(env!("OUT_DIR"), "/destinations.json"));

/// How long leads wait for a destination that nobody has set up.
const UNCONFIGURED_RETRY_MS: i64 = 60_000;

/// Builds destinations, each for one batch.
pub struct Vendors {
    env: Env,
    settings: Settings,
    salesforce: Access,
}

/// Why a destination cannot be called now. The leads are not at fault: they wait.
pub enum NotReady {
    /// Something is missing in the configuration.
    Unconfigured(String),
    /// It gives no access token.
    NoAccess {
        /// When to ask again.
        after_ms: i64,
        /// Why.
        reason: Reason,
    },
}

impl NotReady {
    /// How long its leads wait.
    pub const fn after_ms(&self) -> i64 {
        match self {
            Self::Unconfigured(_) => UNCONFIGURED_RETRY_MS,
            Self::NoAccess { after_ms, .. } => *after_ms,
        }
    }
}

impl fmt::Display for NotReady {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unconfigured(reason) => formatter.write_str(reason),
            Self::NoAccess { reason, .. } => write!(formatter, "{reason}"),
        }
    }
}

impl From<String> for NotReady {
    fn from(reason: String) -> Self {
        Self::Unconfigured(reason)
    }
}

impl Vendors {
    /// With what the build has checked and this deployment's bindings.
    pub fn new(env: &Env) -> Result<Self, String> {
        let settings = serde_json::from_str(SETTINGS).map_err(|error| error.to_string())?;
        Ok(Self { env: env.clone(), settings, salesforce: Access::default() })
    }

    /// What the guard assumes that a destination takes.
    pub fn budget(&self, name: &str) -> Budget {
        self.settings.pace(name).map_or(Budget::UNNAMED, |pace| pace.budget())
    }

    /// How long after a write this destination finds what was written; 0 where it is not set up.
    pub fn look_after_ms(&self, name: &str) -> i64 {
        self.as_configured(name).map_or(0, |destination| destination.promises().look_after_ms)
    }

    /// How long after one comparison of a destination comes the next; `None` without any.
    pub fn compared_every_ms(&self, name: &str) -> Option<i64> {
        self.settings.pace(name).and_then(Pace::checked_every_ms)
    }

    /// The destinations to which something of what is found out about leads leaves.
    pub fn told_of_found(&self) -> Vec<&'static str> {
        self.settings.told_of_found()
    }

    /// The destination of this name, ready to be called.
    pub async fn destination(&self, name: &str) -> Result<Box<dyn Listing>, NotReady> {
        if name != salesforce::NAME {
            return self.as_configured(name);
        }
        let terms = configured(self.settings.salesforce.as_ref())?;
        let login = self.salesforce_login()?;
        let token = self.salesforce.token(&login, terms.terms().token_lifetime_ms()).await;
        let token = token.map_err(|NoAccess { after_ms, reason }| NotReady::NoAccess { after_ms, reason })?;
        Ok(Box::new(terms.salesforce(token)))
    }

    /// Fetches the next access token of a destination if its time has come. Beside work: the one in use
    /// is good until then.
    pub async fn renew_token(&self, name: &str) {
        let Some(terms) = self.settings.salesforce.as_ref().filter(|_| name == salesforce::NAME) else {
            return;
        };
        // Who cannot log in has no token to renew, and has been told so.
        let Ok(login) = self.salesforce_login() else { return };
        if let Err(reason) = self.salesforce.renew(&login, terms.terms().token_lifetime_ms()).await {
            log::failure("consumer.token_not_renewed")
                .with("destination", name)
                .show("reason", reason)
                .write();
        }
    }

    /// The destination of this name, to see what it would be called with. Nobody is asked for a token:
    /// where one is needed, it is one that opens nothing.
    pub fn as_configured(&self, name: &str) -> Result<Box<dyn Listing>, NotReady> {
        match name {
            "hubspot" => {
                let terms = configured(self.settings.hubspot.as_ref())?;
                let base = self.base(variable::HUBSPOT_URL)?;
                Ok(Box::new(terms.hubspot(base, self.credential(variable::HUBSPOT_TOKEN)?)))
            }
            "salesforce" => {
                let terms = configured(self.settings.salesforce.as_ref())?;
                let Login { base, .. } = self.salesforce_login()?;
                let token = Token { access: Credential::new(""), instance: base, fetched_at_ms: 0 };
                Ok(Box::new(terms.salesforce(token)))
            }
            "pipedrive" => {
                let terms = configured(self.settings.pipedrive.as_ref())?;
                let base = self.base(variable::PIPEDRIVE_URL)?;
                Ok(Box::new(terms.pipedrive(base, self.credential(variable::PIPEDRIVE_TOKEN)?)))
            }
            "webhook" => {
                let terms = configured(self.settings.webhook.as_ref())?;
                let (base, path) = BaseUrl::split(&self.text(variable::WEBHOOK_URL)?)
                    .map_err(|bad| format!("binding {}: {bad}", variable::WEBHOOK_URL))?;
                let secret = self.text(variable::WEBHOOK_SECRET)?;
                let webhook = terms.webhook(base, path, &secret);
                let webhook =
                    webhook.map_err(|bad| format!("binding {}: {bad}", variable::WEBHOOK_SECRET))?;
                Ok(Box::new(webhook))
            }
            _ => Err(NotReady::Unconfigured("there is no such destination".into())),
        }
    }

    /// The token of this call is refused: the next destination has another one.
    pub fn spoil_token(&self, name: &str, call: &Call) {
        log::failure("consumer.token_refused").with("destination", name).write();
        self.salesforce.spoil(call);
    }

    fn salesforce_login(&self) -> Result<Login, NotReady> {
        Ok(Login {
            base: self.base(variable::SALESFORCE_URL)?,
            id: self.text(variable::SALESFORCE_CLIENT_ID)?,
            secret: self.credential(variable::SALESFORCE_CLIENT_SECRET)?,
        })
    }

    fn text(&self, name: &'static str) -> Result<String, NotReady> {
        settings::required(&self.env, name).map_err(|bad| NotReady::Unconfigured(bad.to_string()))
    }

    fn credential(&self, name: &'static str) -> Result<Credential, NotReady> {
        Ok(Credential::new(&self.text(name)?))
    }

    fn base(&self, name: &'static str) -> Result<BaseUrl, NotReady> {
        BaseUrl::parse(&self.text(name)?)
            .map_err(|bad| NotReady::Unconfigured(format!("binding {name}: {bad}")))
    }
}

fn configured<T>(terms: Option<&T>) -> Result<&T, NotReady> {
    terms.ok_or_else(|| NotReady::Unconfigured("routing-config/destinations.toml does not have it".into()))
}
