//! JSON Schemas of the files (draft-07, which editors know), so that an editor completes and
//! marks what is misspelled. Made of the same lists of settings that the files are read by: what
//! a value is follows from its example.

use beeline::contract::STANDARD;
use beeline::routing::Subject;
use serde_json::{Map, Value, json};

use crate::reader::Field;
use crate::sections::Kind;
use crate::{
    cases, conditions, consent, destinations, drop_ins, example, fields, files, forms, kinds, residency,
    score, table, teams,
};

/// The schema of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The file's name.
    pub file: &'static str,
    /// The schema's own name: `routing.schema.json`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The schemas of the files that are TOML.
pub fn schemas() -> Vec<Schema> {
    let all = [
        (files::FORMS, of_forms()),
        (files::ROUTING, of_routing()),
        (files::DESTINATIONS, destinations::schema()),
        (files::SCORE, of_score()),
        (files::TESTS, of_tests()),
    ];
    all.into_iter()
        .map(|(file, mut schema)| {
            if let Value::Object(parts) = &mut schema {
                parts.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
                parts.insert("title".to_owned(), json!(format!("Beeline's {file}")));
            }
            let name = format!("{}.schema.json", file.trim_end_matches(".toml"));
            Schema { file, name, text: format!("{schema:#}\n") }
        })
        .collect()
}

fn of_forms() -> Value {
    let form = section(forms::KIND.fields, &|name| {
        Some(match name {
            "lane" => words(&forms::LANES),
            "jurisdiction" => words(&forms::JURISDICTIONS),
            "challenge" => words(&forms::CHALLENGES),
            "unknown_fields" => words(&forms::UNKNOWN_FIELDS),
            "drift" => section(forms::DRIFT, &|_| None),
            "consent" => section(consent::FIELDS, &asked),
            "field" => of_fields(),
            "web_to_lead" => section(drop_ins::WEB_TO_LEAD, &|_| None),
            "hubspot" => section(drop_ins::HUBSPOT, &|_| None),
            "webhook" => section(drop_ins::WEBHOOK, &|_| None),
            _ => return None,
        })
    });
    let top = section(forms::TOP, &|name| {
        (name == residency::HEADING).then(|| section(residency::FIELDS, &|_| None))
    });
    with_entries(top, &forms::KIND, form)
}

fn of_routing() -> Value {
    let top =
        with_entries(section(teams::TOP, &|_| None), &teams::KIND, section(teams::KIND.fields, &|_| None));
    let rule = section(table::FIELDS, &|name| (name == "when").then(|| answers(&[], &condition())));
    with_list(top, table::WORD, rule)
}

fn of_score() -> Value {
    let line = section(score::FIELDS, &|name| (name == "when").then(|| answers(&[], &condition())));
    with_list(section(score::TOP, &|_| None), score::WORD, line)
}

fn of_tests() -> Value {
    let one = json!({ "type": ["string", "integer", "boolean"] });
    let test =
        section(cases::FIELDS, &|name| (name == "lead").then(|| answers(&[example::POSTAL_CODE], &one)));
    with_list(section(&[], &|_| None), cases::WORD, test)
}

/// A section with these settings; `special` says what is not told by an example.
pub(crate) fn section(fields: &[Field], special: &dyn Fn(&str) -> Option<Value>) -> Value {
    let property = |field: &Field| {
        let value = special(field.name).unwrap_or_else(|| by_example(field.example));
        (field.name.to_owned(), value)
    };
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut schema = json!({
        "type": "object",
        "properties": fields.iter().map(property).collect::<Map<String, Value>>(),
        "additionalProperties": false,
    });
    if let (Value::Object(parts), false) = (&mut schema, required.is_empty()) {
        parts.insert("required".to_owned(), json!(required));
    }
    schema
}

/// What a value is, told by one as it may be written.
fn by_example(example: &str) -> Value {
    let Ok(mut parsed) = toml::from_str::<toml::Table>(&format!("it = {example}")) else {
        return json!({ "type": "object" });
    };
    match parsed.remove("it") {
        Some(toml::Value::String(text)) => json!({ "type": "string", "examples": [text] }),
        Some(toml::Value::Integer(number)) => json!({ "type": "integer", "examples": [number] }),
        Some(toml::Value::Boolean(_)) => json!({ "type": "boolean" }),
        Some(toml::Value::Array(_)) => json!({ "type": "array", "items": { "type": "string" } }),
        // The names are the writer's own, and dots in one may stand outside quotes.
        _ => json!({ "type": "object", "additionalProperties": { "type": ["string", "object"] } }),
    }
}

pub(crate) fn words<T>(known: &[(&str, T)]) -> Value {
    json!({ "enum": known.iter().map(|(word, _)| *word).collect::<Vec<_>>() })
}

/// How a consent is asked for.
fn asked(name: &str) -> Option<Value> {
    ["privacy", "marketing", "sms", "call"].contains(&name).then(|| words(&consent::ASKS))
}

/// The fields of a form. A field's name may have dots, which TOML takes for sections.
fn of_fields() -> Value {
    let of_kind = |name: &str| (name == "type").then(|| words(&kinds::TYPES));
    let may_be_nested = |mut field: Value| {
        if let Value::Object(parts) = &mut field {
            parts.insert("additionalProperties".to_owned(), json!({ "type": "object" }));
            parts.remove("required");
        }
        field
    };
    let standard = STANDARD.iter().filter(|standard| !standard.name.contains('.'));
    let properties: Map<String, Value> = standard
        .map(|standard| (standard.name.to_owned(), may_be_nested(section(fields::OF_STANDARD, &of_kind))))
        .collect();
    let own = may_be_nested(section(fields::OWN, &of_kind));
    json!({ "type": "object", "properties": properties, "additionalProperties": own })
}

/// What a condition may ask for.
fn condition() -> Value {
    let one = json!({ "type": ["string", "integer", "boolean"] });
    let several = json!({ "type": "array", "items": one, "minItems": 1 });
    let exception = json!({
        "type": "object",
        "properties": { conditions::NOT: { "anyOf": [one, several] }, conditions::UNKNOWN: { "type": "boolean" } },
        "required": [conditions::NOT],
        "additionalProperties": false,
    });
    json!({ "anyOf": [one, several, exception] })
}

/// What rules can ask about, and other names, each with such a value. Names with a dot may stand
/// in quotes or not.
fn answers(others: &[&'static str], value: &Value) -> Value {
    let mut properties = Map::new();
    for name in Subject::names().chain(others.iter().copied()) {
        properties.insert(name.to_owned(), value.clone());
        if let Some((group, name)) = name.split_once('.') {
            let nested = properties.entry(group).or_insert_with(
                || json!({ "type": "object", "properties": {}, "additionalProperties": false }),
            );
            if let Some(Value::Object(names)) = nested.get_mut("properties") {
                names.insert(name.to_owned(), value.clone());
            }
        }
    }
    for group in ["field", "enriched"] {
        properties.insert(group.to_owned(), json!({ "type": "object" }));
    }
    json!({
        "type": "object",
        "properties": properties,
        "patternProperties": { r"^(field|enriched)\..+$": value },
        "additionalProperties": false,
    })
}

/// The top of a file with entries below headings such as `[form.demo]`.
fn with_entries(top: Value, kind: &Kind, entry: Value) -> Value {
    with(top, kind.word, json!({ "type": "object", "additionalProperties": entry }))
}

/// The same with a list of sections, `[[rule]]`.
fn with_list(top: Value, word: &str, entry: Value) -> Value {
    with(top, word, json!({ "type": "array", "items": entry }))
}

fn with(mut top: Value, name: &str, value: Value) -> Value {
    if let Some(Value::Object(properties)) = top.get_mut("properties") {
        properties.insert(name.to_owned(), value);
    }
    top
}
