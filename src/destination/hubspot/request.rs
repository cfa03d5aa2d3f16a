//! Calls of HubSpot's batch endpoints.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::{HubSpot, Key};
use crate::destination::call::{Call, Method};
use crate::destination::record::Item;
use crate::destination::standing::Standing;
use crate::destination::step::{Stage, Step, Turn};
use crate::destination::url::percent;

/// What stands there, by the index of the lead.
pub(super) type StandingByItem = BTreeMap<usize, Standing>;

impl HubSpot {
    /// The value that a lead's contact is found by.
    pub(super) fn identity(&self, item: &Item, by_email: bool) -> Option<String> {
        match &self.key {
            Key::Property(_) if !by_email => Some(item.record.key.as_str().to_owned()),
            _ => item.record.address(),
        }
    }

    /// The property that holds it.
    pub(super) fn id_property(&self, by_email: bool) -> &str {
        match &self.key {
            Key::Property(name) if !by_email => name,
            _ => "email",
        }
    }

    /// Reads the contacts of these leads, as many as there are.
    pub(super) fn look(&self, items: &[Item], turns: &[Turn], by_email: bool) -> Step {
        let property = self.id_property(by_email);
        let ids = turns.iter().filter_map(|turn| self.identity(items.get(turn.item)?, by_email));
        let inputs: Vec<Json> = ids.map(|id| json!({ "id": id })).collect();
        let mut properties: Vec<&str> = self.mapping.targets().collect();
        if !properties.contains(&property) {
            properties.push(property);
        }
        let body = json!({ "idProperty": property, "properties": properties, "inputs": inputs });
        let call = self.call("batch/read", &body);
        Step { call, turns: turns.to_vec(), stage: Stage::Look { by_email } }
    }

    /// Creates or updates the contacts of these leads.
    pub(super) fn write(
        &self,
        items: &[Item],
        turns: &[Turn],
        by_email: bool,
        standing: Option<&StandingByItem>,
    ) -> Step {
        let input = |turn: &Turn| {
            let there = standing.and_then(|standing| standing.get(&turn.item));
            self.input(items.get(turn.item)?, by_email, there)
        };
        let inputs: Vec<Json> = turns.iter().filter_map(input).collect();
        let call = self.call("batch/upsert", &json!({ "inputs": inputs }));
        Step { call, turns: turns.to_vec(), stage: Stage::Write { by_email, is_second: false } }
    }

    /// One lead of an upsert. Every value is text.
    fn input(&self, item: &Item, by_email: bool, standing: Option<&Standing>) -> Option<Json> {
        let (id, property) = (self.identity(item, by_email)?, self.id_property(by_email));
        let mut properties = Map::new();
        for mapped in self.mapping.of(&item.record) {
            let kept = standing.filter(|standing| !standing.leaves_room_for(&mapped));
            match kept.and_then(|standing| standing.get(mapped.to)) {
                None => drop(properties.insert(mapped.to.to_owned(), Json::from(mapped.value.text()))),
                // By email there is no partial upsert: what is to stay is sent back.
                Some(there) if property == "email" => {
                    properties.insert(mapped.to.to_owned(), there.clone());
                }
                Some(_) => {}
            }
        }
        if property == "email" {
            self.keep_unsaid(&mut properties, standing);
        }
        properties.insert(property.to_owned(), Json::from(id.as_str()));
        Some(json!({
            "id": id,
            "idProperty": property,
            "properties": properties,
            "objectWriteTraceId": item.record.lead_id,
        }))
    }

    /// Owned properties that this lead says nothing about go back as they are.
    fn keep_unsaid(&self, properties: &mut Map<String, Json>, standing: Option<&Standing>) {
        let Some(standing) = standing else { return };
        for target in self.mapping.targets() {
            if let (false, Some(there)) = (properties.contains_key(target), standing.get(target)) {
                properties.insert(target.to_owned(), there.clone());
            }
        }
    }

    pub(super) fn call(&self, action: &str, body: &Json) -> Call {
        let path = format!("/crm/objects/{}/contacts/{action}", percent(&self.version));
        Call::new(Method::Post, path).header("authorization", self.token.bearer()).json(body)
    }
}
