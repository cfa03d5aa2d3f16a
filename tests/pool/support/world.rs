//! A team, its leads and what it must be like whatever happens.

use std::collections::{BTreeMap, BTreeSet};

use beeline::lead::Lane;
use beeline::pool::{Command, Hours, Load, Outcome, Policy, Reply, RosterMember, Take};

use super::calendar::{HOUR_MS, MINUTE_MS};
use super::desk::{Desk, weighing};

/// How many reps there are.
pub const REPS: usize = 5;

/// What may happen.
#[derive(Clone, Debug)]
pub enum Step {
    Lead { person: u8, hot: bool, may_wait: bool, late_ms: i64 },
    Again { which: usize, may_wait: bool },
    Release { which: usize, by_whoever: usize },
    Report { rep: usize, load: Load },
    Absence { rep: usize, minutes: i64 },
    Back { rep: usize },
    Roster { weights: Vec<u32>, caps: Vec<Option<u32>>, active: Vec<bool>, policy: Policy },
    Adjust { number: u8, rep: usize, turns: i32 },
    Serve,
    Told,
    Pass(i64),
}

/// What the world knows of the pool, from its answers alone.
pub struct World {
    pub desk: Desk,
    team: Vec<RosterMember>,
    leads: Vec<Take>,
    holders: BTreeMap<String, String>,
    gave_back: BTreeMap<String, BTreeSet<String>>,
    /// Leads and the reps they are held by, with the local day on which they came there.
    days: BTreeMap<String, i64>,
    waiting: Vec<Take>,
}

fn id(index: usize) -> String {
    format!("rep-{index}")
}

impl World {
    pub fn new() -> Self {
        let desk = Desk::empty();
        (0..REPS).for_each(|index| desk.calendar.offset(&id(index), index as i64 * 3 * HOUR_MS));
        let team: Vec<_> = (0..REPS).map(|index| weighing(&id(index), 1)).collect();
        desk.enlist(&team);
        let (holders, gave_back, days) = Default::default();
        Self { desk, team, leads: Vec::new(), holders, gave_back, days, waiting: Vec::new() }
    }

    fn local_day(&self, rep: &str) -> i64 {
        self.desk.calendar.local_day(rep, self.desk.now_ms()).number
    }

    fn held_today(&self, rep: &str) -> usize {
        let today = self.local_day(rep);
        self.holders.iter().filter(|(lead, holder)| *holder == rep && self.days[*lead] == today).count()
    }

    fn may_take(&self, member: &RosterMember) -> bool {
        let below_cap = member.daily_cap.is_none_or(|cap| self.held_today(&member.rep) < cap as usize);
        member.active && below_cap && self.desk.calendar.is_open(&member.rep, self.desk.now_ms())
    }

    fn anybody_may_take(&self) -> bool {
        self.team.iter().any(|member| self.may_take(member))
    }

    /// A lead comes to a rep: was that allowed?
    fn assigned(&mut self, lead: &str, rep: &str) {
        let member = self.team.iter().find(|member| member.rep == rep);
        let member = member.unwrap_or_else(|| panic!("{rep} is not in the team"));
        assert!(self.may_take(member), "{rep} got {lead}, and may not");
        let gave_back = self.gave_back.get(lead).is_some_and(|reps| reps.contains(rep));
        assert!(!gave_back, "{rep} got {lead} again");
        assert!(!self.holders.contains_key(lead), "{lead} was given twice");
        self.holders.insert(lead.to_owned(), rep.to_owned());
        self.days.insert(lead.to_owned(), self.local_day(rep));
    }

    /// What waits, in the order in which it is to be served.
    fn queue(&self) -> Vec<Take> {
        let mut queue = self.waiting.clone();
        // Stable: of equals, whoever came first.
        queue.sort_by_key(|lead| (lead.lane != Lane::Hot, lead.at_ms));
        queue
    }

    /// Notes what the pool handed out on its own: it is read off its tables.
    fn note_handed_out(&mut self) {
        let mut still = Vec::new();
        for lead in self.queue() {
            let rep = self.desk.sqlite.texts(&format!(
                "SELECT rep FROM turn WHERE lead_id = '{}' AND rep IS NOT NULL",
                lead.lead_id
            ));
            match rep.first() {
                Some(rep) => {
                    let overtaken = still.iter().find(|lead| !self.was_given_back(lead));
                    assert_eq!(overtaken, None, "{} came before it", lead.lead_id);
                    self.assigned(&lead.lead_id, rep);
                }
                None => still.push(lead),
            }
        }
        let kept: BTreeSet<_> = still.into_iter().map(|lead| lead.lead_id).collect();
        self.waiting.retain(|lead| kept.contains(&lead.lead_id));
    }

    fn was_given_back(&self, lead: &Take) -> bool {
        self.gave_back.contains_key(&lead.lead_id)
    }

    /// Whether somebody may take a lead who did not give it back.
    fn somebody_may_take(&self, lead: &Take) -> bool {
        let gave_back = self.gave_back.get(&lead.lead_id);
        let is_new_to = |rep: &str| gave_back.is_none_or(|reps| !reps.contains(rep));
        self.team.iter().any(|member| self.may_take(member) && is_new_to(&member.rep))
    }

    fn take(&mut self, lead: &Take, is_new: bool) {
        let known = self.holders.get(&lead.lead_id).cloned();
        let was_waiting = self.waiting.iter().any(|waiting| waiting.lead_id == lead.lead_id);
        let outcome = self.desk.take(lead);
        assert_eq!(self.desk.take(lead), outcome, "a repeat is answered alike");
        if known.is_some() || was_waiting {
            let rep = match &outcome {
                Outcome::Assigned { rep, .. } => Some(rep),
                _ => None,
            };
            assert_eq!(rep, known.as_ref());
            return;
        }
        self.note_handed_out();
        match outcome {
            Outcome::Assigned { rep, .. } => {
                let overtaken = self.waiting.iter().find(|lead| !self.was_given_back(lead));
                assert_eq!(overtaken, None, "{} overtook it", lead.lead_id);
                self.assigned(&lead.lead_id, &rep);
            }
            Outcome::Backlogged { .. } => {
                assert!(lead.may_wait && !self.somebody_may_take(lead));
                self.waiting.push(lead.clone());
            }
            Outcome::Withdrawn => panic!("no lead was withdrawn"),
            Outcome::NobodyNow { .. } => {
                let nobody_is_active = self.team.iter().all(|member| !member.active);
                assert!(!is_new || !self.anybody_may_take());
                assert!(!lead.may_wait || nobody_is_active || self.gave_back.contains_key(&lead.lead_id));
            }
        }
    }

    fn release(&mut self, lead: &Take, rep: &str) {
        let holder = self.holders.get(&lead.lead_id).cloned();
        let command = Command::Release {
            lead_id: lead.lead_id.clone(),
            rep: rep.to_owned(),
            by: "sla".into(),
            why: "too slow".into(),
        };
        let reply = self.desk.ask(&command);
        assert_eq!(self.desk.ask(&command), reply, "a repeat is answered alike");
        let Reply::Turn(outcome) = reply else { panic!("{reply:?}") };
        if holder.as_deref() != Some(rep) {
            return;
        }
        self.holders.remove(&lead.lead_id);
        self.gave_back.entry(lead.lead_id.clone()).or_default().insert(rep.to_owned());
        match outcome {
            Outcome::Assigned { rep, .. } => self.assigned(&lead.lead_id, &rep),
            Outcome::NobodyNow { .. } => {
                let gave_back = &self.gave_back[&lead.lead_id];
                let next = self.team.iter().find(|it| self.may_take(it) && !gave_back.contains(&it.rep));
                assert!(next.is_none(), "{next:?} could have taken it");
            }
            Outcome::Backlogged { .. } => panic!("a lead that was given back waits"),
            Outcome::Withdrawn => panic!("no lead was withdrawn"),
        }
    }

    fn serve(&mut self) {
        let (turns, _) = self.desk.serve();
        self.note_handed_out();
        if self.team.iter().all(|member| !member.active) {
            let gone: BTreeSet<_> = turns.iter().map(|turn| turn.lead_id.clone()).collect();
            assert!(self.waiting.iter().all(|lead| gone.contains(&lead.lead_id)));
            self.waiting.clear();
        }
        assert!(!self.waiting.iter().any(|lead| self.somebody_may_take(lead)));
    }

    pub fn step(&mut self, step: Step) {
        match step {
            Step::Lead { person, hot, may_wait, late_ms } => {
                let lane = if hot { Lane::Hot } else { Lane::Standard };
                let lead = Take {
                    person: format!("person-{person}"),
                    lane,
                    may_wait,
                    at_ms: self.desk.now_ms() - late_ms,
                    ..self.desk.lead()
                };
                self.leads.push(lead.clone());
                self.take(&lead, true);
            }
            Step::Again { which, may_wait } => {
                if let Some(lead) = self.leads.get(which).cloned() {
                    let roster = self.desk.hash();
                    self.take(&Take { may_wait, roster, ..lead }, false);
                }
            }
            Step::Release { which, by_whoever } => {
                if let Some(lead) = self.leads.get(which).cloned() {
                    let holder = self.holders.get(&lead.lead_id).cloned();
                    let rep = holder.filter(|_| by_whoever > 0).unwrap_or_else(|| id(by_whoever));
                    self.release(&lead, &rep);
                }
            }
            Step::Serve => self.serve(),
            step => self.change(step),
        }
    }

    /// What happens around the pool.
    fn change(&mut self, step: Step) {
        match step {
            Step::Report { rep, load } => self.desk.report(&id(rep), load),
            Step::Absence { rep, minutes } => {
                let now_ms = self.desk.now_ms();
                self.desk.calendar.absent(&id(rep), now_ms, now_ms + minutes * MINUTE_MS, "out of office");
            }
            Step::Back { rep } => self.desk.calendar.back(&id(rep)),
            Step::Roster { weights, caps, active, policy } => {
                let members = weights.iter().enumerate().map(|(index, weight)| RosterMember {
                    daily_cap: caps[index],
                    active: active[index],
                    ..weighing(&id(index), *weight)
                });
                self.team = members.collect();
                self.desk.enlist_with(&self.team, policy);
            }
            Step::Adjust { number, rep, turns } => {
                let first = self.desk.adjust(&number.to_string(), &id(rep), turns);
                assert_eq!(self.desk.adjust(&number.to_string(), &id(rep), turns), first);
            }
            Step::Told => {
                let all: Vec<_> = self.leads.iter().collect();
                self.desk.told(&all);
            }
            Step::Pass(ms) => self.desk.pass(ms),
            other => panic!("{other:?} is no change around the pool"),
        }
    }

    /// What must be true at any time.
    pub fn check(&self) {
        let standing = self.desk.standing();
        assert_eq!(standing.waiting as usize, self.waiting.len());
        assert_eq!(standing.next.is_some(), self.anybody_may_take());
        for line in &standing.table {
            let member = self.team.iter().find(|member| member.rep == line.rep).unwrap();
            if member.active {
                assert_eq!(line.taken_today as usize, self.held_today(&line.rep), "{}", line.rep);
            }
        }
        let wake_ms = self.desk.next_wake_ms();
        assert!(wake_ms.is_none_or(|at_ms| at_ms >= self.desk.now_ms()));
        if !self.waiting.is_empty() {
            let latest_ms = self.desk.now_ms() + 15 * MINUTE_MS;
            assert!(wake_ms.is_some_and(|at_ms| at_ms <= latest_ms), "nobody looks after what waits");
        }
    }
}
