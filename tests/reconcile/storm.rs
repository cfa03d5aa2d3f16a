//! Leads move between every two reads, and still nobody is accused wrongly and nothing that
//! is wrong is missed.

use std::collections::BTreeMap;

use beeline::reconcile::{Answer, DriftKind, Found, Next, Owed, Page, Reconciliation, Standing};
use proptest::prelude::*;

/// Where one lead has got to, as the ledger and the destination would see it.
#[derive(Clone, Debug, Default)]
struct Lead {
    standing: Option<Standing>,
    records: u32,
}

/// What happens to a lead next: claimed, written, settled, each a step of its own; what an
/// answer that is lost after the write looks like is a written lead that is not settled.
#[derive(Clone, Copy, Debug)]
enum Event {
    Advance(usize),
    /// The destination merges it instead of writing a record.
    Merge(usize),
    /// It is given up before anything was written.
    GiveUp(usize),
}

/// The ledger and the destination, both moving.
#[derive(Clone, Debug, Default)]
struct World {
    leads: BTreeMap<usize, Lead>,
    now_ms: i64,
}

impl World {
    fn happen(&mut self, event: Event) {
        self.now_ms += 1;
        let (Event::Advance(id) | Event::Merge(id) | Event::GiveUp(id)) = event;
        let lead = self.leads.entry(id).or_default();
        match (event, lead.standing, lead.records) {
            (_, None, _) => lead.standing = Some(Standing::Open),
            (Event::Advance(_), Some(Standing::Open), 0) => lead.records = 1,
            (Event::Advance(_), Some(Standing::Open), _) => lead.standing = Some(Standing::Recorded),
            (Event::Merge(_), Some(Standing::Open), 0) => lead.standing = Some(Standing::Merged),
            (Event::GiveUp(_), Some(Standing::Open), 0) => lead.standing = Some(Standing::GivenUp),
            (_, Some(_), _) => {}
        }
    }

    fn owed(&self, id: usize) -> Option<Owed> {
        let standing = self.leads.get(&id)?.standing?;
        Some(Owed { external_id: id.to_string(), standing, since_ms: self.now_ms })
    }

    fn found(&self, id: usize) -> Vec<Found> {
        let records = self.leads.get(&id).map_or(0, |lead| lead.records);
        let record = |nth| Found {
            external_id: id.to_string(),
            record: format!("{id}/{nth}"),
            created_at_ms: Some(i64::from(nth)),
        };
        (0..records).map(record).collect()
    }

    /// The ids of a page after a cursor, and the next cursor.
    fn ids(&self, after: Option<&str>, size: usize) -> (Vec<usize>, Option<String>) {
        let first = after.map_or(0, |after| after.parse::<usize>().unwrap() + 1);
        let ids: Vec<usize> = self.leads.range(first..).map(|(id, _)| *id).take(size).collect();
        let next = if ids.len() < size { None } else { ids.last().map(ToString::to_string) };
        (ids, next)
    }
}

/// Compares both views to the end, storing the comparison after every page, while the world
/// goes on before every read.
fn reconcile(
    world: &mut World,
    events: &mut impl Iterator<Item = Vec<Event>>,
    size: usize,
) -> Reconciliation {
    let mut under_way = Reconciliation::begin("webhook", 0, world.now_ms);
    let mut go_on = |world: &mut World| {
        for event in events.next().unwrap_or_default() {
            world.happen(event);
        }
        world.now_ms += 1;
    };
    loop {
        go_on(world);
        let (is_leads, after) = match under_way.next() {
            Next::Leads { after } => (true, after),
            Next::Records { after } => (false, after),
            Next::Nothing => return under_way,
        };
        let (ids, next) = world.ids(after, size);
        let owed = |world: &World| ids.iter().filter_map(|id| world.owed(*id)).collect::<Vec<_>>();
        let found = |world: &World| ids.iter().flat_map(|id| world.found(*id)).collect::<Vec<_>>();
        if is_leads {
            let page = Page { rows: owed(world), next, read_at_ms: world.now_ms };
            go_on(world);
            let answer = Answer { rows: found(world), asked_at_ms: world.now_ms };
            under_way.compare_leads(&page, &answer).unwrap();
        } else {
            let page = Page { rows: found(world), next, read_at_ms: world.now_ms };
            go_on(world);
            let answer = Answer { rows: owed(world), asked_at_ms: world.now_ms };
            under_way.compare_records(&page, &answer).unwrap();
        }
        under_way = serde_json::from_str(&serde_json::to_string(&under_way).unwrap()).unwrap();
    }
}

fn event() -> impl Strategy<Value = Event> {
    (0..60_usize, 0..6_u32).prop_map(|(id, kind)| match kind {
        0 => Event::Merge(id),
        1 => Event::GiveUp(id),
        _ => Event::Advance(id),
    })
}

fn events() -> impl Strategy<Value = Vec<Vec<Event>>> {
    prop::collection::vec(prop::collection::vec(event(), 0..12), 0..60)
}

fn before() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(event(), 0..300)
}

fn world(before: Vec<Event>) -> World {
    let mut world = World::default();
    before.into_iter().for_each(|event| world.happen(event));
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_healthy_world_shows_no_drift_however_much_it_moves(
        before in before(),
        events in events(),
        size in 1..20_usize,
    ) {
        let mut world = world(before);
        let report = reconcile(&mut world, &mut events.into_iter(), size).report(world.now_ms);
        prop_assert_eq!((report.missing, report.surplus, report.named), (0, 0, vec![]));
        prop_assert!(report.ended_at_ms.is_some());
    }

    #[test]
    fn a_settle_without_a_write_is_named_in_the_middle_of_it(
        before in before(),
        events in events(),
        size in 1..20_usize,
    ) {
        let mut world = world(before);
        world.leads.insert(1_000, Lead { standing: Some(Standing::Recorded), records: 0 });
        let report = reconcile(&mut world, &mut events.into_iter(), size).report(world.now_ms);
        let named: Vec<_> = report.named.iter().map(|drift| (drift.kind, drift.external_id.as_str())).collect();
        prop_assert_eq!(named, [(DriftKind::Missing, "1000")]);
    }

    #[test]
    fn a_row_deleted_after_its_write_is_named_in_the_middle_of_it(
        before in before(),
        events in events(),
        size in 1..20_usize,
    ) {
        let mut world = world(before);
        world.leads.insert(1_000, Lead { standing: None, records: 1 });
        let report = reconcile(&mut world, &mut events.into_iter(), size).report(world.now_ms);
        let named: Vec<_> = report.named.iter().map(|drift| (drift.kind, drift.external_id.as_str())).collect();
        prop_assert_eq!(named, [(DriftKind::Unknown, "1000")]);
    }

    #[test]
    fn every_disagreement_is_counted_once_whatever_the_pages(
        leads in prop::collection::btree_map(0..200_usize, (0..5_usize, 0..4_u32), 0..80),
        size in 1..20_usize,
    ) {
        let standings =
            [None, Some(Standing::Open), Some(Standing::Recorded), Some(Standing::Merged), Some(Standing::GivenUp)];
        let lead = |(standing, records): (usize, u32)| Lead { standing: standings[standing], records };
        let leads: BTreeMap<usize, Lead> = leads.into_iter().map(|(id, drawn)| (id, lead(drawn))).collect();
        let mut world = World { leads: leads.clone(), now_ms: 0 };
        let report = reconcile(&mut world, &mut std::iter::empty(), size).report(world.now_ms);
        let (mut missing, mut surplus) = (0, 0);
        for lead in leads.values() {
            let records = u64::from(lead.records);
            match lead.standing {
                None => surplus += records,
                Some(Standing::Recorded) if records == 0 => missing += 1,
                Some(Standing::GivenUp) => surplus += records,
                Some(_) => surplus += records.saturating_sub(1),
            }
        }
        prop_assert_eq!((report.missing, report.surplus), (missing, surplus));
    }
}
