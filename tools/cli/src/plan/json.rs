//! A plan for programs: every lead of it, written one at a time.

use std::io::Write;

use anyhow::Result;
use beeline::replay::{Breach, Change, Plan, Summary};
use serde::{Serialize, Serializer};

#[derive(Serialize)]
struct Report<'a, A, B, C> {
    ok: bool,
    summary: &'a Summary,
    breaches: &'a [Breach],
    changes: A,
    same_team_other_rule: B,
    drifted: C,
}

/// Leads that are worked out while they are written.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item = Change>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Writes one line of JSON.
pub fn write(output: &mut impl Write, plan: &Plan<'_>, breaches: &[Breach]) -> Result<()> {
    let report = Report {
        ok: breaches.is_empty(),
        summary: &plan.summary,
        breaches,
        changes: Each(|| plan.changes()),
        same_team_other_rule: Each(|| plan.other_reasons()),
        drifted: Each(|| plan.drifts()),
    };
    serde_json::to_writer(&mut *output, &report)?;
    Ok(writeln!(output)?)
}
