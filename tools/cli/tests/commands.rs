//! What `cargo beeline` says of the project's own files, and of wrong ones.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod support;

use std::fs;

use serde_json::Value;
use support::{ENTERPRISE, GERMANY, beeline, broken, files, said, shipped};

#[test]
fn the_shipped_files_are_right_and_their_tests_try_every_rule_and_condition() {
    let checked = beeline(&shipped(), &["check"]);
    assert!(checked.status.success(), "{}", said(&checked));
    assert!(said(&checked).starts_with("Nothing is wrong: 3 forms, 4 teams, "), "{}", said(&checked));
    let tested = beeline(&shipped(), &["test", "--fail-under", "100"]);
    assert!(tested.status.success(), "{}", said(&tested));
    let laid_out = beeline(&shipped(), &["fmt", "--check"]);
    assert!(laid_out.status.success(), "{}", said(&laid_out));
}

#[test]
fn a_wrong_line_is_shown_with_what_to_write_instead() {
    let folder = broken("wrong", "routing.toml", "\"uk-ireland\"", "\"uk-irland\"");
    let checked = beeline(&folder, &["check"]);
    assert_eq!(checked.status.code(), Some(1));
    let said = said(&checked);
    for part in [
        "no line of territories.csv has that territory",
        "wrong/routing.toml:",
        "^^^^^^^^^^^",
        "write \"uk-ireland\"",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    assert!(said.ends_with("1 problem; nothing was built\n"), "{said}");
    let json = beeline(&folder, &["check", "--json"]);
    let told: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&told["ok"], &told["problems"][0]["severity"]), (&Value::Bool(false), &Value::from("error")));
}

#[test]
fn a_rule_that_no_test_tries_is_named() {
    let folder = broken(
        "untried",
        "routing.toml",
        "[[rule]]\n",
        "[[rule]]\nid = \"never-tried\"\nteam = \"sales\"\nwhen = { source = \"nobody\" }\n\n[[rule]]\n",
    );
    let tested = beeline(&folder, &["test"]);
    assert!(tested.status.success());
    let told = said(&tested);
    assert!(told.contains("not tried: rule `never-tried` decides about no lead"), "{told}");
    assert_eq!(beeline(&folder, &["test", "--fail-under", "100"]).status.code(), Some(1));
}

#[test]
fn a_change_that_sends_a_test_s_lead_elsewhere_is_a_problem_of_that_test() {
    let folder = broken("elsewhere", "routing.toml", "\"1000 or more\"", "\"10000 or more\"");
    let checked = beeline(&folder, &["check"]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(
        said(&checked).contains(
            "test `A large company goes to Enterprise, wherever it is`: the lead goes to team `sales` by rule `fallback`, and must go to team `enterprise` by rule `enterprise`"
        ),
        "{}",
        said(&checked)
    );
}

#[test]
fn of_a_rule_that_no_test_gets_to_nothing_is_said_of_its_conditions() {
    let folder = files("unreached", &format!("{ENTERPRISE}\n{GERMANY}"));
    let lead =
        "[[test]]\nname = \"Large\"\nlead = { form = \"demo\", employees = 2000 }\nteam = \"enterprise\"\n";
    fs::write(folder.join("tests.toml"), lead).unwrap();
    let told = said(&beeline(&folder, &["test"]));
    assert!(told.contains("not tried: rule `germany` decides about no lead\n"), "{told}");
    assert!(!told.contains("rule `germany`: "), "{told}");
    assert!(
        told.contains("not tried: rule `enterprise`: every lead fits its condition on employees"),
        "{told}"
    );
}

#[test]
fn tests_that_fail_are_counted_and_what_they_try_is_said_as_well() {
    let folder = broken("tests-fail", "tests.toml", "team = \"americas\"", "team = \"sales\"");
    let tested = beeline(&folder, &["test"]);
    assert_eq!(tested.status.code(), Some(1));
    let told = said(&tested);
    for part in ["error: test `", "1 of 12 tests fail.", "They try 100 % of 5 rules"] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    assert!(!told.contains("nothing was built"), "{told}");
}

#[test]
fn remarks_are_shown_by_check_and_counted_by_every_other_command() {
    let folder = broken("remarked", "routing.toml", "\"1000 or more\"", "\"1001 or more\"");
    let shown = |arguments: &[&str]| {
        let told = said(&beeline(&folder, arguments));
        (told.contains("[R011]"), told.contains("1 warning and "), told)
    };
    let (is_shown, is_counted, told) = shown(&["check"]);
    assert!(is_shown && !is_counted, "{told}");
    for arguments in
        [&["why", "form=demo"][..], &["test"], &["examples"], &["week", "form=demo"], &["fmt", "--check"]]
    {
        let (is_shown, is_counted, told) = shown(arguments);
        assert!(
            !is_shown && is_counted && told.contains(": see `cargo beeline check`"),
            "{arguments:?}: {told}"
        );
    }
}

#[test]
fn an_hour_that_nobody_said_is_marked_so() {
    let hours = "[[rule]]\nid = \"early\"\nteam = \"sales\"\nwhen = { hours = \"Mon-Fri 06:00-08:00\" }\n\n[[rule]]\n";
    let folder = broken("early", "routing.toml", "[[rule]]\n", hours);
    let told = said(&beeline(&folder, &["why", "form=demo"]));
    assert!(told.contains("✗ hours is Mon 00:00 (not said); wanted: Mon-Fri 06:00-08:00"), "{told}");
    let told = said(&beeline(&folder, &["why", "form=demo", "hours=Tue 06:30"]));
    assert!(told.contains("✓ hours is Tue 06:30; wanted: Mon-Fri 06:00-08:00"), "{told}");
    let examples = beeline(&folder, &["examples"]);
    let written = String::from_utf8(examples.stdout).unwrap();
    assert!(written.contains("lead = "), "{written}");
    assert!(
        written.lines().filter(|line| line.starts_with("lead = ")).all(|line| line.contains("hours = ")),
        "{written}"
    );
}

#[test]
fn one_day_and_one_time_are_an_hour_of_a_lead() {
    for (hours, minute) in
        [("Sat 10:00", 5 * 1_440 + 600), ("Saturday 10am", 5 * 1_440 + 600), ("Mon 00:00", 0)]
    {
        let hours = format!("hours={hours}");
        let told = beeline(&shipped(), &["--json", "why", "form=demo", &hours]);
        assert_eq!(support::json(&told)["facts"]["minute"], minute, "{hours}");
    }
    for hours in [
        "Sat-Sun 10:00",
        "Fri-Sat 00:00",
        "daily 10:00",
        "Mon-Sun 00:00",
        "Mon 08:00-09:00, 09:00",
        "Mon",
        "10:00",
    ] {
        let why = beeline(&shipped(), &["why", "form=demo", &format!("hours={hours}")]);
        assert_eq!(why.status.code(), Some(2), "{hours}");
        assert!(
            said(&why).contains("and must be one day and one time: write something like \"Sat 10:00\""),
            "{}",
            said(&why)
        );
    }
}

#[test]
fn why_says_each_condition_and_what_would_have_changed_the_team() {
    let why = beeline(&shipped(), &["why", "form=demo", "country=DE", "employees=150"]);
    let said_so = said(&why);
    for part in [
        "To emea (rule emea): Europe, Middle East and Africa.",
        "✗ employees is 150; wanted: 1000 or more",
        "✓ territory is dach; wanted: one of dach, rest-of-europe, uk-ireland",
        "to enterprise (rule enterprise), if employees were 1000 or more",
        "to sales (the fallback), if employees were 19 or fewer or not known",
    ] {
        assert!(said_so.contains(part), "{part} is not in {said_so}");
    }
    let json = beeline(&shipped(), &["--json", "why", "form=demo", "country=DE", "employees=150"]);
    let told: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&told["team"], &told["facts"]["territory"]), (&Value::from("emea"), &Value::from("dach")));
}

#[test]
fn what_is_said_of_a_lead_must_make_sense() {
    let why = beeline(&shipped(), &["why", "form=demo", "contry=DE", "employees=many"]);
    assert_eq!(why.status.code(), Some(2));
    let said = said(&why);
    assert!(
        said.contains("`contry` is nothing that is known of a lead: write country in its place"),
        "{said}"
    );
    assert!(said.contains("`employees` is \"many\", and must be numbers"), "{said}");
}

#[test]
fn examples_try_what_no_test_does_and_leave_what_stands_there() {
    let folder = broken("examples", "tests.toml", "[[test]]", "# Written by hand.\n[[test]]");
    let by_hand = fs::read_to_string(folder.join("tests.toml")).unwrap();
    let few = by_hand.split("[[test]]").take(2).collect::<Vec<_>>().join("[[test]]");
    fs::write(folder.join("tests.toml"), few.trim_end()).unwrap();
    assert_eq!(beeline(&folder, &["test", "--fail-under", "100"]).status.code(), Some(1));
    let printed = beeline(&folder, &["examples"]);
    assert!(String::from_utf8_lossy(&printed.stdout).starts_with("[[test]]\nname = "), "{}", said(&printed));
    let written = beeline(&folder, &["examples", "--write"]);
    assert!(written.status.success(), "{}", said(&written));
    let text = fs::read_to_string(folder.join("tests.toml")).unwrap();
    assert!(text.starts_with(few.trim_end()), "{text}");
    assert!(text.ends_with(&*String::from_utf8_lossy(&printed.stdout)), "{text}");
    let tested = beeline(&folder, &["test", "--fail-under", "100"]);
    assert!(tested.status.success(), "{}", said(&tested));
    let again = beeline(&folder, &["examples", "--write"]);
    assert!(said(&again).contains("There is nothing to add"), "{}", said(&again));
    assert_eq!(fs::read_to_string(folder.join("tests.toml")).unwrap(), text);
}

#[test]
fn fmt_lays_files_out_and_leaves_wrong_ones_alone() {
    let folder = broken("fmt", "routing.toml", "fallback = \"sales\"", "fallback=\"sales\"");
    assert_eq!(beeline(&folder, &["fmt", "--check"]).status.code(), Some(1));
    let before = said(&beeline(&folder, &["check"]));
    assert!(beeline(&folder, &["fmt"]).status.success());
    assert!(beeline(&folder, &["fmt", "--check"]).status.success());
    let text = fs::read_to_string(folder.join("routing.toml")).unwrap();
    assert!(text.contains("\nfallback = \"sales\"\n"), "{text}");
    let bundle = |said: &str| said.split("Bundle ").nth(1).unwrap().split('.').next().unwrap().to_owned();
    assert_eq!(bundle(&before), bundle(&said(&beeline(&folder, &["check"]))));
    let wrong = broken("fmt-wrong", "routing.toml", "fallback = \"sales\"", "fallback=\"slaes\"");
    let told = beeline(&wrong, &["fmt"]);
    assert_eq!(told.status.code(), Some(1));
    assert!(said(&told).contains("left as they are"), "{}", said(&told));
    assert!(fs::read_to_string(wrong.join("routing.toml")).unwrap().contains("fallback=\"slaes\""));
}

#[test]
fn a_country_of_a_lead_may_stand_in_small_letters() {
    let told = support::json(&beeline(&shipped(), &["--json", "why", "form=demo", "country=fr"]));
    assert_eq!(told["facts"]["country"], "fr");
    let told = said(&beeline(&shipped(), &["why", "form=demo", "country=qq"]));
    assert!(told.contains("`country` is \"qq\", and must be two capital letters, such as DE"), "{told}");
    let told = said(&beeline(&shipped(), &["why", "form=demo", "country=Germany"]));
    assert!(told.contains("write \"DE\" in its place"), "{told}");
}

#[test]
fn what_is_said_to_write_instead_can_be_pasted() {
    let rule = "[[rule]]\nid = \"enterprise\"\n";
    for (name, file, right, wrong, message, fix) in [
        (
            "id",
            "routing.toml",
            "id = \"emea\"",
            "id = \"Emea\"",
            "an id is 1 to 40 small letters",
            "id = \"emea\"",
        ),
        (
            "gone",
            "tests.toml",
            "rule = \"fallback\"",
            "rule = \"xyz\"",
            "no rule of routing.toml has that id",
            "delete the line",
        ),
        (
            "near",
            "tests.toml",
            "rule = \"fallback\"",
            "rule = \"fallbakc\"",
            "no rule of routing.toml has that id",
            "rule = \"fallback\"",
        ),
        (
            "hours",
            "routing.toml",
            rule,
            &format!("{rule}hours = [\"Sat 10:00-14:00\"]\n"),
            "rule 2 has no setting `hours`",
            "move it into `when`: when = { hours = [\"Sat 10:00-14:00\"] }",
        ),
        (
            "when",
            "routing.toml",
            "when = { employees",
            "whenn = { employees",
            "rule 2 has no setting `whenn`",
            "did you mean `when`?",
        ),
        (
            "column",
            "roster.csv",
            ",active",
            ",aktiv",
            "roster.csv has no column `aktiv`",
            "rename it to `active`",
        ),
    ] {
        let told = said(&beeline(&broken(&format!("paste-{name}"), file, right, wrong), &["check"]));
        assert!(told.contains(message) && told.contains(&format!("help: {fix}")), "{name}: {told}");
        assert!(told.contains("\n1 problem; nothing was built\n"), "{name}: {told}");
    }
}
