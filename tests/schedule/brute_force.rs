//! Any calendar, asked about every minute of some weeks.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test that cannot go on has failed

use beeline::schedule::{
    Absences, Calendar, Opening, Presence, Shift, Span, Timetable, WEEK_MINUTES, Week, Why, Zone,
};
use proptest::prelude::*;

const MINUTE: i64 = 60_000;
/// Some Thursday's midnight, in minutes since the epoch.
const START: i64 = 29_453_760;
const MINUTES: i64 = 5 * WEEK_MINUTES as i64;
/// Monday 00:00 is so many minutes after a multiple of a week since the epoch.
const MONDAY: i64 = 4 * 24 * 60;

/// What a calendar is made of, in minutes from [`START`].
#[derive(Clone, Debug)]
struct Made {
    shifts: Vec<(i64, i16)>,
    end: i64,
    openings: Vec<(u16, u16)>,
    holidays: Vec<(i64, i64)>,
    away: Vec<(i64, i64)>,
}

impl Made {
    fn timetable(&self) -> Timetable {
        let openings = self
            .openings
            .iter()
            .map(|(from_minute, minutes)| Opening { from_minute: *from_minute, minutes: *minutes });
        let holidays: Vec<_> = self.holidays.iter().map(|holiday| (span(holiday), 4)).collect();
        let away: Vec<_> = self.away.iter().map(span).collect();
        Timetable { zone: 0, week: Week::of(openings), absences: Absences::of(&holidays, &away).unwrap() }
    }

    fn zone(&self) -> Zone {
        let shift = |(minute, offset_minutes): &(i64, i16)| Shift {
            from_ms: (START + minute) * MINUTE,
            offset_minutes: *offset_minutes,
        };
        Zone::new(self.shifts.iter().map(shift).collect(), (START + self.end) * MINUTE).unwrap()
    }

    /// How things stand in each minute, without any cleverness.
    fn minutes(&self) -> Vec<(Presence, bool)> {
        let mut week = vec![false; usize::from(WEEK_MINUTES)];
        for (from, minutes) in &self.openings {
            (*from..from + minutes).for_each(|minute| week[usize::from(minute % WEEK_MINUTES)] = true);
        }
        let within = |spans: &[(i64, i64)], minute| {
            spans.iter().any(|(from, length)| (*from..from + length).contains(&minute))
        };
        let presence = |minute: i64| {
            let before = self.shifts.iter().rev().find(|(from, _)| *from <= minute);
            let offset = before.unwrap_or(&self.shifts[0]).1;
            let local = START + minute + i64::from(offset) - MONDAY;
            let in_week = local.rem_euclid(i64::from(WEEK_MINUTES)) as usize;
            match (within(&self.holidays, minute), within(&self.away, minute), week[in_week]) {
                (true, _, _) => Presence::Off { why: Why::Holiday(4) },
                (false, true, _) => Presence::Off { why: Why::OutOfOffice },
                (false, false, true) => Presence::Open,
                (false, false, false) => Presence::Off { why: Why::OffHours },
            }
        };
        let past = |minute| minute < self.shifts[0].0 || minute >= self.end;
        (0..MINUTES).map(|minute| (presence(minute), past(minute))).collect()
    }
}

fn span((from, length): &(i64, i64)) -> Span {
    Span::new((START + from) * MINUTE, (START + from + length) * MINUTE).unwrap()
}

fn made() -> impl Strategy<Value = Made> {
    let shifts = prop::collection::btree_map(200..MINUTES - 2_000, -56_i16..=56, 1..6);
    let openings = prop::collection::vec((0..WEEK_MINUTES, 1..2_000_u16), 0..6);
    let absences = || prop::collection::vec((0..MINUTES, 1..9_000_i64), 0..4);
    (shifts, 1..1_500_i64, openings, absences(), absences()).prop_map(
        |(shifts, rest, openings, holidays, away)| {
            let mut shifts: Vec<_> = shifts.into_iter().map(|(at, quarters)| (at, quarters * 15)).collect();
            shifts.dedup_by_key(|(_, offset)| *offset);
            let end = shifts[shifts.len() - 1].0 + rest;
            Made { shifts, end, openings, holidays, away }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn each_minute_stands_as_counted(made in made(), second in 0..MINUTE) {
        let (zone, timetable) = (made.zone(), made.timetable());
        let zones = [zone];
        let calendar = timetable.calendar(&zones).unwrap();
        for (minute, expected) in (START..).zip(made.minutes()) {
            let standing = calendar.at(minute * MINUTE + second);
            prop_assert_eq!((standing.presence, standing.past_horizon), expected, "minute {}", minute);
        }
    }

    #[test]
    fn the_open_spans_are_the_open_minutes(made in made(), from in 0..MINUTES, length in 0..MINUTES) {
        let (zone, timetable) = (made.zone(), made.timetable());
        let calendar = Calendar { zone: &zone, week: &timetable.week, absences: &timetable.absences };
        let until = (from + length).min(MINUTES);
        let mut expected: Vec<(i64, i64)> = Vec::new();
        for (minute, (presence, _)) in (0..).zip(made.minutes()) {
            if presence == Presence::Open && (from..until).contains(&minute) {
                match expected.last_mut() {
                    Some((begin, length)) if *begin + *length == minute => *length += 1,
                    _ => expected.push((minute, 1)),
                }
            }
        }
        let spans: Vec<Span> =
            calendar.open_spans((START + from) * MINUTE, (START + until) * MINUTE).collect();
        prop_assert_eq!(spans, expected.iter().map(span).collect::<Vec<_>>());
    }

    #[test]
    fn the_next_open_moment_is_the_first_open_minute(made in made(), asked in prop::collection::vec(0..MINUTES, 20)) {
        let (zone, timetable) = (made.zone(), made.timetable());
        let calendar = Calendar { zone: &zone, week: &timetable.week, absences: &timetable.absences };
        let minutes = made.minutes();
        for from in asked {
            let opens = (from..MINUTES).find(|minute| minutes[*minute as usize].0 == Presence::Open);
            let answer = calendar.next_open((START + from) * MINUTE).map(|at_ms| at_ms / MINUTE - START);
            match opens {
                Some(_) => prop_assert_eq!(answer, opens),
                None if made.openings.is_empty() => prop_assert_eq!(answer, None),
                None => prop_assert!(answer.is_some_and(|minute| minute >= MINUTES), "{:?}", answer),
            }
        }
    }
}
