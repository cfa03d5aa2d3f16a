//! Which bodies are read, by their `Content-Type`.

use beeline::intake::{BodyKind, Charset, UnsupportedBody};
use beeline::problem::Problem;
use proptest::prelude::*;

fn urlencoded(charset: Option<Charset>) -> Result<BodyKind, UnsupportedBody> {
    Ok(BodyKind::UrlEncoded { charset })
}

fn multipart(boundary: &str, charset: Option<Charset>) -> Result<BodyKind, UnsupportedBody> {
    Ok(BodyKind::Multipart { boundary: boundary.to_owned(), charset })
}

#[track_caller]
fn assert_refused(expected: UnsupportedBody, headers: &[&str]) {
    for header in headers {
        assert_eq!(BodyKind::from_content_type(header), Err(expected), "{header}");
    }
}

#[test]
fn json_is_read_under_all_its_names() {
    for header in [
        "application/json",
        "Application/JSON",
        " application/json ",
        "application/json;",
        "application/json; charset=utf-8",
        "application/json;CHARSET=\"UTF-8\"",
        "application/json; charset=utf8; profile=x",
        "application/json; charset",
        "application/json; ; ;charset = utf-8 ;",
        "application/ld+json",
        "application/vnd.api+JSON; version=1",
    ] {
        assert_eq!(BodyKind::from_content_type(header), Ok(BodyKind::Json), "{header}");
    }
}

#[test]
fn json_is_read_in_utf8_only() {
    assert_refused(
        UnsupportedBody::JsonCharset,
        &[
            "application/json; charset=utf-16",
            "application/json; charset=\"iso-8859-1\"",
            "application/json; charset=us-ascii",
            "application/json; profile=\";charset=utf-8\"; charset=latin1",
            "application/json; charset=\"\"",
        ],
    );
}

#[test]
fn forms_are_read_in_any_charset() {
    let latin1 = Some(Charset::Labelled("ISO-8859-1".to_owned()));
    for (header, expected) in [
        ("application/x-www-form-urlencoded", urlencoded(None)),
        ("Application/X-WWW-Form-Urlencoded ; charset=utf-8", urlencoded(Some(Charset::Utf8))),
        ("application/x-www-form-urlencoded;charset=ISO-8859-1", urlencoded(latin1.clone())),
        ("application/x-www-form-urlencoded; charset=\"ISO\\-8859-1\"", urlencoded(latin1.clone())),
        ("multipart/form-data; boundary=abc", multipart("abc", None)),
        ("multipart/form-data; charset=ISO-8859-1; boundary=abc", multipart("abc", latin1)),
    ] {
        assert_eq!(BodyKind::from_content_type(header), expected, "{header}");
    }
}

#[test]
fn a_boundary_may_be_quoted_and_keeps_its_case() {
    for (header, boundary) in [
        ("multipart/form-data; boundary=----WebKitFormBoundaryAbC0", "----WebKitFormBoundaryAbC0"),
        ("MULTIPART/Form-Data;Boundary=\"a b,c=d\"", "a b,c=d"),
        ("multipart/form-data; x=\"\\\";boundary=no\"; boundary='()+_,-./:=?", "'()+_,-./:=?"),
        ("multipart/form-data; boundary = \"ab\" ; charset", "ab"),
    ] {
        assert_eq!(BodyKind::from_content_type(header), multipart(boundary, None), "{header}");
    }
    let longest = "b".repeat(70);
    let header = format!("multipart/form-data; boundary={longest}");
    assert_eq!(BodyKind::from_content_type(&header), multipart(&longest, None));
}

#[test]
fn a_multipart_body_without_a_sound_boundary_cannot_be_read() {
    let too_long = format!("multipart/form-data; boundary={}", "b".repeat(71));
    assert_refused(
        UnsupportedBody::Boundary,
        &[
            "multipart/form-data",
            "multipart/form-data; boundary",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"\"",
            "multipart/form-data; boundary=\"a \"",
            "multipart/form-data; boundary=a{b}",
            "multipart/form-data; boundary=\u{fc}",
            &too_long,
        ],
    );
}

#[test]
fn text_plain_is_refused_by_name() {
    assert_refused(UnsupportedBody::PlainText, &["text/plain", "TEXT/Plain; charset=utf-8"]);
    assert!(UnsupportedBody::PlainText.detail().contains("enctype"), "the usual cause is named");
}

#[test]
fn what_is_no_media_type_is_refused() {
    assert_refused(UnsupportedBody::Missing, &["", "  ", "; charset=utf-8"]);
    assert_refused(
        UnsupportedBody::Unreadable,
        &[
            "json",
            "application/",
            "/json",
            "application/json, text/plain",
            "application/x y+json",
            "application/json; charset=\"utf-8",
            "application/json; charset=utf-8; charset=utf-16",
            "multipart/form-data; boundary=a; Boundary=b",
            "application//json",
        ],
    );
}

#[test]
fn anything_else_is_refused() {
    assert_refused(
        UnsupportedBody::Other,
        &[
            "application/jsonp",
            "application/xml",
            "text/json",
            "multipart/mixed; boundary=a",
            "image/svg+json",
            "*/*",
        ],
    );
}

#[test]
fn the_problem_says_what_to_send() {
    let problem = Problem::UnsupportedMediaType(UnsupportedBody::Other);
    assert_eq!((problem.status(), problem.code()), (415, "unsupported-media-type"));
    for kind in ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"] {
        assert!(problem.detail().contains(kind), "{kind}");
    }
}

proptest! {
    #[test]
    fn no_header_makes_it_panic(header in "(?s).{0,40}", parameters in "(; ?[a-z]{0,8}=?\"?[a-z\\\\;=]{0,5}\"?){0,4}") {
        let _kind = BodyKind::from_content_type(&header);
        for media_type in ["application/json", "multipart/form-data", "application/x-www-form-urlencoded"] {
            let _kind = BodyKind::from_content_type(&format!("{media_type}{parameters}"));
        }
    }

    #[test]
    fn case_and_order_of_parameters_change_nothing(boundary in "[a-zA-Z0-9'()+_,./:=? -]{0,69}[a-zA-Z0-9]", upper: bool) {
        let name = if upper { "BOUNDARY" } else { "boundary" };
        let one = format!("multipart/form-data; {name}=\"{boundary}\"; charset=utf-8");
        let other = format!("Multipart/Form-Data;charset=utf-8;{name}=\"{boundary}\"");
        let expected = multipart(&boundary, Some(Charset::Utf8));
        prop_assert_eq!(BodyKind::from_content_type(&one), expected.clone());
        prop_assert_eq!(BodyKind::from_content_type(&other), expected);
    }
}
