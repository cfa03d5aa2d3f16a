//! The three changes of routing-config/README.md: what it says that the command prints, it prints.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod support;

use std::fs;
use std::path::PathBuf;

use support::{beeline, copied, said, shipped};

/// The blocks of text under a heading of the README that are fenced as `language`.
fn blocks(heading: &str, language: &str) -> Vec<String> {
    let readme = fs::read_to_string(shipped().join("README.md")).unwrap();
    let part = readme.split(&format!("\n### {heading}\n")).nth(1).unwrap();
    let part = part.split("\n## ").next().unwrap().split("\n### ").next().unwrap();
    let opening = format!("```{language}\n");
    part.split(&opening).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

/// A copy of the shipped files.
struct Copy(PathBuf);

impl Copy {
    fn named(name: &str) -> Self {
        Self(copied(&format!("{name}/routing-config")))
    }

    fn edit(&self, file: &str, edit: impl Fn(&str) -> String) {
        let before = fs::read_to_string(self.0.join(file)).unwrap();
        let after = edit(&before);
        assert_ne!(before, after, "{file} is as it was");
        fs::write(self.0.join(file), after).unwrap();
    }

    /// Asserts that every line of a block is printed.
    #[track_caller]
    fn assert_says(&self, arguments: &[&str], block: &str) {
        let said = said(&beeline(&self.0, arguments));
        for line in block.lines() {
            let line = line.trim().trim_start_matches("error: ").trim_start_matches("note: ");
            assert!(said.contains(line), "{line} is not in {said}");
        }
    }
}

#[test]
fn a_rep_joins() {
    let copy = Copy::named("joins");
    let line = blocks("A rep joins", "csv").concat();
    copy.edit("roster.csv", |text| format!("{text}{line}"));
    copy.assert_says(&["check"], "Nothing is wrong");
    copy.assert_says(
        &["why-not", "lena-vogt", "--at", "2027-01-12 05:00"],
        &blocks("A rep joins", "text").concat(),
    );
    copy.edit("roster.csv", |text| text.replace("U0100000031", ""));
    copy.assert_says(
        &["check"],
        "rep `lena-vogt` has neither a `slack_id` nor a `phone`, and is told of no lead",
    );
}

#[test]
fn a_rep_is_away_for_two_weeks() {
    let copy = Copy::named("away");
    let [refused, until, left] = blocks("A rep is away for two weeks", "text").try_into().unwrap();
    copy.edit("roster.csv", |text| {
        let (before, after) = text.split_once("\nnora-fischer,").unwrap();
        let after = after.replacen("Europe/Berlin,,", "Europe/Berlin,8.3.2027 to 19.3.2027,", 1);
        format!("{before}\nnora-fischer,{after}")
    });
    copy.assert_says(&["check"], &refused);
    let days = blocks("A rep is away for two weeks", "csv").concat();
    copy.edit("roster.csv", |text| text.replace("8.3.2027 to 19.3.2027", days.trim()));
    copy.assert_says(&["check"], "Nothing is wrong");
    copy.assert_says(&["why-not", "nora-fischer", "--at", "2027-03-10 05:00"], &until);
    copy.assert_says(&["week", "--on", "2027-03-10", "form=demo", "country=DE", "employees=150"], &left);
}

#[test]
fn large_customers_of_the_uk_get_a_team_of_their_own() {
    let heading = "Large customers of the UK get a team of their own";
    let copy = Copy::named("enterprise-uk");
    let added = blocks(heading, "toml").concat();
    let (team, rule) = added.split_at(added.find("[[rule]]").unwrap());
    let [test, alone, goes] = blocks(heading, "text").try_into().unwrap();
    copy.edit("routing.toml", |text| {
        let text = text.replacen("[team.americas]", &format!("{team}[team.americas]"), 1);
        text.replacen(
            "[[rule]]\nid = \"enterprise\"\n",
            &format!("{rule}\n[[rule]]\nid = \"enterprise\"\n"),
            1,
        )
    });
    copy.edit("roster.csv", |text| text.replace("Henry Stone,enterprise,", "Henry Stone,enterprise-uk,"));
    copy.assert_says(&["check"], &test);
    copy.edit("tests.toml", |text| {
        let (before, after) =
            text.split_once("name = \"A large British company goes to Enterprise\"").unwrap();
        let after = after.replacen("= \"enterprise\"", "= \"enterprise-uk\"", 2);
        format!("{before}name = \"A large British company goes to a team of its own\"{after}")
    });
    copy.assert_says(&["check"], &alone);
    copy.assert_says(&["why", "form=demo", "country=GB", "employees=2500"], &goes);
    copy.assert_says(&["test", "--fail-under", "100"], "12 tests pass.");
}
