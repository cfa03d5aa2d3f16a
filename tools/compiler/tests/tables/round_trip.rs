//! What a writer writes in any of the dialects reads back the same.

use beeline_compiler::csv::{Findings, rows};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16Le,
    Utf16Be,
}

#[derive(Clone, Debug)]
struct Dialect {
    separator: char,
    line_break: &'static str,
    encoding: Encoding,
    quotes_everything: bool,
    ends_with_break: bool,
    says_separator: bool,
}

fn dialect() -> impl Strategy<Value = Dialect> {
    let encoding = prop::sample::select(vec![
        Encoding::Utf8,
        Encoding::Utf8WithMark,
        Encoding::Utf16Le,
        Encoding::Utf16Be,
    ]);
    let line_break = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (prop::sample::select(vec![',', ';', '\t']), line_break, encoding, flags).prop_map(
        |(separator, line_break, encoding, (quotes_everything, ends_with_break, says_separator))| Dialect {
            separator,
            line_break,
            encoding,
            quotes_everything,
            ends_with_break,
            says_separator,
        },
    )
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{0,6}",
        "[ ,;\"\t\r\n#a=äß€\u{1f600}-]{0,8}",
        "[^\u{0}\u{fffd}\u{feff}]{0,5}",
        "0[0-9]{4}",
    ]
}

/// A header of names, and rows of anything; remarks and blank rows are not what a row is.
fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    (2_usize..6).prop_flat_map(|width| {
        let header = prop::collection::vec("[a-z_]{1,8}", width);
        let row = prop::collection::vec(cell(), width);
        let is_row = |row: &Vec<String>| {
            !row[0].trim().starts_with('#') && row.iter().any(|cell| !cell.trim().is_empty())
        };
        let rows = prop::collection::vec(row.prop_filter("remarks and blank rows", is_row), 0..12);
        (header, rows).prop_map(|(header, rows)| std::iter::once(header).chain(rows).collect())
    })
}

/// As RFC 4180 has it, in a dialect.
fn write(table: &[Vec<String>], dialect: &Dialect) -> Vec<u8> {
    let quoted = |cell: &String| {
        let must = cell.contains(['"', '\r', '\n', dialect.separator]);
        let doubled = cell.replace('"', "\"\"");
        if must || dialect.quotes_everything { format!("\"{doubled}\"") } else { doubled }
    };
    let line =
        |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(&dialect.separator.to_string());
    let mut lines: Vec<String> = table.iter().map(line).collect();
    if dialect.says_separator {
        lines.insert(0, format!("sep={}", dialect.separator));
    }
    let mut text = lines.join(dialect.line_break);
    if dialect.ends_with_break {
        text.push_str(dialect.line_break);
    }
    match dialect.encoding {
        Encoding::Utf8 => text.into_bytes(),
        Encoding::Utf8WithMark => format!("\u{feff}{text}").into_bytes(),
        Encoding::Utf16Le => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_table_in_every_dialect(table in table(), dialect in dialect()) {
        let mut findings = Findings::of("x.csv");
        let sheet = rows(&write(&table, &dialect), &mut findings);
        prop_assert_eq!(findings.into_problems(), []);
        let read: Vec<Vec<String>> =
            sheet.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect();
        prop_assert_eq!(read, table);
        prop_assert_eq!(sheet.separator, dialect.separator);
    }
}
