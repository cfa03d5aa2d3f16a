//! A small bundle per team, and the key they are published with.

use std::rc::Rc;

use beeline::identity::{Identifier, Identity, Region};
use beeline::intake::Email;
use beeline::lead::Lead;
use beeline::live::{
    AtHand, Base, Candidate, InForce, Issued, Mode, Publication, Reference, Refusal, Sealer,
};
use beeline::routing::Bundle;
use beeline::secret::Secret;

pub const DEPLOYED_AT_MS: i64 = 1_790_000_400_000;
const KEY: &str = "0123456789abcdef0123456789abcdef";

pub fn sealer() -> Sealer {
    Sealer::new("k1".into(), Secret::new(KEY).unwrap())
}

pub fn another_sealer(key_id: &str, key: &str) -> Sealer {
    Sealer::new(key_id.into(), Secret::new(key).unwrap())
}

/// The bytes of a bundle with one form, whose leads all go to `team`.
pub fn bytes(form: &str, team: &str) -> Vec<u8> {
    let form = serde_json::json!({
        "id": form, "title": "A form", "lane": "hot", "dedup_window_seconds": 600,
        "thank_you_url": "/thanks", "phone_country": null, "team": null,
    });
    let entry = serde_json::json!({ "id": team, "name": team, "sla_seconds": 300, "booking_url": null });
    let (form, entry) = (serde_json::from_value(form).unwrap(), serde_json::from_value(entry).unwrap());
    Bundle::new(vec![form], vec![entry], team.to_owned()).unwrap().write().unwrap()
}

pub fn issued(team: &str, sequence: i64) -> Issued {
    let bytes = bytes("demo", team);
    let bundle = Rc::new(Bundle::read(&bytes).unwrap());
    Issued { hash: Reference::to(&bytes).hash, sequence, bundle }
}

pub fn deployed() -> Issued {
    issued("deployed", DEPLOYED_AT_MS)
}

/// A publication of the bundle of `team`, `after_ms` after the deploy.
pub fn publication(team: &str, after_ms: i64, mode: Mode) -> Publication {
    let bundle = Reference::to(&bytes("demo", team));
    Publication { sequence: DEPLOYED_AT_MS + after_ms, mode, bundle, base: None, by: "ann".into() }
}

pub fn base(team: &str, after_ms: i64) -> Base {
    Base { bundle: Reference::to(&bytes("demo", team)), sequence: DEPLOYED_AT_MS + after_ms }
}

/// What a store holds: the bundles of these teams.
pub fn stored(teams: &[&str]) -> Vec<Vec<u8>> {
    teams.iter().map(|team| bytes("demo", team)).collect()
}

/// What the edge does with a publication that it has opened.
pub fn take(
    in_force: &InForce,
    deployed: &Issued,
    publication: &Publication,
    store: &[Vec<u8>],
) -> Result<InForce, Refusal> {
    in_force.admits(publication)?;
    let mut at_hand = AtHand::of(deployed, in_force);
    for reference in publication.references(deployed.sequence) {
        let bytes = store.iter().find(|bytes| Reference::to(bytes) == *reference);
        match bytes {
            Some(bytes) if !at_hand.has(reference) => at_hand.add(reference, bytes)?,
            _ => {}
        }
    }
    InForce::of(publication, deployed, &at_hand)
}

pub fn candidate(team: &str, mode: Mode) -> Candidate {
    Candidate { issued: issued(team, DEPLOYED_AT_MS + 1), mode }
}

pub fn lead_of(person: &str) -> (Lead, Identity) {
    let email = Email::normalize(&format!("{person}@example.com")).map(Into::into);
    let lead = Lead { email, ..Lead::default() };
    let identifier = Identifier::new(Secret::new(KEY).unwrap());
    let identity = identifier.identify(&lead, "demo", Region::Eu, DEPLOYED_AT_MS, 600).unwrap();
    (lead, identity)
}
