//! The stylesheet is whole, and styles nothing that no page has.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use beeline::page::STYLESHEET;

/// The classes that rules are for.
fn classes() -> BTreeSet<&'static str> {
    let selectors = STYLESHEET.lines().filter(|line| line.ends_with(['{', ',']) && !line.contains(": "));
    let after_dots = selectors.flat_map(|line| line.split('.').skip(1));
    let is_class = |class: &&str| class.starts_with(|first: char| first.is_ascii_lowercase());
    let names = after_dots.map(|rest| rest.split(|next: char| next != '-' && !next.is_ascii_lowercase()));
    names.filter_map(|mut parts| parts.next()).filter(is_class).collect()
}

/// Everything in a folder and its folders.
fn sources(folder: &Path) -> String {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.map(|path| if path.is_dir() { sources(&path) } else { fs::read_to_string(path).unwrap() }).collect()
}

#[test]
fn every_class_with_a_rule_is_one_that_a_page_has() {
    let pages = sources(Path::new("src/page"));
    let is_there = |class: &&str| {
        let ways = [format!(".{class}"), format!("\"{class}"), format!("{class}\"")];
        ways.iter().any(|way| pages.contains(way))
    };
    let unused: Vec<&str> = classes().into_iter().filter(|class| !is_there(class)).collect();
    assert_eq!(unused, [""; 0]);
    assert!(classes().len() > 50, "the rules are read: {:?}", classes());
}

#[test]
fn every_file_is_in_it_once_and_comments_are_not() {
    let whole: String = STYLESHEET.split_whitespace().collect();
    let mut length = 0;
    for file in
        fs::read_dir("web").unwrap().filter(|file| file.as_ref().is_ok_and(|file| file.path().is_file()))
    {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let rules: String = text.split("/*").map(|part| part.rsplit("*/").next().unwrap()).collect();
        let rules: String = rules.split_whitespace().collect();
        assert_eq!(whole.matches(&rules).count(), 1);
        length += rules.len();
    }
    assert_eq!(whole.len(), length);
    assert!(!STYLESHEET.contains("/*"));
}
