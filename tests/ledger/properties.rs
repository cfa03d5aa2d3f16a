//! Whatever happens in whatever order, every accepted lead ends delivered once or
//! quarantined once, with one card, and the books balance at every step.

use crate::support::claims::{CARD, CRM, WINDOW_MS, claim};
use crate::support::consumer::Fate;
use crate::support::moves::{NEW_REP, NEW_REP_ABOVE, TEAM};
use crate::support::world::{Road, Said, World};
use std::collections::BTreeMap;

use beeline::identity::LeadId;
use beeline::ledger::{LeadState, ObligationState};
use proptest::prelude::*;

const RETENTION_MS: i64 = 30 * 24 * 3_600_000;
const WARM: &str = "warm:enrich";
/// More rounds than any lead needs once everything works.
const ROUNDS: usize = 12;

#[derive(Clone, Debug)]
enum Step {
    Submit { person: u8, form: u8, words: u8, road: Road },
    HandOver { reversed: bool, answers_lost: bool },
    Dispatch { refused: bool },
    Deliver { which: usize, fate: Fate, comes_again: bool },
    Answer { which: usize, times: usize },
    EdgePosts(usize),
    EdgeReports(usize),
    EdgeDies(usize),
    Replay { which: usize, after_ms: i64 },
    Amend { which: usize, words: u8 },
    Dismiss(usize),
    Decide(usize),
    Move(usize),
    Crash,
    Sweep,
    Pass(i64),
}

fn any_step() -> impl Strategy<Value = Step> {
    let road = prop_oneof![
        4 => Just(Road::Home),
        1 => Just(Road::TimedOut),
        2 => Just(Road::Spilled),
        1 => Just(Road::Died),
    ];
    let fate = prop_oneof![
        5 => Just(Fate::Works),
        2 => Just(Fate::Defers),
        1 => Just(Fate::Refuses),
        1 => Just(Fate::DiesBefore),
        1 => Just(Fate::DiesAfter),
    ];
    let pause = prop_oneof![
        4 => 1..2_000_i64,
        3 => 1_000..20_000_i64,
        3 => 60_000..WINDOW_MS + 60_000,
        1 => 3_600_000..4 * 24 * 3_600_000_i64,
    ];
    let which = 0..8_usize;
    prop_oneof![
        6 => (0..2_u8, 0..2_u8, 0..3_u8, road)
            .prop_map(|(person, form, words, road)| Step::Submit { person, form, words, road }),
        2 => any::<(bool, bool)>()
            .prop_map(|(reversed, answers_lost)| Step::HandOver { reversed, answers_lost }),
        4 => prop::bool::weighted(0.2).prop_map(|refused| Step::Dispatch { refused }),
        6 => (which.clone(), fate, prop::bool::weighted(0.2))
            .prop_map(|(which, fate, comes_again)| Step::Deliver { which, fate, comes_again }),
        6 => (which.clone(), prop_oneof![4 => Just(1_usize), 1 => Just(2), 1 => Just(0)])
            .prop_map(|(which, times)| Step::Answer { which, times }),
        3 => which.clone().prop_map(Step::EdgePosts),
        3 => which.clone().prop_map(Step::EdgeReports),
        1 => which.clone().prop_map(Step::EdgeDies),
        3 => (which.clone(), 0..60_000_i64).prop_map(|(which, after_ms)| Step::Replay { which, after_ms }),
        2 => (which.clone(), 0..2_u8).prop_map(|(which, words)| Step::Amend { which, words }),
        1 => which.clone().prop_map(Step::Dismiss),
        3 => which.clone().prop_map(Step::Decide),
        3 => which.prop_map(Step::Move),
        1 => Just(Step::Crash),
        1 => Just(Step::Sweep),
        5 => pause.prop_map(Step::Pass),
    ]
}

fn take(world: &mut World, step: &Step) {
    match *step {
        Step::Submit { person, form, words, road } => {
            let said = ["hello", "call me", "never mind"][usize::from(words)];
            let request = claim()
                .person(["ada", "grace"][usize::from(person)])
                .form(["demo", "pricing"][usize::from(form)])
                .owing(&[CRM, CARD, "rep:sales", WARM])
                .said(said);
            world.submit(&request, said, road);
        }
        Step::HandOver { reversed, answers_lost } => world.hand_over(reversed, answers_lost),
        Step::Dispatch { refused } => world.dispatch(refused),
        Step::Deliver { which, fate, comes_again } => world.deliver(which, fate, comes_again),
        Step::Answer { which, times } => world.answer(which, times),
        Step::EdgePosts(which) => world.edge_posts(which),
        Step::EdgeReports(which) => world.edge_reports(which),
        Step::EdgeDies(which) => world.edge_dies(which),
        Step::Replay { which, after_ms } => world.replay(which, after_ms),
        Step::Amend { which, words } => {
            world.amend(which, ["as it was meant", "as he spelled it"][usize::from(words)]);
        }
        Step::Dismiss(which) => world.dismiss(which),
        Step::Decide(which) => world.decide(which),
        Step::Move(which) => world.make_move(which),
        Step::Crash => world.crash(),
        Step::Sweep => world.sweep(RETENTION_MS),
        Step::Pass(ms) => world.pass(ms),
    }
}

/// What must be true once everything has come to rest.
fn assert_conserved(world: &World) {
    for object in [&world.home, &world.stand_in] {
        let books = object.books();
        assert_eq!(books.imbalance(), None, "{books:?}");
        assert_eq!(books.in_flight(), 0, "{books:?}");
    }
    let mut newest: BTreeMap<LeadId, &Said> = BTreeMap::new();
    for said in &world.said {
        let Some(lead_id) = said.lead_id else {
            assert_eq!(world.stand_in.state(said.receipt), LeadState::Quarantined, "{said:?} never got home");
            continue;
        };
        let known = newest.entry(lead_id).or_insert(said);
        if said.at_ms >= known.at_ms {
            *known = said;
        }
    }
    for receipt in &world.receipts {
        let waits = world.stand_in.lead(*receipt).is_some_and(|lead| lead.state == LeadState::Quarantined);
        let is_known = world.home.lead(*receipt).is_some() || world.swept.contains(receipt) || waits;
        assert!(is_known, "nobody knows {receipt}");
    }
    for (lead_id, said) in newest {
        assert_has_one_end(world, lead_id, said);
    }
    for lead_id in world.moved.iter().filter(|lead_id| !world.swept.contains(lead_id)) {
        assert_is_moved(world, *lead_id);
    }
}

fn assert_has_one_end(world: &World, lead_id: LeadId, newest: &Said) {
    let record = world.inbox.get(&lead_id);
    let cards: Vec<_> = world.cards.iter().filter(|card| card.lead_id == lead_id).collect();
    assert!(cards.len() <= 1, "{lead_id} has {} cards", cards.len());
    if world.swept.contains(&lead_id) {
        assert!(record.is_some(), "{lead_id} was forgotten undelivered");
        return;
    }
    let records = match world.home.state(lead_id) {
        LeadState::Delivered => {
            let record = record.unwrap_or_else(|| panic!("{lead_id} is delivered nowhere"));
            assert_eq!(record.words, newest.words, "an older submission of {lead_id} undid a newer one");
            LeadState::Delivered
        }
        LeadState::Quarantined => LeadState::of_records(&world.home.obligations(lead_id)),
        state => panic!("{lead_id} is {state:?}"),
    };
    for revision in world.shown_cards(lead_id) {
        let card = cards.first().unwrap_or_else(|| panic!("{lead_id} has no card"));
        if card.is_reported {
            assert_eq!((card.shows, card.revision), (records, revision), "the card of {lead_id}");
        }
    }
}

/// Once moved it is the new team's, whatever was said, sent and answered since.
fn assert_is_moved(world: &World, lead_id: LeadId) {
    let route = world.home.lead(lead_id).unwrap().route;
    assert_eq!(route.team, TEAM, "{lead_id} went back");
    let owed = world.home.obligations(lead_id);
    let names: Vec<&str> = owed.iter().map(|owed| owed.name.as_str()).collect();
    let has_rep = owed.iter().any(|owed| owed.name.is_rep() && owed.state == ObligationState::Delivered);
    match names.as_slice() {
        [CARD, CRM, NEW_REP, "turn:sales", WARM] => {}
        // The turn goes back once somebody else has the lead.
        [CARD, CRM, NEW_REP_ABOVE, "turn:sales", WARM] if has_rep => {}
        [CARD, CRM, NEW_REP_ABOVE, WARM] if !has_rep => {}
        _ => panic!("{lead_id} is owed {owed:?}"),
    }
    if owed.iter().any(|owed| owed.name.is_crm() && owed.state == ObligationState::Delivered) {
        assert_eq!(world.inbox[&lead_id].team, TEAM, "the record of {lead_id}");
    }
}

/// Repeats within the window are one lead.
fn assert_no_twins(world: &World) {
    let rows = world.home.sqlite.look(
        "SELECT lead_id, person || form, accepted_at_ms FROM lead ORDER BY person, form, accepted_at_ms",
        vec![],
    );
    let leads: Vec<(String, String, i64)> = rows
        .into_iter()
        .map(|mut row| (row.text().unwrap(), row.text().unwrap(), row.integer().unwrap()))
        .collect();
    for pair in leads.windows(2) {
        let [(one, who, first_ms), (other, whose, next_ms)] = pair else { continue };
        assert!(who != whose || next_ms - first_ms >= WINDOW_MS, "{one} and {other} are the same lead");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_accepted_lead_is_delivered_once_or_quarantined_once(
        steps in prop::collection::vec(any_step(), 1..60)
    ) {
        let mut world = World::new();
        for step in &steps {
            take(&mut world, step);
        }
        assert_no_twins(&world);
        world.drain(ROUNDS);
        assert_conserved(&world);
        assert_no_twins(&world);
    }
}
