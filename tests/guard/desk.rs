//! A consumer at its guard, and a clock between them.

use beeline::guard::{
    Budget, Called, Circuit, Command, Ending, Go, Guard, Lane, Limits, Reason, Reply, step,
};

pub const NAME: &str = "hubspot";

pub struct Desk {
    pub guard: Guard,
    pub now_ms: i64,
}

impl Desk {
    pub fn new(budget: Budget) -> Self {
        let now_ms = 1_000_000;
        Self { guard: Guard::new(NAME, budget, now_ms), now_ms }
    }

    pub fn run(&mut self, command: Command) -> Reply {
        let (guard, reply) = step(self.guard.clone(), command, self.now_ms);
        self.guard = guard;
        reply
    }

    pub fn ask(&mut self, lane: Lane, items: u32) -> Reply {
        self.run(Command::Ask { destination: NAME.into(), lane, items, at_ms: self.now_ms, budget: None })
    }

    pub fn go(&mut self, lane: Lane, items: u32) -> Go {
        match self.ask(lane, items) {
            Reply::Go(go) => go,
            other => panic!("no go at {}: {other:?}", self.now_ms),
        }
    }

    /// Why not, and for how long.
    pub fn wait(&mut self, lane: Lane) -> (Reason, i64) {
        match self.ask(lane, 1) {
            Reply::Wait { until_ms, reason } => (reason, until_ms - self.now_ms),
            other => panic!("no wait at {}: {other:?}", self.now_ms),
        }
    }

    pub fn report(&mut self, ticket: Option<u64>, outcomes: Vec<Called>, limits: Limits) -> Circuit {
        match self.run(Command::Report { destination: NAME.into(), ticket, outcomes, limits }) {
            Reply::Noted { circuit } => circuit,
            other => panic!("not noted: {other:?}"),
        }
    }

    pub fn ended(&mut self, go: Go, ending: Ending, calls: u32) -> Circuit {
        self.report(go.ticket, ended(ending, calls, 50), Limits::default())
    }

    /// A batch of so many calls that all end so.
    pub fn batch(&mut self, ending: Ending, calls: u32) -> Circuit {
        let go = self.go(Lane::Standard, calls);
        self.ended(go, ending, go.permits.min(calls))
    }

    pub fn later(&mut self, by_ms: i64) -> &mut Self {
        self.now_ms += by_ms;
        self
    }

    /// Opens the circuit with five failures.
    pub fn open(&mut self) {
        let circuit = self.batch(Ending::Failed, 5);
        assert_eq!(circuit, Circuit::Open);
    }
}

pub fn ended(ending: Ending, calls: u32, latency_ms: u32) -> Vec<Called> {
    (0..calls).map(|_| Called { ending, latency_ms }).collect()
}
