//! Calls of Salesforce's REST API.

use serde_json::{Map, Value as Json, json};

use super::{DuplicatePolicy, MAX_RECORDS, Salesforce};
use crate::destination::call::{Call, Method};
use crate::destination::record::Item;
use crate::destination::standing::Standing;
use crate::destination::step::{Stage, Step, Turn};
use crate::destination::url::percent;

/// The fields of one lead, without its key.
pub(super) type Fields = Map<String, Json>;

const FIRST: Stage = Stage::Write { by_email: false, is_second: false };

impl Salesforce {
    /// Everything that each of these leads says.
    pub(super) fn in_full(&self, items: &[Item], turns: &[Turn]) -> Vec<(Turn, String, Fields)> {
        let full = |turn: &Turn| {
            let item = items.get(turn.item)?;
            Some((turn.clone(), item.record.key.as_str().to_owned(), self.fields(item, None)))
        };
        turns.iter().filter_map(full).collect()
    }

    /// What a lead says, as far as there is room for it.
    pub(super) fn fields(&self, item: &Item, standing: Option<&Standing>) -> Fields {
        let mapped = self.mapping.of(&item.record).into_iter();
        let has_room = mapped.filter(|mapped| standing.is_none_or(|there| there.leaves_room_for(mapped)));
        has_room.map(|mapped| (mapped.to.to_owned(), mapped.value.json())).collect()
    }

    /// Writes up to [`MAX_RECORDS`] leads; nothing if there is none.
    pub(super) fn write(&self, leads: Vec<(Turn, String, Fields)>) -> Option<Step> {
        if let [(turn, key, fields)] = leads.as_slice() {
            let call = self.one(key, fields.clone());
            return Some(Step { call, turns: vec![turn.clone()], stage: FIRST });
        }
        let mut records = Vec::with_capacity(leads.len().min(MAX_RECORDS));
        let mut turns = Vec::with_capacity(records.capacity());
        for (turn, key, mut fields) in leads {
            fields.insert("attributes".to_owned(), json!({ "type": self.object }));
            fields.insert(self.key_field.clone(), Json::from(key));
            records.push(Json::Object(fields));
            turns.push(turn);
        }
        let path = format!("{}/composite/sobjects/{}/{}", self.root(), self.object, self.key_field);
        let call = self.call(Method::Patch, path).json(&json!({ "allOrNone": false, "records": records }));
        (!turns.is_empty()).then_some(Step { call, turns, stage: FIRST })
    }

    /// The lead at this place of a call, in a call of its own, where Salesforce says more about it.
    pub(super) fn alone(&self, step: &Step, place: usize, is_second: bool) -> Option<Step> {
        let turn = step.turns.get(place)?.clone();
        let stage = Stage::Write { by_email: false, is_second };
        let body: Json = serde_json::from_str(step.call.body.as_deref()?).ok()?;
        let Some(record) = body.get("records").and_then(|records| records.get(place)) else {
            return Some(Step { call: step.call.clone(), turns: vec![turn], stage });
        };
        let mut fields = record.as_object()?.clone();
        fields.remove("attributes");
        let key = fields.remove(&self.key_field)?;
        Some(Step { call: self.one(key.as_str()?, fields), turns: vec![turn], stage })
    }

    /// Reads what stands there under the keys of these leads. The keys are letters and digits, so
    /// that nothing in the query needs to be quoted.
    pub(super) fn look(&self, items: &[Item], turns: &[Turn]) -> Step {
        let keys = turns.iter().filter_map(|turn| Some(items.get(turn.item)?.record.key.as_str()));
        let keys: Vec<String> = keys.map(|key| format!("'{key}'")).collect();
        let fields: Vec<&str> = self.mapping.targets().collect();
        let query = format!(
            "SELECT Id,{key},{fields} FROM {object} WHERE {key} IN ({keys})",
            key = self.key_field,
            fields = fields.join(","),
            object = self.object,
            keys = keys.join(","),
        );
        Step { call: self.query(&query), turns: turns.to_vec(), stage: Stage::Look { by_email: false } }
    }

    /// Asks by SOQL.
    pub(super) fn query(&self, query: &str) -> Call {
        self.call(Method::Get, format!("{}/query?q={}", self.root(), percent(query)))
    }

    /// Whether a call is one of sObject Collections, which answers with a list.
    pub(super) fn is_list(step: &Step) -> bool {
        step.call.path.contains("/composite/sobjects/")
    }

    /// One lead: neither its id nor its key may stand in the body.
    fn one(&self, key: &str, fields: Fields) -> Call {
        let path = format!("{}/sobjects/{}/{}/{}", self.root(), self.object, self.key_field, percent(key));
        self.call(Method::Patch, path).json(&Json::Object(fields))
    }

    fn root(&self) -> String {
        format!("/services/data/{}", percent(&self.version))
    }

    fn call(&self, method: Method, path: String) -> Call {
        let call = Call::new(method, path).header("authorization", self.token.access.bearer());
        if method == Method::Get {
            return call;
        }
        let saves = self.duplicates == DuplicatePolicy::Save;
        let rule = format!("allowSave={saves}; includeRecordDetails=true; runAsCurrentUser=true");
        // The lead has its owner already: the org's assignment rules stay out of it.
        call.header("sforce-duplicate-rule-header", rule).header("sforce-auto-assign", "false".to_owned())
    }
}
