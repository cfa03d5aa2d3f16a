//! Why a lead went to whom it went, member by member, for `why` to show.

use serde::{Deserialize, Serialize};

use super::hours::Closed;
use super::lineup::{Attendance, Lineup, Seat, Wish};
use super::load::{Load, Readiness};
use super::round::{Round, TURN};

/// One member's line. Of personal data it holds the rep's id and name. It is kept with the turn:
/// a test freezes its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Id.
    pub rep: String,
    /// Name.
    pub name: String,
    /// Weight.
    pub weight: u32,
    /// Leads taken on the rep's local day, before this one.
    pub taken_today: u32,
    /// The most a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily_cap: Option<u32>,
    /// Whether the lead could go there, or why not.
    pub standing: Standing,
    /// How much of a lead it is owed, in millionths; negative if it has had more than its share.
    pub owed: i64,
    /// Its share in this lead, in millionths, if it is in the running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<i64>,
    /// In how many rounds its next lead is due, written out: `(1 - 0.5) / 2 = 0.25`. The lowest is
    /// first. A round is as many leads as all who are in the running weigh.
    pub due: String,
}

/// Whether a lead could go to a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Standing {
    /// It is the one.
    Chosen,
    /// It could, and others are due before.
    InLine,
    /// It could, but is owed no part of this lead: it has had its share, and this one's too.
    HadItsShare,
    /// Somebody else is free, and this one is not.
    Engaged {
        /// With what.
        load: Load,
        /// Since when.
        since_ms: i64,
    },
    /// Somebody else is known to be free, and of this one nobody knows.
    LoadUnknown {
        /// When there was a report at last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reported_at_ms: Option<i64>,
    },
    /// It does not work now.
    Closed {
        /// Why: "off hours", "holiday", "out of office".
        why: String,
        /// Until when, if that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until_ms: Option<i64>,
    },
    /// It has had all leads it may have today.
    CapReached {
        /// When its next day begins.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until_ms: Option<i64>,
    },
    /// It had this lead, and gave it back.
    GaveItBack,
    /// The configuration says that it gets no leads.
    Inactive,
}

/// The lines of a team, in the order of the ids.
pub fn lines(lineup: &Lineup, wish: &Wish<'_>, chosen: Option<&str>) -> Vec<Line> {
    let round = lineup.round();
    let best = lineup.readiest(wish);
    let listed = lineup.seats.iter().filter(|seat| seat.attendance != Attendance::Former);
    listed.map(|seat| line(seat, round, standing(seat, best, wish, round, chosen))).collect()
}

fn line(seat: &Seat, round: Round, standing: Standing) -> Line {
    let member = &seat.member;
    let owed = member.owed(round);
    Line {
        rep: member.rep.clone(),
        name: member.name.clone(),
        weight: member.weight,
        taken_today: seat.taken_today(),
        daily_cap: member.daily_cap,
        standing,
        owed,
        share: member.is_running.then(|| round.share(member.weight)),
        due: arithmetic(owed, member.weight),
    }
}

fn standing(
    seat: &Seat,
    best: Option<Readiness>,
    wish: &Wish<'_>,
    round: Round,
    chosen: Option<&str>,
) -> Standing {
    match &seat.attendance {
        Attendance::Inactive | Attendance::Former => Standing::Inactive,
        Attendance::Closed(Closed { why, until_ms }) => {
            Standing::Closed { why: why.clone(), until_ms: *until_ms }
        }
        Attendance::Open if chosen == Some(seat.member.rep.as_str()) => Standing::Chosen,
        Attendance::Open if wish.gave_back.contains(&seat.member.rep) => Standing::GaveItBack,
        Attendance::Open if seat.is_capped() => {
            Standing::CapReached { until_ms: seat.today.map(|today| today.ends_at_ms) }
        }
        Attendance::Open if best.is_some_and(|best| seat.readiness > best) => not_ready(seat),
        Attendance::Open if round.passes_over(&seat.member) => Standing::HadItsShare,
        Attendance::Open => Standing::InLine,
    }
}

/// Why others are more ready.
fn not_ready(seat: &Seat) -> Standing {
    match seat.member.report {
        Some(report) if seat.readiness == Readiness::Engaged && report.load != Load::Idle => {
            Standing::Engaged { load: report.load, since_ms: report.since_ms }
        }
        report => Standing::LoadUnknown { reported_at_ms: report.map(|report| report.at_ms) },
    }
}

/// `(1 - owed) / weight`, written out.
fn arithmetic(owed: i64, weight: u32) -> String {
    let due = TURN.saturating_sub(owed).div_euclid(i64::from(weight.max(1)));
    let (sign, owed) = if owed < 0 { ('+', owed.saturating_neg()) } else { ('-', owed) };
    format!("(1 {sign} {}) / {weight} = {}", decimal(owed), decimal(due))
}

/// Parts of a lead as a decimal number without idle zeros.
fn decimal(parts: i64) -> String {
    let sign = if parts < 0 { "-" } else { "" };
    let (turn, parts) = (TURN.unsigned_abs(), parts.unsigned_abs());
    let fraction = format!("{:06}", parts % turn);
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{}", parts / turn),
        digits => format!("{sign}{}.{digits}", parts / turn),
    }
}
