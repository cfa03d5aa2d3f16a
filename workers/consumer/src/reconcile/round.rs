//! Pages of a comparison, as many as one turn has time for.

use std::collections::BTreeMap;

use beeline::destination::Period;
use beeline::identity::{LeadId, Shard};
use beeline::ledger::{Command, ExpectedPage, MOST_EXPECTED, Reply};
use beeline::reconcile::{
    Answer, Expected, Found, Next, Owed, Page, Place, Reconciliation, Standing, ViewError,
};
use beeline_platform::source;

use super::view::{Pause, View};
use crate::desk::Desk;

/// How long a turn begins pages.
const WORK_MS: i64 = 10_000;
/// The fewest leads on a page, where each is a call of its own.
const FEWEST: usize = 10;
/// How soon to go on when a ledger object did not answer.
const RETRY_MS: i64 = 5_000;

/// One turn.
pub struct Round<'a> {
    desk: &'a Desk,
    destination: &'static str,
    view: View<'a>,
    kept_ms: i64,
    until_ms: i64,
}

impl<'a> Round<'a> {
    pub fn new(desk: &'a Desk, destination: &'static str, view: View<'a>, kept_ms: i64) -> Self {
        Self { desk, destination, view, kept_ms, until_ms: source::now_ms() + WORK_MS }
    }

    /// Compares pages until all are, or the time is over. A page that cannot be read whole has not
    /// been compared.
    pub async fn run(mut self, comparison: &mut Reconciliation) -> Result<(), Pause> {
        let outcome = self.pages(comparison).await;
        self.view.leave().await;
        outcome
    }

    async fn pages(&mut self, comparison: &mut Reconciliation) -> Result<(), Pause> {
        while self.has_time() {
            match comparison.next() {
                Next::Leads { after } => {
                    let after = after.map(str::to_owned);
                    self.leads(comparison, after.as_deref()).await?;
                }
                Next::Records { after } => {
                    let after = after.map(str::to_owned);
                    self.records(comparison, after.as_deref()).await?;
                }
                Next::Nothing => break,
            }
        }
        Ok(())
    }

    fn has_time(&self) -> bool {
        source::now_ms() < self.until_ms
    }

    /// A page of leads, then what the destination has of them.
    async fn leads(&mut self, comparison: &mut Reconciliation, after: Option<&str>) -> Result<(), Pause> {
        let per_call = self.view.sight().leads_per_call;
        let (leads, next) = match per_call {
            0 => (Vec::new(), None),
            _ => self.expected(after, comparison.began_at_ms(), per_call).await?,
        };
        let read_at_ms = source::now_ms();
        let owed: Vec<Owed> = leads.iter().map(|lead| lead.owed(self.view.expects(lead))).collect();
        let sought: Vec<&Expected> =
            leads.iter().filter(|lead| self.view.expects(lead) == Standing::Recorded).collect();
        let asked_at_ms = source::now_ms();
        let mut found: Vec<Found> = Vec::new();
        for some in sought.chunks(per_call.max(1)) {
            found.extend(self.view.find(some).await?);
        }
        let page = Page { rows: owed, next: next.map(|place| place.to_string()), read_at_ms };
        comparison.compare_leads(&page, &Answer { rows: found, asked_at_ms }).map_err(refused)
    }

    /// The next leads of the ledger, of the first object that has any.
    async fn expected(
        &self,
        after: Option<&str>,
        until_ms: i64,
        per_call: usize,
    ) -> Result<(Vec<Expected>, Option<Place>), Pause> {
        let limit = u32::try_from(per_call.max(FEWEST)).unwrap_or(MOST_EXPECTED);
        let no_place = || Pause { after_ms: RETRY_MS, reason: "the cursor names no place".into() };
        let mut place = Place::parse(after).ok_or_else(no_place)?;
        loop {
            let destination = self.destination.to_owned();
            let command = Command::Expected { destination, after: place.after, until_ms, limit };
            let page = self.ask(place.shard, &command).await?;
            let next = place.then(page.next);
            match next {
                Some(next) if page.leads.is_empty() && self.has_time() => place = next,
                next => return Ok((page.leads, next)),
            }
        }
    }

    /// A page of records, then what the ledger knows of their leads.
    async fn records(&mut self, comparison: &mut Reconciliation, after: Option<&str>) -> Result<(), Pause> {
        let period =
            Period { since_ms: comparison.since_ms(self.kept_ms), until_ms: comparison.began_at_ms() };
        let listed = match self.view.sight().lists {
            true => self.view.list(period, after).await?,
            false => beeline::destination::Listed::default(),
        };
        let read_at_ms = source::now_ms();
        let asked_at_ms = source::now_ms();
        let known = self.known(&listed.records).await?;
        let page = Page { rows: listed.records, next: listed.next, read_at_ms };
        comparison.compare_records(&page, &Answer { rows: known, asked_at_ms }).map_err(refused)
    }

    /// What the ledger knows of the leads that records are stamped with. A lead id says where to ask.
    async fn known(&self, records: &[Found]) -> Result<Vec<Owed>, Pause> {
        let mut by_shard: BTreeMap<Shard, Vec<LeadId>> = BTreeMap::new();
        for lead_id in records.iter().filter_map(|found| found.external_id.parse::<LeadId>().ok()) {
            if let Some(shard) = lead_id.shard() {
                by_shard.entry(shard).or_default().push(lead_id);
            }
        }
        let mut known = Vec::with_capacity(records.len());
        for (shard, mut lead_ids) in by_shard {
            lead_ids.sort_unstable();
            lead_ids.dedup();
            let most = usize::try_from(MOST_EXPECTED).unwrap_or(1);
            for some in lead_ids.chunks(most) {
                let (destination, lead_ids) = (self.destination.to_owned(), some.to_vec());
                let page = self.ask(shard, &Command::ExpectedOf { destination, lead_ids }).await?;
                known.extend(page.leads.iter().map(|lead| lead.owed(self.view.expects(lead))));
            }
        }
        Ok(known)
    }

    async fn ask(&self, shard: Shard, command: &Command) -> Result<ExpectedPage, Pause> {
        let later = |reason: String| Pause { after_ms: RETRY_MS, reason: format!("{shard}: {reason}") };
        match self.desk.ledgers.call(shard, command).await {
            Ok(Reply::Expected(page)) => Ok(page),
            Ok(_) => Err(later("unknown answer".into())),
            Err(error) => Err(later(error.to_string())),
        }
    }
}

fn refused(error: ViewError) -> Pause {
    Pause { after_ms: RETRY_MS, reason: error.word().to_owned() }
}
