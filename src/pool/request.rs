//! What people and programs may ask of a pool over the ops API.

use serde::Deserialize;
use serde_json::{Value, json};

/// The longest id and explanation.
const MOST_ID_BYTES: usize = 64;
const MOST_WHY_BYTES: usize = 300;

/// A question or a change that is not a lead's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolRequest {
    /// How everybody stands.
    Standing,
    /// The latest adjustments.
    Adjustments,
    /// What became of a lead, and why.
    Turn(String),
    /// What a rep is at: `{"rep": "ana", "state": "on_call", "at_ms": 1790000400000}`.
    Load(Vec<u8>),
    /// Turns given or taken: `{"id": "1", "rep": "ana", "turns": 1, "why": "covered for Ben"}`.
    Adjust(Vec<u8>),
    /// A lead given back: `{"lead_id": "ld_…", "rep": "ana", "why": "no answer"}`.
    Release(Vec<u8>),
}

/// Why a request is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotARequest;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Load {
    rep: String,
    state: super::Load,
    at_ms: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Adjust {
    id: String,
    rep: String,
    turns: i32,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    lead_id: String,
    rep: String,
    why: String,
}

impl PoolRequest {
    /// The [`Command`](super::Command) as JSON; `by` is the asker, for the record.
    pub fn command(&self, by: &str, now_ms: i64) -> Result<Value, NotARequest> {
        Ok(match self {
            Self::Standing => json!("standing"),
            Self::Adjustments => json!({ "adjustments": { "limit": 100 } }),
            Self::Turn(lead_id) => json!({ "turn": { "lead_id": short(lead_id)? } }),
            Self::Load(body) => {
                let Load { rep, state, at_ms } = read(body)?;
                let at_ms = at_ms.unwrap_or(now_ms);
                json!({ "busy": { "rep": short(&rep)?, "state": state, "at_ms": at_ms } })
            }
            Self::Adjust(body) => {
                let Adjust { id, rep, turns, why } = read(body)?;
                let (id, rep, why) = (short(&id)?, short(&rep)?, explained(&why)?);
                json!({ "adjust": { "id": id, "rep": rep, "turns": turns, "by": by, "why": why } })
            }
            Self::Release(body) => {
                let Release { lead_id, rep, why } = read(body)?;
                let (lead_id, rep, why) = (short(&lead_id)?, short(&rep)?, explained(&why)?);
                json!({ "release": { "lead_id": lead_id, "rep": rep, "by": by, "why": why } })
            }
        })
    }
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, NotARequest> {
    serde_json::from_slice(body).map_err(|_| NotARequest)
}

fn short(id: &str) -> Result<&str, NotARequest> {
    if id.is_empty() || id.len() > MOST_ID_BYTES { Err(NotARequest) } else { Ok(id) }
}

fn explained(why: &str) -> Result<&str, NotARequest> {
    if why.trim().is_empty() || why.len() > MOST_WHY_BYTES { Err(NotARequest) } else { Ok(why) }
}
