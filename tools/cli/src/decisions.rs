//! `beeline decisions`: what is on record somewhere, as a file for `plan` and `why`.

use std::io::{self, BufWriter, Write};

use anyhow::{Result, bail};
use beeline::routing::Recorded;
use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::progress::Progress;
use crate::remote::{Answer, Remote};
use crate::{today, words};

/// Where Beeline runs on one's own machine.
pub const HERE: &str = "http://127.0.0.1:8787";
const HOUR_MS: i64 = 60 * 60 * 1000;
/// Ten years: longer than anything is kept.
const MOST_HOURS: i64 = 10 * 366 * 24;

/// What `decisions` can be told.
#[derive(Clone, Debug, Args)]
pub struct Wish {
    /// Of leads accepted since then: 12h, 7d, 2w, or a day such as 2026-09-01 (UTC)
    #[arg(long, value_name = "WHEN", default_value = "7d", value_parser = when)]
    since: When,
    /// Of leads accepted before then
    #[arg(long, value_name = "WHEN", value_parser = when)]
    until: Option<When>,
    /// Where Beeline runs; the ops token is read from BEELINE_OPS_TOKEN
    #[arg(long, value_name = "URL", default_value = HERE)]
    from: String,
}

/// A moment, as people name it.
#[derive(Clone, Copy, Debug)]
enum When {
    /// So long ago.
    Ago { ms: i64 },
    /// Milliseconds since 1970.
    At { ms: i64 },
}

impl When {
    fn ms(self, now_ms: i64) -> i64 {
        match self {
            Self::Ago { ms } => now_ms.saturating_sub(ms),
            Self::At { ms } => ms,
        }
    }
}

fn when(text: &str) -> Result<When, String> {
    let wanted = || "write 12h, 7d, 2w, or a day such as 2026-09-01".to_owned();
    if let Ok(day) = text.parse::<Date>() {
        let begins = day.to_zoned(TimeZone::UTC).map_err(|_| wanted())?;
        let ms = begins.timestamp().as_millisecond();
        return if ms < 0 { Err(wanted()) } else { Ok(When::At { ms }) };
    }
    let (number, hours) = match text.as_bytes() {
        [.., b'h'] => (text.strip_suffix('h'), 1),
        [.., b'd'] => (text.strip_suffix('d'), 24),
        [.., b'w'] => (text.strip_suffix('w'), 7 * 24),
        _ => return Err(wanted()),
    };
    let number = number.and_then(|digits| digits.parse::<u32>().ok()).ok_or_else(wanted)?;
    let hours = i64::from(number) * hours;
    if hours > MOST_HOURS { Err(wanted()) } else { Ok(When::Ago { ms: hours * HOUR_MS }) }
}

/// Writes every decision of the time, one a line.
pub fn decisions(wish: &Wish) -> Result<bool> {
    let remote = Remote::new(&wish.from)?;
    let now_ms = today::now_ms()?;
    let since_ms = wish.since.ms(now_ms);
    let until_ms = wish.until.map_or(now_ms, |until| until.ms(now_ms));
    if since_ms >= until_ms {
        bail!("--since must be before --until");
    }
    let period = format!("/v1/ops/decisions?since={since_ms}&until={until_ms}");
    let mut output = BufWriter::new(io::stdout().lock());
    let mut progress = Progress::of("decisions fetched");
    let (mut written, mut skipped, mut path) = (0, 0, period.clone());
    loop {
        let Some(answer) = remote.lines(&path)? else { bail!("{} keeps no decisions", wish.from) };
        written += write(&mut output, &answer)?;
        skipped += answer.skipped;
        progress.at(written);
        match answer.next {
            Some(cursor) => path = format!("{period}&cursor={cursor}"),
            None => break,
        }
    }
    output.flush()?;
    eprintln!("{} decisions written.", words::count(written));
    if skipped > 0 {
        let skipped = words::count(skipped);
        eprintln!("{skipped} left out: they were taken before decisions were recorded, or are damaged.");
    }
    Ok(true)
}

/// What is no decision is not written: the file would be of no use.
fn write(output: &mut impl Write, answer: &Answer) -> Result<u64> {
    let mut written = 0;
    for line in answer.lines.lines() {
        Recorded::read(line.as_bytes()).map_err(|why| anyhow::anyhow!("an answered line {why}"))?;
        writeln!(output, "{line}")?;
        written += 1;
    }
    Ok(written)
}
