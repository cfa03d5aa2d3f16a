//! A command that storage fails is as if it had never been; and no statement on the way of a
//! lead takes longer the more leads there were.

use crate::support::calendar::{DAY_MS, HOUR_MS};
use crate::support::desk::{Desk, capped, rep};
use beeline::pool::{Command, Crew, Load, Roster, Take};

/// A pool in the middle of a day: one turn, one lead that waits for a day that has come.
fn mid_day() -> (Desk, Vec<Command>) {
    let desk = Desk::of(&[capped("ana", 1), capped("ben", 1)]);
    let had = desk.lead();
    let rep_of_had = desk.rep_of(&had);
    desk.next();
    let waits = desk.patient_lead();
    desk.take(&waits);
    desk.pass(DAY_MS);
    let commands = vec![
        Command::Roster(Roster {
            sequence: 9,
            hash: "nine".into(),
            team: "sales".into(),
            crew: Crew { members: vec![rep("ben"), rep("cy")], ..Crew::default() },
        }),
        Command::Take(desk.patient_lead()),
        Command::Take(desk.lead()),
        Command::Busy { rep: "ana".into(), state: Load::Busy, at_ms: desk.now_ms() },
        Command::Serve,
        Command::Told { turns: vec![(waits.lead_id, 1)] },
        Command::Release { lead_id: had.lead_id, rep: rep_of_had, by: "kim".into(), why: "no answer".into() },
        Command::Adjust {
            id: "one".into(),
            rep: "ana".into(),
            turns: 1,
            by: "kim".into(),
            why: "covered for ben".into(),
        },
    ];
    (desk, commands)
}

#[test]
fn a_failed_statement_rolls_the_whole_command_back() {
    for index in 0..mid_day().1.len() {
        let mut statements = 0;
        loop {
            let (desk, commands) = mid_day();
            let before = desk.sqlite.dump();
            desk.sqlite.fail_after(statements);
            let outcome = desk.try_ask(&commands[index]);
            if desk.sqlite.was_spared() {
                assert!(outcome.is_ok());
                break;
            }
            assert!(outcome.is_err(), "{:?} hid a failure", commands[index]);
            assert_eq!(desk.sqlite.dump(), before, "{:?}", commands[index]);
            // And then it works.
            desk.ask(&commands[index]);
            statements += 1;
        }
        assert!(statements > 0, "command {index} touched nothing");
    }
}

#[test]
fn any_command_twice_is_as_good_as_once() {
    for index in 0..mid_day().1.len() {
        let (desk, commands) = mid_day();
        desk.ask(&commands[index]);
        let once = desk.sqlite.dump();
        desk.ask(&commands[index]);
        assert_eq!(desk.sqlite.dump(), once, "{:?}", commands[index]);
    }
}

#[test]
fn a_row_that_nobody_wrote_is_an_error_and_never_nobody() {
    for damage in [
        "UPDATE turn SET outcome = '{}'",
        "UPDATE member SET load = 'asleep', load_at_ms = 0, load_since_ms = 0",
        "UPDATE member SET weight = -1",
        "UPDATE in_force SET policy = 'none'",
    ] {
        let desk = Desk::of_reps(&["ana"]);
        let lead = desk.lead();
        desk.take(&lead);
        desk.sqlite.look(damage, vec![]);
        assert!(desk.try_ask(&Command::Take(lead)).is_err(), "{damage}");
    }
}

/// Whether a plan reads a whole table, or builds an index for one run.
fn grows_with_the_table(plan: &[String]) -> bool {
    let is_bounded = |scanned: &str| {
        scanned.contains("VIRTUAL TABLE")
            || scanned == "CONSTANT ROW"
            // Members, rosters: a few rows.
            || scanned.starts_with("member")
            || scanned.starts_with("known_roster")
            || scanned.starts_with("in_force")
            // In the order of an index, up to a limit.
            || scanned.contains("USING INDEX turn_")
            || scanned.contains("USING COVERING INDEX turn_")
    };
    let is_slow = |line: &String| line.strip_prefix("SCAN ").is_some_and(|scanned| !is_bounded(scanned));
    plan.iter().any(|line| is_slow(line) || line.contains("AUTOMATIC"))
}

#[test]
fn no_statement_grows_with_the_number_of_leads() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.take_statements_of_everything();
    let statements = desk.sqlite.take_statements();
    assert!(statements.len() > 20, "only {} statements were noted", statements.len());
    let mut slow = Vec::new();
    // What was adjusted is read from the end, up to a limit.
    for sql in statements.iter().filter(|sql| !sql.contains("FROM adjustment ORDER BY position DESC")) {
        let plan = desk.sqlite.plan(sql);
        if grows_with_the_table(&plan) {
            slow.push(format!("{sql}\n    {}", plan.join("\n    ")));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

#[test]
fn a_lead_takes_few_statements() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.take(&desk.lead());
    desk.sqlite.take_statements();
    desk.take(&Take { may_wait: true, ..desk.lead() });
    let statements = desk.sqlite.take_statements();
    assert_eq!(statements.len(), 8, "{statements:#?}");
    desk.pass(HOUR_MS);
}

#[test]
fn a_large_teams_backlog_is_written_in_texts_that_a_durable_object_takes() {
    let reps: Vec<String> =
        (0..beeline::pool::MAX_MEMBERS).map(|number| format!("rep-{number:03}")).collect();
    let desk = Desk::of_reps(&reps.iter().map(String::as_str).collect::<Vec<_>>());
    for id in &reps {
        desk.calendar.absent(id, desk.now_ms(), desk.now_ms() + 60_000, "off hours");
    }
    for _ in 0..100 {
        desk.take(&desk.patient_lead());
    }
    desk.pass(60_000);
    assert_eq!(desk.served().len(), 100);
    let largest = desk.sqlite.largest_text();
    assert!((100_000..500_000).contains(&largest), "{largest}");
}
