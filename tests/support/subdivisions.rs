//! Reading subdivisions, as tests write what they expect.

#![allow(dead_code)] // each test file uses its part
#![allow(clippy::unwrap_used)]

use beeline::place::{Country, Recognized, Subdivision, subdivision};

pub fn of(code: &str) -> Country {
    Country::from_code(code.get(..2).unwrap()).unwrap()
}

/// `Known` as its code, `Ambiguous` as its codes between spaces, `Unknown` as nothing.
pub fn shown(found: Recognized<Subdivision>) -> String {
    match found {
        Recognized::Known(one) => one.to_string(),
        Recognized::Ambiguous(all) => all.iter().map(Subdivision::as_str).collect::<Vec<_>>().join(" "),
        Recognized::Unknown => String::new(),
    }
}

pub fn read(country: &str, text: &str) -> String {
    shown(subdivision(of(country), text))
}

#[track_caller]
pub fn assert_read(country: &str, cases: &[(&str, &str)]) {
    for (text, codes) in cases {
        assert_eq!(read(country, text), *codes, "{text} in {country}");
    }
}
