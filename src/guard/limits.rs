//! What vendors say about their limits in headers, as one type. Every number is optional, and
//! none is believed beyond reason.

use serde::{Deserialize, Serialize};

use crate::http_date;

/// A number above this in a "reset" header is an instant, not a wait: seconds since 1970.
const INSTANT_SECONDS: u32 = 1_000_000_000;

/// The limits that one answer, or several, told of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Calls allowed in a window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// Of them, left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining: Option<u32>,
    /// The window's length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_ms: Option<u32>,
    /// How long until the window begins anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reset_ms: Option<u32>,
    /// Calls allowed in a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_max: Option<u32>,
    /// Of them, left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_remaining: Option<u32>,
    /// How long to leave the vendor alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u32>,
}

impl Limits {
    /// Reads an answer's headers, names in any case, in any order. What is absent or cannot
    /// be read is `None`. `now_ms` turns dates into waits.
    ///
    /// | header | of | read as |
    /// |---|---|---|
    /// | `X-HubSpot-RateLimit-Max`, `-Remaining`, `-Interval-Milliseconds` | HubSpot | window |
    /// | `X-HubSpot-RateLimit-Daily`, `-Daily-Remaining` | HubSpot; absent for OAuth apps | day |
    /// | `Sforce-Limit-Info: api-usage=18/5000` | Salesforce; used of allowed | day |
    /// | `x-ratelimit-limit`, `-remaining`, `-reset` | Pipedrive, others | window |
    /// | `ratelimit-limit`, `-remaining`, `-reset` | Resend | window |
    /// | `x-daily-ratelimit-token-remaining` | Pipedrive | day |
    /// | `Retry-After` | RFC 9110, 10.2.3: seconds or a date | wait |
    pub fn read<'a>(headers: impl IntoIterator<Item = (&'a str, &'a str)>, now_ms: i64) -> Self {
        let mut limits = Self::default();
        for (name, value) in headers {
            limits.take(&name.to_ascii_lowercase(), value.trim(), now_ms);
        }
        limits
    }

    fn take(&mut self, name: &str, value: &str, now_ms: i64) {
        match name {
            "x-hubspot-ratelimit-max" | "x-ratelimit-limit" | "ratelimit-limit" => {
                self.max = tighter(self.max, number(value));
            }
            "x-hubspot-ratelimit-remaining" | "x-ratelimit-remaining" | "ratelimit-remaining" => {
                self.remaining = tighter(self.remaining, number(value));
            }
            "x-hubspot-ratelimit-interval-milliseconds" => self.window_ms = number(value),
            "x-ratelimit-reset" | "ratelimit-reset" => self.reset_ms = wait_ms(value, now_ms),
            "x-hubspot-ratelimit-daily" => self.day_max = number(value),
            "x-hubspot-ratelimit-daily-remaining" | "x-daily-ratelimit-token-remaining" => {
                self.day_remaining = number(value);
            }
            "sforce-limit-info" => self.take_usage(value),
            "retry-after" => self.retry_after_ms = wait_ms(value, now_ms),
            _ => {}
        }
    }

    /// `api-usage=18/5000`, and maybe `per-app-api-usage=17/250(appName=x)`: the allowance of
    /// which less is left.
    fn take_usage(&mut self, value: &str) {
        for part in value.split([',', ';']) {
            let Some((name, usage)) = part.trim().split_once('=') else { continue };
            let Some((used, allowed)) = usage.split_once('/') else { continue };
            let (Some(used), Some(allowed)) = (number(used), number(allowed)) else { continue };
            let left = allowed.saturating_sub(used);
            let is_usage = matches!(name, "api-usage" | "per-app-api-usage");
            if is_usage && self.day_remaining.is_none_or(|known| left < known) {
                (self.day_max, self.day_remaining) = (Some(allowed), Some(left));
            }
        }
    }

    /// What two answers told of together: of every number the more careful one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            max: tighter(self.max, other.max),
            remaining: tighter(self.remaining, other.remaining),
            window_ms: self.window_ms.max(other.window_ms),
            reset_ms: self.reset_ms.max(other.reset_ms),
            day_max: tighter(self.day_max, other.day_max),
            day_remaining: tighter(self.day_remaining, other.day_remaining),
            retry_after_ms: self.retry_after_ms.max(other.retry_after_ms),
        }
    }
}

/// The smaller of two, if both are known.
fn tighter(one: Option<u32>, other: Option<u32>) -> Option<u32> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The whole number a value starts with, up to a space or mark: `100`, `100, 100;w=60`,
/// `250(appName=x)`.
fn number(value: &str) -> Option<u32> {
    let end = |character: char| matches!(character, ',' | ';' | '(' | ' ');
    let digits = value.trim().split(end).next()?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}

/// A wait in seconds, or until an instant in seconds since 1970, or until an HTTP date. One
/// that has passed is no wait.
fn wait_ms(value: &str, now_ms: i64) -> Option<u32> {
    let until = |at_ms: i64| u32::try_from(at_ms.saturating_sub(now_ms).max(0)).unwrap_or(u32::MAX);
    match number(value) {
        Some(seconds) if seconds > INSTANT_SECONDS => Some(until(i64::from(seconds) * 1000)),
        Some(seconds) => Some(seconds.saturating_mul(1000)),
        None => http_date::read(value).map(until),
    }
}
