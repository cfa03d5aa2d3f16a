//! JSON bodies, read into fields.

use crate::bodies::{pairs, shown};
use beeline::intake::{Fields, MAX_VALUE_BYTES, Malformed, Scalar};

fn read(body: &str) -> Result<Vec<(String, String)>, Malformed> {
    Fields::from_json(body.as_bytes()).map(|fields| shown(&fields))
}

#[track_caller]
fn assert_fields(body: &str, expected: &[(&str, &str)]) {
    assert_eq!(read(body), Ok(pairs(expected)), "{body}");
}

#[track_caller]
fn assert_malformed(expected: Malformed, bodies: &[&str]) {
    for body in bodies {
        assert_eq!(read(body), Err(expected), "{body}");
    }
}

#[test]
fn objects_become_dotted_names() {
    assert_fields(
        r#" { "email" : "a@b.de", "utm": {"source": "x", "more": {"deep": true}}, "employees": 12.5 } "#,
        &[
            ("email", "a@b.de"),
            ("employees", "number 12.5"),
            ("utm.more.deep", "boolean true"),
            ("utm.source", "x"),
        ],
    );
    assert_fields("{}", &[]);
    assert_fields(r#"{"":{"":"x"},"a":{"":"y"}}"#, &[(".", "x"), ("a.", "y")]);
    assert_fields("\n{\t\"a\"\r:\"\" }\n", &[("a", "")]);
}

#[test]
fn an_array_of_scalars_is_a_list() {
    assert_fields(r#"{"interest":["a","b"]}"#, &[("interest", "[a|b]")]);
    assert_fields(r#"{"mixed":[1.50,true,null,"x"]}"#, &[("mixed", "[1.50|true|x]")]);
    assert_fields(r#"{"none":[]}"#, &[("none", "[]")]);
    assert_fields(r#"{"nothing":[null,null]}"#, &[]);
}

#[test]
fn objects_and_arrays_in_an_array_are_named_by_their_place() {
    assert_fields(
        r#"{"products":[{"name":"a","tags":["x"]},"loose",{"name":"b"}]}"#,
        &[
            ("products", "[loose]"),
            ("products.0.name", "a"),
            ("products.0.tags", "[x]"),
            ("products.2.name", "b"),
        ],
    );
    assert_fields(r#"{"grid":[[1,2],[3]]}"#, &[("grid.0", "[1|2]"), ("grid.1", "[3]")]);
    assert_fields(r#"{"a":[{}],"b":1}"#, &[("b", "number 1")]);
}

#[test]
fn what_comes_after_an_array_or_object_has_its_own_name() {
    assert_fields(
        r#"{"a":{"b":[{"c":1}],"d":2},"e":3}"#,
        &[("a.b.0.c", "number 1"), ("a.d", "number 2"), ("e", "number 3")],
    );
}

#[test]
fn null_is_the_same_as_absent_but_its_name_is_taken() {
    assert_fields(r#"{"a":null,"b":{"c":null}}"#, &[]);
    assert_malformed(Malformed::DuplicateField, &[r#"{"a":null,"a":1}"#, r#"{"a":1,"a":null}"#]);
}

#[test]
fn a_name_may_be_there_once_however_it_is_spelled() {
    assert_malformed(
        Malformed::DuplicateField,
        &[
            r#"{"a":1,"a":2}"#,
            r#"{"a":1,"b":2,"a":1}"#,
            r#"{"a":{"b":1},"a.b":2}"#,
            r#"{"a.b":2,"a":{"b":1}}"#,
            r#"{"a":{"x":1},"a":{"y":2}}"#,
            r#"{"a":1,"a":{"b":2}}"#,
            r#"{"a":{"b":2},"a":1}"#,
            r#"{"a":[1],"a":[2]}"#,
            r#"{"a":[],"a":{}}"#,
            r#"{"a":[{"b":1}],"a.0.b":2}"#,
            r#"{"\u0061":1,"a":2}"#,
            r#"{"":1,"":2}"#,
        ],
    );
    assert_fields(r#"{"a":1,"A":2,"a.b":3}"#, &[("A", "number 2"), ("a", "number 1"), ("a.b", "number 3")]);
}

#[test]
fn escapes_are_resolved() {
    assert_fields(
        r#"{"\u0061\/":"\"\\\/\b\f\n\r\t\u00fc\uD83D\uDE00"}"#,
        &[("a/", "\"\\/\u{8}\u{c}\n\r\tü😀")],
    );
}

#[test]
fn half_a_surrogate_pair_costs_one_character_and_not_the_lead() {
    for (written, read) in [
        (r"\ud800", "\u{fffd}"),
        (r"\udfff", "\u{fffd}"),
        (r"a\ud83dz", "a\u{fffd}z"),
        (r"\ud83d\ud83d\ude00", "\u{fffd}😀"),
        (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
        (r"\ud83d\u0041", "\u{fffd}A"),
        (r"\ud83d\n", "\u{fffd}\n"),
        (r"\uDBFF\uDFFF", "\u{10ffff}"),
    ] {
        assert_fields(
            &format!(r#"{{"0":"{written}","n{written}":"x"}}"#),
            &[("0", read), (&format!("n{read}"), "x")],
        );
    }
}

#[test]
fn escaped_control_characters_are_kept() {
    assert_fields(r#"{"a":"x\u0000\u001b\u007fy"}"#, &[("a", "x\0\u{1b}\u{7f}y")]);
}

#[test]
fn a_number_that_no_float_holds_is_its_digits() {
    let long = "7".repeat(400);
    let fields = Fields::from_json(format!(r#"{{"a":1e400,"b":-1e400,"c":{long}}}"#).as_bytes()).unwrap();
    let text = |name: &str| fields.text(name).to_owned();
    assert_eq!((text("a"), text("b"), text("c")), ("1e400".into(), "-1e400".into(), "7".repeat(64)));
}

#[test]
fn a_number_that_a_float_holds_is_that_float() {
    let long = format!("1{}", "0".repeat(300));
    for (written, number) in [
        ("0", 0.0),
        ("-0.0", -0.0),
        ("1e-400", 0.0),
        ("12E+2", 1200.0),
        ("1.7976931348623157e308", f64::MAX),
        (long.as_str(), 1e300),
    ] {
        let fields = Fields::from_json(format!(r#"{{"a":{written}}}"#).as_bytes()).unwrap();
        assert!(fields.get("a") == Some(&Scalar::Number(number)), "{written}");
    }
}

#[test]
fn a_byte_order_mark_is_no_error() {
    assert_fields("\u{feff}{\"a\":\"\u{feff}b\"}", &[("a", "\u{feff}b")]);
}

#[test]
fn what_is_not_utf8_is_refused() {
    for body in [
        b"{\"a\":\"\xff\"}".as_slice(),
        b"{\"a\":\"\xc0\xaf\"}",
        b"{\"a\":\"\xed\xa0\x80\"}",
        b"\xff\xfe{\0}\0",
    ] {
        assert_eq!(Fields::from_json(body).err(), Some(Malformed::NotUtf8), "{body:?}");
    }
}

#[test]
fn what_is_no_json_object_is_refused() {
    assert_malformed(
        Malformed::NotJsonObject,
        &[
            "",
            " ",
            "[]",
            "1",
            "\"x\"",
            "null",
            "true",
            "{",
            "}",
            "{]",
            "[}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1",
            "{\"a\":1,}",
            "{,}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":[1,]}",
            "{\"a\":[,1]}",
            "{\"a\":[1 2]}",
            "{\"a\":[1}",
            "{'a':1}",
            "{a:1}",
            "{\"a\":1}{}",
            "{\"a\":1} trailing",
            "{\"a\":1}\0",
            "/**/{}",
            "{\"a\":1}//",
            "{\"a\":01}",
            "{\"a\":+1}",
            "{\"a\":.5}",
            "{\"a\":1.}",
            "{\"a\":1e}",
            "{\"a\":1e+}",
            "{\"a\":-}",
            "{\"a\":0x1}",
            "{\"a\":1_0}",
            "{\"a\":NaN}",
            "{\"a\":Infinity}",
            "{\"a\":nul}",
            "{\"a\":True}",
            "{\"a\":truefalse}",
            "{\"a\":\"\n\"}",
            "{\"a\":\"\0\"}",
            "{\"a\":\"\\x41\"}",
            "{\"a\":\"\\u12g4\"}",
            "{\"a\":\"\\u12\"}",
            "{\"a\":\"\\",
            "{\"a\":\"\\\"}",
            "{\"a",
            "{\"a\":\"b",
            "{\u{a0}\"a\":1}",
            "{{}:1}",
            "{1:1}",
            "{\"a\":{\"b\":1}",
            "{\"a\"::1}",
        ],
    );
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
    assert_fields(&nested(4), &[("a.a.a.a", "number 1")]);
    assert_malformed(
        Malformed::TooDeep,
        &[
            &nested(5),
            &nested(20_000),
            &format!("{{\"a\":{}", "[".repeat(60_000)),
            r#"{"a":{"b":{"c":{"d":[]}}}}"#,
        ],
    );
}

#[test]
fn the_number_of_fields_is_bounded() {
    let many = |count: usize, value: &str| {
        let members: Vec<String> = (0..count).map(|at| format!("\"f{at}\":{value}")).collect();
        format!("{{{}}}", members.join(","))
    };
    assert_eq!(read(&many(200, "1")).unwrap().len(), 200);
    assert_eq!(read(&many(200, "null")).unwrap().len(), 0);
    for value in ["1", "null", "{}", "[]", "[null]", "{\"a\":1}", "[[1]]"] {
        assert_malformed(Malformed::TooManyFields, &[&many(201, value), &many(10_000, value)]);
    }
}

#[test]
fn names_are_bounded() {
    let name = "n".repeat(300);
    assert_fields(&format!(r#"{{"{name}":1}}"#), &[(&name, "number 1")]);
    let escaped = "\\u006e".repeat(300);
    assert_fields(&format!(r#"{{"{escaped}":1}}"#), &[(&name, "number 1")]);
    assert_malformed(
        Malformed::NameTooLong,
        &[
            &format!(r#"{{"{name}n":1}}"#),
            &format!(r#"{{"{escaped}n":1}}"#),
            &format!(r#"{{"{}":1}}"#, "\\u006e".repeat(5_000)),
            &format!(r#"{{"n":{{"{}":1}}}}"#, "n".repeat(299)),
            &format!(r#"{{"{}":[[1]]}}"#, "n".repeat(299)),
            &format!(r#"{{"{}":1}}"#, "ü".repeat(151)),
        ],
    );
}

#[test]
fn values_are_bounded() {
    let value = "v".repeat(MAX_VALUE_BYTES);
    assert_fields(&format!(r#"{{"a":"{value}"}}"#), &[("a", &value)]);
    assert_malformed(
        Malformed::ValueTooLong,
        &[
            &format!(r#"{{"a":"{value}v"}}"#),
            &format!(r#"{{"a":"{value}\n"}}"#),
            &format!(r#"{{"a":["{value}v"]}}"#),
            &format!(r#"{{"a":"{}"}}"#, "\\u00fc".repeat(MAX_VALUE_BYTES / 2 + 1)),
        ],
    );
}

#[test]
fn lists_are_bounded() {
    let list = |count: usize| format!(r#"{{"a":[{}]}}"#, vec!["1"; count].join(","));
    assert_eq!(read(&list(50)).unwrap(), pairs(&[("a", &format!("[{}]", vec!["1"; 50].join("|")))]));
    assert_malformed(Malformed::TooManyValues, &[&list(51), &list(20_000)]);
}
