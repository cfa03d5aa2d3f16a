//! What leads, their persons and their objects are called: CRMs know leads by it, and ledgers find
//! them by it. A change here needs a reader for both, not a new literal.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use beeline::contract::Answer;
use beeline::identity::{IdempotencyKey, Identifier, Region, Shard};
use beeline::intake::Email;
use beeline::lead::{Kind, Lead};
use beeline::phone::Phone;
use beeline::secret::Secret;
use data_encoding::{BASE32_DNSSEC, BASE64URL_NOPAD};

const LEAD_ID: &str = "ld_040gfafankn8sr68a3ro2h00";

fn secret() -> Secret {
    Secret::new("frozen secret of 32 characters..").unwrap()
}

fn identifier() -> Identifier {
    Identifier::new(secret())
}

fn ada() -> Lead {
    Lead {
        name: Some("  Ada   LOVELACE ".to_owned().into()),
        email: Email::normalize("Ada+Tag@Example.com").map(Into::into),
        phone: Some(
            Phone {
                raw: "030 123456".into(),
                e164: Some("+4930123456".into()),
                country: Some("DE".into()),
                flag: None,
            }
            .into(),
        ),
        company: Some("Engines".into()),
        notes: Some("hello".to_owned().into()),
        ..Lead::default()
    }
}

/// Person, the other digest, lead key, lead id, fingerprint, shard.
fn names_of(lead: &Lead, window_seconds: u32) -> [String; 6] {
    let identity =
        identifier().identify(lead, "demo", Region::Eu, 1_790_000_400_000, window_seconds).unwrap();
    [
        identity.person.as_str().to_owned(),
        identity.person_other.map(|digest| digest.as_str().to_owned()).unwrap_or_default(),
        identity.key.as_str().to_owned(),
        identity.lead_id.to_string(),
        identity.fingerprint.as_str().to_owned(),
        identity.shard.to_string(),
    ]
}

#[test]
fn what_a_lead_is_called_is_unchanged() {
    assert_eq!(
        names_of(&ada(), 600),
        [
            "1.y-yt0gJVexWUYiltM944cnm4ZUKMwhfKSiQa-QHr874",
            "1.LAuHUzWGDzDuSuU1kiiCbaYSk5R6Am713TMtRgvw9aQ",
            "bl_euchp191pg58fogsmpvod7dmm4m63m74",
            "ld_040g6tsp3i2i3j0agvh1pdjv",
            "4tepkgt2adnmdk435ujaec0decqs0ajg",
            "eu-03",
        ]
    );
}

#[test]
fn the_preimages_of_person_and_key_are_these_bytes() {
    let [person, by_phone, key, id, ..] = names_of(&ada(), 600);
    let digest_of = |preimage: &str| secret().sign(preimage.as_bytes());
    let person_of = |preimage: &str| format!("1.{}", BASE64URL_NOPAD.encode(&digest_of(preimage)));
    assert_eq!(person, person_of("email\0ada+tag@example.com\0\0"));
    assert_eq!(by_phone, person_of("phone\0+4930123456\0ada lovelace\0\0"));
    let window = 1_790_000_400 / 600;
    let digest = digest_of(&format!("lead-key\02\0{person}\0demo\0eu-03\0{window}\0"));
    assert_eq!(key, format!("bl_{}", BASE32_DNSSEC.encode(digest.get(..20).unwrap())));
    let layout_region_shard = [1, 1, 3];
    let id_bytes = [&layout_region_shard, digest.get(..12).unwrap()].concat();
    assert_eq!(id, format!("ld_{}", BASE32_DNSSEC.encode(&id_bytes)));
}

#[test]
fn what_a_form_asks_for_itself_is_part_of_what_was_said() {
    let extra = [("budget".to_owned(), Answer::Text("over 10k".to_owned().into()))].into();
    let own = Lead { postal_code: Some("10115".to_owned().into()), extra, ..ada() };
    let fingerprint = |lead: &Lead| names_of(lead, 600)[4].clone();
    assert_ne!(fingerprint(&own), fingerprint(&ada()));
    assert_eq!(
        names_of(&own, 600)[..4],
        names_of(&ada(), 600)[..4],
        "it is the same person and the same lead"
    );
    let said = [
        r#"[[["  Ada   LOVELACE ",{"raw":"Ada+Tag@Example.com","normalized":"ada+tag@example.com","#,
        r#""domain":"example.com"},"+4930123456",null,null,"Engines"],[null,null,"hello",{"privacy":false}]],"#,
        r#""10115",{"budget":"over 10k"}]"#,
    ];
    let digest = secret().sign(format!("fingerprint\0{}\0", said.concat()).as_bytes());
    assert_eq!(fingerprint(&own), BASE32_DNSSEC.encode(digest.get(..20).unwrap()));
    let clicked = Lead { click_ids: [("gclid".to_owned(), "c1".to_owned().into())].into(), ..ada() };
    assert_eq!(fingerprint(&clicked), fingerprint(&ada()), "where it came from was not said");
}

#[test]
fn what_a_lead_without_an_email_is_called_is_unchanged() {
    let lead = Lead { email: None, ..ada() };
    assert_eq!(
        names_of(&lead, 600),
        [
            "1.LAuHUzWGDzDuSuU1kiiCbaYSk5R6Am713TMtRgvw9aQ",
            "",
            "bl_d18mspqmhqh4atss9n08omms2hvufjcn",
            "ld_040g8q2hdpjld3l28lrpoje0",
            "32bt812pjhra3sl3ojf8vhjoku9u4gio",
            "eu-04",
        ]
    );
}

#[test]
fn what_a_monitors_lead_is_called_is_unchanged() {
    let lead = Lead { kind: Kind::Synthetic { run: "run-1".into() }, ..ada() };
    assert_eq!(
        names_of(&lead, 0),
        [
            "1.ENsTvmp8BPxNTTgB9AvWe4Z5MM8ZH2JaqSFy7OLzc88",
            "1.1NBoTI69OUPV4Yidnb4NRk1-Zc1BKLRe89jcKG_bnjw",
            "bl_8e3jgks0t2oan1n5in3jligibr81g386",
            "ld_040g0gs7719o1q5gle3eb5e7",
            "4tepkgt2adnmdk435ujaec0decqs0ajg",
            "eu-00",
        ]
    );
}

#[test]
fn what_a_header_key_is_called_is_unchanged() {
    let header = IdempotencyKey::Header("key of the client".into());
    let (key, shard) = identifier().idempotency_digest("demo", &header, Region::Na);
    assert_eq!([key, shard.to_string()], ["gtk6n49gumkto8fjse2cj3nbo3a4g12b", "na-07"]);
}

#[test]
fn nobody_can_send_a_header_that_is_a_providers_id() {
    let digest = |key| identifier().idempotency_digest("demo", &key, Region::Na).0;
    let provider = digest(IdempotencyKey::Provider("1002".into()));
    assert_ne!(provider, digest(IdempotencyKey::Header("1002".into())));
    assert_eq!(provider, "cfcf990prg8oc9tff2s7jgbq2src3c4s");
}

#[test]
fn a_lead_id_says_which_object_to_ask() {
    let shard: Shard = "eu-07".parse().unwrap();
    assert_eq!(LEAD_ID.parse().map(|id: beeline::identity::LeadId| id.shard()), Ok(Some(shard)));
}

#[test]
fn shard_names_are_unchanged() {
    let names: Vec<String> = Shard::all().map(|shard| shard.to_string()).collect();
    assert_eq!(names.len(), 128);
    let regions: Vec<&str> = names.iter().step_by(16).map(String::as_str).collect();
    assert_eq!(regions, ["na-00", "eu-00", "as-00", "sa-00", "af-00", "oc-00", "eu-00@eu", "na-00@us"]);
    assert_eq!(names.get(..4).unwrap(), ["na-00", "na-00-spill", "na-01", "na-01-spill"]);
    assert_eq!(names.last().unwrap(), "na-07-spill@us");
    for name in names {
        assert_eq!(name.parse::<Shard>().unwrap().to_string(), name);
    }
}
