//! Postal codes that name a household are refused: routing records keep no personal data.

use crate::support::{assert_told, told_of_pieces};

const WHY: &str = "which is so exact that it names a household, and routing records keep no personal data";

#[test]
fn whole_codes_where_they_name_a_household() {
    let cases = [
        ("GB", "SW1A 1AA", "the outward code alone: SW1A"),
        ("GB", "sw1a1aa", "the outward code alone: SW1A"),
        ("GB", "E1 6AN", "the outward code alone: E1"),
        ("GB", "E1 6", "the outward code alone: E1"),
        ("GB", "SW1A1", "the outward code alone: SW1A"),
        ("IE", "D02 AF30", "the first three characters alone: D02"),
        ("NL", "1012 AB", "the four digits alone: 1012"),
        ("NL", "1012AB", "the four digits alone: 1012"),
        ("CA", "K1A 0B1", "the first three characters alone: K1A"),
        ("US", "02139-4307", "the first five digits alone: 02139"),
    ];
    for (country, written, coarser) in cases {
        let message = format!("territories.csv:2:7: territory `x`: `postal_from` is \"{written}\", {WHY}");
        assert_told(
            &told_of_pieces(&format!("x,{country},,{written},")),
            &message,
            &format!("write {coarser}"),
        );
    }
}

#[test]
fn both_ends_of_a_range_are_looked_at() {
    let told = told_of_pieces("x,NL,,1012 AA,1012 ZZ");
    assert_eq!(told.len(), 2);
    assert!(
        told[1].starts_with("territories.csv:2:15: territory `x`: `postal_to` is \"1012 ZZ\", "),
        "{told:?}"
    );
}

#[test]
fn districts_are_allowed() {
    let lines = "x,GB,,SW1A,\nx,GB,,E14,\nx,GB,,EC,\nx,IE,,D02,\nx,IE,,D6W,\nx,NL,,1012,\nx,CA,,K1A,\nx,CA,,K2,\nx,US,,02139,";
    assert_eq!(told_of_pieces(lines), [""; 0]);
}
