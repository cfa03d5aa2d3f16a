//! What somebody sees of a lead who may not know whose it is.

use beeline::intake::Email;
use beeline::lead::Lead;
use beeline::quarantine::{Correction, Who};
use beeline::whereabouts::Flag;
use beeline::{mask, phone};
use proptest::prelude::*;

#[test]
fn a_person_is_known_again_and_not_reached() {
    let lead = Lead {
        name: Some("Ada King Lovelace Byron".to_owned().into()),
        email: Email::normalize("ada@example.com").map(Into::into),
        phone: Some(phone::normalize("+1 202-555-0123", None).into()),
        ..Lead::default()
    };
    let who = Who::of(Some(&lead));
    assert_eq!(
        (who.name.as_deref(), who.email.as_deref(), who.phone.as_deref()),
        (Some("A. K. L."), Some("a…@e….com"), Some("…23"))
    );
    assert_eq!(who.shown(), "a…@e….com");
    assert_eq!(Who::of(None).shown(), "Could not be read");
    assert_eq!(Who::of(Some(&Lead::default())).shown(), "No address");
}

#[test]
fn a_name_of_single_characters_is_not_shown_in_full() {
    assert_eq!(mask::name("李 明"), "… …");
    assert_eq!(mask::name("J. R. Hartley"), "… … H.");
    assert_eq!(mask::name("李明"), "李.");
    assert_eq!(mask::name(" - "), "");
}

#[test]
fn a_domain_of_somebodys_own_is_not_shown_and_a_providers_is() {
    assert_eq!(mask::email("me@ada-lovelace.co.uk"), "m…@a….uk");
    assert_eq!(mask::email("j@x.de"), "…@….de");
    assert_eq!(mask::email("ada@mail.lovelace.name"), "a…@m….name");
    let lead = |email: &str, flags: Vec<Flag>| Lead {
        email: Email::normalize(email).map(Into::into),
        flags,
        ..Lead::default()
    };
    let shown = |email: &str, flags: Vec<Flag>| mask::email_of(&lead(email, flags)).unwrap();
    assert_eq!(shown("ada@lovelace.com", vec![]), "a…@l….com");
    assert_eq!(shown("ada@gmail.com", vec![Flag::FreeMail]), "a…@gmail.com");
    assert_eq!(shown("ada@mailinator.com", vec![Flag::DisposableMail]), "a…@mailinator.com");
    assert_eq!(mask::email_of(&Lead::default()), None);
    let below = |provider: &str, flag| shown(&format!("ada@ada-lovelace.{provider}"), vec![flag]);
    assert_eq!(below("freeserve.co.uk", Flag::FreeMail), "a…@a….uk", "a person's own domain at a provider's");
    assert_eq!(below("anonaddy.com", Flag::DisposableMail), "a…@a….com");
}

#[test]
fn an_address_that_an_edit_moves_away_from_its_provider_is_not_shown_as_the_providers() {
    let lead = Lead {
        email: Email::normalize("ada@gmail.com").map(Into::into),
        flags: vec![Flag::FreeMail],
        ..Lead::default()
    };
    let edit = serde_json::from_str::<Correction>(r#"{"email":"ada@lovelace.com"}"#).unwrap();
    let (edited, _) = edit.apply(&lead).unwrap();
    assert_eq!(mask::email_of(&edited).as_deref(), Some("a…@l….com"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_an_address_only_first_letters_and_what_follows_the_last_dot_are_left(
        local in "[b-z][a-z.+-]{0,30}", domain in "[A-Z]([A-Z-]{0,20}[A-Z])?([.][A-Z]{1,9})?"
    ) {
        let masked = mask::email(&format!("{local}@{domain}.net"));
        let shown: String = masked.strip_suffix(".net").unwrap().chars().filter(|shown| *shown != '…').collect();
        let first = |text: &str| text.chars().next().filter(|_| text.len() > 1);
        let own = domain.split('.').next().unwrap();
        let expected: String = first(&local).into_iter().chain(['@']).chain(first(own)).collect();
        prop_assert_eq!(shown, expected);
    }

    #[test]
    fn of_anything_that_is_no_address_only_one_character_is_left(text in "[^@]{0,60}") {
        prop_assert!(mask::email(&text).chars().count() <= 2);
    }

    #[test]
    fn of_a_number_two_digits_are_left_at_most(typed in any::<String>()) {
        prop_assert!(mask::phone(&typed).chars().count() <= 3);
    }

    #[test]
    fn of_a_name_of_single_characters_nothing_is_left(words in prop::collection::vec("[\\p{L}\\p{N}]", 1..5)) {
        prop_assert!(!mask::name(&words.join(" ")).contains(char::is_alphanumeric));
    }

    #[test]
    fn of_a_name_nothing_but_three_initials_is_left(name in any::<String>()) {
        let masked = mask::name(&name);
        prop_assert!(masked.split(' ').count() <= 3);
        prop_assert!(masked.chars().filter(|character| character.is_alphanumeric()).count() <= 3);
        prop_assert!(masked.split(' ').all(|initial| initial.chars().count() <= 2));
    }
}
