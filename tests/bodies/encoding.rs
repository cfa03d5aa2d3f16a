//! Bytes as text, held against a general library.

use beeline::encoding::{BASE32, BASE64URL, HEX};
use data_encoding::{BASE32_DNSSEC, BASE64URL_NOPAD, HEXLOWER};
use proptest::prelude::*;

proptest! {
    #[test]
    fn what_is_encoded_is_what_the_library_encodes(bytes: Vec<u8>) {
        prop_assert_eq!(HEX.encode(&bytes), HEXLOWER.encode(&bytes));
        prop_assert_eq!(BASE32.encode(&bytes), BASE32_DNSSEC.encode(&bytes));
        prop_assert_eq!(BASE64URL.encode(&bytes), BASE64URL_NOPAD.encode(&bytes));
    }

    #[test]
    fn what_was_encoded_decodes_to_itself(bytes: Vec<u8>) {
        for encoding in [HEX, BASE32, BASE64URL] {
            let decoded = encoding.decode(&encoding.encode(&bytes));
            prop_assert_eq!(decoded.as_ref(), Some(&bytes));
        }
    }

    #[test]
    fn every_text_that_decodes_is_the_one_spelling_of_its_bytes(text in "[0-9a-zA-Z_-]{0,20}") {
        for encoding in [HEX, BASE32, BASE64URL] {
            if let Some(bytes) = encoding.decode(&text) {
                prop_assert_eq!(encoding.encode(&bytes), text.clone());
            }
        }
    }

    #[test]
    fn nothing_else_decodes(text: String) {
        prop_assume!(text.bytes().any(|byte| !byte.is_ascii_alphanumeric() && byte != b'-' && byte != b'_'));
        for encoding in [HEX, BASE32, BASE64URL] {
            prop_assert_eq!(encoding.decode(&text), None);
        }
    }
}
