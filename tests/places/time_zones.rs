//! Names of time zones.

use beeline::time_zone::canonical;
use proptest::prelude::*;
use proptest::sample::select;

fn names() -> Vec<String> {
    let text = std::fs::read_to_string("data/time_zones.txt").unwrap();
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

#[test]
fn every_name_is_itself_whatever_its_case() {
    assert!(names().len() > 590);
    for name in names() {
        assert_eq!(canonical(&name), Some(name.as_str()));
        assert_eq!(canonical(&name.to_lowercase()), Some(name.as_str()));
        assert_eq!(canonical(&name.to_uppercase()), Some(name.as_str()));
    }
}

#[test]
fn links_stay_links() {
    for (typed, name) in [
        ("us/pacific", "US/Pacific"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("asia/KOLKATA", "Asia/Kolkata"),
        ("Europe/kiev", "Europe/Kiev"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("utc", "UTC"),
        ("gmt", "GMT"),
        ("etc/gmt+5", "Etc/GMT+5"),
        ("est5edt", "EST5EDT"),
        (" America/Argentina/Buenos_Aires ", "America/Argentina/Buenos_Aires"),
    ] {
        assert_eq!(canonical(typed), Some(name));
    }
}

#[test]
fn what_is_no_name_is_nothing() {
    for typed in [
        "",
        " ",
        "CEST",
        "Berlin",
        "Europe",
        "Europe/",
        "Europe/Berlin/",
        "/Berlin",
        "Europe/Berli",
        "Europe/Berlinn",
        "\n",
        "UTC\nGMT",
        "Etc/Unknown",
        "+02:00",
        "Ευρώπη",
    ] {
        assert_eq!(canonical(typed), None, "{typed:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn only_names_are_found(typed in prop_oneof![any::<String>(), "[A-Za-z/_+-]{0,20}", select(names()).prop_flat_map(|name| (Just(name), any::<char>())).prop_map(|(name, one)| format!("{name}{one}"))]) {
        if let Some(name) = canonical(&typed) {
            prop_assert!(names().iter().any(|one| one == name));
            prop_assert!(name.eq_ignore_ascii_case(typed.trim()));
        }
    }
}
