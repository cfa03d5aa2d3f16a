//! Text encodings.

use crate::support::{assert_told, fruit, made, told_of_fruit};

const TEXT: &str = "fruit,price\r\nKäse-Apfel,1\r\n";
const FIX: &str = "save the table again: in Excel as type \"CSV UTF-8 (Comma delimited)\", in LibreOffice with the \
                   character set \"Unicode (UTF-8)\"";

fn apple() -> Vec<(String, String)> {
    vec![("Käse-Apfel".to_owned(), "1".to_owned())]
}

fn utf_16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn utf_8_with_and_without_its_mark() {
    for bytes in [TEXT.as_bytes().to_vec(), made("utf8-bom.csv", format!("\u{feff}{TEXT}").as_bytes())] {
        assert_eq!(told_of_fruit(&bytes), [""; 0]);
        assert_eq!(fruit(&bytes), apple());
    }
}

#[test]
fn utf_16_with_its_mark_as_excel_saves_unicode_text() {
    let tabs = format!("\u{feff}{}", TEXT.replace(',', "\t"));
    for bytes in [
        made("utf16-le.csv", &utf_16(&tabs, u16::to_le_bytes)),
        made("utf16-be.csv", &utf_16(&tabs, u16::to_be_bytes)),
    ] {
        assert_eq!(told_of_fruit(&bytes), [""; 0]);
        assert_eq!(fruit(&bytes), apple());
    }
}

#[test]
fn utf_16_without_its_mark() {
    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        let message = "fruit.csv:1:1: the file is in the text encoding UTF-16, but does not begin with the mark that says so";
        assert_told(&told_of_fruit(utf_16("fruit,price\napple,1\n", unit)), message, FIX);
    }
}

#[test]
fn utf_16_that_is_cut_off() {
    let mut bytes = utf_16("\u{feff}fruit\tprice\napple\t1", u16::to_le_bytes);
    bytes.push(b'0');
    let message = "fruit.csv:2:8: here only half of a character is left: the file is damaged, or cut off";
    assert_told(&told_of_fruit(bytes), message, FIX);
}

#[test]
fn half_a_pair_in_utf_16() {
    let mut bytes = utf_16("\u{feff}fruit\tprice\nab", u16::to_le_bytes);
    bytes.extend([0x3d, 0xd8]);
    bytes.extend(utf_16("\t1", u16::to_le_bytes));
    let message = "fruit.csv:2:3: here only half of a character is left: the file is damaged, or cut off";
    assert_told(&told_of_fruit(bytes), message, FIX);
}

#[test]
fn windows_1252_is_refused_at_the_first_letter_that_it_writes_otherwise() {
    let bytes = made("windows-1252.csv", b"fruit,price\r\nplum,1\r\nK\xe4se-Apfel,2\r\n\x80pple,x,3\r\n");
    let told = told_of_fruit(&bytes);
    let message = "fruit.csv:3:2: from here on the file is not in the text encoding UTF-8, but in an older one (Windows-1252)";
    assert_eq!(told[0], format!("{message}\n  fix: {FIX}; this word is then most likely \"Käse-Apfel\""));
    assert!(told[1].starts_with("fruit.csv:4:9: the line has 3 cells, and the header 2 columns"), "{told:?}");
    assert_eq!(told.len(), 2);
}

#[test]
fn a_letter_that_another_program_has_lost() {
    assert_told(
        &told_of_fruit("fruit,price\nK\u{fffd}se,1\n"),
        "fruit.csv:2:2: here a letter was lost when a program saved the file in the wrong text encoding",
        "type it again, here and wherever else a \u{fffd} stands",
    );
}

#[test]
fn zero_bytes() {
    assert_told(
        &told_of_fruit("fruit,price\napple\0,1\n"),
        "fruit.csv:2:6: here stands a zero byte, which no text has",
        "make sure that this is the right file, and save the table again as CSV",
    );
}
