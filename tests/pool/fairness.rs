//! Nobody is a lead off its share, whatever the weights, and whoever else comes and goes.

use std::collections::BTreeMap;

use crate::support::calendar::MINUTE_MS;
use crate::support::desk::{Desk, by_turns, count, rep, weighing};
use beeline::pool::RosterMember;
use proptest::prelude::*;

fn id(index: usize) -> String {
    format!("rep-{index:02}")
}

fn team(weights: &[u32]) -> Vec<RosterMember> {
    weights.iter().enumerate().map(|(index, weight)| weighing(&id(index), *weight)).collect()
}

/// The same choice by exact fractions of whole turns, written anew: an oracle.
fn expected(weights: &[u32], leads: usize) -> Vec<String> {
    let all: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    let mut turns = vec![0_u64; weights.len()];
    (1..=leads as u64)
        .map(|lead| {
            let mut best: Option<usize> = None;
            for (index, weight) in weights.iter().enumerate() {
                let weight = u64::from(*weight);
                let stays_below_share = turns[index] * all < lead * weight;
                let is_sooner = best.is_none_or(|other| {
                    (turns[index] + 1) * u64::from(weights[other]) < (turns[other] + 1) * weight
                });
                if stays_below_share && is_sooner {
                    best = Some(index);
                }
            }
            turns[best.unwrap()] += 1;
            id(best.unwrap())
        })
        .collect()
}

#[test]
fn equals_take_turns_in_the_order_of_their_ids() {
    let desk = Desk::of_reps(&["cy", "ana", "ben"]);
    assert_eq!(desk.next_reps(7), ["ana", "ben", "cy", "ana", "ben", "cy", "ana"]);
}

#[test]
fn a_heavy_rep_has_its_turns_between_those_of_the_others_and_not_in_a_row() {
    let desk = Desk::of(&[weighing("ana", 1), weighing("ben", 3)]);
    assert_eq!(desk.next_reps(8), ["ben", "ben", "ana", "ben", "ben", "ben", "ana", "ben"]);
}

#[test]
fn ten_light_reps_need_not_wait_until_a_heavy_one_has_had_fifty_leads() {
    let mut members = vec![weighing("heavy", 100)];
    members.extend((0..10).map(|index| rep(&id(index))));
    let desk = Desk::of(&members);
    let first = desk.next_reps(55);
    let light = first.len() as i64 - count(&first, "heavy");
    assert!((4..=6).contains(&light), "{light} of 55");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn with_the_same_reps_in_the_running_each_is_less_than_one_lead_off_its_share(
        weights in prop::collection::vec(1..=100_u32, 1..9),
        leads in 1..160_usize,
    ) {
        let desk = Desk::empty();
        desk.enlist_with(&team(&weights), by_turns());
        let taken = desk.next_reps(leads);
        prop_assert_eq!(&taken, &expected(&weights, leads));
        let all: i64 = weights.iter().map(|weight| i64::from(*weight)).sum();
        for (index, weight) in weights.iter().enumerate() {
            for leads in 1..=taken.len() {
                let turns = count(&taken[..leads], &id(index));
                let off = turns * all - leads as i64 * i64::from(*weight);
                prop_assert!(off.abs() < all, "{} has {turns} of {leads}, weights {weights:?}", id(index));
            }
        }
    }

    #[test]
    fn two_who_stay_are_never_further_apart_than_a_lead_of_the_lighter_one(
        weights in prop::collection::vec(1..=100_u32, 2..8),
        absences in prop::collection::vec((2..8_usize, 0..200_i64, 1..60_i64), 0..40),
    ) {
        let desk = Desk::empty();
        desk.enlist_with(&team(&weights), by_turns());
        for (who, from, minutes) in absences {
            let from_ms = desk.now_ms() + from * MINUTE_MS;
            desk.calendar.absent(&id(who), from_ms, from_ms + minutes * MINUTE_MS, "out of office");
        }
        let (one, other) = (i64::from(weights[0]), i64::from(weights[1]));
        let mut turns: BTreeMap<String, i64> = BTreeMap::new();
        for _ in 0..250 {
            *turns.entry(desk.next()).or_default() += 1;
            let taken = |index: usize| turns.get(&id(index)).copied().unwrap_or_default();
            let apart = taken(0) * other - taken(1) * one;
            prop_assert!(apart.abs() <= one.max(other), "{} of {one}, {} of {other}", taken(0), taken(1));
            desk.pass(MINUTE_MS);
        }
    }

    #[test]
    fn however_everybody_comes_and_goes_nobody_is_far_off_the_sum_of_its_shares(
        weights in prop::collection::vec(1..=100_u32, 2..9),
        presence in prop::collection::vec(prop::collection::vec(any::<bool>(), 8), 300),
    ) {
        let desk = Desk::empty();
        desk.enlist_with(&team(&weights), by_turns());
        let mut off = vec![0.0_f64; weights.len()];
        for present in presence {
            let present: Vec<usize> = (0..weights.len()).filter(|index| present[*index]).collect();
            for index in 0..weights.len() {
                desk.calendar.back(&id(index));
                if !present.contains(&index) {
                    desk.calendar.absent(&id(index), desk.now_ms(), desk.now_ms() + 1, "off hours");
                }
            }
            if present.is_empty() {
                continue;
            }
            let all: f64 = present.iter().map(|index| f64::from(weights[*index])).sum();
            present.iter().for_each(|index| off[*index] -= f64::from(weights[*index]) / all);
            let taker = desk.next();
            off[(0..weights.len()).find(|index| id(*index) == taker).unwrap()] += 1.0;
            prop_assert!(off.iter().all(|off| off.abs() < 2.5), "{off:?} with {weights:?}");
            desk.pass(MINUTE_MS);
        }
    }
}
