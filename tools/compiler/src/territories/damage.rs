//! What spreadsheets do to postal codes.

use beeline::place::postal::Digits;

use crate::csv::{are_digits, is_scientific};

/// What a cell was before a program took it for a number or a date, as the end of a sentence, and
/// what to do.
pub(super) fn of_cell(written: &str) -> Option<(&'static str, String)> {
    const FORMAT: &str = "format the column as text, and write the code again";
    if written.starts_with('#') {
        return Some((
            "which a spreadsheet writes when a column is too narrow",
            "make the column wider, and save again".to_owned(),
        ));
    }
    if is_scientific(written) {
        return Some(("which a program made of a code that it took for a large number", FORMAT.to_owned()));
    }
    let (whole, decimals) = written.split_once(['.', ','])?;
    let is_number = are_digits(whole) && !decimals.is_empty() && decimals.bytes().all(|it| it == b'0');
    is_number.then(|| {
        let fix = format!(
            "write {whole}, with the zeros it may have lost at its beginning, and format the column as text"
        );
        ("which a program made of a code that it took for a number", fix)
    })
}

/// The code with the zeros that a number has lost, if it can have had so many.
pub(super) fn padded(code: &str, digits: Digits) -> Option<String> {
    let lost = digits.length.checked_sub(code.len()).filter(|lost| (1..=digits.zeros).contains(lost))?;
    Some(format!("{}{code}", "0".repeat(lost)))
}
