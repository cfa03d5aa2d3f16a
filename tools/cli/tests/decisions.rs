//! What `cargo beeline decisions` fetches, from whom, and what it does when it cannot.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on has failed

mod support;

use std::process::Output;

use serde_json::Value;
use support::server::Server;
use support::{ENTERPRISE, GERMANY, command, files, recorded, said, shipped};

const TOKEN: &str = "ops-token-0123456789-0123456789-0123456789";

fn decisions(arguments: &[&str]) -> Output {
    let arguments = [&["decisions"], arguments].concat();
    command(&shipped(), &arguments).env("BEELINE_OPS_TOKEN", TOKEN).output().unwrap()
}

fn lines(name: &str) -> Vec<Value> {
    let folder = files(name, &format!("{ENTERPRISE}\n{GERMANY}"));
    (1..4).map(|number| recorded(&folder, number, &["form=demo", "country=DE", "employees=30"])).collect()
}

#[test]
fn every_page_is_fetched_and_what_is_left_out_is_told() {
    let lines = lines("pages");
    let told = lines.clone();
    let server = Server::start(move |path, _| match path.split_once("&cursor=") {
        None => (200, "Beeline-Skipped: 2\r\nBeeline-Next: eu-00:7:1\r\n".into(), format!("{}\n", lines[0])),
        Some((_, "eu-00:7:1")) => (
            200,
            "Beeline-Skipped: 1\r\nBeeline-Next: oc-07\r\n".into(),
            format!("{}\n{}\n", lines[1], lines[2]),
        ),
        Some(_) => (200, "Beeline-Skipped: 0\r\n".into(), String::new()),
    });
    let fetched = decisions(&["--since", "2026-09-01", "--until", "2026-10-01", "--from", &server.url]);
    assert!(fetched.status.success(), "{}", said(&fetched));
    let written: Vec<Value> = String::from_utf8(fetched.stdout.clone())
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(written, told);
    let stderr = String::from_utf8_lossy(&fetched.stderr);
    assert!(stderr.contains("3 decisions written.") && stderr.contains("3 left out"), "{stderr}");
    let asked = server.asked();
    assert_eq!(asked.len(), 3);
    assert!(
        asked[0][0].starts_with("get /v1/ops/decisions?since=1788220800000&until=1790812800000 "),
        "{asked:?}"
    );
    assert!(asked.iter().all(|request| request.contains(&format!("authorization: bearer {TOKEN}"))));
}

#[test]
fn what_is_busy_is_asked_again_when_it_says_so_and_not_for_ever() {
    let server = Server::start(|_, before| match before {
        0 => (503, "Retry-After: 0\r\n".into(), String::new()),
        _ => (200, "Beeline-Skipped: 0\r\n".into(), String::new()),
    });
    assert!(decisions(&["--from", &server.url]).status.success());
    let server = Server::start(|_, _| (503, "Retry-After: 0\r\n".into(), String::new()));
    let fetched = decisions(&["--from", &server.url]);
    assert_eq!((fetched.status.code(), server.asked().len()), (Some(2), 5));
    assert!(said(&fetched).contains("is busy, and was asked 5 times"), "{}", said(&fetched));
}

#[test]
fn what_goes_wrong_is_said_in_plain_words() {
    let answers = |status: u16, headers: &'static str, body: &'static str| {
        let server = Server::start(move |_, _| (status, headers.to_owned(), body.to_owned()));
        let fetched = decisions(&["--from", &server.url]);
        assert_eq!(fetched.status.code(), Some(2), "{status}");
        said(&fetched)
    };
    assert!(answers(401, "", "").contains("does not know the token of BEELINE_OPS_TOKEN"));
    assert!(answers(403, "", "").contains("does not let the holder of this token read that"));
    assert!(answers(404, "", "").contains("keeps no decisions"));
    assert!(answers(302, "Location: https://example.com/\r\n", "").contains("answers 302"));
    assert!(answers(200, "", "<html>").contains("is no Beeline"));
    let told = answers(200, "Beeline-Skipped: 0\r\n", "ada@example.com\n");
    assert!(told.contains("an answered line is no recorded decision") && !told.contains("ada@"), "{told}");
    let nobody = decisions(&["--from", "http://127.0.0.1:9"]);
    assert!(said(&nobody).contains("http://127.0.0.1:9 does not answer"), "{}", said(&nobody));
}

#[test]
fn the_token_comes_from_the_environment_and_goes_nowhere_in_the_clear() {
    let server = Server::start(|_, _| (200, "Beeline-Skipped: 0\r\n".into(), String::new()));
    let without = command(&shipped(), &["decisions", "--from", &server.url]).output().unwrap();
    assert_eq!(without.status.code(), Some(2));
    assert!(said(&without).contains("BEELINE_OPS_TOKEN is not set"), "{}", said(&without));
    for url in [
        "http://example.com",
        "http://localhost.example.com",
        "http://127.0.0.1@example.com",
        "ftp://x",
        "example.com",
    ] {
        let refused = decisions(&["--from", url]);
        assert_eq!(refused.status.code(), Some(2), "{url}");
        assert!(said(&refused).contains("write an https:// address"), "{}", said(&refused));
    }
    assert!(server.asked().is_empty());
}

#[test]
fn a_time_that_makes_no_sense_is_refused() {
    for since in ["7", "d", "-7d", "7m", "tomorrow", "2026-02-30", "99999w"] {
        let refused = decisions(&[&format!("--since={since}")]);
        assert_eq!(refused.status.code(), Some(2), "{since}");
        assert!(
            said(&refused).contains("write 12h, 7d, 2w, or a day such as 2026-09-01"),
            "{}",
            said(&refused)
        );
    }
    let backwards = decisions(&["--since", "2026-09-02", "--until", "2026-09-01"]);
    assert!(said(&backwards).contains("--since must be before --until"), "{}", said(&backwards));
}
