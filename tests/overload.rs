//! Under load, what matters least waits first, and nothing waits longer than it must.

use beeline::lead::Lane;
use beeline::overload::{Admission, Class, Gate, MAX_RETRY_AFTER_SECONDS};
use proptest::prelude::*;

const NOW: i64 = 1_790_000_400_000;
const CAPACITY: u32 = 100;
const PENDING: u32 = 50;
const CLASSES: [Class; 3] = [Class::Beacon, Class::Standard, Class::Hot];

fn gate() -> Gate {
    Gate::new(CAPACITY, PENDING)
}

/// A gate that has let in so much at once.
fn used(admitted: u32) -> Gate {
    let mut gate = gate();
    for _ in 0..admitted {
        assert_eq!(gate.admit(Class::Hot, 0, NOW, 0), Admission::Admitted);
    }
    gate
}

fn is_let_in(mut gate: Gate, class: Class, pending: u32, now_ms: i64) -> bool {
    gate.admit(class, pending, now_ms, 0) == Admission::Admitted
}

fn retry_after(gate: &mut Gate, class: Class, pending: u32, jitter: u8) -> u32 {
    match gate.admit(class, pending, NOW, jitter) {
        Admission::Shed { retry_after_seconds } => retry_after_seconds,
        Admission::Admitted => 0,
    }
}

#[test]
fn each_class_has_its_share_of_the_capacity() {
    for (class, share) in [(Class::Beacon, 60), (Class::Standard, 85), (Class::Hot, 100)] {
        assert!(is_let_in(used(share - 1), class, 0, NOW), "{class:?}");
        assert!(!is_let_in(used(share), class, 0, NOW), "{class:?}");
    }
}

#[test]
fn a_long_queue_sheds_in_the_same_order() {
    for (class, share) in [(Class::Beacon, 30), (Class::Standard, 43), (Class::Hot, 50)] {
        assert!(is_let_in(gate(), class, share - 1, NOW), "{class:?}");
        assert!(!is_let_in(gate(), class, share, NOW), "{class:?}");
    }
}

#[test]
fn a_flood_of_beacons_leaves_room_for_leads() {
    let mut gate = gate();
    let beacons = (0..1_000).filter(|_| gate.admit(Class::Beacon, 0, NOW, 0) == Admission::Admitted).count();
    let standard =
        (0..1_000).filter(|_| gate.admit(Class::Standard, 0, NOW, 0) == Admission::Admitted).count();
    let hot = (0..1_000).filter(|_| gate.admit(Class::Hot, 0, NOW, 0) == Admission::Admitted).count();
    assert_eq!((beacons, standard, hot), (60, 25, 15));
}

#[test]
fn a_second_of_calm_is_enough() {
    let full = used(CAPACITY);
    for class in CLASSES {
        assert!(!is_let_in(full, class, 0, NOW + 899));
        assert!(is_let_in(full, class, 0, NOW + 1_000));
    }
}

#[test]
fn what_was_shed_takes_no_room() {
    let mut gate = used(CAPACITY);
    for _ in 0..10_000 {
        gate.admit(Class::Hot, 0, NOW + 900, 0);
    }
    assert!(is_let_in(gate, Class::Hot, 0, NOW + 1_000));
}

#[test]
fn the_window_slides() {
    let mut gate = gate();
    let mut admitted = 0;
    // Three times the capacity, evenly over three seconds.
    for tick in 0..900 {
        admitted += i32::from(gate.admit(Class::Hot, 0, NOW + tick * 10 / 3, 0) == Admission::Admitted);
    }
    assert!((290..=310).contains(&admitted), "{admitted}");
}

#[test]
fn lanes_are_classes() {
    assert_eq!(Class::from(Lane::Hot), Class::Hot);
    assert_eq!(Class::from(Lane::Standard), Class::Standard);
}

#[test]
fn clients_come_back_spread_out_and_later_the_worse_it_is() {
    let mut gate = used(CAPACITY);
    assert_eq!(
        (retry_after(&mut gate, Class::Hot, 0, 0), retry_after(&mut gate, Class::Hot, 0, 255)),
        (1, 2)
    );
    for _ in 0..900 {
        retry_after(&mut gate, Class::Hot, 0, 0);
    }
    assert_eq!(
        (retry_after(&mut gate, Class::Hot, 0, 0), retry_after(&mut gate, Class::Hot, 0, 255)),
        (10, 20)
    );
    for _ in 0..10_000 {
        retry_after(&mut gate, Class::Hot, 0, 0);
    }
    assert_eq!(
        (retry_after(&mut gate, Class::Hot, 0, 0), retry_after(&mut gate, Class::Hot, 0, 255)),
        (15, 30)
    );
}

#[test]
fn a_long_queue_alone_sends_clients_away_for_longer() {
    assert_eq!(retry_after(&mut gate(), Class::Hot, PENDING, 255), 2);
    assert_eq!(retry_after(&mut gate(), Class::Hot, 5 * PENDING, 255), 10);
    assert_eq!(retry_after(&mut gate(), Class::Hot, u32::MAX, 255), MAX_RETRY_AFTER_SECONDS);
}

#[test]
fn a_clock_that_goes_back_a_little_frees_nothing_and_one_that_goes_back_far_blocks_nothing() {
    let full = used(CAPACITY);
    assert!(!is_let_in(full, Class::Hot, 0, NOW - 500));
    assert!(is_let_in(full, Class::Hot, 0, NOW - 1_000));
    assert!(is_let_in(full, Class::Hot, 0, i64::MIN));
    assert!(is_let_in(full, Class::Hot, 0, i64::MAX));
}

#[test]
fn a_gate_without_capacity_still_lets_one_in_at_a_time() {
    let mut gate = Gate::new(0, 0);
    for second in 0..5 {
        for class in [Class::Beacon, Class::Standard] {
            let now_ms = NOW + second * 2_000 + if class == Class::Beacon { 0 } else { 1_000 };
            assert_eq!(gate.admit(class, 0, now_ms, 0), Admission::Admitted);
            assert_ne!(gate.admit(Class::Hot, 0, now_ms, 0), Admission::Admitted);
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Ask {
    wait_ms: i64,
    class: Class,
    pending: u32,
    jitter: u8,
}

fn asks(wait_ms: impl Strategy<Value = i64>) -> impl Strategy<Value = Vec<Ask>> {
    let ask = (wait_ms, prop::sample::select(CLASSES.to_vec()), 0..PENDING * 2, any::<u8>())
        .prop_map(|(wait_ms, class, pending, jitter)| Ask { wait_ms, class, pending, jitter });
    prop::collection::vec(ask, 1..400)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_matters_more_is_never_shed_where_somebody_else_is_let_in(asks in asks(0_i64..30)) {
        let (mut gate, mut now_ms) = (gate(), NOW);
        for ask in asks {
            now_ms += ask.wait_ms;
            let let_in = CLASSES.map(|class| is_let_in(gate, class, ask.pending, now_ms));
            prop_assert!(let_in.is_sorted(), "beacon, standard, hot: {let_in:?}");
            gate.admit(ask.class, ask.pending, now_ms, ask.jitter);
        }
    }

    #[test]
    fn within_a_tenth_of_a_second_no_standard_lead_follows_a_shed_hot_one(asks in asks(Just(0))) {
        let mut gate = used(70);
        let mut shed_at: Option<u32> = None;
        for ask in asks {
            let admitted = gate.admit(ask.class, ask.pending, NOW, ask.jitter) == Admission::Admitted;
            if ask.class == Class::Hot && !admitted {
                shed_at = Some(shed_at.map_or(ask.pending, |pending| pending.min(ask.pending)));
            }
            if ask.class == Class::Standard && admitted {
                prop_assert!(shed_at.is_none_or(|pending| ask.pending < pending));
            }
        }
    }

    #[test]
    fn nothing_is_shed_below_its_threshold_and_no_second_takes_more_than_the_capacity(asks in asks(0_i64..30)) {
        let (mut gate, mut now_ms) = (gate(), NOW);
        let mut admitted: Vec<i64> = Vec::new();
        for ask in asks {
            now_ms += ask.wait_ms;
            let recent = |ms: i64| admitted.iter().filter(|at| now_ms - **at < ms).count();
            let (within_a_second, within_nine_tenths) = (recent(1_000), recent(900));
            let share = match ask.class { Class::Beacon => 60, Class::Standard => 85, Class::Hot => 100 };
            if gate.admit(ask.class, ask.pending, now_ms, ask.jitter) == Admission::Admitted {
                prop_assert!(within_nine_tenths < share);
                prop_assert!(ask.pending * 100 < PENDING * u32::try_from(share).unwrap_or(0));
                admitted.push(now_ms);
            } else {
                prop_assert!(within_a_second >= share || ask.pending * 100 >= PENDING * u32::try_from(share).unwrap_or(0));
            }
        }
    }

    #[test]
    fn a_second_of_calm_lets_everybody_in_whatever_came_before(asks in asks(-3_000_i64..3_000)) {
        let (mut gate, mut now_ms) = (gate(), NOW);
        for ask in asks {
            now_ms += ask.wait_ms;
            gate.admit(ask.class, ask.pending, now_ms, ask.jitter);
        }
        // The gate's clock may be ahead of a clock that went back, by less than its window.
        for class in CLASSES {
            prop_assert!(is_let_in(gate, class, 0, now_ms + 2_000));
        }
    }

    #[test]
    fn the_wait_is_within_its_bounds_and_grows_with_load_and_jitter(
        load in 0_u32..3_000, more in 0_u32..1_000, pending in 0_u32..1_000, one in any::<u8>(), other in any::<u8>(),
    ) {
        let mut gate = used(CAPACITY);
        for _ in 0..load {
            gate.admit(Class::Beacon, 0, NOW, 0);
        }
        let mut worse = gate;
        for _ in 0..more {
            worse.admit(Class::Beacon, 0, NOW, 0);
        }
        let wait = |gate: Gate, jitter| retry_after(&mut { gate }, Class::Hot, pending, jitter);
        prop_assert!((1..=MAX_RETRY_AFTER_SECONDS).contains(&wait(gate, one)));
        prop_assert!(wait(worse, one) >= wait(gate, one));
        prop_assert!(wait(gate, one.max(other)) >= wait(gate, one.min(other)));
    }

    #[test]
    fn any_clock_is_borne(times in prop::collection::vec(any::<i64>(), 1..50)) {
        let mut gate = gate();
        for now_ms in times {
            gate.admit(Class::Beacon, 0, now_ms, 0);
            prop_assert!(is_let_in(gate, Class::Hot, 0, now_ms), "fifty are far from full");
        }
    }
}
