//! Forms with little and with much to ask, and their pages.

#![allow(dead_code)] // each test file uses its part
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use crate::contracts::{about, contract, own};
use beeline::contract::{Contract, FieldKind, FieldRule};
use beeline::intake::{Fields, Submission};
use beeline::page;
use beeline::problem::Problem;
use beeline::routing::Form;

pub const HOSTILE: &str = "\"><script>alert(1)</script> onclick=x style=x & 'q'";
pub const ESCAPED: &str = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; onclick=x style=x &amp; 'q'";

pub fn form(contract: Contract) -> Form {
    let (id, title) = ("demo".into(), "Talk to sales".into());
    Form { id, title, thank_you_url: "/thanks/demo".into(), contract, ..Form::default() }
}

pub fn usual() -> Form {
    form(Contract::default())
}

/// A form with a field of every kind, everything but the boolean required.
pub fn rich() -> Contract {
    let needed =
        |kind: FieldKind, more: FieldRule| FieldRule { required: true, ..own(more.name.as_str(), kind) };
    let named = |name: &str| FieldRule { name: name.into(), ..FieldRule::default() };
    let choices = || vec!["Red".to_owned(), HOSTILE.to_owned(), "Blue".to_owned()];
    let mut contract = contract(vec![
        FieldRule { choices: choices(), ..needed(FieldKind::Choice, named("colour")) },
        FieldRule { choices: choices(), multiple: true, ..needed(FieldKind::Choice, named("colours")) },
        needed(FieldKind::Date, named("starts.on")),
        needed(FieldKind::Number, named("seats")),
        needed(FieldKind::Text, named("role")),
        FieldRule { max_length: Some(201), ..needed(FieldKind::Text, named("story")) },
        needed(FieldKind::Email, named("billing_email")),
        needed(FieldKind::Phone, named("billing_phone")),
        needed(FieldKind::Country, named("billing_country")),
        own("newsletter", FieldKind::Boolean),
        FieldRule { label: Some("Work email".into()), required: true, ..about("email") },
        FieldRule { removed: true, ..about("employees") },
        about("postal_code"),
    ]);
    contract.honeypot = Some("website".into());
    contract
}

pub fn fields(pairs: &[(&str, &str)]) -> Fields {
    let json: serde_json::Map<_, _> =
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
    Fields::from_json(serde_json::to_string(&json).unwrap().as_bytes()).unwrap()
}

pub fn empty(form: &Form) -> String {
    page::form(form, &Fields::default(), None, None)
}

/// A form as it comes back after these values were refused.
#[track_caller]
pub fn returned(form: &Form, pairs: &[(&str, &str)]) -> (String, Problem) {
    let fields = fields(pairs);
    let problem = Problem::WrongFields(Submission::read(&fields, &form.contract).err().unwrap());
    (page::form(form, &fields, Some((&problem, "cor_1")), None), problem)
}

/// The same of the form that says nothing of its own.
#[track_caller]
pub fn refused(pairs: &[(&str, &str)]) -> (String, Problem) {
    returned(&usual(), pairs)
}
