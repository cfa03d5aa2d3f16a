//! Jobs and what is remembered between them: a failure is told and over in time for another try, and
//! nobody pays for what was answered.

use std::collections::BTreeMap;

use beeline::warm::cache::{Entry, Keep, Recall};
use beeline::warm::company::{Company, Provider, Turn, Waterfall};
use beeline::warm::domain::Domain;
use beeline::warm::job::{Ended, Job, Limits, Next, Report, Skipped, Step};
use beeline::warm::memory::company as company_row;
use beeline::warm::trouble::{Looked, Trouble};

const BOTH: [Provider; 2] = [Provider::PeopleDataLabs, Provider::Apollo];
const BLIP: Looked<Company> = Looked::Failed { trouble: Trouble::NoConnection, after_ms: 0 };
const LOCKED_OUT: Looked<Company> = Looked::Failed { trouble: Trouble::NotAllowed, after_ms: 0 };

fn domain() -> Domain {
    Domain::new("example.com").unwrap()
}

fn company() -> Company {
    Company { domain: domain(), name: None, employees: None, industry: None, country: None }
}

/// What is remembered, by row, and the clock.
#[derive(Default)]
struct Rows {
    entries: BTreeMap<String, Entry<Company>>,
    now_ms: i64,
}

impl Rows {
    /// One round of the providers; `asked` is called for each that is not remembered. `None` while
    /// somebody else asks.
    fn look(
        &mut self,
        who: &str,
        mut asked: impl FnMut(Provider) -> Looked<Company>,
    ) -> Option<Looked<Company>> {
        let mut round = Waterfall::new(&BOTH);
        loop {
            let provider = match round.turn() {
                Turn::Ended(looked) => return Some(looked),
                Turn::Ask(provider) => provider,
            };
            let row = company_row(provider, &domain());
            let entry = self.entries.remove(&row).unwrap_or_else(Entry::blank);
            let (entry, recall) = entry.recall(who, Keep::COMPANY, self.now_ms);
            let (entry, looked) = match recall {
                Recall::Known(looked) => (entry, Some(looked)),
                Recall::Wait { .. } => (entry, None),
                Recall::Ask { .. } => {
                    let looked = asked(provider);
                    let entry = entry.tell(who, looked.clone(), Keep::COMPANY, self.now_ms);
                    (entry, Some(looked.not_before(Keep::COMPANY.failed_ms)))
                }
            };
            self.entries.insert(row, entry);
            round.note(provider, looked?);
        }
    }

    /// One lead's job about its company, which waits for nothing but its own clock.
    fn job(&mut self, who: &str, mut asked: impl FnMut(Provider) -> Looked<Company>) -> Report {
        let others = Step::ALL.into_iter().filter(|step| *step != Step::Company);
        let skipped = others.map(|step| (step, Skipped::NotConfigured)).collect();
        let mut job = Job::open(&skipped, self.now_ms);
        loop {
            let (after, next) = job.next(Limits::USUAL, self.now_ms);
            job = after;
            match next {
                Next::Over(report) => return report,
                Next::Again { after_ms } => self.now_ms += after_ms,
                Next::Run { .. } => {
                    let ended = match self.look(who, &mut asked) {
                        Some(Looked::Failed { trouble, after_ms }) => Ended::Failed { trouble, after_ms },
                        Some(_) => Ended::Done,
                        None => panic!("nobody else asks"),
                    };
                    job = job.note(Step::Company, ended, 0, self.now_ms);
                }
            }
        }
    }
}

#[test]
fn a_connection_that_breaks_again_and_again_is_tried_as_often_as_a_job_may() {
    let (mut rows, mut calls) = (Rows::default(), Vec::new());
    let report = rows.job("a", |provider| {
        calls.push(provider);
        if calls.len() <= 4 { BLIP } else { Looked::Found(company()) }
    });
    assert_eq!(report.done, [Step::Company]);
    assert_eq!(
        calls,
        [BOTH.as_slice(), &BOTH, &BOTH[..1]].concat(),
        "three rounds, and no more asked of them"
    );
    assert!(rows.now_ms < Limits::USUAL.ask_ms, "{}", rows.now_ms);
}

#[test]
fn whoever_meets_the_failure_of_another_asks_when_it_is_over() {
    let mut rows = Rows::default();
    assert!(matches!(rows.look("a", |_| BLIP), Some(Looked::Failed { .. })));
    rows.now_ms = 10;
    let report = rows.job("b", |_| Looked::Found(company()));
    assert_eq!(report.done, [Step::Company]);
}

#[test]
fn what_one_provider_said_is_not_paid_for_again_while_another_refuses() {
    let (mut rows, mut paid) = (Rows::default(), 0);
    for lead in 0..5 {
        rows.now_ms = lead * 3_600_000;
        let looked = rows.look(&lead.to_string(), |provider| match provider {
            Provider::PeopleDataLabs => LOCKED_OUT,
            Provider::Apollo => {
                paid += 1;
                Looked::Absent
            }
        });
        let is_locked_out = matches!(looked, Some(Looked::Failed { trouble: Trouble::NotAllowed, .. }));
        assert!(is_locked_out, "who refused may know it");
    }
    assert_eq!(paid, 1);
}

#[test]
fn one_that_asks_for_all_its_time_is_waited_for() {
    let mut rows = Rows::default();
    let row = company_row(Provider::PeopleDataLabs, &domain());
    let (asking, _) = Entry::blank().recall("a", Keep::COMPANY, 0);
    rows.entries.insert(row, asking);
    rows.now_ms = Limits::USUAL.ask_ms - 1;
    assert_eq!(rows.look("b", |_| panic!("it is asked twice")), None);
    rows.now_ms += 1;
    assert_eq!(rows.look("b", |_| Looked::Absent), Some(Looked::Absent));
}
