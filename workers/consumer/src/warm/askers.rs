//! Who is asked in this deployment: addresses and keys from bindings, the points file from the build.

use beeline::binding::variable;
use beeline::destination::{BaseUrl, Credential};
use beeline::guard::Budget;
use beeline::warm::budget::Caps;
use beeline::warm::company::{Provider, ProviderAccess};
use beeline::warm::line::LookupAccess;
use beeline::warm::questions::Configured;
use beeline::warm::score::Sheet;
use beeline_platform::settings;
use worker::Env;

/// What `routing-config/score.toml` was compiled to; `null` if there is none.
const SHEET: &str = include_str!(concat!(env!("OUT_DIR"), "/score.json"));
/// What the smallest plan takes (<https://docs.peopledatalabs.com/docs/rate-limiting>).
const PEOPLE_DATA_LABS_BUDGET: Budget = Budget { calls: 100, window_ms: 60_000 };
/// The same (<https://docs.apollo.io/reference/rate-limits>).
const APOLLO_BUDGET: Budget = Budget { calls: 50, window_ms: 60_000 };

/// Everybody who can be asked.
pub struct Askers {
    /// Providers of company data, in the order in which they are asked.
    pub companies: Vec<CompanyAsker>,
    /// The DNS server.
    pub dns: Option<BaseUrl>,
    /// Who knows lines.
    pub lookup: Option<LookupAccess>,
    /// What each of them may cost.
    pub caps: Caps,
    /// The points file.
    pub sheet: Option<Sheet>,
}

/// A provider of company data.
pub struct CompanyAsker {
    /// Who.
    pub provider: Provider,
    /// Where, and who asks.
    pub access: ProviderAccess,
    /// What it takes until its own answers say otherwise.
    pub budget: Budget,
}

impl Askers {
    /// With this deployment's bindings.
    pub fn new(env: &Env) -> Result<Self, String> {
        let companies = [
            (
                Provider::PeopleDataLabs,
                variable::PEOPLE_DATA_LABS_URL,
                variable::PEOPLE_DATA_LABS_KEY,
                PEOPLE_DATA_LABS_BUDGET,
            ),
            (Provider::Apollo, variable::APOLLO_URL, variable::APOLLO_KEY, APOLLO_BUDGET),
        ];
        let companies = companies.into_iter().filter_map(|(provider, url, key, budget)| {
            let key = Credential::new(&settings::variable(env, key)?);
            let access =
                base(env, url).map(|base_url| base_url.map(|base_url| ProviderAccess { base_url, key }));
            access.transpose().map(|access| access.map(|access| CompanyAsker { provider, access, budget }))
        });
        let cap = |name| settings::number(env, name, 0).map_err(|error| error.to_string());
        Ok(Self {
            companies: companies.collect::<Result<_, String>>()?,
            dns: base(env, variable::DNS_URL)?,
            lookup: lookup(env)?,
            caps: Caps {
                per_day: cap(variable::WARM_CREDITS_PER_DAY)?,
                per_month: cap(variable::WARM_CREDITS_PER_MONTH)?,
            },
            sheet: serde_json::from_str(SHEET).map_err(|error| error.to_string())?,
        })
    }

    /// What can be asked at all, where rules may move leads, or not.
    pub fn configured(&self, reroute: bool) -> Configured {
        Configured {
            company: !self.companies.is_empty(),
            mail: self.dns.is_some(),
            line: self.lookup.is_some(),
            score: self.sheet.is_some(),
            reroute,
        }
    }
}

/// An address, if there is one.
fn base(env: &Env, name: &'static str) -> Result<Option<BaseUrl>, String> {
    let Some(url) = settings::variable(env, name) else { return Ok(None) };
    BaseUrl::parse(&url).map(Some).map_err(|bad| format!("binding {name}: {bad}"))
}

fn lookup(env: &Env) -> Result<Option<LookupAccess>, String> {
    let id = settings::variable(env, variable::TWILIO_KEY_ID);
    let secret = settings::variable(env, variable::TWILIO_KEY_SECRET);
    let (Some(id), Some(secret)) = (id, secret) else { return Ok(None) };
    let base_url = base(env, variable::TWILIO_LOOKUP_URL)?;
    Ok(base_url.map(|base_url| LookupAccess::new(base_url, &id, &secret)))
}
