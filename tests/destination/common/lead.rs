//! Leads to deliver.

use std::collections::BTreeMap;

use beeline::destination::{Consent, Entry, ExternalKey, Field, Item, Person, Record};
use beeline::personal::Personal;

pub const ADA: &str = "ada@example.com";

/// A lead of the person with this number.
pub fn item(number: usize) -> Item {
    let email = if number == 0 { ADA.to_owned() } else { format!("person{number}@example.com") };
    Item {
        record: Record {
            lead_id: format!("ld_{number}"),
            key: ExternalKey::parse(&format!("bl_{number:06}")).unwrap(),
            revision: 1,
            correlation_id: format!("cor-{number}"),
            bundle: "bundle-1".into(),
            form: "demo".into(),
            kind: "real".into(),
            team: "sales".into(),
            rep: Some("rep-7".into()),
            accepted_at_ms: 1_000,
            consent: Consent { privacy: true, ..Consent::default() },
            utm: BTreeMap::from([("source".to_owned(), "newsletter".to_owned())]),
            person: Person {
                name: some("Ada Lovelace"),
                email: some(&email),
                phone: some("+442079460000"),
                company: Some("Analytical".into()),
                notes: some("not to leave"),
                ..Person::default()
            },
            found: Vec::new(),
        },
        reference: None,
        attempts: 0,
        may_exist: false,
    }
}

/// The same lead again, after an attempt of which nothing is known.
pub fn again(item: &Item) -> Item {
    Item { attempts: 1, may_exist: true, ..item.clone() }
}

/// A lead that the vendor refuses.
pub fn refusable(number: usize) -> Item {
    let mut item = item(number);
    item.record.person.company = Some("refuse".into());
    item
}

pub fn items(count: usize) -> Vec<Item> {
    (0..count).map(item).collect()
}

pub fn some(text: &str) -> Option<Personal<String>> {
    Some(Personal::new(text.to_owned()))
}

pub fn field(name: &str) -> Field {
    Field::try_from(name.to_owned()).unwrap()
}

/// A mapping of these fields, `=` and what to say otherwise behind theirs.
pub fn entries(list: &[(&str, &str)]) -> Vec<Entry> {
    let entry = |(from, to): &(&str, &str)| {
        let (to, otherwise) = match to.split_once('=') {
            Some((to, otherwise)) => (to, Some(otherwise.to_owned())),
            None => (*to, None),
        };
        Entry { from: field(from), to: to.to_owned(), on_repeat: None, otherwise, max_chars: None }
    };
    list.iter().map(entry).collect()
}
