//! The project's own `destinations.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use beeline::destination::settings::{NAMES, ProofKind};
use beeline::destination::{
    Answer, BaseUrl, Consent, Destination, ExternalKey, Field, Item, Person, Record, RecordKind, Verdict,
};
use beeline::personal::Personal;
use beeline_compiler::{Files, compile, compile_dir, destinations};

use super::DESTINATIONS;
use crate::support::{FORMS, ROUTING, files};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config")
}

#[test]
fn it_has_every_destination() {
    let settings = compile_dir(&folder()).unwrap().destinations;
    for name in NAMES {
        assert!(settings.pace(name).is_some(), "{name}");
    }
    let hubspot = settings.hubspot.unwrap();
    assert!(hubspot.terms().key != "email" && hubspot.terms().looks_first);
    assert_eq!(settings.salesforce.unwrap().terms().key_field, "LeadKey__c");
}

/// Its own field for the key, its words, and its habit of making one lead of one person's.
#[test]
fn its_webhook_fits_an_intake_of_bottle_crm() {
    let webhook = compile_dir(&folder()).unwrap().destinations.webhook.unwrap();
    let terms = webhook.terms();
    assert_eq!((terms.proof, terms.record), (ProofKind::Bearer, RecordKind::Person));
    assert_eq!(terms.key_field, "external_id");
    assert_eq!((terms.rules.success.as_slice(), terms.rules.duplicate.len()), (&[200, 201][..], 0));
    assert_eq!(terms.rules.success_words, ["created", "duplicate"]);
    assert_eq!(terms.rules.merged_words, ["merged"]);
    assert!(terms.rules.repeat_is_safe);
    let theirs = |from: Field| webhook.mapping().entries().iter().find(|entry| entry.from == from).unwrap();
    assert_eq!(theirs(Field::Company).to, "company_name");
    assert_eq!(theirs(Field::PostalCode).max_chars, Some(64));
}

fn item() -> Item {
    Item {
        record: Record {
            lead_id: "ld_1".into(),
            key: ExternalKey::parse("bl_1").unwrap(),
            revision: 1,
            correlation_id: "c".into(),
            bundle: "b".into(),
            form: "demo".into(),
            kind: "real".into(),
            team: "sales".into(),
            rep: None,
            accepted_at_ms: 0,
            consent: Consent::default(),
            utm: BTreeMap::new(),
            found: Vec::new(),
            person: Person { email: Some(Personal::new("ada@example.com".into())), ..Person::default() },
        },
        reference: None,
        attempts: 0,
        may_exist: false,
    }
}

/// Every answer that its intake has for a lead.
#[test]
fn its_webhook_understands_what_bottle_crm_answers() {
    let settings = compile_dir(&folder()).unwrap().destinations.webhook.unwrap();
    let base = BaseUrl::parse("https://crm.example.com").unwrap();
    let webhook = settings.webhook(base, "/api/public/leads/7/".into(), "key").unwrap();
    let items = [item()];
    let verdict = |status, body: &str| {
        let step = webhook.open(&items, 0).steps.remove(0);
        let reply = Ok(Answer::new(status, |_| None, body.as_bytes()));
        webhook.read(&items, &step, &reply, 0).verdicts.remove(0).1
    };
    let done = |merged_into: Option<&str>| Verdict::Done {
        reference: "5f".to_owned(),
        merged_into: merged_into.map(str::to_owned),
    };
    assert_eq!(verdict(201, r#"{"result":"created","lead":"5f"}"#), done(None));
    assert_eq!(verdict(200, r#"{"result":"duplicate","lead":"5f"}"#), done(None));
    assert_eq!(verdict(200, r#"{"result":"merged","lead":"5f"}"#), done(Some("5f")));
    let again = [(401, r#"{"detail":"Wrong key."}"#), (429, "{}"), (500, "{}"), (200, "<html>")];
    for (status, body) in again {
        assert!(matches!(verdict(status, body), Verdict::Again { .. }), "{status}");
    }
    let rejected = r#"{"result":"rejected","detail":"","errors":{"email":["Enter a valid email."]}}"#;
    assert!(matches!(verdict(400, rejected), Verdict::Refused { .. }));
}

#[test]
fn no_file_is_no_destination_and_no_mistake() {
    assert_eq!(destinations(&Files::new()), Ok(Default::default()));
}

/// A bundle says where a lead goes; what leaves for a CRM changes without it.
#[test]
fn the_bundle_is_the_same_with_and_without_it() {
    let without = compile(&files(FORMS, ROUTING)).unwrap();
    let with = compile(&files(FORMS, ROUTING).with("destinations.toml", DESTINATIONS)).unwrap();
    assert_eq!((&with.hash, &with.bytes), (&without.hash, &without.bytes));
    assert_ne!(with.destinations, without.destinations);
}
