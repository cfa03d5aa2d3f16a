//! The project's own `routing-config/`, and what its README promises.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use beeline::lead::Lane;
use beeline_compiler::{Failure, Files, compile, compile_dir};

use crate::support::{FORMS, ROUTING, files, told_with};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config")
}

/// The first block under a heading of the README, of whichever rank, that is fenced as `language`.
fn readme_block(heading: &str, language: &str) -> std::io::Result<String> {
    let readme = fs::read_to_string(folder().join("README.md"))?;
    let part = readme.split(&format!("# {heading}\n")).nth(1).unwrap_or_default();
    let block = part.split(&format!("```{language}\n")).nth(1).and_then(|rest| rest.split("```").next());
    Ok(block.unwrap_or_default().to_owned())
}

/// The project's files, with the README's new form, changed by `edit`, at the end.
fn with_the_readme_form(edit: impl Fn(&str) -> String) -> std::io::Result<Files> {
    let read = |name| fs::read_to_string(folder().join(name));
    let forms = format!("{}\n{}", read("forms.toml")?, edit(&readme_block("Add a form", "toml")?));
    Ok(Files::read(&folder()).map_err(std::io::Error::other)?.with("forms.toml", forms))
}

#[test]
fn the_projects_own_configuration_compiles() {
    let compiled = compile_dir(&folder()).unwrap();
    let demo = compiled.bundle.form("demo").unwrap();
    assert_eq!((demo.lane, demo.dedup_window_seconds), (Lane::Hot, 600));
    assert_eq!(compiled.bundle.fallback().name, "Sales");
}

#[test]
fn the_projects_second_form_asks_for_something_of_its_own() {
    let compiled = compile_dir(&folder()).unwrap();
    let contact = &compiled.bundle.form("contact").unwrap().contract;
    assert!(contact.fields.get("topic").is_some_and(|topic| topic.required && topic.choices.len() == 4));
    assert!(!contact.has("employees") && !contact.has("company"));
}

/// The examples, tests and benchmarks of this project send leads to the demo form.
#[test]
fn the_demo_form_accepts_the_wordings_that_the_project_itself_names() {
    let compiled = compile_dir(&folder()).unwrap();
    let terms = &compiled.bundle.form("demo").unwrap().contract.consent;
    let senders = ["README.md", "bench/leads.mjs", "tests/workerd/support/session.mjs", "xtask/src/dev.rs"];
    for sender in senders {
        let text = fs::read_to_string(folder().join("..").join(sender)).unwrap();
        let named: Vec<&str> = text
            .split("text_version")
            .skip(1)
            .filter_map(|rest| rest.trim_start_matches(['"', ':', ' ']).split('"').next())
            .collect();
        assert!(!named.is_empty(), "{sender} names no wording");
        for version in named {
            assert!(terms.knows(version), "{sender} names {version}");
        }
    }
}

#[test]
fn the_readme_explains_every_setting() {
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    let of_forms =
        ["", ".field.own", ".field.email", ".consent", ".drift", ".web_to_lead", ".hubspot", ".webhook"];
    let of_forms =
        of_forms.map(|section| format!("[form.demo{section}.x]\nzzz = 1").replace("[form.demo.x]\n", ""));
    for section in of_forms.into_iter().chain(["[residency]\nzzz = 1".to_owned()]) {
        let told = told_with(&section);
        let told = told
            .iter()
            .find(|told| told.contains(" can have "))
            .unwrap_or_else(|| panic!("{section}: {told:?}"));
        for setting in told.split(" can have ").nth(1).unwrap().split(", ") {
            let named =
                readme.contains(&format!("`{setting}`")) || readme.contains(&format!("[form.demo.{setting}"));
            assert!(named, "README.md does not explain {setting}");
        }
    }
}

#[test]
fn the_readme_names_every_country_that_a_word_for_several_stands_for() {
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    let line = readme.lines().find(|line| line.starts_with("`\"EU\"` stands for")).unwrap();
    let codes = line.split(|other: char| !other.is_ascii_alphanumeric());
    let named: BTreeSet<&str> = codes
        .filter(|code| code.len() == 2 && *code != "EU" && code.bytes().all(|it| it.is_ascii_uppercase()))
        .collect();
    let written = format!("{FORMS}[residency]\neu = [\"EEA\"]\n");
    let bundle = String::from_utf8(compile(&files(&written, ROUTING)).unwrap().bytes).unwrap();
    let pairs = bundle.split("\"residency\":{").nth(1).unwrap().trim_end_matches('}').split(',');
    let pinned: BTreeSet<&str> = pairs.filter_map(|pair| pair.split('"').nth(1)).collect();
    assert_eq!(named, pinned);
    assert_eq!(pinned.len(), 37);
}

#[test]
fn the_form_that_the_readme_adds_compiles() {
    let compiled = compile(&with_the_readme_form(str::to_owned).unwrap()).unwrap();
    assert_eq!(compiled.bundle.forms().len(), 4);
    assert!(compiled.bundle.form("pricing").is_some());
}

#[test]
fn the_message_in_the_readme_is_what_the_compiler_says() {
    let wrong = |form: &str| {
        let form = form.replace("\"standard\"", "\"normal\"").replace("\"sales\"", "\"slaes\"");
        form.replace("\"number\"", "\"integer\"")
    };
    let problems = compile(&with_the_readme_form(wrong).unwrap()).unwrap_err();
    assert_eq!(
        readme_block("What the build says", "text").unwrap(),
        format!("{}\n", Failure::Problems(problems))
    );
}

#[test]
fn the_rule_and_the_test_of_the_readme_are_what_they_say() {
    let files = || Files::read(&folder()).unwrap();
    let written = |name: &str| fs::read_to_string(folder().join(name)).unwrap();
    let rule = readme_block("Who gets a lead", "toml").unwrap().replace("id = \"emea\"", "id = \"emea-too\"");
    let test = readme_block("Try it", "toml").unwrap().replace("name = \"A", "name = \"Again: a");
    let changed = files()
        .with("routing.toml", format!("{}\n{rule}", written("routing.toml")))
        .with("tests.toml", format!("{}\n{test}", written("tests.toml")));
    let compiled = compile(&changed).unwrap();
    assert!(compiled.bundle.rules().iter().any(|rule| rule.id == "emea-too"));
    assert_eq!(compiled.cases.len(), compile(&files()).unwrap().cases.len() + 1);
}
