//! Contracts and bodies, as tests want them.

#![allow(dead_code)] // each test file uses its part

use beeline::contract::{Contract, FieldCode, FieldKind, FieldRule};
use beeline::intake::{Fields, Submission};
use serde_json::Value;

/// A form's own field.
pub fn own(name: &str, kind: FieldKind) -> FieldRule {
    FieldRule { name: name.into(), kind, label: Some(format!("The {name}")), ..FieldRule::default() }
}

/// What a form says about a standard field.
pub fn about(name: &str) -> FieldRule {
    let kind = beeline::contract::standard_field(name).unwrap().kind;
    FieldRule { name: name.into(), kind, ..FieldRule::default() }
}

/// A contract with these rules.
pub fn contract(rules: Vec<FieldRule>) -> Contract {
    Contract { fields: rules.into(), ..Contract::default() }
}

/// A body that any contract takes, and then this.
pub fn ada(more: &Value) -> Fields {
    let mut body = serde_json::json!({"email": "ada@example.com", "consent": {"privacy": true}});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    fields(&body)
}

/// A JSON body.
pub fn fields(body: &Value) -> Fields {
    Fields::from_json(body.to_string().as_bytes()).unwrap()
}

/// What a contract takes.
#[track_caller]
pub fn taken(contract: &Contract, fields: &Fields) -> Submission {
    Submission::read(fields, contract).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// What a contract refuses, and why.
pub fn refused(contract: &Contract, fields: &Fields) -> Vec<(String, FieldCode)> {
    let errors = Submission::read(fields, contract).err().unwrap_or_default();
    errors.into_iter().map(|error| (error.field, error.code)).collect()
}
