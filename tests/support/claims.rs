//! Claims with defaults: `claim().person("ada").form("demo").said("hello")`.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use beeline::contract::Answer;
use beeline::identity::{Identifier, LeadId, Region};
use beeline::intake::Email;
use beeline::lead::{Kind, Lane, Lead};
use beeline::ledger::{CARD_LEASE_MS, Claim, LeadState, ObligationName, Outcome, Owed};
use beeline::risk::{Assessment, Evidence};
use beeline::routing::Route;
use beeline::secret::Secret;
use serde_json::value::RawValue;

/// A moment at which a dedup window of ten minutes begins.
pub const NOON_MS: i64 = 1_790_000_400_000;
/// The default dedup window.
pub const WINDOW_MS: i64 = 600_000;
/// The obligations most tests are about.
pub const CRM: &str = "crm:inbox";
pub const CARD: &str = "card:slack";

static REQUESTS: AtomicU32 = AtomicU32::new(1);

/// What a visitor sent, on its way to a [`Claim`].
#[derive(Clone)]
pub struct ClaimBuilder {
    person: String,
    form: String,
    said: String,
    kind: Kind,
    window_seconds: u32,
    owed: Vec<Owed>,
    team: String,
    edge_clock_ms: Option<i64>,
    request: u32,
    name: Option<String>,
    proves: Option<LeadId>,
    risk: Option<Assessment>,
    extra: BTreeMap<String, Answer>,
}

/// Ada says hello on the demo form; a CRM record and a card are owed. Each call is a
/// request of its own, a clone the same request again.
pub fn claim() -> ClaimBuilder {
    ClaimBuilder {
        person: "ada".into(),
        form: "demo".into(),
        said: "hello".into(),
        kind: Kind::Real,
        window_seconds: 600,
        owed: vec![owed(CRM), owed(CARD)],
        team: "sales".into(),
        edge_clock_ms: None,
        request: REQUESTS.fetch_add(1, Ordering::Relaxed),
        name: None,
        proves: None,
        risk: None,
        extra: BTreeMap::new(),
    }
}

/// An obligation by its name; the claimer of a card holds its lease.
pub fn owed(name: &str) -> Owed {
    let name: ObligationName = serde_json::from_value(serde_json::json!(name)).unwrap();
    let lease_ms = if name.is_card() { CARD_LEASE_MS } else { 0 };
    Owed { name, lease_ms }
}

impl ClaimBuilder {
    pub fn person(self, person: &str) -> Self {
        Self { person: person.into(), ..self }
    }
    pub fn form(self, form: &str) -> Self {
        Self { form: form.into(), ..self }
    }
    pub fn said(self, said: &str) -> Self {
        Self { said: said.into(), ..self }
    }
    pub fn team(self, team: &str) -> Self {
        Self { team: team.into(), ..self }
    }
    pub fn synthetic(self, run: &str) -> Self {
        Self { kind: Kind::Synthetic { run: run.into() }, ..self }
    }
    pub fn window_seconds(self, window_seconds: u32) -> Self {
        Self { window_seconds, ..self }
    }
    pub fn owing(self, names: &[&str]) -> Self {
        Self { owed: names.iter().map(|name| owed(name)).collect(), ..self }
    }
    /// What is owed, to be changed.
    pub fn owed_mut(&mut self) -> &mut [Owed] {
        &mut self.owed
    }
    /// The edge proposes the id by this clock instead of the ledger's.
    pub fn edge_clock(self, edge_clock_ms: i64) -> Self {
        Self { edge_clock_ms: Some(edge_clock_ms), ..self }
    }

    /// The full name the form was filled in with.
    pub fn named(self, name: &str) -> Self {
        Self { name: Some(name.into()), ..self }
    }
    /// Answers to the form's own questions.
    pub fn with_extra(self, extra: serde_json::Value) -> Self {
        Self { extra: serde_json::from_value(extra).unwrap(), ..self }
    }
    /// The sender shows this lead's first receipt.
    pub fn proving(self, lead_id: LeadId) -> Self {
        Self { proves: Some(lead_id), ..self }
    }
    /// What the edge saw of a visitor who may be none.
    pub fn seeming(self, evidence: &Evidence<'_>, may_challenge: bool) -> Self {
        Self { risk: Some(Assessment::of(evidence, may_challenge)), ..self }
    }

    /// The claim as an edge sends it at `now_ms`.
    pub fn build(&self, now_ms: i64) -> Claim {
        let edge_ms = self.edge_clock_ms.unwrap_or(now_ms);
        let lead = Lead {
            kind: self.kind.clone(),
            email: Email::normalize(&format!("{}@example.com", self.person)).map(Into::into),
            notes: Some(self.said.clone().into()),
            name: self.name.clone().map(Into::into),
            extra: self.extra.clone(),
            ..Lead::default()
        };
        let identity =
            identifier().identify(&lead, &self.form, Region::Eu, edge_ms, self.window_seconds).unwrap();
        Claim {
            lead_id: identity.lead_id,
            key: identity.key,
            person: identity.person,
            person_other: identity.person_other,
            fingerprint: identity.fingerprint,
            form: self.form.clone(),
            lane: Lane::Hot,
            kind: self.kind.clone(),
            correlation_id: format!("correlation-{}", self.request),
            traceparent: format!("00-{:032x}-{:016x}-01", self.request, self.request),
            received_at_ms: edge_ms,
            dedup_window_seconds: self.window_seconds,
            lead: RawValue::from_string(serde_json::to_string(&lead).unwrap()).unwrap(),
            route: Route {
                team: self.team.clone(),
                team_name: "A team".into(),
                form_title: "A form".into(),
                rep: None,
                sla_seconds: 300,
                booking_url: None,
                rule: "fallback".into(),
            },
            facts: None,
            bundle: "bundle-1".into(),
            trial: None,
            owed: self.owed.clone(),
            spilled: None,
            proves: self.proves,
            only_proved: false,
            risk: self.risk.clone(),
        }
    }
}

/// What the tests identify people with.
pub fn identifier() -> Identifier {
    Identifier::new(Secret::new("a secret for tests, 32 characters").unwrap())
}

/// What was said in a stored lead.
pub fn words(stored_lead: &str) -> String {
    let lead: Lead = serde_json::from_str(stored_lead).unwrap();
    lead.notes.map(|notes| notes.into_inner()).unwrap_or_default()
}

/// The destination has it.
pub fn delivered(reference: &str) -> Outcome {
    Outcome::delivered(reference)
}
/// Not now.
pub fn deferred(after_ms: i64) -> Outcome {
    Outcome::deferred(after_ms, "busy")
}
/// Never.
pub fn quarantined() -> Outcome {
    Outcome::Quarantined { reason: "refused".into() }
}
/// The card is posted.
pub fn shown(reference: &str, shows: LeadState) -> Outcome {
    Outcome::Shown { reference: reference.into(), shows }
}
