//! Whole files as spreadsheets save them, with everything that is said of them.

use crate::support::{
    assert_all_told, assert_told, fixture, made, told_of_holidays, told_of_roster, told_of_territories,
};

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

/// Excel's "Unicode Text" is UTF-16 with tabs.
#[test]
fn a_roster_saved_as_unicode_text() {
    let text = "\u{feff}rep\tname\tteam\tweight\thours\ttime_zone\tphone\tslack_id\tactive\r\n\
                ben\t\"Ben \"\"Benny\"\" Müller\"\tsales\t10\tMon-Fri 09:00-17:00\tEurope/Berlin\t4.92E+11\tU0123456789\tTRUE\r\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_told(
        &told_of_roster(made("roster-unicode-text.csv", &bytes)),
        "roster.csv:2:71: rep `ben`: `phone` is \"4.92E+11\", which a spreadsheet made of a phone number, and its last digits are lost",
        "write the number again, such as +4915123456789, and format the column as text before you save",
    );
}

/// An American Excel on a Mac: carriage returns, and dates by month.
#[test]
fn holidays_with_carriage_returns_and_american_dates() {
    assert_all_told(
        &told_of_holidays(fixture("holidays-mac.csv")),
        &[
            (
                "holidays.csv:2:4: region `us`: in `date`, `12/24/26` is not written as year-month-day; a spreadsheet may have changed it",
                "write 2026-12-24, in a column formatted as plain text",
            ),
            (
                "holidays.csv:3:4: region `us`: in `date`, `7/4/27` may be 7 April 2027 or 4 July 2027",
                "write 2027-04-07 or 2027-07-04",
            ),
            (
                "holidays.csv:4:4: region `us`: in `date`, `46380` is a date that a spreadsheet has turned into a number",
                "write 2026-12-24, in a column formatted as plain text",
            ),
        ],
    );
}
