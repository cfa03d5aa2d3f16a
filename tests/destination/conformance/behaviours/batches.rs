//! Several leads at once.

use std::collections::BTreeSet;

use beeline::destination::{Item, Verdict};

use super::Behaviour;
use crate::common::lead::{ADA, item, items, refusable, some};
use crate::conformance::deliver::{NOW_MS, deliver, is_done};
use crate::conformance::vendor::Make;

pub const ALL: &[Behaviour] = &[
    ("an empty batch makes no call", |make| {
        let run = deliver(&mut *make(), &[]);
        run.steps.is_empty() && run.verdicts.is_empty()
    }),
    ("every lead of a batch is written and gets one verdict", |make| {
        let mut vendor = make();
        deliver(&mut *vendor, &items(30)).all_done() && vendor.count() == 30
    }),
    ("a large batch takes as few calls as the vendor allows", |make| {
        let one = deliver(&mut *make(), &[item(0)]).steps.len();
        let most = make().destination().promises().leads_per_call;
        let run = deliver(&mut *make(), &items(250));
        run.all_done() && run.steps.len() == one * 250_usize.div_ceil(most)
    }),
    ("no call is larger than the vendor takes", |make| {
        let most = make().destination().promises().leads_per_call;
        deliver(&mut *make(), &items(250)).steps.iter().all(|step| (1..=most).contains(&step.turns.len()))
    }),
    ("a lead that is refused is refused alone", |make| {
        let run = deliver(&mut *make(), &[refusable(0)]);
        matches!(run.verdicts.as_slice(), [Verdict::Refused { .. }])
    }),
    ("one bad lead fails none of its neighbours", |make| {
        let mut leads = items(20);
        leads[7] = refusable(7);
        bad_ones_alone(make, &leads, &[7])
    }),
    ("several bad leads are each refused and nobody else is", |make| {
        let mut leads = items(20);
        for number in [0, 1, 11, 19] {
            leads[number] = refusable(number);
        }
        bad_ones_alone(make, &leads, &[0, 1, 11, 19])
    }),
    ("a batch of bad leads is refused whole, and ends", |make| {
        let leads: Vec<Item> = (0..20).map(refusable).collect();
        bad_ones_alone(make, &leads, &(0..20).collect::<Vec<_>>())
    }),
    ("two leads of one person in a batch are both done", |make| {
        deliver(&mut *make(), &twice(ADA)).all_done()
    }),
    ("two leads of one person are never in one call", |make| never_together(make, &twice(ADA))),
    ("a person is one in whatever case the email is", |make| never_together(make, &twice("ADA@Example.COM"))),
    ("leads of one person are not under way side by side", |make| {
        let open = make().destination().open(&twice(ADA), NOW_MS);
        let under_way = open.steps.iter().flat_map(|step| &step.turns).count();
        under_way == 1
    }),
    ("a bad lead does not hold up the next of its person", |make| {
        let mut leads = twice(ADA);
        leads[0].record.person.company = Some("refuse".into());
        bad_ones_alone(make, &leads, &[0])
    }),
    ("two revisions of one lead in a batch are one record", |make| {
        let mut leads = vec![item(0), item(0)];
        leads[1].record.revision = 2;
        leads[1].may_exist = true;
        let mut vendor = make();
        deliver(&mut *vendor, &leads).all_done() && vendor.count() == 1
    }),
    ("an older revision is sent before a newer one", |make| {
        let mut leads = vec![item(0), item(0)];
        leads[0].record.revision = 2;
        let open = make().destination().open(&leads, NOW_MS);
        open.steps[0].turns[0].item == 1 && open.steps[0].turns[0].then == [0]
    }),
    ("neighbours of a person who is there twice are done in the same calls", |make| {
        let mut leads = items(10);
        leads[9].record.person.email = some(ADA);
        deliver(&mut *make(), &leads).all_done()
    }),
    ("each lead's reference is of its own record", |make| {
        let run = deliver(&mut *make(), &items(12));
        let reference = |verdict: &Verdict| match verdict {
            Verdict::Done { reference, .. } => Some(reference.clone()),
            _ => None,
        };
        run.verdicts.iter().filter_map(reference).collect::<BTreeSet<_>>().len() == 12
    }),
];

fn bad_ones_alone(make: Make, leads: &[Item], bad: &[usize]) -> bool {
    let run = deliver(&mut *make(), leads);
    let is_right = |(number, verdict): (usize, &Verdict)| match bad.contains(&number) {
        true => matches!(verdict, Verdict::Refused { .. }),
        false => is_done(verdict),
    };
    run.is_whole && run.verdicts.iter().enumerate().all(is_right)
}

/// Two leads of one person, the second with the email written like this.
fn twice(email: &str) -> Vec<Item> {
    let mut second = item(1);
    second.record.person.email = some(email);
    vec![item(0), second]
}

fn never_together(make: Make, leads: &[Item]) -> bool {
    let run = deliver(&mut *make(), leads);
    run.all_done() && run.steps.iter().all(|step| step.turns.len() == 1)
}
