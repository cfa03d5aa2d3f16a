//! What is written of a lead, and what is not.

use beeline::destination::{Item, Verdict};

use super::Behaviour;
use crate::common::lead::{ADA, item, some};
use crate::conformance::deliver::deliver;
use crate::conformance::vendor::{Make, Vendor};

pub const ALL: &[Behaviour] = &[
    ("a lead is written once", |make| written(make).0.count() == 1),
    ("a written lead has a reference", |make| {
        let run = deliver(&mut *make(), &[item(0)]);
        matches!(run.verdicts.as_slice(), [Verdict::Done { reference, merged_into: None }] if !reference.is_empty())
    }),
    ("the email stands there", |make| stands(make, "email", ADA)),
    ("the company stands there", |make| stands(make, "company", "Analytical")),
    ("the phone stands there", |make| stands(make, "phone", "+442079460000")),
    ("the lead id is stamped", |make| stands(make, "lead_id", "ld_0")),
    ("the correlation id is stamped", |make| stands(make, "correlation_id", "cor-0")),
    ("the bundle hash is stamped", |make| stands(make, "bundle", "bundle-1")),
    ("the consent is stamped", |make| stands(make, "consent.privacy", "true")),
    ("the campaign is stamped", |make| stands(make, "utm.source", "newsletter")),
    ("a field that is not on the list does not leave", |make| {
        !deliver(&mut *make(), &[item(0)]).sent().contains("not to leave")
    }),
    ("a field without a value is not sent", |make| {
        let sent = delivers(make, |item| item.record.person.phone = some("  "));
        sent.is_some_and(|sent| !sent.contains("\"\"") && !sent.contains("\"  \"") && !sent.contains("null"))
    }),
    ("a lead without a name is written", |make| {
        delivers(make, |item| item.record.person.name = None).is_some()
    }),
    ("a lead without a company is written", |make| {
        delivers(make, |item| item.record.person.company = None).is_some()
    }),
    ("a lead without a phone is written", |make| {
        delivers(make, |item| item.record.person.phone = None).is_some()
    }),
    ("a lead with a phone and no email is written", |make| {
        delivers(make, |item| item.record.person.email = None).is_some()
    }),
    ("quotes, signs and other scripts arrive as they are", |make| {
        let odd = "A\"b\\c & <d>\u{2028} Ωμέγα 名前 🐝";
        let mut lead = item(0);
        lead.record.person.company = Some(odd.into());
        let mut vendor = make();
        deliver(&mut *vendor, &[lead]).all_done() && vendor.field(ADA, "company").as_deref() == Some(odd)
    }),
    ("an address with signs of a URL is found again", |make| {
        let mut lead = item(0);
        lead.record.person.email = some("a+b&c=d%e/f'g@example.com");
        let mut vendor = make();
        deliver(&mut *vendor, &[lead.clone()]).all_done()
            && deliver(&mut *vendor, &[crate::common::lead::again(&lead)]).all_done()
            && vendor.count() == 1
    }),
    ("the token stands in a header and nowhere else", |make| {
        let run = deliver(&mut *make(), &[item(0)]);
        let has_token = |(_, value): &(&str, String)| value.contains("the-token");
        run.calls().all(|call| call.headers.iter().filter(|header| has_token(header)).count() == 1)
            && !run.sent().contains("the-token")
    }),
    ("a call shows nothing of the person or the token", |make| {
        let run = deliver(&mut *make(), &[item(0), crate::common::lead::again(&item(1))]);
        let shown = format!("{:?}", run.steps);
        !["ada@", "example.com", "Lovelace", "the-token", "4420"].iter().any(|secret| shown.contains(secret))
    }),
    ("paths begin with a slash, behind an https base without one", |make| {
        let run = deliver(&mut *make(), &[item(0)]);
        let destination = make().destination();
        let base = destination.base().as_str();
        base.starts_with("https://")
            && !base.ends_with('/')
            && run.calls().all(|call| call.path.starts_with('/'))
    }),
    ("the same leads make the same calls", |make| {
        let leads = [item(0), item(1), item(2)];
        deliver(&mut *make(), &leads).steps == deliver(&mut *make(), &leads).steps
    }),
    ("a synthetic lead is written like any other", |make| {
        delivers(make, |item| item.record.kind = "synthetic".into()).is_some()
    }),
    ("a person who was there before is merged into", |make| {
        let mut vendor = make();
        vendor.add(ADA);
        let run = deliver(&mut *vendor, &[item(0)]);
        matches!(run.verdicts.as_slice(), [Verdict::Done { merged_into: Some(_), .. }])
    }),
];

fn written(make: Make) -> (Box<dyn Vendor>, bool) {
    let mut vendor = make();
    let is_done = deliver(&mut *vendor, &[item(0)]).all_done();
    (vendor, is_done)
}

fn stands(make: Make, ours: &str, text: &str) -> bool {
    let (vendor, is_done) = written(make);
    is_done && vendor.field(ADA, ours).as_deref() == Some(text)
}

/// What is sent for a lead that is changed like this, if it is written.
fn delivers(make: Make, change: impl Fn(&mut Item)) -> Option<String> {
    let mut lead = item(0);
    change(&mut lead);
    let run = deliver(&mut *make(), &[lead]);
    run.all_done().then(|| run.sent())
}
