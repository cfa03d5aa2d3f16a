//! A vendor's records, read with the leave of its guard and after all leads.

use std::time::Duration;

use beeline::destination::{Call, Listed, Listing, Period, Reason, Reply};
use beeline::guard::{Called, Ending, Go, Lane, Limits, Reply as GuardReply};
use beeline::reconcile::{Expected, Found};
use beeline_platform::guards::Guarded;
use beeline_platform::{outbound, source};
use worker::Delay;

use super::view::Pause;
use crate::desk::Desk;

/// Calls asked for at a time.
const CALLS: u32 = 8;
/// A wait that is worth it within a turn.
const SHORT_WAIT_MS: i64 = 2_000;
/// Nobody waits for a look, and one given up too early tells the guard of an illness that is none.
const TIMEOUT_MS: u32 = 5_000;
/// How soon to go on after a call that failed.
const RETRY_MS: i64 = 10_000;
/// The same with another access token.
const TOKEN_RETRY_MS: i64 = 500;

/// One vendor, for one turn.
pub struct Vendor<'a> {
    desk: &'a Desk,
    pub listing: Box<dyn Listing>,
    leave: Option<Leave>,
    has_listed: bool,
}

/// What the guard has granted, and what was made of it.
struct Leave {
    go: Go,
    made: Vec<Called>,
    limits: Limits,
}

impl Leave {
    fn is_good(&self) -> bool {
        let made = u32::try_from(self.made.len()).unwrap_or(u32::MAX);
        made < self.go.permits && source::now_ms() < self.go.stop_at_ms
    }
}

impl<'a> Vendor<'a> {
    pub fn new(desk: &'a Desk, listing: Box<dyn Listing>) -> Self {
        Self { desk, listing, leave: None, has_listed: false }
    }

    pub async fn find(&mut self, leads: &[&Expected]) -> Result<Vec<Found>, Pause> {
        let reply = self.look(leads).await?;
        let mut found = self.listing.found(leads, &reply).map_err(pause)?;
        for lead in self.listing.unclear(leads, &reply) {
            let reply = self.look(&[lead]).await?;
            found.extend(self.listing.found(&[lead], &reply).map_err(pause)?);
        }
        Ok(found)
    }

    async fn look(&mut self, leads: &[&Expected]) -> Result<Reply, Pause> {
        let Some(call) = self.listing.find(leads) else { return Err(blind()) };
        self.call(&call).await
    }

    pub async fn list(&mut self, period: Period, after: Option<&str>) -> Result<Listed, Pause> {
        let Some(call) = self.listing.list(period, after) else { return Err(blind()) };
        if std::mem::replace(&mut self.has_listed, true) {
            let wait_ms = self.listing.sight().between_lists_ms;
            Delay::from(Duration::from_millis(wait_ms.into())).await;
        }
        let reply = self.call(&call).await?;
        self.listing.listed(period, &reply).map_err(pause)
    }

    async fn call(&mut self, call: &Call) -> Result<Reply, Pause> {
        let timeout_ms = self.granted().await?.timeout_ms.max(TIMEOUT_MS);
        let begun_at_ms = source::now_ms();
        let reply = outbound::send(self.listing.base(), call, timeout_ms).await;
        let now_ms = source::now_ms();
        let ending = self.listing.ending(&reply);
        if let Some(leave) = &mut self.leave {
            leave.made.push(Called { ending, latency_ms: u32::try_from(now_ms - begun_at_ms).unwrap_or(0) });
            if let Ok(answer) = &reply {
                leave.limits = leave.limits.and(answer.limits(now_ms));
            }
        }
        if self.listing.wants_new_token(&reply) {
            self.desk.vendors.spoil_token(self.listing.name(), call);
            let reason = Reason::new(self.listing.name(), "the access token is no longer good");
            return Err(Pause { after_ms: TOKEN_RETRY_MS, reason: reason.to_string() });
        }
        if ending == Ending::Answered { Ok(reply) } else { Err(pause(self.failed(&reply))) }
    }

    fn failed(&self, reply: &Reply) -> Reason {
        match reply {
            Ok(answer) => Reason::http(self.listing.name(), answer.status),
            Err(failure) => Reason::new(self.listing.name(), failure.word()),
        }
    }

    /// A grant with a call left in it.
    async fn granted(&mut self) -> Result<Go, Pause> {
        loop {
            if let Some(leave) = self.leave.as_ref().filter(|leave| leave.is_good()) {
                return Ok(leave.go);
            }
            self.give_back().await;
            match self.desk.guards.ask(self.guarded(), Lane::Warm, CALLS).await {
                GuardReply::Go(go) => {
                    self.leave = Some(Leave { go, made: Vec::new(), limits: Limits::default() });
                }
                GuardReply::Wait { until_ms, reason } => {
                    let wait_ms = (until_ms - source::now_ms()).max(1);
                    if wait_ms > SHORT_WAIT_MS {
                        return Err(Pause { after_ms: wait_ms, reason: reason.word().to_owned() });
                    }
                    Delay::from(Duration::from_millis(wait_ms.unsigned_abs())).await;
                }
                GuardReply::Noted { .. } | GuardReply::Misdirected => return Err(blind()),
            }
        }
    }

    /// Tells the guard what was made of its grant.
    pub async fn give_back(&mut self) {
        if let Some(Leave { go, made, limits }) = self.leave.take() {
            self.desk.guards.report(self.guarded(), go.ticket, made, limits).await;
        }
    }

    fn guarded(&self) -> Guarded<'static> {
        let destination = self.listing.name();
        Guarded { destination, budget: self.desk.vendors.budget(destination) }
    }
}

fn pause(reason: Reason) -> Pause {
    Pause { after_ms: RETRY_MS, reason: reason.to_string() }
}

fn blind() -> Pause {
    Pause { after_ms: RETRY_MS, reason: "cannot be asked".into() }
}
