//! A deadline for calls that take no abort signal: Durable Objects and service bindings.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use worker::Delay;

/// The deadline passed first. What was called may still have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeadlinePassed;

/// Waits for `call` for at most `limit_ms`.
pub async fn within<T>(limit_ms: u64, call: impl Future<Output = T>) -> Result<T, DeadlinePassed> {
    let timer = pin!(Delay::from(Duration::from_millis(limit_ms)));
    match select(pin!(call), timer).await {
        Either::Left((answer, _)) => Ok(answer),
        Either::Right(((), _)) => Err(DeadlinePassed),
    }
}
