//! What the tests of bodies share: a platform's decoder, and fields that can be compared and
//! shown.

#![allow(dead_code)] // each test file uses its part

use beeline::intake::{Decoder, Fields, Scalar};
use encoding_rs::Encoding;

/// Decodes as the platform's `TextDecoder` does when it is told to be fatal.
pub struct Platform;

impl Decoder for Platform {
    fn decode(&self, label: &str, bytes: &[u8]) -> Option<String> {
        let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
        let (text, has_errors) = encoding.decode_with_bom_removal(bytes);
        (!has_errors).then(|| text.into_owned())
    }
}

/// Names and values, in name order: text as it is, a list in brackets.
pub fn shown(fields: &Fields) -> Vec<(String, String)> {
    let text = |value: &Scalar| match value {
        Scalar::Text(text) => text.clone(),
        Scalar::Number(number) => format!("number {number}"),
        Scalar::Boolean(value) => format!("boolean {value}"),
        Scalar::List(items) => format!("[{}]", items.join("|")),
    };
    fields.iter().map(|(name, value)| (name.to_owned(), text(value))).collect()
}

/// What [`shown`] should be.
pub fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A whole body of `multipart/form-data` as a browser sends it.
pub fn multipart(boundary: &str, parts: &[(&str, &str)]) -> String {
    let part = |(headers, value): &(&str, &str)| format!("--{boundary}\r\n{headers}\r\n\r\n{value}\r\n");
    format!("{}--{boundary}--\r\n", parts.iter().map(part).collect::<String>())
}
