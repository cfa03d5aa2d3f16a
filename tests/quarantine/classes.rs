//! Which class of trouble a reason is, and what an operator is told about it.

use beeline::quarantine::{Cause, Class, Fate, Fault};
use proptest::prelude::*;

const SALESFORCE: &str = "crm:salesforce";

#[test]
fn a_reason_is_named_after_its_destination_its_fate_and_its_word() {
    let cases = [
        (SALESFORCE, "salesforce: REQUIRED_FIELD_MISSING", "crm:salesforce/refused/REQUIRED_FIELD_MISSING"),
        (SALESFORCE, "exhausted: salesforce: http 503", "crm:salesforce/exhausted/http 503"),
        (SALESFORCE, "exhausted: never settled", "crm:salesforce/exhausted/never settled"),
        ("crm:inbox", "exhausted: dead-lettered", "crm:inbox/dead-lettered"),
        (
            "card:slack",
            "the stored lead cannot be read",
            "card:slack/unreadable/the stored lead cannot be read",
        ),
        (
            "rep:sales",
            "exhausted: nobody is left in the team",
            "rep:sales/exhausted/nobody is left in the team",
        ),
        ("crm:inbox", "held: honeypot_filled, token_forged", "held"),
        ("card:slack", "held: honeypot_filled", "held"),
        ("crm:inbox", "dismissed: held: honeypot_filled", "dismissed"),
        ("crm:webhook", "what nobody wrote a word for", "crm:webhook/refused/what nobody wrote a word for"),
        ("", "", "lead/unreadable"),
    ];
    for (owed, reason, class) in cases {
        assert_eq!(Class::of(owed, reason).to_string(), class);
    }
}

#[test]
fn each_class_says_whose_fault_it_is() {
    let cases = [
        (SALESFORCE, "salesforce: REQUIRED_FIELD_MISSING", Cause::FieldMissing, Fault::Visitor),
        ("crm:hubspot", "hubspot: VALIDATION_ERROR", Cause::ValueRefused, Fault::Visitor),
        (SALESFORCE, "salesforce: DUPLICATES_DETECTED", Cause::Duplicate, Fault::Setup),
        ("crm:pipedrive", "exhausted: pipedrive: http 401", Cause::NoAccess, Fault::Setup),
        ("crm:hubspot", "exhausted: hubspot: http 502", Cause::VendorDown, Fault::Vendor),
        ("crm:hubspot", "exhausted: hubspot: limit of the day", Cause::VendorLimit, Fault::Vendor),
        ("crm:webhook", "webhook: may be there, and cannot be looked up", Cause::MayBeThere, Fault::Vendor),
        ("rep:sales>emea", "exhausted: nobody is left in the team", Cause::NobodyWorks, Fault::Setup),
        ("crm:inbox", "exhausted: dead-lettered", Cause::ConsumerFails, Fault::Beeline),
        ("crm:inbox", "its submission is not on record", Cause::StoredWrong, Fault::Beeline),
        ("crm:inbox", "held: honeypot_filled", Cause::LooksLikeNobodys, Fault::Nobody),
    ];
    for (owed, reason, cause, fault) in cases {
        let class = Class::of(owed, reason);
        assert_eq!((class.cause(), class.cause().fault()), (cause, fault), "{class}");
    }
}

/// Every word that a destination's code gives as a reason for giving up.
#[test]
fn every_word_that_salesforce_gives_for_good_has_words_for_an_operator() {
    let source = include_str!("../../src/destination/salesforce/word.rs");
    let words: Vec<&str> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","))
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'))
        .collect();
    assert!(words.len() > 20, "{words:?}");
    for word in words {
        assert_ne!(Cause::of(SALESFORCE, word), Cause::Unknown, "{word}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_reason_there_is_a_class_with_words_and_of_bounded_length(
        owed in "[a-z]{3,4}:[a-z>-]{1,20}", reason in any::<String>()
    ) {
        let class = Class::of(&owed, &reason);
        let cause = class.cause();
        prop_assert!(!cause.happened().is_empty() && !cause.remedy().is_empty());
        prop_assert!(class.to_string().chars().count() < 200);
        prop_assert_eq!(class.fate == Fate::Dismissed, reason.starts_with("dismissed: "));
    }
}
