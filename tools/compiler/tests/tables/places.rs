//! Territories, countries and subdivisions.

use crate::support::{assert_all_told, assert_told, told_of_pieces, told_of_territories};

const SHEET: &str = ", and format the column as text before you save";

#[test]
fn a_country_that_can_be_several() {
    let cases = [
        ("Georgia", "GE or US-GA", "write GE; for US-GA write US in `country` and GA in `subdivision`"),
        ("Korea", "KP or KR", "write KP or KR"),
        ("Congo", "CD or CG", "write CD or CG"),
    ];
    for (written, which, fix) in cases {
        let message =
            format!("territories.csv:2:3: territory `x`: `country` is \"{written}\", which can be {which}");
        assert_told(&told_of_pieces(&format!("x,{written},,,")), &message, fix);
    }
}

#[test]
fn a_country_that_there_is_not() {
    assert_told(
        &told_of_pieces("x,Germnay,,,"),
        "territories.csv:2:3: territory `x`: `country` is \"Germnay\", and no country is called that",
        "write DE",
    );
    assert_told(
        &told_of_pieces("x,Atlantis,,,"),
        "territories.csv:2:3: territory `x`: `country` is \"Atlantis\", and no country is called that",
        "write the country's two capital letters (ISO 3166), such as DE or US",
    );
}

#[test]
fn norway_as_a_boolean() {
    for written in ["FALSE", "False", "FALSCH", "FAUX"] {
        let message = format!(
            "territories.csv:2:3: territory `x`: `country` is \"{written}\", which a program made of NO"
        );
        assert_told(
            &told_of_pieces(&format!("x,{written},,,")),
            &message,
            &format!("write NO for Norway{SHEET}"),
        );
    }
    assert_told(
        &told_of_pieces("x,TRUE,,,"),
        "territories.csv:2:3: territory `x`: `country` is \"TRUE\", which a program made of a word such as ON or YES, \
         and no country is called that",
        "write the country's two capital letters (ISO 3166), such as DE",
    );
}

#[test]
fn ontario_as_a_boolean() {
    assert_told(
        &told_of_pieces("x,CA,TRUE,,"),
        "territories.csv:2:6: territory `x`: `subdivision` is \"TRUE\", which a program made of ON",
        &format!("write ON{SHEET}"),
    );
    assert_told(
        &told_of_pieces("x,DE,FALSE,,"),
        "territories.csv:2:6: territory `x`: `subdivision` is \"FALSE\", which a program made of a word such as NO",
        &format!("write the code of the subdivision again{SHEET}"),
    );
}

#[test]
fn a_subdivision_that_there_is_not_or_that_can_be_several() {
    assert_all_told(
        &told_of_pieces("x,DE,Bavara,,\ny,DE,B,,\nz,DE,CA,,"),
        &[
            (
                "territories.csv:2:6: territory `x`: `subdivision` is \"Bavara\", and DE has no part that is called that",
                "write DE-BY",
            ),
            (
                "territories.csv:3:6: territory `y`: `subdivision` is \"B\", which can be DE-BE or DE-BY",
                "write DE-BE or DE-BY",
            ),
            (
                "territories.csv:4:6: territory `z`: `subdivision` is \"CA\", and DE has no part that is called that",
                "write its code (ISO 3166-2: what follows DE-), or leave the cell empty for the whole country",
            ),
        ],
    );
}

#[test]
fn every_mistake_of_a_line_is_told_and_what_is_missing_too() {
    assert_all_told(
        &told_of_territories("territory,country,subdivision\nNorth East,,BY\n,Atlantis,XX\n"),
        &[
            (
                "territories.csv:2:1: territory `North East`: `territory` is \"North East\", an id is 1 to 40 small letters, digits and hyphens",
                "write north-east",
            ),
            ("territories.csv:2:12: territory `North East` has no `country`", "write something like DE"),
            ("territories.csv:3:1: this line has no `territory`", "write something like dach"),
            (
                "territories.csv:3:2: this line: `country` is \"Atlantis\", and no country is called that",
                "write the country's two capital letters (ISO 3166), such as DE or US",
            ),
        ],
    );
}
