//! Leads that look like nobody's: accepted like any other, kept back until somebody lets go.

use crate::support::claims::{CARD, CRM, ClaimBuilder, claim, delivered, quarantined};
use crate::support::ledger::Ledger;
use beeline::ledger::{CHALLENGE_WAIT_MS, ClaimOutcome, Command, LeadState, ObligationState, Reply};
use beeline::risk::{Channel, Evidence, FormTokenState, SEVERAL_CLAIMS, Verdict};
use serde_json::Value;

/// A program that filled in everything, in no time, with a token of its own making.
fn robot() -> Evidence<'static> {
    Evidence { honeypot_filled: true, token: FormTokenState::Forged, ..person() }
}

/// Somebody with an odd browser.
fn doubtful() -> Evidence<'static> {
    Evidence { honeypot_filled: true, ..person() }
}

fn person() -> Evidence<'static> {
    let mut evidence = Evidence { channel: Channel::Browser, ..Evidence::default() };
    evidence.token = FormTokenState::Valid { age_ms: 30_000 };
    evidence.headers.has_accept = true;
    evidence.headers.has_accept_language = true;
    evidence.headers.user_agent = beeline::risk::UserAgent::read(Some("Mozilla/5.0 (X11) Firefox/140.0"));
    evidence
}

fn held(ledger: &Ledger) -> beeline::ledger::Claimed {
    ledger.claim(&claim().seeming(&robot(), false))
}

#[test]
fn a_held_lead_is_accepted_and_owed_to_but_sent_to_nobody() {
    let ledger = Ledger::home();
    let claimed = held(&ledger);
    assert_eq!((claimed.outcome, claimed.verdict), (ClaimOutcome::Accepted, Some(Verdict::Hold)));
    assert_eq!(claimed.cards, [], "nobody may post its card");
    assert_eq!(ledger.state(claimed.lead_id), LeadState::Quarantined);
    ledger.pass(24 * 3_600_000);
    assert!(ledger.dispatch().is_empty());
    assert_eq!((ledger.books().net("quarantined"), ledger.books().counter("accepted")), (1, 1));
}

#[test]
fn held_leads_are_listed_with_their_signals_newest_first() {
    let ledger = Ledger::home();
    let first = held(&ledger).lead_id;
    ledger.claim(&claim().person("grace"));
    let second = ledger.claim(&claim().person("mallory").seeming(&robot(), false)).lead_id;
    let list = ledger.held();
    assert_eq!(list.iter().map(|held| held.lead_id).collect::<Vec<_>>(), [second, first]);
    assert_eq!(list.first().unwrap().reasons, ["honeypot_filled", "token_forged"]);
}

#[test]
fn what_a_vendor_refused_is_not_listed_as_held_nor_released() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.settle(lead_id, CRM, 1, quarantined());
    assert_eq!(ledger.held(), []);
    assert!(!ledger.release_lead(lead_id));
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
}

#[test]
fn what_vendors_refused_meanwhile_hides_no_held_lead() {
    let ledger = Ledger::home();
    let waiting = held(&ledger).lead_id;
    for serial in 0..120 {
        let refused = ledger.claim(&claim().person(&format!("visitor-{serial}")).owing(&[CRM])).lead_id;
        ledger.settle(refused, CRM, 1, quarantined());
    }
    assert_eq!(ledger.held().iter().map(|held| held.lead_id).collect::<Vec<_>>(), [waiting]);
}

#[test]
fn a_released_lead_goes_out_and_is_held_no_more() {
    let ledger = Ledger::home();
    let lead_id = held(&ledger).lead_id;
    assert!(ledger.release_lead(lead_id));
    assert_eq!(ledger.held(), []);
    let mut names = ledger.dispatch_names();
    names.sort_unstable();
    assert_eq!(names, [CARD, CRM]);
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    let books = ledger.books();
    assert_eq!((books.net("delivered"), books.net("quarantined")), (1, 0));
    let timeline = ledger.lead(lead_id).unwrap().timeline;
    assert!(timeline.iter().any(|line| line.event == "released" && line.detail == "by ops"), "{timeline:?}");
}

#[test]
fn releasing_twice_sends_once() {
    let ledger = Ledger::home();
    let lead_id = held(&ledger).lead_id;
    assert!(ledger.release_lead(lead_id));
    assert!(!ledger.release_lead(lead_id));
    assert_eq!(ledger.dispatch().len(), 2);
}

#[test]
fn why_somebody_let_go_of_a_lead_stands_in_its_timeline() {
    let ledger = Ledger::home();
    let lead_id = held(&ledger).lead_id;
    let (by, why) = ("ops-token".into(), "she called us".into());
    assert!(matches!(ledger.ask(&Command::Release { lead_id, by, why }), Reply::Released(true)));
    let timeline = ledger.lead(lead_id).unwrap().timeline;
    let released = timeline.iter().find(|line| line.event == "released").unwrap();
    assert_eq!(released.detail, "by ops-token: she called us");
}

#[test]
fn a_lead_that_nobody_knows_cannot_be_released() {
    let (ledger, other) = (Ledger::home(), Ledger::home());
    assert!(!ledger.release_lead(held(&other).lead_id));
}

#[test]
fn a_challenged_lead_waits_for_its_challenge_and_goes_out_without_one_in_the_end() {
    let ledger = Ledger::home();
    let claimed = ledger.claim(&claim().seeming(&doubtful(), true));
    assert_eq!(claimed.verdict, Some(Verdict::Challenge));
    assert_eq!(ledger.state(claimed.lead_id), LeadState::Accepted, "in flight, not in quarantine");
    assert!(ledger.dispatch().is_empty());
    assert_eq!(ledger.next_wake_ms(), Some(ledger.now_ms() + CHALLENGE_WAIT_MS));
    ledger.pass(CHALLENGE_WAIT_MS);
    assert_eq!(ledger.dispatch().len(), 2);
}

#[test]
fn a_passed_challenge_sends_the_lead_at_once() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().seeming(&doubtful(), true)).lead_id;
    assert!(ledger.pass_challenge(lead_id));
    assert_eq!(ledger.dispatch().len(), 2);
    assert!(!ledger.pass_challenge(lead_id), "it is on its way");
}

#[test]
fn a_person_may_let_go_of_a_lead_that_waits_for_a_challenge() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().seeming(&doubtful(), true)).lead_id;
    assert!(ledger.release_lead(lead_id));
    assert_eq!(ledger.dispatch().len(), 2);
}

#[test]
fn no_challenge_lets_go_of_a_lead_that_waits_for_a_person() {
    let ledger = Ledger::home();
    let lead_id = held(&ledger).lead_id;
    assert!(!ledger.pass_challenge(lead_id));
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
    assert!(ledger.dispatch().is_empty());
    assert_eq!(ledger.held().len(), 1);
}

#[test]
fn a_held_lead_repeated_in_doubt_waits_for_a_challenge() {
    let ledger = Ledger::home();
    let lead_id = held(&ledger).lead_id;
    ledger.claim(&claim().said("more").seeming(&doubtful(), true));
    assert!(ledger.dispatch().is_empty());
    assert_eq!(ledger.state(lead_id), LeadState::Accepted);
    assert!(ledger.pass_challenge(lead_id), "what speaks against it is doubt only by now");
    assert_eq!(ledger.dispatch().len(), 2);
}

#[test]
fn a_doubtful_lead_of_a_form_without_challenges_goes_out_at_once() {
    let ledger = Ledger::home();
    let claimed = ledger.claim(&claim().seeming(&doubtful(), false));
    assert_eq!(claimed.verdict, Some(Verdict::Flag));
    assert!(!ledger.dispatch().is_empty());
}

#[test]
fn a_robot_cannot_stop_a_persons_lead_by_repeating_it() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM]).seeming(&person(), false)).lead_id;
    let repeat = ledger.claim(&claim().said("spam").owing(&[CRM]).seeming(&robot(), false));
    assert_eq!((repeat.outcome, repeat.lead_id), (ClaimOutcome::Resubmit, lead_id));
    let rows = ledger.dispatch();
    assert_eq!(crate::support::claims::words(&rows.first().unwrap().payload), "hello");
    assert_eq!(
        crate::support::claims::words(&ledger.payload(lead_id, 2).unwrap()),
        "spam",
        "kept all the same"
    );
    let timeline = ledger.lead(lead_id).unwrap().timeline;
    let kept = timeline.iter().find(|line| line.event == "repeated").unwrap();
    assert_eq!(kept.detail, "held back: honeypot_filled, token_forged");
    assert_eq!(ledger.owed(lead_id, CRM).state, ObligationState::Sent);
}

#[test]
fn a_repeat_after_one_that_was_held_back_is_about_the_persons_lead() {
    let ledger = Ledger::home();
    ledger.claim(&claim().named("Ada").owing(&[CRM]).seeming(&person(), false));
    ledger.claim(&claim().named("Spam").said("spam").owing(&[CRM]).seeming(&robot(), false));
    ledger.claim(&claim().named("Ada L").said("more").owing(&[CRM]).seeming(&person(), false));
    let lead: Value = serde_json::from_str(&ledger.dispatch().first().unwrap().payload).unwrap();
    assert_eq!(lead["name"], "Ada");
}

#[test]
fn a_person_who_sends_form_after_form_is_noticed_and_it_stands_in_the_record() {
    let ledger = Ledger::home();
    let on = |form: u32| -> ClaimBuilder { claim().form(&format!("form-{form}")).owing(&[CRM]) };
    let mut last = None;
    for form in 1..=SEVERAL_CLAIMS {
        last = Some(ledger.claim(&on(form).seeming(&person(), false)));
    }
    let lead: Value = serde_json::from_str(&ledger.payload(last.unwrap().lead_id, 1).unwrap()).unwrap();
    assert_eq!(lead["risk"]["signals"], serde_json::json!(["person_velocity"]));
    ledger.pass(3_600_001);
    let calm = ledger.claim(&on(99).seeming(&person(), false));
    assert_eq!(calm.verdict, Some(Verdict::Accept), "an hour later it is forgotten");
}

#[test]
fn whom_a_robot_made_up_is_not_who_a_person_is() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().named("Robot").owing(&[CRM]).seeming(&robot(), false)).lead_id;
    let ada = claim().named("Ada Lovelace").said("it is me").owing(&[CRM]).seeming(&person(), false);
    assert_eq!(ledger.claim(&ada).lead_id, lead_id);
    let rows = ledger.dispatch();
    let lead: Value = serde_json::from_str(&rows.first().unwrap().payload).unwrap();
    assert_eq!((&lead["name"], lead.get("unproved")), (&Value::from("Ada Lovelace"), None));
}

#[test]
fn a_correction_that_is_beyond_doubt_ends_the_wait_for_a_challenge() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM]).seeming(&doubtful(), true)).lead_id;
    let correction = claim().said("corrected").owing(&[CRM]).proving(lead_id).seeming(&person(), false);
    ledger.claim(&correction);
    assert_eq!(ledger.dispatch().len(), 1);
}

#[test]
fn a_correction_in_doubt_waits_for_the_same_challenge() {
    let ledger = Ledger::home();
    let doubted = |words| claim().said(words).owing(&[CRM]).seeming(&doubtful(), true);
    let lead_id = ledger.claim(&doubted("hello")).lead_id;
    ledger.claim(&doubted("corrected"));
    assert!(ledger.dispatch().is_empty());
    assert!(ledger.pass_challenge(lead_id), "passing it lets the correction out");
    assert_eq!(ledger.dispatch().len(), 1);
}
