//! What is stored of the warm path outlives a deploy: its bytes stay as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use beeline::routing::{Answers, Condition, Fact, Facts, NumberSpan};
use beeline::warm::budget::{Caps, Spent};
use beeline::warm::cache::{Entry, Keep};
use beeline::warm::company::{Company, Headcount};
use beeline::warm::domain::{Domain, NoCompany};
use beeline::warm::duplicate::{May, Shared, Suggestion, Trace};
use beeline::warm::enriched::Findings;
use beeline::warm::job::{Ended, Job, Limits, Next, Report, Skipped, Step};
use beeline::warm::kept::Kept;
use beeline::warm::line::LineKind;
use beeline::warm::mail::Mail;
use beeline::warm::reroute::{Reroute, Rerouted, Ruled, Standing, Stays, decide};
use beeline::warm::score::{Line, Score, Sheet};
use beeline::warm::source::{Confidence, Source, Sourced};
use beeline::warm::trouble::{Looked, Trouble};
use beeline::warm::write_back::{Field, Value, WriteBack};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// By name, what is stored.
const STORED: &str = include_str!("../frozen/warm.txt");

/// Writes as the bytes of this name, and reads back from them as the same.
#[track_caller]
fn frozen<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, name: &str) {
    let mut stored = STORED.lines().filter_map(|line| line.split_once(' '));
    let (_, bytes) = stored.find(|(known, _)| *known == name).unwrap();
    assert_eq!(serde_json::to_string(value).unwrap(), bytes);
    assert_eq!(&serde_json::from_str::<T>(bytes).unwrap(), value);
}

fn company() -> Company {
    let sure = Some(Confidence::of_ten(6));
    let employees = Headcount { from: 51, to: Some(200) };
    Company {
        domain: Domain::new("example.com").unwrap(),
        name: Some(Sourced { value: "Example".into(), source: Source::Apollo, confidence: None, at_ms: 5 }),
        employees: Some(Sourced {
            value: employees,
            source: Source::PeopleDataLabs,
            confidence: sure,
            at_ms: 5,
        }),
        industry: None,
        country: None,
    }
}

#[test]
fn findings_are_unchanged() {
    frozen(&company(), "company");
    let mail = Sourced { value: Mail::NullMx, source: Source::MailDns, confidence: None, at_ms: 6 };
    let line = Sourced { value: LineKind::Mobile, source: Source::TwilioLookup, confidence: None, at_ms: 7 };
    let found =
        Findings { company: Some(company()), mail: Some(mail), line: Some(line), ..Findings::default() };
    frozen(&found, "findings");
    frozen(&Findings::default(), "no_findings");
}

#[test]
fn what_is_kept_beside_a_lead_is_unchanged() {
    let findings = Findings { company: Some(company()), ..Findings::default() };
    let score = Some(Score { points: 35, sum: 35, most: 100, ..Score::default() });
    let report = Report { done: vec![Step::Company, Step::Score], ..Report::default() };
    frozen(&Kept { revision: 2, at_ms: 9, findings, score, rerouted: None, report }, "kept");
    let report = Report { skipped: vec![(Step::Score, Skipped::NotConfigured)], ..Report::default() };
    frozen(
        &Kept { revision: 1, at_ms: 9, findings: Findings::default(), score: None, rerouted: None, report },
        "kept_nothing",
    );
}

#[test]
fn cache_rows_are_unchanged() {
    let (asking, _) = Entry::<Company>::blank().recall("ld_a", Keep::COMPANY, 0);
    frozen(&asking, "cache_asking");
    let absent = asking.clone().tell("ld_a", Looked::Absent, Keep::COMPANY, 0);
    frozen(&absent, "cache_absent");
    let known = asking.clone().tell("ld_a", Looked::Found(company()), Keep::COMPANY, 0);
    frozen(&known, "cache_found");
    let failed = Looked::Failed { trouble: Trouble::RateLimited, after_ms: 60_000 };
    let failed = asking.tell("ld_a", failed, Keep::COMPANY, 0);
    frozen(&failed, "cache_failed");
}

#[test]
fn what_was_spent_is_unchanged() {
    let (spent, taken) = Spent::default().take(Caps { per_day: 5, per_month: 9 }, 2, 86_400_000).unwrap();
    frozen(&spent, "spent");
    frozen(&taken, "taken");
}

#[test]
fn the_compiled_points_and_a_score_are_unchanged() {
    let large = Condition {
        subject: "employees".parse().unwrap(),
        answers: Answers::Within(vec![NumberSpan { from: 200, to: None }]),
        unknown: false,
    };
    let mail = Condition {
        subject: "enriched.mail".parse().unwrap(),
        answers: Answers::OneOf(vec!["null_mx".into()]),
        unknown: true,
    };
    let lines = vec![
        Line { condition: large, points: 40, reason: "Large company".into() },
        Line { condition: mail, points: -5, reason: "Mail may not arrive".into() },
    ];
    let sheet = Sheet::new(0, 100, lines).unwrap();
    frozen(&sheet, "points");
    let score = Score::of(&sheet, &Facts { employees: Some(500), ..Facts::default() });
    frozen(&score, "score");
}

#[test]
fn what_is_compared_and_suggested_is_unchanged() {
    let trace = Trace {
        lead_id: "ld_a".into(),
        accepted_at_ms: 5,
        email: Some("e".to_owned().into()),
        phone: Some("p".to_owned().into()),
        name: Some("doe jane".to_owned().into()),
        domain: Some(Domain::new("example.com").unwrap()),
        company: Some("example".into()),
    };
    frozen(&trace, "trace");
    let why = vec![Shared::Name, Shared::Domain];
    let found = Suggestion { lead_id: "ld_b".into(), accepted_at_ms: 5, may: May::PerhapsBePerson, why };
    frozen(&found, "suggestion");
    frozen(&Findings { duplicates: vec![found], ..Findings::default() }, "findings_alike");
}

#[test]
fn what_is_written_back_is_unchanged() {
    let found = Findings { company: Some(company()), ..Findings::default() };
    let decided = WriteBack::of(&found, None, &BTreeSet::new());
    frozen(&decided.written, "written");
    frozen(&vec![Value::Number(5), Value::Text("5".into())], "values");
    frozen(
        &vec![
            Field::Industry,
            Field::CompanyCountry,
            Field::Mail,
            Field::Line,
            Field::Score,
            Field::ScoreReasons,
        ],
        "fields",
    );
}

#[test]
fn the_record_of_a_move_is_unchanged() {
    let before = Facts { form: "demo".into(), minute: 600, ..Facts::default() };
    let enriched = BTreeMap::from([("employees".to_owned(), Fact::Number(5_000))]);
    let enriched_from = BTreeMap::from([("employees".to_owned(), Source::Apollo.word().to_owned())]);
    let enriched = Facts { enriched, enriched_from, ..before.clone() };
    let standing = Standing { team: "sales", decision: 1, is_claimed: false, was_moved: false };
    let route = |facts: &Facts| {
        let team = if facts.enriched.is_empty() { "sales" } else { "enterprise" };
        Ruled { team: team.into(), rule: "large".into(), may_move: true }
    };
    let Reroute::Move(moved) = decide(&before, &enriched, standing, "b", 1_000, route) else {
        panic!("stays");
    };
    frozen(moved.record(), "move");
    frozen(&*moved, "decided");
    let sealed = moved.sealed().unwrap();
    assert_eq!(serde_json::to_string(&sealed).unwrap(), serde_json::to_string(&*moved).unwrap());
}

#[test]
fn how_the_question_of_another_team_ended_is_unchanged() {
    let (from, to, rule) = ("sales".to_owned(), "enterprise".to_owned(), "large".to_owned());
    frozen(&Rerouted::Moved { from, to, rule }, "rerouted");
    frozen(&Rerouted::Stayed(Stays::RuleMayNotMove), "stayed");
}

#[test]
fn the_report_of_a_job_is_unchanged() {
    let free_mail = Skipped::NoCompany(NoCompany::FreeMail);
    let skipped = BTreeMap::from([(Step::Company, free_mail), (Step::Line, Skipped::NoNumber)]);
    let limited = Ended::Failed { trouble: Trouble::RateLimited, after_ms: 60_000 };
    let job = Job::open(&skipped, 0)
        .note(Step::Mail, limited, 0, 0)
        .note(Step::Duplicates, Ended::Done, 0, 0)
        .note(Step::Score, Ended::Failed { trouble: Trouble::Unreadable, after_ms: 0 }, 0, 0);
    let job = job.note(Step::WriteBack, Ended::Failed { trouble: Trouble::NotAllowed, after_ms: 0 }, 0, 0);
    let report = match job.next(Limits::USUAL, 100_000).1 {
        Next::Over(report) => report,
        other => panic!("{other:?}"),
    };
    frozen::<Report>(&report, "report");
}

#[test]
fn the_words_of_rules_and_records_are_those_that_are_stored() {
    let stored = |word: &str, json: String| assert_eq!(format!("\"{word}\""), json);
    let sources =
        [Source::PeopleDataLabs, Source::Apollo, Source::MailDns, Source::TwilioLookup, Source::Score];
    for source in sources {
        stored(source.word(), serde_json::to_string(&source).unwrap());
    }
    for mail in Mail::ALL {
        stored(mail.word(), serde_json::to_string(&mail).unwrap());
    }
    for line in LineKind::ALL {
        stored(line.word(), serde_json::to_string(&line).unwrap());
    }
}
