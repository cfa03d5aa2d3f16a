//! What holds of every page, whoever wrote it.

#![allow(dead_code)] // each test file uses its part

use std::collections::BTreeSet;

/// The values of an attribute, in order.
pub fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// Asserts that nothing is inline, that ids are unique and found by whatever refers to
/// them, and that links lead nowhere unexpected.
#[track_caller]
pub fn assert_sound(html: &str) {
    nothing_is_inline(html);
    ids_are_unique_and_found(html);
    for href in attributes(html, "href") {
        let known = ["/ops", "/assets/", "https://", "#", "data:image/svg+xml,"];
        assert!(known.iter().any(|start| href.starts_with(start)), "{href}");
    }
}

#[track_caller]
fn nothing_is_inline(html: &str) {
    for tag in html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
        let mut outside_quotes = tag.split('"').step_by(2);
        assert!(!tag.starts_with("script") && !tag.starts_with("style"), "{tag}");
        assert!(outside_quotes.all(|part| !part.contains(" style=") && !part.contains(" on")), "{tag}");
    }
    assert!(!html.contains("<script") && !html.contains(" style=\"") && !html.contains(" onclick=\""));
}

#[track_caller]
fn ids_are_unique_and_found(html: &str) {
    let ids = attributes(html, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    let mut wanted: Vec<&str> = attributes(html, "for");
    for name in ["aria-describedby", "aria-labelledby"] {
        wanted.extend(attributes(html, name).iter().flat_map(|list| list.split(' ')));
    }
    wanted.extend(attributes(html, "href").iter().filter_map(|href| href.strip_prefix('#')));
    for id in wanted {
        assert!(unique.contains(id), "nothing has the id {id}");
    }
}
