//! Tests made of rules, against trying every lead.

#![allow(clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

use beeline_compiler::{Compiled, Coverage, Files, compile, trials};
use proptest::prelude::*;

use crate::every_lead::{files, leads, rules};

fn with_trials(files: &Files) -> Compiled {
    let compiled = compile(files).unwrap_or_else(|problems| panic!("{problems:?}"));
    let text: String = trials(&compiled).iter().map(ToString::to_string).collect();
    compile(&files.clone().with("tests.toml", text.as_str()))
        .unwrap_or_else(|problems| panic!("{text}\n{problems:?}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_any_lead_can_try_is_tried((questions, rules) in rules()) {
        let compiled = with_trials(&files(&questions, &rules));
        let bundle = &compiled.bundle;
        // What only a number below nothing would try, no test can say.
        let all = leads(bundle, &questions);
        let sayable = all.iter().filter(|lead| lead.fields.values().all(|fact| *fact != beeline::routing::Fact::Number(-1)));
        let most = Coverage::of(bundle, sayable).untried(bundle);
        let tried = Coverage::of(bundle, compiled.cases.iter().map(|case| &case.facts)).untried(bundle);
        let missed: Vec<_> = tried.iter().filter(|untried| !most.contains(untried)).collect();
        prop_assert!(missed.is_empty(), "{missed:?}");
        prop_assert_eq!(trials(&compiled), []);
    }
}

#[test]
fn a_number_is_tried_on_both_sides_of_each_edge() {
    let compiled = with_trials(&files(&[5], &[(false, vec![Some(1)])]));
    let tried: Vec<Option<i64>> = compiled.cases.iter().map(|case| case.facts.employees).collect();
    assert_eq!(tried, [Some(2), Some(1), None]);
}
