//! Reading a file of recorded decisions: one line each, one at a time.

use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use beeline::routing::Recorded;

use crate::progress::Progress;

/// No line is longer: a decision has at most a hundred answers of 80 characters.
const MOST_LINE_BYTES: u64 = 64 * 1024;
/// A file has no more lines: what is kept of a lead takes some 200 bytes of memory.
const MOST_LINES: u64 = 1_000_000;
/// What Windows puts before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// As many wrong lines are told; the rest is counted.
const MOST_TOLD: usize = 20;

/// Gives every decision of a file, in order, or says every line that is none. `-` is the
/// standard input.
pub fn read(path: &Path, mut take: impl FnMut(Recorded)) -> Result<()> {
    let name = path.display();
    if path.as_os_str() == "-" {
        return lines("standard input", std::io::stdin().lock(), &mut take);
    }
    let file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => bail!("cannot read {name}: it is not there"),
        opened => opened.with_context(|| format!("cannot read {name}"))?,
    };
    lines(&name.to_string(), BufReader::with_capacity(1 << 18, file), &mut take)
}

fn lines(name: &str, mut input: impl BufRead, take: &mut impl FnMut(Recorded)) -> Result<()> {
    let mut progress = Progress::of("decisions read");
    let mut wrong = Wrong { name, told: Vec::new(), untold: 0 };
    let (mut line, mut number) = (Vec::new(), 0_u64);
    let unreadable = || format!("cannot read {name}");
    loop {
        line.clear();
        let length = input.by_ref().take(MOST_LINE_BYTES).read_until(b'\n', &mut line);
        if length.with_context(unreadable)? == 0 {
            return wrong.into_result();
        }
        number += 1;
        if number > MOST_LINES {
            bail!("{name} has more than {MOST_LINES} lines: export a shorter time");
        }
        progress.at(number);
        if line.len() as u64 == MOST_LINE_BYTES && line.last() != Some(&b'\n') {
            wrong.add(number, &format!("is longer than {MOST_LINE_BYTES} bytes, and no decision is"));
            input.skip_until(b'\n').with_context(unreadable)?;
            continue;
        }
        let text = if number == 1 { line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&line) } else { &line };
        if text.trim_ascii().is_empty() {
            continue;
        }
        match Recorded::read(text) {
            Ok(recorded) => take(recorded),
            Err(why) => wrong.add(number, &why.to_string()),
        }
    }
}

/// Lines that are no decisions.
struct Wrong<'a> {
    name: &'a str,
    told: Vec<String>,
    untold: u64,
}

impl Wrong<'_> {
    fn add(&mut self, number: u64, why: &str) {
        match self.told.len() {
            MOST_TOLD => self.untold += 1,
            _ => self.told.push(format!("{}:{number} {why}", self.name)),
        }
    }

    fn into_result(mut self) -> Result<()> {
        if self.told.is_empty() {
            return Ok(());
        }
        if self.untold > 0 {
            self.told.push(format!("… and {} more wrong lines", self.untold));
        }
        self.told.push("fix: export the decisions again, with `cargo beeline decisions`".to_owned());
        bail!("{}", self.told.join("\n"))
    }
}
