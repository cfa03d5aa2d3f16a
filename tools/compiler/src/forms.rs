//! `forms.toml`: what leads come through.

use std::collections::{BTreeMap, BTreeSet};

use beeline::contract::{Contract, RESERVED, UnknownFields};
use beeline::identity::Jurisdiction;
use beeline::lead::Lane;
use beeline::routing::{Challenge, Drift, Form, Residency};

use crate::page::Page;
use crate::reader::{Field, Reader};
use crate::rules::{self, Refusal};
use crate::sections::{self, Kind};
use crate::suggest::{closest, quoted};
use crate::{addresses, consent, drop_ins, fields, residency, vendors};

/// The longest dedup window: a day.
const LONGEST_WINDOW: u32 = 86_400;
/// Websites that may post to one form: a header of all of them stays below 8 KB.
const MOST_ORIGINS: usize = 40;

pub(crate) const KIND: Kind = Kind {
    word: "form",
    fields: &[
        Field::required("title", "\"Book a demo\""),
        Field::required("lane", "\"hot\""),
        Field::required("dedup_window_seconds", "600"),
        Field::required("thank_you_url", "\"/thanks\""),
        Field::optional("phone_country", "\"US\""),
        Field::optional("team", "\"sales\""),
        Field::optional("origins", "[\"https://www.example.com\"]"),
        Field::optional("unknown_fields", "\"keep\""),
        Field::optional("honeypot", "\"website\""),
        Field::optional("challenge", "\"uncertain\""),
        Field::optional("jurisdiction", "\"eu\""),
        Field::optional("drift", "{ owner = \"C0123456789\", rate_percent = 20 }"),
        Field::optional("consent", "privacy = \"required\""),
        Field::optional("field", "required = true"),
        Field::optional("web_to_lead", "oid = \"00D000000000001\""),
        Field::optional("hubspot", "portal = \"1234567\""),
        Field::optional("webhook", "secret = \"WEBHOOK_SECRET_TYPEFORM\""),
    ],
    id: rules::form_id,
};

/// How urgent a form's leads are.
pub(crate) const LANES: [(&str, Lane); 2] = [("hot", Lane::Hot), ("standard", Lane::Standard)];
/// Where a form's leads are kept.
pub(crate) const JURISDICTIONS: [(&str, Jurisdiction); 2] =
    [("eu", Jurisdiction::Eu), ("us", Jurisdiction::Us)];
/// Whether a visitor may be asked to prove to be one.
pub(crate) const CHALLENGES: [(&str, Challenge); 2] =
    [("off", Challenge::Off), ("uncertain", Challenge::Uncertain)];
/// What happens to a field that a form does not have.
pub(crate) const UNKNOWN_FIELDS: [(&str, UnknownFields); 3] =
    [("keep", UnknownFields::Keep), ("drop", UnknownFields::Drop), ("refuse", UnknownFields::Refuse)];

/// What may stand above the forms, or between them, under a heading of its own.
pub(crate) const TOP: &[Field] = &[Field::optional(residency::HEADING, "eu = [\"EEA\"]")];

pub(crate) const DRIFT: &[Field] = &[
    Field::optional("owner", "\"C0123456789\""),
    Field::optional("rate_percent", "20"),
    Field::optional("samples", "false"),
];

/// What one form has to know of the rest of the configuration.
struct Others<'a> {
    /// Absent when nobody can tell which teams there are.
    teams: Option<&'a BTreeSet<String>>,
    /// Which form takes the place of which of HubSpot's.
    hubspot: BTreeMap<(String, String), String>,
}

/// What `forms.toml` says.
pub(crate) struct Forms {
    /// By id.
    pub forms: Vec<Form>,
    /// Which countries' leads must stay somewhere, whichever form they come through.
    pub residency: Residency,
}

/// Reads the forms, and what holds for all of them. `teams` is absent when nobody can tell which
/// teams there are.
pub(crate) fn read(page: &mut Page<'_>, teams: Option<&BTreeSet<String>>) -> Forms {
    let residency = residency::read(&mut sections::top(page, TOP, Some(&KIND), &[]));
    let mut others = Others { teams, hubspot: BTreeMap::new() };
    let mut forms = sections::each(page, &KIND, |id, reader| form(id, reader, &mut others));
    if forms.is_empty() && page.problems.is_empty() && !page.document.damaged {
        let message = "there is no form, so no lead could come in";
        let fix = "add a heading such as [form.demo] and its settings; README.md shows one";
        page.problems.push(page.source.problem(0, message, fix));
    }
    forms.sort_by(|one, other| one.id.cmp(&other.id));
    Forms { forms, residency }
}

fn form(id: &str, mut reader: Reader<'_>, others: &mut Others<'_>) -> Form {
    let reader = &mut reader;
    let contract = contract(reader);
    Form {
        id: id.to_owned(),
        title: reader.text("title", rules::label).unwrap_or_default(),
        lane: reader.word("lane", &LANES).unwrap_or_default(),
        dedup_window_seconds: reader.whole("dedup_window_seconds", 1..=LONGEST_WINDOW, "a day"),
        thank_you_url: reader.text("thank_you_url", addresses::page_or_https).unwrap_or_default(),
        phone_country: reader.text("phone_country", rules::country),
        team: reader.text("team", |team| known_team(team, others.teams)),
        origins: reader.texts("origins", MOST_ORIGINS, addresses::origin),
        jurisdiction: reader.word("jurisdiction", &JURISDICTIONS),
        challenge: reader.word("challenge", &CHALLENGES).unwrap_or_default(),
        drift: drift(reader),
        web_to_lead: drop_ins::web_to_lead(reader, &contract),
        hubspot: drop_ins::hubspot(reader, &contract, id, &mut others.hubspot),
        webhook: drop_ins::webhook(reader, &contract),
        contract,
    }
}

fn contract(reader: &mut Reader<'_>) -> Contract {
    let mut contract = Contract {
        fields: fields::read(reader).into(),
        unknown_fields: reader.word("unknown_fields", &UNKNOWN_FIELDS).unwrap_or_default(),
        honeypot: None,
        consent: consent::read(reader),
    };
    contract.honeypot = reader.text("honeypot", |name| trap(name, &contract));
    contract
}

/// A field that people leave empty: none that they fill in, or that is filled in for them.
fn trap(name: &str, contract: &Contract) -> Result<(), Refusal> {
    if contract.has(name) || contract.fields.get(name).is_some() || RESERVED.contains(&name) {
        return rules::refuse("and a field of that name has another use", "");
    }
    rules::field_name(name).map_err(|(why, instead)| (format!("and {why}"), quoted(&instead)))
}

fn drift(form: &mut Reader<'_>) -> Drift {
    let usual = Drift::default();
    let Some(mut reader) = form.section("drift", DRIFT) else { return usual };
    let owner = reader.text("owner", vendors::slack_id);
    let rate = reader.number("rate_percent", 1..=100, "per cent of the submissions");
    if reader.is_without("owner") {
        let fix = "add owner = and the id of a Slack channel or member, or delete this";
        reader.refuse("rate_percent", "and without an `owner` nobody would be told", fix);
    }
    Drift {
        owner,
        rate_percent: rate.and_then(|rate| u8::try_from(rate).ok()).unwrap_or(usual.rate_percent),
        samples: reader.truth("samples").unwrap_or(usual.samples),
    }
}

/// Whether a team has a heading in `routing.toml`.
pub(crate) fn known_team(team: &str, teams: Option<&BTreeSet<String>>) -> Result<(), Refusal> {
    let Some(teams) = teams.filter(|teams| !teams.contains(team)) else {
        return Ok(());
    };
    let instead =
        closest(team, teams.iter().map(String::as_str)).or_else(|| teams.first().map(String::as_str));
    let instead = instead.map_or(String::new(), quoted);
    Err(("and no team of routing.toml has that id".to_owned(), instead))
}
