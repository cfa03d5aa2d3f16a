//! Times as the pages write them: for people, and for machines.

use beeline::page::time;

const NOW: i64 = 1_709_251_200_000; // 2024-03-01 00:00:00 UTC

#[test]
fn days_are_those_of_the_calendar_from_1900_to_2104() {
    let leap = |year: i64| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let mut day_ms = -25_567 * 86_400_000; // 1900-01-01
    for year in 1900..2105 {
        for month in 1..=12 {
            let days = match month {
                2 if leap(year) => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            for day in 1..=days {
                assert_eq!(time::machine(day_ms), format!("{year}-{month:02}-{day:02}T00:00:00.000Z"));
                assert_eq!(
                    time::stamp(day_ms + 86_399_999),
                    format!("{year}-{month:02}-{day:02} 23:59:59 UTC")
                );
                day_ms += 86_400_000;
            }
        }
    }
}

#[test]
fn spans_are_in_the_words_people_use() {
    let ages = [(-5_000, "just now"), (999, "just now"), (12_000, "12 s ago"), (60_000, "1 min ago")];
    let older = [(3_599_999, "59 min ago"), (7_200_000, "2 h ago"), (86_400_000, "1 d ago")];
    for (ms, words) in ages.into_iter().chain(older) {
        assert_eq!(time::age(NOW, NOW - ms), words);
    }
    let took =
        [(-3, "-3 ms"), (87, "87 ms"), (9_999, "9999 ms"), (14_230, "14.2 s"), (90_061_000, "1 d 1 h")];
    for (ms, words) in took {
        assert_eq!(time::took(ms), words);
    }
    let promises =
        [(0, "0 seconds"), (60, "1 minute"), (90, "90 seconds"), (5_400, "90 minutes"), (86_400, "1 day")];
    for (seconds, words) in promises {
        assert_eq!(time::promise(seconds), words);
    }
}
