//! Multipart bodies, read into fields.

use crate::bodies::{Platform, multipart, pairs, shown};
use beeline::intake::{BodyKind, Charset, MAX_VALUE_BYTES, Malformed};
use proptest::prelude::*;

type Read = Result<Vec<(String, String)>, Malformed>;

fn read(body: impl AsRef<[u8]>) -> Read {
    read_in(None, body)
}

/// Reads a body whose boundary is `b`.
fn read_in(charset: Option<&str>, body: impl AsRef<[u8]>) -> Read {
    let charset = charset.map(Charset::from_label);
    let kind = BodyKind::Multipart { boundary: "b".to_owned(), charset };
    kind.fields(body.as_ref(), &Platform).map(|fields| shown(&fields))
}

/// Reads one part with these headers and the value `x`.
fn read_part(headers: &str) -> Read {
    read(multipart("b", &[(headers, "x")]))
}

fn named(name: &str) -> String {
    format!("Content-Disposition: form-data; name=\"{name}\"")
}

#[track_caller]
fn assert_fields(body: impl AsRef<[u8]>, expected: &[(&str, &str)]) {
    assert_eq!(read(body), Ok(pairs(expected)));
}

#[test]
fn a_form_is_read_as_browsers_send_it() {
    let boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
    let body = multipart(
        boundary,
        &[
            ("Content-Disposition: form-data; name=\"email\"", "ada@example.com"),
            ("Content-Disposition: form-data; name=\"notes\"", "two\r\nlines\r\n"),
            ("Content-Disposition: form-data; name=\"empty\"", ""),
            (
                "Content-Disposition: form-data; name=\"cv\"; filename=\"\"\r\nContent-Type: application/octet-stream",
                "",
            ),
        ],
    );
    let header = format!("multipart/form-data; boundary={boundary}");
    let fields = BodyKind::from_content_type(&header).unwrap().fields(body.as_bytes(), &Platform).unwrap();
    let expected = [("email", "ada@example.com"), ("empty", ""), ("notes", "two\r\nlines\r\n")];
    assert_eq!(shown(&fields), pairs(&expected));
}

#[test]
fn a_form_without_fields_is_its_closing_line() {
    for body in ["--b--\r\n", "--b--", "--b-- \t\r\nepilogue"] {
        assert_fields(body, &[]);
    }
}

#[test]
fn what_is_before_and_after_the_parts_is_nothing() {
    let parts = multipart("b", &[(&named("a"), "x")]);
    for preamble in ["", "\u{feff}", "\r\n", "To whom it may concern\r\n", "--bb\n--b c\r\n", "a --b\r\n"] {
        for epilogue in ["", "\r\n", "--b\r\ngarbage", "\0\0"] {
            assert_fields(format!("{preamble}{parts}{epilogue}"), &[("a", "x")]);
        }
    }
}

#[test]
fn a_delimiter_is_a_whole_line() {
    let value = "--b\r\n--bc\r\nx--b--\r\n--b x\r\n--b--x\n--b\n--b-";
    let body = format!("--b \t\r\n{}\r\n\r\nfirst {value}\r\n--b--", named("a"));
    assert_fields(body, &[("a", &format!("first {value}"))]);
}

#[test]
fn bare_line_feeds_are_line_breaks_if_the_first_one_is() {
    let body = multipart("b", &[(&named("a"), "1\n2"), (&named("c"), "x")]).replace("\r\n", "\n");
    assert_fields(&body, &[("a", "1\n2"), ("c", "x")]);
    let mixed = format!("--b\r\n{}\r\n\r\nx\n--b--\n\r\n--b--", named("a"));
    assert_fields(mixed, &[("a", "x\n--b--\n")]);
    let mixed = format!("--b\n{}\n\nx\r\n--b--", named("a"));
    assert_fields(mixed, &[("a", "x\r")]);
}

#[test]
fn a_repeated_name_is_a_list() {
    let body = multipart("b", &[(&named("i"), "1"), (&named("i"), "2"), (&named("j[]"), "3")]);
    assert_fields(body, &[("i", "[1|2]"), ("j", "[3]")]);
    let many = |count| multipart("b", &vec![("Content-Disposition: form-data; name=a", ""); count]);
    assert_eq!(read(many(50)).unwrap().len(), 1);
    assert_eq!(read(many(51)), Err(Malformed::TooManyValues));
}

#[test]
fn names_are_read_as_browsers_and_others_write_them() {
    for (written, name) in [
        ("name=\"a\"", "a"),
        ("name=a", "a"),
        ("NAME = \"a b\" ; x", "a b"),
        ("name=\"\"", ""),
        ("name=\"a;b=c\"", "a;b=c"),
        ("name=\"%22%0D%0A%0d%0a\"", "\"\r\n\r\n"),
        ("name=\"%20%41%\"", "%20%41%"),
        ("name=\"say \\\"hi\\\"\"", "say \"hi\""),
        ("name=\"a\\b\\\\c\"", "a\\b\\c"),
        ("name=\"\u{fc}\"", "\u{fc}"),
        ("name*=utf-8''%c3%bc%20x", "\u{fc} x"),
        ("name*=iso-8859-1'de'%FC; name=\"u\"", "\u{fc}"),
        ("dummy=1;name=\"a\"", "a"),
    ] {
        let read = read_part(&format!("Content-Disposition: form-data; {written}"));
        assert_eq!(read, Ok(pairs(&[(name, "x")])), "{written}");
    }
}

#[test]
fn headers_may_be_in_any_case_order_and_company_and_go_on_in_the_next_line() {
    for headers in [
        "content-disposition:FORM-DATA;name=a",
        "X-Other: 1\r\nContent-Disposition: form-data; name=a",
        "Content-Disposition: form-data;\r\n name=a",
        "Content-Disposition: form-data\r\n\t; name=a\r\nContent-Type: text/plain",
        "Content-Disposition : form-data; name=a",
        "Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: 8BIT",
    ] {
        assert_eq!(read_part(headers), Ok(pairs(&[("a", "x")])), "{headers}");
    }
}

#[test]
fn a_part_that_does_not_say_its_one_name_is_refused() {
    let long = format!("{}\r\nX: {}", named("a"), "x".repeat(5_000));
    for headers in [
        "",
        "X: y",
        "Content-Type: text/plain",
        "Content-Disposition: form-data",
        "Content-Disposition: attachment; name=a",
        "Content-Disposition: form-data; filename=a",
        "Content-Disposition: form-data; name=a; name=b",
        "Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b",
        "Content-Disposition: form-data; name=\"a",
        "Content-Disposition: form-data; name=\"a\r\n b\"",
        "Content-Disposition: form-data; name*=a",
        "Content-Disposition: form-data; name*=utf-8''%zz",
        "no colon\r\nContent-Disposition: form-data; name=a",
        "Content-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=\"u",
        &long,
    ] {
        assert_eq!(read_part(headers), Err(Malformed::BadPart), "{headers}");
    }
    for body in ["--b\r\n--b--", "--b\r\n\r\n--b--", "--b\r\nContent-Disposition: form-data; name=a\r\n--b--"]
    {
        assert_eq!(read(body), Err(Malformed::BadPart), "{body}");
    }
}

#[test]
fn files_are_refused_and_untouched_file_inputs_are_not() {
    for (file, content, expected) in [
        ("filename=\"\"", "", Ok(vec![])),
        ("filename=", "", Ok(vec![])),
        ("filename=\"cv.pdf\"", "%PDF", Err(Malformed::FileField)),
        ("filename=\"empty.txt\"", "", Err(Malformed::FileField)),
        ("filename=\"\"", "text", Err(Malformed::FileField)),
        ("filename*=utf-8''x", "", Err(Malformed::FileField)),
        ("FileName=x", "1", Err(Malformed::FileField)),
    ] {
        let headers = format!("{}; {file}", named("cv"));
        assert_eq!(read(multipart("b", &[(&headers, content)])), expected, "{file}");
    }
    assert!(Malformed::FileField.detail().contains("Remove the file field"));
}

#[test]
fn each_part_is_in_the_charset_that_is_said_for_it() {
    let headers = format!("{}\r\nContent-Type: text/plain; charset=", named("a"));
    let part = |label: &str, value: &[u8]| {
        [b"--b\r\n", headers.as_bytes(), label.as_bytes(), b"\r\n\r\n", value, b"\r\n--b--"].concat()
    };
    assert_eq!(read(part("windows-1252", b"\x80")), Ok(pairs(&[("a", "€")])));
    assert_eq!(read(part("\"Shift_JIS\"", b"\x83\x5c")), Ok(pairs(&[("a", "ソ")])));
    assert_eq!(read(part("UTF-8", b"\xef\xbb\xbf\xc3\xbc")), Ok(pairs(&[("a", "ü")])));
    assert_eq!(read(part("klingon", b"x")), Err(Malformed::NotInCharset));
    assert_eq!(read(part("euc-jp", b"\xff")), Err(Malformed::NotInCharset));
    assert_eq!(read_in(Some("latin1"), part("utf-8", b"\xc3\xbc")), Ok(pairs(&[("a", "ü")])));
}

#[test]
fn a_field_named_charset_says_what_the_others_are_in() {
    let part = |name: &[u8], value: &[u8]| {
        [b"--b\r\nContent-Disposition: form-data; name=\"", name, b"\"\r\n\r\n", value, b"\r\n"].concat()
    };
    let body = [part(b"n\xfc", b"M\xfcller"), part(b"_charset_", b"iso-8859-1"), b"--b--".to_vec()].concat();
    assert_eq!(read(&body), Ok(pairs(&[("_charset_", "iso-8859-1"), ("nü", "Müller")])));
    assert_eq!(read_in(Some("utf-8"), &body), Err(Malformed::NotUtf8), "what the header says goes first");
    assert_eq!(read([part(b"a", b"\xfc"), b"--b--".to_vec()].concat()), Err(Malformed::NotUtf8));
}

#[test]
fn encodings_that_would_have_to_be_undone_are_refused() {
    for encoding in ["base64", "quoted-printable", "x-gzip", ""] {
        let headers = format!("{}\r\nContent-Transfer-Encoding: {encoding}", named("a"));
        assert_eq!(read_part(&headers), Err(Malformed::TransferEncoding), "{encoding}");
    }
}

#[test]
fn a_body_that_is_cut_short_is_never_taken_for_a_whole_one() {
    let body = multipart("b", &[(&named("a"), "1"), (&named("c"), "2")]);
    let whole = read(&body).unwrap();
    for end in 0..body.len() {
        let cut = body.get(..end).unwrap();
        let is_closed = body.len() - end <= 2;
        let expected = match end {
            0..5 => Err(Malformed::NoDelimiter),
            _ if is_closed => Ok(whole.clone()),
            _ => Err(Malformed::Unfinished),
        };
        assert_eq!(read(cut), expected, "{cut}");
    }
}

#[test]
fn a_body_without_its_boundary_is_refused() {
    for body in ["", "a=1", "--c\r\n--c--", "\r\n\r\n", "-b\r\n", "--b", "--b-"] {
        assert_eq!(read(body), Err(Malformed::NoDelimiter), "{body}");
    }
}

#[test]
fn names_values_and_their_number_are_bounded() {
    let (name, value) = ("n".repeat(300), "v".repeat(MAX_VALUE_BYTES));
    assert_fields(multipart("b", &[(&named(&name), &value)]), &[(&name, &value)]);
    let long_name = multipart("b", &[(&named(&format!("{name}n")), "x")]);
    assert_eq!(read(long_name), Err(Malformed::NameTooLong));
    let long_value = multipart("b", &[(&named("a"), &format!("{value}v"))]);
    assert_eq!(read(long_value), Err(Malformed::ValueTooLong));
    let names: Vec<String> = (0..201).map(|at| named(&format!("f{at}"))).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert_eq!(read(multipart("b", parts.get(..200).unwrap())).unwrap().len(), 200);
    assert_eq!(read(multipart("b", &parts)), Err(Malformed::TooManyFields));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(body: Vec<u8>) {
        let _fields = read(&body);
    }

    #[test]
    fn no_order_of_its_pieces_makes_it_panic(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "--b", "--", "\r\n", "\n", "\r", " ", "b", "Content-Disposition: form-data; name=\"a\"", "; filename=\"",
            "\"", "\\", "Content-Type: text/plain; charset=", "utf-8", "_charset_", ":", ";", "=", "name*=", "x''%4",
        ]), 0..24),
    ) {
        let _fields = read(pieces.concat());
    }

    #[test]
    fn whatever_a_value_holds_it_comes_back(value in "(?s)[\r\n b-]{0,12}|.{0,20}", name in "[a-z.]{1,9}") {
        // What a browser looks for when it picks a boundary.
        prop_assume!(!format!("\r\n{value}\r\n").contains("\r\n--b") && !value.starts_with('\u{feff}'));
        let body = multipart("b", &[(&named(&name), &value)]);
        prop_assert_eq!(read(body), Ok(vec![(name, value)]));
    }
}
