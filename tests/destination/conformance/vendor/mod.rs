//! Doubles of the vendors: they answer as the vendors document it, and refuse what the vendors refuse.

mod hubspot;
mod pipedrive;
mod salesforce;
mod webhook;

use beeline::destination::{Answer, Call, Demands, Destination, Mapping, Reply};
use serde_json::{Map, Value, json};

use crate::common::lead::entries;
use crate::conformance::deliver::answer_with;

/// A vendor, with what was written to it.
pub trait Vendor {
    fn destination(&self) -> Box<dyn Destination>;
    /// The same vendor with nothing in it.
    fn fresh(&self) -> Box<dyn Vendor>;
    fn answer(&mut self, call: &Call) -> Answer;
    /// Records that stand for leads.
    fn count(&self) -> usize;
    /// What stands in a field of ours, by its name, of the record with this email.
    fn field(&self, email: &str, ours: &str) -> Option<String>;
    /// Somebody there writes into that field.
    fn edit(&mut self, email: &str, ours: &str, text: &str);
    /// Somebody there made a record with this email.
    fn add(&mut self, email: &str);
    /// Its answer to too many calls in a day.
    fn daily_limit(&self) -> Reply {
        answer_with(429, &[], "{}")
    }
}

pub type Make = fn() -> Box<dyn Vendor>;

pub const VENDORS: &[(&str, Make)] = &[
    ("hubspot", hubspot::make),
    ("salesforce", salesforce::make),
    ("pipedrive", pipedrive::make),
    ("webhook", webhook::make),
];

pub type Fields = Map<String, Value>;

/// What a vendor calls our fields.
pub type Names = &'static [(&'static str, &'static str)];

pub fn theirs(names: Names, ours: &str) -> &'static str {
    let to = names.iter().find(|(from, _)| *from == ours).map_or("", |(_, to)| *to);
    to.split('=').next().unwrap_or_default()
}

pub fn mapping(names: Names, required: &[&str], forbidden: &[&str]) -> Mapping {
    Mapping::new(entries(names), &Demands { required, forbidden }).unwrap()
}

pub fn ok(status: u16, body: &Value) -> Answer {
    Answer::new(status, |_| None, body.to_string().as_bytes())
}

pub fn body(call: &Call) -> Value {
    serde_json::from_str(call.body.as_deref().unwrap_or("null")).unwrap()
}

pub fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Array(values) => text(values.first()?.get("value")),
        Value::Null => None,
        value => Some(value.to_string()),
    }
}

/// The text of a query, its percent-encoding taken off.
pub fn decode(query: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = query.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

pub fn record(id: usize, fields: Fields) -> Fields {
    let mut record = fields;
    record.insert("#id".into(), json!(id));
    record
}
