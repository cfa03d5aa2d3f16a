//! HubSpot's batch endpoints for contacts.

use beeline::destination::hubspot::{HubSpot, Key, VERSION};
use beeline::destination::{Answer, BaseUrl, Call, Credential, Destination, Reply};
use serde_json::{Value, json};

use super::{Fields, Names, Vendor, body, mapping, ok, record, text, theirs};
use crate::conformance::deliver::answer_with;

const NAMES: Names = &[
    ("email", "email"),
    ("first_name", "firstname"),
    ("last_name", "lastname"),
    ("phone", "phone"),
    ("company", "company"),
    ("lead_id", "beeline_lead"),
    ("correlation_id", "beeline_correlation"),
    ("bundle", "beeline_bundle"),
    ("consent.privacy", "beeline_privacy"),
    ("utm.source", "utm_source"),
];

#[derive(Default)]
pub struct Contacts(Vec<Fields>);

pub fn make() -> Box<dyn Vendor> {
    Box::new(Contacts::default())
}

impl Contacts {
    fn find(&mut self, property: &str, id: &str) -> Option<&mut Fields> {
        let is =
            |fields: &&mut Fields| text(fields.get(property)).is_some_and(|own| own.eq_ignore_ascii_case(id));
        self.0.iter_mut().find(is)
    }

    fn upsert(&mut self, input: &Value) -> Value {
        let (id, property) = (input["id"].as_str().unwrap(), input["idProperty"].as_str().unwrap());
        let properties = input["properties"].as_object().unwrap().clone();
        assert!(properties.values().all(|value| value.is_string() && value != ""), "only texts, none empty");
        let number = self.0.len();
        let is_new = self.find(property, id).is_none();
        if is_new {
            self.0.push(record(number, Fields::new()));
        }
        let contact = match self.find(property, id) {
            Some(contact) => contact,
            None => self.0.last_mut().unwrap(),
        };
        contact.extend(properties);
        let id = contact["#id"].to_string();
        json!({"id": id, "new": is_new, "properties": contact, "objectWriteTraceId": input["objectWriteTraceId"]})
    }
}

impl Vendor for Contacts {
    fn destination(&self) -> Box<dyn Destination> {
        Box::new(HubSpot {
            base: BaseUrl::parse("https://api.hubapi.com").unwrap(),
            token: Credential::new("the-token"),
            version: VERSION.into(),
            key: Key::Email,
            mapping: mapping(NAMES, &[], &[]),
            looks_first: false,
            minutes_ahead_of_utc: 0,
        })
    }
    fn fresh(&self) -> Box<dyn Vendor> {
        make()
    }
    fn answer(&mut self, call: &Call) -> Answer {
        let body = body(call);
        let inputs = body["inputs"].as_array().unwrap();
        if call.path == "/crm/objects/2026-09/contacts/batch/read" {
            let property = body["idProperty"].as_str().unwrap();
            let found = inputs.iter().filter_map(|input| {
                let contact = self.find(property, input["id"].as_str().unwrap())?;
                Some(json!({"id": contact["#id"].to_string(), "properties": contact}))
            });
            return ok(200, &json!({"status": "COMPLETE", "results": found.collect::<Vec<_>>()}));
        }
        assert_eq!(call.path, "/crm/objects/2026-09/contacts/batch/upsert");
        let mut ids: Vec<&str> = inputs.iter().map(|input| input["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        ids.dedup();
        let refused = inputs.iter().any(|input| input["properties"]["company"] == "refuse");
        if refused || ids.len() < inputs.len() || inputs.len() > 100 {
            return ok(400, &json!({"status": "error", "category": "VALIDATION_ERROR", "message": "no"}));
        }
        let results: Vec<Value> = inputs.iter().map(|input| self.upsert(input)).collect();
        ok(200, &json!({"status": "COMPLETE", "results": results, "numErrors": 0}))
    }
    fn count(&self) -> usize {
        self.0.len()
    }
    fn field(&self, email: &str, ours: &str) -> Option<String> {
        let contact = self.0.iter().find(|fields| fields.get("email") == Some(&json!(email)))?;
        text(contact.get(theirs(NAMES, ours)))
    }
    fn edit(&mut self, email: &str, ours: &str, text: &str) {
        self.find("email", email).unwrap().insert(theirs(NAMES, ours).into(), json!(text));
    }
    fn add(&mut self, email: &str) {
        let fields = Fields::from_iter([("email".to_owned(), json!(email))]);
        self.0.push(record(self.0.len(), fields));
    }
    fn daily_limit(&self) -> Reply {
        answer_with(
            429,
            &[],
            r#"{"errorType":"RATE_LIMIT","policyName":"DAILY","message":"You have reached your daily limit."}"#,
        )
    }
}
