//! Files laid out mean what they meant.

#![allow(clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

use std::path::Path;

use beeline_compiler::{Files, compile, laid_out};
use proptest::prelude::*;

use crate::support::{FORMS, RICH, ROUTING, files};

fn text_of(files: &Files, wanted: &str) -> String {
    let (_, contents) = files.iter().find(|(name, _)| *name == wanted).unwrap();
    String::from_utf8(contents.to_vec()).unwrap()
}

fn toml(text: &str) -> String {
    text_of(&laid_out(&Files::new().with("forms.toml", text)), "forms.toml")
}

fn csv(bytes: impl Into<Vec<u8>>) -> String {
    text_of(&laid_out(&Files::new().with("territories.csv", bytes)), "territories.csv")
}

#[test]
fn blanks_stand_where_they_help() {
    let written = "\u{feff}\r\n\r\na=1   # one  \r\nb  =[ \"x\" ,\"y\", ]\r\nc={d=1,\"e.f\"= true}\r\nempty={ }\r\n\r\n\r\n\r\n# About x.\r\n[ form . x ]\r\nz = 1.5\r\n[[ rule ]]\r\n";
    let laid_out = "a = 1 # one\nb = [\"x\", \"y\",]\nc = { d = 1, \"e.f\" = true }\nempty = {}\n\n# About x.\n[form.x]\nz = 1.5\n\n[[rule]]\n";
    assert_eq!(toml(written), laid_out);
}

#[test]
fn lists_of_several_lines_keep_them_and_texts_keep_everything() {
    let written =
        "list = [\n\"a\", # first\n      \"b\",\n   ]\ntext = \"\"\"\n  two\n\n\n  lines = [ ]  \n\"\"\"\n";
    let laid_out =
        "list = [\n    \"a\", # first\n    \"b\",\n]\ntext = \"\"\"\n  two\n\n\n  lines = [ ]  \n\"\"\"\n";
    assert_eq!(toml(written), laid_out);
}

#[test]
fn a_spreadsheet_s_table_becomes_commas_and_keeps_its_remarks() {
    let written = "\u{feff}sep=;\r\nterritory;country;note;\r\n# Europe; for now\r\n dach ;\"DE\";\"a, b\";;;\r\n;;;\r\nnorth;DK\r\n";
    assert_eq!(csv(written), "territory,country,note\n# Europe; for now\ndach,DE,\"a, b\"\nnorth,DK,\n");
}

/// A line of which the blanks are not where they should be.
fn spoiled(line: &str, how: u8) -> String {
    let is_remark = line.starts_with('#');
    let line = match how % 4 {
        0 if !is_remark => line.replacen(" = ", "=", 1),
        1 if !is_remark => line.replacen(" = ", "   =\t", 1),
        2 => format!("{line}\n\n\n"),
        _ => line.to_owned(),
    };
    let line = if how & 16 == 0 { line } else { format!("  {line}") };
    if how & 32 == 0 { line } else { format!("{line} \t") }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_bundle_stays_and_doing_it_again_changes_nothing(
        hows in prop::collection::vec(any::<u8>(), 40), windows in any::<bool>(), marked in any::<bool>(),
    ) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config");
        for original in [Files::read(&folder).unwrap(), files(RICH, ROUTING), files(FORMS, ROUTING)] {
            let spoilt = original.iter().fold(original.clone(), |all, (name, contents)| {
                let text = String::from_utf8(contents.to_vec()).unwrap();
                let lines = text.lines().zip(hows.iter().cycle());
                let lines: Vec<String> = lines.map(|(line, how)| spoiled(line, *how)).collect();
                let text = lines.join("\n").replace('\n', if windows { "\r\n" } else { "\n" });
                all.with(name, if marked { format!("\u{feff}{text}") } else { text })
            });
            let formatted = laid_out(&spoilt);
            prop_assert!(laid_out(&formatted) == formatted, "doing it again changes something");
            let facts = |compiled: &beeline_compiler::Compiled| {
                compiled.cases.iter().map(|case| (case.name.clone(), case.facts.clone())).collect::<Vec<_>>()
            };
            let (before, after) = (compile(&original).unwrap(), compile(&formatted).unwrap());
            prop_assert_eq!(facts(&before), facts(&after));
            prop_assert_eq!(before.destinations, after.destinations);
            prop_assert_eq!(before.hash, after.hash);
        }
    }
}
