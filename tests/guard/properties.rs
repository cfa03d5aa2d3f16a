//! What holds of a guard whatever consumers and vendors do.

use crate::desk::{Desk, NAME, ended};
use beeline::guard::{
    Budget, Called, Circuit, Command, Ending, Go, Guard, LONGEST_OPEN_MS, Lane, Limits, Reply, step,
};
use proptest::prelude::*;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn lane() -> impl Strategy<Value = Lane> {
    prop_oneof![Just(Lane::Hot), Just(Lane::Standard), Just(Lane::Warm)]
}

fn ending() -> impl Strategy<Value = Ending> {
    prop_oneof![
        4 => Just(Ending::Answered),
        1 => Just(Ending::Limited),
        1 => Just(Ending::Failed),
        1 => Just(Ending::TimedOut),
        1 => Just(Ending::Unconnected),
    ]
}

/// What consumers do, one thing after another.
#[derive(Clone, Debug)]
enum Deed {
    /// Some time passes.
    Pass(i64),
    /// One asks, and begins so much of what it may (per cent) at once, the rest at the end.
    Ask(Lane, u32, u32),
    /// The oldest grant but so many is reported, so much of it (per cent) used.
    Report(usize, u32, Ending),
    /// The oldest grant's consumer dies, its last calls begun as late as they may.
    Die,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => (0..4_000_i64).prop_map(Deed::Pass),
        4 => (lane(), 1..200_u32, 0..=100_u32).prop_map(|(lane, items, early)| Deed::Ask(lane, items, early)),
        4 => (0..5_usize, 0..=100_u32, ending()).prop_map(|(nth, used, end)| Deed::Report(nth, used, end)),
        1 => Just(Deed::Die),
    ]
}

/// A grant that is out, and how many of its calls were begun at once.
struct Out {
    go: Go,
    begun: u32,
}

/// Consumers that keep to what they were granted, and when each of their calls began.
struct Consumers {
    desk: Desk,
    out: Vec<Out>,
    calls_at_ms: Vec<i64>,
}

impl Consumers {
    fn new(budget: Budget) -> Self {
        Self { desk: Desk::new(budget), out: Vec::new(), calls_at_ms: Vec::new() }
    }

    fn call(&mut self, calls: u32, at_ms: i64) {
        self.calls_at_ms.extend((0..calls).map(|_| at_ms));
    }

    fn run(&mut self, deed: Deed) {
        match deed {
            Deed::Pass(by_ms) => {
                self.desk.later(by_ms);
            }
            Deed::Ask(lane, items, early) => {
                if let Reply::Go(go) = self.desk.ask(lane, items) {
                    assert!(go.permits >= 1 && go.permits <= items);
                    assert!(go.concurrency >= 1 && go.concurrency <= go.permits);
                    let begun = go.permits * early / 100;
                    self.call(begun, self.desk.now_ms);
                    self.out.push(Out { go, begun });
                }
            }
            Deed::Report(nth, used, ending) => {
                if nth < self.out.len() {
                    self.report(nth, used, ending);
                }
            }
            Deed::Die => {
                if !self.out.is_empty() {
                    let Out { go, begun } = self.out.remove(0);
                    self.call(go.permits - begun, go.stop_at_ms);
                }
            }
        }
    }

    fn report(&mut self, nth: usize, used: u32, ending: Ending) {
        let Out { go, begun } = self.out.remove(nth);
        let used = (go.permits * used / 100).max(begun);
        self.call(used - begun, self.desk.now_ms.min(go.stop_at_ms));
        self.desk.report(go.ticket, ended(ending, used, 50), Limits::default());
    }

    /// The most calls that began in any window of this length.
    fn most(&mut self, window_ms: i64) -> usize {
        self.calls_at_ms.sort_unstable();
        let calls = &self.calls_at_ms;
        let within =
            |first: &i64| calls.iter().filter(|at| (*first..*first + window_ms).contains(at)).count();
        calls.iter().map(within).max().unwrap_or(0)
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn no_window_ever_has_more_calls_than_the_limit(
        calls in 1..60_u32,
        window_ms in 100..12_000_u32,
        deeds in prop::collection::vec(deed(), 1..150),
    ) {
        let mut consumers = Consumers::new(Budget { calls, window_ms });
        for deed in deeds {
            consumers.run(deed);
        }
        while !consumers.out.is_empty() {
            consumers.run(Deed::Die);
        }
        prop_assert!(consumers.most(i64::from(window_ms)) <= calls as usize);
    }

    #[test]
    fn hot_leads_find_room_at_once_whatever_warm_work_does(
        calls in 5..200_u32,
        deeds in prop::collection::vec(deed(), 1..150),
        items in 1..20_u32,
    ) {
        let mut consumers = Consumers::new(Budget { calls, window_ms: 10_000 });
        for deed in deeds {
            let warm = match deed {
                Deed::Ask(_, items, early) => Deed::Ask(Lane::Warm, items, early),
                Deed::Report(nth, used, _) => Deed::Report(nth, used, Ending::Answered),
                deed => deed,
            };
            consumers.run(warm);
            let guard = consumers.desk.guard.clone();
            let mut hot = Desk { guard, now_ms: consumers.desk.now_ms };
            let kept = calls - calls * 60 / 100;
            prop_assert!(hot.go(Lane::Hot, items).permits >= items.min(kept));
        }
    }

    #[test]
    fn a_vendor_that_is_back_is_in_full_use_within_a_minute(
        deeds in prop::collection::vec(deed(), 1..150),
        every_ms in 50..500_i64,
    ) {
        let mut consumers = Consumers::new(Budget::UNNAMED);
        for deed in deeds {
            let down = match deed {
                Deed::Report(nth, used, Ending::Limited | Ending::Answered) => {
                    Deed::Report(nth, used, Ending::TimedOut)
                }
                deed => deed,
            };
            consumers.run(down);
        }
        let mut desk = consumers.desk;
        let back_ms = desk.now_ms;
        while desk.now_ms - back_ms < 60_000 {
            if let Reply::Go(go) = desk.ask(Lane::Standard, 5) {
                desk.ended(go, Ending::Answered, go.permits);
            }
            desk.later(every_ms);
        }
        prop_assert_eq!(desk.guard.circuit(), Circuit::Closed);
        prop_assert_eq!(desk.go(Lane::Standard, 5).permits, 5);
    }

    #[test]
    fn a_dead_vendor_is_asked_at_a_bounded_rate(every_ms in 200..2_000_i64, lane in lane()) {
        let mut desk = Desk::new(Budget::UNNAMED);
        let (began_ms, mut calls_at_ms) = (desk.now_ms, Vec::new());
        while desk.now_ms - began_ms < 600_000 {
            if let Reply::Go(go) = desk.ask(lane, 1) {
                calls_at_ms.push(desk.now_ms - began_ms);
                desk.ended(go, Ending::Unconnected, 1);
            }
            desk.later(every_ms);
        }
        // Five open it; then 1, 2, 4, 8 and 16 s, and every 30 s from there.
        prop_assert!(calls_at_ms.len() <= 5 + 5 + 20, "{calls_at_ms:?}");
        let late: Vec<i64> = calls_at_ms.into_iter().filter(|at_ms| *at_ms > 120_000).collect();
        prop_assert!(late.windows(2).all(|two| two[1] - two[0] >= LONGEST_OPEN_MS));
        prop_assert!(late.windows(2).all(|two| two[1] - two[0] <= LONGEST_OPEN_MS + every_ms));
    }
}

fn any_limits() -> impl Strategy<Value = Limits> {
    let number = || prop::option::of(prop_oneof![any::<u32>(), 0..100_u32, Just(u32::MAX)]);
    let window = (number(), number(), number(), number());
    (window, number(), number(), number()).prop_map(|(window, day_max, day_remaining, retry_after_ms)| {
        let (max, remaining, window_ms, reset_ms) = window;
        Limits { max, remaining, window_ms, reset_ms, day_max, day_remaining, retry_after_ms }
    })
}

fn any_command() -> impl Strategy<Value = Command> {
    let called = (ending(), any::<u32>()).prop_map(|(ending, latency_ms)| Called { ending, latency_ms });
    let ticket = prop::option::of(prop_oneof![1..100_u64, any::<u64>()]);
    prop_oneof![
        (lane(), any::<u32>(), any::<i64>()).prop_map(|(lane, items, at_ms)| Command::Ask {
            destination: NAME.to_owned(),
            lane,
            items,
            at_ms,
            budget: None,
        }),
        (ticket, prop::collection::vec(called, 0..40), any_limits()).prop_map(
            |(ticket, outcomes, limits)| Command::Report {
                destination: NAME.to_owned(),
                ticket,
                outcomes,
                limits
            }
        ),
    ]
}

fn any_clock() -> impl Strategy<Value = i64> {
    prop_oneof![4 => 0..100_000_000_i64, 1 => any::<i64>()]
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn a_guard_stays_small_and_readable_whatever_comes_in(
        commands in prop::collection::vec((any_command(), any_clock()), 1..200),
    ) {
        let mut guard = Guard::new(NAME, Budget::HUBSPOT, 0);
        for (command, now_ms) in commands {
            guard = step(guard, command, now_ms).0;
            let stored = serde_json::to_string(&guard).unwrap();
            prop_assert!(stored.len() <= 16_384, "{}", stored.len());
            prop_assert_eq!(&serde_json::from_str::<Guard>(&stored).unwrap(), &guard);
        }
    }

    #[test]
    fn what_one_destination_does_is_nothing_to_another(
        mine in prop::collection::vec((any_command(), any_clock()), 1..40),
        others in prop::collection::vec((any_command(), any_clock()), 1..40),
    ) {
        let alone = mine.iter().cloned().fold(Guard::new(NAME, Budget::HUBSPOT, 0), |guard, (command, now_ms)| {
            step(guard, command, now_ms).0
        });
        let mut guard = Guard::new(NAME, Budget::HUBSPOT, 0);
        for (index, (command, now_ms)) in mine.into_iter().enumerate() {
            if let Some((other, at_ms)) = others.get(index).cloned() {
                let (same, reply) = step(guard.clone(), elsewhere(other), at_ms);
                prop_assert_eq!(reply, Reply::Misdirected);
                prop_assert_eq!(&same, &guard);
                guard = same;
            }
            guard = step(guard, command, now_ms).0;
        }
        prop_assert_eq!(guard, alone);
    }

    #[test]
    fn going_back_in_time_by_less_than_a_minute_changes_nothing(
        deeds in prop::collection::vec(deed(), 1..60),
        back_ms in 0..60_000_i64,
    ) {
        let mut consumers = Consumers::new(Budget::HUBSPOT);
        for deed in deeds {
            consumers.run(deed);
        }
        let Desk { guard, now_ms } = consumers.desk;
        let ask = Command::Ask { destination: NAME.to_owned(), lane: Lane::Hot, items: 9, at_ms: 0, budget: None };
        let guard = step(guard, ask.clone(), now_ms).0;
        prop_assert_eq!(step(guard.clone(), ask.clone(), now_ms - back_ms), step(guard, ask, now_ms));
    }
}

fn elsewhere(command: Command) -> Command {
    let destination = "pipedrive".to_owned();
    match command {
        Command::Ask { lane, items, at_ms, .. } => {
            Command::Ask { destination, lane, items, at_ms, budget: None }
        }
        Command::Report { ticket, outcomes, limits, .. } => {
            Command::Report { destination, ticket, outcomes, limits }
        }
    }
}
