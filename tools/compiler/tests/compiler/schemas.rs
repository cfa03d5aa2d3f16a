//! The schemas by which editors complete the files, held against the files themselves.

#![allow(clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

use std::fs;
use std::path::{Path, PathBuf};

use beeline_compiler::{Schema, schemas};
use jsonschema::Validator;
use serde_json::Value;

use crate::destinations::DESTINATIONS;
use crate::support::{FORMS, RICH, ROUTING};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config")
}

fn of(file: &str) -> Schema {
    schemas().into_iter().find(|schema| schema.file == file).unwrap()
}

/// What the schema of a file says against a text.
fn wrong(file: &str, text: &str) -> Vec<String> {
    let schema: Value = serde_json::from_str(&of(file).text).unwrap();
    let validator: Validator = jsonschema::draft7::new(&schema).unwrap();
    let text: toml::Table = toml::from_str(text).unwrap();
    let value = serde_json::to_value(text).unwrap();
    validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_schemas_in_the_folder_are_those_that_the_compiler_makes() {
    for schema in schemas() {
        let written = fs::read_to_string(folder().join("schema").join(&schema.name)).unwrap_or_default();
        let fresh = schema.text == written;
        assert!(fresh, "{} is stale: run `cargo beeline schema --write`", schema.name);
    }
}

#[test]
fn the_projects_own_files_fit_their_schemas_and_name_them() {
    for schema in schemas() {
        let text = fs::read_to_string(folder().join(schema.file)).unwrap();
        assert_eq!(wrong(schema.file, &text), [""; 0]);
        let first = format!("#:schema ./schema/{}", schema.name);
        assert_eq!(text.lines().next(), Some(first.as_str()), "{}", schema.file);
    }
}

#[test]
fn everything_that_may_be_written_fits() {
    let dotted =
        "[form.demo.field.company.vat]\ntype = \"text\"\nlabel = \"VAT\"\n[residency]\neu = [\"EEA\"]\n";
    assert_eq!(wrong("forms.toml", &format!("{RICH}{dotted}")), [""; 0]);
    let when = "country = { not = [\"DE\"], unknown = true }, field.seats = 5, \"field.plan\" = [\"Team\"], consent.marketing = true, \"consent.call\" = \"yes\", enriched.industry = \"x\"";
    let rule = format!("{ROUTING}[[rule]]\nid = \"r\"\nteam = \"sales\"\nwhen = {{ {when} }}\n");
    assert_eq!(wrong("routing.toml", &rule), [""; 0]);
}

#[test]
fn what_a_destination_may_have_fits_and_nothing_else() {
    assert_eq!(wrong("destinations.toml", DESTINATIONS), [""; 0]);
    for (right, not_right) in [
        ("[hubspot]", "[hubspt]"),
        ("key = \"lead_key\"\n", ""),
        ("from = \"email\"", "from = \"emial\""),
        ("from = \"utm.source\"", "from = \"utm\""),
        ("\"refuse\"", "\"ask\""),
        ("[200, 201]", "[\"200\"]"),
        ("otherwise = \"Unknown\"", "or = \"Unknown\""),
    ] {
        assert!(DESTINATIONS.contains(right));
        assert!(
            !wrong("destinations.toml", &DESTINATIONS.replacen(right, not_right, 1)).is_empty(),
            "{not_right}"
        );
    }
}

#[test]
fn what_is_misspelled_missing_or_of_another_kind_does_not() {
    let forms = [
        ("title", "titel"),
        ("\"hot\"", "\"warm\""),
        ("600", "\"600\""),
        ("title = \"Book a demo\"\n", ""),
        ("phone_country = \"US\"", "phone_country = 1"),
    ];
    for (right, not_right) in forms {
        assert!(FORMS.contains(right));
        assert!(!wrong("forms.toml", &FORMS.replacen(right, not_right, 1)).is_empty(), "{not_right}");
    }
    for when in [
        "contry = \"DE\"",
        "country = []",
        "country = { unknown = true }",
        "consent.mail = \"yes\"",
        "employees = 1.5",
    ] {
        let rule = format!("{ROUTING}[[rule]]\nid = \"r\"\nteam = \"sales\"\nwhen = {{ {when} }}\n");
        assert!(!wrong("routing.toml", &rule).is_empty(), "{when}");
    }
    let test = "[[test]]\nname = \"t\"\nlead = { form = \"demo\", country = [\"DE\"] }\nteam = \"sales\"\n";
    assert!(!wrong("tests.toml", test).is_empty());
}
