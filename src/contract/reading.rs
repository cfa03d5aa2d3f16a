//! Reads a submission: one pass over a body's fields, beside the contract's rules, both in
//! the order of their names.

use super::consent::{Ask, Purpose};
use super::error::{Fault, FieldCode, FieldError};
use super::field::FieldRule;
use super::standard::{Slot, Standard, standard_field};
use super::unknown::Unknown;
use super::{Contract, campaign, check, is_campaign, unseen, value};
use crate::intake::{Fields, Scalar, Submission};

/// A submission being read.
pub(crate) struct Reading<'a> {
    contract: &'a Contract,
    /// The first rule, in name order, that no field was held against yet.
    next_rule: usize,
    submission: Submission,
    errors: Vec<FieldError>,
    unknown: Unknown,
}

impl<'a> Reading<'a> {
    /// Reads every field. What is wrong comes in the order in which it is found; a value
    /// that is only too long or too short is in the submission all the same.
    pub(crate) fn of(fields: &Fields, contract: &'a Contract) -> (Submission, Vec<FieldError>) {
        let mut reading = Self {
            contract,
            next_rule: 0,
            submission: Submission::default(),
            errors: Vec::new(),
            unknown: Unknown::default(),
        };
        for (name, value) in fields.iter() {
            reading.field(name, value);
        }
        while let Some(rule) = contract.fields.nth_by_name(reading.next_rule) {
            reading.next_rule += 1;
            reading.absent(rule);
        }
        reading.consents();
        campaign::read_address(&mut reading.submission, contract);
        reading.submission.unknown = reading.unknown.names;
        reading.submission.unknown_dropped = reading.unknown.dropped;
        (reading.submission, reading.errors)
    }

    fn field(&mut self, name: &str, value: &Scalar) {
        let rule = self.rule(name);
        if self.contract.is_reserved(name) {
            return;
        }
        let read = match (standard_field(name), rule) {
            (Some(_), Some(rule)) if rule.removed => return self.unknown(name, value),
            (Some(standard), None) if standard.slot.is_unseen() => {
                let kept = unseen::standard(&mut self.submission, standard, value);
                return self.unseen(kept.is_ok());
            }
            (Some(standard), rule) => self.standard(standard, rule, value),
            (None, Some(rule)) => self.own(rule, value),
            (None, None) if is_campaign(name) => {
                let kept = campaign::field(&mut self.submission, name, value);
                return self.unseen(kept.is_ok());
            }
            (None, None) => return self.unknown(name, value),
        };
        if let Err(fault) = read {
            self.errors.push(fault.of(name));
        }
    }

    /// The rule of a field. Rules passed over are of fields that the body does not have.
    fn rule(&mut self, name: &str) -> Option<&'a FieldRule> {
        let contract = self.contract;
        while let Some(rule) = contract.fields.nth_by_name(self.next_rule) {
            if rule.name.as_str() > name {
                return None;
            }
            self.next_rule += 1;
            if rule.name == name {
                return Some(rule);
            }
            self.absent(rule);
        }
        None
    }

    fn absent(&mut self, rule: &FieldRule) {
        if rule.required && !rule.removed {
            self.errors.push(Fault::from(FieldCode::Required).of(&rule.name));
        }
    }

    fn own(&mut self, rule: &FieldRule, value: &Scalar) -> Result<(), Fault> {
        if let Some(answer) = check::own(rule, value)? {
            self.submission.extra.insert(rule.name.clone(), answer);
        }
        Ok(())
    }

    fn standard(
        &mut self,
        standard: &Standard,
        rule: Option<&FieldRule>,
        value: &Scalar,
    ) -> Result<(), Fault> {
        let given = match standard.slot {
            Slot::Privacy => self.consent(Purpose::Privacy, value)?,
            Slot::Marketing => self.consent(Purpose::Marketing, value)?,
            Slot::Sms => self.consent(Purpose::Sms, value)?,
            Slot::Call => self.consent(Purpose::Call, value)?,
            Slot::Employees | Slot::Attempt | Slot::SubmittedAt => self.number(standard.slot, rule, value)?,
            Slot::ClickId => campaign::click_id(&mut self.submission, standard.name, value)?,
            _ => self.text(standard.slot, rule, value)?,
        };
        match rule {
            Some(rule) if rule.required && !given => Err(FieldCode::Required.into()),
            _ => Ok(()),
        }
    }

    /// A consent counts only if somebody was asked for it; a refusal always does.
    fn consent(&mut self, purpose: Purpose, value: &Scalar) -> Result<bool, Fault> {
        let Some(given) = value::boolean(value)? else { return Ok(false) };
        if given && self.contract.consent.question(purpose).ask == Ask::None {
            self.unknown(purpose.field(), value);
            return Ok(false);
        }
        let consent = &mut self.submission.consent;
        match purpose {
            Purpose::Privacy => consent.privacy = given,
            Purpose::Marketing => consent.marketing = Some(given),
            Purpose::Sms => consent.sms = Some(given),
            Purpose::Call => consent.call = Some(given),
        }
        Ok(true)
    }

    fn number(&mut self, slot: Slot, rule: Option<&FieldRule>, value: &Scalar) -> Result<bool, Fault> {
        let submission = &mut self.submission;
        let number = match slot {
            Slot::SubmittedAt => {
                submission.client.submitted_at_ms = value::whole(value)?;
                return Ok(submission.client.submitted_at_ms.is_some());
            }
            Slot::Attempt => {
                submission.client.attempt = value::count(value)?;
                submission.client.attempt
            }
            _ => {
                submission.employees = value::count(value)?;
                submission.employees
            }
        };
        if let (Some(rule), Some(number)) = (rule, number) {
            check::in_range(rule, f64::from(number))?;
        }
        Ok(number.is_some())
    }

    fn text(&mut self, slot: Slot, rule: Option<&FieldRule>, value: &Scalar) -> Result<bool, Fault> {
        let mut text = value::text(value)?;
        let allowed = match (rule, &text) {
            (Some(rule), Some(text)) => check::allowed(rule, text),
            _ => Ok(None),
        };
        if let Ok(Some(spelled)) = allowed {
            text = Some(spelled.to_owned());
        }
        let given = text.is_some();
        if let Some(place) = place(&mut self.submission, slot) {
            *place = text;
        }
        allowed.map(|_| given)
    }

    /// What a page sends by itself refuses no lead: what does not fit is left out.
    fn unseen(&mut self, is_kept: bool) {
        if !is_kept {
            self.unknown.dropped = self.unknown.dropped.saturating_add(1);
        }
    }

    fn unknown(&mut self, name: &str, value: &Scalar) {
        match self.unknown.meet(self.contract.unknown_fields, name, value) {
            Ok(None) => {}
            Ok(Some(answer)) => {
                self.submission.extra.insert(name.to_owned(), answer);
            }
            Err(error) => self.errors.push(error),
        }
    }

    /// What was consented to, and to which words.
    fn consents(&mut self) {
        let terms = &self.contract.consent;
        let consent = &mut self.submission.consent;
        for purpose in Purpose::ALL {
            let given = match purpose {
                Purpose::Privacy => consent.privacy,
                Purpose::Marketing => consent.marketing == Some(true),
                Purpose::Sms => consent.sms == Some(true),
                Purpose::Call => consent.call == Some(true),
            };
            if !given && terms.question(purpose).ask == Ask::Required {
                self.errors.push(Fault::from(FieldCode::ConsentRequired).of(purpose.field()));
            }
        }
        match &consent.text_version {
            Some(version) if !terms.knows(version) => {
                self.errors.push(Fault::from(FieldCode::ConsentVersion).of("consent.text_version"));
            }
            Some(_) => {}
            None => consent.text_version.clone_from(&terms.text_version),
        }
    }
}

/// Where a standard text belongs.
pub(super) fn place(submission: &mut Submission, slot: Slot) -> Option<&mut Option<String>> {
    Some(match slot {
        Slot::Email => &mut submission.email,
        Slot::Name => &mut submission.name,
        Slot::Phone => &mut submission.phone,
        Slot::Country => &mut submission.country,
        Slot::Region => &mut submission.region,
        Slot::PostalCode => &mut submission.postal_code,
        Slot::Company => &mut submission.company,
        Slot::Product => &mut submission.product,
        Slot::Notes => &mut submission.notes,
        Slot::TimeZone => &mut submission.tz,
        Slot::TextVersion => &mut submission.consent.text_version,
        Slot::PageUrl => &mut submission.page.url,
        Slot::PageReferrer => &mut submission.page.referrer,
        Slot::FormInstance => &mut submission.client.form_instance,
        Slot::Employees
        | Slot::Privacy
        | Slot::Marketing
        | Slot::Sms
        | Slot::Call
        | Slot::ClickId
        | Slot::SubmittedAt
        | Slot::Attempt => return None,
    })
}
