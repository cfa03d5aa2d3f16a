//! An export goes through every object once, and on where it stopped.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use std::collections::BTreeSet;

use beeline::export::{Cursor, Wanted};
use beeline::identity::Shard;
use beeline::problem::Problem;
use proptest::prelude::*;

const NOW_MS: i64 = 1_790_000_400_000;

fn wanted(query: &[(&str, &str)]) -> Result<Wanted, Problem> {
    Wanted::of(query.iter().copied(), NOW_MS)
}

#[test]
fn without_a_word_everything_until_now_is_meant() {
    let wanted = wanted(&[]).unwrap();
    assert_eq!((wanted.since_ms, wanted.until_ms, Some(wanted.cursor)), (0, NOW_MS, Cursor::start()));
}

#[test]
fn a_time_and_a_cursor_are_read_as_they_are_written() {
    let asked = wanted(&[("since", "5"), ("until", "9"), ("cursor", "eu-03@eu:12:2")]).unwrap();
    assert_eq!(
        (asked.since_ms, asked.until_ms, asked.cursor.to_string()),
        (5, 9, "eu-03@eu:12:2".to_owned())
    );
    for (name, value) in [
        ("since", "yesterday"),
        ("since", "-1"),
        ("until", "9007199254740992"),
        ("cursor", "eu-03-spill"),
        ("cursor", "eu-03:1"),
        ("cursor", "eu-03:1:-1"),
        ("cursor", "eu-03:1:1:1"),
        ("cursor", ""),
        ("form", "demo"),
    ] {
        assert!(matches!(wanted(&[(name, value)]), Err(Problem::BadQuery(_))), "{name}={value}");
    }
}

#[test]
fn every_home_is_asked_once_and_no_stand_in() {
    let mut asked = BTreeSet::new();
    let mut cursor = Cursor::start();
    while let Some(here) = cursor {
        assert!(asked.insert(here.shard), "{} twice", here.shard);
        let stopped = here.then(Some((7, 1))).unwrap();
        assert_eq!((stopped.shard, stopped.after), (here.shard, Some((7, 1))));
        cursor = stopped.then(None);
    }
    assert_eq!(asked, Shard::all().filter(|shard| !shard.spill).collect());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cursor_comes_back_as_it_was_sent(
        place in prop::sample::select(Shard::all().filter(|shard| !shard.spill).collect::<Vec<_>>()),
        after in prop::option::of((0..1_i64 << 53, any::<u32>())),
    ) {
        let cursor = Cursor { shard: place, after };
        prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
    }

    #[test]
    fn no_text_stops_the_reading(name in "since|until|cursor|[a-z]{0,6}", value in "\\PC{0,30}|[a-z]{2}-[0-9]{2}(:[0-9]{0,20}){0,4}") {
        let read = Wanted::of([(name.as_str(), value.as_str())].into_iter(), NOW_MS);
        prop_assert!(matches!(read, Ok(_) | Err(Problem::BadQuery(_))));
    }
}
