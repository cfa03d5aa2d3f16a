//! Calls of Pipedrive's API: version 2 for persons, version 1 for leads.

use serde_json::{Map, Value as Json, json};

use super::Pipedrive;
use crate::destination::call::{Call, Method};
use crate::destination::field::Field;
use crate::destination::record::{Item, Value};
use crate::destination::standing::Standing;
use crate::destination::url::percent;
use crate::text::folded;

/// Leads looked through for one person.
pub(super) const MAX_LEADS: usize = 500;

impl Pipedrive {
    /// Looks for the person by email, else by phone; `None` if the lead has neither.
    pub(super) fn find_person(&self, item: &Item) -> Option<Call> {
        let phone = || Some(("phone", item.record.value(&Field::Phone)?.text()));
        let (field, term) = item.record.address().map(|email| ("email", email)).or_else(phone)?;
        let query = format!("term={}&fields={field}&exact_match=true", percent(&term));
        Some(self.call(Method::Get, format!("/api/v2/persons/search?{query}")))
    }

    /// What the lead's person is called there, folded.
    pub(super) fn name_of(&self, item: &Item) -> Option<String> {
        let name = self.mapping.of(&item.record).into_iter().find(|mapped| mapped.to == "name")?;
        Some(folded(&name.value.text()).into_owned())
    }

    /// Reads the person.
    pub(super) fn read_person(&self, person: u64) -> Call {
        self.call(Method::Get, format!("/api/v2/persons/{person}"))
    }

    /// Creates the person with everything that the lead says.
    pub(super) fn create_person(&self, item: &Item) -> Call {
        let body = Json::Object(self.person(item, None));
        self.call(Method::Post, "/api/v2/persons".to_owned()).json(&body)
    }

    /// Writes what there is room for; `None` if there is none.
    pub(super) fn fill_person(&self, item: &Item, person: u64, standing: &Standing) -> Option<Call> {
        let fields = self.person(item, Some(standing));
        let call = self.call(Method::Patch, format!("/api/v2/persons/{person}"));
        (!fields.is_empty()).then(|| call.json(&Json::Object(fields)))
    }

    /// Creates the lead on the person. `origin_id` is a tag: nothing enforces it.
    pub(super) fn create_lead(&self, item: &Item, person: u64) -> Call {
        let title = self.lead_title.as_deref().unwrap_or_default();
        let body = json!({
            "title": format!("{title} ({})", item.record.form),
            "person_id": person,
            "origin_id": item.record.key.as_str(),
        });
        self.call(Method::Post, "/v1/leads".to_owned()).json(&body)
    }

    /// The person's leads.
    pub(super) fn find_lead(&self, person: u64) -> Call {
        self.call(Method::Get, format!("/v1/leads?person_id={person}&limit={MAX_LEADS}"))
    }

    fn person(&self, item: &Item, standing: Option<&Standing>) -> Map<String, Json> {
        let (mut fields, mut custom) = (Map::new(), Map::new());
        for mapped in self.mapping.of(&item.record) {
            if standing.is_some_and(|there| !there.leaves_room_for(&mapped)) {
                continue;
            }
            let entry = || json!([{ "value": mapped.value.text(), "primary": true, "label": "work" }]);
            match mapped.to {
                "email" => drop(fields.insert("emails".to_owned(), entry())),
                "phone" => drop(fields.insert("phones".to_owned(), entry())),
                name if is_custom(name) => drop(custom.insert(name.to_owned(), plain(&mapped.value))),
                name => drop(fields.insert(name.to_owned(), plain(&mapped.value))),
            }
        }
        if !custom.is_empty() {
            fields.insert("custom_fields".to_owned(), Json::Object(custom));
        }
        fields
    }

    fn call(&self, method: Method, path: String) -> Call {
        Call::new(method, path).header("x-api-token", self.token.expose().to_owned())
    }
}

/// What stands on a person, by the names that mappings use.
pub(super) fn standing(person: &Json) -> Standing {
    let mut fields = person.as_object().cloned().unwrap_or_default();
    if let Some(Json::Object(custom)) = fields.remove("custom_fields") {
        fields.extend(custom);
    }
    for (theirs, ours) in [("emails", "email"), ("phones", "phone")] {
        if let Some(values) = fields.remove(theirs) {
            fields.insert(ours.to_owned(), values);
        }
    }
    Standing::new(Some(&Json::Object(fields)))
}

fn is_custom(name: &str) -> bool {
    name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// No field of a person is of a yes-or-no type.
fn plain(value: &Value) -> Json {
    match value {
        Value::Truth(_) => Json::from(value.text()),
        value => value.json(),
    }
}
