//! Whether a webhook is genuine, by Standard Webhooks.

use std::collections::BTreeMap;

use beeline::webhook::{
    BadSecret, SignedHeaders, TOLERANCE_MS, WebhookId, WebhookRefusal, WebhookSecret, verify,
};
use data_encoding::{BASE64, BASE64_NOPAD};
use hmac::{Hmac, KeyInit, Mac};
use proptest::prelude::*;
use sha2::Sha256;

/// The vectors that the reference libraries of Standard Webhooks publish.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const TIMESTAMP: &str = "1614265330";
const SENT_AT_MS: i64 = 1_614_265_330_000;
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

const OTHER_SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

fn secret(text: &str) -> WebhookSecret {
    WebhookSecret::new(text).unwrap()
}

/// Verifies the published webhook with another signature header.
fn with_signature(signature: &str) -> Result<WebhookId, WebhookRefusal> {
    verify(&[secret(SECRET)], ID, TIMESTAMP, signature, BODY, SENT_AT_MS)
}

/// Signs as the specification says, with another library's base64.
fn sign(secret: &str, id: &str, timestamp: &str, body: &[u8]) -> String {
    let key = BASE64.decode(secret.strip_prefix("whsec_").unwrap().as_bytes()).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    format!("v1,{}", BASE64.encode(&mac.finalize().into_bytes()))
}

#[test]
fn the_published_vectors_verify() {
    assert_eq!(with_signature(SIGNATURE).unwrap().as_str(), ID);
    let verified = verify(
        &[secret(OTHER_SECRET)],
        "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
        "1649367553",
        "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
        br#"{"email":"test@example.com","username":"test_user"}"#,
        1_649_367_553_000,
    );
    assert_eq!(verified.unwrap().as_str(), "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk");
}

#[test]
fn one_right_signature_among_several_is_enough() {
    let wrong = "v1,Mm7xgUVICxZfQ3bgf0h0Dof65L/IFx+PnZvnDWPCX6Q=";
    for signature in [
        format!("{wrong} {SIGNATURE}"),
        format!("{SIGNATURE} {wrong}"),
        format!(
            "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== {SIGNATURE}"
        ),
        format!("v2,x  nonsense {SIGNATURE} v1,%%%"),
        SIGNATURE.trim_end_matches('=').to_owned(),
    ] {
        assert!(with_signature(&signature).is_ok(), "{signature}");
    }
    assert_eq!(with_signature(&format!("{wrong} {wrong}")), Err(WebhookRefusal::WrongSignature));
}

#[test]
fn a_header_without_a_signature_of_our_version_is_refused() {
    for signature in [
        "",
        " ",
        "v1",
        "v1,",
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1=g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1,g0hM9SsE-OTPJTGt_tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1,not base64!",
    ] {
        assert_eq!(with_signature(signature), Err(WebhookRefusal::NoSignature), "{signature}");
    }
}

#[test]
fn a_part_of_a_signature_is_none() {
    for signature in ["v1,g0hM9SsE", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1A==", "v1,AAAA"] {
        assert_eq!(with_signature(signature), Err(WebhookRefusal::WrongSignature), "{signature}");
    }
}

#[test]
fn any_of_several_secrets_may_have_signed_it() {
    let secrets = [secret(OTHER_SECRET), secret(SECRET)];
    assert!(verify(&secrets, ID, TIMESTAMP, SIGNATURE, BODY, SENT_AT_MS).is_ok());
    let other = [secret(OTHER_SECRET)];
    assert_eq!(
        verify(&other, ID, TIMESTAMP, SIGNATURE, BODY, SENT_AT_MS),
        Err(WebhookRefusal::WrongSignature)
    );
    assert_eq!(verify(&[], ID, TIMESTAMP, SIGNATURE, BODY, SENT_AT_MS), Err(WebhookRefusal::NoSecret));
}

#[test]
fn five_minutes_either_way_are_tolerated() {
    let at = |now_ms: i64| verify(&[secret(SECRET)], ID, TIMESTAMP, SIGNATURE, BODY, now_ms).err();
    assert_eq!(at(SENT_AT_MS + TOLERANCE_MS), None);
    assert_eq!(at(SENT_AT_MS + TOLERANCE_MS + 1), Some(WebhookRefusal::TooOld));
    assert_eq!(at(SENT_AT_MS - TOLERANCE_MS), None);
    assert_eq!(at(SENT_AT_MS - TOLERANCE_MS - 1), Some(WebhookRefusal::TooNew));
    assert_eq!(at(i64::MAX), Some(WebhookRefusal::TooOld));
    assert_eq!(at(i64::MIN), Some(WebhookRefusal::TooNew));
}

#[test]
fn a_timestamp_is_digits() {
    let at = |timestamp: &str| {
        let signature = sign(SECRET, ID, timestamp, BODY);
        verify(&[secret(SECRET)], ID, timestamp, &signature, BODY, SENT_AT_MS).err()
    };
    assert_eq!(at(TIMESTAMP), None);
    for odd in
        ["", " 1614265330", "+1614265330", "-1", "1614265330.0", "1e9", "2021-02-25T15:02:10Z", "١٦١٤٢٦٥٣٣٠"]
    {
        assert_eq!(at(odd), Some(WebhookRefusal::BadTimestamp), "{odd}");
    }
    for huge in ["9223372036854775807", "9223372036854775808", "99999999999999999999999999"] {
        assert_eq!(at(huge), Some(WebhookRefusal::BadTimestamp), "{huge}");
    }
    assert_eq!(at("0"), Some(WebhookRefusal::TooOld));
    assert_eq!(at("9223372036854775"), Some(WebhookRefusal::TooNew));
}

#[test]
fn an_id_is_visible_ascii_without_a_dot() {
    let with_id = |id: &str| {
        let signature = sign(SECRET, id, TIMESTAMP, BODY);
        verify(&[secret(SECRET)], id, TIMESTAMP, &signature, BODY, SENT_AT_MS).err()
    };
    for id in ["a", "msg_1-2:3/4", &"x".repeat(255)] {
        assert_eq!(with_id(id), None, "{id}");
    }
    for id in ["", "a b", "a.1614265330", "a\n", "ü", &"x".repeat(256)] {
        assert_eq!(with_id(id), Some(WebhookRefusal::BadId), "{id}");
    }
}

#[test]
fn headers_are_found_under_either_name_and_never_mixed() {
    let find = |headers: &[(&str, &str)]| {
        let headers: BTreeMap<&str, &str> = headers.iter().copied().collect();
        SignedHeaders::find(|name| headers.get(name).map(|value| (*value).to_owned()))
    };
    let whole = |prefix: &str, id: &str| {
        let headers = ["id", "timestamp", "signature"].map(|name| format!("{prefix}-{name}"));
        (headers, id.to_owned())
    };
    for prefix in ["webhook", "svix"] {
        let (names, id) = whole(prefix, ID);
        let [a, b, c] = &names;
        let found = find(&[(a, &id), (b, TIMESTAMP), (c, SIGNATURE)]).unwrap();
        assert_eq!(
            (found.id.as_str(), found.timestamp.as_str(), found.signature.as_str()),
            (ID, TIMESTAMP, SIGNATURE)
        );
    }
    let both = find(&[
        ("svix-id", "other"),
        ("svix-timestamp", "1"),
        ("svix-signature", "x"),
        ("webhook-id", ID),
        ("webhook-timestamp", TIMESTAMP),
        ("webhook-signature", SIGNATURE),
    ]);
    assert_eq!(both.unwrap().id, ID);
    for missing in [
        [("webhook-id", ID), ("webhook-timestamp", TIMESTAMP), ("svix-signature", SIGNATURE)],
        [("webhook-id", ID), ("svix-timestamp", TIMESTAMP), ("webhook-signature", SIGNATURE)],
        [("x-id", ID), ("webhook-timestamp", TIMESTAMP), ("webhook-signature", SIGNATURE)],
    ] {
        assert_eq!(find(&missing), Err(WebhookRefusal::MissingHeader), "{missing:?}");
    }
}

#[test]
fn secrets_are_of_the_length_that_the_specification_allows() {
    let of = |bytes: usize| WebhookSecret::new(&format!("whsec_{}", BASE64.encode(&vec![7; bytes]))).err();
    assert_eq!(
        (of(23), of(24), of(64), of(65)),
        (Some(BadSecret::Length), None, None, Some(BadSecret::Length))
    );
}

#[test]
fn secrets_are_read_as_senders_show_them() {
    let bare = SECRET.strip_prefix("whsec_").unwrap();
    let padded = format!("whsec_{}", BASE64.encode(&[9; 25]));
    let bare_padding = format!("whsec_{}", BASE64_NOPAD.encode(&[9; 25]));
    for text in [SECRET, bare, &format!(" {SECRET}\n"), &padded, &bare_padding] {
        assert!(WebhookSecret::new(text).is_ok(), "{text}");
    }
    for (text, problem) in [
        ("whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", BadSecret::Asymmetric),
        ("whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", BadSecret::Asymmetric),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!", BadSecret::NotBase64),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_", BadSecret::NotBase64),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw=", BadSecret::NotBase64),
        ("whsec_", BadSecret::Length),
        ("", BadSecret::Length),
    ] {
        assert_eq!(WebhookSecret::new(text).err(), Some(problem), "{text}");
    }
    assert_eq!(format!("{:?}", secret(SECRET)), "[secret]");
}

proptest! {
    #[test]
    fn what_is_signed_verifies_and_nothing_else_does(
        key in prop::collection::vec(any::<u8>(), 24..=64),
        id in "[!-\\-/-~]{1,40}",
        body: Vec<u8>,
        other: Vec<u8>,
        flipped in 0_usize..256,
    ) {
        let text = format!("whsec_{}", BASE64.encode(&key));
        let signature = sign(&text, &id, TIMESTAMP, &body);
        let check = |body: &[u8], signature: &str| verify(&[secret(&text)], &id, TIMESTAMP, signature, body, SENT_AT_MS);
        prop_assert!(check(&body, &signature).is_ok());
        prop_assert_eq!(check(&other, &signature).is_ok(), other == body);
        let mut forged = BASE64.decode(signature.strip_prefix("v1,").unwrap().as_bytes()).unwrap();
        forged[flipped / 8] ^= 1 << (flipped % 8);
        let forged = format!("v1,{}", BASE64.encode(&forged));
        prop_assert_eq!(check(&body, &forged), Err(WebhookRefusal::WrongSignature));
    }

    #[test]
    fn no_headers_make_it_panic(id in ".{0,20}", timestamp in ".{0,20}|[0-9]{0,22}", signature in "(v1,[A-Za-z+/=]{0,9} ?|.{0,9}){0,12}", now_ms: i64) {
        let _verified = verify(&[secret(SECRET)], &id, &timestamp, &signature, b"{}", now_ms);
    }
}
