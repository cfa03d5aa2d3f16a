//! Whether a lead goes to another team on enrichment.

use std::collections::BTreeMap;

use beeline::identity::{LeadId, Region, Shard};
use beeline::routing::{
    Answers, Bundle, Condition, Fact, Facts, Form, NumberSpan, Origin, Recorded, Rule, Subject, Team,
    Territories,
};
use beeline::warm::reroute::{Move, OnRecord, Reroute, Rerouted, Ruled, Standing, Stays, decide};
use proptest::prelude::*;

const AT_MS: i64 = 1_000;
const SALES: Standing<'static> = Standing { team: "sales", decision: 1, is_claimed: false, was_moved: false };

fn before() -> Facts {
    Facts { form: "demo".into(), minute: 600, ..Facts::default() }
}

fn enriched(employees: i64) -> Facts {
    let enriched = BTreeMap::from([("employees".to_owned(), Fact::Number(employees))]);
    Facts { enriched, ..before() }
}

/// Large companies go to the enterprise team, everybody else to sales.
fn route(facts: &Facts) -> Ruled {
    match facts.enriched.get("employees") {
        Some(Fact::Number(1_000..)) => {
            Ruled { team: "enterprise".into(), rule: "large".into(), may_move: true }
        }
        _ => Ruled { team: "sales".into(), rule: "fallback".into(), may_move: false },
    }
}

fn run(facts: &Facts, standing: Standing<'_>) -> Reroute {
    decide(&before(), facts, standing, "bundle-hash", AT_MS, route)
}

fn moved(reroute: Reroute) -> Move {
    match reroute {
        Reroute::Move(moved) => *moved,
        stay @ Reroute::Stay(_) => panic!("{stay:?}"),
    }
}

#[test]
fn an_unclaimed_lead_moves_with_a_record_of_its_own() {
    let moved = moved(run(&enriched(5_000), SALES));
    let record = moved.record();
    assert_eq!((moved.from(), record.team.as_str(), record.rule.as_str()), ("sales", "enterprise", "large"));
    assert_eq!((record.decision, record.at_ms, record.bundle.as_str()), (2, AT_MS, "bundle-hash"));
    assert_eq!(record.facts, enriched(5_000));
}

#[test]
fn a_claimed_lead_never_moves() {
    let claimed = Standing { is_claimed: true, ..SALES };
    assert_eq!(run(&enriched(5_000), claimed), Reroute::Stay(Stays::Claimed));
}

#[test]
fn a_lead_moves_once() {
    let before = Standing { was_moved: true, ..SALES };
    assert_eq!(run(&enriched(5_000), before), Reroute::Stay(Stays::MovedBefore));
}

#[test]
fn only_what_was_enriched_moves_a_lead() {
    let later = Facts { minute: 601, ..enriched(5_000) };
    assert_eq!(run(&later, SALES), Reroute::Stay(Stays::OtherFacts));
    let other = Facts { country: Some("us".into()), ..enriched(5_000) };
    assert_eq!(run(&other, SALES), Reroute::Stay(Stays::OtherFacts));
}

#[test]
fn a_lead_that_newer_rules_would_send_elsewhere_is_not_moved_for_that() {
    let elsewhere = Standing { team: "emea", ..SALES };
    assert_eq!(run(&enriched(5_000), elsewhere), Reroute::Stay(Stays::OtherRules));
}

#[test]
fn a_lead_stays_where_it_belongs() {
    assert_eq!(run(&enriched(5), SALES), Reroute::Stay(Stays::SameTeam));
    assert_eq!(run(&before(), SALES), Reroute::Stay(Stays::SameTeam));
}

#[test]
fn only_a_rule_that_says_so_moves_a_lead() {
    let no_move = |facts: &Facts| Ruled { may_move: false, ..route(facts) };
    let decided = decide(&before(), &enriched(5_000), SALES, "b", AT_MS, no_move);
    assert_eq!(decided, Reroute::Stay(Stays::RuleMayNotMove));
}

#[test]
fn a_rep_who_was_faster_keeps_the_lead() {
    let moved = moved(run(&enriched(5_000), SALES));
    assert_eq!(moved.still_holds(SALES), Ok(()));
    assert_eq!(moved.still_holds(Standing { is_claimed: true, ..SALES }), Err(Stays::Claimed));
    assert_eq!(moved.still_holds(Standing { decision: 2, ..SALES }), Err(Stays::DecidedAgain));
    assert_eq!(moved.still_holds(Standing { team: "emea", ..SALES }), Err(Stays::DecidedAgain));
    assert_eq!(moved.still_holds(Standing { was_moved: true, ..SALES }), Err(Stays::MovedBefore));
}

/// Large companies go to the enterprise team by a rule of a bundle.
fn by_bundle(after_enrichment: bool, facts: &Facts) -> Ruled {
    let team = |id: &str| Team {
        id: id.into(),
        name: id.into(),
        sla_seconds: 300,
        booking_url: None,
        overflow: None,
    };
    let form = Form { id: "demo".into(), ..Form::default() };
    let condition = Condition {
        subject: Subject::Enriched("employees".into()),
        answers: Answers::Within(vec![NumberSpan { from: 1_000, to: None }]),
        unknown: false,
    };
    let rule =
        Rule { id: "large".into(), team: "enterprise".into(), when: vec![condition], after_enrichment };
    let teams = vec![team("sales"), team("enterprise")];
    let bundle = Bundle::new(vec![form.clone()], teams, "sales".into()).unwrap();
    Ruled::by(&bundle.with_rules(vec![rule], Territories::default(), None).unwrap(), &form, facts)
}

#[test]
fn a_rule_of_a_bundle_moves_leads_only_with_its_key() {
    let decided = |key| decide(&before(), &enriched(5_000), SALES, "b", AT_MS, |facts| by_bundle(key, facts));
    assert_eq!(decided(false), Reroute::Stay(Stays::RuleMayNotMove));
    let moved = moved(decided(true));
    assert_eq!((moved.record().team.as_str(), moved.record().rule.as_str()), ("enterprise", "large"));
}

#[test]
fn the_fallback_moves_no_lead() {
    let at_enterprise = Standing { team: "enterprise", ..SALES };
    let shrunk = |facts: &Facts| {
        let mut facts = facts.clone();
        let unknown = facts.enriched.is_empty();
        facts.enriched.insert("employees".into(), Fact::Number(if unknown { 5_000 } else { 5 }));
        by_bundle(true, &facts)
    };
    let decided = decide(&before(), &enriched(5), at_enterprise, "b", AT_MS, shrunk);
    assert_eq!(decided, Reroute::Stay(Stays::RuleMayNotMove));
}

/// A decision about a lead: by sales' rules, or one that took it from there.
fn recorded(revision: u32, moved_from: Option<&str>) -> Recorded {
    let (team, facts) = match moved_from {
        None => ("sales", before()),
        Some(_) => ("enterprise", enriched(5_000)),
    };
    Recorded {
        lead_id: LeadId::new(Shard::of(Region::Eu, 0), &[7; 32]),
        revision,
        at_ms: AT_MS,
        kind: Origin::Real,
        form: "demo".into(),
        bundle: format!("bundle-{revision}"),
        team: team.into(),
        rule: "large".into(),
        moved_from: moved_from.map(str::to_owned),
        not_followed: false,
        facts,
    }
}

#[test]
fn a_lead_stands_as_its_revision_was_decided_about() {
    let known = OnRecord::of(vec![recorded(2, None), recorded(1, None)], 2).unwrap();
    assert_eq!((&known.before, known.bundle.as_str(), &known.ended), (&before(), "bundle-2", &None));
    assert_eq!(known.standing(), Standing { decision: 2, ..SALES });
    assert_eq!(OnRecord::of(vec![recorded(1, None)], 2), None);
}

#[test]
fn a_move_on_record_is_how_it_ended_and_is_not_decided_again() {
    let moved = vec![recorded(1, Some("sales")), recorded(1, None)];
    let known = OnRecord::of(moved, 1).unwrap();
    let (from, to, rule) = ("sales".to_owned(), "enterprise".to_owned(), "large".to_owned());
    assert_eq!(known.ended, Some(Rerouted::Moved { from, to, rule }));
    assert_eq!(known.before, before(), "what was found out later is no part of it");
    assert!(known.standing().was_moved);
}

#[test]
fn what_said_something_else_since_its_move_was_moved_before() {
    let since = vec![recorded(2, None), recorded(1, Some("sales")), recorded(1, None)];
    let known = OnRecord::of(since, 2).unwrap();
    assert_eq!(known.ended, Some(Rerouted::Stayed(Stays::MovedBefore)));
}

#[test]
fn how_it_ended_is_said_in_plain_words() {
    let (from, to, rule) = ("sales".to_owned(), "enterprise".to_owned(), "large".to_owned());
    let moved = Rerouted::Moved { from, to, rule };
    assert_eq!(moved.to_string(), "Moved from sales to enterprise by rule large.");
    let words = |why| Rerouted::Stayed(why).to_string();
    assert_eq!(words(Stays::Claimed), "It stays with its team: somebody has claimed it.");
    assert!(words(Stays::RuleMayNotMove).contains("after_enrichment"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_moves_was_unclaimed_and_has_the_next_record(
        employees in 0_i64..2_000, is_claimed: bool, was_moved: bool, decision in 1_u32..9,
        team in prop_oneof![Just("sales"), Just("enterprise"), Just("emea")], may_move: bool,
    ) {
        let standing = Standing { team, decision, is_claimed, was_moved };
        let ruled = |facts: &Facts| Ruled { may_move, ..route(facts) };
        let facts = enriched(employees);
        if let Reroute::Move(moved) = decide(&before(), &facts, standing, "b", AT_MS, ruled) {
            prop_assert!(!is_claimed && !was_moved && may_move);
            prop_assert_eq!(moved.record().decision, decision + 1);
            prop_assert_ne!(moved.record().team.as_str(), team);
            prop_assert_eq!(&moved.record().facts, &facts);
            prop_assert!(moved.still_holds(standing).is_ok());
        }
    }
}
