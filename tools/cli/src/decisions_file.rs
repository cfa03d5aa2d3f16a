//! Reading a file of recorded decisions: one line each, one at a time.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use beeline::routing::Recorded;

use crate::progress::Progress;

/// No line is longer: a decision has at most a hundred answers of 80 characters.
const MOST_LINE_BYTES: u64 = 64 * 1024;
/// As many wrong lines are told; the rest is counted.
const MOST_TOLD: usize = 20;

/// Gives every decision of a file, in order, or says every line that is none. `-` is the
/// standard input.
pub fn read(path: &Path, mut take: impl FnMut(Recorded)) -> Result<()> {
    let name = path.display();
    if path.as_os_str() == "-" {
        return lines("standard input", std::io::stdin().lock(), &mut take);
    }
    let file = File::open(path).with_context(|| format!("cannot read {name}"))?;
    lines(&name.to_string(), BufReader::with_capacity(1 << 18, file), &mut take)
}

fn lines(name: &str, mut input: impl BufRead, take: &mut impl FnMut(Recorded)) -> Result<()> {
    let mut progress = Progress::of("decisions read");
    let (mut line, mut number) = (Vec::new(), 0_u64);
    let (mut wrong, mut untold) = (Vec::new(), 0_u64);
    let mut tell = |number: u64, why: String| match wrong.len() {
        MOST_TOLD => untold += 1,
        _ => wrong.push(format!("{name}:{number} {why}")),
    };
    loop {
        line.clear();
        let length = input.by_ref().take(MOST_LINE_BYTES).read_until(b'\n', &mut line);
        if length.with_context(|| format!("cannot read {name}"))? == 0 {
            break;
        }
        number += 1;
        progress.at(number);
        if line.len() as u64 == MOST_LINE_BYTES && line.last() != Some(&b'\n') {
            tell(number, format!("is longer than {MOST_LINE_BYTES} bytes, and no decision is"));
            input.skip_until(b'\n').with_context(|| format!("cannot read {name}"))?;
            continue;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match Recorded::read(&line) {
            Ok(recorded) => take(recorded),
            Err(why) => tell(number, why.to_string()),
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    if untold > 0 {
        wrong.push(format!("… and {untold} more wrong lines"));
    }
    bail!("{}\nfix: export the decisions again, with `cargo beeline decisions`", wrong.join("\n"))
}
