//! One lead's message as something to deliver.

use super::record::{BadKey, Consent, ExternalKey, Item, Person, Record};
use crate::envelope::Message;
use crate::lead::Lead;
use crate::personal::Personal;
use crate::routing::Route;
use crate::warm::kept::Kept;
use crate::whereabouts;

impl Item {
    /// What a message says is to be written, and what it says of earlier attempts.
    pub fn of(message: &Message, lead: &Lead, route: &Route) -> Result<Self, BadKey> {
        let part = message.traces.part.clone();
        Ok(Self {
            record: record(message, lead, route)?,
            reference: message.reference.clone().or(part),
            attempts: message.attempts.saturating_sub(1),
            may_exist: message.traces.may_exist,
        })
    }

    /// With what was found out about the lead; what its visitor said stays.
    #[must_use]
    pub fn with_found(mut self, kept: &Kept, lead: &Lead) -> Self {
        self.record.found = kept.write_back(lead).written;
        self
    }
}

fn record(message: &Message, lead: &Lead, route: &Route) -> Result<Record, BadKey> {
    Ok(Record {
        lead_id: message.lead_id.to_string(),
        key: ExternalKey::parse(&message.key)?,
        revision: message.revision,
        correlation_id: message.correlation_id.clone(),
        bundle: message.bundle.clone(),
        form: message.form.clone(),
        kind: message.kind.clone(),
        team: route.team.clone(),
        rep: route.rep.as_ref().map(|rep| rep.name.clone()),
        accepted_at_ms: message.accepted_at_ms,
        consent: Consent {
            privacy: lead.consent.privacy,
            marketing: lead.consent.marketing,
            sms: lead.consent.sms,
            call: lead.consent.call,
            text_version: lead.consent.text_version.clone(),
        },
        utm: lead.utm.clone(),
        person: person(lead),
        found: Vec::new(),
    })
}

fn person(lead: &Lead) -> Person {
    let text = |answer: &crate::contract::Answer| Personal::new(answer.text().into_owned());
    Person {
        name: lead.name.clone(),
        email: lead.email.as_ref().map(|email| Personal::new(email.expose().raw.clone())),
        phone: lead.dialable().map(|number| Personal::new(number.to_owned())),
        // A CRM with a list of countries refuses a lead whose country is none.
        country: lead.country.as_deref().and_then(whereabouts::country_code),
        region: lead.region.clone(),
        postal_code: lead.postal_code.clone(),
        company: lead.company.clone(),
        company_domain: lead.company_domain.clone(),
        product: lead.product.clone(),
        employees: lead.employees,
        notes: lead.notes.clone(),
        time_zone: lead.time_zone.clone(),
        language: lead.language.clone(),
        extra: lead.extra.iter().map(|(name, answer)| (name.clone(), text(answer))).collect(),
    }
}
