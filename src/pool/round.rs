//! Fair turns, in whole numbers.
//!
//! Every lead is shared out among those who are *in the running* for it (who work, are below their
//! cap, and are as ready as anybody), by weight: each is credited with its share, and whoever takes
//! the lead is charged with all of it. What a member is *owed* is the one less the other, in
//! [`TURN`]ths of a lead, and the next turn is the one that is due first: `(1 - owed) / weight` is
//! lowest, and of equals the lowest rep id. Whoever is not even owed a part of this lead (`owed +
//! share` is 0 or less) is passed over if another is: that is what keeps a rep of weight 100 from
//! taking the first fifty leads before a rep of weight 1 has one.
//!
//! While the same reps are in the running this is the quota method of Balinski and Young (*The
//! Quota Method of Apportionment*, American Mathematical Monthly 82, 1975). Who is not in the
//! running is credited with nothing and charged with nothing, which for equal weights is how Fagin
//! and Williams share a car (*A Fair Carpool Scheduling Algorithm*, IBM Journal of Research and
//! Development 27, 1983). What holds, and what tests show:
//!
//! * As long as the same reps are in the running, who began level, each of them has at any time
//!   taken *less than one lead* more or less than `leads * weight / all weights`.
//! * Whoever else comes and goes, two reps who stay in the running and began level are never
//!   further apart than *one lead of the lighter one*: `turns / weight` of the two differ by at
//!   most `1 / min(weight, weight)`. Proof: say `j` is chosen and `i` is not. Either `j` is due
//!   first, and afterwards it is at most `1 / weight(i)` above `i`. Or `i` was passed over and `j`
//!   was not, so `j` was below `i`, and afterwards it is less than `1 / weight(j)` above.
//! * However everybody comes and goes, at every lead if need be, nobody was *two and a half leads*
//!   off the sum of its shares in any of the patterns tried. This one is measured, not proved.
//!
//! So a fortnight's holiday is worth no flood, a night shift no week without leads, and a minute on
//! the phone nothing at all. Turns out of this order (the same person's next lead, an adjustment)
//! may leave more open than these bounds. Therefore whoever comes back is owed two leads at most,
//! and owes two at most, but for what a person gave or took; and what it is forgiven is forgiven to
//! those who stand on the other side of it.

use std::cmp::Ordering;

use super::member::Member;

/// The parts of one turn. Turns are whole, and shares exact while the same reps are in the running;
/// when others are, what each is owed is rounded to a millionth of a lead.
pub const TURN: i64 = 1_000_000;
/// What somebody is owed, or owes, at most when it comes back. Who has its turns in this order
/// hardly ever reaches it.
pub const REACH: i64 = 2 * TURN;

/// The leads given since the same reps are in the running, and what these weigh together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    leads: i128,
    weight: i128,
}

impl Round {
    /// Of those among the members who are in the running.
    pub fn of<'a>(members: impl Iterator<Item = &'a Member>) -> Self {
        members.filter(|member| member.is_running).fold(Self { leads: 0, weight: 0 }, |sum, member| Self {
            leads: sum.leads + i128::from(member.turns),
            weight: sum.weight + i128::from(member.weight),
        })
    }

    /// What this weight is credited with, for the leads so far.
    pub fn credit(self, weight: u32) -> i64 {
        part(self.leads * i128::from(TURN), weight, self.weight)
    }

    /// Its share in one lead.
    pub fn share(self, weight: u32) -> i64 {
        part(i128::from(TURN), weight, self.weight)
    }

    /// Whether this member is owed no part of the next lead: exact, not rounded.
    pub fn passes_over(self, member: &Member) -> bool {
        let credit = (self.leads + 1) * i128::from(member.weight) * i128::from(TURN);
        charged(member) * self.weight >= credit
    }
}

/// The part of a whole that a weight has among all weights, to the nearest; 0 if there are none.
fn part(whole: i128, weight: u32, of_all: i128) -> i64 {
    if of_all == 0 {
        return 0;
    }
    let doubled = 2 * whole * i128::from(weight) + of_all;
    i64::try_from(doubled.div_euclid(2 * of_all)).unwrap_or(i64::MAX)
}

/// Charges a member with so many turns out of order, more or less, and credits the whole team with
/// them, itself included: as far as it is ahead then, it is ahead of everybody alike.
pub fn charge(rep: &str, turns: i64, members: &mut [&mut Member]) {
    let charged = turns.saturating_mul(TURN);
    for member in members.iter_mut().filter(|member| member.rep == rep) {
        member.ahead = member.ahead.saturating_add(charged);
    }
    let of_team = members.iter_mut().filter(|member| member.gets_leads() || member.rep == rep);
    credit(charged.into(), &mut of_team.map(|member| &mut **member).collect::<Vec<_>>());
}

/// Begins to count anew for a team that is not the one it was: so that what all together are ahead
/// is nothing, and whoever is new, being owed nothing, is level. Nobody's place among the others
/// changes by it.
pub fn centre(members: &mut [&mut Member]) {
    credit(members.iter().map(|member| i128::from(member.ahead)).sum(), members);
}

/// Credits members with so much together, by weight.
fn credit(ahead: i128, members: &mut [&mut Member]) {
    let of_all = members.iter().map(|member| i128::from(member.weight)).sum();
    for member in members {
        member.ahead = member.ahead.saturating_sub(part(ahead, member.weight, of_all));
    }
}

/// Others were forgiven so many parts of a lead that they were ahead, or behind if negative: then
/// those who are behind for it, or ahead, are too, each in proportion.
pub fn forgive(forgiven: i128, members: &mut [&mut Member]) {
    let is_opposite = |member: &&mut &mut Member| i128::from(member.ahead) * forgiven < 0;
    let opposite: i128 = members.iter_mut().filter(is_opposite).map(|member| i128::from(member.ahead)).sum();
    let forgiven = forgiven.abs().min(opposite.abs());
    for member in members.iter_mut().filter(is_opposite) {
        let taken_off = i128::from(member.ahead) * forgiven / opposite.abs();
        member.ahead = member.ahead.saturating_sub(i64::try_from(taken_off).unwrap_or_default());
    }
}

/// What a member was charged with since the same reps are in the running, and before if more than
/// it was credited with.
fn charged(member: &Member) -> i128 {
    i128::from(member.ahead) + i128::from(member.turns) * i128::from(TURN)
}

/// Whose turn it is among candidates in the order of their ids: `None` only if there are none.
pub fn next<'a>(round: Round, candidates: impl Iterator<Item = &'a Member>) -> Option<&'a Member> {
    candidates.min_by(|one, other| {
        let passed_over = round.passes_over(one).cmp(&round.passes_over(other));
        passed_over.then_with(|| due_first(one, other))
    })
}

/// Which of two turns is due first: `(1 - owed) / weight`, without dividing and without what both
/// have in common, the leads by weight.
fn due_first(one: &Member, other: &Member) -> Ordering {
    let weighed = |member: &Member, by: &Member| (charged(member) + i128::from(TURN)) * i128::from(by.weight);
    weighed(one, other).cmp(&weighed(other, one))
}
