//! Pools: how everybody stands, why a lead went to whom it went, and what people may change.

use beeline::identity::Region;
use beeline::intake::Malformed;
use beeline::pool::PoolRequest;
use beeline::problem::Problem;
use beeline_platform::log;
use beeline_platform::source;
use worker::{Response, Result};

use super::{Visit, reply};

/// Deadline of a pool's answer.
const POOL_DEADLINE_MS: f64 = 2_000.0;
/// The largest body of a change.
const MOST_BODY_BYTES: usize = 4_096;
/// The longest team id.
const MOST_TEAM_BYTES: usize = 64;

/// What is asked of which pool.
pub struct PoolTarget {
    team: String,
    about: About,
}

enum About {
    Standing,
    Adjustments,
    Turn(String),
    Load,
    Adjust,
    Release,
}

impl PoolTarget {
    /// `/v1/ops/pools/{team}` and what may follow; the one method that fits, if another was used.
    pub fn of(path: &str, is_get: bool, is_post: bool) -> Option<std::result::Result<Self, &'static str>> {
        let mut parts = path.strip_prefix("/v1/ops/pools/")?.split('/');
        let team = parts.next().filter(|team| is_team_id(team))?.to_owned();
        let (about, is_change) = match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => (About::Standing, false),
            (Some("adjustments"), None, _) => (About::Adjustments, false),
            (Some("turns"), Some(lead_id), None) => (About::Turn(lead_id.to_owned()), false),
            (Some("load"), None, _) => (About::Load, true),
            (Some("adjust"), None, _) => (About::Adjust, true),
            (Some("release"), None, _) => (About::Release, true),
            _ => return None,
        };
        match is_change {
            true if is_post => Some(Ok(Self { team, about })),
            false if is_get => Some(Ok(Self { team, about })),
            true => Some(Err("POST")),
            false => Some(Err("GET")),
        }
    }

    /// Whether it changes anything.
    pub const fn is_change(&self) -> bool {
        matches!(self.about, About::Load | About::Adjust | About::Release)
    }
}

/// A change's body; `None` if it is too large, or its size is not told.
async fn body(visit: &mut Visit<'_>) -> Option<Vec<u8>> {
    let declared = visit.request.headers().get("Content-Length").ok().flatten()?;
    declared.parse::<usize>().ok().filter(|length| *length <= MOST_BODY_BYTES)?;
    visit.request.bytes().await.ok()
}

fn is_team_id(id: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !id.is_empty() && id.len() <= MOST_TEAM_BYTES && id.bytes().all(fits)
}

/// Answers. A change takes a token: another site's page could make a browser send its cookie.
pub async fn answer(mut visit: Visit<'_>, PoolTarget { team, about }: PoolTarget) -> Result<Response> {
    let request = match about {
        About::Standing => PoolRequest::Standing,
        About::Adjustments => PoolRequest::Adjustments,
        About::Turn(lead_id) => PoolRequest::Turn(lead_id),
        _ if !visit.by_bearer => return visit.refuse(&Problem::Forbidden),
        change => {
            let Some(body) = body(&mut visit).await else { return visit.refuse(&Problem::TooLarge) };
            match change {
                About::Adjust => PoolRequest::Adjust(body),
                About::Release => PoolRequest::Release(body),
                _ => PoolRequest::Load(body),
            }
        }
    };
    let Ok(command) = request.command(&visit.subject, source::now_ms()) else {
        return visit.refuse(&Problem::Malformed(Malformed::NotPoolChange));
    };
    let pools = &visit.desk.pools;
    let answer = match pools.send(&team, Region::Eu, &command.to_string(), POOL_DEADLINE_MS).await {
        Ok(answer) => answer,
        Err(error) => return visit.unavailable("pool", error),
    };
    // The pool's answer goes on as it is; only what is none is told apart.
    if answer.starts_with("{\"failed\"") {
        return visit.unavailable("pool", "command failed");
    }
    if answer == "\"roster_wanted\"" || answer == "\"not_here\"" {
        return visit.refuse(&Problem::NotFound);
    }
    log::event("ops.pool")
        .with("team", team)
        .with("subject", visit.subject.as_str())
        .with(
            "changed",
            matches!(request, PoolRequest::Adjust(_) | PoolRequest::Release(_) | PoolRequest::Load(_)),
        )
        .write();
    reply::json(answer)
}
