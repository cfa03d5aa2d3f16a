//! A home object, its stand-in, visitors, and edges that die. The queue and its consumer
//! are next door.

use std::collections::{BTreeMap, BTreeSet};

use beeline::identity::LeadId;
use beeline::ledger::{
    Amended, CARD_LEASE_MS, ClaimOutcome, Claimed, Dispatch, LeadState, MoveOutcome, Moving, ObligationName,
    ObligationState, ReplayItem, Replayed, Settlement,
};

use super::claims::{ClaimBuilder, delivered, shown};
use super::consumer::{Card, Fate, Record};
use super::ledger::{Ledger, homeward, settlement, settlement_of};
use super::moves::{make, moving, moving_above};

/// How a claim reaches an object.
#[derive(Clone, Copy, Debug)]
pub enum Road {
    /// The home answers.
    Home,
    /// The home commits, its answer is late, the stand-in is asked.
    TimedOut,
    /// The home is out of reach, the stand-in is asked.
    Spilled,
    /// The home commits, the edge dies before it can do anything more.
    Died,
}

/// An edge that was given the lease of a card.
struct Edge {
    lead_id: LeadId,
    card: ObligationName,
    generation: u32,
    until_ms: i64,
    /// What its message shows, once posted.
    shows: Option<LeadState>,
}

/// What a visitor said, and which lead has it.
#[derive(Clone, Debug)]
pub struct Said {
    pub words: String,
    pub at_ms: i64,
    /// The id on the receipt.
    pub receipt: LeadId,
    /// Revision in the stand-in, while the home does not have it.
    pub waiting_as: Option<u32>,
    /// The lead at home.
    pub lead_id: Option<LeadId>,
}

/// Everything.
pub struct World {
    pub home: Ledger,
    pub stand_in: Ledger,
    pub(super) queue: Vec<Dispatch>,
    /// Settlements on their way to the ledger.
    pub(super) answers: Vec<Settlement>,
    edges: Vec<Edge>,
    pub inbox: BTreeMap<LeadId, Record>,
    pub cards: Vec<Card>,
    pub said: Vec<Said>,
    /// Ids that visitors were given.
    pub receipts: BTreeSet<LeadId>,
    /// Leads that were swept, by all their ids.
    pub swept: BTreeSet<LeadId>,
    /// Moves that are decided and not asked for yet.
    moves: Vec<Moving>,
    /// Leads that went to another team.
    pub moved: BTreeSet<LeadId>,
    /// The generation in which a revision's record is first written, and leads that somebody sent again.
    first_writes: BTreeMap<(LeadId, u32), u32>,
    replayed: BTreeSet<LeadId>,
}

impl World {
    pub fn new() -> Self {
        Self {
            home: Ledger::home(),
            stand_in: Ledger::stand_in(),
            queue: Vec::new(),
            answers: Vec::new(),
            edges: Vec::new(),
            inbox: BTreeMap::new(),
            cards: Vec::new(),
            said: Vec::new(),
            receipts: BTreeSet::new(),
            swept: BTreeSet::new(),
            moves: Vec::new(),
            moved: BTreeSet::new(),
            first_writes: BTreeMap::new(),
            replayed: BTreeSet::new(),
        }
    }

    pub fn pass(&self, ms: i64) {
        self.home.pass(ms);
        self.stand_in.pass(ms);
    }

    // Visitors and edges.

    pub fn submit(&mut self, claim: &ClaimBuilder, said: &str, road: Road) {
        self.pass(1);
        let claim = claim.build(self.home.now_ms());
        let is_committed = matches!(road, Road::Home | Road::TimedOut | Road::Died);
        if is_committed {
            let claimed = self.home.try_claim(claim.clone()).unwrap();
            let words = self.words_on_record(&claimed, said);
            self.note(&claimed, &words, None);
            if matches!(road, Road::Home) {
                self.lease(&claimed);
                self.receipts.insert(claimed.lead_id);
            }
        }
        if matches!(road, Road::TimedOut | Road::Spilled) {
            self.pass(1);
            let claimed = self.stand_in.try_claim(claim).unwrap();
            assert!(claimed.cards.is_empty(), "a stand-in gives no lease");
            self.receipts.insert(claimed.lead_id);
            // What a stand-in knows already it does not hand over again.
            if !is_committed && claimed.outcome != ClaimOutcome::Retry {
                self.note(&claimed, said, Some(claimed.revision));
            }
        }
    }

    /// What a claim leaves a lead saying: the same again undoes nothing that a person wrote since.
    fn words_on_record(&self, claimed: &Claimed, said: &str) -> String {
        let of_lead = self.said.iter().filter(|known| known.lead_id == Some(claimed.lead_id));
        let newest = of_lead.max_by_key(|known| known.at_ms).map(|known| known.words.clone());
        newest.filter(|_| claimed.outcome == ClaimOutcome::Retry).unwrap_or_else(|| said.to_owned())
    }

    fn note(&mut self, claimed: &Claimed, words: &str, waiting_as: Option<u32>) {
        let lead_id = waiting_as.is_none().then_some(claimed.lead_id);
        let at_ms = self.home.now_ms();
        let receipt = claimed.lead_id;
        self.said.push(Said { words: words.to_owned(), at_ms, receipt, waiting_as, lead_id });
    }

    fn lease(&mut self, claimed: &Claimed) {
        for (card, generation) in &claimed.cards {
            self.edges.push(Edge {
                lead_id: claimed.lead_id,
                card: card.clone(),
                generation: *generation,
                until_ms: self.home.now_ms() + CARD_LEASE_MS,
                shows: None,
            });
        }
    }

    /// An edge posts its card, if its lease is not over.
    pub fn edge_posts(&mut self, which: usize) {
        let now_ms = self.home.now_ms();
        let Some(edge) = nth(&mut self.edges, which) else { return };
        if edge.shows.is_none() && now_ms < edge.until_ms {
            let shows = LeadState::Accepted;
            edge.shows = Some(shows);
            self.cards.push(Card { lead_id: edge.lead_id, revision: 1, shows, is_reported: false });
        }
    }

    /// An edge reports its card, and shows what it learns from the answer: another report.
    pub fn edge_reports(&mut self, which: usize) {
        let Some(edge) = nth(&mut self.edges, which) else { return };
        let Some(shows) = edge.shows else { return };
        let lead_id = edge.lead_id;
        let item = settlement(lead_id, edge.card.as_str(), edge.generation, shown("message", shows));
        let records = self.home.settle_all(vec![item]).pop().unwrap().records;
        let newer = records.filter(|records| *records != shows && *records != LeadState::Accepted);
        edge.shows = newer.or(Some(shows));
        self.reported(lead_id, 1, shows);
        match newer {
            Some(records) => self.show(lead_id, 1, records),
            None => self.edge_dies(which),
        }
    }

    pub fn edge_dies(&mut self, which: usize) {
        if !self.edges.is_empty() {
            let which = which % self.edges.len();
            self.edges.remove(which);
        }
    }

    // The workbench.

    /// Replays one thing that is in quarantine, some time from now.
    pub fn replay(&mut self, which: usize, after_ms: i64) {
        let stuck = self.home.in_quarantine().into_iter().flat_map(|lead| {
            lead.owed.into_iter().map(move |owed| ReplayItem {
                lead_id: lead.lead_id,
                obligation: owed.obligation,
                generation: owed.generation,
                after_ms,
            })
        });
        let mut stuck: Vec<ReplayItem> = stuck.collect();
        let Some(item) = nth(&mut stuck, which).map(|item| item.clone()) else { return };
        if item.obligation.is_crm() {
            self.replayed.insert(item.lead_id);
        }
        assert_eq!(self.home.replay(vec![item.clone(), item]), [Replayed::Opened, Replayed::MovedOn]);
    }

    /// Writes what a lead in quarantine says.
    pub fn amend(&mut self, which: usize, words: &str) {
        self.pass(1);
        let mut stuck = self.home.in_quarantine();
        let Some(lead) = nth(&mut stuck, which).map(|lead| lead.clone()) else { return };
        let payload = self.home.payload(lead.lead_id, lead.revision).unwrap();
        let mut payload: serde_json::Value = serde_json::from_str(&payload).unwrap();
        payload["notes"] = words.into();
        assert_eq!(
            self.home.amend(lead.lead_id, lead.revision, &payload.to_string()),
            Amended::As { revision: lead.revision + 1 }
        );
        self.said.push(Said {
            words: words.to_owned(),
            at_ms: self.home.now_ms(),
            receipt: lead.lead_id,
            waiting_as: None,
            lead_id: Some(lead.lead_id),
        });
    }

    /// Says of a lead in quarantine that nobody will deliver it.
    pub fn dismiss(&self, which: usize) {
        let mut stuck = self.home.in_quarantine();
        let Some(lead) = nth(&mut stuck, which) else { return };
        assert!(self.home.dismiss(lead.lead_id) && !self.home.dismiss(lead.lead_id));
    }

    // Enrichment.

    /// Decides, by how a lead stands, that it moves.
    pub fn decide(&mut self, which: usize) {
        self.pass(1);
        let mut leads = self.home.leads();
        let Some((lead_id, _)) = nth(&mut leads, which) else { return };
        let decided = if which.is_multiple_of(2) { moving } else { moving_above };
        self.moves.push(decided(&self.home, *lead_id));
    }

    /// Asks twice for a move that was decided some time ago. Time passes since, so that no two are alike.
    pub fn make_move(&mut self, which: usize) {
        let Some(moving) = nth(&mut self.moves, which).map(|moving| moving.clone()) else { return };
        let before = self.home.sqlite.dump();
        let outcome = make(&self.home, &moving);
        let after = self.home.sqlite.dump();
        match outcome {
            MoveOutcome::Moved if before != after => {
                assert!(self.moved.insert(moving.lead_id), "moved twice")
            }
            MoveOutcome::Moved => assert!(self.moved.contains(&moving.lead_id)),
            MoveOutcome::Stays(_) | MoveOutcome::Unknown => assert_eq!(before, after),
        }
        assert_eq!(make(&self.home, &moving), outcome);
        assert_eq!(self.home.sqlite.dump(), after);
    }

    // The ledger's alarms.

    pub fn dispatch(&mut self, refused: bool) {
        let rows = self.home.dispatch();
        self.assert_begun_once(&rows);
        if refused {
            self.home.undispatch(&rows);
        } else {
            self.queue.extend(rows);
        }
    }

    /// A record of which nobody knows yet whether it was written is not begun again, but to say what a
    /// visitor or a person has said since.
    fn assert_begun_once(&mut self, rows: &[Dispatch]) {
        let first = |row: &&Dispatch| row.owed.name.is_crm() && row.owed.reference.is_none();
        for row in rows.iter().filter(first) {
            let (lead_id, generation) = (row.lead.lead_id, row.owed.generation);
            let begun = *self.first_writes.entry((lead_id, row.owed.revision)).or_insert(generation);
            assert!(begun == generation || self.replayed.contains(&lead_id), "{lead_id} is begun twice");
        }
    }

    /// The stand-in hands over what is due. Its answers may get lost, and what is handed
    /// over in one go may arrive in any order.
    pub fn hand_over(&mut self, reversed: bool, answers_lost: bool) {
        let mut rows = self.stand_in.dispatch();
        if reversed {
            rows.reverse();
        }
        for row in rows {
            let claimed = self.home.try_claim(homeward(&row)).unwrap();
            let is_this = |said: &&mut Said| {
                said.receipt == row.lead.lead_id && said.waiting_as == Some(row.owed.revision)
            };
            let on_record = self.words_on_record(&claimed, "");
            if let Some(said) = self.said.iter_mut().find(is_this) {
                if said.lead_id.is_none() && claimed.outcome == ClaimOutcome::Retry {
                    said.words = on_record;
                }
                said.lead_id = said.lead_id.or(Some(claimed.lead_id));
            }
            if !answers_lost {
                let home_id = claimed.lead_id.to_string();
                self.stand_in.settle_all(vec![settlement_of(&row, delivered(&home_id))]);
            }
        }
    }

    pub fn sweep(&mut self, retention_ms: i64) {
        let before = self.home.leads();
        let aliases = self.home.aliases();
        self.home.sweep_all(retention_ms);
        self.stand_in.sweep_all(retention_ms);
        let left: BTreeSet<LeadId> = self.home.leads().into_iter().map(|(lead_id, _)| lead_id).collect();
        for (lead_id, state) in before.into_iter().filter(|(lead_id, _)| !left.contains(lead_id)) {
            assert_eq!(state, LeadState::Delivered, "{lead_id} was forgotten");
            self.swept.insert(lead_id);
            self.swept.extend(aliases.iter().filter(|(_, of)| *of == lead_id).map(|(alias, _)| *alias));
        }
    }

    // The end.

    /// Whether anything is still to be done.
    fn is_restless(&self) -> bool {
        let wakes = [self.home.next_wake_ms(), self.stand_in.next_wake_ms()];
        !self.queue.is_empty() || !self.answers.is_empty() || wakes.iter().any(Option::is_some)
    }

    /// From now on everything works. Answers how many rounds it took to come to rest.
    pub fn drain(&mut self, most: usize) -> usize {
        self.edges.clear();
        for round in 0..most {
            if !self.is_restless() {
                return round;
            }
            let all_due_ms = self.home.last_wake_ms().max(self.stand_in.last_wake_ms());
            self.pass((all_due_ms - self.home.now_ms()).max(0));
            self.dispatch(false);
            self.hand_over(false, false);
            while !self.queue.is_empty() {
                self.deliver(0, Fate::Works, false);
            }
            while !self.answers.is_empty() {
                self.answer(0, 1);
            }
        }
        let open =
            |row: &String| row.starts_with("obligation") && row.contains("due") || row.contains("sent");
        let left: Vec<String> = self.home.sqlite.dump().into_iter().filter(open).collect();
        panic!("not at rest after {most} rounds: {left:#?}");
    }

    /// The cards that the ledger takes for shown.
    pub fn shown_cards(&self, lead_id: LeadId) -> Vec<u32> {
        let owed = self.home.obligations(lead_id);
        let is_shown = |owed: &&beeline::ledger::Obligation| {
            owed.name.is_card() && owed.state == ObligationState::Delivered
        };
        owed.iter().filter(is_shown).map(|owed| owed.revision).collect()
    }
}

fn nth<T>(list: &mut [T], which: usize) -> Option<&mut T> {
    let which = which % list.len().max(1);
    list.get_mut(which)
}
