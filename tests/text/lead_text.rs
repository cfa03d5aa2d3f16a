//! What a lead keeps of the texts that were typed: all that is seen, nothing that hides or
//! reorders it.

use beeline::contract::{Answer, Contract};
use beeline::identity::{Fingerprint, Identifier, Region};
use beeline::intake::{Fields, Submission};
use beeline::lead::{Kind, Lead, Network};
use beeline::secret::Secret;
use beeline::text;
use beeline::whereabouts::Flag;
use proptest::prelude::*;
use serde_json::{Value, json};

fn lead(mut said: Value) -> Lead {
    let body = said.as_object_mut().unwrap();
    body.insert("email".into(), "ada@example.com".into());
    body.insert("consent".into(), json!({ "privacy": true }));
    let fields = Fields::from_json(said.to_string().as_bytes()).unwrap();
    let submission =
        Submission::read(&fields, &Contract::default()).unwrap_or_else(|errors| panic!("{errors:?}"));
    Lead::normalize(submission, Kind::Real, Network::default(), None)
}

fn fingerprint(said: Value) -> Fingerprint {
    let identifier = Identifier::new(Secret::new("0123456789abcdef0123456789abcdef").unwrap());
    identifier.identify(&lead(said), "demo", Region::Eu, 1_800_000_000_000, 600).unwrap().fingerprint
}

fn answer(lead: &Lead, name: &str) -> Value {
    serde_json::to_value(lead.extra.get(name)).unwrap()
}

#[test]
fn what_hides_or_reorders_text_is_in_no_text_of_a_lead() {
    let lead = lead(json!({
        "name": "A\u{202e}da", "company": "A\u{200b}CME", "product": "Pro\u{ad}", "notes": "a\u{2066}b",
        "country": "Nar\u{202e}nia", "region": "Ca\u{200b}ir", "postal_code": "A\u{200b}1", "tz": "Ca\u{feff}ir",
        "utm": { "source": "new\u{202e}s" }, "room": "gnp\u{202e}.exe", "rooms": ["o\u{200b}ne", "Zu\u{308}rich"],
    }));
    assert_eq!(lead.name.as_ref().unwrap().expose(), "Ada");
    assert_eq!(lead.company.as_deref(), Some("ACME"));
    assert_eq!(lead.product.as_deref(), Some("Pro"));
    assert_eq!(lead.notes.as_ref().unwrap().expose(), "ab");
    assert_eq!(lead.country.as_deref(), Some("Narnia"));
    assert_eq!(lead.region.as_deref(), Some("Cair"));
    assert_eq!(lead.postal_code.as_ref().unwrap().expose(), "A1");
    assert_eq!(lead.time_zone.as_deref(), Some("Cair"));
    assert_eq!(lead.utm.get("source").map(String::as_str), Some("news"));
    assert_eq!(answer(&lead, "room"), "gnp.exe");
    assert_eq!(answer(&lead, "rooms"), json!(["one", "Zürich"]));
}

#[test]
fn what_nothing_is_left_of_is_no_answer() {
    let lead = lead(json!({
        "country": "\u{200b}", "region": "\u{200b}", "postal_code": "\u{200b}", "tz": "\u{200b}",
        "utm": { "source": "\u{200b}" }, "room": "\u{200b}", "rooms": ["\u{200b}"], "seats": ["\u{200b}", "two"],
    }));
    assert_eq!(
        (lead.country.as_deref(), lead.region.as_deref(), lead.time_zone.as_deref()),
        (None, None, None)
    );
    assert!(lead.postal_code.is_none() && lead.utm.is_empty() && lead.flags.is_empty());
    assert_eq!(lead.extra.keys().collect::<Vec<_>>(), ["seats"]);
    assert_eq!(answer(&lead, "seats"), json!(["two"]));
}

#[test]
fn a_place_is_recognized_behind_what_hides_it() {
    let lead = lead(json!({ "country": "Germ\u{200b}any", "tz": "Europe/\u{200b}Berlin" }));
    assert_eq!(lead.country.as_deref(), Some("DE"));
    assert_eq!(lead.time_zone.as_deref(), Some("Europe/Berlin"));
    assert!(!lead.flags.contains(&Flag::TimeZoneUnknown));
}

#[test]
fn fingerprints_of_plain_text_outlive_a_deploy() {
    let said = |room: &str| {
        fingerprint(json!({
            "name": "Zoë Ångström", "company": "ACME", "notes": "two\nlines", "country": "Narnia", "region": "Cair",
            "postal_code": "A1 2B", "room": room, "rooms": ["one", "two"], "seats": 4, "window": true,
        }))
    };
    assert_eq!(said("Größe 43, 山田, 𝔘𝔫𝔦").as_str(), "b1521ibpjl26aqraujmae5q0urgf6ufn");
    assert_eq!(
        said("Größe\u{202e} 43, 山田, 𝔘𝔫𝔦"),
        said("Größe 43, 山田, 𝔘𝔫𝔦"),
        "what is not seen is no news"
    );
}

proptest! {
    #[test]
    fn text_that_may_be_shown_is_kept_as_it_was_typed(typed in "\\PC{1,100}") {
        let typed = text::shown(&typed);
        let typed = typed.trim_matches(|each: char| each.is_whitespace() || each.is_control());
        prop_assume!(!typed.is_empty() && text::shown(typed) == typed);
        let lead = lead(json!({ "room": typed, "rooms": [typed], "utm": { "source": typed } }));
        prop_assert_eq!(lead.extra.get("room").map(Answer::text).unwrap(), typed);
        prop_assert_eq!(lead.extra.get("rooms").map(Answer::text).unwrap(), typed);
        prop_assert_eq!(lead.utm.get("source").map(String::as_str), Some(typed));
    }
}
