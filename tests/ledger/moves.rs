//! A lead goes to another team when more is known of it: once, with a decision of its own, and everybody
//! who writes or shows the lead hears of it.

use crate::support::claims::{CARD, CRM, ClaimBuilder, claim, delivered, quarantined, shown};
use crate::support::ledger::{Ledger, settlement_of};
use crate::support::moves::{NEW_REP, TEAM, facts, make, moving};
use beeline::identity::LeadId;
use beeline::ledger::{
    Assignment, Claim, Command, LeadState, MoveOutcome, Moving, ObligationName, ObligationState, Outcome,
    Reply,
};
use beeline::routing::{
    Answers, Bundle, Condition, Form, NumberSpan, Recorded, Rep, Route, Rule, Subject, Team, TeamRoster,
    Territories,
};
use beeline::warm::reroute::{Move, Stays};
use serde_json::value::RawValue;

pub(super) const WARM: &str = "warm:enrich";
pub(super) const OLD_REP: &str = "rep:sales";
pub(super) const TURN: &str = "turn:sales";

pub(super) fn lead() -> ClaimBuilder {
    claim().owing(&[CRM, CARD, OLD_REP, WARM])
}

pub(super) fn rep(id: &str) -> Rep {
    Rep { id: id.into(), name: id.to_uppercase(), ..Rep::default() }
}

pub(super) fn assign(ledger: &Ledger, team: &str, lead_id: LeadId, rep: Option<Rep>) {
    let items = vec![Assignment { lead_id, rep }];
    let reply = ledger.ask(&Command::Assign { team: team.into(), items });
    assert!(matches!(reply, Reply::Assigned(missing) if missing.is_empty()));
}

/// A lead that Ana of sales has, which is delivered and shown.
pub(super) fn settled(ledger: &Ledger) -> LeadId {
    settled_as(ledger, lead().build(ledger.now_ms()))
}

fn settled_as(ledger: &Ledger, claim: Claim) -> LeadId {
    let lead_id = ledger.try_claim(claim).unwrap().lead_id;
    assign(ledger, "sales", lead_id, Some(rep("ana")));
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    for row in ledger.dispatch().iter().filter(|row| row.owed.name.is_card()) {
        ledger.settle_all(vec![settlement_of(row, shown("message", LeadState::Delivered))]);
    }
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);
    lead_id
}

pub(super) fn moved(ledger: &Ledger, lead_id: LeadId) {
    assert_eq!(make(ledger, &moving(ledger, lead_id)), MoveOutcome::Moved);
}

fn decisions(ledger: &Ledger, lead_id: LeadId) -> Vec<Recorded> {
    match ledger.ask(&Command::DecisionsOf { lead_id }) {
        Reply::Decisions(page) => {
            page.lines.lines().map(|line| Recorded::read(line.as_bytes()).unwrap()).collect()
        }
        other => panic!("no decisions: {other:?}"),
    }
}

#[test]
fn it_is_the_new_teams_and_the_old_rep_has_it_no_more() {
    let ledger = Ledger::home();
    let lead_id = settled(&ledger);
    moved(&ledger, lead_id);
    let report = ledger.lead(lead_id).unwrap();
    assert_eq!((report.route.team.as_str(), report.route.rule.as_str()), (TEAM, "large"));
    assert_eq!((report.route.rep, report.bundle.as_str()), (None, "bundle-2"));
    let told = report.timeline.iter().find(|entry| entry.event == "moved").unwrap();
    assert_eq!(told.detail, "from sales to enterprise by rule large, after enrichment");
}

#[test]
fn the_move_is_a_decision_on_record_beside_the_first() {
    let ledger = Ledger::home();
    let mut claim = lead().build(ledger.now_ms());
    let known = r#"{"form":"demo","lane":"hot","at_ms":1,"minute":0}"#;
    claim.facts = Some(RawValue::from_string(known.to_owned()).unwrap());
    let lead_id = settled_as(&ledger, claim);
    ledger.pass(1_000);
    moved(&ledger, lead_id);
    let decisions = decisions(&ledger, lead_id);
    let told: Vec<_> = decisions
        .iter()
        .map(|one| (one.revision, one.team.as_str(), one.rule.as_str(), one.moved_from.as_deref()))
        .collect();
    assert_eq!(told, [(1, TEAM, "large", Some("sales")), (1, "sales", "fallback", None)]);
    assert_eq!((decisions[0].facts.clone(), decisions[0].at_ms), (facts(), ledger.now_ms()));
    assert!(decisions[1].facts.enriched.is_empty(), "what it was first decided on stays");
    let period = Command::Decisions { after: None, since_ms: 0, until_ms: i64::MAX >> 11, limit: 10 };
    let Reply::Decisions(page) = ledger.ask(&period) else { panic!("no page") };
    assert_eq!((page.decisions, page.skipped), (2, 0), "and both are exported");
}

#[test]
fn asked_for_twice_it_is_made_once() {
    let ledger = Ledger::home();
    let lead_id = settled(&ledger);
    let moving = moving(&ledger, lead_id);
    assert_eq!(make(&ledger, &moving), MoveOutcome::Moved);
    ledger.pass(1_000);
    let before = ledger.sqlite.dump();
    assert_eq!(make(&ledger, &moving), MoveOutcome::Moved);
    assert_eq!(ledger.sqlite.dump(), before);
}

/// Asks for a move that must not be made.
#[track_caller]
fn stays(ledger: &Ledger, moving: &Moving) -> Stays {
    let before = ledger.sqlite.dump();
    let MoveOutcome::Stays(why) = make(ledger, moving) else { panic!("it went") };
    assert_eq!(ledger.sqlite.dump(), before, "nothing is written");
    why
}

#[test]
fn a_lead_is_moved_once() {
    let ledger = Ledger::home();
    let lead_id = settled(&ledger);
    let first = moving(&ledger, lead_id);
    ledger.pass(1_000);
    let second = moving(&ledger, lead_id);
    assert_eq!(make(&ledger, &first), MoveOutcome::Moved);
    assert_eq!(stays(&ledger, &second), Stays::MovedBefore);
}

#[test]
fn a_lead_that_said_something_else_meanwhile_stays() {
    let ledger = Ledger::home();
    let lead_id = settled(&ledger);
    let moving = moving(&ledger, lead_id);
    ledger.claim(&lead().said("more"));
    assert_eq!(stays(&ledger, &moving), Stays::DecidedAgain);
}

#[test]
fn a_lead_that_is_not_here_or_only_stands_in_is_not_moved() {
    let (ledger, stand_in) = (Ledger::home(), Ledger::stand_in());
    let lead_id = settled(&ledger);
    let moving = moving(&ledger, lead_id);
    assert_eq!(make(&Ledger::home(), &moving), MoveOutcome::Unknown);
    stand_in.claim(&lead());
    assert_eq!(make(&stand_in, &moving), MoveOutcome::Unknown);
}

#[test]
fn a_move_without_the_record_of_it_is_refused() {
    let ledger = Ledger::home();
    let lead_id = settled(&ledger);
    let mut moving = moving(&ledger, lead_id);
    moving.route.team = "emea".into();
    let before = ledger.sqlite.dump();
    assert!(ledger.try_ask(&Command::Move(Box::new(moving))).is_err());
    assert_eq!(ledger.sqlite.dump(), before);
}

#[test]
fn its_record_waits_for_the_new_rep_and_is_written_once_with_both() {
    let ledger = Ledger::home();
    let lead_id = settled(&ledger);
    moved(&ledger, lead_id);
    assert_eq!(ledger.state(lead_id), LeadState::Accepted);
    let names = ledger.dispatch_names();
    assert!(!names.contains(&CRM.to_owned()) && !names.contains(&CARD.to_owned()), "{names:?}");
    assert!(names.contains(&NEW_REP.to_owned()) && names.contains(&TURN.to_owned()), "{names:?}");
    assign(&ledger, TEAM, lead_id, Some(rep("kim")));
    let rows = ledger.dispatch();
    assert_eq!(rows.iter().map(|row| row.owed.name.as_str()).collect::<Vec<_>>(), [CRM]);
    let route: Route = serde_json::from_str(&rows[0].route).unwrap();
    assert_eq!((route.team.as_str(), route.rep.as_ref().map(|rep| rep.id.as_str())), (TEAM, Some("kim")));
    assert_eq!((rows[0].bundle.as_str(), rows[0].owed.generation), ("bundle-2", 2));
    assert_eq!(
        rows[0].owed.reference.as_deref(),
        Some("record"),
        "the record that is there is written again"
    );
}

#[test]
fn its_card_shows_the_new_team_once_the_record_does() {
    let ledger = Ledger::home();
    let lead_id = settled(&ledger);
    moved(&ledger, lead_id);
    assign(&ledger, TEAM, lead_id, Some(rep("kim")));
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    let rows = ledger.dispatch();
    let card = rows.iter().find(|row| row.owed.name.is_card()).unwrap();
    assert!(card.route.contains("Enterprise") && card.route.contains("KIM"), "{}", card.route);
    assert_eq!(card.owed.reference.as_deref(), Some("message"), "the same message");
    ledger.settle_all(vec![settlement_of(card, shown("message", LeadState::Delivered))]);
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);
    assert_eq!(ledger.counted_at(CRM, "records"), 1);
}

#[test]
fn what_is_under_way_ends_first_and_goes_out_again_as_the_same_record() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&lead()).lead_id;
    assign(&ledger, "sales", lead_id, Some(rep("ana")));
    assert_eq!(ledger.dispatch_names(), [CRM]);
    moved(&ledger, lead_id);
    assign(&ledger, TEAM, lead_id, Some(rep("kim")));
    assert_eq!(ledger.dispatch_names(), [TURN], "nobody writes it a second time");
    assert!(ledger.settle(lead_id, CRM, 1, delivered("record")).applied);
    let owed = ledger.owed(lead_id, CRM);
    assert_eq!((owed.state, owed.reference.as_deref()), (ObligationState::Due, Some("record")));
    let row = ledger.dispatch().into_iter().find(|row| row.owed.name.is_crm()).unwrap();
    assert!(row.route.contains("Enterprise") && row.route.contains("KIM"), "{}", row.route);
    assert!(!row.owed.traces.may_exist, "nothing has to be looked for");
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    assert_eq!(ledger.counted_at(CRM, "records"), 1);
}

#[test]
fn what_was_given_up_stays_so_and_goes_out_with_the_new_team_when_it_is_replayed() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, WARM])).lead_id;
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, quarantined());
    moved(&ledger, lead_id);
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
    let stuck = ledger.in_quarantine().remove(0).owed.remove(0);
    let (obligation, generation) = (stuck.obligation, stuck.generation);
    ledger.replay(vec![beeline::ledger::ReplayItem { lead_id, obligation, generation, after_ms: 0 }]);
    let rows = ledger.dispatch();
    let row = rows.iter().find(|row| row.owed.name.is_crm()).unwrap();
    assert!(row.route.contains(TEAM), "{}", row.route);
}

#[test]
fn what_its_visitor_says_again_moves_it_nowhere() {
    let ledger = Ledger::home();
    let lead_id = settled(&ledger);
    moved(&ledger, lead_id);
    assign(&ledger, TEAM, lead_id, Some(rep("kim")));
    let again = ledger.claim(&lead());
    assert_eq!(again.route.team, TEAM, "the same again");
    let more = ledger.claim(&lead().said("more"));
    assert_eq!((more.revision, more.route.team.as_str()), (2, TEAM));
    assert_eq!(more.route.rep.map(|rep| rep.id).as_deref(), Some("kim"));
    let row = ledger.dispatch().into_iter().find(|row| row.owed.name.is_crm()).unwrap();
    assert!(row.route.contains(TEAM) && row.owed.revision == 2, "{}", row.route);
    let next = moving(&ledger, lead_id);
    assert_eq!(stays(&ledger, &next), Stays::MovedBefore, "and enrichment moves it no more");
}

#[test]
fn what_the_edge_decided_about_it_since_is_on_record_as_not_followed() {
    let ledger = Ledger::home();
    let facts = || {
        Some(
            RawValue::from_string(r#"{"form":"demo","lane":"hot","at_ms":1,"minute":0}"#.to_owned()).unwrap(),
        )
    };
    let lead_id = settled_as(&ledger, Claim { facts: facts(), ..lead().build(ledger.now_ms()) });
    moved(&ledger, lead_id);
    let more = lead().said("more").team("americas").build(ledger.now_ms());
    let claimed = ledger.try_claim(Claim { facts: facts(), ..more }).unwrap();
    assert_eq!(claimed.route.team, TEAM, "it stays");
    let decisions = decisions(&ledger, lead_id);
    let told: Vec<_> =
        decisions.iter().map(|one| (one.revision, one.team.as_str(), one.not_followed)).collect();
    assert_eq!(told, [(2, "americas", true), (1, TEAM, false), (1, "sales", false)]);
}

#[test]
fn a_revision_that_a_person_writes_stays_with_the_new_team() {
    let ledger = Ledger::home();
    let lead_id = settled(&ledger);
    moved(&ledger, lead_id);
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 2, quarantined());
    let payload = ledger.payload(lead_id, 1).unwrap();
    ledger.amend(lead_id, 1, &payload);
    ledger.pass(1_000);
    let rows = ledger.dispatch();
    let row = rows.iter().find(|row| row.owed.name.is_crm()).unwrap();
    assert!(row.route.contains(TEAM) && row.owed.revision == 2, "{}", row.route);
}

#[test]
fn what_was_found_out_goes_out_with_the_move() {
    let ledger = Ledger::home();
    let lead_id = settled(&ledger);
    moved(&ledger, lead_id);
    let tell = vec![ledger.owed(lead_id, CRM).name, ledger.owed(lead_id, CARD).name];
    let found = Outcome::Found { reference: "company".into(), tell };
    ledger.settle(lead_id, WARM, 1, found);
    assign(&ledger, TEAM, lead_id, Some(rep("kim")));
    let row = ledger.dispatch().into_iter().find(|row| row.owed.name.is_crm()).unwrap();
    assert_eq!((row.owed.generation, row.enriched), (2, true), "in one writing");
}

#[test]
fn where_it_goes_and_whose_reps_are_asked_is_as_the_bundle_says() {
    let ledger = Ledger::home();
    let lead_id = settled(&ledger);
    let of_sales = moving(&ledger, lead_id);
    let decided: Move = serde_json::from_str(&serde_json::to_string(&of_sales.decided).unwrap()).unwrap();
    let form = Form { id: "demo".into(), title: "Demo".into(), ..Form::default() };
    let bundle = bundle(&form);
    let named = Moving::new(lead_id, &decided, &bundle, &form).unwrap();
    assert_eq!(named.rep.as_ref().map(ObligationName::as_str), Some("rep:enterprise>sales"));
    let Route { team, rule, sla_seconds, .. } = &named.route;
    assert_eq!((team.as_str(), rule.as_str(), *sla_seconds), (TEAM, "large", 60));
    assert_eq!(make(&ledger, &named), MoveOutcome::Moved);
    let nobody = Moving::new(lead_id, &decided, &bundle.with_rosters(vec![]).unwrap(), &form).unwrap();
    assert_eq!(nobody.rep, None);
}

/// Large companies go to the enterprise team, which passes leads on to sales.
fn bundle(form: &Form) -> Bundle {
    let team = |id: &str, sla_seconds, overflow: Option<&str>| Team {
        id: id.into(),
        name: id.into(),
        sla_seconds,
        booking_url: None,
        overflow: overflow.map(str::to_owned),
    };
    let when = vec![Condition {
        subject: Subject::Enriched("employees".into()),
        answers: Answers::Within(vec![NumberSpan { from: 1_000, to: None }]),
        unknown: false,
    }];
    let rule = Rule { id: "large".into(), team: TEAM.into(), when, after_enrichment: true };
    let roster = |team: &str| TeamRoster { team: team.into(), hash: "h".into(), crew: "{}".into() };
    let teams = vec![team("sales", 300, None), team(TEAM, 60, Some("sales"))];
    Bundle::new(vec![form.clone()], teams, "sales".into())
        .and_then(|bundle| bundle.with_rules(vec![rule], Territories::default(), None))
        .and_then(|bundle| bundle.with_rosters(vec![roster("sales"), roster(TEAM)]))
        .unwrap()
}

#[test]
fn it_is_forgotten_with_its_lead() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    let moving = Moving { rep: None, ..moving(&ledger, lead_id) };
    assert_eq!(make(&ledger, &moving), MoveOutcome::Moved);
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.pass(40 * 24 * 3_600_000);
    ledger.sweep_all(30 * 24 * 3_600_000);
    assert!(ledger.lead(lead_id).is_none());
    assert_eq!(make(&ledger, &moving), MoveOutcome::Unknown);
}
