//! Which channel a lead's card goes to.

use std::collections::BTreeMap;

use crate::support::claims::claim;
use crate::support::ledger::Ledger;
use beeline::card::Channels;
use beeline::identity::LeadId;

fn leads(count: usize) -> Vec<LeadId> {
    let ledger = Ledger::home();
    let claims = (0..count).map(|person| claim().person(&format!("person-{person}@example.com")));
    claims.map(|claim| ledger.claim(&claim).lead_id).collect()
}

#[test]
fn without_an_id_there_is_none() {
    for nothing in ["", " ", ",", " , ,"] {
        assert_eq!(Channels::parse(nothing), None, "{nothing:?}");
    }
}

#[test]
fn one_takes_every_card() {
    let channels = Channels::parse(" C1 ").unwrap();
    assert!(leads(20).into_iter().all(|lead_id| channels.of(lead_id) == "C1"));
}

#[test]
fn several_share_the_leads_and_each_lead_has_its_own_for_good() {
    let channels = Channels::parse("C1, C2,C3 ,,C4").unwrap();
    let mut shares: BTreeMap<&str, usize> = BTreeMap::new();
    for lead_id in leads(400) {
        let channel = channels.of(lead_id);
        assert_eq!(channel, Channels::parse("C1,C2,C3,C4").unwrap().of(lead_id));
        *shares.entry(channel).or_default() += 1;
    }
    assert_eq!(shares.keys().copied().collect::<Vec<_>>(), ["C1", "C2", "C3", "C4"]);
    assert!(shares.values().all(|count| (60..=140).contains(count)), "{shares:?}");
}
