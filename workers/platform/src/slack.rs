//! Slack, for the edge that posts a card first and the consumer that keeps it true.

use beeline::binding::variable;
use beeline::card::slack::{
    CONTENT_TYPE, CardReference, SlackAnswer, SlackRequest, SlackVerdict, TransportFailure,
    UnwritableRequest, post, read_answer, update,
};
use beeline::card::{CardContent, CardFacts, CardState, Channels, Link};
use beeline::identity::LeadId;
use beeline::lead::{Kind, Lead};
use beeline::ledger::LeadState;
use beeline::routing::Route;
use beeline::warm::kept::Kept;
use worker::{Env, Url};

use crate::outbound::{self, Answer, NoAnswer};
use crate::pace::Pacer;
use crate::settings;

/// Slack as configured.
pub struct Slack {
    url: String,
    token: String,
    channels: Option<Channels>,
    synthetic_channels: Option<Channels>,
    deadline_ms: u32,
    public_url: String,
    /// The channels' pace.
    pub pacer: Pacer,
}

/// A lead about to be shown.
pub struct Showing<'a> {
    /// The lead.
    pub lead: &'a Lead,
    /// Its id.
    pub lead_id: LeadId,
    /// Its revision.
    pub revision: u32,
    /// The form.
    pub form_id: &'a str,
    /// Where it goes.
    pub route: &'a Route,
    /// How its CRM records stand.
    pub records: LeadState,
    /// What was found out about it.
    pub found: Option<&'a Kept>,
}

impl Slack {
    /// From bindings, calls under their deadline or `cap_ms`, whichever is sooner; `None`
    /// without a token: cards are shown in the inbox then.
    pub fn of(env: &Env, cap_ms: Option<u32>) -> Result<Option<Self>, String> {
        let Some(token) = settings::variable(env, variable::SLACK_TOKEN) else { return Ok(None) };
        let url = settings::variable(env, variable::SLACK_URL).unwrap_or_else(|| "https://slack.com".into());
        if !may_have_token(&url) {
            return Err(format!("binding {}: only https, or http to loopback", variable::SLACK_URL));
        }
        let deadline_ms =
            settings::number(env, variable::SLACK_DEADLINE_MS, 3_000).map_err(|error| error.to_string())?;
        Ok(Some(Self {
            url: url.trim_end_matches('/').to_owned(),
            token,
            channels: channels(env, variable::SLACK_CHANNEL),
            synthetic_channels: channels(env, variable::SLACK_SYNTHETIC_CHANNEL),
            deadline_ms: deadline_ms.min(cap_ms.unwrap_or(u32::MAX)),
            public_url: settings::required(env, variable::PUBLIC_URL).map_err(|error| error.to_string())?,
            pacer: Pacer::new(env).map_err(|error| error.to_string())?,
        }))
    }

    /// Where cards of this kind go.
    pub const fn channels(&self, kind: &Kind) -> Option<&Channels> {
        match kind {
            Kind::Real => self.channels.as_ref(),
            Kind::Synthetic { .. } => self.synthetic_channels.as_ref(),
        }
    }

    /// The inbox page.
    pub fn inbox_link(&self) -> Option<Link> {
        Link::parse(&format!("{}/ops", self.public_url))
    }

    /// The page about a form's drift.
    pub fn drift_link(&self, form: &str) -> Option<Link> {
        Link::parse(&format!("{}/ops/drift?form={form}", self.public_url))
    }

    /// What a card says.
    pub fn content(&self, showing: &Showing<'_>) -> CardContent {
        let lead_url = Link::parse(&format!("{}/ops/leads/{}", self.public_url, showing.lead_id));
        let state = CardState::of_records(showing.records, lead_url.clone(), None);
        CardContent::new(&CardFacts {
            lead: showing.lead,
            lead_id: showing.lead_id,
            form: showing.form_id,
            route: showing.route,
            state: &state,
            revision: showing.revision,
            lead_url: lead_url.as_ref(),
            found: showing.found,
        })
    }

    /// Sends a request.
    pub async fn call(&self, request: &SlackRequest) -> Result<Answer, TransportFailure> {
        let url = format!("{}/api/{}", self.url, request.path);
        outbound::post_json(&url, &self.token, &request.body, CONTENT_TYPE, self.deadline_ms).await.map_err(
            |no_answer| match no_answer {
                NoAnswer::Deadline => TransportFailure::Timeout,
                NoAnswer::Connection | NoAnswer::Unbuilt => TransportFailure::Broken,
            },
        )
    }

    /// Posts a card.
    pub async fn post(&self, channel: &str, content: &CardContent) -> SlackVerdict {
        self.send(channel, post(channel, content)).await
    }

    /// Sends a message and minds its channel's pace.
    pub async fn send(
        &self,
        channel: &str,
        request: Result<SlackRequest, UnwritableRequest>,
    ) -> SlackVerdict {
        let request = match request {
            Ok(request) => request,
            Err(unwritable) => return unwritable.into(),
        };
        let verdict = match self.call(&request).await {
            Ok(answer) => read(&answer),
            Err(failure) => SlackVerdict::from_transport(failure),
        };
        if let SlackVerdict::RateLimited { after_ms } = verdict {
            self.pacer.penalize(channel, after_ms).await;
        }
        verdict
    }

    /// Shows a card's newer state. A digest has other leads in it: nothing to do.
    pub async fn update(&self, reference: &CardReference, content: &CardContent) -> SlackVerdict {
        let request = match update(reference, content) {
            Ok(Some(request)) => request,
            Ok(None) => return SlackVerdict::Posted { reference: reference.clone() },
            Err(unwritable) => return unwritable.into(),
        };
        match self.call(&request).await {
            Ok(answer) => read(&answer).of_idempotent(),
            Err(failure) => SlackVerdict::from_transport(failure).of_idempotent(),
        }
    }
}

fn channels(env: &Env, name: &str) -> Option<Channels> {
    Channels::parse(&settings::variable(env, name)?)
}

/// A token leaves over https, or on this machine.
fn may_have_token(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    url.scheme() == "https" || matches!(url.host_str(), Some("127.0.0.1" | "localhost"))
}

fn read(answer: &Answer) -> SlackVerdict {
    read_answer(&SlackAnswer {
        status: answer.status,
        retry_after: answer.retry_after.as_deref(),
        body: &answer.body,
    })
}

/// A verdict in one word, for the log.
pub fn word(verdict: &SlackVerdict) -> String {
    match verdict {
        SlackVerdict::Posted { .. } => "posted".into(),
        SlackVerdict::RateLimited { .. } => "rate limited".into(),
        SlackVerdict::Gone => "gone".into(),
        SlackVerdict::Retry { reason }
        | SlackVerdict::Ambiguous { reason }
        | SlackVerdict::Refused { reason } => reason.clone(),
    }
}
