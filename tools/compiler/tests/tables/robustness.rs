//! Whatever the bytes, every table answers, and what it says has a place and plain words.

use beeline_compiler::{Problem, holidays, roster, territories};
use proptest::prelude::*;

use crate::support::{Atlas, fixture};

fn all_problems(bytes: &[u8]) -> Vec<Problem> {
    let mut problems = territories::read("t.csv", bytes, &Atlas).problems;
    problems.extend(roster::read("r.csv", bytes, None).problems);
    problems.extend(holidays::read("h.csv", bytes).problems);
    problems
}

/// Line breaks as the tables count them.
fn lines_of(text: &str) -> Vec<String> {
    text.replace("\r\n", "\n").replace('\r', "\n").split('\n').map(str::to_owned).collect()
}

fn assert_placed(bytes: &[u8]) {
    for problem in all_problems(bytes) {
        assert!(problem.line >= 1 && problem.column >= 1, "{problem}");
        assert!(!problem.message.is_empty() && !problem.fix.is_empty(), "{problem}");
        assert!(!problem.message.contains(['\n', '\r']), "{problem}");
        if let Ok(text) = std::str::from_utf8(bytes) {
            let lines = lines_of(text.trim_start_matches('\u{feff}'));
            let width = lines.get(problem.line - 1).map(|line| line.chars().count());
            assert!(width.is_some_and(|width| problem.column <= width + 1), "{problem} in {text:?}");
        }
    }
}

const FIXTURES: [&str; 3] = ["territories.csv", "roster.csv", "holidays.csv"];

#[test]
fn any_one_character_of_a_right_file_may_be_lost_or_typed_wrongly() {
    for name in FIXTURES {
        let text = String::from_utf8(fixture(name)).unwrap();
        let typed = ["", "\"", ",", ";", "\n", "\r", "#", "é", "0", "\t", "FALSE", "\u{0}"];
        for (place, (at, old)) in text.char_indices().enumerate() {
            for typed in [typed[place % typed.len()], typed[(place / 7) % typed.len()]] {
                let mut text = text.clone();
                text.replace_range(at..at + old.len_utf8(), typed);
                assert_placed(text.as_bytes());
            }
        }
    }
}

#[test]
fn a_right_file_may_end_anywhere() {
    for name in FIXTURES {
        let bytes = fixture(name);
        for end in 0..bytes.len() {
            assert_placed(&bytes[..end]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        assert_placed(&bytes);
    }

    #[test]
    fn any_bytes_behind_a_mark_of_utf_16(bytes in prop::collection::vec(any::<u8>(), 0..200), big in any::<bool>()) {
        let mark: &[u8] = if big { b"\xfe\xff" } else { b"\xff\xfe" };
        assert_placed(&[mark, &bytes].concat());
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_cells_below_a_right_header(
        which in 0_usize..3,
        rows in prop::collection::vec(prop::collection::vec(
            "(US|DE|GB|NL|CA|Korea|TRUE|0?[0-9]{1,9}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}|[A-Z]{1,2}[0-9]{1,2}[A-Z]? ?[0-9]?[A-Z]{0,2}|[a-z]{1,3}|.{0,6})",
            1..14), 0..8),
    ) {
        let name = FIXTURES[which];
        let fixture = String::from_utf8(fixture(name)).unwrap();
        let header = fixture.lines().find(|line| !line.starts_with('#')).unwrap();
        let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        assert_placed(format!("{header}\n{}", rows.join("\n")).as_bytes());
    }

    #[test]
    fn a_table_says_the_same_every_time(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        prop_assert_eq!(all_problems(&bytes), all_problems(&bytes));
    }
}
