//! Every remark has a code, a fixture that brings it about, and a line in `docs/lints.md`.

#![allow(clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

use std::fmt::Write;
use std::fs;
use std::path::Path;

use beeline_compiler::{Files, Lint, Options, Severity, compile_dir, compile_with};

use crate::support::{FORMS, ROUTING, files};

const TEAMS: &str = "[team.other]\nname = \"Other\"\nsla_seconds = 60\n";
const TERRITORIES: &str = "territory,country\nsouth,IT\nnorth,DK\n";

/// Rules as team and conditions; they are called `r0`, `r1` and so on.
fn with(rules: &[(&str, &str)]) -> Files {
    let mut routing = format!("{ROUTING}{TEAMS}");
    for (place, (team, when)) in rules.iter().enumerate() {
        write!(routing, "[[rule]]\nid = \"r{place}\"\nteam = \"{team}\"\nwhen = {{ {when} }}\n").unwrap();
    }
    let contact = "[form.contact]\ntitle = \"Contact\"\nlane = \"standard\"\ndedup_window_seconds = 600\nthank_you_url = \"/thanks\"\n";
    files(&format!("{FORMS}{contact}"), &routing).with("territories.csv", TERRITORIES)
}

/// The same rules, the last of which may move leads after enrichment.
fn moving(rules: &[(&str, &str)]) -> Files {
    let routing = with(rules).iter().find(|(name, _)| *name == "routing.toml").unwrap().1.to_vec();
    let routing = format!("{}after_enrichment = true\n", String::from_utf8(routing).unwrap());
    with(rules).with("routing.toml", routing)
}

fn with_tests(rules: &[(&str, &str)], leads: &[(&str, &str)]) -> Files {
    let mut tests = String::new();
    for (place, (team, lead)) in leads.iter().enumerate() {
        write!(tests, "[[test]]\nname = \"t{place}\"\nlead = {{ {lead} }}\nteam = \"{team}\"\n").unwrap();
    }
    with(rules).with("tests.toml", tests)
}

fn told(files: &Files) -> Vec<String> {
    told_with(files, &Options::default())
}

fn told_with(files: &Files, options: &Options) -> Vec<String> {
    let compiled = compile_with(files, options).unwrap_or_else(|problems| panic!("{problems:?}"));
    compiled.remarks.iter().map(|remark| remark.message.clone()).collect()
}

/// A configuration of which something is remarked, and how.
fn fixture(lint: Lint) -> Option<(Files, &'static str)> {
    let german = ("other", "country = \"DE\"");
    Some(match lint {
        Lint::NeverDecides => (
            with(&[german, ("sales", "country = \"DE\", language = \"de\"")]),
            "rule `r1` never decides: every lead that it fits is taken by `r0` (line 9)",
        ),
        Lint::FitsNothing => (
            with(&[("other", "form = \"demo\", lane = \"standard\"")]),
            "rule `r0` fits no lead that can come",
        ),
        Lint::ChangesNothing => (
            with(&[("sales", "country = \"DE\"")]),
            "rule `r0` changes nothing: without it its leads go to team `sales` all the same",
        ),
        Lint::Overlap => (
            with(&[german, ("sales", "language = \"de\""), ("other", "")]),
            "rules `r0` and `r1` (line 13) both fit some leads, and the first of them decides: country=DE language=de",
        ),
        Lint::NotCompared => (
            with(&(0..3_001).map(|_| german).collect::<Vec<_>>()),
            "there are too many rules to compare all of them with each other",
        ),
        Lint::SameRule => (with(&[german, german]), "rule `r1` is rule `r0` (line 9) again"),
        Lint::Contradiction => (
            with(&[german, ("sales", "country = \"DE\"")]),
            "rule `r1` never decides: rule `r0` (line 9) fits the same leads, and sends them to team `other`",
        ),
        Lint::Mergeable => (
            with(&[german, ("other", "country = \"FR\"")]),
            "rule `r0` can be one with `r1`: they differ in `country` only, and both send to team `other`",
        ),
        Lint::Gap => (
            with(&[
                ("other", "employees = [\"100 or more\", \"unknown\"], form = \"demo\""),
                ("other", "language = \"fr\""),
            ]),
            "some leads are decided by no rule, and go to their form's own team or to `sales`: form=contact language=unknown; form=demo employees=0 language=unknown",
        ),
        Lint::MissingStep => (
            with(&[("other", "employees = \"100 to 999\""), ("other", "employees = \"1001 or more\"")]),
            "no rule that asks about `employees` fits 1000: `r0` ends just before it, and `r1` begins just after",
        ),
        Lint::FitsEverything => (
            with(&[("other", "employees = [\"0 or more\", \"unknown\"], country = \"DE\"")]),
            "rule `r0`: every lead fits its condition on `employees`",
        ),
        Lint::UnknownUntested => (
            with(&[("other", "employees = \"0 to 9\""), ("other", "employees = \"20 or more\"")]),
            "every rule asks about `employees`, and none says \"unknown\": a lead of which it is not known goes to a form's own team or the fallback, whatever else is known of it",
        ),
        Lint::SameTest => (
            with_tests(
                &[german],
                &[
                    ("other", "form = \"demo\", country = \"DE\""),
                    ("other", "country = \"DE\", form = \"demo\""),
                ],
            ),
            "test `t1` tries the same lead as test `t0` (line 1)",
        ),
        Lint::Untested => (
            with_tests(
                &[german, ("other", "country = \"IT\"")],
                &[("other", "form = \"demo\", country = \"DE\"")],
            ),
            "tests.toml tries 1 of 2 rules, and not `r1`",
        ),
        Lint::FreeMail => (
            with(&[("other", "\"enriched.domain\" = [\"example.com\", \"gmail.com\"]")]),
            "rule `r0`: `enriched.domain` is asked about gmail.com, where anybody may have an address: that is no company",
        ),
        Lint::UnusedTerritory => {
            (with(&[("other", "territory = \"south\"")]), "no rule names `north` of territories.csv")
        }
        Lint::IdleTeam => (
            with(&[("sales", "country = \"DE\"")]),
            "team `other` never gets a lead: no rule, no form and no `overflow` names it",
        ),
        Lint::Undecided => (
            with(&[german, ("sales", "country = \"FR\""), ("other", "language = \"de\"")]),
            "it takes too long to find out whether rule `r2` can ever decide",
        ),
        Lint::TooLate => (
            with(&[("other", "enriched.employees = \"200 or more\"")]),
            "rule `r0` never decides: `enriched.employees` is not known when a lead comes, and the rule may not move one later",
        ),
        Lint::WaitsForNothing => (
            moving(&[("other", "country = \"DE\"")]),
            "rule `r0` says `after_enrichment`, and moves no lead: neither it nor a rule above it asks about `enriched.…`",
        ),
        Lint::NeverFound => (
            moving(&[("other", "enriched.size = \"200 or more\"")]),
            "rule `r0` asks about `enriched.size`, which nothing finds out",
        ),
        of_tables => return Some(fixture_of_tables(of_tables)),
    })
}

/// One of the remarks on reps, holidays and territories, told by the files' tables.
fn fixture_of_tables(lint: Lint) -> (Files, &'static str) {
    let rep = |changed: &[(&str, &str)]| {
        let columns = [
            ("rep", "a"),
            ("team", "sales"),
            ("hours", "always"),
            ("time_zone", "UTC"),
            ("out_of_office", ""),
            ("holidays", ""),
            ("active", "yes"),
            ("name", "Rep"),
            ("weight", "1"),
            ("daily_cap", "9"),
            ("slack_id", "U0000000001"),
        ];
        let names = columns.map(|(name, _)| name).join(",");
        let value = |(name, value): (&'static str, &'static str)| {
            changed.iter().find(|(other, _)| *other == name).map_or(value, |(_, other)| *other)
        };
        let values = columns.map(value).join(",");
        with(&[("other", "country = \"DE\"")]).with("roster.csv", format!("{names}\n{values}\n"))
    };
    match lint {
        Lint::Untold => (
            rep(&[("slack_id", "")]),
            "rep `a` has neither a `slack_id` nor a `phone`, and is told of no lead",
        ),
        Lint::NoHolidays => (rep(&[("holidays", "de")]), "region `de` is not in holidays.csv"),
        Lint::UnusedRegion => {
            let holidays = "region,date,name,part\nde,2027-01-01,New Year,\n";
            (rep(&[]).with("holidays.csv", holidays), "no rep has region `de`")
        }
        Lint::InactiveTeam => (rep(&[("active", "no")]), "no rep of team `sales` is active: "),
        Lint::NeverWorks => (rep(&[("hours", "never")]), "rep `a` is active, and works at no time"),
        Lint::AwayForGood => (
            rep(&[("out_of_office", "2026-01-01 to 2035-12-31")]),
            "rep `a` is active, and out of office as far as calendars reach",
        ),
        Lint::OnlyRep => (
            rep(&[("daily_cap", "")]),
            "nobody in team `sales` shares its leads with rep `a`, who has no `daily_cap`",
        ),
        Lint::NobodyWorks => (
            rep(&[("hours", "Mon-Fri 09:00-17:00")]),
            "nobody of team `sales` works Mon 17:00 to Tue 09:00, ",
        ),
        Lint::ClockChange => (
            rep(&[("hours", "daily 02:30-10:00"), ("time_zone", "Europe/Berlin")]),
            "rep `a`: on 2026-03-29 the clock goes from Sun 02:00 to Sun 03:00, and `hours` that begin or end ",
        ),
        Lint::ClocksEnd => (rep(&[]), "clock changes are known until the end of 2035, "),
        Lint::NoPool => {
            let routing = format!("{ROUTING}sticky = false\n{TEAMS}");
            (files(FORMS, &routing), "team `sales`: `sticky` means nothing, because no rep is in that team")
        }
        Lint::SamePlace => {
            let twice = "territory,country\nsouth,IT\nsouth,IT\n";
            (with(&[]).with("territories.csv", twice), "territory `south`: this line says the same as line 2")
        }
        Lint::ShortPostalCode => {
            let short = "territory,country,subdivision,postal_from,postal_to\nx,US,,941,\n";
            (
                with(&[]).with("territories.csv", short),
                "territory `x`: `postal_from` is \"941\", and is read as every ",
            )
        }
        Lint::LongPromise => {
            let routing = format!("{}{TEAMS}", ROUTING.replace("= 300", "= 86400"));
            let roster = "rep,team,hours,time_zone,active,name,weight,daily_cap,slack_id\na,sales,Mon-Fri 09:00-17:00,UTC,yes,Rep,1,9,U0000000001\n";
            (
                files(FORMS, &routing).with("roster.csv", roster),
                "team `sales` promises an answer within 1 day, and its leads find somebody at work for 8 hours on end at most",
            )
        }
        of_rules => panic!("{of_rules:?} is no remark on a table"),
    }
}

/// Clocks end at a time that is known, and without steps nothing is proved; all else is told of
/// any day, in as many steps as there are.
fn options(lint: Lint) -> Options {
    let june_of_2035_ms = 2_064_096_000_000;
    Options {
        today_ms: (lint == Lint::ClocksEnd).then_some(june_of_2035_ms),
        steps: (lint == Lint::Undecided).then_some(0),
    }
}

#[test]
fn every_remark_is_brought_about_by_its_fixture_with_its_code() {
    for (lint, (files, message)) in Lint::ALL.into_iter().filter_map(|lint| Some((lint, fixture(lint)?))) {
        let told = told_with(&files, &options(lint));
        let is_it =
            |told: &&String| told.starts_with(message) && told.ends_with(&format!(" [{}]", lint.code()));
        assert!(told.iter().any(|told| is_it(&told)), "{lint:?}: {told:#?}");
    }
}

#[test]
fn the_code_and_the_weight_of_a_remark_are_those_of_its_lint() {
    for (lint, (files, _)) in Lint::ALL.into_iter().filter_map(|lint| Some((lint, fixture(lint)?))) {
        let remarks = compile_with(&files, &options(lint)).unwrap().remarks;
        let own: Vec<_> = remarks.iter().filter(|remark| remark.code() == Some(lint.code())).collect();
        assert!(!own.is_empty(), "{lint:?}");
        assert!(own.iter().all(|remark| remark.severity == lint.severity()), "{own:?}");
        assert!(remarks.iter().all(|remark| remark.code().is_some()), "{remarks:?}");
    }
}

#[test]
fn the_page_of_lints_lists_each_with_its_weight() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/lints.md")).unwrap();
    let listed: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| `R"))
        .map(|line| line.split('|').map(str::trim).skip(1).take(2).collect())
        .collect();
    let weight = |lint: Lint| if lint.severity() == Severity::Warning { "warning" } else { "note" };
    let codes: Vec<(String, &str)> =
        Lint::ALL.into_iter().map(|lint| (format!("`{}`", lint.code()), weight(lint))).collect();
    let codes: Vec<Vec<&str>> = codes.iter().map(|(code, weight)| vec![code.as_str(), *weight]).collect();
    assert_eq!(listed, codes);
}

#[test]
fn the_projects_own_rules_are_without_a_warning() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config");
    let remarks = compile_dir(&folder).unwrap().remarks;
    let warnings: Vec<_> = remarks.iter().filter(|remark| remark.severity == Severity::Warning).collect();
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn numbers_that_touch_and_wide_gaps_between_them_are_nothing_to_speak_of() {
    for after in ["1000 or more", "1002 or more", "999 or more"] {
        let when = format!("employees = \"{after}\"");
        let told = told(&with(&[("other", "employees = \"100 to 999\""), ("other", &when)]));
        assert!(!told.iter().any(|told| told.contains("[R011]")), "{after}: {told:?}");
    }
}

#[test]
fn a_question_that_only_ever_may_be_unknown_is_still_answered_by_other_leads() {
    let told = told(&with(&[
        ("other", "product = \"unknown\""),
        ("other", "employees = \"unknown\""),
        ("other", "language = \"de\""),
    ]));
    assert!(!told.iter().any(|told| told.contains("never decides")), "{told:?}");
}

#[test]
fn what_is_said_of_one_rule_and_many_below_it_is_said_once() {
    let languages = ["de", "fr", "it", "es", "pl", "pt", "nl"].map(|code| format!("language = \"{code}\""));
    let below = languages.iter().map(|when| ("sales", when.as_str()));
    let told = told(&with(
        &[("other", "employees = \"1000 or more\"")].into_iter().chain(below).collect::<Vec<_>>(),
    ));
    let of = |code: &str| told.iter().filter(|told| told.ends_with(code)).collect::<Vec<_>>();
    assert_eq!(
        of("[R004]"),
        [
            "rule `r0` and 7 rules below it (`r1`, `r2`, `r3`, `r4`, `r5` and 2 more) both fit some leads, and would send them to different teams; for example `r1`: employees=1000 language=de [R004]"
        ]
    );
    let many = ["DE", "FR", "IT", "ES"].map(|code| format!("country = \"{code}\""));
    let told = self::told(&with(&many.each_ref().map(|when| ("other", when.as_str()))));
    let merge: Vec<_> = told.iter().filter(|told| told.ends_with("[R009]")).collect();
    assert_eq!(
        merge,
        [
            "rule `r0` can be one with `r1`, `r2`, `r3`: they differ in `country` only, and all send to team `other` [R009]"
        ]
    );
}

#[test]
fn a_rule_between_that_takes_leads_of_one_keeps_the_rest_from_being_one() {
    let told = told(&with(&[
        ("other", "country = \"DE\""),
        ("other", "country = \"FR\""),
        ("sales", "country = [\"DE\", \"IT\"], language = \"de\""),
        ("other", "country = \"IT\""),
        ("other", "country = \"ES\""),
    ]));
    let merge: Vec<_> = told.iter().filter(|told| told.ends_with("[R009]")).collect();
    assert_eq!(merge.len(), 2, "{told:?}");
    assert!(merge[0].starts_with("rule `r0` can be one with `r1`: "), "{told:?}");
    assert!(merge[1].starts_with("rule `r3` can be one with `r4`: "), "{told:?}");
}
