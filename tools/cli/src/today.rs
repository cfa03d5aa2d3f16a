//! The moment at which a command runs, and those that somebody names.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, anyhow, bail};
use beeline::schedule::Zone;
use beeline_compiler::Options;
use beeline_compiler::calendar_text::{self, Years};

/// Now, in milliseconds since the epoch.
pub fn now_ms() -> Result<i64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let since = since.context("the clock of this machine stands before 1970")?;
    i64::try_from(since.as_millis()).context("the clock of this machine is far in the future")
}

/// What a compiler may know of today.
pub fn options() -> Result<Options> {
    Ok(Options { today_ms: Some(now_ms()?), ..Options::default() })
}

/// The moment that a date, and perhaps a time, names by the clock of a zone.
pub fn named(text: &str, zone: &Zone) -> Result<i64> {
    let at_ms = calendar_text::moment(text, zone)
        .map_err(|complaint| anyhow!("{}: {}", complaint.message, complaint.fix))?;
    if !zone.horizon().contains(at_ms) {
        let (first, last) = (Years::KEPT.first(), Years::KEPT.last());
        bail!("nobody knows who works then: clock changes are kept from {first} to the end of {last}");
    }
    Ok(at_ms)
}
