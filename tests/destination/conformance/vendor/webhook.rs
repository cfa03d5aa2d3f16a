//! An intake like BottleCRM's: a key seen before is a duplicate, an email seen before is merged.

use beeline::destination::webhook::{Proof, Rules, Webhook};
use beeline::destination::{Answer, BaseUrl, Call, Credential, Destination, Method, RecordKind};
use serde_json::{Value, json};

use super::{Fields, Names, Vendor, body, mapping, ok, record, text, theirs};

const NAMES: Names = &[
    ("email", "email"),
    ("first_name", "first_name"),
    ("last_name", "last_name"),
    ("phone", "phone"),
    ("company", "company_name"),
    ("lead_id", "lead_id"),
    ("correlation_id", "correlation_id"),
    ("bundle", "bundle"),
    ("consent.privacy", "privacy"),
    ("utm.source", "utm_source"),
];

#[derive(Default)]
pub struct Intake {
    leads: Vec<Fields>,
    seen: Vec<(String, usize)>,
}

pub fn make() -> Box<dyn Vendor> {
    Box::new(Intake::default())
}

impl Intake {
    fn answered(status: u16, result: &str, id: usize) -> Answer {
        ok(status, &json!({"result": result, "lead": format!("lead-{id}")}))
    }

    fn place(&self, email: &str) -> Option<usize> {
        let is = |lead: &Fields| text(lead.get("email")).is_some_and(|own| own.eq_ignore_ascii_case(email));
        self.leads.iter().position(is)
    }
}

impl Vendor for Intake {
    fn destination(&self) -> Box<dyn Destination> {
        let (base, path) = BaseUrl::split("https://crm.example.com/api/public/leads/7/").unwrap();
        Box::new(Webhook {
            base,
            path,
            proof: Proof::Bearer(Credential::new("the-token")),
            key_field: "external_id".into(),
            mapping: mapping(NAMES, &[], &["external_id"]),
            rules: Rules {
                result: Some("/result".into()),
                success_words: vec!["created".into(), "duplicate".into()],
                merged_words: vec!["merged".into()],
                reference: Some("/lead".into()),
                repeat_is_safe: true,
                ..Rules::default()
            },
            record: RecordKind::Person,
        })
    }
    fn fresh(&self) -> Box<dyn Vendor> {
        make()
    }
    fn answer(&mut self, call: &Call) -> Answer {
        assert_eq!((call.method, call.path.as_str()), (Method::Post, "/api/public/leads/7/"));
        let fields = body(call).as_object().unwrap().clone();
        let key = text(fields.get("external_id")).unwrap();
        if fields.get("company_name") == Some(&json!("refuse")) {
            return ok(400, &json!({"errors": {"company_name": ["no"]}}));
        }
        if let Some((_, id)) = self.seen.iter().find(|(seen, _)| *seen == key) {
            return Self::answered(200, "duplicate", *id);
        }
        let place = text(fields.get("email")).and_then(|email| self.place(&email));
        let id = place.unwrap_or(self.leads.len());
        self.seen.push((key, id));
        match self.leads.get_mut(id) {
            Some(lead) => {
                let blank: Vec<(String, Value)> =
                    fields.into_iter().filter(|(name, _)| !lead.contains_key(name)).collect();
                lead.extend(blank);
                Self::answered(200, "merged", id)
            }
            None => {
                self.leads.push(record(id, fields));
                Self::answered(201, "created", id)
            }
        }
    }
    fn count(&self) -> usize {
        self.leads.len()
    }
    fn field(&self, email: &str, ours: &str) -> Option<String> {
        let place = self.place(email)?;
        text(self.leads[place].get(theirs(NAMES, ours)))
    }
    fn edit(&mut self, email: &str, ours: &str, text: &str) {
        let place = self.place(email).unwrap();
        self.leads[place].insert(theirs(NAMES, ours).into(), json!(text));
    }
    fn add(&mut self, email: &str) {
        let fields = Fields::from_iter([("email".to_owned(), json!(email))]);
        self.leads.push(record(self.leads.len(), fields));
    }
}
