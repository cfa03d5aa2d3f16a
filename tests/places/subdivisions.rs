//! Which part of a country a text names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::listed::{assert_read, of, read};
use beeline::place::{Recognized, Subdivision, subdivision};
use proptest::prelude::*;

fn rows(file: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(format!("data/{file}")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// Code, what it is part of, name.
fn named() -> Vec<[String; 3]> {
    rows("subdivisions.txt").into_iter().map(|row| row.try_into().unwrap()).collect()
}

/// Name and codes.
fn aliases() -> Vec<(String, Vec<String>)> {
    let alias = |row: Vec<String>| {
        let (name, codes) = row.first().and_then(|line| line.split_once(" = ")).unwrap();
        (name.to_owned(), codes.split(' ').map(str::to_owned).collect())
    };
    rows("subdivision_aliases.txt").into_iter().map(alias).collect()
}

#[test]
fn every_alias_is_what_it_says() {
    for (name, codes) in aliases() {
        assert_eq!(read(codes.first().unwrap(), &name), codes.join(" "), "{name}");
    }
}

#[test]
fn every_code_is_found_with_and_without_its_country() {
    for [code, ..] in named() {
        let (country, local) = code.split_once('-').unwrap();
        assert_eq!(read(country, &code), code);
        assert_eq!(read(country, &code.to_lowercase()), code);
        assert_eq!(read(country, local), code);
        let found = Subdivision::from_code(&code).unwrap();
        assert_eq!((found.as_str(), found.local(), found.country()), (code.as_str(), local, of(country)));
    }
}

#[test]
fn every_name_in_the_table_is_its_subdivision_or_what_that_is_part_of_or_one_of_several() {
    let names = named();
    let parents: BTreeMap<&str, &str> =
        names.iter().map(|[code, parent, _]| (code.as_str(), parent.as_str())).collect();
    let overruled: BTreeSet<(String, String)> = aliases()
        .into_iter()
        .map(|(name, codes)| (codes.first().unwrap().get(..2).unwrap().to_owned(), name.to_lowercase()))
        .collect();
    for [code, parent, name] in &names {
        let found = read(code, name);
        let larger = [Some(parent.as_str()), parents.get(parent.as_str()).copied()];
        let right = |one: &str| one == code || larger.contains(&Some(one));
        let alias = overruled.contains(&(code.get(..2).unwrap().to_owned(), name.to_lowercase()));
        assert!(alias || found.split(' ').any(right), "{name} is {found:?}, not {code}");
    }
}

#[test]
fn a_text_is_read_for_its_country_only() {
    assert_eq!(read("CA", "Texas"), "");
    assert_eq!(read("GE", "Georgia"), "");
    assert_eq!(read("US", "GB-ENG"), "");
    assert_eq!(read("DE", "Bretagne"), "");
    for country in ["MC", "HK", "AQ", "XK"] {
        assert_eq!(read(country, "California"), "", "{country}");
    }
}

#[test]
fn what_is_no_part_of_the_country_is_unknown() {
    assert_read(
        "US",
        &[
            ("", ""),
            ("-", ""),
            ("US", ""),
            ("US-", ""),
            ("XX", ""),
            ("n/a", ""),
            ("Narnia", ""),
            ("12345", ""),
        ],
    );
}

#[test]
fn a_subdivision_is_its_code_in_json() {
    let california = Subdivision::from_code("US-CA").unwrap();
    assert_eq!(serde_json::to_string(&california).unwrap(), "\"US-CA\"");
    assert_eq!(serde_json::from_str::<Subdivision>("\"US-CA\"").unwrap(), california);
    // Stored before ISO withdrew it.
    assert_eq!(serde_json::from_str::<Subdivision>("\"NO-01\"").unwrap().as_str(), "NO-01");
    for wrong in
        ["\"US\"", "\"US-\"", "\"us-ca\"", "\"US-CALI\"", "\"USCA\"", "\"U-CA\"", "\"US-C A\"", "\"\"", "1"]
    {
        assert!(serde_json::from_str::<Subdivision>(wrong).is_err(), "{wrong}");
    }
    assert_eq!(Subdivision::from_code("US-ZZ"), None);
    assert_eq!(Subdivision::from_code("us-ca"), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(country in "US|GB|ES|JP|AQ|AR|CA", text in any::<String>()) {
        let country = of(&country);
        if let Recognized::Ambiguous(all) = subdivision(country, &text) {
            prop_assert!(all.len() > 1 && all.is_sorted_by_key(|one| (one.as_str().len(), *one)));
            prop_assert!(all.iter().all(|one| one.country() == country));
        }
    }

    #[test]
    fn words_that_name_nothing_are_hardly_ever_taken_for_something(words in proptest::collection::vec("[a-z]{6,12} [a-z]{6,12}", 64)) {
        // 1 to 8,192 each.
        let taken = words.iter().filter(|text| subdivision(of("GB"), text) != Recognized::Unknown).count();
        prop_assert!(taken <= 3, "{:?}", words);
    }
}
