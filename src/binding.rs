//! The names that `wrangler*.toml` and the code must agree on. A test compares them.

use std::fmt;

use crate::ledger::Obligation;

/// Durable Object namespace of the ledger shards.
pub const LEDGER: &str = "LEDGER";
/// Durable Object namespace of the guards.
pub const GUARD: &str = "GUARD";
/// Durable Object namespace of the drift stores.
pub const DRIFT: &str = "DRIFT";
/// Durable Object namespace of the pools.
pub const POOL: &str = "POOL";
/// Rate limit of a network: what is over it speaks against a submission.
pub const RATE_SOFT: &str = "RATE_SOFT";
/// Rate limit of a network: what is over it is refused.
pub const RATE_HARD: &str = "RATE_HARD";
/// Service binding from the edge to the consumer.
pub const CONSUMER: &str = "CONSUMER";
/// KV namespace of publications.
pub const ROUTING: &str = "ROUTING";
/// D1 database of the inbox.
pub const INBOX: &str = "INBOX";
/// Queue of the inbox destination.
pub const QUEUE_CRM_INBOX: &str = "CRM_INBOX";
/// Queue of cards that nobody has posted yet, as far as is known.
pub const QUEUE_CARDS: &str = "CARDS";
/// Queue of posted cards that are no longer true.
pub const QUEUE_CARD_UPDATES: &str = "CARD_UPDATES";
/// Queue that asks for comparisons of destinations with the ledger.
pub const QUEUE_RECONCILE: &str = "RECONCILE";
/// Queue of what a lead can do without.
pub const QUEUE_WARM: &str = "WARM";
/// Each destination that leads can be owed to, with its queue's binding and name.
pub const DESTINATIONS: [Destination; 5] = [
    Destination { name: "inbox", binding: QUEUE_CRM_INBOX, queue: queue::CRM_INBOX },
    Destination { name: "hubspot", binding: "CRM_HUBSPOT", queue: "crm-hubspot" },
    Destination { name: "salesforce", binding: "CRM_SALESFORCE", queue: "crm-salesforce" },
    Destination { name: "pipedrive", binding: "CRM_PIPEDRIVE", queue: "crm-pipedrive" },
    Destination { name: "webhook", binding: "CRM_WEBHOOK", queue: "crm-webhook" },
];

/// A destination and its queue: one each, so that nothing slow holds up anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Destination {
    /// As in `crm:hubspot`.
    pub name: &'static str,
    /// The queue as the ledger is bound to it.
    pub binding: &'static str,
    /// The queue as a consumer sees it.
    pub queue: &'static str,
}

/// A name in [`variable::DESTINATIONS`] that no destination has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownDestination(String);

impl fmt::Display for UnknownDestination {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = DESTINATIONS.map(|destination| destination.name).join(", ");
        write!(
            formatter,
            "binding {}: there is no destination \"{}\"; there are {known}",
            variable::DESTINATIONS,
            self.0
        )
    }
}

/// The destinations that [`variable::DESTINATIONS`] names, each once; the inbox if it names none.
pub fn destinations(names: Option<&str>) -> Result<Vec<Destination>, UnknownDestination> {
    let names = names.unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty());
    let mut chosen: Vec<Destination> = Vec::new();
    for name in names {
        let known = DESTINATIONS.into_iter().find(|destination| destination.name == name);
        let known = known.ok_or_else(|| UnknownDestination(name.to_owned()))?;
        if !chosen.contains(&known) {
            chosen.push(known);
        }
    }
    if chosen.is_empty() {
        chosen.extend(DESTINATIONS.first());
    }
    Ok(chosen)
}

/// The queue that what is owed is sent through; `None` for a destination that there is not.
pub fn queue_of(owed: &Obligation) -> Option<&'static str> {
    if owed.name.is_warm() {
        return Some(QUEUE_WARM);
    }
    if owed.name.is_card() {
        return Some(if owed.reference.is_some() { QUEUE_CARD_UPDATES } else { QUEUE_CARDS });
    }
    let name = owed.name.destination()?;
    DESTINATIONS.iter().find(|destination| destination.name == name).map(|known| known.binding)
}

/// Queue names, as a consumer sees them.
pub mod queue {
    /// Leads for the inbox.
    pub const CRM_INBOX: &str = "crm-inbox";
    /// Cards to post.
    pub const CARDS: &str = "cards";
    /// Cards to bring up to date.
    pub const CARD_UPDATES: &str = "card-updates";
    /// Destinations to compare with the ledger, by name.
    pub const RECONCILE: &str = "reconcile";
    /// What a lead can do without.
    pub const WARM: &str = "warm";
    /// What no consumer could take.
    pub const DEAD_LETTERS: &str = "dead-letters";
}

/// Secrets and plain variables.
pub mod variable {
    /// Secret of person digests and lead keys.
    pub const IDENTITY_KEY: &str = "IDENTITY_KEY";
    /// Secret of queue envelopes.
    pub const ENVELOPE_KEY: &str = "ENVELOPE_KEY";
    /// Its key id.
    pub const ENVELOPE_KEY_ID: &str = "ENVELOPE_KEY_ID";
    /// Secret of lead tokens.
    pub const STATUS_TOKEN_KEY: &str = "STATUS_TOKEN_KEY";
    /// Secret that monitors sign with.
    pub const SYNTHETIC_KEY: &str = "SYNTHETIC_KEY";
    /// The ops token.
    pub const OPS_TOKEN: &str = "OPS_TOKEN";
    /// The support token; empty or absent: nobody has that role.
    pub const SUPPORT_TOKEN: &str = "SUPPORT_TOKEN";
    /// Secret of browser sessions, from which the key is derived too that leads are compared with.
    pub const SESSION_KEY: &str = "SESSION_KEY";
    /// Slack bot token; empty or absent: no Slack.
    pub const SLACK_TOKEN: &str = "SLACK_TOKEN";
    /// Slack channel ids of real leads' cards, with commas between them.
    pub const SLACK_CHANNEL: &str = "SLACK_CHANNEL";
    /// Slack channel ids of synthetic leads' cards; empty: none are posted.
    pub const SLACK_SYNTHETIC_CHANNEL: &str = "SLACK_SYNTHETIC_CHANNEL";
    /// Base URL of Slack's API.
    pub const SLACK_URL: &str = "SLACK_URL";
    /// Where the ops pages are reached, for links on cards.
    pub const PUBLIC_URL: &str = "PUBLIC_URL";
    /// Deadline of a ledger call, in milliseconds.
    pub const LEDGER_DEADLINE_MS: &str = "LEDGER_DEADLINE_MS";
    /// Which destinations leads are owed to: names with commas between them. Absent: the inbox.
    pub const DESTINATIONS: &str = "DESTINATIONS";
    /// Whether leads are owed what can be found out about them: `on` or `off`.
    pub const WARM_WORK: &str = "WARM_WORK";
    /// How many credits each provider may cost in a day, and in a month (UTC).
    pub const WARM_CREDITS_PER_DAY: &str = "WARM_CREDITS_PER_DAY";
    /// The month's.
    pub const WARM_CREDITS_PER_MONTH: &str = "WARM_CREDITS_PER_MONTH";
    /// Base URL of the DNS server that is asked over HTTPS; empty: none is.
    pub const DNS_URL: &str = "DNS_URL";
    /// Base URL of People Data Labs' API.
    pub const PEOPLE_DATA_LABS_URL: &str = "PEOPLE_DATA_LABS_URL";
    /// Its API key; empty or absent: it is not asked.
    pub const PEOPLE_DATA_LABS_KEY: &str = "PEOPLE_DATA_LABS_KEY";
    /// Base URL of Apollo's API.
    pub const APOLLO_URL: &str = "APOLLO_URL";
    /// Its API key; empty or absent: it is not asked.
    pub const APOLLO_KEY: &str = "APOLLO_KEY";
    /// Base URL of Twilio Lookup.
    pub const TWILIO_LOOKUP_URL: &str = "TWILIO_LOOKUP_URL";
    /// A Twilio API key's id, `SK...`; empty or absent: no number is looked up.
    pub const TWILIO_KEY_ID: &str = "TWILIO_KEY_ID";
    /// Its secret.
    pub const TWILIO_KEY_SECRET: &str = "TWILIO_KEY_SECRET";
    /// Base URL of HubSpot's API.
    pub const HUBSPOT_URL: &str = "HUBSPOT_URL";
    /// Access token of a HubSpot private app.
    pub const HUBSPOT_TOKEN: &str = "HUBSPOT_TOKEN";
    /// The Salesforce org's My Domain: where access tokens are fetched.
    pub const SALESFORCE_URL: &str = "SALESFORCE_URL";
    /// Consumer key of a Salesforce connected app.
    pub const SALESFORCE_CLIENT_ID: &str = "SALESFORCE_CLIENT_ID";
    /// Its secret.
    pub const SALESFORCE_CLIENT_SECRET: &str = "SALESFORCE_CLIENT_SECRET";
    /// Base URL of a Pipedrive company.
    pub const PIPEDRIVE_URL: &str = "PIPEDRIVE_URL";
    /// API token of a Pipedrive user.
    pub const PIPEDRIVE_TOKEN: &str = "PIPEDRIVE_TOKEN";
    /// Where the webhook's receiver is, path and all. A secret: the path may be one.
    pub const WEBHOOK_URL: &str = "WEBHOOK_URL";
    /// What the receiver knows us by: a bearer token, or a `whsec_` key where calls are signed.
    pub const WEBHOOK_SECRET: &str = "WEBHOOK_SECRET";
    /// Deadline of a call to Slack, in milliseconds.
    pub const SLACK_DEADLINE_MS: &str = "SLACK_DEADLINE_MS";
    /// How long settled leads stay in the ledger, in days.
    pub const RETENTION_DAYS: &str = "RETENTION_DAYS";
    /// Whether the platform knows jurisdictions: `on` or `off`.
    pub const JURISDICTIONS: &str = "JURISDICTIONS";
    /// How many commands a second one ledger object can carry out.
    pub const LEDGER_CAPACITY_PER_SECOND: &str = "LEDGER_CAPACITY_PER_SECOND";
    /// Turnstile's site key; empty: nobody is challenged.
    pub const TURNSTILE_SITE_KEY: &str = "TURNSTILE_SITE_KEY";
    /// Turnstile's secret key.
    pub const TURNSTILE_SECRET: &str = "TURNSTILE_SECRET";
    /// Where Turnstile verifies.
    pub const TURNSTILE_URL: &str = "TURNSTILE_URL";
    /// Deadline of a verification, in milliseconds.
    pub const TURNSTILE_DEADLINE_MS: &str = "TURNSTILE_DEADLINE_MS";
    /// How long a receipt waits for its rep, in milliseconds.
    pub const POOL_DEADLINE_MS: &str = "POOL_DEADLINE_MS";
    /// Secret that publications of bundles are signed with; empty or absent: none is taken.
    pub const BUNDLE_KEY: &str = "BUNDLE_KEY";
    /// Its key id.
    pub const BUNDLE_KEY_ID: &str = "BUNDLE_KEY_ID";
    /// How often an isolate looks for a publication, in milliseconds.
    pub const BUNDLE_INTERVAL_MS: &str = "BUNDLE_INTERVAL_MS";
    /// When this was deployed, in milliseconds since 1970: what was published earlier is not taken.
    pub const DEPLOYED_AT_MS: &str = "DEPLOYED_AT_MS";
    /// Which build this is.
    pub const BUILD: &str = "BUILD";
}
