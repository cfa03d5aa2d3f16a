//! The week of a lead is what evaluating each of its minutes gives.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use beeline::routing::{
    Answers, Bundle, Condition, Facts, Form, NumberSpan, Rule, Team, Territories, WEEK_MINUTES, WeekStretch,
    route, week,
};
use proptest::prelude::*;

const DAY: u16 = 1_440;

fn bundle(rules: Vec<Rule>) -> Bundle {
    let team = |id: &str| Team {
        id: id.into(),
        name: id.into(),
        sla_seconds: 60,
        booking_url: None,
        overflow: None,
    };
    let form = Form { id: "demo".into(), ..Form::default() };
    let teams = ["sales", "night", "weekend"].map(team).into();
    Bundle::new(vec![form], teams, "sales".into())
        .and_then(|bundle| bundle.with_rules(rules, Territories::default(), None))
        .unwrap()
}

fn during(spans: &[(u16, u16)]) -> Condition {
    Condition { subject: "hours".parse().unwrap(), answers: Answers::During(spans.to_vec()), unknown: false }
}

fn large() -> Condition {
    let answers = Answers::Within(vec![NumberSpan { from: 200, to: None }]);
    Condition { subject: "employees".parse().unwrap(), answers, unknown: false }
}

fn rule(id: &str, team: &str, when: Vec<Condition>) -> Rule {
    Rule { id: id.into(), team: team.into(), when }
}

fn week_of(bundle: &Bundle, facts: &Facts) -> Vec<WeekStretch> {
    week(bundle, bundle.form("demo").unwrap(), facts)
}

fn stretch(from_minute: u16, until_minute: u16, team: &str, rule: &str) -> WeekStretch {
    WeekStretch { from_minute, until_minute, team: team.into(), rule: rule.into() }
}

#[test]
fn without_hours_in_rules_the_week_is_one_stretch() {
    let bundle = bundle(vec![rule("large", "night", vec![large()])]);
    assert_eq!(week_of(&bundle, &Facts::default()), [stretch(0, WEEK_MINUTES, "sales", "fallback")]);
    let facts = Facts { employees: Some(200), minute: 77, ..Facts::default() };
    assert_eq!(week_of(&bundle, &facts), [stretch(0, WEEK_MINUTES, "night", "large")]);
}

#[test]
fn the_minute_that_a_lead_came_at_makes_no_difference() {
    let bundle = bundle(vec![rule("weekend", "weekend", vec![during(&[(5 * DAY, WEEK_MINUTES)])])]);
    let at = |minute: u16| week_of(&bundle, &Facts { minute, ..Facts::default() });
    assert_eq!(
        at(0),
        [stretch(0, 5 * DAY, "sales", "fallback"), stretch(5 * DAY, WEEK_MINUTES, "weekend", "weekend")]
    );
    assert_eq!(at(6 * DAY), at(0));
}

#[test]
fn hours_of_a_rule_that_a_lead_does_not_fit_leave_no_trace() {
    let bundle = bundle(vec![rule("large-at-night", "night", vec![large(), during(&[(0, 360)])])]);
    let small = Facts { employees: Some(199), ..Facts::default() };
    assert_eq!(week_of(&bundle, &small).len(), 1);
    assert_eq!(week_of(&bundle, &Facts { employees: Some(200), ..small }).len(), 2);
}

/// Hours within the first and the last minutes of the week, so that edges meet.
fn hours() -> impl Strategy<Value = Condition> {
    let start = prop_oneof![0..20_u16, (WEEK_MINUTES - 20)..WEEK_MINUTES];
    let span = (start, 1..12_u16).prop_map(|(from, length)| (from, (from + length).min(WEEK_MINUTES)));
    prop::collection::vec(span, 1..3).prop_map(|spans| during(&spans))
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let when = (prop::option::of(hours()), any::<bool>())
        .prop_map(|(hours, asks_size)| hours.into_iter().chain(asks_size.then(large)).collect());
    let team = prop::sample::select(&["sales", "night", "weekend"][..]);
    prop::collection::vec((team, when), 0..6).prop_map(|all| {
        let named = all.into_iter().enumerate();
        named.map(|(number, (team, when))| rule(&format!("rule-{number}"), team, when)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_minute_is_in_one_stretch_and_goes_where_it_says(
        rules in rules(),
        employees in prop::option::of(prop::sample::select(&[1_i64, 200][..])),
    ) {
        let bundle = bundle(rules);
        let form = bundle.form("demo").unwrap();
        let facts = Facts { employees, ..Facts::default() };
        let week = week_of(&bundle, &facts);
        prop_assert_eq!(week.first().map(|first| first.from_minute), Some(0));
        prop_assert_eq!(week.last().map(|last| last.until_minute), Some(WEEK_MINUTES));
        for pair in week.windows(2) {
            prop_assert_eq!(pair[0].until_minute, pair[1].from_minute);
            prop_assert!((&pair[0].team, &pair[0].rule) != (&pair[1].team, &pair[1].rule));
        }
        for stretch in &week {
            for minute in stretch.from_minute..stretch.until_minute {
                let there = route(&bundle, form, &Facts { minute, ..facts.clone() });
                prop_assert_eq!((&there.team, &there.rule), (&stretch.team, &stretch.rule));
            }
        }
    }
}
