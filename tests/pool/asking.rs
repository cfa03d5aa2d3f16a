//! In which order pools are asked.

use beeline::pool::asking_order;

#[test]
fn a_team_without_overflow_lets_a_lead_wait() {
    assert_eq!(asking_order(&["sales"]), [("sales", true)]);
}

#[test]
fn each_team_passes_a_lead_on_and_if_all_do_it_waits_in_its_own() {
    let order = asking_order(&["emea", "sales", "enterprise"]);
    assert_eq!(order, [("emea", false), ("sales", false), ("enterprise", false), ("emea", true)]);
}

#[test]
fn without_a_team_nobody_is_asked() {
    assert!(asking_order::<&str>(&[]).is_empty());
}
