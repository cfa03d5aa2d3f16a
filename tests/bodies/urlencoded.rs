//! Urlencoded bodies, read into fields.

use crate::bodies::{Platform, pairs, shown};
use beeline::intake::{BodyKind, Charset, Fields, MAX_VALUE_BYTES, Malformed, Scalar, Utf8Only};
use proptest::prelude::*;

fn read(body: impl AsRef<[u8]>) -> Result<Vec<(String, String)>, Malformed> {
    Fields::from_urlencoded(body.as_ref()).map(|fields| shown(&fields))
}

/// Reads with a platform's decoder, and the charset that the request declares.
fn read_in(charset: Option<&str>, body: impl AsRef<[u8]>) -> Result<Vec<(String, String)>, Malformed> {
    let kind = BodyKind::UrlEncoded { charset: charset.map(Charset::from_label) };
    kind.fields(body.as_ref(), &Platform).map(|fields| shown(&fields))
}

#[track_caller]
fn assert_fields(body: impl AsRef<[u8]>, expected: &[(&str, &str)]) {
    assert_eq!(read(body), Ok(pairs(expected)));
}

#[test]
fn names_and_values_are_decoded() {
    assert_fields(
        "email=a%40b.de&utm.source=x+y&n%c3%bc=%C3%BC",
        &[("email", "a@b.de"), ("nü", "ü"), ("utm.source", "x y")],
    );
    assert_fields("", &[]);
    assert_fields("&&a=1&&b=2&", &[("a", "1"), ("b", "2")]);
    assert_fields("a&b=&c=d=e", &[("a", ""), ("b", ""), ("c", "d=e")]);
    assert_fields("=x", &[("", "x")]);
}

#[test]
fn a_percent_sign_that_begins_no_byte_is_itself() {
    assert_fields("a=100%&b=%zz%4&c=%%41&d=%+1", &[("a", "100%"), ("b", "%zz%4"), ("c", "%A"), ("d", "% 1")]);
}

#[test]
fn a_repeated_name_is_a_list() {
    assert_fields("interest=a&x=1&interest=b&interest=a", &[("interest", "[a|b|a]"), ("x", "1")]);
}

#[test]
fn a_name_in_brackets_is_a_list_even_of_one() {
    assert_fields("interest[]=a", &[("interest", "[a]")]);
    assert_fields("interest%5B%5D=a&interest%5b%5d=b", &[("interest", "[a|b]")]);
    assert_fields("interest=a&interest[]=b", &[("interest", "[a|b]")]);
    assert_fields("a[b]=1&c[]d=2", &[("a[b]", "1"), ("c[]d", "2")]);
}

#[test]
fn of_a_hidden_input_and_a_tick_box_the_last_is_what_the_visitor_chose() {
    let last =
        |body: &str| Fields::from_urlencoded(body.as_bytes()).unwrap().last_text("c").map(str::to_owned);
    assert_eq!(last("c=off&c=on").as_deref(), Some("on"));
    assert_eq!(last("c=0").as_deref(), Some("0"));
    assert_eq!(last("c[]=a").as_deref(), Some("a"));
    assert_eq!(last("d=1"), None);
    let json = Fields::from_json(br#"{"a":true,"b":1,"c":[],"d":["x","y"]}"#).unwrap();
    assert_eq!(["a", "b", "c", "d"].map(|name| json.last_text(name)), [None, None, None, Some("y")]);
}

#[test]
fn lists_are_bounded() {
    let fields = Fields::from_urlencoded("a=1&".repeat(50).as_bytes()).unwrap();
    assert!(fields.get("a") == Some(&Scalar::List(vec!["1".to_owned(); 50])));
    for body in ["a=1&".repeat(51), "a[]=1&".repeat(51), "a=1&".repeat(16_000)] {
        assert_eq!(read(body), Err(Malformed::TooManyValues));
    }
}

#[test]
fn the_number_of_fields_is_bounded() {
    let many = |count: usize| (0..count).map(|at| format!("f{at}=1&")).collect::<String>();
    assert_eq!(read(many(200)).unwrap().len(), 200);
    assert_eq!(read(many(201)), Err(Malformed::TooManyFields));
    assert_eq!(read(many(10_000)), Err(Malformed::TooManyFields));
}

#[test]
fn names_and_values_are_bounded_by_what_they_mean() {
    let (name, value) = ("n".repeat(300), "v".repeat(MAX_VALUE_BYTES));
    assert_fields(format!("{name}={value}"), &[(&name, &value)]);
    assert_fields(format!("{}=1", "%6e".repeat(300)), &[(&name, "1")]);
    assert_eq!(read(format!("{name}n=1")), Err(Malformed::NameTooLong));
    assert_eq!(read(format!("{}=1", "%6e".repeat(301))), Err(Malformed::NameTooLong));
    assert_eq!(read(format!("a={value}v")), Err(Malformed::ValueTooLong));
    assert_eq!(read(format!("a={}", "%76".repeat(MAX_VALUE_BYTES + 1))), Err(Malformed::ValueTooLong));
    let grown = vec![0xe4; MAX_VALUE_BYTES];
    assert_eq!(
        read_in(Some("latin1"), [b"a=".as_slice(), &grown].concat()),
        Err(Malformed::ValueTooLong),
        "its UTF-8 is twice as long"
    );
}

#[test]
fn a_byte_order_mark_at_a_start_is_dropped() {
    assert_fields("\u{feff}a=1", &[("a", "1")]);
    assert_fields("%EF%BB%BFa=%EF%BB%BFb%EF%BB%BF", &[("a", "b\u{feff}")]);
    assert_eq!(read_in(Some("utf-16le"), "a%00=%FF%FEb%00"), Ok(pairs(&[("a", "b")])));
}

#[test]
fn what_is_not_utf8_is_refused() {
    for body in [
        b"a=\xff".as_slice(),
        b"a=%ff",
        b"\xe4=1",
        b"a=%C0%AF",
        b"a=%ED%A0%80",
        b"a=%F4%90%80%80",
        b"a=%C3",
        b"a=M\xfcller",
    ] {
        assert_eq!(read(body), Err(Malformed::NotUtf8), "{body:?}");
        assert_eq!(read_in(Some("UTF-8"), body), Err(Malformed::NotUtf8), "{body:?}");
    }
}

#[test]
fn a_declared_charset_is_decoded_after_the_percent_signs() {
    assert_eq!(read_in(Some("iso-8859-1"), "name=M%FCller"), Ok(pairs(&[("name", "Müller")])));
    assert_eq!(read_in(Some("windows-1252"), b"name=\x80+%80"), Ok(pairs(&[("name", "€ €")])));
    // The second byte of this character is a backslash, or its percent-encoding.
    for body in [b"\x83\x5c=%83%5C".as_slice(), b"%83%5c=%83\\"] {
        assert_eq!(read_in(Some("Shift_JIS"), body), Ok(pairs(&[("ソ", "ソ")])));
    }
    assert_eq!(read_in(Some(" UTF8 "), "a=%C3%BC"), Ok(pairs(&[("a", "ü")])));
}

#[test]
fn a_field_named_charset_says_what_the_rest_is_in() {
    let body = "name=M%FCller&_charset_=windows-1252&x=1";
    let expected = pairs(&[("_charset_", "windows-1252"), ("name", "Müller"), ("x", "1")]);
    assert_eq!(read_in(None, body), Ok(expected));
    assert_eq!(read_in(Some("utf-8"), body), Err(Malformed::NotUtf8), "what the header says goes first");
    assert_eq!(read_in(None, "name=%C3%BC&_charset_="), Ok(pairs(&[("_charset_", ""), ("name", "ü")])));
}

#[test]
fn what_is_not_in_its_charset_is_refused() {
    for (charset, body) in [
        (Some("klingon"), "a=1"),
        (Some("replacement"), "a=1"),
        (Some("euc-jp"), "a=%FF"),
        (None, "a=1&_charset_=klingon"),
    ] {
        assert_eq!(read_in(charset, body), Err(Malformed::NotInCharset), "{charset:?}");
    }
    let kind = BodyKind::UrlEncoded { charset: Some(Charset::from_label("latin1")) };
    assert_eq!(kind.fields(b"a=1", &Utf8Only).err(), Some(Malformed::NotInCharset));
}

proptest! {
    #[test]
    fn well_formed_bodies_are_read_as_the_web_platform_reads_them(
        pieces in prop::collection::vec("[x-z=&+%.]{0,3}|%[0-7][0-9a-fA-F]|[\u{a1}-\u{2ff}]", 0..20),
    ) {
        let body = pieces.concat();
        let mut expected: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        expected.sort_by(|one, other| one.0.cmp(&other.0));
        let fields = Fields::from_urlencoded(body.as_bytes()).unwrap();
        let mut found = Vec::new();
        for (name, value) in fields.iter() {
            match value {
                Scalar::Text(text) => found.push((name.to_owned(), text.clone())),
                Scalar::List(items) => found.extend(items.iter().map(|text| (name.to_owned(), text.clone()))),
                _ => prop_assert!(false, "a form body has texts only"),
            }
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn no_bytes_make_it_panic(body: Vec<u8>, label in "[a-z0-9-]{0,10}|utf-8|shift_jis|gb18030|utf-16be") {
        let _fields = Fields::from_urlencoded(&body);
        let _fields = read_in(Some(&label), &body);
    }
}
