//! The queue, which loses, repeats and reorders, and the consumer with what it writes to.

use beeline::identity::LeadId;
use beeline::ledger::{Dispatch, LeadState, ObligationName, Outcome};
use beeline::routing::Route;

use super::claims::{deferred, delivered, quarantined, shown, words};
use super::ledger::settlement_of;
use super::world::World;

/// How a consumer's attempt goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Works,
    Defers,
    Refuses,
    DiesBefore,
    DiesAfter,
}

/// A message in the card channel.
#[derive(Clone, Debug)]
pub struct Card {
    pub lead_id: LeadId,
    pub revision: u32,
    pub shows: LeadState,
    /// Whoever wrote this has told the ledger. What is changed and never told is a window
    /// that no ledger can close.
    pub is_reported: bool,
}

/// A CRM record.
#[derive(Clone, Debug)]
pub struct Record {
    pub revision: u32,
    pub generation: u32,
    pub words: String,
    /// Where the last of its writers was told that the lead goes.
    pub team: String,
}

impl World {
    /// Everything that is only in memory is gone.
    pub fn crash(&mut self) {
        self.queue.clear();
        self.answers.clear();
    }

    /// A message comes out of the queue, in any order, maybe to come again.
    pub fn deliver(&mut self, which: usize, fate: Fate, comes_again: bool) {
        if self.queue.is_empty() {
            return;
        }
        let which = which % self.queue.len();
        let row = self.queue[which].clone();
        if !comes_again && !matches!(fate, Fate::DiesBefore | Fate::DiesAfter) {
            self.queue.remove(which);
        }
        let is_card = row.owed.name.is_card();
        let outcome = match fate {
            Fate::DiesBefore => return,
            Fate::Defers => deferred(2_000),
            Fate::Refuses => quarantined(),
            Fate::Works | Fate::DiesAfter if is_card => {
                self.show(row.lead.lead_id, row.owed.revision, row.records);
                shown("message", row.records)
            }
            Fate::Works | Fate::DiesAfter if row.owed.name.is_rep() => {
                delivered(r#"{"id":"kim","name":"Kim"}"#)
            }
            Fate::Works | Fate::DiesAfter if row.owed.name.is_turn() => delivered("given back"),
            Fate::Works | Fate::DiesAfter if row.owed.name.is_warm() => {
                let tell = vec![ObligationName::crm("inbox"), ObligationName::card("slack")];
                Outcome::Found { reference: "company".into(), tell }
            }
            Fate::Works | Fate::DiesAfter => self.write(&row),
        };
        let answer = settlement_of(&row, outcome);
        match fate {
            Fate::DiesAfter => {}
            // Two consumers that change one card at once and report in the other order are
            // a window of their own.
            _ if is_card => {
                self.home.settle_all(vec![answer]);
                self.reported(row.lead.lead_id, row.owed.revision, row.records);
            }
            _ => self.answers.push(answer),
        }
    }

    fn write(&mut self, row: &Dispatch) -> Outcome {
        let route: Route = serde_json::from_str(&row.route).unwrap();
        let (revision, generation) = (row.owed.revision, row.owed.generation);
        let record = Record { revision, generation, words: words(&row.payload), team: route.team };
        let known = self.inbox.entry(row.lead.lead_id).or_insert_with(|| record.clone());
        if (known.revision, known.generation) < (record.revision, record.generation) {
            *known = record;
        }
        delivered("record")
    }

    /// Posts a card, or changes the one that the channel's history has, for better or worse.
    pub(super) fn show(&mut self, lead_id: LeadId, revision: u32, shows: LeadState) {
        let new = Card { lead_id, revision, shows, is_reported: false };
        match self.cards.iter_mut().find(|card| card.lead_id == lead_id) {
            Some(card) => *card = new,
            None => self.cards.push(new),
        }
    }

    /// The ledger was told that the card shows this: settled, unless somebody else has
    /// changed it since.
    pub(super) fn reported(&mut self, lead_id: LeadId, revision: u32, shows: LeadState) {
        let says_so =
            |card: &&mut Card| (card.lead_id, card.revision, card.shows) == (lead_id, revision, shows);
        self.cards.iter_mut().filter(says_so).for_each(|card| card.is_reported = true);
    }

    /// A settlement reaches the ledger: once, twice, or never.
    pub fn answer(&mut self, which: usize, times: usize) {
        if self.answers.is_empty() {
            return;
        }
        let which = which % self.answers.len();
        let item = self.answers.remove(which);
        for _ in 0..times {
            self.home.settle_all(vec![item.clone()]);
        }
    }
}
