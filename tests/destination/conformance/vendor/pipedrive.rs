//! Pipedrive's persons and leads. Nothing there is unique, and search lags: it shows who was there when
//! the delivery began.

use std::cell::Cell;

use beeline::destination::pipedrive::{Pipedrive, REQUIRED};
use beeline::destination::{Answer, BaseUrl, Call, Credential, Destination, Method, Reply};
use serde_json::{Value, json};

use super::{Fields, Names, Vendor, body, decode, mapping, ok, text, theirs};
use crate::conformance::deliver::answer_with;

const NAMES: Names = &[
    ("name", "name=Unknown"),
    ("email", "email"),
    ("phone", "phone"),
    ("company", "1000000000000000000000000000000000000001"),
    ("lead_id", "1000000000000000000000000000000000000002"),
    ("correlation_id", "1000000000000000000000000000000000000003"),
    ("bundle", "1000000000000000000000000000000000000004"),
    ("consent.privacy", "1000000000000000000000000000000000000005"),
    ("utm.source", "1000000000000000000000000000000000000006"),
];

#[derive(Default)]
pub struct Company {
    persons: Vec<Fields>,
    leads: Vec<Value>,
    /// How many persons the search knows.
    indexed: Cell<usize>,
}

pub fn make() -> Box<dyn Vendor> {
    Box::new(Company::default())
}

impl Company {
    fn write(&mut self, id: Option<usize>, call: &Call) -> Answer {
        let mut fields = body(call).as_object().unwrap().clone();
        let custom = fields.remove("custom_fields").unwrap_or(json!({}));
        if custom[theirs(NAMES, "company")] == "refuse" {
            return ok(400, &json!({"success": false, "error": "no", "errorCode": 400}));
        }
        let id = id.unwrap_or_else(|| {
            assert!(fields.contains_key("name"));
            let email = text(fields.get("emails"));
            assert!(email.and_then(|email| self.place(&email)).is_none(), "a second person");
            self.persons.push(Fields::from_iter([("custom_fields".to_owned(), json!({}))]));
            self.persons.len() - 1
        });
        let person = &mut self.persons[id];
        person.extend(fields);
        person["custom_fields"].as_object_mut().unwrap().extend(custom.as_object().unwrap().clone());
        ok(200, &json!({"success": true, "data": {"id": id}}))
    }

    fn place(&self, email: &str) -> Option<usize> {
        self.persons
            .iter()
            .position(|person| text(person.get("emails")).is_some_and(|own| own.eq_ignore_ascii_case(email)))
    }

    fn search(&self, query: &str) -> Answer {
        let (term, rest) = query.strip_prefix("term=").unwrap().split_once('&').unwrap();
        let term = &decode(term);
        assert!(rest.ends_with("&exact_match=true"));
        let list = if rest.starts_with("fields=email") { "emails" } else { "phones" };
        let is = |person: &Fields| text(person.get(list)).is_some_and(|own| own.eq_ignore_ascii_case(term));
        let indexed = self.persons.iter().enumerate().take(self.indexed.get());
        let found = indexed.filter(|(_, person)| is(person));
        let item = |(id, person): (usize, &Fields)| json!({"item": {"id": id, "name": person["name"]}});
        let items: Vec<Value> = found.map(item).collect();
        ok(200, &json!({"success": true, "data": {"items": items}}))
    }
}

impl Vendor for Company {
    fn destination(&self) -> Box<dyn Destination> {
        self.indexed.set(self.persons.len());
        Box::new(Pipedrive {
            base: BaseUrl::parse("https://api.pipedrive.com").unwrap(),
            token: Credential::new("the-token"),
            mapping: mapping(NAMES, &REQUIRED, &[]),
            lead_title: Some("Beeline".into()),
        })
    }
    fn fresh(&self) -> Box<dyn Vendor> {
        make()
    }
    fn answer(&mut self, call: &Call) -> Answer {
        let (path, query) = call.path.split_once('?').unwrap_or((&call.path, ""));
        let id = path.strip_prefix("/api/v2/persons/").and_then(|id| id.parse::<usize>().ok());
        match (call.method, path, id) {
            (Method::Get, "/api/v2/persons/search", _) => self.search(query),
            (Method::Get, _, Some(id)) => ok(200, &json!({"success": true, "data": self.persons[id]})),
            (Method::Post, "/api/v2/persons", _) => self.write(None, call),
            (Method::Patch, _, Some(id)) => self.write(Some(id), call),
            (Method::Get, "/v1/leads", _) => {
                let person: u64 = query.split(['=', '&']).nth(1).unwrap().parse().unwrap();
                let own: Vec<&Value> = self.leads.iter().filter(|lead| lead["person_id"] == person).collect();
                ok(200, &json!({"success": true, "data": own}))
            }
            (Method::Post, "/v1/leads", _) => {
                let mut lead = body(call);
                let id = format!("00000000-0000-4000-8000-{:012}", self.leads.len());
                lead["id"] = json!(id);
                self.leads.push(lead);
                ok(201, &json!({"success": true, "data": {"id": id}}))
            }
            (method, path, _) => panic!("{method:?} {path}"),
        }
    }
    fn count(&self) -> usize {
        self.leads.len()
    }
    fn field(&self, email: &str, ours: &str) -> Option<String> {
        let person = &self.persons[self.place(email)?];
        match ours {
            "email" => text(person.get("emails")),
            "phone" => text(person.get("phones")),
            ours => {
                let name = theirs(NAMES, ours);
                text(person.get(name)).or_else(|| text(person["custom_fields"].get(name)))
            }
        }
    }
    fn edit(&mut self, email: &str, ours: &str, text: &str) {
        let place = self.place(email).unwrap();
        let person = &mut self.persons[place];
        match ours {
            "phone" if text.is_empty() => drop(person.insert("phones".into(), json!([]))),
            "phone" => drop(person.insert("phones".into(), json!([{"value": text}]))),
            ours => {
                let custom = person["custom_fields"].as_object_mut().unwrap();
                custom.insert(theirs(NAMES, ours).into(), json!(text));
            }
        }
    }
    fn add(&mut self, email: &str) {
        let fields = json!({"name": "Somebody", "emails": [{"value": email}], "custom_fields": {}});
        self.persons.push(fields.as_object().unwrap().clone());
    }
    fn daily_limit(&self) -> Reply {
        answer_with(429, &[("x-daily-ratelimit-token-remaining", "0"), ("x-ratelimit-reset", "2")], "{}")
    }
}
