//! How what somebody did ended, as the workbench says it: never as nothing what could not be asked.

use crate::html::{assert_sound, attributes};
use crate::page::{CLASS, MISSING, lead, line, list, one};
use beeline::contract::{FieldCode, FieldError};
use beeline::identity::Shard;
use beeline::intake::Fields;
use beeline::page::{self, Draft, Flash, QuarantineLeadPage, QuarantinePage};
use beeline::quarantine::{Act, Correction, ReplayReport, silent};

#[test]
fn how_an_action_ended_travels_in_an_address_and_is_said() {
    let partly = |silent, more| Flash::Partly { replayed: 16, silent, more };
    let cases = [
        (Flash::Done(Act::Replay, 16), "Replayed: 16 on the way again."),
        (Flash::Done(Act::Amend, 1), "on its way again as you wrote it"),
        (Flash::Done(Act::Release, 1), "Released"),
        (Flash::Done(Act::Dismiss, 1), "Dismissed"),
        (Flash::Nothing, "nothing left to do"),
        (Flash::NoWhy, "Say why"),
        (Flash::MovedOn, "has changed meanwhile"),
        (partly(3, false), "Ledger objects that did not answer: 3."),
        (partly(0, true), "There are more, or more to look through."),
        (Flash::Unreadable, "cannot be read"),
        (Flash::TooLate, "take more than a day"),
    ];
    for (flash, said) in cases {
        let query = flash.query();
        let (name, value) = query.split_once('=').unwrap();
        assert_eq!(Flash::parse(name, value), Some(flash.clone()), "{query}");
        let html = page::quarantine(&QuarantinePage { flash: Some(&flash), ..list(&[], &[]) });
        assert_sound(&html);
        assert!(html.contains(said), "{said}");
    }
    assert_eq!(Flash::parse("class", "held"), None);
    assert_eq!(Flash::parse("partly", "16.3"), None);
}

#[test]
fn a_replay_that_is_not_complete_is_never_called_nothing() {
    let silent: Vec<Shard> = vec!["eu-03".parse().unwrap(), "eu-04".parse().unwrap()];
    let of = |replayed, next: Option<&str>, unreachable: &[Shard]| {
        let (next, unreachable) = (next.map(str::to_owned), unreachable.to_vec());
        Flash::of_replay(&ReplayReport { replayed, next, unreachable, ..ReplayReport::default() })
    };
    assert_eq!(of(0, None, &[]), Flash::Nothing);
    assert_eq!(of(7, None, &[]), Flash::Done(Act::Replay, 7));
    assert_eq!(of(0, None, &silent), Flash::Partly { replayed: 0, silent: 2, more: false });
    assert_eq!(of(0, Some("1:eu-03:2"), &[]), Flash::Partly { replayed: 0, silent: 0, more: true });
    assert_eq!(of(7, Some("1:eu-03:2"), &silent), Flash::Partly { replayed: 7, silent: 2, more: true });
}

#[test]
fn what_did_not_answer_to_one_question_or_the_other_is_named_once() {
    let shard = |name: &str| name.parse::<Shard>().unwrap();
    let lists = [vec![shard("eu-04"), shard("eu-03")], vec![shard("eu-03")], vec![]];
    assert_eq!(silent(lists), [shard("eu-03"), shard("eu-04")]);
}

#[test]
fn nothing_is_not_said_while_an_object_is_silent_or_there_is_more_to_look_through() {
    let unreachable = ["eu-03".parse().unwrap()];
    let silent = QuarantinePage { unreachable: &unreachable, ..list(&[], &[]) };
    let html = page::quarantine(&silent);
    assert_sound(&html);
    assert!(
        html.contains("Nothing is known to be in quarantine") && !html.contains("Nothing is in quarantine")
    );
    let of_class = page::quarantine(&QuarantinePage { class: Some(CLASS), ..silent });
    assert!(of_class.contains("None in what answered") && !of_class.contains("None any more"));
    let damaged = page::quarantine(&QuarantinePage { skipped: 3, ..list(&[], &[]) });
    assert!(damaged.contains("are not shown: 3") && !damaged.contains("Nothing is in quarantine"));
    let far_back = QuarantinePage { class: Some(CLASS), next: Some("1:eu-03:2"), ..list(&[], &[]) };
    let html = page::quarantine(&far_back);
    assert!(
        !html.contains("None any more") && attributes(&html, "action").contains(&"/ops/quarantine/replay")
    );
    let on_from_there = page::quarantine(&QuarantinePage { cursor: Some("1:eu-03:2"), ..far_back });
    assert!(on_from_there.contains("name=\"cursor\" value=\"1:eu-03:2\""));
}

#[test]
fn an_edit_that_is_wrong_stays_as_it_was_typed_with_what_to_do() {
    let (lead, line) = (lead(), line(MISSING, Some(&lead())));
    let typed = br#"{"of_revision":"1","phone":"030 901820","company":"Engines","why":"they told us"}"#;
    let fields = Fields::from_json(typed).unwrap();
    let edit: Correction = serde_json::from_str(r#"{"phone":"030 901820"}"#).unwrap();
    let errors = edit.apply(&lead).unwrap_err();
    let draft = Some(Draft { fields: &fields, errors: &errors, has_moved_on: false });
    let html = page::quarantine_lead(&QuarantineLeadPage { draft, ..one(&line, Some(&lead)) });
    assert_sound(&html);
    assert_eq!(html.matches("Write it with its calling code, such as +49 30 901820.").count(), 2);
    for kept in ["030 901820", "Engines", "they told us", "ada@example.com"] {
        assert!(html.contains(&format!("value=\"{kept}\"")), "{kept}");
    }
    assert!(html.contains("name=\"of_revision\" value=\"1\""), "of what was seen when it was typed");
    assert_eq!(html.matches("aria-invalid=\"true\"").count(), 1);
    let (field, code, message) = ("changes".into(), FieldCode::Required, String::new());
    let draft =
        Some(Draft { fields: &fields, errors: &[FieldError { field, code, message }], has_moved_on: false });
    let html = page::quarantine_lead(&QuarantineLeadPage { draft, ..one(&line, Some(&lead)) });
    assert!(html.contains("no field was changed"));
}
