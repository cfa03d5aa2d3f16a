//! The sections `web_to_lead`, `hubspot` and `webhook` of a form: where else its leads
//! arrive.

use std::collections::{BTreeMap, BTreeSet};

use beeline::contract::{
    Ask, Contract, FieldRule, HubspotForm, Purpose, Reach, STANDARD, WebToLead, Webhook,
};

use crate::document::Value;
use crate::reader::{Field, Reader};
use crate::suggest::{closest, quoted};
use crate::vendors;

const RENAME: &str = "{ \"00N0000000ABCDE\" = \"budget\" }";

pub(crate) const WEB_TO_LEAD: &[Field] =
    &[Field::optional("oid", "\"00D000000000001\""), Field::optional("rename", RENAME)];

pub(crate) const HUBSPOT: &[Field] = &[
    Field::required("portal", "\"1234567\""),
    Field::required("form_guid", "\"4b1f8b3c-2d5e-4f60-8a7b-9c0d1e2f3a4b\""),
    Field::optional("rename", "{ \"budget__c\" = \"budget\" }"),
    Field::optional("subscriptions", "{ \"999\" = \"marketing\" }"),
];

pub(crate) const WEBHOOK: &[Field] = &[
    Field::required("secret", "\"WEBHOOK_SECRET_TYPEFORM\""),
    Field::required("fields", "{ email = \"form_response.answers[field.ref=email].email\" }"),
    Field::optional("id", "\"event_id\""),
];

/// What a subscription type of HubSpot may be a consent to.
const SUBSCRIPTIONS: [&str; 3] = ["marketing", "sms", "call"];

/// Reads what takes the place of Salesforce Web-to-Lead.
pub(crate) fn web_to_lead(form: &mut Reader<'_>, contract: &Contract) -> Option<WebToLead> {
    let mut reader = form.section("web_to_lead", WEB_TO_LEAD)?;
    Some(WebToLead { oid: reader.text("oid", vendors::oid), rename: rename(&mut reader, contract) })
}

/// Reads what takes the place of a HubSpot form. `taken` says which form already does.
pub(crate) fn hubspot(
    form: &mut Reader<'_>,
    contract: &Contract,
    id: &str,
    taken: &mut BTreeMap<(String, String), String>,
) -> Option<HubspotForm> {
    let mut reader = form.section("hubspot", HUBSPOT)?;
    let hubspot = HubspotForm {
        portal: reader.text("portal", vendors::portal).unwrap_or_default(),
        form_guid: reader.text("form_guid", vendors::form_guid).unwrap_or_default(),
        rename: rename(&mut reader, contract),
        subscriptions: subscriptions(&mut reader),
    };
    if !hubspot.form_guid.is_empty() && !hubspot.portal.is_empty() {
        let place = (hubspot.portal.clone(), hubspot.form_guid.clone());
        if let Some(other) = taken.insert(place, id.to_owned()) {
            let why = format!("and form `{other}` takes the place of that HubSpot form already");
            reader.refuse(
                "form_guid",
                &why,
                "write the id of another HubSpot form, or delete one of the sections",
            );
        }
    }
    Some(hubspot)
}

/// Reads what takes a provider's webhook.
pub(crate) fn webhook(form: &mut Reader<'_>, contract: &Contract) -> Option<Webhook> {
    let mut reader = form.section("webhook", WEBHOOK)?;
    let webhook = Webhook {
        secret: secret(&mut reader),
        fields: paths(&mut reader, contract),
        id: reader.text("id", vendors::path),
    };
    // A misspelled name is told as such, not as missing as well.
    if !reader.damaged && reader.has("fields") && webhook.fields.keys().all(|field| contract.has(field)) {
        every_lead_is_refused_without(&mut reader, &unfilled(contract, &webhook.fields));
    }
    Some(webhook)
}

/// The vendor's names, and the form's fields they stand for.
fn rename(reader: &mut Reader<'_>, contract: &Contract) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for pair in reader.pairs("rename") {
        if let Err((why, _)) = vendors::foreign_name(&pair.key) {
            reader.wrong_key("rename", &pair, &why, "write the name that stands on the page");
        } else if reader.damaged || contract.has(&pair.text) {
            names.insert(pair.key, pair.text);
        } else {
            let fix = field_instead(contract, &pair.text);
            reader.wrong_text("rename", &pair, "and the form has no such field", fix);
        }
    }
    names
}

fn subscriptions(reader: &mut Reader<'_>) -> BTreeMap<String, String> {
    let mut purposes = BTreeMap::new();
    for pair in reader.pairs("subscriptions") {
        if let Err((why, _)) = vendors::subscription(&pair.key) {
            reader.wrong_key("subscriptions", &pair, &why, "write its number, in quotes");
            continue;
        }
        if SUBSCRIPTIONS.contains(&pair.text.as_str()) {
            purposes.insert(pair.key, pair.text);
            continue;
        }
        let near = closest(&pair.text, SUBSCRIPTIONS).unwrap_or("marketing");
        let why = "and can only be \"marketing\", \"sms\" or \"call\"";
        reader.wrong_text("subscriptions", &pair, why, format!("write {}", quoted(near)));
    }
    purposes
}

/// The form's fields, and the paths of their values.
fn paths(reader: &mut Reader<'_>, contract: &Contract) -> BTreeMap<String, String> {
    let mut paths = BTreeMap::new();
    for pair in reader.pairs("fields") {
        if !reader.damaged && !contract.has(&pair.key) {
            let fix = field_instead(contract, &pair.key);
            reader.wrong_key("fields", &pair, "is not a field of the form", fix);
        } else if let Err((why, _)) = vendors::path(&pair.text) {
            reader.wrong_text("fields", &pair, &why, "take the way to the value in what the provider sends");
        }
        paths.insert(pair.key, pair.text);
    }
    paths
}

fn field_instead(contract: &Contract, written: &str) -> String {
    let own = contract.fields.iter().map(|rule: &FieldRule| rule.name.as_str());
    let known = own.chain(STANDARD.iter().map(|standard| standard.name)).filter(|name| contract.has(name));
    match closest(written, known) {
        Some(near) => format!("write {}", quoted(near)),
        None => "write the name of one of its fields, or add the field".to_owned(),
    }
}

/// The fields without which there is no lead, and that nothing fills.
fn unfilled(contract: &Contract, filled: &BTreeMap<String, String>) -> Vec<String> {
    let is_filled = |name: &str| filled.contains_key(name);
    let mut needed: Vec<&str> = match contract.reach() {
        Reach::Either if is_filled("name") && is_filled("phone") => vec![],
        Reach::Either | Reach::Email => vec!["email"],
        Reach::Phone => vec!["name", "phone"],
    };
    needed.extend(contract.fields.iter().filter(|rule| rule.required).map(|rule| rule.name.as_str()));
    let required = |purpose: &Purpose| contract.consent.question(*purpose).ask == Ask::Required;
    needed.extend(Purpose::ALL.into_iter().filter(required).map(|purpose| purpose.field()));
    let unfilled: BTreeSet<&str> = needed.into_iter().filter(|name| !is_filled(name)).collect();
    unfilled.into_iter().map(str::to_owned).collect()
}

fn every_lead_is_refused_without(reader: &mut Reader<'_>, fields: &[String]) {
    let Some((_, entry)) = reader.find("fields").filter(|(_, entry)| entry.is_section()) else { return };
    for field in fields {
        let message = format!(
            "{}: no line of `fields` fills `{field}`, and without it every lead is refused",
            reader.label
        );
        let fix = format!("add {} = and the path of its value", toml_key(field));
        reader.report(entry.value_span.start, message, fix);
    }
}

/// A name as it stands before an equals sign.
fn toml_key(name: &str) -> String {
    if name.contains('.') { quoted(name) } else { name.to_owned() }
}

/// The name of a secret. What is written instead may be the secret itself, so it is not repeated.
fn secret(reader: &mut Reader<'_>) -> String {
    let Some((field, entry)) = reader.find("secret") else { return String::new() };
    match &entry.value {
        Value::Text(name) if vendors::is_secret_name(name) => name.clone(),
        _ => {
            let message = format!(
                "{}: `secret` is not the name of a secret: capital letters, digits and _, beginning with a letter",
                reader.label
            );
            let fix = format!(
                "write a name such as secret = {}; the secret itself never stands in a file",
                field.example
            );
            reader.report(entry.value_span.start, message, fix);
            String::new()
        }
    }
}
