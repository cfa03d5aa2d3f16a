//! One pool object with a clock and a calendar of its own.

use std::cell::Cell;

use beeline::lead::{Kind, Lane};
use beeline::pool::{
    self as rules, Adjustment, Command, Contact, Crew, Line, Load, Outcome, Policy, PoolStanding, Reply,
    Roster, RosterMember, Served, Standing, Sticky, Take,
};
use beeline::schedule::{Absences, Timetable, Week};
use beeline::storage::StorageError;

use super::calendar::Calendar;
use super::sqlite::Sqlite;

/// A Monday, nine o'clock UTC.
pub const NINE_MS: i64 = 1_790_586_000_000;

pub struct Desk {
    pub sqlite: Sqlite,
    pub calendar: Calendar,
    now_ms: Cell<i64>,
    sequence: Cell<i64>,
    leads: Cell<u32>,
}

/// A member of weight 1.
pub fn rep(id: &str) -> RosterMember {
    weighing(id, 1)
}
pub fn weighing(id: &str, weight: u32) -> RosterMember {
    RosterMember {
        rep: id.into(),
        name: id.to_uppercase(),
        weight,
        daily_cap: None,
        active: true,
        timetable: Timetable { zone: 0, week: Week::always(), absences: Absences::default() },
        contact: Contact::default(),
        phone: None,
    }
}
pub fn capped(id: &str, cap: u32) -> RosterMember {
    RosterMember { daily_cap: Some(cap), ..rep(id) }
}
pub fn inactive(id: &str) -> RosterMember {
    RosterMember { active: false, ..rep(id) }
}
/// No stickiness: turns are all that counts.
pub fn by_turns() -> Policy {
    Policy { sticky: Sticky::Off, ..Policy::default() }
}

impl Desk {
    /// An object that was never asked anything.
    pub fn empty() -> Self {
        let sqlite = Sqlite::empty();
        sqlite.transaction(|sqlite| rules::migrate(sqlite, NINE_MS)).unwrap();
        sqlite.take_statements();
        Self {
            sqlite,
            calendar: Calendar::default(),
            now_ms: Cell::new(NINE_MS),
            sequence: Cell::new(0),
            leads: Cell::new(0),
        }
    }
    /// One with a team.
    pub fn of(members: &[RosterMember]) -> Self {
        let desk = Self::empty();
        desk.enlist(members);
        desk
    }
    /// One with a team of these ids, all alike.
    pub fn of_reps(reps: &[&str]) -> Self {
        Self::of(&reps.iter().map(|id| rep(id)).collect::<Vec<_>>())
    }

    /// A newer roster.
    pub fn enlist(&self, members: &[RosterMember]) {
        self.enlist_with(members, Policy::default());
    }
    pub fn enlist_with(&self, members: &[RosterMember], policy: Policy) {
        self.sequence.set(self.sequence.get() + 1);
        let (sequence, hash) = (self.sequence.get(), self.hash());
        let crew = Crew { policy, members: members.to_vec(), ..Crew::default() };
        let roster = Roster { sequence, hash: hash.clone(), team: "sales".into(), crew };
        assert_eq!(self.ask(&Command::Roster(roster)), Reply::RosterInForce { sequence, hash });
    }
    /// The hash of the newest roster.
    pub fn hash(&self) -> String {
        format!("hash-{}", self.sequence.get())
    }

    pub fn now_ms(&self) -> i64 {
        self.now_ms.get()
    }
    pub fn pass(&self, ms: i64) {
        self.now_ms.set(self.now_ms.get() + ms);
    }

    /// Runs a command as an object does: from text, in one transaction, to text.
    pub fn try_ask(&self, command: &Command) -> Result<Reply, StorageError> {
        let command: Command = serde_json::from_str(&serde_json::to_string(command).unwrap()).unwrap();
        let now_ms = self.now_ms();
        let reply = self.sqlite.transaction(|sqlite| rules::run(sqlite, &self.calendar, command, now_ms))?;
        Ok(serde_json::from_str(&serde_json::to_string(&reply).unwrap()).unwrap())
    }
    pub fn ask(&self, command: &Command) -> Reply {
        self.try_ask(command).unwrap()
    }

    /// A lead of somebody new that may not wait.
    pub fn lead(&self) -> Take {
        self.leads.set(self.leads.get() + 1);
        let number = self.leads.get();
        Take {
            lead_id: format!("lead-{number:05}"),
            person: format!("person-{number:05}"),
            roster: self.hash(),
            lane: Lane::Standard,
            kind: Kind::Real,
            may_wait: false,
            at_ms: self.now_ms(),
        }
    }
    pub fn patient_lead(&self) -> Take {
        Take { may_wait: true, ..self.lead() }
    }
    pub fn take(&self, lead: &Take) -> Outcome {
        match self.ask(&Command::Take(lead.clone())) {
            Reply::Turn(outcome) => outcome,
            other => panic!("not what became of a lead: {other:?}"),
        }
    }
    /// Who gets this lead.
    pub fn rep_of(&self, lead: &Take) -> String {
        assigned(&self.take(lead))
    }
    /// Who gets the next lead.
    pub fn next(&self) -> String {
        self.rep_of(&self.lead())
    }
    /// Who gets so many.
    pub fn next_reps(&self, leads: usize) -> Vec<String> {
        (0..leads).map(|_| self.next()).collect()
    }
    /// The same, of an asker that knows this roster.
    pub fn next_reps_with(&self, hash: &str, leads: usize) -> Vec<String> {
        (0..leads).map(|_| self.rep_of(&Take { roster: hash.into(), ..self.lead() })).collect()
    }
    /// Why nobody takes a lead now.
    pub fn refusals(&self) -> Vec<Line> {
        match self.take(&self.lead()) {
            Outcome::NobodyNow { table } => table,
            other => panic!("somebody takes it: {other:?}"),
        }
    }

    pub fn report(&self, rep: &str, state: Load) {
        let at_ms = self.now_ms();
        assert_eq!(self.ask(&Command::Busy { rep: rep.into(), state, at_ms }), Reply::Done);
    }
    pub fn release(&self, lead: &Take, rep: &str) -> Reply {
        let (by, why) = ("kim".into(), "no answer within five minutes".into());
        self.ask(&Command::Release { lead_id: lead.lead_id.clone(), rep: rep.into(), by, why })
    }
    /// Who gets it then.
    pub fn released(&self, lead: &Take, rep: &str) -> Outcome {
        match self.release(lead, rep) {
            Reply::Turn(outcome) => outcome,
            other => panic!("not what became of a lead: {other:?}"),
        }
    }
    /// The lead went to another team.
    pub fn withdraw(&self, lead: &Take) {
        let (lead_id, at_ms) = (lead.lead_id.clone(), lead.at_ms);
        let (by, why) = ("enrichment".to_owned(), "another team's".to_owned());
        assert_eq!(self.ask(&Command::Withdraw { lead_id, at_ms, by, why }), Reply::Done);
    }
    pub fn adjust(&self, id: &str, rep: &str, turns: i32) -> Reply {
        let (by, why) = ("kim".into(), "covered for ben".into());
        self.ask(&Command::Adjust { id: id.into(), rep: rep.into(), turns, by, why })
    }
    pub fn adjustments(&self) -> Vec<Adjustment> {
        match self.ask(&Command::Adjustments { limit: 100 }) {
            Reply::Adjustments(list) => list,
            other => panic!("not adjustments: {other:?}"),
        }
    }

    /// What is handed out, and whether there is more.
    pub fn serve(&self) -> (Vec<Served>, bool) {
        match self.ask(&Command::Serve) {
            Reply::Served { turns, more } => (turns, more),
            other => panic!("not what was served: {other:?}"),
        }
    }
    /// Which leads were handed out, and to whom.
    pub fn served(&self) -> Vec<(String, String)> {
        let (turns, _) = self.serve();
        turns.iter().map(|turn| (turn.lead_id.clone(), assigned(&turn.outcome))).collect()
    }
    /// Says that somebody was told of these leads' turns as they were last served.
    pub fn told(&self, leads: &[&Take]) {
        let turns = leads.iter().map(|lead| {
            let id = lead.lead_id.clone();
            let at_ms = self
                .sqlite
                .number(&format!("SELECT COALESCE(tell_at_ms, 0) FROM turn WHERE lead_id = '{id}'"));
            (id, at_ms)
        });
        assert_eq!(self.ask(&Command::Told { turns: turns.collect() }), Reply::Done);
    }
    /// Says of every turn so far that somebody was told.
    pub fn tell_all(&self) {
        loop {
            let (turns, more) = self.serve();
            let turns = turns.into_iter().map(|turn| (turn.lead_id, turn.tell_again_at_ms)).collect();
            assert_eq!(self.ask(&Command::Told { turns }), Reply::Done);
            if !more {
                return;
            }
        }
    }
    /// Runs every command in every variation, so that each statement is noted.
    pub fn take_statements_of_everything(&self) {
        let lead = self.patient_lead();
        let rep = self.rep_of(&lead);
        self.report(&rep, Load::Idle);
        self.take(&Take { person: lead.person.clone(), ..self.lead() });
        self.released(&lead, &rep);
        self.enlist(&[super::desk::capped("ana", 1), super::desk::rep("dot")]);
        self.calendar.absent("dot", self.now_ms(), self.now_ms() + 1_000, "off hours");
        self.adjust("of-everything", "ana", 1);
        let waits = self.patient_lead();
        self.ask(&Command::Take(self.patient_lead()));
        self.ask(&Command::Take(waits.clone()));
        self.next_wake_ms();
        self.pass(1_000);
        self.serve();
        self.told(&[&waits]);
        self.next_wake_ms();
        self.standing();
        self.adjustments();
        self.pass(400 * super::calendar::DAY_MS);
        self.sweep(0);
    }
    pub fn next_wake_ms(&self) -> Option<i64> {
        let now_ms = self.now_ms();
        self.sqlite.transaction(|sqlite| rules::next_wake_ms(sqlite, &self.calendar, now_ms)).unwrap()
    }
    pub fn sweep(&self, retention_ms: i64) -> bool {
        let now_ms = self.now_ms();
        self.sqlite.transaction(|sqlite| rules::sweep(sqlite, retention_ms, now_ms)).unwrap()
    }
    pub fn standing(&self) -> PoolStanding {
        match self.ask(&Command::Standing) {
            Reply::Standing(standing) => standing,
            other => panic!("not how everybody stands: {other:?}"),
        }
    }
}

/// Who has it.
pub fn assigned(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Assigned { rep, .. } => rep.clone(),
        other => panic!("nobody has it: {other:?}"),
    }
}

/// The line of a rep.
pub fn line<'a>(table: &'a [Line], rep: &str) -> &'a Line {
    table.iter().find(|line| line.rep == rep).unwrap_or_else(|| panic!("{rep} is not in {table:?}"))
}
pub fn standing_of(table: &[Line], rep: &str) -> Standing {
    line(table, rep).standing.clone()
}
/// The explanation of an outcome.
pub fn table_of(outcome: &Outcome) -> &[Line] {
    match outcome {
        Outcome::Assigned { table, .. }
        | Outcome::Backlogged { table, .. }
        | Outcome::NobodyNow { table } => table,
        Outcome::Withdrawn => &[],
    }
}

/// How many of these went to a rep.
pub fn count(reps: &[String], rep: &str) -> i64 {
    i64::try_from(reps.iter().filter(|taker| *taker == rep).count()).unwrap()
}
