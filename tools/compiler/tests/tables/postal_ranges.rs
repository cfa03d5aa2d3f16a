//! Ranges of postal codes: how they are written, and which codes are in them.

use beeline::place::postal::{PostalRange, comparable};
use beeline_compiler::territories;
use proptest::prelude::*;

use crate::support::{Atlas, assert_told, told_of_pieces};

fn range(line: &str) -> PostalRange {
    let text = format!("territory,country,subdivision,postal_from,postal_to\n{line}\n");
    let read = territories::read("territories.csv", text.as_bytes(), &Atlas);
    assert_eq!(read.problems, []);
    read.pieces[0].claim.postal.clone().unwrap()
}

#[test]
fn a_range_that_is_upside_down() {
    assert_told(
        &told_of_pieces("x,DE,,81929,80331"),
        "territories.csv:2:7: territory `x`: `postal_from` is \"81929\", which comes after `postal_to`, \"80331\": the range is upside down",
        "write 80331 in `postal_from` and 81929 in `postal_to`",
    );
}

#[test]
fn ends_of_different_lengths() {
    assert_told(
        &told_of_pieces("x,GB,,SW1A,SW19"),
        "territories.csv:2:12: territory `x`: `postal_to` is \"SW19\", and `postal_from` is \"SW1A\": the two are not alike",
        "write both ends with the same number of characters, and take two lines if the codes differ in length",
    );
}

#[test]
fn a_range_without_its_beginning() {
    assert_told(
        &told_of_pieces("x,DE,,,81929"),
        "territories.csv:2:8: territory `x`: `postal_to` is \"81929\", and the range does not say where it begins",
        "write the first postal code in `postal_from`, or 81929 if it is the only one",
    );
}

#[test]
fn a_range_in_one_cell() {
    for written in ["80331-81929", "80331 - 81929", "80331–81929", "80331..81929", "80331 to 81929"] {
        let message = format!(
            "territories.csv:2:7: territory `x`: `postal_from` is \"{written}\", which is a range in one cell"
        );
        assert_told(
            &told_of_pieces(&format!("x,DE,,{written},")),
            &message,
            "write 80331 in `postal_from` and 81929 in `postal_to`",
        );
    }
    assert_told(
        &told_of_pieces("x,GB,,SW1-SW9,"),
        "territories.csv:2:7: territory `x`: `postal_from` is \"SW1-SW9\", which is a range in one cell",
        "write SW1 in `postal_from` and SW9 in `postal_to`",
    );
}

#[test]
fn what_no_postal_code_has() {
    let why = "and a postal code has letters, digits, blanks and hyphens alone";
    assert_told(
        &told_of_pieces("x,DE,,80*,"),
        &format!("territories.csv:2:7: territory `x`: `postal_from` is \"80*\", {why}"),
        "write 80: it stands for every code that begins so",
    );
    assert_told(
        &told_of_pieces("x,DE,,=\"01067\","),
        &format!("territories.csv:2:7: territory `x`: `postal_from` is \"=\"01067\"\", {why}"),
        "write 01067",
    );
    assert_told(
        &told_of_pieces("x,DE,,*,"),
        &format!("territories.csv:2:7: territory `x`: `postal_from` is \"*\", {why}"),
        "write a postal code, or leave the cell empty",
    );
}

#[test]
fn letters_and_lengths_that_the_country_does_not_have() {
    let cases = [
        ("DE", "D-80331", "and postal codes of DE are 5 digits", "write 80331"),
        ("DE", "8033A", "and postal codes of DE are 5 digits", "write 5 digits"),
        ("DE", "803311", "which has 6 digits, and postal codes of DE have 5", "write 5 digits"),
        (
            "CA",
            "1KA",
            "and postal codes of CA begin with a letter, a digit and a letter",
            "write something like K1A",
        ),
        (
            "GB",
            "1SW",
            "which is neither a postcode area nor an outward code",
            "write something like SW or SW1A",
        ),
    ];
    for (country, written, why, fix) in cases {
        let message = format!("territories.csv:2:7: territory `x`: `postal_from` is \"{written}\", {why}");
        assert_told(&told_of_pieces(&format!("x,{country},,{written},")), &message, fix);
    }
}

#[test]
fn blanks_dashes_case_and_the_country_before_the_number_do_not_matter() {
    let plain = PostalRange { from: "11120".to_owned(), to: "11129".to_owned() };
    assert_eq!(range("x,SE,,111 20,SE-111 29"), plain);
    assert_eq!(
        range("x,LV,,LV-1010,lv-1099"),
        PostalRange { from: "1010".to_owned(), to: "1099".to_owned() }
    );
    assert_eq!(range("x,CA,,k1a,k1b").from, "K1A");
}

#[test]
fn a_beginning_stands_for_every_code_that_begins_so() {
    let munich = range("x,DE,,80,");
    let is_in = |code| munich.contains(&comparable("DE", code));
    assert!(is_in("80331") && is_in("80 999") && is_in("80"));
    assert!(!is_in("81000") && !is_in("8") && !is_in(""));
}

#[test]
fn a_british_district_is_not_the_beginning_of_another() {
    let district = range("x,GB,,E1,");
    let is_in = |code| district.contains(&comparable("GB", code));
    assert!(is_in("E1") && is_in("E1 6AN") && is_in("e16an") && is_in("E1W 2BY"));
    assert!(!is_in("E10") && !is_in("E14 5AB") && !is_in("EC1A 1BB"));
    let area = range("x,GB,,E,");
    assert!(area.contains(&comparable("GB", "E14 5AB")) && !area.contains(&comparable("GB", "EC1A 1BB")));
    let districts = range("x,GB,,SW2,SW11");
    let among = |code| districts.contains(&comparable("GB", code));
    assert!(among("SW2") && among("SW9 8AA") && among("SW11 1AA") && !among("SW1A 1AA") && !among("SW12"));
}

#[test]
fn a_code_is_compared_only_as_far_as_it_names_a_district() {
    let cases = [
        ("US", "02139-4307", "02139"),
        ("NL", "1012 AB", "1012"),
        ("CA", "k1a 0b1", "K1A"),
        ("IE", "D02 AF30", "D02"),
        ("GB", "SW1A 1AA", "SW01A"),
        ("PL", "00-950", "00950"),
        ("AR", "C1425 CLA", "C1425CLA"),
        ("GB", "nonsense", ""),
    ];
    for (country, written, compared) in cases {
        assert_eq!(comparable(country, written), compared, "{country} {written}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Where codes are digits of one length, a range is a range of numbers.
    #[test]
    fn text_order_is_the_order_of_numbers(from in 0_u32..100_000, to in 0_u32..100_000, code in 0_u32..100_000) {
        prop_assume!(from <= to);
        let range = range(&format!("x,DE,,{from:05},{to:05}"));
        prop_assert_eq!(range.contains(&comparable("DE", &format!("{code:05}"))), (from..=to).contains(&code));
    }

    #[test]
    fn districts_of_an_area_are_in_order(from in 1_u32..100, to in 1_u32..100, code in 1_u32..100) {
        prop_assume!(from <= to);
        let range = range(&format!("x,GB,,LS{from},LS{to}"));
        prop_assert_eq!(range.contains(&comparable("GB", &format!("LS{code} 4AB"))), (from..=to).contains(&code));
    }

    #[test]
    fn what_is_compared_is_compared_the_same_again(country in "(US|DE|NL|CA|IE|FR)", code in "[ -9A-Z]{0,8}") {
        let once = comparable(&country, &code);
        prop_assert_eq!(comparable(&country, &once), once);
    }
}
