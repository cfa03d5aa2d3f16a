//! The names that `wrangler*.toml` and the code must agree on. A test compares them.

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
/// Queue of cards.
pub const QUEUE_CARDS: &str = "CARDS";

/// Queue names, as a consumer sees them.
pub mod queue {
    /// Leads for the inbox.
    pub const CRM_INBOX: &str = "crm-inbox";
    /// Cards.
    pub const CARDS: &str = "cards";
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
    /// Secret of browser sessions.
    pub const SESSION_KEY: &str = "SESSION_KEY";
    /// Slack bot token; empty or absent: no Slack.
    pub const SLACK_TOKEN: &str = "SLACK_TOKEN";
    /// Slack channel id of real leads' cards.
    pub const SLACK_CHANNEL: &str = "SLACK_CHANNEL";
    /// Slack channel id of synthetic leads' cards; empty: none are posted.
    pub const SLACK_SYNTHETIC_CHANNEL: &str = "SLACK_SYNTHETIC_CHANNEL";
    /// Base URL of Slack's API.
    pub const SLACK_URL: &str = "SLACK_URL";
    /// Where the ops pages are reached, for links on cards.
    pub const PUBLIC_URL: &str = "PUBLIC_URL";
    /// Deadline of a ledger call, in milliseconds.
    pub const LEDGER_DEADLINE_MS: &str = "LEDGER_DEADLINE_MS";
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
