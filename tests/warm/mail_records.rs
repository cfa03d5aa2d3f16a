//! Whether a domain takes mail.

use crate::support::answer;
use beeline::destination::TransportFailure;
use beeline::warm::domain::Domain;
use beeline::warm::mail::{Mail, MailAnswer, read, request};
use beeline::warm::trouble::{Looked, Trouble};
use proptest::prelude::*;

fn domain() -> Domain {
    Domain::new("example.com").unwrap()
}

fn read_body(status: u16, body: &str) -> MailAnswer {
    read(&domain(), &Ok(answer(status, body)))
}

/// A message with this status and these records: type, time to live and data.
fn message(status: u16, records: &[(u16, i64, &str)]) -> String {
    let records: Vec<String> = records
        .iter()
        .map(|(kind, ttl, data)| {
            format!(r#"{{"name":"example.com.","type":{kind},"TTL":{ttl},"data":"{data}"}}"#)
        })
        .collect();
    let answer =
        if records.is_empty() { String::new() } else { format!(r#","Answer":[{}]"#, records.join(",")) };
    format!(
        r#"{{"Status":{status},"TC":false,"RD":true,"RA":true,"AD":true,"CD":false,
        "Question":[{{"name":"example.com.","type":15}}]{answer}}}"#
    )
}

fn looked(records: &[(u16, i64, &str)]) -> Looked<Mail> {
    read_body(200, &message(0, records)).looked
}

fn unknown(trouble: Trouble) -> Looked<Mail> {
    Looked::Failed { trouble, after_ms: 0 }
}

#[test]
fn the_question_names_the_domain_the_type_and_the_json_form() {
    let asked = request(&domain());
    assert_eq!(asked.path, "/dns-query?name=example.com&type=MX");
    assert_eq!(asked.headers, [("accept", "application/dns-json".to_owned())]);
}

#[test]
fn a_domain_with_a_server_takes_mail() {
    assert_eq!(looked(&[(15, 300, "10 mx.example.com.")]), Looked::Found(Mail::Accepted));
    assert_eq!(looked(&[(15, 300, "0 mx.example.com")]), Looked::Found(Mail::Accepted));
}

#[test]
fn the_record_of_an_alias_may_stand_before() {
    let alias = [(5, 300, "other.example."), (15, 300, "10 mx.example.com.")];
    assert_eq!(looked(&alias), Looked::Found(Mail::Accepted));
    assert_eq!(looked(&alias[..1]), unknown(Trouble::NoMailRecord));
}

#[test]
fn a_single_null_record_says_that_it_takes_none() {
    assert_eq!(looked(&[(15, 300, "0 .")]), Looked::Found(Mail::NullMx));
}

#[test]
fn a_null_record_beside_a_server_or_with_a_preference_is_no_null_mx() {
    assert_eq!(looked(&[(15, 300, "0 ."), (15, 300, "10 mx.example.com.")]), Looked::Found(Mail::Accepted));
    assert_eq!(looked(&[(15, 300, "10 .")]), unknown(Trouble::Unreadable));
    assert_eq!(looked(&[(15, 300, "0 ."), (15, 300, "0 .")]), unknown(Trouble::Unreadable));
}

#[test]
fn a_domain_that_does_not_exist_is_told_so() {
    assert_eq!(read_body(200, &message(3, &[])).looked, Looked::Found(Mail::NoSuchDomain));
}

#[test]
fn without_a_mail_record_it_is_not_known_whether_its_address_takes_mail() {
    assert_eq!(looked(&[]), unknown(Trouble::NoMailRecord));
}

#[test]
fn every_other_code_of_a_name_server_is_unknown() {
    for code in [1, 2, 4, 5, 9, 4095] {
        assert_eq!(read_body(200, &message(code, &[])).looked, unknown(Trouble::NameServerFailed), "{code}");
    }
}

#[test]
fn the_answer_to_another_question_is_none() {
    let other =
        message(3, &[]).replace(r#""name":"example.com.","type":15"#, r#""name":"example.org.","type":15"#);
    assert_eq!(read_body(200, &other).looked, unknown(Trouble::Unreadable));
    let other = message(3, &[]).replace(r#""type":15"#, r#""type":1"#);
    assert_eq!(read_body(200, &other).looked, unknown(Trouble::Unreadable));
    assert_eq!(read_body(200, r#"{"Status":3}"#).looked, unknown(Trouble::Unreadable));
}

#[test]
fn the_case_of_a_name_does_not_matter() {
    let body = message(3, &[]).replace("example.com.", "ExAmPlE.com");
    assert_eq!(read_body(200, &body).looked, Looked::Found(Mail::NoSuchDomain));
}

#[test]
fn a_truncated_answer_is_not_taken_for_a_no() {
    let cut = |records: &[_]| message(0, records).replace(r#""TC":false"#, r#""TC":true"#);
    assert_eq!(read_body(200, &cut(&[])).looked, unknown(Trouble::Unreadable));
    assert_eq!(read_body(200, &cut(&[(15, 300, "0 .")])).looked, unknown(Trouble::Unreadable));
    assert_eq!(read_body(200, &cut(&[(15, 300, "1 a.example.")])).looked, Looked::Found(Mail::Accepted));
}

#[test]
fn every_failure_is_unknown() {
    assert_eq!(read_body(400, "{}").looked, unknown(Trouble::BadQuestion));
    assert_eq!(read_body(503, "").looked, unknown(Trouble::VendorFailed));
    for failure in [TransportFailure::Timeout, TransportFailure::Refused, TransportFailure::Broken] {
        assert!(matches!(read(&domain(), &Err(failure)).looked, Looked::Failed { .. }));
    }
}

#[test]
fn it_is_remembered_for_as_long_as_its_owner_says_within_bounds() {
    let kept =
        |ttl| read_body(200, &message(0, &[(15, ttl, "10 a.example."), (15, 90_000, "20 b.example.")]));
    assert_eq!(kept(600).keep.found_ms, 600_000);
    assert_eq!(kept(0).keep.found_ms, 300_000);
    assert_eq!(kept(-5).keep.found_ms, 300_000);
    assert_eq!(kept(i64::MAX).keep.found_ms, 86_400_000);
    assert_eq!(read_body(200, &message(3, &[])).keep.found_ms, 3_600_000);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in records: a "no" is said only of a single null record.
    #[test]
    fn no_other_record_says_no(data in prop::collection::vec("[0-9]{0,5} {0,2}[a-z.]{0,6} ?", 0..4)) {
        let records: Vec<(u16, i64, &str)> = data.iter().map(|data| (15, 300, data.as_str())).collect();
        let says_no = looked(&records) == Looked::Found(Mail::NullMx);
        let words: Vec<Vec<&str>> = data.iter().map(|data| data.split_whitespace().collect()).collect();
        let is_null = |words: &Vec<&str>| {
            matches!(words.as_slice(), [preference, "."] if preference.parse::<u16>() == Ok(0))
        };
        prop_assert_eq!(says_no, words.len() == 1 && words.iter().all(is_null));
    }

    #[test]
    fn garbage_is_unknown(body in "\\PC{0,80}") {
        prop_assert_eq!(read_body(200, &body).looked, unknown(Trouble::Unreadable));
    }
}
