//! A lead: a submission that passed its form's contract, normalized.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::contract::{Answer, is_default};
use crate::intake::{Client, Consent, Email, Page, Submission};
use crate::personal::Personal;
use crate::phone::{self, Phone};
use crate::risk::Assessment;
use crate::text;
use crate::whereabouts::{self, Clues, Flag, Source, Sources, Whereabouts};

/// Whether a lead is somebody's, or a monitor's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Kind {
    /// A person's.
    #[default]
    Real,
    /// A monitor's: counted apart, no pool turn, own card channel. Set only by a signed header.
    Synthetic {
        /// The monitor's name for this run.
        run: String,
    },
}

impl Kind {
    /// `real` or `synthetic`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Synthetic { .. } => "synthetic",
        }
    }
}

/// How urgent a form's leads are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lane {
    /// A person is waiting on the page.
    Hot,
    /// Everything else.
    #[default]
    Standard,
}

impl Lane {
    /// `hot` or `standard`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hot => "hot",
            Self::Standard => "standard",
        }
    }

    /// From its name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Hot, Self::Standard].into_iter().find(|lane| lane.name() == name)
    }
}

/// What the edge knows of the visitor's network, for fields the form did not give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// ISO 3166-1 alpha-2 country.
    pub country: Option<String>,
    /// IANA time zone.
    pub time_zone: Option<String>,
    /// The language that the browser asks for: a primary subtag (BCP 47).
    pub language: Option<String>,
}

/// A normalized lead, as it is stored and sent. JSON field names are part of the stored
/// format: a test freezes them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lead {
    /// Real or synthetic.
    #[serde(flatten)]
    pub kind: Kind,
    /// Full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Personal<String>>,
    /// Email.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Personal<Email>>,
    /// Phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Personal<Phone>>,
    /// ISO 3166-1 alpha-2, or what the form said where that names no country that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Country of the visitor's network: a hint, never an answer the visitor gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_country: Option<String>,
    /// ISO 3166-2, or what the form said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Postal code as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<Personal<String>>,
    /// Company name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Registrable domain of the address, unless it is a mail provider's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_domain: Option<String>,
    /// Product of interest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Number of employees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employees: Option<u32>,
    /// Free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Personal<String>>,
    /// IANA time zone, from the form or the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The language that the browser asks for: a primary subtag (BCP 47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What country, region and time zone were taken from.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sources: Sources,
    /// What is odd about it, or worth knowing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
    /// Consents.
    pub consent: Consent,
    /// Campaign.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub utm: BTreeMap<String, String>,
    /// What advertising networks call the click, by the name of their parameter.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub click_ids: BTreeMap<String, Personal<String>>,
    /// The form's own fields, and unknown ones that were kept, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, Answer>,
    /// How many fields could not be kept: unknown ones that were too many or too large, and
    /// what a page sent by itself that made no sense.
    #[serde(default, skip_serializing_if = "is_default")]
    pub extra_dropped: u32,
    /// The page.
    #[serde(default)]
    pub page: Page,
    /// The client.
    #[serde(default)]
    pub client: Client,
    /// How likely it is no person's, with every signal behind that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<Assessment>,
    /// What a repeat without proof says of who the lead is: kept beside it, not believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unproved: Option<Box<Unproved>>,
}

/// Who a lead is by a repeat whose sender did not show the first receipt. Only what differs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Unproved {
    /// Full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Personal<String>>,
    /// Email.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Personal<Email>>,
    /// Phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Personal<Phone>>,
    /// Consents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// Consents in another tool's words.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, Answer>,
}

impl Lead {
    /// Normalizes a submission. Odd values never block: the raw value stays, flagged.
    pub fn normalize(
        submission: Submission,
        kind: Kind,
        network: Network,
        form_country: Option<&str>,
    ) -> Self {
        let country = submission.country.and_then(text::something);
        let postal_code = submission.postal_code.and_then(text::something);
        let said_country = country.as_deref().and_then(whereabouts::country_code);
        let dialling_country = said_country.as_deref().or(form_country).or(network.country.as_deref());
        let phone = submission.phone.map(|raw| phone::normalize(&raw, dialling_country));
        let email = submission.email.as_deref().and_then(Email::normalize);
        let (company_domain, mail_flags) = email.as_ref().map(whereabouts::company_of).unwrap_or_default();
        let Whereabouts { country, region, time_zone, sources, mut flags } = whereabouts::locate(Clues {
            country,
            region: submission.region.and_then(text::something),
            postal_code: postal_code.as_deref(),
            time_zone: submission.tz.and_then(text::something),
            phone: phone.as_ref(),
            network_time_zone: network.time_zone,
        });
        flags.extend(mail_flags);
        Self {
            kind,
            name: submission.name.map(text::fit).map(Personal::new),
            email: email.map(Personal::new),
            phone: phone.map(Personal::new),
            country,
            network_country: network.country,
            region,
            postal_code: postal_code.map(Personal::new),
            company: submission.company.map(text::fit),
            company_domain,
            product: submission.product.map(text::fit),
            employees: submission.employees,
            notes: submission.notes.map(text::fit).map(Personal::new),
            time_zone,
            language: network.language,
            sources,
            flags,
            consent: submission.consent,
            utm: each(submission.utm, text::something),
            click_ids: submission.click_ids,
            extra: each(submission.extra, Answer::fit),
            extra_dropped: submission.unknown_dropped,
            page: submission.page,
            client: submission.client,
            risk: None,
            unproved: None,
        }
    }

    /// The number to dial: E.164, or what was typed when it is no number of any plan.
    pub fn dialable(&self) -> Option<&str> {
        let phone = self.phone.as_ref()?.expose();
        Some(phone.e164.as_deref().unwrap_or(phone.raw.as_str()))
    }

    /// Whether its time zone is a guess from the network: nobody said it.
    pub fn has_time_zone_by_network(&self) -> bool {
        self.sources.time_zone == Some(Source::Network)
    }

    /// What the visitor said, as text: two submissions with equal content are a retry.
    /// Where and when it was sent from is left out.
    pub(crate) fn content(&self) -> Result<String, serde_json::Error> {
        let said_so = |source: Option<Source>| matches!(source, None | Some(Source::Form));
        let country = self.country.as_ref().filter(|_| said_so(self.sources.country));
        let region = self.region.as_ref().filter(|_| said_so(self.sources.region));
        let said = (
            (&self.name, &self.email, self.dialable(), country, region, &self.company),
            (&self.product, &self.employees, &self.notes, &self.consent),
        );
        if self.postal_code.is_none() && self.extra.is_empty() {
            // As it was before there were other fields: fingerprints outlive a deploy.
            return serde_json::to_string(&said);
        }
        serde_json::to_string(&(said, &self.postal_code, &self.extra))
    }
}

/// What `keep` makes of each value, without those of which it makes nothing.
fn each<V>(values: BTreeMap<String, V>, keep: impl Fn(V) -> Option<V>) -> BTreeMap<String, V> {
    values.into_iter().filter_map(|(name, value)| keep(value).map(|value| (name, value))).collect()
}
