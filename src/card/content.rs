//! What a card says, whatever the channel.

use super::link::Link;
use super::state::CardState;
use super::text::{lines, one_line};
use crate::identity::LeadId;
use crate::lead::{Kind, Lead};
use crate::personal::Personal;
use crate::phone::Phone;
use crate::routing::Route;
use crate::warm::duplicate::Suggestion;
use crate::warm::kept::{Kept, Told};

/// Other leads that a card names: all of them are on the lead's page.
const MOST_OTHERS: usize = 2;

/// What a card is made from.
#[derive(Clone, Copy)]
pub struct CardFacts<'a> {
    /// The lead, in its latest revision.
    pub lead: &'a Lead,
    /// Its id.
    pub lead_id: LeadId,
    /// The form's id.
    pub form: &'a str,
    /// Where the lead goes, and what form and team were called when it was decided.
    pub route: &'a Route,
    /// What to say of its CRM records.
    pub state: &'a CardState,
    /// Which revision.
    pub revision: u32,
    /// The lead's own page.
    pub lead_url: Option<&'a Link>,
    /// What was found out about it.
    pub found: Option<&'a Kept>,
}

/// What a field is. In the order a rep reads them, at most ten: one Slack section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// Full name.
    Name,
    /// Company.
    Company,
    /// The number to dial.
    Phone,
    /// Email.
    Email,
    /// Region and country.
    Location,
    /// IANA time zone.
    TimeZone,
    /// Product of interest.
    Product,
    /// Number of employees.
    Employees,
    /// Campaign source and name.
    Campaign,
    /// The page of the form.
    Page,
}

impl Label {
    /// What stands on the card.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Company => "Company",
            Self::Phone => "Phone",
            Self::Email => "Email",
            Self::Location => "Location",
            Self::TimeZone => "Time zone",
            Self::Product => "Product",
            Self::Employees => "Employees",
            Self::Campaign => "Campaign",
            Self::Page => "Page",
        }
    }
}

/// One field: never empty, always one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is.
    pub label: Label,
    /// What the lead says.
    pub value: Personal<String>,
}

/// What a card says. Texts are cleaned but neither cut nor escaped: how much fits and what
/// is markup, only a channel knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardContent {
    /// The lead.
    pub lead_id: LeadId,
    /// The form's id.
    pub form: String,
    /// The form's title.
    pub form_title: String,
    /// A monitor's run, if the lead is synthetic: the card says TEST.
    pub test_run: Option<String>,
    /// Who it is, in one line; never empty.
    pub headline: Personal<String>,
    /// What is known, in the order of [`Label`].
    pub fields: Vec<Field>,
    /// The notes' lines.
    pub notes: Vec<Personal<String>>,
    /// What was found out, a line each, with where it came from.
    pub found: Vec<Personal<String>>,
    /// Who answers.
    pub team_name: String,
    /// The rep whose turn it is, once known.
    pub rep: Option<String>,
    /// The rep's member id in Slack, if it is known.
    pub rep_slack_id: Option<String>,
    /// How soon, in words.
    pub answer_within: String,
    /// Its CRM records.
    pub state: CardState,
    /// Which revision.
    pub revision: u32,
    /// The lead's own page.
    pub lead_url: Option<Link>,
}

impl CardContent {
    /// Says what the facts are.
    pub fn new(facts: &CardFacts<'_>) -> Self {
        let fields = fields(facts.lead);
        Self {
            lead_id: facts.lead_id,
            form: facts.form.to_owned(),
            form_title: one_line(&facts.route.form_title),
            test_run: match &facts.lead.kind {
                Kind::Real => None,
                Kind::Synthetic { run } => Some(one_line(run)),
            },
            headline: Personal::new(headline(&fields)),
            fields,
            notes: facts.lead.notes.as_ref().map_or_else(Vec::new, |notes| {
                lines(notes.expose()).into_iter().map(Personal::new).collect()
            }),
            found: facts.found.map_or_else(Vec::new, |kept| found(kept, facts.lead)),
            team_name: one_line(&facts.route.team_name),
            rep: facts.route.rep.as_ref().map(|rep| one_line(&rep.name)),
            rep_slack_id: facts.route.rep.as_ref().and_then(|rep| rep.contact.slack_id.clone()),
            answer_within: duration(facts.route.sla_seconds),
            state: facts.state.clone(),
            revision: facts.revision,
            lead_url: facts.lead_url.cloned(),
        }
    }

    /// A field's value.
    pub fn value(&self, label: Label) -> Option<&str> {
        value(&self.fields, label)
    }
}

fn value(fields: &[Field], label: Label) -> Option<&str> {
    fields.iter().find(|field| field.label == label).map(|field| field.value.expose().as_str())
}

fn fields(lead: &Lead) -> Vec<Field> {
    let said = [
        (Label::Name, lead.name.as_ref().map(|name| name.expose().clone())),
        (Label::Company, lead.company.clone()),
        (Label::Phone, lead.phone.as_ref().map(|phone| dial(phone.expose(), lead.consent.call))),
        (Label::Email, lead.email.as_ref().map(|email| email.expose().raw.clone())),
        (Label::Location, location(lead)),
        (Label::TimeZone, time_zone(lead)),
        (Label::Product, lead.product.clone()),
        (Label::Employees, lead.employees.map(|count| count.to_string())),
        (Label::Campaign, campaign(lead)),
        (Label::Page, lead.page.url.as_deref().map(address)),
    ];
    let known = |(label, value): (Label, Option<String>)| {
        let value = one_line(&value?);
        (!value.is_empty()).then(|| Field { label, value: Personal::new(value) })
    };
    said.into_iter().filter_map(known).collect()
}

/// What was found out: the points first, then what people would otherwise look up.
fn found(kept: &Kept, lead: &Lead) -> Vec<Personal<String>> {
    let mut told = kept.told(lead);
    told.sort_by_key(|told| told.label != "Score");
    let gave_up = kept.report.to_string();
    let gave_up = (!gave_up.is_empty()).then_some(gave_up);
    let lines = told.iter().map(line).chain(others(&kept.findings.duplicates)).chain(gave_up);
    lines.map(|line| Personal::new(one_line(&line))).collect()
}

/// Leads that may be the same, in one line: the likeliest, and how many more there are.
fn others(suggestions: &[Suggestion]) -> Option<String> {
    let named: Vec<String> = suggestions.iter().take(MOST_OTHERS).map(Suggestion::to_string).collect();
    let more = match suggestions.len().saturating_sub(MOST_OTHERS) {
        0 => String::new(),
        more => format!("; {more} more on its page"),
    };
    (!named.is_empty()).then(|| format!("This lead {}{more}", named.join("; ")))
}

/// A value, and whose word it is.
fn line(told: &Told) -> String {
    let Told { label, value, source, .. } = told;
    let contested = if told.is_contested { "; the visitor says otherwise" } else { "" };
    format!("{label}: {value} ({source}{contested})")
}

/// Who it is: the person and the company, or whatever else there is to call them by.
fn headline(fields: &[Field]) -> String {
    let named = [Label::Name, Label::Company].map(|label| value(fields, label));
    let named: Vec<&str> = named.into_iter().flatten().collect();
    let reached = [Label::Email, Label::Phone].into_iter().find_map(|label| value(fields, label));
    match (named.is_empty(), reached) {
        (false, _) => named.join(", "),
        (true, Some(reached)) => reached.to_owned(),
        (true, None) => "no name given".to_owned(),
    }
}

/// The number to dial, and whatever a rep must know before dialling it.
fn dial(phone: &Phone, consent: Option<bool>) -> String {
    let (number, odd) = match &phone.e164 {
        Some(e164) => (e164, phone.flag.is_some().then_some("check this number")),
        None => (&phone.raw, Some("as typed, not a known number")),
    };
    let refused = (consent == Some(false)).then_some("no consent to calls");
    let remarks: Vec<&str> = odd.into_iter().chain(refused).collect();
    if remarks.is_empty() { number.clone() } else { format!("{number} ({})", remarks.join("; ")) }
}

fn location(lead: &Lead) -> Option<String> {
    let network = || lead.network_country.as_ref().map(|country| format!("{country} (by network)"));
    let country = lead.country.clone().or_else(network);
    // A subdivision's code begins with its country's: `US-NY`.
    let is_said = |country: &String| {
        let region = lead.region.as_deref().unwrap_or_default();
        region.strip_prefix(country.as_str()).is_some_and(|rest| rest.starts_with('-'))
    };
    let country = country.filter(|country| !is_said(country));
    let parts: Vec<String> = lead.region.clone().into_iter().chain(country).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn time_zone(lead: &Lead) -> Option<String> {
    let zone = lead.time_zone.clone()?;
    Some(if lead.has_time_zone_by_network() { format!("{zone} (by network)") } else { zone })
}

fn campaign(lead: &Lead) -> Option<String> {
    let parts: Vec<&str> = ["source", "campaign"]
        .into_iter()
        .filter_map(|name| lead.utm.get(name))
        .map(String::as_str)
        .collect();
    (!parts.is_empty()).then(|| parts.join(" / "))
}

/// The page's address without query and fragment: they may say who the visitor is, and a
/// channel has more readers than the lead has.
fn address(url: &str) -> String {
    url.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// A time span in words, exact to the minute from a minute on.
fn duration(seconds: u32) -> String {
    let (hours, minutes) = (seconds / 3600, seconds % 3600 / 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}
