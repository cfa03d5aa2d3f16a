//! The same lead again.

use beeline::destination::{Item, TransportFailure, Verdict};

use super::Behaviour;
use crate::common::lead::{ADA, again, item, items};
use crate::conformance::deliver::{Fault, deliver, deliver_with, last_is_lost};
use crate::conformance::vendor::{Make, Vendor};

pub const ALL: &[Behaviour] = &[
    ("a lead whose answer was lost is there once after the next attempt", |make| {
        let mut vendor = make();
        last_is_lost(&mut *vendor, &[item(0)]);
        vendor.count() == 1 && deliver(&mut *vendor, &[again(&item(0))]).all_done() && vendor.count() == 1
    }),
    ("any lost answer on the way leaves one record after the next attempt", |make| {
        let calls = deliver(&mut *make(), &[item(0)]).steps.len();
        (0..calls).all(|lost| {
            let mut vendor = make();
            deliver_with(&mut *vendor, &[item(0)], |number, _| match number == lost {
                true => Fault::After(Err(TransportFailure::Broken)),
                false => Fault::None,
            });
            deliver(&mut *vendor, &[again(&item(0))]).all_done() && vendor.count() == 1
        })
    }),
    ("a batch whose answers were lost is there once after the next attempt", |make| {
        let mut vendor = make();
        deliver_with(&mut *vendor, &items(20), |_, _| Fault::After(Err(TransportFailure::Timeout)));
        let repeated: Vec<Item> = items(20).iter().map(again).collect();
        deliver(&mut *vendor, &repeated).all_done() && vendor.count() == 20
    }),
    ("a repeat of a lead that never arrived writes it", |make| {
        let mut vendor = make();
        deliver(&mut *vendor, &[again(&item(0))]).all_done() && vendor.count() == 1
    }),
    ("a repeat of a batch of which half arrived writes the other half", |make| {
        let mut vendor = make();
        let first = deliver(&mut *vendor, &items(5)).all_done();
        let repeated: Vec<Item> = items(10).iter().map(again).collect();
        first && deliver(&mut *vendor, &repeated).all_done() && vendor.count() == 10
    }),
    ("a repeat leaves alone what somebody wrote there since", |make| {
        let mut vendor = repeated(make, |vendor| vendor.edit(ADA, "company", "By hand"), |_| {});
        vendor.field(ADA, "company").as_deref() == Some("By hand") && vendor.count() == 1 && {
            vendor.edit(ADA, "phone", "+1");
            deliver(&mut *vendor, &[again(&item(0))]).all_done()
                && vendor.field(ADA, "phone").as_deref() == Some("+1")
        }
    }),
    ("a repeat fills what is blank there", |make| {
        let vendor = repeated(make, |vendor| vendor.edit(ADA, "company", ""), |_| {});
        vendor.field(ADA, "company").as_deref() == Some("Analytical")
    }),
    ("a repeat that says less blanks nothing", |make| {
        let vendor = repeated(make, |_| {}, |lead| lead.record.person.company = None);
        vendor.field(ADA, "company").as_deref() == Some("Analytical")
    }),
    ("a repeat writes our stamps anew", |make| {
        let vendor = repeated(make, |_| {}, |lead| lead.record.bundle = "bundle-2".into());
        vendor.field(ADA, "bundle").as_deref() == Some("bundle-2")
    }),
    ("a repeat with the reference of the first attempt comes to the same record", |make| {
        let mut vendor = make();
        let first = reference(&mut *vendor, &item(0));
        let known = Item { reference: first.clone(), ..again(&item(0)) };
        first.is_some() && reference(&mut *vendor, &known) == first && vendor.count() == 1
    }),
    ("three repeats are as good as one", |make| {
        let mut vendor = repeated(make, |_| {}, |_| {});
        let more = (0..2).all(|_| deliver(&mut *vendor, &[again(&item(0))]).all_done());
        more && vendor.count() == 1
    }),
    ("what is remembered on the way is enough to go on from", |make| {
        let mut vendor = make();
        let run = last_is_lost(&mut *vendor, &[item(0)]);
        let reference = run.remembered.last().map(|(_, reference)| reference.clone());
        let known = Item { reference, ..again(&item(0)) };
        deliver(&mut *vendor, &[known]).all_done() && vendor.count() == 1
    }),
    ("a repeat is not a merger", |make| {
        let mut vendor = repeated(make, |_| {}, |_| {});
        let run = deliver(&mut *vendor, &[again(&item(0))]);
        matches!(run.verdicts.as_slice(), [Verdict::Done { merged_into: None, .. }])
    }),
];

/// A lead that was written, changed there, and delivered again after a change here.
fn repeated(make: Make, there: impl Fn(&mut dyn Vendor), here: impl Fn(&mut Item)) -> Box<dyn Vendor> {
    let mut vendor = make();
    assert!(deliver(&mut *vendor, &[item(0)]).all_done());
    there(&mut *vendor);
    let mut lead = again(&item(0));
    here(&mut lead);
    assert!(deliver(&mut *vendor, &[lead]).all_done());
    vendor
}

fn reference(vendor: &mut dyn Vendor, lead: &Item) -> Option<String> {
    match deliver(vendor, std::slice::from_ref(lead)).verdicts.pop()? {
        Verdict::Done { reference, .. } => Some(reference),
        _ => None,
    }
}
