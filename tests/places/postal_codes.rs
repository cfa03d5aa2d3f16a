//! Which part of a country a postal code tells.

use std::fs;

use beeline::place::{Country, Recognized, Subdivision, from_postal_code};
use proptest::prelude::*;

fn of(code: &str) -> Country {
    Country::from_code(code).unwrap()
}

/// `Known` as its code, `Ambiguous` as its codes between spaces, `Unknown` as nothing.
fn mailed(country: &str, text: &str) -> String {
    match from_postal_code(of(country), text) {
        Recognized::Known(one) => one.to_string(),
        Recognized::Ambiguous(all) => all.iter().map(Subdivision::as_str).collect::<Vec<_>>().join(" "),
        Recognized::Unknown => String::new(),
    }
}

#[track_caller]
fn assert_mailed(country: &str, cases: &[(&str, &str)]) {
    for (text, codes) in cases {
        assert_eq!(mailed(country, text), *codes, "{text} in {country}");
    }
}

/// Code and range, or a country and how long its postal codes are.
fn rows() -> Vec<(String, String)> {
    let text = fs::read_to_string("data/postal_codes.txt").unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.split_once('\t').map(|(code, range)| (code.to_owned(), range.to_owned())).unwrap())
        .collect()
}

#[test]
fn postal_codes_tell_the_subdivision() {
    assert_mailed(
        "US",
        &[
            ("10001", "US-NY"),
            ("94105-1804", "US-CA"),
            ("00501", "US-NY"),
            ("96799", "US-AS"),
            (" 33101 ", "US-FL"),
            ("US-60601", "US-IL"),
        ],
    );
    assert_mailed(
        "CA",
        &[("M5V 3L9", "CA-ON"), ("h2y1c6", "CA-QC"), ("X0A 0H0", "CA-NU"), ("X1A 2P2", "CA-NT")],
    );
    assert_mailed("AU", &[("2000", "AU-NSW"), ("3000", "AU-VIC"), ("0800", "AU-NT"), ("4000", "AU-QLD")]);
    assert_mailed("ES", &[("08001", "ES-B"), ("28013", "ES-M"), ("07001", "ES-PM")]);
    assert_mailed("IT", &[("20121", "IT-MI"), ("I-00184", "IT-RM")]);
    assert_mailed("IN", &[("110001", "IN-DL"), ("400 001", "IN-MH")]);
    assert_mailed(
        "JP",
        &[
            ("100-0001", "JP-13"),
            ("〒100-0001", "JP-13"),
            ("１００ー０００１", "JP-13"),
            ("0600000", "JP-01"),
        ],
    );
    assert_mailed("BR", &[("01310-100", "BR-SP"), ("20040020", "BR-RJ")]);
    assert_mailed("KR", &[("03187", "KR-11"), ("63122", "KR-49")]);
    assert_mailed("AR", &[("C1425CLA", "AR-C"), ("X5000", "AR-X")]);
    assert_mailed("SV", &[("CP 1101", "SV-SS"), ("1101", "SV-SS")]);
    assert_mailed("AD", &[("AD500", "AD-07"), ("500", "AD-07")]);
    assert_mailed("RU", &[("101000", "RU-MOW")]);
}

#[test]
fn a_postal_code_that_two_subdivisions_share_is_ambiguous() {
    assert_mailed("US", &[("06390", "US-CT US-NY")]);
    assert_mailed("CA", &[("K1A 0B1", "CA-ON CA-QC")]);
    assert_mailed("AU", &[("2540", "AU-ACT AU-NSW")]);
    assert_mailed("AR", &[("1425", "AR-B AR-C AR-E")]);
}

#[test]
fn what_is_no_whole_postal_code_of_the_country_is_unknown() {
    assert_mailed(
        "US",
        &[
            ("", ""),
            ("1000", ""),
            ("100011", ""),
            ("2139", ""),
            ("SW1A 1AA", ""),
            ("09012", ""),
            ("10001 10001 10001 10001", ""),
        ],
    );
    assert_mailed("CA", &[("M5V", ""), ("90210", ""), ("D1A 1A1", "")]);
    assert_mailed("DE", &[("10115", "")]);
    assert_mailed("GB", &[("SW1A 1AA", "")]);
}

#[test]
fn every_range_of_postal_codes_is_in_its_subdivision() {
    let rows = rows();
    let longest = |country: &str| {
        let (_, lengths) = rows.iter().find(|(code, _)| code == country).unwrap();
        lengths.split(' ').filter_map(|length| length.parse::<usize>().ok()).max().unwrap()
    };
    for (code, range) in rows.iter().filter(|(code, _)| code.contains('-')) {
        let (country, _) = code.split_once('-').unwrap();
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        for beginning in [from, to] {
            let whole = format!("{beginning:0<width$}", width = longest(country));
            let found = mailed(country, &whole);
            assert!(found.split(' ').any(|one| one == code), "{whole} is {found:?}, not {code}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_found_is_of_the_country(code in "[0-9A-Z]{3,9}", country in "US|CA|AR|JP|TW|IT") {
        if let Recognized::Known(one) = from_postal_code(of(&country), &code) {
            prop_assert_eq!(Subdivision::from_code(one.as_str()), Some(one));
            prop_assert_eq!(one.country(), of(&country));
        }
    }

    #[test]
    fn no_text_makes_it_panic(country in "US|CA|AR|JP|DE|AQ", text in any::<String>()) {
        if let Recognized::Ambiguous(all) = from_postal_code(of(&country), &text) {
            prop_assert!(all.len() > 1 && all.iter().all(|one| one.country() == of(&country)));
        }
    }
}
