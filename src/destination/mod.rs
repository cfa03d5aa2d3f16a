//! Destinations: what to send to a CRM for a batch of leads, and what its answers mean.
//!
//! A destination is two pure functions. [`Destination::open`] turns a batch into [`Step`]s, each
//! one HTTP call for one or more leads; [`Destination::read`] takes a step and how its call ended,
//! and answers with verdicts, further steps, or both. Every lead of a step comes out of `read`
//! exactly once: in a verdict, in a further step, or waiting in one behind a lead of the same
//! person. Steps of one [`Progress`] touch different people, so they may run side by side.
//!
//! Whoever sends the calls never follows a redirect (a 300 of Salesforce's is an answer), stores
//! what [`Progress::remember`] names before it sends another step, and hands in the time.

mod answer;
mod batch;
mod call;
mod credential;
mod field;
pub mod hubspot;
mod item;
mod listing;
mod mapping;
mod masked;
mod moment;
pub mod pipedrive;
mod promises;
mod record;
mod run;
pub mod salesforce;
pub mod settings;
mod split;
mod standing;
mod step;
mod url;
mod verdict;
mod wait;
pub mod webhook;

use crate::guard::Ending;

pub(crate) use answer::json_ending;
pub use answer::{Answer, KEPT_HEADERS, MAX_BODY_BYTES, Reply, TransportFailure};
pub use batch::arrange;
pub use call::{Call, Method};
pub use credential::Credential;
pub use field::{Field, UnknownField};
pub use listing::{Listed, Listing, Period, Sight, sight};
pub use mapping::{Demands, Entry, Fault, Mapping, OnRepeat};
pub use promises::{Promises, RecordKind};
pub use record::{BadKey, Consent, ExternalKey, Item, Person, Record, Value};
pub use run::Run;
pub use settings::Settings;
pub use step::{Progress, Stage, Step, Turn};
pub use url::{BadUrl, BaseUrl};
pub use verdict::{Reason, Verdict};

/// A CRM, as configured.
pub trait Destination {
    /// What its obligations and reasons are called after: `hubspot`.
    fn name(&self) -> &'static str;

    /// What the path of a call is put behind.
    fn base(&self) -> &BaseUrl;

    /// What it can and cannot promise.
    fn promises(&self) -> Promises;

    /// The first steps of these leads. `turns` index into `items`.
    fn start(&self, items: &[Item], turns: Vec<Turn>, now_ms: i64) -> Progress;

    /// What follows from the end of a step's call. `items` are those given to [`Self::open`].
    fn read(&self, items: &[Item], step: &Step, reply: &Reply, now_ms: i64) -> Progress;

    /// Whether the answer says that the access token is no longer good: get another one, once, and
    /// send the same step again.
    fn wants_new_token(&self, _reply: &Reply) -> bool {
        false
    }

    /// Whether nobody may see the path of its calls, because whoever knows it may call.
    fn path_is_secret(&self) -> bool {
        false
    }

    /// How a call ended, as far as the vendor's health is concerned.
    fn ending(&self, reply: &Reply) -> Ending {
        json_ending(reply)
    }

    /// Begins a batch.
    fn open(&self, items: &[Item], now_ms: i64) -> Progress {
        self.start(items, arrange(items), now_ms)
    }
}
