//! Writes so many made-up decisions of a folder's files, one a line: for benches and for trying
//! `beeline plan` out. The same arguments give the same lines.
//!
//! `cargo run --package beeline-cli --example decisions -- 100000 routing-config > decisions.jsonl`

use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use beeline::identity::{LeadId, Region, Shard};
use beeline::routing::{Bundle, Fact, Facts, Form, Origin, Recorded, route};
use beeline_compiler::compile_dir;

const COUNTRIES: [&str; 12] = ["us", "ca", "mx", "br", "gb", "ie", "de", "at", "ch", "fr", "jp", "za"];
const LANGUAGES: [&str; 4] = ["en", "de", "fr", "es"];
const SOURCES: [&str; 4] = ["google", "linkedin", "newsletter", "partner"];
const BUDGETS: [&str; 3] = ["under 10k", "10k to 50k", "over 50k"];
/// The first decision's time, and how far apart they are.
const FROM_MS: i64 = 1_790_000_400_000;
const APART_MS: i64 = 7_000;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let count: u32 = arguments.next().unwrap_or_default().parse().context("say how many decisions")?;
    let folder = arguments.next().unwrap_or_else(|| "routing-config".to_owned());
    let compiled = compile_dir(Path::new(&folder))?;
    let mut output = BufWriter::new(io::stdout().lock());
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    for number in 0..count {
        let recorded = decision(&compiled.bundle, &compiled.hash, number, &mut chance)?;
        serde_json::to_writer(&mut output, &recorded)?;
        writeln!(output)?;
    }
    Ok(output.flush()?)
}

/// Numbers without a pattern, the same in every run (xorshift64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// One of these, or nothing in one of five cases.
    fn some<'a>(&mut self, words: &[&'a str]) -> Option<&'a str> {
        let place = self.below(words.len() as u64 * 5 / 4);
        words.get(usize::try_from(place).ok()?).copied()
    }
}

fn decision(bundle: &Bundle, hash: &str, number: u32, chance: &mut Chance) -> Result<Recorded> {
    let place = usize::try_from(chance.below(bundle.forms().len() as u64))?;
    let form = bundle.forms().get(place).context("there is no form")?;
    let facts = facts(bundle, form, FROM_MS + i64::from(number) * APART_MS, chance);
    let route = route(bundle, form, &facts);
    let mut digest = [0; 32];
    digest[..4].copy_from_slice(&number.to_be_bytes());
    Ok(Recorded {
        lead_id: LeadId::new(Shard::of(Region::Eu, digest[3]), &digest),
        revision: 1,
        at_ms: facts.at_ms,
        kind: if chance.below(100) == 0 { Origin::Synthetic } else { Origin::Real },
        form: form.id.clone(),
        bundle: hash.to_owned(),
        team: route.team,
        rule: route.rule,
        moved_from: None,
        not_followed: false,
        facts,
    })
}

fn facts(bundle: &Bundle, form: &Form, at_ms: i64, chance: &mut Chance) -> Facts {
    let word = |said: Option<&str>| said.map(str::to_owned);
    let employees = i64::try_from(10_u64.pow(1 + u32::try_from(chance.below(4)).unwrap_or(0))).unwrap_or(10);
    let mut facts = Facts {
        form: form.id.clone(),
        lane: form.lane,
        at_ms,
        country: word(chance.some(&COUNTRIES)),
        language: word(chance.some(&LANGUAGES)),
        source: word(chance.some(&SOURCES)),
        employees: (chance.below(5) > 0).then(|| employees + i64::try_from(chance.below(40)).unwrap_or(0)),
        consent_marketing: Some(chance.below(2) == 0),
        ..Facts::default()
    };
    if let Some(budget) = chance.some(&BUDGETS) {
        facts.fields.insert("budget".to_owned(), Fact::Word(budget.to_owned()));
    }
    facts.locate(bundle);
    facts
}
