//! Leads that must stay within a jurisdiction: their objects say so, their ids say where to
//! ask, and no queue carries them.

use crate::support::claims::{CRM, claim, identifier};
use crate::support::ledger::Ledger;
use beeline::envelope::{Message, MessageBody};
use beeline::identity::{Home, Jurisdiction, LeadId, Region, Shard};
use beeline::lead::Lead;
use proptest::prelude::*;

fn pinned(name: &str) -> Shard {
    name.parse().unwrap()
}

#[test]
fn a_pinned_lead_is_kept_where_it_must_stay_wherever_its_visitor_is() {
    let lead = Lead {
        email: beeline::intake::Email::normalize("ada@example.com").map(Into::into),
        ..Lead::default()
    };
    let at = |home: Home| identifier().identify(&lead, "demo", home, 0, 600).unwrap().shard;
    let eu = at(Home::Within(Jurisdiction::Eu));
    assert_eq!((eu.region, eu.jurisdiction), (Region::Eu, Some(Jurisdiction::Eu)));
    let near = at(Home::Near(Region::Oc));
    assert_eq!((near.region, near.jurisdiction), (Region::Oc, None));
    assert_eq!(eu.number, near.number, "the person decides which of a region's objects");
}

#[test]
fn its_stand_in_stays_there_too() {
    let home = pinned("na-02@us");
    assert_eq!(home.to_spill().to_string(), "na-02-spill@us");
    assert_eq!(home.to_spill().to_home(), home);
}

#[test]
fn a_name_with_a_foreign_or_unknown_jurisdiction_is_none() {
    for name in
        ["na-02@eu", "eu-02@us", "eu-02@", "eu-02@mars", "eu-02@eu@eu", "eu-02@EU", "@eu", "eu-02 @eu"]
    {
        assert!(name.parse::<Shard>().is_err(), "{name}");
    }
}

#[test]
fn no_message_of_a_pinned_object_carries_the_lead() {
    let ledger = Ledger::home();
    ledger.claim(&claim().owing(&[CRM]).said("a secret"));
    let row = ledger.dispatch().pop().unwrap();
    let message = Message::for_dispatch(pinned("eu-03@eu"), row.clone()).unwrap();
    assert!(matches!(message.body, MessageBody::LeadRef));
    let text = serde_json::to_string(&message).unwrap();
    assert!(!text.contains("a secret") && !text.contains("example.com"), "{text}");
    let free = Message::for_dispatch(pinned("eu-03"), row).unwrap();
    assert!(matches!(free.body, MessageBody::Lead(_)));
}

proptest! {
    #[test]
    fn a_lead_id_names_its_object_whatever_that_is(at in 0usize..128, key: [u8; 32]) {
        let shard = Shard::all().nth(at).unwrap().to_home();
        let id = LeadId::new(shard, &key);
        prop_assert_eq!(id.shard(), Some(shard));
        prop_assert_eq!(id.to_string().parse::<LeadId>().unwrap(), id);
    }
}
