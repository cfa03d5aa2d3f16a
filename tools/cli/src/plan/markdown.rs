//! A plan for a comment on a change.

use beeline::replay::{Breach, Plan, Summary};

use super::says;
use crate::markdown::Markdown;
use crate::words;

/// Rows of a table: a comment holds 65,536 characters.
const SHOWN: usize = 50;

/// The plan as Markdown.
pub fn shown(plan: &Plan<'_>, breaches: &[Breach]) -> String {
    let mut page = Markdown::new();
    page.heading(if breaches.is_empty() {
        "What this change would have done"
    } else {
        "This change does more than is allowed"
    });
    says::verdict(breaches).iter().for_each(|line| page.item(line));
    says::outcome(&plan.summary).iter().for_each(|line| page.item(line));
    teams(&plan.summary, &mut page);
    moves(&plan.summary, &mut page);
    for (title, all, changes) in says::told(plan) {
        if all == 0 {
            continue;
        }
        page.heading(title);
        page.table(&["lead", "way", "why"]);
        for change in changes.take(SHOWN) {
            page.row(&[&says::lead(&change), &says::way(&change), &says::reasons(&change).join("; ")]);
        }
        says::more(all, SHOWN).iter().for_each(|more| page.paragraph(more));
    }
    page.into_text()
}

fn teams(summary: &Summary, page: &mut Markdown) {
    page.table(&["team", "had", "has", "gains", "loses"]);
    for team in &summary.teams {
        let [had, has, gains, loses] = words::balance(&team.balance);
        page.row(&[&team.team, &had, &has, &gains, &loses]);
    }
}

fn moves(summary: &Summary, page: &mut Markdown) {
    if summary.moves.is_empty() {
        return;
    }
    page.table(&["leads", "from", "to"]);
    for one in summary.moves.iter().take(SHOWN) {
        let (before, after) = (&one.before, &one.after);
        let from = words::decided(&before.team, &before.rule);
        page.row(&[&words::count(one.leads), &from, &words::decided(&after.team, &after.rule)]);
    }
    says::more(summary.moves.len() as u64, SHOWN).iter().for_each(|more| page.paragraph(more));
}
