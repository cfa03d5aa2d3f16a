//! Asking a team's pool who takes a lead.

use beeline::binding;
use beeline::identity::Region;
use beeline::pool::{Take, TakeAnswer};
use beeline::routing::TeamRoster;
use worker::Env;

use crate::ledgers::{CallError, Objects};

/// The pools, one object per team.
#[derive(Clone)]
pub struct Pools {
    objects: Objects,
}

impl Pools {
    /// Through the binding `POOL`.
    pub fn new(env: &Env, deadline_ms: u32) -> worker::Result<Self> {
        Ok(Self { objects: Objects::new(env, binding::POOL, deadline_ms)? })
    }

    /// Asks who takes a lead. A pool is made near whoever asks it first.
    pub async fn take(
        &self,
        team: &str,
        near: Region,
        take: &Take,
        limit_ms: f64,
    ) -> Result<TakeAnswer, CallError> {
        let take = serde_json::to_string(take).map_err(|_| CallError::Garbled)?;
        let answer = self.send(team, near, &format!("{{\"take\":{take}}}"), limit_ms).await?;
        match serde_json::from_str(&answer).map_err(|_| CallError::Garbled)? {
            TakeAnswer::Failed { reason } => Err(CallError::Refused(reason)),
            answer => Ok(answer),
        }
    }

    /// Sends a team's reps, under the name that a [`Take`] knows them by.
    pub async fn enlist(
        &self,
        roster: &TeamRoster,
        sequence: i64,
        near: Region,
        limit_ms: f64,
    ) -> Result<(), CallError> {
        let text = |text: &str| serde_json::to_string(text).map_err(|_| CallError::Garbled);
        let (hash, team) = (text(&roster_name(roster, sequence))?, text(&roster.team)?);
        // The team's own text is JSON already: it is not read here to be written again.
        let crew = &roster.crew;
        let command = format!(
            "{{\"roster\":{{\"sequence\":{sequence},\"hash\":{hash},\"team\":{team},\"crew\":{crew}}}}}"
        );
        let answer = self.send(&roster.team, near, &command, limit_ms).await?;
        if answer.starts_with("{\"roster_in_force\"") { Ok(()) } else { Err(CallError::Refused(answer)) }
    }

    /// Tells a pool that a lead went to another team. Where nobody ever asked for a turn there is nothing
    /// to be told.
    pub async fn withdraw(
        &self,
        team: &str,
        near: Region,
        withdraw: &str,
        limit_ms: f64,
    ) -> Result<(), CallError> {
        let answer = self.send(team, near, &format!("{{\"withdraw\":{withdraw}}}"), limit_ms).await?;
        match answer.as_str() {
            "\"done\"" | "\"roster_wanted\"" => Ok(()),
            _ => Err(CallError::Refused(answer)),
        }
    }

    /// Sends a command as it is.
    pub async fn send(
        &self,
        team: &str,
        near: Region,
        command: &str,
        limit_ms: f64,
    ) -> Result<String, CallError> {
        self.objects.call_within(team, near, None, command, limit_ms).await
    }
}

/// A roster's name at its pool: the same reps, deployed again after others, are a new roster.
pub fn roster_name(roster: &TeamRoster, sequence: i64) -> String {
    format!("{sequence}.{}", roster.hash)
}
