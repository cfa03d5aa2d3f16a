//! What a person may change of a lead so that it can be delivered, and the lead that this makes.

use serde::{Deserialize, Serialize};

use super::typed;
use crate::contract::{FieldCode, FieldError, MAX_COUNTRY, MAX_EMAIL, MAX_EMPLOYEES, MAX_PHONE, USUAL_TEXT};
use crate::intake::Email;
use crate::lead::Lead;
use crate::personal::Personal;
use crate::whereabouts::{Flag, Source, company_of};

/// The longest notes, in characters.
const MOST_NOTES: u64 = 5_000;

/// New values by field. A field that is not named stays as it is, an empty one is taken away.
/// Consents, campaign and risk are evidence of what happened: nobody writes those.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Personal<String>>,
    /// Email address, its domain in ASCII.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Personal<String>>,
    /// Phone number, with its calling code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Personal<String>>,
    /// Company name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Number of employees, in digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employees: Option<String>,
    /// Country: its code (ISO 3166-1 alpha-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// State or region, as the CRM has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<Personal<String>>,
    /// Product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Personal<String>>,
}

/// The fields that a correction can change, with what a page calls them.
pub const FIELDS: [(&str, &str); 10] = [
    ("name", "Name"),
    ("email", "Email"),
    ("phone", "Phone, like +49 30 901820"),
    ("company", "Company"),
    ("employees", "Employees"),
    ("country", "Country, two letters"),
    ("region", "State or region"),
    ("postal_code", "Postal code"),
    ("product", "Product"),
    ("notes", "Notes"),
];

/// What a field holds now, as somebody would type it.
pub fn current(lead: &Lead, field: &str) -> String {
    let personal = |value: &Option<Personal<String>>| value.as_ref().map(|text| text.expose().clone());
    let value = match field {
        "name" => personal(&lead.name),
        "email" => lead.email.as_ref().map(|email| email.expose().raw.clone()),
        "phone" => lead.phone.as_ref().map(|phone| phone.expose().raw.clone()),
        "company" => lead.company.clone(),
        "employees" => lead.employees.map(|count| count.to_string()),
        "country" => lead.country.clone(),
        "region" => lead.region.clone(),
        "postal_code" => personal(&lead.postal_code),
        "product" => lead.product.clone(),
        "notes" => personal(&lead.notes),
        _ => None,
    };
    value.unwrap_or_default()
}

/// A lead while it is being corrected.
struct Draft {
    lead: Lead,
    errors: Vec<FieldError>,
}

impl Correction {
    /// From a page's form that was filled with what the lead holds: what reads the same was not
    /// touched.
    pub fn of_form(lead: &Lead, typed: impl Fn(&'static str) -> Option<String>) -> Self {
        let touched = |field: &'static str| {
            // Browsers send every line break of a text as two characters (HTML, form submission).
            let value = typed(field)?.replace("\r\n", "\n");
            (value != current(lead, field)).then_some(value)
        };
        let personal = |field| touched(field).map(Personal::new);
        Self {
            name: personal("name"),
            email: personal("email"),
            phone: personal("phone"),
            company: touched("company"),
            employees: touched("employees"),
            country: touched("country"),
            region: touched("region"),
            postal_code: personal("postal_code"),
            product: touched("product"),
            notes: personal("notes"),
        }
    }

    /// The lead with these values, and the names of the fields that are different then. Wrong
    /// fields are all named at once; a correction that changes nothing has none.
    pub fn apply(self, lead: &Lead) -> Result<(Lead, Vec<&'static str>), Vec<FieldError>> {
        let mut draft = Draft { lead: lead.clone(), errors: Vec::new() };
        draft.who(&self);
        draft.place(&self);
        draft.text("company", self.company, USUAL_TEXT, |lead| &mut lead.company);
        draft.text("product", self.product, USUAL_TEXT, |lead| &mut lead.product);
        draft.employees(self.employees);
        draft.personal("notes", self.notes, MOST_NOTES, |lead| &mut lead.notes);
        if draft.lead.email.is_none() && (draft.lead.name.is_none() || draft.lead.phone.is_none()) {
            draft.wrong("email", FieldCode::Required);
        }
        if draft.errors.is_empty() {
            let changed = changed(lead, &draft.lead);
            Ok((draft.lead, changed))
        } else {
            Err(draft.errors)
        }
    }
}

impl Draft {
    fn wrong(&mut self, field: &str, code: FieldCode) {
        self.say(field, code, code.message());
    }

    fn say(&mut self, field: &str, code: FieldCode, message: &str) {
        self.errors.push(FieldError { field: field.into(), code, message: message.into() });
    }

    /// What was typed, fit to be kept: `None` within for a field that is taken away.
    fn typed(&mut self, field: &str, value: Option<String>, most: u64) -> Option<Option<String>> {
        let value = value?;
        if u64::try_from(value.chars().count()).is_ok_and(|length| length > most) {
            self.wrong(field, FieldCode::Length);
            return None;
        }
        Some(Some(typed::text(&value)).filter(|text| !text.is_empty()))
    }

    fn text(
        &mut self,
        field: &str,
        value: Option<String>,
        most: u64,
        slot: impl Fn(&mut Lead) -> &mut Option<String>,
    ) {
        if let Some(typed) = self.typed(field, value, most) {
            *slot(&mut self.lead) = typed;
        }
    }

    fn personal(
        &mut self,
        field: &str,
        value: Option<Personal<String>>,
        most: u64,
        slot: impl Fn(&mut Lead) -> &mut Option<Personal<String>>,
    ) {
        if let Some(typed) = self.typed(field, value.map(Personal::into_inner), most) {
            *slot(&mut self.lead) = typed.map(Personal::new);
        }
    }

    fn who(&mut self, correction: &Correction) {
        self.personal("name", correction.name.clone(), USUAL_TEXT, |lead| &mut lead.name);
        let email = correction.email.clone().map(Personal::into_inner);
        match self.typed("email", email, MAX_EMAIL).map(|typed| typed.map(|raw| Email::ascii(&raw))) {
            None => {}
            Some(Some(None)) => self.wrong("email", FieldCode::Email),
            Some(new) => self.set_email(new.flatten()),
        }
        let number = correction.phone.clone().map(Personal::into_inner);
        match self.typed("phone", number, MAX_PHONE).map(|typed| typed.map(|raw| typed::number(&raw))) {
            None => {}
            Some(Some(None)) => {
                self.say("phone", FieldCode::Type, "Write it with its calling code, such as +49 30 901820.");
            }
            Some(new) => self.lead.phone = new.flatten().map(Personal::new),
        }
    }

    /// Whose domain another one is, is worked out again, as where leads come in.
    fn set_email(&mut self, email: Option<Email>) {
        let domain = |email: &Email| email.domain.clone();
        let before = self.lead.email.as_ref().map(|known| domain(known.expose()));
        if before != email.as_ref().map(domain) {
            let (company_domain, flags) = email.as_ref().map(company_of).unwrap_or_default();
            self.lead.company_domain = company_domain;
            self.lead.flags.retain(|flag| !matches!(flag, Flag::FreeMail | Flag::DisposableMail));
            self.lead.flags.extend(flags);
        }
        self.lead.email = email.map(Personal::new);
    }

    fn place(&mut self, correction: &Correction) {
        let country = self.typed("country", correction.country.clone(), MAX_COUNTRY);
        match country.map(|typed| typed.map(|said| typed::country(&said))) {
            None => {}
            Some(Some(None)) => self.say("country", FieldCode::Type, "Write its two letters, such as DE."),
            Some(new) => {
                self.lead.country = new.flatten();
                self.lead.sources.country = self.lead.country.as_ref().map(|_| Source::Form);
            }
        }
        if let Some(typed) = self.typed("region", correction.region.clone(), USUAL_TEXT) {
            self.lead.sources.region = typed.as_ref().map(|_| Source::Form);
            self.lead.region = typed;
        }
        let postal_code = correction.postal_code.clone();
        self.personal("postal_code", postal_code, USUAL_TEXT, |lead| &mut lead.postal_code);
    }

    fn employees(&mut self, value: Option<String>) {
        let Some(typed) = self.typed("employees", value, USUAL_TEXT) else { return };
        match typed.map(|digits| digits.parse::<u32>()) {
            None => self.lead.employees = None,
            Some(Ok(number)) if number <= MAX_EMPLOYEES => {
                self.lead.employees = Some(number);
            }
            Some(Ok(_)) => self.wrong("employees", FieldCode::Range),
            Some(Err(_)) => self.wrong("employees", FieldCode::Type),
        }
    }
}

/// The fields of which two versions of a lead differ.
fn changed(before: &Lead, after: &Lead) -> Vec<&'static str> {
    let fields = [
        ("name", before.name != after.name),
        ("email", before.email != after.email),
        ("phone", before.phone != after.phone),
        ("company", before.company != after.company),
        ("employees", before.employees != after.employees),
        ("country", before.country != after.country),
        ("region", before.region != after.region),
        ("postal_code", before.postal_code != after.postal_code),
        ("product", before.product != after.product),
        ("notes", before.notes != after.notes),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}
