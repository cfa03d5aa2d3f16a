//! A plan for people.

use beeline::replay::{Breach, Plan, Summary};

use super::says;
use crate::words;

/// Leads that are shown one by one: what fits a screen or two.
const SHOWN: usize = 20;

/// The plan as text.
pub fn shown(plan: &Plan<'_>, breaches: &[Breach]) -> String {
    let mut lines = says::outcome(&plan.summary);
    teams(&plan.summary, &mut lines);
    moves(&plan.summary, &mut lines);
    for (title, all, changes) in says::told(plan) {
        if all == 0 {
            continue;
        }
        lines.extend([String::new(), format!("{title}:")]);
        for change in changes.take(SHOWN) {
            lines.extend([
                String::new(),
                format!("  {}", says::lead(&change)),
                format!("    {}", says::way(&change)),
            ]);
            lines.extend(says::reasons(&change).iter().map(|reason| format!("    {reason}")));
        }
        lines.extend(says::more(all, SHOWN).map(|more| format!("\n  {more}")));
    }
    lines.extend((!breaches.is_empty()).then(String::new));
    lines.extend(says::verdict(breaches));
    lines.join("\n") + "\n"
}

fn teams(summary: &Summary, lines: &mut Vec<String>) {
    lines.push(format!("\n  {:<28}{:>10}{:>10}{:>10}{:>10}", "team", "had", "has", "gains", "loses"));
    for team in &summary.teams {
        let counts = words::balance(&team.balance);
        let counts: String = counts.iter().map(|count| format!("{count:>10}")).collect();
        lines.push(format!("  {:<28}{counts}", team.team));
    }
}

fn moves(summary: &Summary, lines: &mut Vec<String>) {
    lines.extend((!summary.moves.is_empty()).then(String::new));
    for one in summary.moves.iter().take(SHOWN) {
        let (before, after) = (&one.before, &one.after);
        lines.push(format!(
            "  {:>7}  {} → {}",
            words::count(one.leads),
            words::decided(&before.team, &before.rule),
            words::decided(&after.team, &after.rule)
        ));
    }
    lines.extend(says::more(summary.moves.len() as u64, SHOWN).map(|more| format!("  {more}")));
}
