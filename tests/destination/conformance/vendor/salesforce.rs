//! Salesforce's leads by external id, one and many, and the query for them.

use beeline::destination::salesforce::token::Token;
use beeline::destination::salesforce::{DuplicatePolicy, REQUIRED, Salesforce, VERSION};
use beeline::destination::{Answer, BaseUrl, Call, Credential, Destination, Method, Reply};
use serde_json::{Value, json};

use super::{Fields, Names, Vendor, body, decode, mapping, ok, record, text, theirs};
use crate::conformance::deliver::answer_with;

const KEY: &str = "LeadKey__c";
const NAMES: Names = &[
    ("email", "Email"),
    ("first_name", "FirstName"),
    ("last_name", "LastName=Unknown"),
    ("phone", "Phone"),
    ("company", "Company=Unknown"),
    ("lead_id", "Lead_Id__c"),
    ("correlation_id", "Correlation__c"),
    ("bundle", "Bundle__c"),
    ("consent.privacy", "Privacy__c"),
    ("utm.source", "Utm_Source__c"),
];

#[derive(Default)]
pub struct Leads(Vec<Fields>);

pub fn make() -> Box<dyn Vendor> {
    Box::new(Leads::default())
}

impl Leads {
    /// `Err` with the code.
    fn upsert(&mut self, key: &str, fields: Fields) -> Result<(String, bool), &'static str> {
        if fields.contains_key("Id") || fields.contains_key(KEY) {
            return Err("INVALID_FIELD");
        }
        if fields.get("Company") == Some(&json!("refuse")) {
            return Err("FIELD_CUSTOM_VALIDATION_EXCEPTION");
        }
        let number = self.0.len();
        let id = |number: &Value| format!("00Q{:012}", number.as_u64().unwrap());
        match self.0.iter_mut().find(|lead| text(lead.get(KEY)).as_deref() == Some(key)) {
            Some(lead) => {
                lead.extend(fields);
                Ok((id(&lead["#id"]), false))
            }
            None if !REQUIRED.iter().all(|name| fields.contains_key(*name)) => Err("REQUIRED_FIELD_MISSING"),
            None => {
                let mut lead = record(number, fields);
                lead.insert(KEY.into(), json!(key));
                self.0.push(lead);
                Ok((id(&json!(number)), true))
            }
        }
    }

    fn query(&self, path: &str) -> Answer {
        let query = decode(path);
        assert!(query.contains(" FROM Lead WHERE LeadKey__c IN ("));
        let is_asked =
            |lead: &&Fields| query.contains(&format!("'{}'", text(lead.get(KEY)).unwrap_or_default()));
        let found = self.0.iter().filter(is_asked).map(|lead| {
            let mut lead = lead.clone();
            lead.insert("Id".into(), json!(format!("00Q{:012}", lead["#id"].as_u64().unwrap())));
            Value::Object(lead)
        });
        let found: Vec<Value> = found.collect();
        ok(200, &json!({"totalSize": found.len(), "done": true, "records": found}))
    }

    fn many(&mut self, call: &Call) -> Answer {
        let body = body(call);
        let records = body["records"].as_array().unwrap();
        assert!(records.len() <= 200 && body["allOrNone"] == false);
        let result = |record: &Value| {
            let mut fields = record.as_object().unwrap().clone();
            assert_eq!(fields.remove("attributes"), Some(json!({"type": "Lead"})));
            let key = fields.remove(KEY).unwrap();
            match self.upsert(key.as_str().unwrap(), fields) {
                Ok((id, created)) => json!({"id": id, "success": true, "errors": [], "created": created}),
                Err(code) => json!({"success": false, "errors": [{"statusCode": code, "message": "no"}]}),
            }
        };
        ok(200, &Value::Array(records.iter().map(result).collect()))
    }
}

impl Vendor for Leads {
    fn destination(&self) -> Box<dyn Destination> {
        let instance = BaseUrl::parse("https://acme.my.salesforce.com").unwrap();
        Box::new(Salesforce {
            token: Token { access: Credential::new("the-token"), instance, fetched_at_ms: 0 },
            version: VERSION.into(),
            object: "Lead".into(),
            key_field: KEY.into(),
            duplicates: DuplicatePolicy::Save,
            mapping: mapping(NAMES, &REQUIRED, &["Id", KEY]),
        })
    }
    fn fresh(&self) -> Box<dyn Vendor> {
        make()
    }
    fn answer(&mut self, call: &Call) -> Answer {
        if call.method == Method::Get {
            return self.query(&call.path);
        }
        assert_eq!(call.method, Method::Patch);
        if call.path == "/services/data/v62.0/composite/sobjects/Lead/LeadKey__c" {
            return self.many(call);
        }
        let key = call.path.strip_prefix("/services/data/v62.0/sobjects/Lead/LeadKey__c/").unwrap();
        match self.upsert(key, body(call).as_object().unwrap().clone()) {
            Ok((id, created)) => {
                let status = if created { 201 } else { 200 };
                ok(status, &json!({"id": id, "success": true, "errors": [], "created": created}))
            }
            Err(code) => ok(400, &json!([{"errorCode": code, "message": "no"}])),
        }
    }
    fn count(&self) -> usize {
        self.0.len()
    }
    fn field(&self, email: &str, ours: &str) -> Option<String> {
        let lead = self.0.iter().find(|fields| fields.get("Email") == Some(&json!(email)))?;
        text(lead.get(theirs(NAMES, ours)))
    }
    fn edit(&mut self, email: &str, ours: &str, text: &str) {
        let lead = self.0.iter_mut().find(|fields| fields.get("Email") == Some(&json!(email))).unwrap();
        lead.insert(theirs(NAMES, ours).into(), json!(text));
    }
    fn add(&mut self, email: &str) {
        let fields = Fields::from_iter([("Email".to_owned(), json!(email))]);
        self.0.push(record(self.0.len(), fields));
    }
    fn daily_limit(&self) -> Reply {
        answer_with(
            403,
            &[],
            r#"[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"TotalRequests Limit exceeded."}]"#,
        )
    }
}
