//! Who may take a lead now, and who of them does.

use super::hours::{Closed, Hours, LocalDay};
use super::load::{Readiness, readiness};
use super::member::Member;
use super::policy::{Policy, Sticky};
use super::reply::{How, Outcome};
use super::round::{self, Round};
use super::table;

/// Whether a member works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attendance {
    /// Yes.
    Open,
    /// Not now.
    Closed(Closed),
    /// The configuration says that it gets no leads.
    Inactive,
    /// It is in no roster any more.
    Former,
}

/// One member as it is now.
#[derive(Clone, Debug)]
pub struct Seat {
    pub member: Member,
    pub attendance: Attendance,
    pub readiness: Readiness,
    /// Its local day, if it may get leads at all.
    pub today: Option<LocalDay>,
}

/// What a lead brings along.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// Who had the same person's last lead.
    pub same_person: Option<&'a str>,
    /// Who gave this lead back.
    pub gave_back: &'a [String],
}

/// A turn that was taken.
pub struct Turn {
    pub outcome: Outcome,
    /// The rep's local day that it counts in.
    pub day: Option<i64>,
}

/// The whole team now, in the order of the ids.
#[derive(Clone, Debug)]
pub struct Lineup {
    pub seats: Vec<Seat>,
    pub policy: Policy,
    before: Vec<Member>,
}

impl Seat {
    fn new(member: Member, policy: &Policy, hours: &impl Hours, now_ms: i64) -> Self {
        let attendance = if member.unlisted_at_ms.is_some() {
            Attendance::Former
        } else if member.active {
            hours.is_open(&member.rep, now_ms).map_or_else(Attendance::Closed, |()| Attendance::Open)
        } else {
            Attendance::Inactive
        };
        let today = member.gets_leads().then(|| hours.local_day(&member.rep, now_ms));
        let readiness = readiness(member.report.as_ref(), policy, now_ms);
        Self { member, attendance, readiness, today }
    }

    /// How many leads it has taken today.
    pub fn taken_today(&self) -> u32 {
        self.today.map_or(0, |today| self.member.taken_on(today.number))
    }

    /// Whether it may take no more today.
    pub fn is_capped(&self) -> bool {
        self.member.daily_cap.is_some_and(|cap| self.taken_today() >= cap)
    }

    /// Whether it may take a lead, however busy it is.
    fn may_take(&self, wish: &Wish<'_>) -> bool {
        self.attendance == Attendance::Open && !self.is_capped() && !wish.gave_back.contains(&self.member.rep)
    }
}

impl Lineup {
    /// The team at a moment.
    pub fn new(members: Vec<Member>, policy: Policy, hours: &impl Hours, now_ms: i64) -> Self {
        let seats = members.iter().map(|member| Seat::new(member.clone(), &policy, hours, now_ms)).collect();
        Self { seats, policy, before: members }
    }

    /// Whether the configuration lets anybody have leads.
    pub fn has_active(&self) -> bool {
        self.seats.iter().any(|seat| seat.member.gets_leads())
    }

    /// Whether anybody may take a lead now, but those who gave it back.
    pub fn can_take(&self, gave_back: &[String]) -> bool {
        self.readiest(&Wish { same_person: None, gave_back }).is_some()
    }

    /// The best readiness there is for a lead.
    pub fn readiest(&self, wish: &Wish<'_>) -> Option<Readiness> {
        self.seats.iter().filter(|seat| seat.may_take(wish)).map(|seat| seat.readiness).min()
    }

    /// Gives a lead to whose turn it is; `None` if nobody may take it.
    pub fn take(&mut self, wish: &Wish<'_>) -> Option<Turn> {
        let same = self.same_person(wish);
        self.settle();
        let how = if same.is_some() { How::SamePerson } else { How::Turn };
        let rep = same.or_else(|| self.next(wish))?;
        let table = table::lines(self, wish, Some(&rep));
        self.charge(&rep, 1);
        let seat = self.seats.iter_mut().find(|seat| seat.member.rep == rep)?;
        seat.member.count(seat.today?.number);
        let (name, contact) = (seat.member.name.clone(), seat.member.contact.clone());
        let outcome = Outcome::Assigned { rep, name, contact, how, table };
        Some(Turn { outcome, day: seat.member.day })
    }

    /// One turn more, or less: of the leads that are shared out among those in the running, if it is
    /// one of them.
    fn charge(&mut self, rep: &str, turns: i64) {
        let mut members: Vec<_> = self.seats.iter_mut().map(|seat| &mut seat.member).collect();
        match members.iter_mut().find(|member| member.rep == rep && member.is_running) {
            Some(member) => member.turns = member.turns.saturating_add(turns),
            None => round::charge(rep, turns, &mut members),
        }
    }

    /// The rep who knows the person, if it may have the lead.
    fn same_person(&self, wish: &Wish<'_>) -> Option<String> {
        let rep = wish.same_person.filter(|_| self.policy.sticky == Sticky::AlwaysWhenOpen)?;
        let seat = self.seats.iter().find(|seat| seat.member.rep == rep)?;
        seat.may_take(wish).then(|| rep.to_owned())
    }

    /// Brings those into the running who are the readiest, and the others out of it. If nobody
    /// may take a lead, nothing changes. Whoever gave this lead back is in it as well: that alone
    /// shall cost no share.
    fn settle(&mut self) {
        let wish = Wish::default();
        let Some(best) = self.readiest(&wish) else { return };
        let is_in = |seat: &Seat| seat.may_take(&wish) && seat.readiness == best;
        if self.seats.iter().all(|seat| seat.member.is_running == is_in(seat)) {
            return;
        }
        let round = self.round();
        let mut forgiven = 0;
        for seat in &mut self.seats {
            let is_running = is_in(seat);
            if seat.member.is_running {
                seat.member.close(round);
            }
            forgiven += i128::from(seat.member.run(is_running));
        }
        if forgiven != 0 {
            let team =
                self.seats.iter_mut().map(|seat| &mut seat.member).filter(|member| member.gets_leads());
            round::forgive(forgiven, &mut team.collect::<Vec<_>>());
        }
    }

    fn next(&self, wish: &Wish<'_>) -> Option<String> {
        let best = self.readiest(wish)?;
        let candidates = self.seats.iter().filter(|seat| seat.may_take(wish) && seat.readiness == best);
        round::next(self.round(), candidates.map(|seat| &seat.member)).map(|member| member.rep.clone())
    }

    /// Where those stand who are in the running.
    pub fn round(&self) -> Round {
        Round::of(self.seats.iter().map(|seat| &seat.member))
    }

    /// Gives a turn back that was taken on a local day.
    pub fn give_back(&mut self, rep: &str, day: Option<i64>) {
        self.charge(rep, -1);
        if let Some(seat) = self.seats.iter_mut().find(|seat| seat.member.rep == rep) {
            seat.member.uncount(day);
        }
    }

    /// When somebody who may not take a lead now may do so, as far as is known.
    pub fn next_return_ms(&self, hours: &impl Hours, now_ms: i64) -> Option<i64> {
        let returns = self.seats.iter().filter_map(|seat| match &seat.attendance {
            Attendance::Closed(closed) => closed.until_ms,
            Attendance::Open if seat.is_capped() => seat.today.map(|today| today.ends_at_ms),
            Attendance::Open | Attendance::Inactive | Attendance::Former => None,
        });
        returns.chain(hours.next_open(now_ms)).filter(|at_ms| *at_ms > now_ms).min()
    }

    /// The members that are not as they were.
    pub fn changed(self) -> Vec<Member> {
        let members = self.seats.into_iter().map(|seat| seat.member).zip(self.before);
        members.filter(|(now, before)| now != before).map(|(now, _)| now).collect()
    }
}
