//! What the pool remembers of one member.

use super::crew::Contact;
use super::load::LoadReport;
use super::round::{REACH, Round, TURN};

/// One member, of the roster or of an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub rep: String,
    pub name: String,
    pub weight: u32,
    pub daily_cap: Option<u32>,
    pub active: bool,
    pub contact: Contact,
    /// Since when it is in no roster: whoever is back soon is known again.
    pub unlisted_at_ms: Option<i64>,
    /// Whether it was in the running at the latest turn.
    pub is_running: bool,
    /// How much more it had taken than it was owed when others came into the running, or left it;
    /// negative if less.
    pub ahead: i64,
    /// How many turns it has had since then.
    pub turns: i64,
    /// The part of what it is ahead that a person gave or took, and that is not worked off yet.
    pub granted: i64,
    /// The latest local day with a turn, and how many it had.
    pub day: Option<i64>,
    pub taken: u32,
    pub report: Option<LoadReport>,
}

impl Member {
    /// Somebody who was never here: owed nothing, and owing nothing.
    pub fn newcomer(rep: &str) -> Self {
        Self {
            rep: rep.to_owned(),
            name: String::new(),
            weight: 1,
            daily_cap: None,
            active: false,
            contact: Contact::default(),
            unlisted_at_ms: None,
            is_running: false,
            ahead: 0,
            turns: 0,
            granted: 0,
            day: None,
            taken: 0,
            report: None,
        }
    }

    /// Whether the configuration lets it have leads.
    pub fn gets_leads(&self) -> bool {
        self.active && self.unlisted_at_ms.is_none()
    }

    /// Settles what it is owed, because others are in the running from now on than in `round`.
    pub fn close(&mut self, round: Round) {
        self.ahead = -self.owed(round);
        self.turns = 0;
    }

    /// Comes into the running, or leaves it. Whoever comes is level but for two turns at most; what
    /// a person gave or took is not forgotten by that. Answers how far ahead it was beyond that.
    pub fn run(&mut self, is_running: bool) -> i64 {
        let before = self.ahead;
        if is_running && !self.is_running {
            self.ahead = self.kept();
            self.granted = self.granted.clamp(self.ahead.min(0), self.ahead.max(0));
        }
        self.is_running = is_running;
        before.saturating_sub(self.ahead)
    }

    /// What it is owed; of one who is not in the running, when it comes back.
    pub fn owed(&self, round: Round) -> i64 {
        if self.is_running {
            let charged = self.turns.saturating_mul(TURN).saturating_add(self.ahead);
            round.credit(self.weight).saturating_sub(charged)
        } else {
            -self.kept()
        }
    }

    fn kept(&self) -> i64 {
        self.ahead.clamp(self.granted.min(0).saturating_sub(REACH), self.granted.max(0).saturating_add(REACH))
    }

    /// How many turns it had on a local day. A clock or a time zone that goes back begins no new
    /// day.
    pub fn taken_on(&self, day: i64) -> u32 {
        if self.day.is_some_and(|latest| latest >= day) { self.taken } else { 0 }
    }

    /// Counts a lead on a local day.
    pub fn count(&mut self, day: i64) {
        self.taken = self.taken_on(day).saturating_add(1);
        self.day = Some(self.day.map_or(day, |latest| latest.max(day)));
    }

    /// Counts a lead no longer that it took on this day.
    pub fn uncount(&mut self, day: Option<i64>) {
        if self.day == day {
            self.taken = self.taken.saturating_sub(1);
        }
    }
}
