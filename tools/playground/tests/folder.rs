//! What the page is told of files and leads.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use std::fs;
use std::path::Path;

use beeline_playground::{AnsweredBy, AskKind, Folder, Playground, Report, Said, WeekPart};
use serde_json::Value;

/// Monday, 23 November 2026, at 10:00 UTC.
const TODAY_MS: i64 = 1_795_428_000_000;

fn shipped() -> Folder {
    let mut folder = Folder::default();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config");
    for entry in fs::read_dir(path).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".toml") || name.ends_with(".csv") {
            folder.put(&name, fs::read(entry.path()).unwrap());
        }
    }
    folder
}

const FORMS: &str = r#"
[form.demo]
title = "Book a demo"
lane = "hot"
dedup_window_seconds = 600
thank_you_url = "/thanks"

[form.demo.field.budget]
type = "choice"
label = "Yearly budget"
choices = ["Under 10k", "Over 50k"]

[form.contact]
title = "Contact us"
lane = "standard"
dedup_window_seconds = 600
thank_you_url = "/thanks"
"#;

const ROUTING: &str = r#"
fallback = "sales"

[team.sales]
name = "Sales"
sla_seconds = 300

[team.night]
name = "Night shift"
sla_seconds = 600

[[rule]]
id = "rich"
team = "sales"
when = { "field.budget" = "Over 50k" }

[[rule]]
id = "alps"
team = "night"
when = { territory = "alps", employees = "200 or more" }

[[rule]]
id = "after-hours"
team = "night"
when = { hours = "Mon-Fri 18:00-24:00", country = ["DE", "unknown"] }
"#;

const TERRITORIES: &str = "territory,country,subdivision,postal_from,postal_to,note\n\
                           alps,AT,AT-7,,,Tyrol\nalps,CH,,,,\n";

const ROSTER: &str = "\
rep,name,team,weight,daily_cap,hours,time_zone,out_of_office,holidays,slack_id,phone,booking_url,active
ann,Ann Early,sales,10,,Mon-Fri 08:00-16:00,UTC,,de-be,U0100000001,,,yes
ben,Ben Late,sales,10,,Mon-Fri 10:00-18:00,UTC,,de-be,U0100000002,,,yes
cleo,Cleo Night,night,10,,Mon-Thu 18:00-24:00,UTC,,,U0100000003,,,yes
";

const HOLIDAYS: &str = "region,date,name,part\nde-be,2026-12-25,Christmas,\n";

const TESTS: &str = r#"
[[test]]
name = "A large company in the Alps"
lead = { form = "demo", country = "CH", employees = 200 }
team = "night"
rule = "alps"
"#;

fn small() -> Folder {
    let mut folder = Folder::default();
    for (name, text) in [
        ("forms.toml", FORMS),
        ("routing.toml", ROUTING),
        ("territories.csv", TERRITORIES),
        ("tests.toml", TESTS),
    ] {
        folder.put(name, text.into());
    }
    folder
}

fn with_reps() -> Folder {
    let mut folder = small();
    folder.put("roster.csv", ROSTER.into());
    folder.put("holidays.csv", HOLIDAYS.into());
    folder
}

fn said(pairs: &[(&str, &str)]) -> Said {
    pairs.iter().map(|(name, answer)| ((*name).to_owned(), (*answer).to_owned())).collect()
}

fn errors(report: &Report) -> Vec<(&str, usize, usize)> {
    let errors = report.problems.iter().filter(|problem| problem.severity == "error");
    errors.map(|problem| (problem.file.as_str(), problem.line, problem.column)).collect()
}

#[test]
fn of_the_shipped_files_nothing_is_wrong_and_every_test_goes_where_it_must() {
    let report = shipped().check(TODAY_MS);
    assert!(report.ok, "{:?}", report.problems);
    let told = report.configuration.unwrap();
    assert!(told.bundle.is_some());
    assert!(!told.tests.is_empty());
    for test in &told.tests {
        assert!(test.passes, "{test:?}");
    }
}

#[test]
fn a_mistake_is_told_at_its_place_and_nothing_can_be_tried_until_it_is_mended() {
    let mut folder = small();
    folder.put("routing.toml", ROUTING.replace("team = \"night\"", "team = \"nihgt\"").into());
    let report = folder.check(TODAY_MS);
    assert!(!report.ok);
    assert_eq!(errors(&report), [("routing.toml", 19, 8), ("routing.toml", 24, 8)]);
    let first = &report.problems[0];
    assert!(first.fix.contains("\"night\""), "{first:?}");
    assert_eq!(report.configuration, None);
    let wrong = folder.why(&said(&[("form", "demo")])).unwrap_err();
    assert_eq!(wrong, ["The files say something wrong: mend that first."]);

    folder.put("routing.toml", ROUTING.into());
    assert!(folder.check(TODAY_MS).ok);
    assert_eq!(folder.why(&said(&[("form", "demo")])).unwrap().team, "sales");
}

#[test]
fn when_only_tests_fail_leads_can_still_be_tried_and_the_failing_test_is_marked() {
    let mut folder = small();
    assert!(folder.check(TODAY_MS).ok);
    folder.put("routing.toml", ROUTING.replace("200 or more", "201 or more").into());
    let report = folder.check(TODAY_MS);
    assert_eq!(errors(&report), [("tests.toml", 2, 1)]);
    let told = report.configuration.unwrap();
    assert_eq!(told.bundle, None, "nothing would be built");
    assert_eq!(told.tests.iter().map(|test| test.passes).collect::<Vec<_>>(), [false]);
    assert_eq!(folder.why(&told.tests[0].lead).unwrap().rule, "fallback");
}

#[test]
fn tests_that_were_changed_are_not_told_from_memory() {
    let mut folder = small();
    assert!(folder.check(TODAY_MS).ok);
    folder.put("tests.toml", TESTS.replace("\"alps\"", "\"rich\"").into());
    let report = folder.check(TODAY_MS);
    assert!(!report.ok);
    assert_eq!(report.configuration.unwrap().tests, []);
}

#[test]
fn a_test_s_lead_said_again_is_the_same_lead() {
    for mut folder in [small(), shipped()] {
        for test in folder.check(TODAY_MS).configuration.unwrap().tests {
            let went = folder.why(&test.lead).unwrap();
            assert_eq!(went.team, test.team, "{test:?}");
        }
    }
}

#[test]
fn everything_that_some_rule_asks_is_asked_with_the_answers_that_are_known() {
    let asks = small().check(TODAY_MS).configuration.unwrap().asks;
    let names: Vec<&str> = asks.iter().map(|ask| ask.name.as_str()).collect();
    assert_eq!(
        names,
        ["form", "country", "subdivision", "postal_code", "territory", "employees", "field.budget", "hours"]
    );
    let ask = |name: &str| asks.iter().find(|ask| ask.name == name).unwrap();
    assert_eq!(ask("form").answers[1].label, "Book a demo");
    assert_eq!(ask("subdivision").answers[0].value, "AT-7");
    assert_eq!(ask("field.budget").label, "Yearly budget");
    assert_eq!(ask("field.budget").forms, Some(vec!["demo".to_owned()]));
    assert_eq!(ask("field.budget").answers[1].value, "Over 50k");
    assert_eq!((ask("employees").kind, ask("hours").kind), (AskKind::Number, AskKind::Moment));
    assert!(ask("country").answers.iter().any(|answer| answer.value == "CH"));
}

#[test]
fn why_names_each_condition_with_what_is_known_and_what_would_have_changed_the_team() {
    let mut folder = small();
    folder.check(TODAY_MS);
    let why = folder.why(&said(&[("form", "demo"), ("country", "CH"), ("employees", "150")])).unwrap();
    assert_eq!((why.team_name.as_str(), why.rule.as_str()), ("Sales", "fallback"));
    assert_eq!(why.territory.as_deref(), Some("alps"));
    let alps = &why.rules[1];
    let conditions: Vec<_> = alps
        .conditions
        .iter()
        .map(|told| (told.subject.as_str(), told.known.as_str(), told.wanted.as_str(), told.fits))
        .collect();
    assert_eq!(
        conditions,
        [("Territory", "alps", "alps", true), ("Number of employees", "150", "200 or more", false)]
    );
    let otherwise: Vec<_> =
        why.otherwise.iter().map(|other| (other.team_name.as_str(), other.if_so.as_str())).collect();
    assert_eq!(otherwise, [("Night shift", "the number of employees were 200 or more")]);
}

#[test]
fn a_lead_that_goes_elsewhere_than_before_is_told_so() {
    let mut folder = small();
    folder.check(TODAY_MS);
    let lead = said(&[("form", "demo"), ("country", "CH"), ("employees", "200")]);
    assert_eq!(folder.why(&lead).unwrap().before, None, "nothing was kept");
    folder.keep();
    assert_eq!(folder.why(&lead).unwrap().before, None, "nothing is different");
    folder.put("routing.toml", ROUTING.replace("200 or more", "201 or more").into());
    folder.check(TODAY_MS);
    let before = folder.why(&lead).unwrap().before.unwrap();
    assert_eq!((before.team_name.as_str(), before.rule.as_str()), ("Night shift", "alps"));
    assert_eq!(folder.why(&said(&[("form", "demo")])).unwrap().before, None);
}

#[test]
fn codes_of_countries_are_written_as_everybody_writes_them() {
    let mut folder = small();
    folder.check(TODAY_MS);
    let why = folder.why(&said(&[("form", "demo"), ("country", "AT"), ("hours", "Mon 19:00")])).unwrap();
    let country = &why.rules[2].conditions[0];
    assert_eq!((country.known.as_str(), country.wanted.as_str()), ("AT", "DE, or not known"));
    let otherwise: Vec<&str> = why.otherwise.iter().map(|other| other.if_so.as_str()).collect();
    assert!(otherwise.contains(&"the country were DE or not known"), "{otherwise:?}");
}

#[test]
fn hours_are_told_as_they_are_written_in_the_files() {
    let mut folder = small();
    folder.check(TODAY_MS);
    let why = folder.why(&said(&[("form", "demo"), ("country", "DE"), ("hours", "Mon 10:00")])).unwrap();
    assert_eq!(why.rules[2].conditions[1].wanted, "Mon-Fri 18:00-24:00");
    let otherwise: Vec<&str> = why.otherwise.iter().map(|other| other.if_so.as_str()).collect();
    assert_eq!(otherwise, ["it came Mon-Fri 18:00-24:00"]);
}

#[test]
fn the_week_follows_the_hours_of_the_rules() {
    let mut folder = small();
    folder.check(TODAY_MS);
    let week = folder.week(&said(&[("form", "demo"), ("country", "DE")])).unwrap();
    assert_eq!(week.parts.len(), 11, "five evenings, and what is around them");
    let evening = &week.parts[1];
    assert_eq!((evening.from_minute, evening.until_minute), (18 * 60, 24 * 60));
    assert_eq!((evening.team_name.as_str(), evening.rule.as_str()), ("Night shift", "after-hours"));
    assert_eq!((evening.answered_by, evening.at_work.len()), (AnsweredBy::Anybody, 0));
}

/// From and until in hours of the week, who answers, and how many of each team that is asked.
fn told(part: &WeekPart) -> (u16, u16, AnsweredBy, Vec<(&str, usize, usize)>) {
    let at_work = part.at_work.iter().map(|team| (team.team_name.as_str(), team.fewest, team.most));
    (part.from_minute / 60, part.until_minute / 60, part.answered_by, at_work.collect())
}

#[test]
fn the_week_says_how_many_reps_work_and_when_nobody_does() {
    let mut folder = with_reps();
    assert!(folder.check(TODAY_MS).ok);
    let week = folder.week(&said(&[("form", "demo"), ("country", "DE")])).unwrap();
    let monday: Vec<_> = week.parts.iter().filter(|part| part.from_minute < 24 * 60).map(told).collect();
    assert_eq!(
        monday,
        [
            (0, 8, AnsweredBy::Nobody, vec![("Sales", 0, 0)]),
            (8, 18, AnsweredBy::Team, vec![("Sales", 1, 2)]),
            (18, 24, AnsweredBy::Team, vec![("Night shift", 1, 1)]),
        ]
    );
    let friday_evening = week.parts.iter().find(|part| part.from_minute == 4 * 1_440 + 18 * 60).unwrap();
    assert_eq!(told(friday_evening), (114, 120, AnsweredBy::Nobody, vec![("Night shift", 0, 0)]));
    let last = week.parts.last().unwrap();
    assert_eq!(told(last), (120, 168, AnsweredBy::Nobody, vec![("Sales", 0, 0)]));
}

#[test]
fn hours_of_an_overflow_are_told_apart_from_those_of_the_team_itself() {
    let mut folder = with_reps();
    let overflow = ROUTING.replace("[team.night]\n", "[team.night]\noverflow = \"sales\"\n");
    folder.put("routing.toml", overflow.replace("Mon-Fri 18:00-24:00", "Mon-Fri 17:00-24:00").into());
    assert!(folder.check(TODAY_MS).ok);
    let week = folder.week(&said(&[("form", "demo"), ("country", "DE")])).unwrap();
    let lent = week.parts.iter().find(|part| part.answered_by == AnsweredBy::Overflow).unwrap();
    assert_eq!(told(lent), (17, 18, AnsweredBy::Overflow, vec![("Night shift", 0, 0), ("Sales", 1, 1)]));
}

#[test]
fn the_week_is_whole_in_a_week_in_which_the_clock_changes() {
    let zoned = format!("time_zone = \"America/New_York\"{ROUTING}");
    // The Sundays on which the clock is put forward, and back.
    for today_ms in [1_772_971_200_000, 1_793_534_400_000] {
        let mut folder = with_reps();
        folder.put("routing.toml", zoned.clone().into());
        assert!(folder.check(today_ms).ok);
        let week = folder.week(&said(&[("form", "demo"), ("country", "DE")])).unwrap();
        let mut minute = 0;
        for part in &week.parts {
            assert!(part.from_minute == minute && part.until_minute > minute, "{part:?}");
            minute = part.until_minute;
        }
        assert_eq!(minute, 10_080);
    }
}

#[test]
fn mistakes_in_the_tables_of_reps_are_told_at_their_lines() {
    let mut folder = with_reps();
    folder.put("roster.csv", ROSTER.replace("18:00-24:00", "18:00-25:00").into());
    folder.put("holidays.csv", HOLIDAYS.replace("2026-12-25", "25.12.2026").into());
    let report = folder.check(TODAY_MS);
    let places: Vec<_> = errors(&report).iter().map(|(file, line, _)| (*file, *line)).collect();
    assert_eq!(places, [("roster.csv", 4), ("holidays.csv", 2)]);
    assert!(report.problems.iter().any(|problem| problem.fix.contains("2026-12-25")), "{report:?}");
}

#[test]
fn holidays_that_are_missing_are_told_by_the_reader_s_calendar() {
    let mut folder = with_reps();
    let warns = |report: &Report| {
        let mut warnings = report.problems.iter().filter(|problem| problem.severity == "warning");
        warnings.any(|problem| problem.message.contains("2027"))
    };
    const SUMMER_MS: i64 = 1_782_900_000_000;
    assert!(!warns(&folder.check(SUMMER_MS)));
    let report = folder.check(TODAY_MS);
    assert!(warns(&report), "{report:?}");
    assert!(report.ok, "a warning keeps nothing from being built");
}

#[test]
fn javascript_reads_and_writes_json() {
    let read = |text: String| serde_json::from_str::<Value>(&text).unwrap();
    let mut playground = Playground::new();
    for (name, text) in [("forms.toml", FORMS), ("routing.toml", ROUTING), ("territories.csv", TERRITORIES)] {
        playground.put(name, text.into());
    }
    assert_eq!(read(playground.check(TODAY_MS))["ok"], true);
    let lead = r#"[["form","demo"],["country","AT"],["subdivision","AT-7"],["employees","200"]]"#;
    assert_eq!(read(playground.why(lead))["rule"], "alps");
    assert_eq!(read(playground.week(lead))["parts"][0]["until_minute"], 10_080);
    let wrong = read(playground.why(r#"[["form","dem"],["employees","many"]]"#));
    assert!(wrong["wrong"][0].as_str().unwrap().contains("no form"), "{wrong}");
    assert!(read(playground.why("{}"))["wrong"].is_array());
    playground.put("teams.csv", b"x".to_vec());
    assert_eq!(read(playground.check(TODAY_MS))["problems"][0]["file"], "teams.csv");
    playground.remove("teams.csv");
    assert_eq!(read(playground.check(TODAY_MS))["ok"], true);
}
