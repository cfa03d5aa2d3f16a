//! What vendors' headers say of their limits.

use beeline::guard::Limits;

/// Sunday, 6 November 1994, 08:49:37 GMT: the date RFC 9110 uses.
const NOW_MS: i64 = 784_111_777_000;

fn read(headers: &[(&str, &str)]) -> Limits {
    Limits::read(headers.iter().copied(), NOW_MS)
}

#[test]
fn hubspot_names_its_window_and_its_day() {
    let limits = read(&[
        ("X-HubSpot-RateLimit-Max", "190"),
        ("X-HubSpot-RateLimit-Remaining", "12"),
        ("X-HubSpot-RateLimit-Interval-Milliseconds", "10000"),
        ("X-HubSpot-RateLimit-Daily", "650000"),
        ("X-HubSpot-RateLimit-Daily-Remaining", "649000"),
        ("X-HubSpot-RateLimit-Secondly", "19"),
    ]);
    let expected = Limits {
        max: Some(190),
        remaining: Some(12),
        window_ms: Some(10_000),
        day_max: Some(650_000),
        day_remaining: Some(649_000),
        ..Limits::default()
    };
    assert_eq!(limits, expected);
}

#[test]
fn salesforce_names_what_is_used_of_the_day() {
    let limits = read(&[("Sforce-Limit-Info", "api-usage=18/5000")]);
    assert_eq!((limits.day_max, limits.day_remaining), (Some(5000), Some(4982)));
    let more_than_all = read(&[("sforce-limit-info", "api-usage=10018/10000")]);
    assert_eq!(more_than_all.day_remaining, Some(0));
}

#[test]
fn of_salesforces_two_allowances_the_one_with_less_left_counts() {
    for joined in [
        "api-usage=25/5000; per-app-api-usage=17/250(appName=sample-connected-app)",
        "api-usage=25/5000,per-app-api-usage=17/250(appName=x)",
        "per-app-api-usage=17/250(appName=x), api-usage=25/5000",
    ] {
        let limits = read(&[("Sforce-Limit-Info", joined)]);
        assert_eq!((limits.day_max, limits.day_remaining), (Some(250), Some(233)), "{joined}");
    }
}

#[test]
fn pipedrive_names_its_window_and_what_is_left_of_the_day() {
    let limits = read(&[
        ("x-ratelimit-limit", "20"),
        ("x-ratelimit-remaining", "3"),
        ("x-ratelimit-reset", "2"),
        ("x-daily-ratelimit-token-remaining", "29990"),
    ]);
    let expected = Limits {
        max: Some(20),
        remaining: Some(3),
        reset_ms: Some(2_000),
        day_remaining: Some(29_990),
        ..Limits::default()
    };
    assert_eq!(limits, expected);
}

#[test]
fn a_reset_may_be_an_instant() {
    let limits = read(&[("X-RateLimit-Reset", "784111784")]);
    assert_eq!(limits.reset_ms, Some(u32::MAX), "seconds that far ahead are a wait, however long");
    let limits = Limits::read([("X-RateLimit-Reset", "1794111784")], 1_794_111_777_000);
    assert_eq!(limits.reset_ms, Some(7_000));
}

#[test]
fn a_wait_is_told_in_seconds_or_by_date() {
    for (value, expected) in [
        ("0", Some(0)),
        ("30", Some(30_000)),
        (" 30 ", Some(30_000)),
        ("Sun, 06 Nov 1994 08:50:07 GMT", Some(30_000)),
        ("Mon, 07 Nov 1994 08:49:37 GMT", Some(86_400_000)),
        ("Tue, 29 Feb 2000 00:00:00 GMT", Some(u32::MAX)),
        ("Sun, 06 Nov 1994 08:49:07 GMT", Some(0)),
        ("Sun, 06 Nov 1994 25:49:07 GMT", None),
        ("Sun, 06 Nom 1994 08:49:07 GMT", None),
        ("Sun, 06 Nov 1994 08:49:07 CET", None),
        ("Sunday, 06-Nov-94 08:49:37 GMT", None),
        ("-5", None),
        ("soon", None),
        ("", None),
    ] {
        assert_eq!(read(&[("Retry-After", value)]).retry_after_ms, expected, "{value:?}");
    }
}

#[test]
fn dates_agree_with_known_instants() {
    for (date, at_ms) in [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600_000_i64),
        ("Sat, 01 Mar 2025 00:00:00 GMT", 1_740_787_200_000),
        ("Thu, 31 Dec 2026 23:59:59 GMT", 1_798_761_599_000),
    ] {
        let limits = Limits::read([("retry-after", date)], at_ms - 5_000);
        assert_eq!(limits.retry_after_ms, Some(5_000), "{date}");
    }
}

#[test]
fn what_cannot_be_read_is_not_there() {
    let junk = ["", "x", "-1", "1.5", "99999999999", "{\"minute\": 100}", "\u{0661}"];
    let names = [
        "X-HubSpot-RateLimit-Max",
        "X-HubSpot-RateLimit-Interval-Milliseconds",
        "Sforce-Limit-Info",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
        "Retry-After",
        "Content-Type",
    ];
    for name in names {
        for value in junk {
            assert_eq!(read(&[(name, value)]), Limits::default(), "{name}: {value}");
        }
    }
}

#[test]
fn a_window_of_several_policies_is_read_by_its_first_number() {
    assert_eq!(read(&[("RateLimit-Limit", "2, 2;w=1")]).max, Some(2));
}

#[test]
fn of_several_answers_the_more_careful_numbers_hold() {
    let one = Limits { remaining: Some(5), retry_after_ms: Some(1_000), ..Limits::default() };
    let other = Limits { remaining: Some(3), day_remaining: Some(9), ..Limits::default() };
    let both = Limits {
        remaining: Some(3),
        day_remaining: Some(9),
        retry_after_ms: Some(1_000),
        ..Limits::default()
    };
    assert_eq!(one.and(other), both);
    assert_eq!(other.and(one), both);
}
