//! A lead, made of what somebody says of it by the names of `destinations.toml`.

use anyhow::{Context, Result, anyhow, bail};
use beeline::destination::{Consent, ExternalKey, Field, Item, Person, Record};
use beeline::personal::Personal;
use beeline::warm::source::Source;
use beeline::warm::write_back::{self, Written};
use beeline_compiler::closest;

use crate::why;

/// A lead that is delivered for the first time, of which this is said in pairs.
pub fn item(bundle: &str, said: &[String]) -> Result<Item> {
    let mut record = blank(bundle)?;
    for pair in said {
        let (name, value) = why::split(pair)?;
        let field = Field::try_from(name.to_owned()).map_err(|_| unknown(name))?;
        set(&mut record, &field, value).with_context(|| format!("`{name}` cannot be said"))?;
    }
    Ok(Item { record, reference: None, attempts: 0, may_exist: false })
}

/// A lead of which only is said what Beeline says of each.
fn blank(bundle: &str) -> Result<Record> {
    let key = ExternalKey::parse("bl_example").map_err(|_| anyhow!("a made-up key is wrong"))?;
    Ok(Record {
        lead_id: "ld_example".to_owned(),
        key,
        revision: 1,
        correlation_id: "example".to_owned(),
        bundle: bundle.to_owned(),
        form: "demo".to_owned(),
        kind: "real".to_owned(),
        team: "sales".to_owned(),
        rep: None,
        accepted_at_ms: 0,
        consent: Consent { privacy: true, ..Consent::default() },
        utm: std::collections::BTreeMap::new(),
        person: Person::default(),
        found: Vec::new(),
    })
}

fn unknown(name: &str) -> anyhow::Error {
    match closest(name, Field::names()) {
        Some(near) => anyhow!("there is no field `{name}`: did you mean `{near}`?"),
        None => anyhow!("there is no field `{name}`: what a form asks itself is called extra.{name}"),
    }
}

fn set(record: &mut Record, field: &Field, value: &str) -> Result<()> {
    let person = &mut record.person;
    let text = || Some(value.to_owned());
    let personal = || Some(Personal::new(value.to_owned()));
    match field {
        Field::Name => person.name = personal(),
        Field::FirstName | Field::LastName => bail!("it is taken from the name: say name=\"Ada Lovelace\""),
        Field::Email => person.email = personal(),
        Field::Phone => person.phone = personal(),
        Field::Country => person.country = text(),
        Field::Region => person.region = text(),
        Field::PostalCode => person.postal_code = personal(),
        Field::Company => person.company = text(),
        Field::CompanyDomain => person.company_domain = text(),
        Field::Product => person.product = text(),
        Field::Employees => person.employees = Some(value.parse().context("it is a whole number")?),
        Field::Notes => person.notes = personal(),
        Field::TimeZone => person.time_zone = text(),
        Field::Language => person.language = text(),
        Field::Extra(name) => drop(person.extra.insert(name.clone(), Personal::new(value.to_owned()))),
        stamp => return set_stamp(record, stamp, value),
    }
    Ok(())
}

/// The same of what is not the visitor's.
fn set_stamp(record: &mut Record, field: &Field, value: &str) -> Result<()> {
    let consent = &mut record.consent;
    match field {
        Field::Found(field) => record.found.push(found(*field, value)),
        Field::Utm(name) => drop(record.utm.insert(name.clone(), value.to_owned())),
        Field::Form => record.form = value.to_owned(),
        Field::Team => record.team = value.to_owned(),
        Field::Rep => record.rep = Some(value.to_owned()),
        Field::ConsentPrivacy => consent.privacy = yes(value)?,
        Field::ConsentMarketing => consent.marketing = Some(yes(value)?),
        Field::ConsentSms => consent.sms = Some(yes(value)?),
        Field::ConsentCall => consent.call = Some(yes(value)?),
        Field::ConsentTextVersion => consent.text_version = Some(value.to_owned()),
        _ => bail!("Beeline makes it up itself"),
    }
    Ok(())
}

/// As if a provider had said it.
fn found(field: write_back::Field, value: &str) -> Written {
    let value = match value.parse() {
        Ok(number) => write_back::Value::Number(number),
        Err(_) => write_back::Value::Text(value.to_owned()),
    };
    Written { field, value, source: Source::PeopleDataLabs, confidence: None, at_ms: 0 }
}

fn yes(value: &str) -> Result<bool> {
    match value {
        "yes" | "true" => Ok(true),
        "no" | "false" => Ok(false),
        _ => bail!("it is yes or no"),
    }
}
