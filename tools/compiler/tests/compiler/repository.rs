//! The project's own `routing-config/`, and what its README promises.

use std::fs;
use std::path::{Path, PathBuf};

use beeline::lead::Lane;
use beeline_compiler::{Failure, Files, compile, compile_dir};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config")
}

/// The first block of the README that is fenced as `language`.
fn readme_block(language: &str) -> std::io::Result<String> {
    let readme = fs::read_to_string(folder().join("README.md"))?;
    let block = readme.split(&format!("```{language}\n")).nth(1).and_then(|rest| rest.split("```").next());
    Ok(block.unwrap_or_default().to_owned())
}

/// The project's files, with the README's new form, changed by `edit`, at the end.
fn with_the_readme_form(edit: impl Fn(&str) -> String) -> std::io::Result<Files> {
    let read = |name| fs::read_to_string(folder().join(name));
    let forms = format!("{}\n{}", read("forms.toml")?, edit(&readme_block("toml")?));
    Ok(Files::new().with("forms.toml", forms).with("routing.toml", read("routing.toml")?))
}

#[test]
fn the_projects_own_configuration_compiles() {
    let compiled = compile_dir(&folder()).unwrap();
    let demo = compiled.bundle.form("demo").unwrap();
    assert_eq!((demo.lane, demo.dedup_window_seconds), (Lane::Hot, 600));
    assert_eq!(compiled.bundle.fallback().name, "Sales");
}

#[test]
fn the_form_that_the_readme_adds_compiles() {
    let compiled = compile(&with_the_readme_form(str::to_owned).unwrap()).unwrap();
    assert_eq!(compiled.bundle.forms().len(), 2);
    assert!(compiled.bundle.form("pricing").is_some());
}

#[test]
fn the_message_in_the_readme_is_what_the_compiler_says() {
    let wrong = |form: &str| form.replace("\"standard\"", "\"normal\"").replace("\"sales\"", "\"slaes\"");
    let problems = compile(&with_the_readme_form(wrong).unwrap()).unwrap_err();
    assert_eq!(readme_block("text").unwrap(), format!("{}\n", Failure::Problems(problems)));
}
