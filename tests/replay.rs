//! Recorded decisions, taken again by changed files.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test that cannot go on has failed

use std::collections::BTreeMap;

use beeline::identity::{LeadId, Region, Shard};
use beeline::lead::Lane;
use beeline::place::postal::PostalRange;
use beeline::replay::{Breach, Change, Difference, Plan, Policy, Replay, again};
use beeline::routing::{
    Answers, Bundle, Condition, Facts, Form, NumberSpan, Origin, Piece, Recorded, Rule, Subject, Team,
    Territories, bundle_hash, route,
};
use proptest::prelude::*;

const TEAMS: [&str; 4] = ["sales", "emea", "americas", "enterprise"];

/// Files with these rules: a form `demo` without a team, and a form `contact` with one.
fn files(rules: Vec<Rule>, fallback: &str, contact: Option<&str>) -> Bundle {
    let teams = TEAMS.map(|id| Team {
        id: id.into(),
        name: id.into(),
        sla_seconds: 60,
        booking_url: None,
        overflow: None,
    });
    let form = |id: &str, team: Option<&str>| Form {
        id: id.into(),
        lane: Lane::Hot,
        team: team.map(str::to_owned),
        ..Form::default()
    };
    let forms = vec![form("contact", contact), form("demo", None)];
    let piece = |territory: &str, country: &str| Piece {
        country: country.into(),
        subdivision: None,
        postal: None::<PostalRange>,
        territory: territory.into(),
    };
    let territories = Territories::of_pieces(vec![piece("dach", "DE"), piece("dach", "AT")]);
    let bundle = Bundle::new(forms, teams.to_vec(), fallback.into()).unwrap();
    bundle.with_rules(rules, territories, None).unwrap()
}

fn rule(id: &str, team: &str, when: Vec<Condition>) -> Rule {
    Rule { id: id.into(), team: team.into(), when, after_enrichment: false }
}

fn at_least(employees: i64) -> Condition {
    let answers = Answers::Within(vec![NumberSpan { from: employees, to: None }]);
    Condition { subject: Subject::Employees, answers, unknown: false }
}

fn one_of(subject: Subject, words: &[&str]) -> Condition {
    let answers = Answers::OneOf(words.iter().map(|word| (*word).to_owned()).collect());
    Condition { subject, answers, unknown: false }
}

fn today() -> Bundle {
    let rules = vec![
        rule("enterprise", "enterprise", vec![at_least(1_000)]),
        rule("dach", "emea", vec![one_of(Subject::Territory, &["dach"]), at_least(20)]),
    ];
    files(rules, "sales", None)
}

fn lead(number: u8, country: &str, employees: Option<i64>) -> Facts {
    let at_ms = 1_790_000_400_000 + i64::from(number);
    let country = Some(country.to_owned()).filter(|country| !country.is_empty());
    Facts { form: "demo".into(), lane: Lane::Hot, at_ms, country, employees, ..Facts::default() }
}

/// The decision of these files about a lead, as it is recorded.
fn recorded(files: &Bundle, number: u8, mut facts: Facts) -> Recorded {
    facts.locate(files);
    let route = route(files, files.form(&facts.form).unwrap(), &facts);
    Recorded {
        lead_id: LeadId::new(Shard::of(Region::Eu, 0), &[number; 32]),
        revision: 1,
        at_ms: facts.at_ms,
        kind: Origin::Real,
        form: facts.form.clone(),
        bundle: hash(files),
        team: route.team,
        rule: route.rule,
        moved_from: None,
        not_followed: false,
        facts,
    }
}

fn hash(files: &Bundle) -> String {
    bundle_hash(&files.write().unwrap())
}

fn planned<'a>(files: &'a Bundle, hash: &'a str, decisions: &[Recorded]) -> Plan<'a> {
    let mut replay = Replay::new(files, hash);
    decisions.iter().cloned().for_each(|decision| replay.add(decision));
    replay.finish()
}

/// The one change of one lead.
fn change(after: &Bundle, facts: Facts) -> Change {
    Change::of(after, &recorded(&today(), 1, facts)).unwrap()
}

#[test]
fn a_rule_that_no_longer_fits_says_which_condition_made_the_difference() {
    let rules = vec![rule("dach", "emea", vec![one_of(Subject::Territory, &["dach"]), at_least(50)])];
    let change = change(&files(rules, "sales", None), lead(1, "de", Some(30)));
    assert_eq!((change.before.rule.as_str(), change.after.rule.as_str()), ("dach", "fallback"));
    let Difference::NoLongerFits { conditions } = change.difference else { panic!("{change:?}") };
    let subjects: Vec<_> = conditions.iter().map(|condition| &condition.subject).collect();
    assert_eq!(subjects, [&Subject::Employees]);
    assert_eq!(change.fits, [], "no rule decides");
}

#[test]
fn a_rule_above_that_comes_first_is_told_with_what_fits() {
    let mut rules = vec![rule("germany", "sales", vec![one_of(Subject::Country, &["de"])])];
    rules.extend(today().rules().iter().cloned());
    let change = change(&files(rules, "sales", None), lead(1, "de", Some(30)));
    assert_eq!((change.difference, change.after.rule.as_str()), (Difference::Overtaken, "germany"));
    assert!(change.fits.iter().all(|condition| condition.fits) && change.fits.len() == 1);
}

#[test]
fn every_other_way_to_another_team_has_its_reason() {
    let rules = |dach: &str| {
        let mut rules = today().rules().to_vec();
        rules[1].team = dach.into();
        rules
    };
    let german = || lead(1, "de", Some(30));
    let french = || lead(1, "fr", Some(30));
    let without = files(vec![today().rules()[0].clone()], "sales", None);
    assert_eq!(change(&without, german()).difference, Difference::RuleGone);
    assert_eq!(change(&files(rules("sales"), "sales", None), german()).difference, Difference::OtherTeam);
    assert_eq!(change(&files(rules("emea"), "emea", None), french()).difference, Difference::OtherDefault);
    let all = files(vec![rule("all", "americas", vec![])], "sales", None);
    assert_eq!(change(&all, french()).difference, Difference::RuleFits);
}

#[test]
fn what_follows_from_the_files_is_worked_out_again_and_told() {
    let before = recorded(&today(), 1, lead(1, "fr", Some(30)));
    let after = Facts { territory: Some("dach".into()), ..before.facts.clone() };
    let moved =
        Recorded { facts: after, team: "emea".into(), rule: "dach".into(), bundle: "older".into(), ..before };
    let change = Change::of(&today(), &moved).unwrap();
    let told: Vec<_> =
        change.derived.iter().map(|derived| (derived.subject.to_string(), derived.after.is_none())).collect();
    assert_eq!(told, [("territory".to_owned(), true)]);
}

#[test]
fn of_several_decisions_about_a_lead_the_latest_counts_in_whatever_order_they_come() {
    let first = recorded(&today(), 1, lead(1, "de", Some(30)));
    let second = Recorded { revision: 2, ..recorded(&today(), 1, lead(1, "fr", Some(30))) };
    let without = files(vec![], "sales", None);
    for decisions in
        [[first.clone(), second.clone()], [second.clone(), first.clone()], [second.clone(), second]]
    {
        let plan = planned(&without, "new", &decisions);
        assert_eq!((plan.summary.decisions, plan.summary.superseded, plan.summary.leads), (2, 1, 1));
        assert_eq!(plan.summary.changed, 0, "it was at the fallback, and is");
    }
    assert_eq!(planned(&without, "new", &[first]).summary.changed, 1);
}

#[test]
fn a_decision_that_was_not_followed_says_nothing_of_where_its_lead_is() {
    let files = today();
    let moved =
        Recorded { moved_from: Some("sales".into()), ..recorded(&files, 1, lead(1, "", Some(2_000))) };
    let later = Recorded { revision: 2, not_followed: true, ..recorded(&files, 1, lead(1, "de", Some(30))) };
    let hash = hash(&files);
    for decisions in [[moved.clone(), later.clone()], [later, moved]] {
        let summary = planned(&files, &hash, &decisions).summary;
        let teams: Vec<_> = summary.teams.iter().map(|team| team.team.as_str()).collect();
        assert_eq!((teams, summary.leads, summary.superseded), (vec!["enterprise"], 1, 1));
    }
}

#[test]
fn monitors_and_forms_that_are_gone_are_counted_apart() {
    let synthetic = Recorded { kind: Origin::Synthetic, ..recorded(&today(), 1, lead(1, "de", Some(30))) };
    let mut gone = recorded(&today(), 2, lead(2, "de", Some(30)));
    gone.form = "webinar".into();
    gone.facts.form = "webinar".into();
    let summary = planned(&files(vec![], "sales", None), "new", &[synthetic, gone]).summary;
    assert_eq!((summary.synthetic, summary.leads, summary.changed), (1, 0, 0));
    let gone: Vec<_> = summary.forms_gone.iter().map(|form| (form.name.as_str(), form.leads)).collect();
    assert_eq!(gone, [("webinar", 1)]);
}

#[test]
fn the_same_files_that_decide_otherwise_are_an_error_and_no_change() {
    let files = today();
    let hash = hash(&files);
    let wrong = Recorded {
        team: "sales".into(),
        rule: "fallback".into(),
        ..recorded(&files, 1, lead(1, "de", Some(30)))
    };
    let plan = planned(&files, &hash, std::slice::from_ref(&wrong));
    assert_eq!((plan.summary.drifted, plan.summary.changed, plan.drifts().count()), (1, 0, 1));
    let breaches = Policy::default().breaches(&plan.summary);
    assert_eq!(breaches, [Breach::SameFilesDecideOtherwise { leads: 1 }]);
    let by_others = Recorded { bundle: "older".into(), ..wrong };
    assert_eq!(planned(&files, &hash, &[by_others]).summary.drifted, 0);
}

#[test]
fn a_policy_is_exceeded_by_one_lead_too_many_and_not_before() {
    let before: Vec<Recorded> = (0..40)
        .map(|number| {
            recorded(&today(), number, lead(number, if number < 3 { "de" } else { "fr" }, Some(30)))
        })
        .collect();
    let plan = planned_without(&before);
    let breaches = |max_changed: Option<&str>, max_fallback_increase| {
        let policy =
            Policy { max_changed: max_changed.map(|text| text.parse().unwrap()), max_fallback_increase };
        policy.breaches(&plan.0).len()
    };
    assert_eq!((plan.0.changed, plan.0.changed_percent.to_string()), (3, "7.5".to_owned()));
    assert_eq!([Some("7.5"), Some("7.49"), Some("100"), None].map(|most| breaches(most, None)), [0, 1, 0, 0]);
    assert_eq!([Some(3), Some(2), None].map(|most| breaches(None, most)), [0, 1, 0]);
    assert_eq!(breaches(Some("0"), Some(0)), 2);
    for text in ["", "101", "5%", "-1", "1.234", "1e1", ".5", "5."] {
        assert!(text.parse::<beeline::replay::Hundredths>().is_err(), "{text}");
    }
}

fn planned_without(decisions: &[Recorded]) -> (beeline::replay::Summary,) {
    let without = files(vec![], "sales", None);
    (planned(&without, "new", decisions).summary.clone(),)
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let country = prop::sample::subsequence(vec!["de", "fr", "us"], 1..3)
        .prop_map(|codes| one_of(Subject::Country, &codes));
    let territory =
        any::<bool>().prop_map(|unknown| Condition { unknown, ..one_of(Subject::Territory, &["dach"]) });
    let condition = prop_oneof![country, territory, (0..4_i64).prop_map(|least| at_least(least * 10))];
    let when = prop::collection::vec(condition, 0..3).prop_map(|mut when| {
        when.sort_by(|one, other| one.subject.cmp(&other.subject));
        when.dedup_by(|one, other| one.subject == other.subject);
        when
    });
    prop::collection::vec((0..5_u8, prop::sample::select(&TEAMS[..]), when), 0..5).prop_map(|rules| {
        let mut named: BTreeMap<u8, Rule> = BTreeMap::new();
        for (id, team, when) in rules {
            named.entry(id).or_insert_with(|| rule(&format!("rule-{id}"), team, when));
        }
        named.into_values().collect()
    })
}

fn any_files() -> impl Strategy<Value = Bundle> {
    let team = || prop::sample::select(&TEAMS[..]);
    (rules(), team(), prop::option::of(team()))
        .prop_map(|(rules, fallback, contact)| files(rules, fallback, contact))
}

fn leads() -> impl Strategy<Value = Vec<Facts>> {
    let form = prop::sample::select(&["demo", "contact"][..]);
    let country = prop::sample::select(&["", "de", "fr", "us", "jp"][..]);
    let one = (form, country, prop::option::of(0..50_i64))
        .prop_map(|(form, country, employees)| Facts { form: form.into(), ..lead(0, country, employees) });
    prop::collection::vec(one, 0..40)
}

fn decisions(files: &Bundle, leads: &[Facts]) -> Vec<Recorded> {
    (0..).zip(leads).map(|(number, facts)| recorded(files, number, facts.clone())).collect()
}

/// The first rule of which every condition fits, by reading them one by one.
fn by_hand(files: &Bundle, recorded: &Recorded) -> (String, String) {
    let mut facts = recorded.facts.clone();
    facts.territory =
        facts.country.as_deref().filter(|code| ["de", "at"].contains(code)).map(|_| "dach".to_owned());
    let decided = files.rules().iter().find(|rule| rule.fits(&facts));
    let own = files.form(&facts.form).unwrap().team.clone().map(|team| (team, "form".to_owned()));
    let otherwise = || own.unwrap_or_else(|| (files.fallback().id.clone(), "fallback".to_owned()));
    decided.map_or_else(otherwise, |rule| (rule.team.clone(), rule.id.clone()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_files_change_nothing(files in any_files(), leads in leads()) {
        let hash = hash(&files);
        let decisions = decisions(&files, &leads);
        let plan = planned(&files, &hash, &decisions);
        prop_assert_eq!((plan.summary.changed, plan.summary.same_team_other_rule, plan.summary.drifted), (0, 0, 0));
        prop_assert_eq!(plan.summary.leads, leads.len() as u64);
        let exact = Policy { max_changed: "0".parse().ok(), max_fallback_increase: Some(0) };
        prop_assert_eq!(exact.breaches(&plan.summary), vec![]);
    }

    #[test]
    fn every_lead_that_is_told_differs_by_reading_the_rules_one_by_one_and_no_other_does(
        before in any_files(), after in any_files(), leads in leads(),
    ) {
        let decisions = decisions(&before, &leads);
        let hash = format!("not-{}", hash(&before));
        let plan = planned(&after, &hash, &decisions);
        let told: Vec<_> = plan.changes().chain(plan.other_reasons()).map(|change| (change.lead_id, change.after)).collect();
        let told: BTreeMap<_, _> = told.into_iter().collect();
        for decision in &decisions {
            let (team, rule) = by_hand(&after, decision);
            let differs = (&team, &rule) != (&decision.team, &decision.rule);
            prop_assert_eq!(told.get(&decision.lead_id).map(|after| (&after.team, &after.rule)), differs.then_some((&team, &rule)));
            prop_assert_eq!(again(&after, decision).map(|(_, route)| route.team), Some(team));
        }
        prop_assert!(plan.changes().all(|change| change.before.team != change.after.team));
    }

    #[test]
    fn what_teams_gain_others_lose(before in any_files(), after in any_files(), leads in leads()) {
        let plan = planned(&after, "new", &decisions(&before, &leads));
        let summary = plan.summary;
        let sum = |count: fn(&beeline::replay::Balance) -> u64| summary.teams.iter().map(|team| count(&team.balance)).sum::<u64>();
        prop_assert_eq!((sum(|team| team.before), sum(|team| team.after)), (summary.leads, summary.leads));
        prop_assert_eq!((sum(|team| team.gained), sum(|team| team.lost)), (summary.changed, summary.changed));
        prop_assert_eq!(summary.moves.iter().map(|one| one.leads).sum::<u64>(), summary.changed);
        for balance in summary.teams.iter().map(|team| team.balance).chain([summary.fallback]) {
            prop_assert_eq!(balance.before + balance.gained, balance.after + balance.lost);
        }
    }
}
