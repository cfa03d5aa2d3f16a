//! What a form's token proves, and what it does not.

use beeline::risk::{FormTokenState, FormTokens, VALID_MS};
use beeline::secret::Secret;
use proptest::prelude::*;

const NOW: i64 = 1_790_000_400_000;
const NONCE: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

fn tokens() -> FormTokens {
    FormTokens::new(Secret::new("a form token key of thirty-two or more").unwrap())
}

fn read_after(elapsed_ms: i64) -> FormTokenState {
    let token = tokens().issue("demo", NOW, NONCE);
    tokens().read(Some(&token), "demo", NOW + elapsed_ms)
}

#[test]
fn a_token_tells_how_long_the_form_was_open() {
    assert_eq!(read_after(0), FormTokenState::Valid { age_ms: 0 });
    assert_eq!(read_after(31_415), FormTokenState::Valid { age_ms: 31_415 });
    assert_eq!(read_after(VALID_MS), FormTokenState::Valid { age_ms: VALID_MS });
}

#[test]
fn a_page_left_open_overnight_has_an_expired_token_and_no_forged_one() {
    assert_eq!(read_after(VALID_MS + 1), FormTokenState::Expired { age_ms: VALID_MS + 1 });
    assert_eq!(read_after(30 * VALID_MS), FormTokenState::Expired { age_ms: 30 * VALID_MS });
}

#[test]
fn clocks_of_two_locations_may_be_two_seconds_apart() {
    assert_eq!(read_after(-2_000), FormTokenState::Valid { age_ms: 0 });
    assert_eq!(read_after(-2_001), FormTokenState::FromTheFuture);
}

#[test]
fn a_submission_without_a_token_has_none() {
    assert_eq!(tokens().read(None, "demo", NOW), FormTokenState::Absent);
    assert_eq!(tokens().read(Some(""), "demo", NOW), FormTokenState::Absent);
}

#[test]
fn another_forms_token_is_forged_here() {
    let token = tokens().issue("demo", NOW, NONCE);
    assert_eq!(tokens().read(Some(&token), "pricing", NOW), FormTokenState::Forged);
}

#[test]
fn a_token_of_another_key_is_forged() {
    let other = FormTokens::new(Secret::new("another key of thirty-two or more, too").unwrap());
    let token = other.issue("demo", NOW, NONCE);
    assert_eq!(tokens().read(Some(&token), "demo", NOW), FormTokenState::Forged);
}

#[test]
fn a_token_may_be_sent_again() {
    let token = tokens().issue("demo", NOW, NONCE);
    let first = tokens().read(Some(&token), "demo", NOW + 5_000);
    assert_eq!(tokens().read(Some(&token), "demo", NOW + 5_000), first);
    assert_eq!(first, FormTokenState::Valid { age_ms: 5_000 });
}

#[test]
fn two_pages_of_one_millisecond_have_different_tokens() {
    assert_ne!(tokens().issue("demo", NOW, NONCE), tokens().issue("demo", NOW, [9; 8]));
}

#[test]
fn the_token_is_unchanged() {
    let token = tokens().issue("demo", NOW, NONCE);
    assert_eq!(token, "v1.mubc0s5c.041061050o3gg.7nef6osjqu601l0fuegpq7re66dr6dnm");
}

#[test]
fn a_clock_before_1970_still_issues_a_token() {
    let token = tokens().issue("demo", -5, NONCE);
    assert_eq!(tokens().read(Some(&token), "demo", 0), FormTokenState::Valid { age_ms: 0 });
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_token_is_read_back_with_its_age(
        form in "[a-z0-9-]{1,40}",
        issued in 0_i64..4_000_000_000_000,
        age_ms in 0_i64..=VALID_MS,
        nonce in any::<[u8; 8]>(),
    ) {
        let token = tokens().issue(&form, issued, nonce);
        prop_assert!(token.len() <= 63);
        prop_assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.'));
        let state = tokens().read(Some(&token), &form, issued + age_ms);
        prop_assert_eq!(state, FormTokenState::Valid { age_ms });
    }

    #[test]
    fn no_changed_character_passes(place in 0_usize..61, by in 1_u8..=255) {
        let token = tokens().issue("demo", NOW, NONCE);
        let mut bytes = token.clone().into_bytes();
        let place = place % bytes.len();
        bytes[place] = bytes[place].wrapping_add(by);
        let changed = String::from_utf8_lossy(&bytes);
        prop_assert_ne!(&*changed, &token);
        prop_assert_eq!(tokens().read(Some(&changed), "demo", NOW), FormTokenState::Forged);
    }

    #[test]
    fn anything_may_be_sent_as_a_token(text in ".{0,100}", form in ".{0,20}", now_ms in any::<i64>()) {
        let state = tokens().read(Some(&text), &form, now_ms);
        let expected = if text.is_empty() { FormTokenState::Absent } else { FormTokenState::Forged };
        prop_assert_eq!(state, expected);
    }
}
