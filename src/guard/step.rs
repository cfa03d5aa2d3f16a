//! One command: the state after it, and the reply.

use super::circuit::{Circuit, count};
use super::command::{Called, Command, Ending, Go, Lane, Reason, Reply};
use super::concurrency::{Concurrency, MAX_PER_BATCH};
use super::latency::MAX_TIMEOUT_MS;
use super::lease::{GRACE_MS, GRANT_MS, Lease, PROBE_GRANT_MS};
use super::limits::Limits;
use super::state::Guard;

/// More calls are not granted to one batch.
pub const MAX_ITEMS: u32 = 1_000;

/// When to ask again if only calls on their way stand in the way.
const BUSY_MS: i64 = 250;
/// How long a lead that was told to wait may be late, and still be before warm work.
const LEAD_LATE_MS: i64 = 1_000;

/// When to ask again, by the guard's own time, and why not now.
type Refusal = (i64, Reason);

/// Runs one command. `now_ms` is the guard's own clock; going back does it no harm.
pub fn step(mut guard: Guard, command: Command, now_ms: i64) -> (Guard, Reply) {
    let (Command::Ask { destination, .. } | Command::Report { destination, .. }) = &command;
    if *destination != guard.destination {
        return (guard, Reply::Misdirected);
    }
    let now_ms = guard.clock.advance(now_ms);
    let lost = guard.leases.expire(now_ms);
    guard.quota.spend(lost, now_ms);
    let reply = match command {
        Command::Ask { lane, items, at_ms, budget, .. } => {
            if let Some(budget) = budget {
                guard.quota.assume(budget);
            }
            let asked = ask(&mut guard, lane, items.clamp(1, MAX_ITEMS), at_ms, now_ms);
            asked.map_or_else(|refusal| refuse(&mut guard, lane, refusal, at_ms, now_ms), Reply::Go)
        }
        Command::Report { ticket, outcomes, limits, .. } => {
            report(&mut guard, ticket, &outcomes, &limits, now_ms);
            Reply::Noted { circuit: guard.circuit() }
        }
    };
    (guard, reply)
}

fn ask(guard: &mut Guard, lane: Lane, items: u32, at_ms: i64, now_ms: i64) -> Result<Go, Refusal> {
    if lane == Lane::Warm && now_ms < guard.leads_wait_until_ms {
        return Err((guard.leads_wait_until_ms, Reason::LeadsFirst));
    }
    let leased = guard.leases.permits();
    let room = guard.quota.room(lane, leased, now_ms)?;
    let is_probe = guard.breaker.admit(guard.leases.probe_ends_at_ms(), now_ms)?;
    let lease = if is_probe { probe(guard, now_ms) } else { batch(guard, lane, items.min(room), now_ms)? };
    guard.leases.add(lease);
    guard.next_ticket = guard.next_ticket.saturating_add(1);
    let rest_ms = match lease.permits {
        permits if permits >= items => 0,
        permits if permits >= room => {
            guard.quota.frees_at_ms(lane, leased.saturating_add(permits), now_ms).saturating_sub(now_ms)
        }
        _ => BUSY_MS,
    };
    Ok(Go {
        ticket: Some(lease.ticket),
        timeout_ms: timeout_ms(guard, is_probe),
        concurrency: lease.concurrency,
        permits: lease.permits,
        probe: is_probe,
        stop_at_ms: at_ms.saturating_add(grant_ms(is_probe)),
        rest_until_ms: at_ms.saturating_add(rest_ms),
    })
}

/// A vendor that was down may be slow to come back: its one call is waited for as long as
/// any, or a slow vendor could never show that it is up.
fn timeout_ms(guard: &Guard, is_probe: bool) -> u32 {
    if is_probe { MAX_TIMEOUT_MS } else { guard.latency.timeout_ms() }
}

const fn grant_ms(is_probe: bool) -> i64 {
    if is_probe { PROBE_GRANT_MS } else { GRANT_MS }
}

fn probe(guard: &Guard, now_ms: i64) -> Lease {
    lease(guard, 1, 1, true, now_ms)
}

/// As many calls as the concurrency leaves room for, and as end in time even if every one of
/// them times out. No batch has more than half of it: whoever has it may be dead.
fn batch(guard: &Guard, lane: Lane, calls: u32, now_ms: i64) -> Result<Lease, Refusal> {
    let share = guard.concurrency.share(lane);
    let free = share.saturating_sub(guard.leases.in_flight());
    if free == 0 {
        return Err((now_ms.saturating_add(BUSY_MS), Reason::Busy));
    }
    let concurrency = free.min(calls).min((share / 2).clamp(1, MAX_PER_BATCH));
    let rounds = if guard.quota.is_wary() {
        1
    } else {
        u32::try_from(GRANT_MS).unwrap_or(u32::MAX) / guard.latency.timeout_ms().max(1)
    };
    Ok(lease(guard, calls.min(concurrency.saturating_mul(rounds.max(1))), concurrency, false, now_ms))
}

fn lease(guard: &Guard, permits: u32, concurrency: u32, is_probe: bool, now_ms: i64) -> Lease {
    let lasts_ms = grant_ms(is_probe) + i64::from(timeout_ms(guard, is_probe)) + GRACE_MS;
    let ends_at_ms = now_ms.saturating_add(lasts_ms);
    Lease { ticket: guard.next_ticket, permits, concurrency, is_probe, ends_at_ms }
}

fn refuse(guard: &mut Guard, lane: Lane, (until_ms, reason): Refusal, at_ms: i64, now_ms: i64) -> Reply {
    if lane != Lane::Warm {
        let late_ms = until_ms.saturating_add(LEAD_LATE_MS);
        guard.leads_wait_until_ms = guard.leads_wait_until_ms.max(late_ms);
    }
    let wait_ms = until_ms.saturating_sub(now_ms).max(1);
    Reply::Wait { until_ms: at_ms.saturating_add(wait_ms), reason }
}

fn report(guard: &mut Guard, ticket: Option<u64>, outcomes: &[Called], limits: &Limits, now_ms: i64) {
    let in_flight = guard.leases.in_flight();
    let lease = ticket.and_then(|ticket| guard.leases.take(ticket));
    if ticket.is_some() && lease.is_none() {
        // Told before, or so late that the lease has ended: its calls are counted.
        return;
    }
    guard.quota.spend(count(outcomes.len()), now_ms);
    guard.quota.learn(outcomes, limits, guard.leases.permits(), now_ms);
    guard.latency.record(outcomes, now_ms);
    let before = guard.breaker.circuit();
    guard.breaker.learn(lease, outcomes, guard.next_ticket, now_ms);
    if before != Circuit::Closed && guard.breaker.circuit() == Circuit::Closed {
        // What an outage strained says nothing of a vendor that is back.
        guard.concurrency = Concurrency::start();
    }
    let is_strained = |called: &Called| called.ending.is_failure() || called.ending == Ending::Limited;
    let answers = outcomes.iter().filter(|called| called.ending == Ending::Answered).count();
    guard.concurrency.learn(count(answers), outcomes.iter().any(is_strained), in_flight, now_ms);
}
