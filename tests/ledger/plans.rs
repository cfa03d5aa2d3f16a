//! How SQLite runs the ledger's statements: no work that grows with the leads on record.

use crate::support::claims::{CARD, CRM, claim, deferred, delivered, quarantined, shown};
use crate::support::ledger::{Ledger, homeward, settlement_of};
use beeline::ledger::{Command, Database, LeadState, MAX_AGE_MS};

/// Runs every command on the hot path in every variation, so that each statement is noted.
fn a_busy_day(ledger: &Ledger) {
    let stand_in = Ledger::stand_in();
    let request = claim();
    let lead_id = ledger.claim(&request).lead_id;
    ledger.claim(&request);
    ledger.claim(&request.clone().said("more"));
    stand_in.claim(&claim().person("grace"));
    stand_in.dispatch().iter().for_each(|row| {
        ledger.try_claim(homeward(row)).unwrap();
    });
    let rows = ledger.dispatch();
    ledger.undispatch(&rows);
    ledger.pass(60_000);
    ledger.settle_all(
        ledger.dispatch().iter().map(|row| settlement_of(row, deferred(1_000))).collect::<Vec<_>>(),
    );
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    ledger.settle(lead_id, CARD, 2, shown("message", LeadState::Accepted));
    ledger.settle(lead_id, CARD, 2, quarantined());
    ledger.next_wake_ms();
    ledger.lead(lead_id);
    ledger.payload(lead_id, 1);
    ledger.reserve("key", &request);
    ledger.bind("key", &request, lead_id);
    ledger.release("key");
    ledger.latest_acceptance_ms();
    ledger.pass(MAX_AGE_MS + 1);
    ledger.dispatch();
    ledger.pass(400 * 24 * 3_600_000);
    ledger.sweep(0);
}

/// Whether a plan reads a whole table, or builds an index for one run.
fn grows_with_the_table(plan: &[String]) -> bool {
    // Parameters as rows, and what a subquery with a plan of its own gives.
    let is_bounded = |scanned: &str| {
        scanned.contains("VIRTUAL TABLE")
            || scanned == "CONSTANT ROW"
            || plan.iter().any(|line| *line == format!("CO-ROUTINE {scanned}"))
    };
    let is_slow = |line: &String| line.strip_prefix("SCAN ").is_some_and(|scanned| !is_bounded(scanned));
    plan.iter().any(|line| is_slow(line) || line.contains("AUTOMATIC"))
}

/// Statements that may read a whole table: what they are for, they do rarely.
fn is_rare(sql: &str) -> bool {
    // The tally counts rows on purpose: it is the second source beside the counters.
    sql.contains("COUNT(*)") || sql.contains("FROM counter")
        // So is what the oldest wait for: it sorts what is in flight.
        || sql.contains("MIN(l.accepted_at_ms)")
        // One row from the end of the table.
        || sql.contains("FROM lead ORDER BY position DESC LIMIT")
}

#[test]
fn no_statement_on_the_hot_path_grows_with_the_number_of_leads() {
    let ledger = Ledger::home();
    a_busy_day(&ledger);
    let statements = ledger.sqlite.take_statements();
    assert!(statements.len() > 20, "only {} statements were noted", statements.len());
    let mut slow = Vec::new();
    for sql in statements.iter().filter(|sql| !is_rare(sql)) {
        let plan = ledger.sqlite.plan(sql);
        if grows_with_the_table(&plan) {
            slow.push(format!("{sql}\n    {}", plan.join("\n    ")));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

#[test]
fn what_is_due_comes_out_of_its_index_in_order() {
    let ledger = Ledger::home();
    ledger.dispatch();
    ledger.next_wake_ms();
    let mut checked = 0;
    for sql in ledger.sqlite.take_statements().iter().filter(|sql| sql.contains("lead_open") && !is_rare(sql))
    {
        let plan = ledger.sqlite.plan(sql);
        assert!(plan[0].contains("USING") && plan[0].contains("INDEX lead_open"), "{plan:?}");
        assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{plan:?}");
        checked += 1;
    }
    assert_eq!(checked, 2);
}

#[test]
fn a_repeat_is_looked_up_by_id_and_by_person() {
    let ledger = Ledger::home();
    ledger.claim(&claim());
    let statements = ledger.sqlite.take_statements();
    let lookup = statements.iter().find(|sql| sql.contains("l.person = ?2")).unwrap();
    let plan = ledger.sqlite.plan(lookup).join("\n");
    assert!(plan.contains("lead_by_person (person=? AND form=? AND accepted_at_ms>?"), "{plan}");
    assert!(plan.contains("(lead_id=?)"), "{plan}");
}

#[test]
fn a_first_claim_takes_few_statements() {
    let ledger = Ledger::home();
    ledger.claim(&claim());
    let statements = ledger.sqlite.take_statements();
    let of_the_claim: Vec<_> = statements.iter().filter(|sql| !is_rare(sql)).collect();
    assert!(of_the_claim.len() <= 5, "{of_the_claim:#?}");
}

#[test]
fn a_batch_of_settlements_takes_no_more_statements_than_one() {
    let ledger = Ledger::home();
    let mut rows = Vec::new();
    for person in 0..50 {
        ledger.claim(&claim().person(&format!("person-{person}")).owing(&[CRM]));
    }
    rows.extend(ledger.dispatch());
    let run = |items: Vec<_>| {
        let counting = Counting { ledger: &ledger, statements: 0.into() };
        let now_ms = ledger.now_ms();
        ledger
            .sqlite
            .transaction(|_| {
                let role = beeline::ledger::Role::Home;
                beeline::ledger::run(&counting, role, Command::Settle { items }, now_ms)
            })
            .unwrap();
        counting.statements.get()
    };
    let one = run(vec![settlement_of(&rows[0], delivered("record"))]);
    let many = run(rows[1..].iter().map(|row| settlement_of(row, delivered("record"))).collect());
    assert_eq!(one, many);
}

struct Counting<'a> {
    ledger: &'a Ledger,
    statements: std::cell::Cell<u32>,
}

impl Database for Counting<'_> {
    fn query(
        &self,
        sql: &str,
        parameters: Vec<beeline::ledger::Value>,
    ) -> Result<Vec<beeline::ledger::Row>, beeline::ledger::StorageError> {
        self.statements.set(self.statements.get() + 1);
        self.ledger.sqlite.query(sql, parameters)
    }
}

#[test]
fn no_statement_of_a_leads_way_is_compiled_again_for_another_value() {
    let ledger = Ledger::home();
    ledger.sqlite.take_recompiled();
    for person in ["ada", "grace"] {
        let lead_id = ledger.claim(&claim().person(person).owing(&[CRM, CARD])).lead_id;
        ledger.settle_all(
            ledger.dispatch().iter().map(|row| settlement_of(row, deferred(1_000))).collect::<Vec<_>>(),
        );
        ledger.pass(60_000);
        ledger.dispatch();
        ledger.settle(lead_id, CRM, 1, delivered("record"));
        ledger.next_wake_ms();
    }
    let recompiled: Vec<_> = ledger.sqlite.take_recompiled().into_iter().collect();
    assert_eq!(recompiled, Vec::<String>::new());
}
