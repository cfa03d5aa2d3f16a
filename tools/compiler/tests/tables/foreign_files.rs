//! Files that are no CSV.

use crate::support::{assert_told, fixture, made, told_of_fruit};

const EXCEL: &str =
    "open it in Excel, choose \"Save as\", type \"CSV UTF-8 (Comma delimited)\", and put that file here";
const CALC: &str = "open it in the program it was made with, save it as CSV with the character set UTF-8, and put that file here";
const BROWSER: &str =
    "open its address in a browser, sign in if asked to, download the table as CSV, and put that file here";

#[test]
fn workbooks_and_archives() {
    let ods = b"PK\x03\x04\x14\x00\x00\x08\x00\x00mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK";
    let xlsx = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml \xa2\x04";
    let xls = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00\x00\x00";
    let cases: [(Vec<u8>, &str, &str); 5] = [
        (made("really.ods.csv", ods), "a LibreOffice spreadsheet (.ods)", CALC),
        (made("really.xlsx.csv", xlsx), "an Excel workbook (.xlsx)", EXCEL),
        (made("really.xls.csv", xls), "an old Excel workbook (.xls)", EXCEL),
        (b"PK\x03\x04\x0a\x00".to_vec(), "a ZIP archive or a spreadsheet", CALC),
        (b"%PDF-1.7\n".to_vec(), "a PDF", CALC),
    ];
    for (bytes, what, fix) in cases {
        let message = format!("fruit.csv:1:1: this is {what} under the name of a CSV file");
        assert_told(&told_of_fruit(bytes), &message, fix);
    }
}

#[test]
fn a_web_page() {
    let message = "fruit.csv:1:1: this is a web page (HTML) under the name of a CSV file";
    assert_told(&told_of_fruit(fixture("sign-in-page.csv")), message, BROWSER);
    assert_told(&told_of_fruit("\u{feff}\n <table><tr><td>fruit"), message, BROWSER);
}

#[test]
fn an_xml_document() {
    let message = "fruit.csv:1:1: this is an XML document under the name of a CSV file";
    assert_told(&told_of_fruit("<?xml version=\"1.0\"?><Workbook/>"), message, CALC);
}

#[test]
fn an_empty_file() {
    for text in ["", "\u{feff}", "\n\r\n,,,\n# fruit and prices\n"] {
        assert_told(
            &told_of_fruit(text),
            "fruit.csv:1:1: fruit.csv is empty",
            "begin with this line: fruit,colour,price",
        );
    }
}
