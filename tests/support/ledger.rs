//! One ledger object with a clock of its own. After each command its books are checked.

use std::cell::Cell;
use std::collections::BTreeMap;

use beeline::identity::LeadId;
use beeline::ledger::{
    self as rules, Amended, Claim, Claimed, Command, Dispatch, HeaderKeyReply, HeldLead, LeadReport,
    LeadState, Obligation, ObligationName, Outcome, PARKED_MS, QuarantinePage, QuarantinedLead, ReplayItem,
    Replayed, Reply, Role, Row, RowCount, Settled, Settlement, Spilled, StorageError, Tally, Unsent,
    WhyUnsent,
};

use serde_json::json;
use serde_json::value::RawValue;

use super::books::Books;
use super::claims::{ClaimBuilder, NOON_MS};
use super::sqlite::Sqlite;

/// How many leads are looked at one by one after each command: all, in most tests.
const FEW_LEADS: usize = 12;

/// A ledger object.
pub struct Ledger {
    pub sqlite: Sqlite,
    role: Role,
    now_ms: Cell<i64>,
}

impl Ledger {
    /// A home shard's object at noon.
    pub fn home() -> Self {
        Self::new(Role::Home)
    }
    /// Its stand-in.
    pub fn stand_in() -> Self {
        Self::new(Role::Spill)
    }
    fn new(role: Role) -> Self {
        let sqlite = Sqlite::empty();
        sqlite.transaction(|sqlite| rules::migrate(sqlite, NOON_MS)).unwrap();
        sqlite.take_statements();
        Self { sqlite, role, now_ms: Cell::new(NOON_MS) }
    }

    pub fn now_ms(&self) -> i64 {
        self.now_ms.get()
    }
    /// Lets time pass.
    pub fn pass(&self, ms: i64) {
        self.set_clock(self.now_ms() + ms);
    }
    pub fn set_clock(&self, now_ms: i64) {
        assert!(now_ms >= self.now_ms(), "an object's clock never goes back");
        self.now_ms.set(now_ms);
    }

    /// Runs a command as an object does: from text, in one transaction, to text.
    pub fn try_ask(&self, command: &Command) -> Result<Reply, StorageError> {
        let command: Command = serde_json::from_str(&serde_json::to_string(command).unwrap()).unwrap();
        let now_ms = self.now_ms();
        let reply = self.sqlite.transaction(|sqlite| rules::run(sqlite, self.role, command, now_ms))?;
        self.assert_sound();
        Ok(serde_json::from_str(&serde_json::to_string(&reply).unwrap()).unwrap())
    }
    pub fn ask(&self, command: &Command) -> Reply {
        self.try_ask(command).unwrap()
    }

    pub fn try_claim(&self, claim: Claim) -> Result<Claimed, StorageError> {
        match self.try_ask(&Command::Claim(Box::new(claim)))? {
            Reply::Claimed(claimed) => Ok(claimed),
            other => panic!("not an answer to a claim: {other:?}"),
        }
    }
    pub fn claim(&self, claim: &ClaimBuilder) -> Claimed {
        self.try_claim(claim.build(self.now_ms())).unwrap()
    }

    pub fn settle(&self, lead_id: LeadId, name: &str, generation: u32, outcome: Outcome) -> Settled {
        self.settle_all(vec![settlement(lead_id, name, generation, outcome)]).pop().unwrap()
    }
    pub fn settle_all(&self, items: Vec<Settlement>) -> Vec<Settled> {
        match self.ask(&Command::Settle { items }) {
            Reply::Settled(settled) => settled,
            other => panic!("not an answer to settlements: {other:?}"),
        }
    }

    /// Takes what is due.
    pub fn dispatch(&self) -> Vec<Dispatch> {
        let now_ms = self.now_ms();
        let due = self.sqlite.transaction(|sqlite| rules::dispatch(sqlite, now_ms)).unwrap();
        self.assert_sound();
        due.rows
    }
    /// The names of what is due.
    pub fn dispatch_names(&self) -> Vec<String> {
        self.dispatch().iter().map(|row| row.owed.name.to_string()).collect()
    }
    /// Their queue refuses these rows.
    pub fn undispatch(&self, rows: &[Dispatch]) {
        self.undispatch_as(rows, WhyUnsent::Refused);
    }
    pub fn undispatch_as(&self, rows: &[Dispatch], why: WhyUnsent) {
        let now_ms = self.now_ms();
        let unsent: Vec<Unsent> = rows.iter().map(|row| Unsent { row: row.clone(), why }).collect();
        self.sqlite.transaction(|sqlite| rules::undispatch(sqlite, &unsent, now_ms)).unwrap();
        self.assert_sound();
    }
    pub fn next_wake_ms(&self) -> Option<i64> {
        self.sqlite.transaction(rules::next_wake_ms).unwrap()
    }
    /// The floor of the object's clock when it comes back.
    pub fn latest_acceptance_ms(&self) -> i64 {
        self.sqlite.transaction(rules::latest_acceptance_ms).unwrap()
    }
    /// When everything that does not wait for something else is due.
    pub fn last_wake_ms(&self) -> i64 {
        self.sqlite.number(&format!(
            "SELECT COALESCE(MAX(value->>4), 0) FROM lead, json_each(lead.owed) \
             WHERE value->>3 IN ('due', 'sent') AND value->>4 < {PARKED_MS}"
        ))
    }
    /// One pass; whether there may be more.
    pub fn sweep(&self, retention_ms: i64) -> bool {
        let now_ms = self.now_ms();
        let more = self.sqlite.transaction(|sqlite| rules::sweep(sqlite, retention_ms, now_ms)).unwrap();
        self.assert_sound();
        more
    }
    /// Passes until nothing is left to forget.
    pub fn sweep_all(&self, retention_ms: i64) {
        assert!((0..10_000).any(|_| !self.sweep(retention_ms)), "the sweep never ends");
    }

    pub fn lead(&self, lead_id: LeadId) -> Option<LeadReport> {
        match self.ask(&Command::Lead { lead_id }) {
            Reply::Lead(report) => report,
            other => panic!("not a lead: {other:?}"),
        }
    }
    pub fn state(&self, lead_id: LeadId) -> LeadState {
        self.lead(lead_id).unwrap().state
    }
    pub fn payload(&self, lead_id: LeadId, revision: u32) -> Option<String> {
        match self.ask(&Command::Payload { lead_id, revision }) {
            Reply::Payload(payload) => payload.map(|payload| payload.into_inner()),
            other => panic!("not a payload: {other:?}"),
        }
    }
    /// Lets go of what is kept back of a lead; whether anything was.
    pub fn release_lead(&self, lead_id: LeadId) -> bool {
        match self.ask(&Command::Release { lead_id, by: "ops".into(), why: String::new() }) {
            Reply::Released(released) => released,
            other => panic!("not an answer to a release: {other:?}"),
        }
    }
    /// Its challenge was passed; whether it waited for one.
    pub fn pass_challenge(&self, lead_id: LeadId) -> bool {
        match self.ask(&Command::PassChallenge { lead_id }) {
            Reply::Released(released) => released,
            other => panic!("not an answer to a passed challenge: {other:?}"),
        }
    }
    /// The leads that wait for a person.
    pub fn held(&self) -> Vec<HeldLead> {
        match self.ask(&Command::Held { limit: 100 }) {
            Reply::Held(held) => held,
            other => panic!("not a list of held leads: {other:?}"),
        }
    }
    /// A page of what is in quarantine.
    pub fn quarantined(&self, after: Option<(i64, i64)>, limit: u32, class: Option<&str>) -> QuarantinePage {
        match self.ask(&Command::Quarantined { after, limit, class: class.map(str::to_owned) }) {
            Reply::Quarantined(page) => page,
            other => panic!("not a page of what is in quarantine: {other:?}"),
        }
    }
    /// Every lead in quarantine that somebody may do something about.
    pub fn in_quarantine(&self) -> Vec<QuarantinedLead> {
        self.quarantined(None, 200, None).leads
    }
    /// How many leads are in quarantine, by class.
    pub fn quarantine_classes(&self) -> Vec<(String, i64)> {
        match self.ask(&Command::QuarantineClasses) {
            Reply::QuarantineClasses(counts) => {
                counts.into_iter().map(|count| (count.class, count.leads)).collect()
            }
            other => panic!("not counts by class: {other:?}"),
        }
    }
    pub fn replay(&self, items: Vec<ReplayItem>) -> Vec<Replayed> {
        match self.ask(&Command::Replay { items, by: "ops".into(), why: "mended".into() }) {
            Reply::Replayed(replayed) => replayed,
            other => panic!("not an answer to a replay: {other:?}"),
        }
    }
    pub fn amend(&self, lead_id: LeadId, of_revision: u32, lead: &str) -> Amended {
        let lead = RawValue::from_string(lead.to_owned()).unwrap();
        let (by, why) = ("ops".to_owned(), "typing error".to_owned());
        match self.ask(&Command::Amend { lead_id, of_revision, lead, by, why }) {
            Reply::Amended(amended) => amended,
            other => panic!("not an answer to an amendment: {other:?}"),
        }
    }
    pub fn dismiss(&self, lead_id: LeadId) -> bool {
        match self.ask(&Command::Dismiss { lead_id, by: "ops".into(), why: "a test of ours".into() }) {
            Reply::Dismissed(dismissed) => dismissed,
            other => panic!("not an answer to a dismissal: {other:?}"),
        }
    }
    pub fn tally(&self) -> Tally {
        let now_ms = self.now_ms();
        match self.sqlite.transaction(|sqlite| rules::run(sqlite, self.role, Command::Tally, now_ms)) {
            Ok(Reply::Tally(tally)) => tally,
            other => panic!("not a tally: {other:?}"),
        }
    }
    /// The tally with the rows that it leaves out: those of settled leads.
    fn whole_tally(&self) -> Tally {
        let mut tally = self.tally();
        let settled = self.sqlite.look(
            "SELECT form, kind, state, COUNT(*), MIN(accepted_at_ms) FROM lead \
             WHERE state NOT IN ('accepted', 'quarantined') GROUP BY form, kind, state",
            vec![],
        );
        tally.rows.extend(settled.into_iter().map(|mut row| RowCount {
            form: row.text().unwrap(),
            kind: row.text().unwrap(),
            state: row.text().unwrap(),
            rows: row.integer().unwrap(),
            oldest_accepted_at_ms: row.integer().unwrap(),
        }));
        tally
    }
    pub fn books(&self) -> Books {
        Books::of(&self.whole_tally())
    }
    /// A counter of one destination.
    pub fn counted_at(&self, destination: &str, name: &str) -> i64 {
        let tally = self.tally();
        let here = tally.counters.iter().filter(|c| c.destination == destination && c.name == name);
        here.map(|counter| counter.value).sum()
    }

    pub fn reserve(&self, key: &str, claim: &ClaimBuilder) -> HeaderKeyReply {
        let fingerprint = claim.build(self.now_ms()).fingerprint;
        match self.ask(&Command::ReserveKey { key: key.into(), fingerprint }) {
            Reply::HeaderKey(reply) => reply,
            other => panic!("not an answer to a header key: {other:?}"),
        }
    }

    /// Binds a key to a lead of the sender's own.
    pub fn bind(&self, key: &str, claim: &ClaimBuilder, lead_id: LeadId) {
        self.bind_as(key, claim, lead_id, true);
    }
    /// Binds a key to a lead that its body only repeated.
    pub fn bind_repeat(&self, key: &str, claim: &ClaimBuilder, lead_id: LeadId) {
        self.bind_as(key, claim, lead_id, false);
    }
    fn bind_as(&self, key: &str, claim: &ClaimBuilder, lead_id: LeadId, proves: bool) {
        let fingerprint = claim.build(self.now_ms()).fingerprint;
        self.ask(&Command::BindKey { key: key.into(), fingerprint, lead_id, proves });
    }
    pub fn release(&self, key: &str) {
        self.ask(&Command::ReleaseKey { key: key.into() });
    }

    /// One obligation as stored.
    pub fn owed(&self, lead_id: LeadId, name: &str) -> Obligation {
        let mut all = self.obligations(lead_id).into_iter();
        all.find(|owed| owed.name.as_str() == name).unwrap_or_else(|| panic!("{lead_id} owes no {name}"))
    }
    /// All obligations of a lead as stored.
    pub fn obligations(&self, lead_id: LeadId) -> Vec<Obligation> {
        let rows =
            self.sqlite.look("SELECT owed FROM lead WHERE lead_id = ?1", vec![lead_id.to_string().into()]);
        rows.into_iter().flat_map(|mut row| obligations(&row.text().unwrap())).collect()
    }
    /// The obligations of the leads that are looked at after each command.
    fn newest_obligations(&self) -> BTreeMap<String, Vec<Obligation>> {
        let sql =
            format!("SELECT lead_id, owed, due_at_ms FROM lead ORDER BY position DESC LIMIT {FEW_LEADS}");
        let rows = self.sqlite.look(&sql, vec![]);
        rows.into_iter()
            .map(|mut row| {
                let (lead_id, owed) = (row.text().unwrap(), obligations(&row.text().unwrap()));
                let open = owed.iter().filter(|owed| !owed.state.is_settled());
                let due_at_ms = open.map(|owed| owed.not_before_ms).min();
                assert_eq!(row.optional_integer().unwrap(), due_at_ms, "{lead_id} is owed {owed:?}");
                (lead_id, owed)
            })
            .collect()
    }
    /// Every lead with its stored state.
    pub fn leads(&self) -> Vec<(LeadId, LeadState)> {
        let rows = self.sqlite.look("SELECT lead_id, state FROM lead ORDER BY position DESC", vec![]);
        rows.into_iter()
            .map(|mut row| {
                let lead_id = row.parsed("an id", |text| text.parse().ok()).unwrap();
                (lead_id, row.parsed("a state", LeadState::from_stored).unwrap())
            })
            .collect()
    }

    /// Every alias with its lead.
    pub fn aliases(&self) -> Vec<(LeadId, LeadId)> {
        let rows = self.sqlite.look("SELECT lead_id, of_lead_id FROM alias", vec![]);
        let id = |row: &mut Row| row.parsed("an id", |text| text.parse().ok()).unwrap();
        rows.into_iter().map(|mut row| (id(&mut row), id(&mut row))).collect()
    }

    /// What must be true after every command: the counters say what the rows say, a
    /// lead's state is the one its obligations give, and nothing waits for what cannot come.
    pub fn assert_sound(&self) {
        for (group, books) in Books::by_form_and_kind(&self.whole_tally()) {
            assert_eq!(books.imbalance(), None, "{group:?} {books:?}");
        }
        let mut owed_to = self.newest_obligations();
        for (lead_id, state) in self.leads().into_iter().take(FEW_LEADS) {
            let owed = owed_to.remove(&lead_id.to_string()).unwrap_or_default();
            assert_eq!(state, LeadState::derive(&owed), "stored state of {lead_id}, which is owed {owed:?}");
            let is_parked = |owed: &&Obligation| !owed.state.is_settled() && owed.not_before_ms == PARKED_MS;
            let is_coming = |owed: &Obligation| owed.name.is_crm() && !owed.state.is_settled();
            if let Some(parked) = owed.iter().find(is_parked) {
                assert!(owed.iter().any(is_coming), "{} of {lead_id} waits for nothing", parked.name);
            }
        }
    }
}

fn obligations(stored: &str) -> Vec<Obligation> {
    serde_json::from_str(stored).unwrap_or_else(|error| panic!("{error} in {stored}"))
}

/// An outcome of an attempt.
pub fn settlement(lead_id: LeadId, name: &str, generation: u32, outcome: Outcome) -> Settlement {
    let obligation: ObligationName = serde_json::from_value(json!(name)).unwrap();
    Settlement { lead_id, obligation, generation, outcome }
}

/// The settlement of what a dispatched row was about.
pub fn settlement_of(row: &Dispatch, outcome: Outcome) -> Settlement {
    settlement(row.lead.lead_id, row.owed.name.as_str(), row.owed.generation, outcome)
}

/// The claim a stand-in sends home for one of its rows.
pub fn homeward(row: &Dispatch) -> Claim {
    let mut claim: Claim = serde_json::from_str(&row.payload).unwrap();
    claim.spilled = Some(Spilled { accepted_at_ms: row.accepted_at_ms });
    claim.owed.iter_mut().for_each(|owed| owed.lease_ms = 0);
    claim
}

/// The one row that is due.
pub fn only(mut rows: Vec<Dispatch>) -> Dispatch {
    let row = rows.pop().unwrap_or_else(|| panic!("nothing is due"));
    assert!(rows.is_empty(), "more than one row is due");
    row
}
