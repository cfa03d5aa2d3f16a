//! Whatever happens in whatever order: one turn per lead, no cap exceeded, nothing to anybody
//! inactive, absent or not in the team, what waited before what came, and every lead somewhere.

use crate::support::calendar::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::support::world::{REPS, Step, World};
use beeline::pool::{Load, Policy, Sticky, UnknownLoad};
use proptest::prelude::*;

fn any_policy() -> impl Strategy<Value = Policy> {
    let sticky = prop_oneof![Just(Sticky::AlwaysWhenOpen), Just(Sticky::Off)];
    let unknown_load =
        prop_oneof![Just(UnknownLoad::AfterIdle), Just(UnknownLoad::AsIdle), Just(UnknownLoad::AsBusy)];
    (sticky, unknown_load).prop_map(|(sticky, unknown_load)| Policy {
        sticky,
        unknown_load,
        ..Policy::default()
    })
}

fn any_roster() -> impl Strategy<Value = Step> {
    let weights = prop::collection::vec(1..=100_u32, 0..=REPS);
    let caps = prop::collection::vec(prop::option::of(1..5_u32), REPS);
    let active = prop::collection::vec(prop::bool::weighted(0.8), REPS);
    (weights, caps, active, any_policy()).prop_map(|(weights, caps, active, policy)| Step::Roster {
        weights,
        caps,
        active,
        policy,
    })
}

fn any_step() -> impl Strategy<Value = Step> {
    let which = 0..30_usize;
    let rep = 0..REPS;
    let load = prop_oneof![Just(Load::Idle), Just(Load::OnCall), Just(Load::Busy)];
    let pause = prop_oneof![
        4 => 1..MINUTE_MS,
        3 => MINUTE_MS..HOUR_MS,
        1 => HOUR_MS..DAY_MS,
        1 => DAY_MS..3 * DAY_MS,
    ];
    prop_oneof![
        10 => (0..6_u8, any::<bool>(), any::<bool>(), 0..5_000_i64)
            .prop_map(|(person, hot, may_wait, late_ms)| Step::Lead { person, hot, may_wait, late_ms }),
        3 => (which.clone(), any::<bool>()).prop_map(|(which, may_wait)| Step::Again { which, may_wait }),
        3 => (which, 0..4_usize).prop_map(|(which, by_whoever)| Step::Release { which, by_whoever }),
        3 => (rep.clone(), load).prop_map(|(rep, load)| Step::Report { rep, load }),
        3 => (rep.clone(), 1..3_000_i64).prop_map(|(rep, minutes)| Step::Absence { rep, minutes }),
        1 => rep.clone().prop_map(|rep| Step::Back { rep }),
        2 => any_roster(),
        1 => (any::<u8>(), rep, -20..=20_i32).prop_map(|(number, rep, turns)| Step::Adjust { number, rep, turns }),
        3 => Just(Step::Serve),
        1 => Just(Step::Told),
        5 => pause.prop_map(Step::Pass),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_rule_holds_whatever_happens(steps in prop::collection::vec(any_step(), 1..70)) {
        let mut world = World::new();
        for step in steps {
            world.step(step);
            world.check();
        }
    }

    #[test]
    fn the_same_history_makes_the_same_bytes(steps in prop::collection::vec(any_step(), 1..30)) {
        let [one, other] = [(); 2].map(|()| {
            let mut world = World::new();
            steps.iter().cloned().for_each(|step| world.step(step));
            world.desk.sqlite.dump()
        });
        prop_assert_eq!(one, other);
    }
}
