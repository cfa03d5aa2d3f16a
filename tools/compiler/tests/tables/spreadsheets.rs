//! Whole files as spreadsheets save them, with everything that is said of them.

use crate::support::{assert_all_told, made, told_of_territories};

/// German Excel, in the old encoding, with semicolons: codes became numbers, dates became dates.
#[test]
fn territories_saved_by_a_german_excel() {
    let text = "territory;country;subdivision;postal_from;postal_to;note;;\r\n\
                ost;DE;;1067;9999;S\u{e4}chsische Gebiete;;\r\n\
                nord;FALSCH;;;;Norwegen;;\r\n\
                west;US;WAHR;;;;;\r\n\
                ;;;;;;;\r\n\
                mitte;Georgia;;;;;;\r\n";
    let bytes: Vec<u8> = text.chars().map(|it| u8::try_from(u32::from(it)).unwrap()).collect();
    assert_all_told(
        &told_of_territories(made("territories-german-excel.csv", &bytes)),
        &[
            (
                "territories.csv:2:9: territory `ost`: `postal_from` is \"1067\", which has 4 digits, and postal codes of DE have 5",
                "write 01067, and format the column as text before you save",
            ),
            (
                "territories.csv:2:14: territory `ost`: `postal_to` is \"9999\", which has 4 digits, and postal codes of DE have 5",
                "write 09999, and format the column as text before you save",
            ),
            (
                "territories.csv:2:20: from here on the file is not in the text encoding UTF-8, but in an older one (Windows-1252)",
                "save the table again: in Excel as type \"CSV UTF-8 (Comma delimited)\", in LibreOffice with the \
                 character set \"Unicode (UTF-8)\"; this word is then most likely \"Sächsische\"",
            ),
            (
                "territories.csv:3:6: territory `nord`: `country` is \"FALSCH\", which a program made of NO",
                "write NO for Norway, and format the column as text before you save",
            ),
            (
                "territories.csv:4:9: territory `west`: `subdivision` is \"WAHR\", which a program made of a word such as ON",
                "write the code of the subdivision again, and format the column as text before you save",
            ),
            (
                "territories.csv:6:7: territory `mitte`: `country` is \"Georgia\", which can be GE or US-GA",
                "write GE; for US-GA write US in `country` and GA in `subdivision`",
            ),
        ],
    );
}
