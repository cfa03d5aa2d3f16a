//! Nothing is put in force that was not signed for.

use beeline::live::{InForce, Mode, Reference, Refusal};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::world::{another_sealer, bytes, deployed, publication, sealer, take};

const KEY: &str = "0123456789abcdef0123456789abcdef";

#[test]
fn another_key_another_version_and_another_shape_are_not_believed() {
    let sealed = sealer().seal(&publication("sales", 1, Mode::Live)).unwrap();
    let other = another_sealer("k1", &KEY.replace('0', "1"));
    assert_eq!(other.open(&sealed), Err(Refusal::Signature));
    assert_eq!(another_sealer("k2", KEY).open(&sealed), Err(Refusal::UnknownKey));
    assert_eq!(sealer().open(&sealed.replacen("v1.", "v2.", 1)), Err(Refusal::Shape));
    assert_eq!(sealer().open(&format!("{sealed}{}", "A".repeat(5_000))), Err(Refusal::Shape));
    assert_eq!(sealer().open("hello"), Err(Refusal::Shape));
}

#[test]
fn a_signature_that_the_same_key_gave_something_else_is_not_one_of_a_publication() {
    use beeline::encoding::BASE64URL;
    use beeline::secret::Secret;
    let sealed = sealer().seal(&publication("sales", 1, Mode::Live)).unwrap();
    let payload = sealed.rsplit('.').next().unwrap();
    let as_an_envelope = Secret::new(KEY).unwrap().sign(format!("v1.k1.{payload}").as_bytes());
    let forged = format!("v1.k1.{}.{payload}", BASE64URL.encode(&as_an_envelope));
    assert_eq!(sealer().open(&forged), Err(Refusal::Signature));
}

#[test]
fn bytes_that_were_not_signed_for_are_not_read() {
    let reference = Reference::to(&bytes("demo", "sales"));
    let wrong = Refusal::WrongBytes(reference.hash.clone());
    assert_eq!(reference.read(&bytes("demo", "enterprise")), Err(wrong.clone()));
    let renamed = Reference { sha256: Reference::to(&bytes("demo", "x")).sha256, ..reference.clone() };
    assert_eq!(renamed.read(&bytes("demo", "sales")), Err(wrong));
    assert!(reference.read(&bytes("demo", "sales")).is_ok());
}

#[test]
fn what_is_signed_and_no_bundle_of_this_version_is_refused_by_name() {
    let of = |text: &str| Reference::to(text.as_bytes()).read(text.as_bytes()).unwrap_err();
    assert_eq!(of(r#"{"schema":99,"forms":[],"teams":[],"fallback":"x"}"#), Refusal::UnknownSchema(99));
    assert_eq!(of(r#"{"schema":99,"new":1}"#), Refusal::UnknownSchema(99));
    let sales = String::from_utf8(bytes("demo", "sales")).unwrap();
    let without_fallback = sales.replace(r#""fallback":"sales""#, r#""fallback":"nobody""#);
    for text in [without_fallback.as_str(), &sales[..sales.len() - 1], "[]", ""] {
        assert_eq!(of(text).word(), "not_a_bundle", "{text}");
    }
    let large = " ".repeat(9_000_000);
    assert_eq!(of(&large).word(), "wrong_bytes");
}

#[test]
fn a_bundle_that_is_not_there_yet_may_be_later() {
    let start = InForce::deployed(deployed());
    let refusal = take(&start, &deployed(), &publication("sales", 1, Mode::Live), &[]).unwrap_err();
    assert!(matches!(refusal, Refusal::Missing(_)) && refusal.may_pass());
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn no_changed_byte_is_believed(place in 0usize..1_000, letter in "[A-Za-z0-9._-]") {
        let sealed = sealer().seal(&publication("sales", 1, Mode::Live)).unwrap();
        let place = place % sealed.len();
        let mut forged = sealed.clone();
        forged.replace_range(place..=place, &letter);
        prop_assume!(forged != sealed);
        prop_assert!(sealer().open(&forged).is_err());
    }

    #[test]
    fn no_part_of_a_publication_is_believed(length in 0usize..1_000) {
        let sealed = sealer().seal(&publication("sales", 1, Mode::Live)).unwrap();
        prop_assume!(length < sealed.len());
        prop_assert!(sealer().open(&sealed[..length]).is_err());
        prop_assert!(sealer().open(&sealed[sealed.len() - length..]).is_err());
    }

    #[test]
    fn nothing_that_is_stored_makes_it_panic(text: String) {
        prop_assert!(sealer().open(&text).is_err());
    }
}
