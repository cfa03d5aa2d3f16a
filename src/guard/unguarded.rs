//! What to do when the guard does not answer.

use super::command::{Go, Lane, Reason, Reply};
use super::lease::GRANT_MS;

/// Calls of a batch that is sent unasked. With three consumers a second that is still within
/// every vendor's window but the smallest, and that one says "too many".
pub const UNGUARDED_ITEMS: u32 = 10;
/// How long to wait for an answer when nobody knows how long one takes: a call given up too
/// early is an unknown outcome.
pub const UNGUARDED_TIMEOUT_MS: u32 = 3_000;
/// When warm work asks again.
const WARM_WAIT_MS: i64 = 60_000;
/// When leads ask for the rest.
const REST_MS: i64 = 1_000;

/// What a consumer takes for the guard's reply when the guard cannot be reached: leads go on,
/// few at a time and with patience, and warm work waits. Once the guard is back it is told of the calls
/// in a report without a ticket.
pub fn unguarded(lane: Lane, items: u32, at_ms: i64) -> Reply {
    let concurrency = match lane {
        Lane::Hot => 2,
        Lane::Standard => 1,
        Lane::Warm => {
            return Reply::Wait { until_ms: at_ms.saturating_add(WARM_WAIT_MS), reason: Reason::Unguarded };
        }
    };
    let permits = items.clamp(1, UNGUARDED_ITEMS);
    let rest_ms = if permits >= items { 0 } else { REST_MS };
    Reply::Go(Go {
        ticket: None,
        timeout_ms: UNGUARDED_TIMEOUT_MS,
        concurrency: permits.min(concurrency),
        permits,
        probe: false,
        stop_at_ms: at_ms.saturating_add(GRANT_MS),
        rest_until_ms: at_ms.saturating_add(rest_ms),
    })
}
