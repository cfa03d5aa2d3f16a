//! A record as somebody may see it who must not know whose it is.

use std::collections::BTreeMap;

use super::record::{Consent, Item, Person, Record};
use crate::mask;
use crate::personal::Personal;
use crate::routing::is_word;
use crate::warm::write_back::{Value, Written};

/// What stands for a text of which nothing is shown: never longer than any field's size.
const HIDDEN: &str = "…";

impl Item {
    /// The same with everything hidden that is not ours: what a destination makes of it has the form
    /// of what it would be sent, and nothing in it that the lead says. Calls hold nothing but what a
    /// record holds, so they are masked where they are made of one; of a field that comes to a record
    /// it has to be said below what becomes of it, or it does not compile.
    #[must_use]
    pub fn masked(&self) -> Self {
        let Self { record, reference, attempts, may_exist } = self;
        let (reference, attempts, may_exist) = (reference.clone(), *attempts, *may_exist);
        Self { record: record.masked(), reference, attempts, may_exist }
    }
}

impl Record {
    /// Ids, stamps, consents and who has the lead stay; so do campaign parameters that can be neither
    /// an address nor a number.
    fn masked(&self) -> Self {
        let Self {
            lead_id,
            key,
            revision,
            correlation_id,
            bundle,
            form,
            kind,
            team,
            rep,
            accepted_at_ms,
            consent,
            utm,
            person,
            found,
        } = self;
        let campaign = |(name, value): (&String, &String)| (name.clone(), word(value));
        Self {
            lead_id: lead_id.clone(),
            key: key.clone(),
            revision: *revision,
            correlation_id: correlation_id.clone(),
            bundle: bundle.clone(),
            form: form.clone(),
            kind: kind.clone(),
            team: team.clone(),
            rep: rep.clone(),
            accepted_at_ms: *accepted_at_ms,
            consent: consent.masked(),
            utm: utm.iter().map(campaign).collect(),
            person: person.masked(),
            found: found.iter().map(Written::masked).collect(),
        }
    }
}

impl Consent {
    fn masked(&self) -> Self {
        let Self { privacy, marketing, sms, call, text_version } = self;
        Self {
            privacy: *privacy,
            marketing: *marketing,
            sms: *sms,
            call: *call,
            text_version: text_version.as_deref().map(word),
        }
    }
}

impl Person {
    /// The country is a code, and the size of a company is nobody's name: the rest is hidden.
    fn masked(&self) -> Self {
        let Self {
            name,
            email,
            phone,
            country,
            region,
            postal_code,
            company,
            company_domain,
            product,
            employees,
            notes,
            time_zone,
            language,
            extra,
        } = self;
        let plain = |text: &Option<String>| text.as_deref().map(hidden);
        let extra: BTreeMap<_, _> =
            extra.iter().map(|(name, value)| (name.clone(), personal(value, hidden))).collect();
        Self {
            name: name.as_ref().map(|text| personal(text, initials)),
            email: email.as_ref().map(|text| personal(text, |raw| unless_blank(raw, mask::email))),
            phone: phone.as_ref().map(|text| personal(text, |raw| unless_blank(raw, mask::phone))),
            country: country.clone(),
            region: plain(region),
            postal_code: postal_code.as_ref().map(|text| personal(text, hidden)),
            company: plain(company),
            company_domain: plain(company_domain),
            product: plain(product),
            employees: *employees,
            notes: notes.as_ref().map(|text| personal(text, hidden)),
            time_zone: plain(time_zone),
            language: plain(language),
            extra,
        }
    }
}

impl Written {
    fn masked(&self) -> Self {
        let value = match &self.value {
            Value::Text(text) => Value::Text(hidden(text)),
            number => number.clone(),
        };
        Self { value, ..self.clone() }
    }
}

fn personal(text: &Personal<String>, mask: impl Fn(&str) -> String) -> Personal<String> {
    Personal::new(mask(text.expose()))
}

/// A blank is not sent, and so it stays one.
fn unless_blank(text: &str, mask: impl Fn(&str) -> String) -> String {
    if text.trim().is_empty() { String::new() } else { mask(text) }
}

fn hidden(text: &str) -> String {
    unless_blank(text, |_| HIDDEN.to_owned())
}

fn initials(name: &str) -> String {
    let initials = mask::name(name);
    if initials.is_empty() { hidden(name) } else { initials }
}

fn word(text: &str) -> String {
    if is_word(text) { text.to_owned() } else { hidden(text) }
}
