//! Postal codes that a spreadsheet took for numbers.

use crate::support::{assert_all_told, assert_told, told_of_pieces};

const SHEET: &str = ", and format the column as text before you save";

#[test]
fn a_code_that_lost_its_zero() {
    assert_told(
        &told_of_pieces("x,US,,2139,"),
        "territories.csv:2:7: territory `x`: `postal_from` is \"2139\", which has 4 digits, and postal codes of US have 5",
        &format!(
            "write 02139{SHEET}; if every code that begins with 2139 is meant, write 21390 in `postal_from` and 21399 \
             in `postal_to`"
        ),
    );
    assert_told(
        &told_of_pieces("x,DE,,1067,"),
        "territories.csv:2:7: territory `x`: `postal_from` is \"1067\", which has 4 digits, and postal codes of DE have 5",
        &format!(
            "write 01067{SHEET}; if every code that begins with 1067 is meant, write 10670 in `postal_from` and 10679 \
             in `postal_to`"
        ),
    );
}

#[test]
fn a_range_whose_ends_lost_zeros() {
    assert_all_told(
        &told_of_pieces("x,US,,501,2799"),
        &[
            (
                "territories.csv:2:7: territory `x`: `postal_from` is \"501\", which has 3 digits, and postal codes of US have 5",
                &format!("write 00501{SHEET}; if the codes that begin with 501 are meant, write 50100"),
            ),
            (
                "territories.csv:2:11: territory `x`: `postal_to` is \"2799\", which has 4 digits, and postal codes of US have 5",
                &format!("write 02799{SHEET}"),
            ),
        ],
    );
}

#[test]
fn a_range_of_beginnings_where_codes_begin_with_no_zero() {
    assert_all_told(
        &told_of_pieces("x,AT,,10,1"),
        &[
            (
                "territories.csv:2:7: territory `x`: `postal_from` is \"10\", which has 2 digits, and postal codes of AT have 4",
                "write a whole code, such as 1000",
            ),
            (
                "territories.csv:2:10: territory `x`: `postal_to` is \"1\", which has 1 digit, and postal codes of AT have 4",
                "write a whole code, such as 1999",
            ),
        ],
    );
}

#[test]
fn a_beginning_is_no_damage_where_no_zero_can_be_lost() {
    assert_eq!(told_of_pieces("x,AT,,101,\ny,SE,,1123,\nz,DE,,80,"), [""; 0]);
}

#[test]
fn a_beginning_that_can_be_a_code_without_its_zeros_is_noted_once_for_a_country() {
    assert_all_told(
        &told_of_pieces("x,US,,941,\nx,US,,942,\ny,FI,,100,"),
        &[
            (
                "territories.csv:2:7: note: territory `x`: `postal_from` is \"941\", and is read as every code that begins so: 94100 to 94199 [R031]",
                "nothing, if that is meant; if a program took the zeros away, write 00941",
            ),
            (
                "territories.csv:4:7: note: territory `y`: `postal_from` is \"100\", and is read as every code that begins so: 10000 to 10099 [R031]",
                "nothing, if that is meant; if a program took the zeros away, write 00100",
            ),
        ],
    );
}

#[test]
fn a_code_as_a_number_with_decimals_or_an_exponent() {
    assert_all_told(
        &told_of_pieces("x,US,,2139.0,\ny,US,,\"2139,00\",\nz,US,,2.1E+03,\nw,US,,#####,"),
        &[
            (
                "territories.csv:2:7: territory `x`: `postal_from` is \"2139.0\", which a program made of a code that it took for a number",
                "write 2139, with the zeros it may have lost at its beginning, and format the column as text",
            ),
            (
                "territories.csv:3:7: territory `y`: `postal_from` is \"2139,00\", which a program made of a code that it took for a number",
                "write 2139, with the zeros it may have lost at its beginning, and format the column as text",
            ),
            (
                "territories.csv:4:7: territory `z`: `postal_from` is \"2.1E+03\", which a program made of a code that it took for a large number",
                "format the column as text, and write the code again",
            ),
            (
                "territories.csv:5:7: territory `w`: `postal_from` is \"#####\", which a spreadsheet writes when a column is too narrow",
                "make the column wider, and save again",
            ),
        ],
    );
}
