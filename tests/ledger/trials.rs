//! What a candidate bundle made of a lead stays with the submission, through a stand-in too.

use crate::support::claims::{NOON_MS, claim};
use crate::support::sqlite::Sqlite;
use beeline::ledger::{Command, Role};
use serde_json::value::RawValue;

const TRIAL: &str = r#"{"shadow":{"bundle":"bundle-2","team":"emea","rule":"emea"}}"#;

fn kept(trial: Option<&str>, role: Role) -> Sqlite {
    let sqlite = Sqlite::empty();
    sqlite.transaction(|sqlite| beeline::ledger::migrate(sqlite, NOON_MS)).unwrap();
    let mut claim = claim().build(NOON_MS);
    claim.trial = trial.map(|trial| RawValue::from_string(trial.to_owned()).unwrap());
    let run = |sqlite: &Sqlite| {
        beeline::ledger::run(sqlite, role, Command::Claim(Box::new(claim.clone())), NOON_MS)
    };
    sqlite.transaction(run).unwrap();
    sqlite
}

fn stored(sqlite: &Sqlite, column: &str) -> Option<String> {
    let mut rows = sqlite.look(&format!("SELECT {column} FROM submission"), vec![]);
    rows.pop().unwrap().optional_text().unwrap()
}

#[test]
fn a_trial_is_kept_beside_the_decision() {
    assert_eq!(stored(&kept(Some(TRIAL), Role::Home), "trial").as_deref(), Some(TRIAL));
    assert_eq!(stored(&kept(None, Role::Home), "trial"), None);
}

#[test]
fn a_stand_in_hands_it_over_with_the_claim() {
    let payload = stored(&kept(Some(TRIAL), Role::Spill), "payload").unwrap();
    assert!(payload.contains(&format!(r#""trial":{TRIAL}"#)), "{payload}");
}
