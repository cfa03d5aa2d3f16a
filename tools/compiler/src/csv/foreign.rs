//! Files that are no CSV, whatever their name says.

/// What a file is, and what to do with it.
pub(super) type Foreign = (&'static str, &'static str);

const SAVE_AS: &str =
    "open it in Excel, choose \"Save as\", type \"CSV UTF-8 (Comma delimited)\", and put that file here";
const SAVE_AS_CSV: &str = "open it in the program it was made with, save it as CSV with the character set UTF-8, \
                           and put that file here";
const DOWNLOAD_AGAIN: &str = "open its address in a browser, sign in if asked to, download the table as CSV, and put \
                              that file here";

/// How a workbook, an archive or a document begins.
pub(super) fn by_first_bytes(bytes: &[u8]) -> Option<Foreign> {
    let beginning = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    let has = |words: &[u8]| beginning.windows(words.len()).any(|window| window == words);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(if has(b"opendocument.spreadsheet") {
            ("this is a LibreOffice spreadsheet (.ods) under the name of a CSV file", SAVE_AS_CSV)
        } else if has(b"[Content_Types].xml") || has(b"xl/") {
            ("this is an Excel workbook (.xlsx) under the name of a CSV file", SAVE_AS)
        } else {
            ("this is a ZIP archive or a spreadsheet under the name of a CSV file", SAVE_AS_CSV)
        });
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(("this is an old Excel workbook (.xls) under the name of a CSV file", SAVE_AS));
    }
    let is_pdf = bytes.starts_with(b"%PDF-");
    is_pdf.then_some(("this is a PDF under the name of a CSV file", SAVE_AS_CSV))
}

/// How a web page or an XML document begins. Sharing links answer with a page to sign in on.
pub(super) fn by_first_words(text: &str) -> Option<Foreign> {
    let beginning: String = text.trim_start().chars().take(16).collect::<String>().to_ascii_lowercase();
    let html = ["<!doctype html", "<html", "<head", "<body", "<meta", "<table", "<script", "<!--"];
    if html.iter().any(|tag| beginning.starts_with(tag)) {
        return Some(("this is a web page (HTML) under the name of a CSV file", DOWNLOAD_AGAIN));
    }
    let is_xml = beginning.starts_with("<?xml");
    is_xml.then_some(("this is an XML document under the name of a CSV file", SAVE_AS_CSV))
}
