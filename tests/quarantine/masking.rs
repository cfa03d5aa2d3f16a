//! What somebody sees of a lead who may not know whose it is.

use beeline::intake::Email;
use beeline::lead::Lead;
use beeline::quarantine::Who;
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
        (Some("A. K. L."), Some("a…@example.com"), Some("…23"))
    );
    assert_eq!(who.shown(), "a…@example.com");
    assert_eq!(Who::of(None).shown(), "Could not be read");
    assert_eq!(Who::of(Some(&Lead::default())).shown(), "No address");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_an_address_only_the_first_letter_and_the_domain_are_left(
        local in "[b-z][a-z.+-]{2,30}", domain in "[A-Z]{1,20}"
    ) {
        let masked = mask::email(&format!("{local}@{domain}"));
        let shown: Vec<char> = masked.chars().filter(char::is_ascii_lowercase).collect();
        prop_assert_eq!(shown, vec![local.chars().next().unwrap()]);
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
    fn of_a_name_nothing_but_three_initials_is_left(name in any::<String>()) {
        let masked = mask::name(&name);
        prop_assert!(masked.split(' ').count() <= 3);
        prop_assert!(masked.chars().filter(|character| character.is_alphanumeric()).count() <= 3);
        prop_assert!(masked.split(' ').all(|initial| initial.chars().count() <= 2));
    }
}
