//! Moves of leads that more is known of: to the enterprise team, by a rule for large companies.

use std::collections::BTreeMap;

use beeline::identity::LeadId;
use beeline::ledger::{Command, MoveOutcome, Moving, ObligationName, Reply};
use beeline::routing::{Fact, Facts, Route};
use beeline::warm::reroute::{Reroute, Ruled, Standing, decide};

use super::ledger::Ledger;

/// Where large companies go, and the reps who are asked there.
pub const TEAM: &str = "enterprise";
pub const NEW_REP: &str = "rep:enterprise>emea";
/// The same where the new team passes leads on to the old one.
pub const NEW_REP_ABOVE: &str = "rep:enterprise>sales";

/// What is known of a lead with more than a thousand employees.
pub fn facts() -> Facts {
    let enriched = BTreeMap::from([("employees".to_owned(), Fact::Number(5_000))]);
    let enriched_from = BTreeMap::from([("employees".to_owned(), "apollo".to_owned())]);
    Facts { form: "demo".into(), enriched, enriched_from, ..Facts::default() }
}

/// The move of a lead as it stands now; of one that is there already, elsewhere.
pub fn moving(ledger: &Ledger, lead_id: LeadId) -> Moving {
    let route = ledger.lead(lead_id).unwrap().route;
    let to = if route.team == TEAM { "emea" } else { TEAM };
    let revision = ledger.obligations(lead_id).iter().map(|owed| owed.revision).max().unwrap();
    let standing = Standing { team: &route.team, decision: revision, is_claimed: false, was_moved: false };
    let ruled = |facts: &Facts| match facts.enriched.is_empty() {
        true => Ruled { team: route.team.clone(), rule: "fallback".into(), may_move: false },
        false => Ruled { team: to.into(), rule: "large".into(), may_move: true },
    };
    let before = Facts { form: "demo".into(), ..Facts::default() };
    let Reroute::Move(decided) = decide(&before, &facts(), standing, "bundle-2", ledger.now_ms(), ruled)
    else {
        panic!("{lead_id} stays");
    };
    let decided = serde_json::from_str(&serde_json::to_string(&decided).unwrap()).unwrap();
    let (team_name, rule) = ("Enterprise".to_owned(), "large".to_owned());
    let route = Route { team: to.into(), team_name, sla_seconds: 60, rep: None, rule, ..route.clone() };
    let rep = Some(ObligationName::rep([TEAM, "emea"]));
    Moving { lead_id, decided, route, rep }
}

/// The same where the new team passes leads on to the old one.
pub fn moving_above(ledger: &Ledger, lead_id: LeadId) -> Moving {
    Moving { rep: Some(ObligationName::rep([TEAM, "sales"])), ..moving(ledger, lead_id) }
}

/// Asks for it.
pub fn make(ledger: &Ledger, moving: &Moving) -> MoveOutcome {
    match ledger.ask(&Command::Move(Box::new(moving.clone()))) {
        Reply::Moved(outcome) => outcome,
        other => panic!("not an answer to a move: {other:?}"),
    }
}
