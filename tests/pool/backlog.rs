//! Leads that nobody could take: first come, first served, and told until somebody has heard.

use crate::support::calendar::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::support::desk::{Desk, assigned, capped, inactive, rep};
use beeline::lead::Lane;
use beeline::pool::{Outcome, SLICE, Take};

/// A team of two that comes back in an hour.
fn closed_for_an_hour() -> Desk {
    let desk = Desk::of_reps(&["ana", "ben"]);
    for who in ["ana", "ben"] {
        desk.calendar.absent(who, desk.now_ms(), desk.now_ms() + HOUR_MS, "off hours");
    }
    desk
}

fn waits_until(outcome: &Outcome) -> Option<i64> {
    match outcome {
        Outcome::Backlogged { until_ms, .. } => *until_ms,
        other => panic!("it does not wait: {other:?}"),
    }
}

#[test]
fn a_lead_that_may_wait_does_and_says_until_when() {
    let desk = closed_for_an_hour();
    let opens_ms = desk.now_ms() + HOUR_MS;
    let lead = desk.patient_lead();
    let outcome = desk.take(&lead);
    assert_eq!(waits_until(&outcome), Some(opens_ms));
    assert_eq!(desk.take(&lead), outcome);
    assert_eq!(desk.next_wake_ms(), Some(desk.now_ms() + 15 * MINUTE_MS));
    desk.pass(50 * MINUTE_MS);
    assert_eq!(desk.next_wake_ms(), Some(opens_ms));
}

#[test]
fn a_lead_that_may_not_wait_is_for_the_next_team() {
    let desk = closed_for_an_hour();
    assert!(matches!(desk.take(&desk.lead()), Outcome::NobodyNow { .. }));
    assert_eq!(desk.next_wake_ms(), None);
}

#[test]
fn when_somebody_is_back_the_hot_and_the_old_come_first() {
    let desk = closed_for_an_hour();
    let leads: Vec<Take> = [Lane::Standard, Lane::Hot, Lane::Standard, Lane::Hot]
        .into_iter()
        .map(|lane| Take { lane, ..desk.patient_lead() })
        .collect();
    leads.iter().for_each(|lead| drop(desk.take(lead)));
    let handed_over = Take { at_ms: desk.now_ms() - 1, ..desk.patient_lead() };
    desk.take(&handed_over);
    assert!(desk.serve().0.is_empty());
    desk.pass(HOUR_MS);
    assert_eq!(desk.next_wake_ms(), Some(desk.now_ms()));
    let served = desk.served();
    let order: Vec<_> = served.iter().map(|(lead, _)| lead.as_str()).collect();
    let expected = [&leads[1], &leads[3], &handed_over, &leads[0], &leads[2]];
    assert_eq!(order, expected.map(|lead| lead.lead_id.as_str()));
    let reps: Vec<_> = served.iter().map(|(_, rep)| rep.as_str()).collect();
    assert_eq!(reps, ["ana", "ben", "ana", "ben", "ana"]);
}

#[test]
fn a_new_lead_goes_behind_those_that_wait() {
    let desk = Desk::of(&[capped("ana", 2)]);
    desk.next_reps(2);
    desk.tell_all();
    let (first, second, third) = (desk.patient_lead(), desk.patient_lead(), desk.patient_lead());
    desk.take(&first);
    desk.take(&second);
    desk.pass(DAY_MS);
    // The alarm has not rung yet, and there is room for two.
    let outcome = desk.take(&third);
    let midnight = waits_until(&outcome).unwrap();
    assert!(midnight > desk.now_ms() && midnight % DAY_MS == 0);
    assert_eq!([&first, &second].map(|lead| desk.rep_of(lead)), ["ana", "ana"]);
    let told: Vec<_> = desk.served().into_iter().map(|(lead, _)| lead).collect();
    assert_eq!(told, [first.lead_id, second.lead_id]);
}

#[test]
fn a_new_hot_lead_goes_behind_standard_ones_that_wait() {
    let desk = Desk::of(&[capped("ana", 1)]);
    desk.next();
    let patient = desk.patient_lead();
    desk.take(&patient);
    desk.pass(DAY_MS);
    let hot = Take { lane: Lane::Hot, ..desk.patient_lead() };
    assert!(matches!(desk.take(&hot), Outcome::Backlogged { .. }));
    assert_eq!(desk.rep_of(&patient), "ana");
}

#[test]
fn more_than_can_be_handed_out_at_once_still_come_before_a_new_lead() {
    let desk = closed_for_an_hour();
    let count = SLICE + 10;
    let leads: Vec<Take> = (0..count).map(|_| desk.patient_lead()).collect();
    leads.iter().for_each(|lead| drop(desk.take(lead)));
    desk.pass(HOUR_MS);
    let new = desk.patient_lead();
    assert_eq!(waits_until(&desk.take(&new)), Some(desk.now_ms()));
    let last = desk.lead();
    assert!(matches!(desk.take(&last), Outcome::Assigned { .. }), "the rest fitted in the next slice");
    let mut told = Vec::new();
    loop {
        let (turns, more) = desk.serve();
        told.extend(turns.into_iter().map(|turn| turn.lead_id));
        if !more {
            break;
        }
    }
    let taken: Vec<_> = leads.iter().chain([&new, &last]).collect();
    let all: Vec<_> = taken.into_iter().map(|lead| lead.lead_id.clone()).collect();
    assert_eq!(told, all);
}

#[test]
fn what_was_handed_out_is_told_again_until_somebody_has_heard() {
    let desk = closed_for_an_hour();
    let lead = desk.patient_lead();
    desk.take(&lead);
    desk.pass(HOUR_MS);
    let (told, _) = desk.serve();
    assert_eq!(told.len(), 1);
    assert!(desk.serve().0.is_empty(), "they had no time to tell");
    assert_eq!(desk.next_wake_ms(), Some(desk.now_ms() + 30_000));
    desk.pass(30_000);
    let again: Vec<_> = desk.serve().0.into_iter().map(|turn| (turn.lead_id, turn.outcome)).collect();
    assert_eq!(again, told.into_iter().map(|turn| (turn.lead_id, turn.outcome)).collect::<Vec<_>>());
    desk.told(&[&lead]);
    desk.pass(30_000);
    assert!(desk.serve().0.is_empty());
    assert_eq!(desk.next_wake_ms(), None);
}

#[test]
fn whoever_comes_back_sooner_than_was_known_takes_what_waits() {
    let desk = Desk::of_reps(&["ana"]);
    desk.calendar.absent_for_good("ana", desk.now_ms());
    let lead = desk.patient_lead();
    assert_eq!(waits_until(&desk.take(&lead)), None);
    assert_eq!(desk.next_wake_ms(), Some(desk.now_ms() + 15 * MINUTE_MS));
    desk.calendar.back("ana");
    assert_eq!(desk.next_wake_ms(), Some(desk.now_ms()));
    assert_eq!(desk.served(), [(lead.lead_id, "ana".to_owned())]);
}

#[test]
fn if_nobody_is_active_any_more_what_waits_goes_elsewhere() {
    let desk = closed_for_an_hour();
    let lead = desk.patient_lead();
    desk.take(&lead);
    desk.enlist(&[inactive("ana")]);
    assert_eq!(desk.next_wake_ms(), Some(desk.now_ms()));
    let (turns, more) = desk.serve();
    assert!(!more);
    assert_eq!(turns[0].lead_id, lead.lead_id);
    assert!(matches!(turns[0].outcome, Outcome::NobodyNow { .. }));
    desk.told(&[&lead]);
    assert_eq!(desk.next_wake_ms(), None);
    assert!(matches!(desk.take(&desk.patient_lead()), Outcome::NobodyNow { .. }));
}

#[test]
fn two_waiting_leads_of_one_person_go_to_one_rep() {
    let desk = closed_for_an_hour();
    let first = desk.patient_lead();
    let other = desk.patient_lead();
    let again = Take { person: first.person.clone(), ..desk.patient_lead() };
    for lead in [&first, &again, &other] {
        desk.take(lead);
    }
    desk.pass(HOUR_MS);
    let reps: Vec<_> = desk.served().into_iter().map(|(_, rep)| rep).collect();
    assert_eq!(reps, ["ana", "ana", "ben"]);
    let once_more = Take { person: first.person, ..desk.lead() };
    assert_eq!(assigned(&desk.take(&once_more)), "ana");
}

#[test]
fn a_new_lead_goes_to_the_rep_who_got_the_same_persons_waiting_one_just_now() {
    let desk = closed_for_an_hour();
    let waits = desk.patient_lead();
    desk.take(&waits);
    desk.pass(HOUR_MS);
    let again = Take { person: waits.person.clone(), ..desk.lead() };
    assert_eq!(desk.rep_of(&again), "ana");
    assert_eq!(desk.rep_of(&waits), "ana");
}

#[test]
fn a_lead_dated_by_a_clock_that_is_ahead_is_as_old_as_its_asking() {
    let desk = closed_for_an_hour();
    let ahead = Take { at_ms: desk.now_ms() + DAY_MS, ..desk.patient_lead() };
    desk.take(&ahead);
    desk.pass(MINUTE_MS);
    let later = desk.patient_lead();
    desk.take(&later);
    desk.pass(HOUR_MS);
    let order: Vec<_> = desk.served().into_iter().map(|(lead, _)| lead).collect();
    assert_eq!(order, [ahead.lead_id, later.lead_id]);
}

#[test]
fn what_waits_is_counted_with_the_age_of_the_oldest() {
    let desk = closed_for_an_hour();
    desk.take(&desk.patient_lead());
    desk.pass(MINUTE_MS);
    desk.take(&desk.patient_lead());
    let standing = desk.standing();
    assert_eq!((standing.waiting, standing.oldest_waits_ms), (2, Some(MINUTE_MS)));
    assert_eq!(standing.next, None);
}

#[test]
fn a_new_member_takes_what_waits() {
    let desk = closed_for_an_hour();
    let lead = desk.patient_lead();
    desk.take(&lead);
    desk.enlist(&[rep("ana"), rep("ben"), rep("cy")]);
    assert_eq!(desk.next_wake_ms(), Some(desk.now_ms()));
    assert_eq!(desk.served(), [(lead.lead_id, "cy".to_owned())]);
}
