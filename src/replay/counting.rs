//! Counting what became of each lead.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::change::Decided;
use super::policy::Hundredths;
use super::summary::{Balance, Counted, Move, Summary, TeamBalance};
use crate::routing::{FALLBACK, Recorded, Rule};

/// What the latest decision about a lead comes to.
#[derive(Debug)]
pub struct Latest {
    pub revision: u32,
    pub at_ms: i64,
    pub decided_by: Name,
    pub outcome: Outcome,
}

/// What a lead's decision is by the files of today.
#[derive(Debug)]
pub enum Outcome {
    Synthetic,
    FormGone(Name),
    Same { team: Name, rule: Name, is_fallback: bool },
    Drifted(Box<Recorded>),
    Other { recorded: Box<Recorded>, after: Decided, rule: Name },
}

/// Names that many leads have, each kept once.
#[derive(Debug, Default)]
pub struct Names {
    numbers: BTreeMap<String, Name>,
}

/// A name's number.
pub type Name = usize;

impl Names {
    pub fn of(&mut self, name: &str) -> Name {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.numbers.len();
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn get(&self, name: &str) -> Option<Name> {
        self.numbers.get(name).copied()
    }

    /// Each with its number.
    fn all(&self) -> impl Iterator<Item = (&str, Name)> {
        self.numbers.iter().map(|(name, number)| (name.as_str(), *number))
    }
}

/// Counts under way.
#[derive(Default)]
pub struct Counting {
    summary: Summary,
    /// Leads that stay with their team, by the team's name.
    same: BTreeMap<Name, u64>,
    /// Rules that decide about a lead.
    rules: BTreeSet<Name>,
    forms_gone: BTreeMap<Name, u64>,
    decided_by: BTreeMap<Name, u64>,
    moves: BTreeMap<(Decided, Decided), u64>,
    teams: BTreeMap<String, Balance>,
}

impl Counting {
    pub fn count(&mut self, latest: &Latest) {
        match &latest.outcome {
            Outcome::Synthetic => self.summary.synthetic += 1,
            Outcome::FormGone(form) => *self.forms_gone.entry(*form).or_default() += 1,
            Outcome::Drifted(_) => self.summary.drifted += 1,
            Outcome::Same { team, rule, is_fallback } => {
                self.rules.insert(*rule);
                *self.same.entry(*team).or_default() += 1;
                self.summary.fallback.count(*is_fallback, *is_fallback);
                self.decided(latest);
            }
            Outcome::Other { recorded, after, rule } => {
                self.rules.insert(*rule);
                self.other(recorded, after);
                self.decided(latest);
            }
        }
    }

    fn decided(&mut self, latest: &Latest) {
        *self.decided_by.entry(latest.decided_by).or_default() += 1;
        let at_ms = latest.at_ms;
        let Summary { leads, from_ms, to_ms, .. } = &mut self.summary;
        *leads += 1;
        *from_ms = Some(from_ms.map_or(at_ms, |from_ms| from_ms.min(at_ms)));
        *to_ms = Some(to_ms.map_or(at_ms, |to_ms| to_ms.max(at_ms)));
    }

    fn other(&mut self, recorded: &Recorded, after: &Decided) {
        self.summary.fallback.count(recorded.rule == FALLBACK, after.rule == FALLBACK);
        let stays = recorded.team == after.team;
        self.teams.entry(recorded.team.clone()).or_default().count(true, stays);
        if stays {
            self.summary.same_team_other_rule += 1;
            return;
        }
        self.teams.entry(after.team.clone()).or_default().count(false, true);
        self.summary.changed += 1;
        let before = Decided { team: recorded.team.clone(), rule: recorded.rule.clone() };
        *self.moves.entry((before, after.clone())).or_default() += 1;
    }

    /// The numbers of a plan, but those that are about lines.
    pub fn summary(mut self, names: &Names, rules: &[Rule]) -> Summary {
        let is_idle = |rule: &&Rule| !names.get(&rule.id).is_some_and(|rule| self.rules.contains(&rule));
        let idle_rules = rules.iter().filter(is_idle).map(|rule| rule.id.clone()).collect();
        for (team, number) in names.all() {
            if let Some(leads) = self.same.get(&number) {
                let balance = self.teams.entry(team.to_owned()).or_default();
                balance.before += leads;
                balance.after += leads;
            }
        }
        let moves = self.moves.into_iter().map(|((before, after), leads)| Move { before, after, leads });
        let mut moves: Vec<Move> = moves.collect();
        moves.sort_by_key(|one| Reverse(one.leads));
        let teams = self.teams.into_iter().map(|(team, balance)| TeamBalance { team, balance });
        Summary {
            forms_gone: counted(&self.forms_gone, names),
            decided_by: counted(&self.decided_by, names),
            changed_percent: Hundredths::of(self.summary.changed, self.summary.leads),
            teams: teams.collect(),
            moves,
            idle_rules,
            ..self.summary
        }
    }
}

fn counted(leads: &BTreeMap<Name, u64>, names: &Names) -> Vec<Counted> {
    let counted = |(name, number): (&str, Name)| {
        leads.get(&number).map(|leads| Counted { name: name.to_owned(), leads: *leads })
    };
    names.all().filter_map(counted).collect()
}
