//! The columns `country` and `subdivision`.

use crate::csv::{Cell, Record};
use crate::places::{Named, Places};

/// The country's ISO 3166-1 code; nothing when it is missing or wrong, which is told.
pub(super) fn country(record: &mut Record<'_>, places: &impl Places) -> Option<String> {
    let cell = record.required("country")?;
    if boolean(cell.trimmed()) == Some(false) {
        let why = "which a program made of NO";
        record.refuse(
            "country",
            cell,
            why,
            "write NO for Norway, and format the column as text before you save",
        );
        return None;
    }
    if boolean(cell.trimmed()).is_some() {
        let why = "which a program made of a word such as ON or YES, and no country is called that";
        record.refuse("country", cell, why, "write the country's two capital letters (ISO 3166), such as DE");
        return None;
    }
    match places.country(cell.trimmed()) {
        Named::Known(code) => Some(code),
        Named::Ambiguous(codes) => {
            record.refuse("country", cell, &format!("which can be {}", either(&codes)), choice(&codes));
            None
        }
        Named::Unknown(meant) => {
            let fix = match meant {
                Some(code) => format!("write {code}"),
                None => "write the country's two capital letters (ISO 3166), such as DE or US".to_owned(),
            };
            record.refuse("country", cell, "and no country is called that", fix);
            None
        }
    }
}

/// The subdivision's ISO 3166-2 code, or none where the cell is empty; nothing at all when it is
/// wrong, which is told.
pub(super) fn subdivision(
    record: &mut Record<'_>,
    country: &str,
    places: &impl Places,
) -> Option<Option<String>> {
    let Some(cell) = record.line.cell("subdivision").filter(|cell| !cell.is_empty()) else {
        return Some(None);
    };
    if cell.is_told {
        return None;
    }
    if let Some(is_yes) = boolean(cell.trimmed()) {
        refuse_boolean(record, cell, is_yes, country, places);
        return None;
    }
    match places.subdivision(country, cell.trimmed()) {
        Named::Known(code) => Some(Some(code)),
        Named::Ambiguous(codes) => {
            let fix = format!("write {}", either(&codes));
            record.refuse("subdivision", cell, &format!("which can be {}", either(&codes)), fix);
            None
        }
        Named::Unknown(meant) => {
            let fix = match meant {
                Some(code) => format!("write {code}"),
                None => format!(
                    "write its code (ISO 3166-2: what follows {country}-), or leave the cell empty for the whole country"
                ),
            };
            record.refuse(
                "subdivision",
                cell,
                &format!("and {country} has no part that is called that"),
                fix,
            );
            None
        }
    }
}

/// `ON` is Ontario, and `NO` a part of several countries.
fn refuse_boolean(record: &mut Record<'_>, cell: &Cell, is_yes: bool, country: &str, places: &impl Places) {
    let words = if is_yes { ["ON", "YES", "Y"] } else { ["NO", "OFF", "N"] };
    let meant = words.iter().find(|word| matches!(places.subdivision(country, word), Named::Known(_)));
    let (why, fix) = match meant {
        Some(word) => (format!("which a program made of {word}"), format!("write {word}")),
        None => (
            format!("which a program made of a word such as {}", words.first().copied().unwrap_or_default()),
            "write the code of the subdivision again".to_owned(),
        ),
    };
    record.refuse("subdivision", cell, &why, format!("{fix}, and format the column as text before you save"));
}

/// What spreadsheets write for yes and no, in the languages of the big ones.
fn boolean(text: &str) -> Option<bool> {
    const YES: [&str; 6] = ["TRUE", "WAHR", "VRAI", "VERDADERO", "VERO", "WAAR"];
    const NO: [&str; 6] = ["FALSE", "FALSCH", "FAUX", "FALSO", "ONWAAR", "FALSKT"];
    let capitals = text.to_uppercase();
    if YES.contains(&capitals.as_str()) {
        return Some(true);
    }
    NO.contains(&capitals.as_str()).then_some(false)
}

/// Codes as a sentence has them.
fn either(codes: &[String]) -> String {
    match codes.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => codes.concat(),
    }
}

/// How to say which of several places is meant; a subdivision takes two cells.
fn choice(codes: &[String]) -> String {
    let countries: Vec<String> = codes.iter().filter(|code| !code.contains('-')).cloned().collect();
    let countries =
        Some(either(&countries)).filter(|text| !text.is_empty()).map(|text| format!("write {text}"));
    let parts = codes.iter().filter_map(|code| {
        let (country, part) = code.split_once('-')?;
        Some(format!("for {code} write {country} in `country` and {part} in `subdivision`"))
    });
    countries.into_iter().chain(parts).collect::<Vec<_>>().join("; ")
}
