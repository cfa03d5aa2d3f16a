//! Whoever comes, or comes back, begins level: no flood, no famine.

use crate::support::calendar::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::support::desk::{Desk, by_turns, capped, count, line, rep, weighing};
use beeline::pool::{Load, Take};
use proptest::prelude::*;

#[test]
fn after_a_fortnight_of_holiday_a_rep_gets_its_share_and_no_more() {
    let desk = Desk::of_reps(&["ana", "ben", "cy"]);
    desk.next_reps(6);
    desk.calendar.absent("ana", desk.now_ms(), desk.now_ms() + 14 * DAY_MS, "holiday");
    let meanwhile = desk.next_reps(200);
    assert_eq!(count(&meanwhile, "ana"), 0);
    desk.pass(14 * DAY_MS);
    let after = desk.next_reps(30);
    assert_eq!(count(&after, "ana"), 10);
    assert!(count(&after[..6], "ana") <= 3, "{after:?}");
}

#[test]
fn whoever_joins_is_owed_nothing_of_what_was_before() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.next_reps(100);
    desk.enlist(&[rep("ana"), rep("ben"), rep("new")]);
    let after = desk.next_reps(9);
    assert_eq!(count(&after, "new"), 3);
    assert!(count(&after[..3], "new") <= 2, "{after:?}");
}

#[test]
fn a_rep_back_from_its_cap_starts_level() {
    let desk = Desk::of(&[capped("ana", 2), rep("ben")]);
    let first_day = desk.next_reps(41);
    assert_eq!(count(&first_day, "ana"), 2);
    desk.pass(DAY_MS);
    assert_eq!(count(&desk.next_reps(4), "ana"), 2);
}

#[test]
fn a_rep_back_from_a_long_call_starts_level() {
    let desk = Desk::of_reps(&["ana", "ben", "cy"]);
    desk.report("ana", Load::OnCall);
    assert_eq!(count(&desk.next_reps(60), "ana"), 0);
    desk.report("ben", Load::Idle);
    desk.pass(1);
    desk.report("ana", Load::Idle);
    let after = desk.next_reps(9);
    assert_eq!(count(&after, "ana"), 3);
}

#[test]
fn a_rep_who_is_on_the_phone_after_every_lead_gains_nothing_by_it() {
    for (weights, share) in [([1, 1, 1], 100), ([3, 2, 1], 150), ([1, 4, 5], 30)] {
        let reps = ["ana", "ben", "cy"];
        let desk = Desk::of(&[0, 1, 2].map(|index| weighing(reps[index], weights[index])));
        let mut while_free = Vec::new();
        for _ in 0..300 {
            desk.pass(1);
            reps.iter().for_each(|who| desk.report(who, Load::Idle));
            while_free.push(desk.next());
            if while_free.last().unwrap() == "ana" {
                desk.pass(1);
                desk.report("ana", Load::OnCall);
                // Others take some while she talks.
                assert_eq!(count(&desk.next_reps(2), "ana"), 0);
            }
        }
        let ana = count(&while_free, "ana");
        assert!((ana - share).abs() <= 2, "{ana} of 300 with {weights:?}");
    }
}

#[test]
fn the_night_shift_does_not_make_the_day_shift_catch_up_nor_wait() {
    let desk = Desk::of_reps(&["day", "night"]);
    let nine = desk.now_ms();
    for day in 0..5 {
        let morning = nine + day * DAY_MS;
        desk.calendar.absent("night", morning, morning + 8 * HOUR_MS, "off hours");
        desk.calendar.absent("day", morning + 8 * HOUR_MS, morning + DAY_MS - HOUR_MS, "off hours");
    }
    // From 8 to 9 both work.
    for _ in 0..4 {
        assert_eq!(count(&desk.next_reps(3), "day"), 3);
        desk.pass(8 * HOUR_MS);
        assert_eq!(count(&desk.next_reps(50), "night"), 50);
        desk.pass(15 * HOUR_MS);
        let together = desk.next_reps(10);
        assert_eq!(count(&together, "day"), 5, "{together:?}");
        desk.pass(HOUR_MS);
    }
}

#[test]
fn who_had_the_odd_lead_in_the_evening_is_remembered_in_the_morning() {
    let desk = Desk::of_reps(&["ana", "ben", "cy", "night"]);
    let mut taken = Vec::new();
    for _ in 0..30 {
        let morning = desk.now_ms();
        desk.calendar.absent("night", morning, morning + 8 * HOUR_MS, "off hours");
        for day_rep in ["ana", "ben", "cy"] {
            desk.calendar.absent(day_rep, morning + 8 * HOUR_MS, morning + DAY_MS, "off hours");
        }
        taken.extend(desk.next_reps(4));
        desk.pass(8 * HOUR_MS);
        assert_eq!(count(&desk.next_reps(5), "night"), 5);
        desk.pass(16 * HOUR_MS);
    }
    let counts = ["ana", "ben", "cy"].map(|who| count(&taken, who));
    assert_eq!(counts, [40, 40, 40]);
}

#[test]
fn another_weight_changes_what_is_to_come_and_not_what_was() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.next_reps(100);
    desk.enlist(&[weighing("ana", 3), rep("ben")]);
    let after = desk.next_reps(40);
    assert_eq!(count(&after, "ana"), 30);
    assert!(count(&after[..4], "ana") <= 3, "{after:?}");
    desk.enlist(&[weighing("ana", 100), rep("ben")]);
    desk.enlist(&[rep("ana"), rep("ben")]);
    assert_eq!(count(&desk.next_reps(10), "ana"), 5);
}

#[test]
fn who_leaves_the_team_and_comes_back_is_known_again() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    assert_eq!(desk.next(), "ana");
    desk.enlist(&[rep("ben")]);
    desk.enlist(&[rep("ana"), rep("ben")]);
    assert_eq!(desk.next(), "ben");
}

#[test]
fn the_table_shows_what_somebody_who_is_away_is_owed() {
    let desk = Desk::of(&[rep("ana"), weighing("ben", 2)]);
    desk.next_reps(2);
    desk.calendar.absent("ana", desk.now_ms(), desk.now_ms() + HOUR_MS, "off hours");
    desk.next_reps(8);
    let table = desk.standing().table;
    let ana = line(&table, "ana");
    assert_eq!((ana.owed, ana.share, ana.due.as_str()), (-333_333, None, "(1 + 0.333333) / 1 = 1.333333"));
}

#[test]
fn after_a_year_of_leads_out_of_turn_a_new_rep_is_level_all_the_same() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let regular = desk.lead();
    desk.take(&regular);
    for day in 0..100 {
        // Ana is on the phone, and takes the same person's next lead all the same.
        desk.pass(MINUTE_MS);
        desk.report("ana", Load::OnCall);
        assert_eq!(desk.rep_of(&Take { person: regular.person.clone(), ..desk.lead() }), "ana");
        desk.adjust(&format!("day-{day}"), "ana", -2);
        desk.pass(1);
        desk.report("ana", Load::Idle);
        desk.report("ben", Load::Idle);
        desk.next_reps(3);
    }
    desk.enlist(&[rep("ana"), rep("ben"), rep("new")]);
    let new = count(&desk.next_reps(30), "new");
    assert!((9..=11).contains(&new), "{new} of 30");
}

#[test]
fn what_somebody_who_left_had_too_much_does_not_starve_who_is_new() {
    let desk = Desk::of_reps(&["guest", "zoe"]);
    let regular = desk.lead();
    for _ in 0..20 {
        assert_eq!(desk.rep_of(&Take { person: regular.person.clone(), ..desk.lead() }), "guest");
    }
    desk.enlist(&[rep("new"), rep("zoe")]);
    assert_eq!(count(&desk.next_reps(10), "new"), 5);
}

#[test]
fn a_rep_who_was_owed_much_is_owed_two_leads_when_it_comes_back() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let regular = desk.lead();
    for _ in 0..40 {
        assert_eq!(desk.rep_of(&Take { person: regular.person.clone(), ..desk.lead() }), "ana");
    }
    desk.calendar.absent("ben", desk.now_ms(), desk.now_ms() + DAY_MS, "out of office");
    desk.next_reps(10);
    desk.pass(DAY_MS);
    let table = desk.standing().table;
    assert_eq!(["ana", "ben"].map(|who| line(&table, who).owed), [-2_000_000, 2_000_000]);
    desk.enlist(&[rep("ana"), rep("ben"), rep("cy")]);
    let after = desk.next_reps(30);
    assert_eq!(["ana", "ben", "cy"].map(|who| count(&after, who)), [8, 12, 10]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_flooded_or_starved_on_the_first_day_back(
        weights in prop::collection::vec(1..=10_u32, 2..7),
        before in 0..40_usize,
        meanwhile in 0..300_usize,
        leads in 1..60_usize,
    ) {
        let desk = Desk::empty();
        let ids: Vec<String> = (0..weights.len()).map(|index| format!("rep-{index}")).collect();
        let members: Vec<_> = ids.iter().zip(&weights).map(|(id, weight)| weighing(id, *weight)).collect();
        desk.enlist_with(&members, by_turns());
        desk.next_reps(before);
        desk.pass(MINUTE_MS);
        desk.calendar.absent("rep-0", desk.now_ms(), desk.now_ms() + 14 * DAY_MS, "holiday");
        desk.next_reps(meanwhile);
        desk.pass(14 * DAY_MS);
        let turns = count(&desk.next_reps(leads), "rep-0");
        let all: i64 = weights.iter().map(|weight| i64::from(*weight)).sum();
        // In leads times the sum of the weights: at most a lead from before, one for the share.
        let off = turns * all - leads as i64 * i64::from(weights[0]);
        prop_assert!(off.abs() <= 2 * all, "{turns} of {leads}, weights {weights:?}");
    }
}
