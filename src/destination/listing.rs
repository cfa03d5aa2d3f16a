//! Reading a destination's records back, to compare them with the ledger.
//!
//! As for deliveries these are pure functions: a call to make, and what its answer says. Nothing here
//! writes. What a vendor cannot tell is said in [`Sight::cannot`], and never guessed: a page of which
//! an answer leaves something open is an error, and read again later.

use serde_json::Value as Json;

use super::answer::{Answer, Reply};
use super::call::Call;
use super::verdict::Reason;
use super::{Destination, hubspot, pipedrive, salesforce, webhook};
use crate::reconcile::{Expected, Found, Standing};

/// What can be seen of a destination's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// The most leads that one call looks up; 0 if none can be.
    pub leads_per_call: usize,
    /// Whether its records can be listed.
    pub lists: bool,
    /// The least time between two calls that list, in milliseconds.
    pub between_lists_ms: u32,
    /// How long a record may take to be found after it was written, in milliseconds.
    pub grace_ms: i64,
    /// What cannot be seen, in words for the operator.
    pub cannot: &'static [&'static str],
}

/// What can be seen of the destination of this name; `None` if there is no such vendor.
pub fn sight(name: &str) -> Option<Sight> {
    match name {
        hubspot::NAME => Some(hubspot::SIGHT),
        salesforce::NAME => Some(salesforce::SIGHT),
        pipedrive::NAME => Some(pipedrive::SIGHT),
        webhook::NAME => Some(webhook::SIGHT),
        _ => None,
    }
}

/// The records that are compared, by when they were made: from `since_ms` on and before `until_ms`, in
/// milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The earliest.
    pub since_ms: i64,
    /// After the latest.
    pub until_ms: i64,
}

/// Some of a destination's records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The records.
    pub records: Vec<Found>,
    /// Where the next call goes on; `None` after the last.
    pub next: Option<String>,
}

/// A destination whose records can be read back, as far as its [`Sight`] goes.
pub trait Listing: Destination {
    /// What can be seen of its records.
    fn sight(&self) -> Sight;

    /// What is expected of a lead there, given how it is looked up.
    fn expects(&self, lead: &Expected) -> Standing {
        lead.standing
    }

    /// Looks up the records of these leads, up to [`Sight::leads_per_call`] of them, of all of which
    /// [`Self::expects`] says that they are recorded; `None` if it cannot.
    fn find(&self, leads: &[&Expected]) -> Option<Call>;

    /// The records of these leads that are there, but for those of [`Self::unclear`].
    fn found(&self, leads: &[&Expected], reply: &Reply) -> Result<Vec<Found>, Reason>;

    /// Of these leads those of which the answer does not say whose record it is that it has besides: they
    /// are looked up again, each by itself. Of one lead everything is clear.
    fn unclear<'a>(&self, _leads: &[&'a Expected], _reply: &Reply) -> Vec<&'a Expected> {
        Vec::new()
    }

    /// Lists the records made in this time that are stamped with a lead's id, on from `after`; `None`
    /// if it cannot.
    fn list(&self, period: Period, after: Option<&str>) -> Option<Call>;

    /// The records that are listed.
    fn listed(&self, period: Period, reply: &Reply) -> Result<Listed, Reason>;
}

/// An answer that succeeded, as JSON.
pub(super) fn body(name: &'static str, reply: &Reply) -> Result<Json, Reason> {
    let answer = reply.as_ref().map_err(|failure| Reason::new(name, failure.word()))?;
    if !answer.is_success() {
        return Err(Reason::http(name, answer.status));
    }
    read(name, answer)
}

/// An answer's body as JSON.
pub(super) fn read(name: &'static str, answer: &Answer) -> Result<Json, Reason> {
    answer.json().ok_or_else(|| Reason::new(name, "unreadable answer"))
}

/// A list that an answer has to have.
pub(super) fn rows<'a>(name: &'static str, body: &'a Json, list: &str) -> Result<&'a [Json], Reason> {
    let rows = body.get(list).and_then(Json::as_array);
    rows.map(Vec::as_slice).ok_or_else(|| Reason::new(name, "unreadable answer"))
}

/// An id, be it text or a number.
pub(super) fn id(value: Option<&Json>) -> Option<String> {
    match value? {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
