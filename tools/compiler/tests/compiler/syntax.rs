//! Lines that are not TOML, as people who never heard of TOML write them.

use crate::support::{FORMS, ROUTING, assert_told, files, told, told_of_form};

/// `lane = "hot"` on line 3 as it was written, the column, what is said, and the fix.
const LANES: &[(&str, usize, &str, &str)] = &[
    ("lane = hot", 8, "the text of `lane` is not in quotes", "lane = \"hot\""),
    ("lane = hot # a remark", 8, "the text of `lane` is not in quotes", "lane = \"hot\""),
    ("lane = \"hot", 12, "the text of `lane` is not closed", "lane = \"hot\""),
    ("lane = \"hot\";", 13, "after the text of `lane` stands something more: `;`", "lane = \"hot\""),
    ("lane: \"hot\"", 5, "the line `lane: \"hot\"` has no equals sign", "lane = \"hot\""),
    ("lane hot", 6, "the line `lane hot` has no equals sign", "lane = \"hot\""),
    (
        "lane",
        5,
        "the line `lane` has no equals sign",
        "write name = value, or begin the line with # to make it a remark",
    ),
    ("lane == \"hot\"", 7, "`lane` has more than one equals sign", "lane = \"hot\""),
    ("lane =", 7, "`lane` has no value", "write lane = and its value, or delete the line"),
    ("= \"hot\"", 1, "nothing stands before the equals sign", "name = \"hot\""),
    (
        "lane = “hot”",
        8,
        "curly quotes, as a word processor makes them, do not count as quotes",
        "write straight ones: lane = \"hot\"",
    ),
    (
        "lane = \"h\\ot\"",
        11,
        "the text of `lane` has a backslash, which means something else here",
        "write / instead, or two backslashes for one",
    ),
    (
        "lane = \"hot\" team = \"sales\"",
        14,
        "after the text of `lane` stands something more: `team = \"sales\"`",
        "put it on a line of its own",
    ),
    (
        "lane = \"a \"hot\" one\"",
        12,
        "after the text of `lane` stands something more: `hot\" one\"`",
        "only a remark after # may follow; inside text write \\\" for a quote",
    ),
    (
        "lane = \"\"\"hot",
        8,
        "text that was opened with three quotes is never closed",
        "put the text on one line, between one \" and another",
    ),
    ("// hot", 1, "a remark begins with #", "# hot"),
    (
        "<<<<<<< HEAD",
        1,
        "a merge left two versions of the file here",
        "keep one of the two versions, and delete the lines of <<<<<<<, ======= and >>>>>>>",
    ),
    (
        "the lane = \"hot\"",
        5,
        "`the lane` is not the name of a setting: only letters, digits, _ and -",
        "the_lane = \"hot\"",
    ),
];

#[test]
fn each_kind_of_unreadable_line_is_explained() {
    for (written, column, message, fix) in LANES {
        let message = format!("forms.toml:3:{column}: {message}");
        assert_told(&told_of_form("lane = \"hot\"", written), &message, fix);
    }
}

#[test]
fn each_kind_of_unreadable_number_is_explained() {
    let cases = [
        ("600,", 27, "dedup_window_seconds = 600"),
        ("1,200", 25, "dedup_window_seconds = 1200"),
        ("007", 24, "dedup_window_seconds = 7"),
        ("10 min", 24, "write a number with digits alone, text in quotes: dedup_window_seconds = \"10 min\""),
    ];
    for (written, column, fix) in cases {
        let is_wrong = "`dedup_window_seconds` is neither a number nor text in quotes";
        let message = format!("forms.toml:4:{column}: {is_wrong}: {written}");
        assert_told(&told_of_form("600", written), &message, fix);
    }
}

#[test]
fn each_kind_of_unreadable_heading_is_explained() {
    let hint = "- small letters, digits and hyphens between [ and ]";
    for (written, fix) in [("[form.Book a demo]", "[form.book-a-demo]"), ("[form.demo", "[form.demo]")] {
        let message = format!("forms.toml:1:11: the heading `{written}` cannot be read");
        assert_told(&told_of_form("[form.demo]", written), &message, &format!("write {fix} {hint}"));
    }
}

#[test]
fn a_list_that_is_not_closed_is_reported_where_it_begins() {
    assert_told(
        &told_of_form("lane = \"hot\"", "lane = [\"hot\"\n\n"),
        "forms.toml:3:8: the list that begins here is not closed, or misses a comma",
        "close it with ] or }, with a comma between any two things in it",
    );
}

#[test]
fn lone_carriage_returns_are_explained() {
    assert_told(
        &told(&files(&FORMS.replace('\n', "\r"), ROUTING)),
        "forms.toml:1:13: the line ends as on an old Macintosh, with a lone carriage return",
        "in your editor choose line endings \"LF\" or \"Unix\", and save",
    );
}

#[test]
fn the_other_lines_of_the_file_are_still_checked() {
    let wrong = FORMS.replace("\"hot\"", "hot").replace("600", "0").replace("title =", "title");
    let told = told(&files(&wrong, ROUTING));
    let places: Vec<&str> = told.iter().filter_map(|problem| problem.split(": ").next()).collect();
    let file = "routing-config/forms.toml";
    assert_eq!(places, [format!("{file}:2:7"), format!("{file}:3:8"), format!("{file}:4:24")]);
}
