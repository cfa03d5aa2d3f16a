//! Which steps of a warm job are due, and when it is enough.

use std::collections::BTreeMap;

use beeline::warm::job::{Ended, GaveUp, Job, Limits, MOST_ATTEMPTS, Next, Report, Skipped, Step, wait_ms};
use beeline::warm::trouble::Trouble;
use proptest::prelude::*;

const LIMITS: Limits = Limits { ask_ms: 10_000, finish_ms: 5_000 };
const ASKING: [Step; 4] = [Step::Company, Step::Mail, Step::Line, Step::Duplicates];
const TIMEOUT: Ended = Ended::Failed { trouble: Trouble::Timeout, after_ms: 0 };

fn job() -> Job {
    Job::open(&BTreeMap::new(), 0)
}

fn next(job: Job, now_ms: i64) -> (Job, Next) {
    job.next(LIMITS, now_ms)
}

fn run(steps: &[Step], within_ms: i64) -> Next {
    Next::Run { steps: steps.to_vec(), within_ms }
}

fn done(job: Job, steps: &[Step]) -> Job {
    steps.iter().fold(job, |job, step| job.note(*step, Ended::Done, 0, 0))
}

fn over(next: Next) -> Report {
    match next {
        Next::Over(report) => report,
        other => panic!("{other:?}"),
    }
}

#[test]
fn everything_that_asks_runs_at_the_same_time() {
    assert_eq!(next(job(), 0).1, run(&ASKING, 10_000));
    assert_eq!(next(job(), 4_000).1, run(&ASKING, 6_000));
}

#[test]
fn points_and_team_are_decided_once_everything_was_asked() {
    let three = done(job(), &ASKING[..3]);
    assert_eq!(next(three.clone(), 5).1, run(&ASKING[3..], 9_995));
    let all = done(three, &ASKING[3..]);
    assert_eq!(next(all, 5).1, run(&[Step::Score, Step::Reroute], 14_995));
}

#[test]
fn what_was_decided_is_written_back_last() {
    let ready = done(job(), &Step::ALL[..6]);
    assert_eq!(next(ready, 60).1, run(&[Step::WriteBack], 14_940));
}

#[test]
fn a_job_is_over_when_every_step_is() {
    let (_, next) = next(done(job(), &Step::ALL), 5);
    let report = over(next);
    assert_eq!(report.done, Step::ALL);
    assert!(!report.ran_out());
    assert_eq!(report.to_string(), "");
}

#[test]
fn what_failed_is_tried_again_after_a_wait() {
    let job = done(job(), &ASKING[1..]).note(Step::Company, TIMEOUT, u32::MAX, 100);
    let (job, waits) = next(job, 200);
    assert_eq!(waits, Next::Again { after_ms: 400 });
    assert_eq!(next(job, 600).1, run(&[Step::Company], 9_400));
}

#[test]
fn a_step_that_waits_holds_up_no_other() {
    let job = job().note(Step::Company, TIMEOUT, u32::MAX, 0);
    assert_eq!(next(job, 10).1, run(&ASKING[1..], 9_990));
}

#[test]
fn a_step_is_tried_so_often_and_then_given_up_with_its_reason() {
    let mut job = done(job(), &ASKING[1..]);
    for _ in 0..MOST_ATTEMPTS {
        job = job.note(Step::Company, TIMEOUT, 0, 0);
    }
    let (job, decides) = next(job, 0);
    assert_eq!(decides, run(&[Step::Score, Step::Reroute], 15_000));
    let (_, next) = next(done(job, &Step::ALL), 0);
    let report = over(next);
    assert_eq!(report.gave_up, [(Step::Company, GaveUp::Failed(Trouble::Timeout))]);
    assert_eq!(report.to_string(), "Not found out: company (timeout)");
}

#[test]
fn what_does_not_pass_is_not_tried_again() {
    let broke = Ended::Failed { trouble: Trouble::OutOfCredits, after_ms: 0 };
    let job = done(job(), &ASKING[1..]).note(Step::Company, broke, 0, 0);
    assert_eq!(next(job, 0).1, run(&[Step::Score, Step::Reroute], 15_000));
}

#[test]
fn when_the_time_is_over_what_is_known_is_used_and_the_rest_is_told() {
    let job = done(job(), &[Step::Mail]);
    let (job, decides) = next(job, 10_000);
    assert_eq!(decides, run(&[Step::Score, Step::Reroute], 5_000));
    let (_, next) = next(done(job, &Step::ALL), 11_000);
    let report = over(next);
    assert_eq!(report.done, [Step::Mail, Step::Score, Step::Reroute, Step::WriteBack]);
    assert!(report.ran_out());
    assert_eq!(
        report.to_string(),
        "Not found out: company (no time left), phone line (no time left), other leads (no time left)"
    );
}

#[test]
fn a_job_that_nobody_ran_in_time_ends_and_says_so() {
    let (_, next) = next(job(), 60_000);
    let report = over(next);
    assert_eq!((report.done.len(), report.gave_up.len()), (0, 7));
}

#[test]
fn a_wait_is_never_longer_than_the_time() {
    let limited = Ended::Failed { trouble: Trouble::RateLimited, after_ms: 60_000 };
    let job = done(job(), &ASKING[1..]).note(Step::Company, limited, 0, 0);
    assert_eq!(next(job, 1_000).1, Next::Again { after_ms: 9_000 });
}

#[test]
fn steps_that_make_no_sense_are_left_out_and_told() {
    let skipped = BTreeMap::from([(Step::Line, Skipped::NoNumber), (Step::Company, Skipped::Synthetic)]);
    let job = Job::open(&skipped, 0);
    assert_eq!(next(job.clone(), 0).1, run(&[Step::Mail, Step::Duplicates], 10_000));
    let (_, next) = next(done(job, &Step::ALL), 0);
    let report = over(next);
    assert_eq!(report.skipped, [(Step::Company, Skipped::Synthetic), (Step::Line, Skipped::NoNumber)]);
}

#[test]
fn an_answer_that_comes_late_changes_nothing() {
    let (given_up, _) = next(job(), 10_000);
    assert_eq!(given_up.clone().note(Step::Company, Ended::Done, 0, 10_001), given_up);
}

#[test]
fn waits_grow_are_spread_and_never_shorter_than_asked() {
    assert_eq!(wait_ms(1, 0, u32::MAX), 500);
    assert_eq!(wait_ms(2, 0, u32::MAX), 1_000);
    assert_eq!(wait_ms(60, 0, u32::MAX), 8_000);
    assert_eq!(wait_ms(1, 0, 0), 0);
    assert_eq!(wait_ms(1, 7_000, 0), 7_000);
    assert_eq!(wait_ms(1, -7, 0), 0);
}

fn any_end() -> impl Strategy<Value = Ended> {
    let failed = (any::<bool>(), 0_i64..20_000).prop_map(|(passes, after_ms)| {
        let trouble = if passes { Trouble::VendorFailed } else { Trouble::NotAllowed };
        Ended::Failed { trouble, after_ms }
    });
    prop_oneof![Just(Ended::Done), failed]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// However its steps end: a job ends, in its time, with every step told once.
    #[test]
    fn a_job_ends_in_its_time(
        ends in prop::collection::vec((any_end(), any::<u32>(), 1_i64..4_000), 1..80),
    ) {
        let (mut job, mut now_ms) = (job(), 0_i64);
        let last_ms = LIMITS.ask_ms + LIMITS.finish_ms;
        let mut ends = ends.iter().cycle();
        let report = loop {
            let (after, next) = job.next(LIMITS, now_ms);
            job = after;
            match next {
                Next::Over(report) => break report,
                Next::Again { after_ms } => {
                    prop_assert!(after_ms >= 1);
                    now_ms += after_ms;
                }
                Next::Run { steps, within_ms } => {
                    prop_assert!(!steps.is_empty() && within_ms > 0);
                    prop_assert!(now_ms + within_ms <= last_ms);
                    let mut latest_ms = 1;
                    for step in steps {
                        let (end, random, took_ms) = ends.next().unwrap();
                        latest_ms = latest_ms.max((*took_ms).min(within_ms));
                        job = job.note(step, *end, *random, now_ms);
                    }
                    now_ms += latest_ms;
                }
            }
        };
        let told = report.done.len() + report.skipped.len() + report.gave_up.len();
        prop_assert_eq!(told, Step::ALL.len());
        prop_assert!(now_ms <= last_ms);
    }
}
