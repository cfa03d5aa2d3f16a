//! The doors a lead may come through: a form of ours, one that was made for Salesforce or
//! HubSpot, or a form tool's webhook. Behind each of them everything is the same.

use std::borrow::Cow;
use std::collections::BTreeMap;

use beeline::compat::{hubspot, web_to_lead};
use beeline::contract::{Contract, UnknownFields};
use beeline::intake::{BodyKind, Fields, Malformed};
use beeline::lead::Network;
use beeline::problem::Problem;
use beeline::risk::Channel;
use beeline::routing::Form;
use beeline::webhook::{self, FieldMap, Path, Payload, SignedHeaders, WebhookSecret};
use beeline_platform::{log, settings};
use worker::Env;

use crate::charset::PlatformDecoder;
use crate::request::Incoming;

/// The longest id of a provider's own.
const MAX_PROVIDER_ID_BYTES: usize = 255;

/// Which door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// `POST /v1/leads/{form}`
    Form,
    /// `POST /v1/compat/web-to-lead/{form}`
    WebToLead,
    /// `POST /v1/compat/hubspot/{portal}/{form_guid}`
    Hubspot,
    /// `POST /v1/webhooks/{form}`
    Webhook,
}

/// What came through a door.
#[derive(Default)]
pub struct Posted {
    /// The fields, by our names.
    pub fields: Fields,
    /// Where the sender wants the browser sent, if it may be.
    pub return_url: Option<String>,
    /// The provider's own id of what it sends.
    pub provider_id: Option<String>,
}

impl Door {
    /// How a lead came, for what is looked at to assess it.
    pub const fn channel(self) -> Channel {
        match self {
            Self::Form => Channel::Browser,
            Self::WebToLead | Self::Hubspot => Channel::Compat,
            Self::Webhook => Channel::Webhook,
        }
    }

    /// What is known of the visitor's network: nothing of one who was on a provider's page, from
    /// whose servers a webhook comes.
    pub fn network(self, request: &Incoming) -> Network {
        match self {
            Self::Webhook => Network::default(),
            Self::Form | Self::WebToLead | Self::Hubspot => request.network(),
        }
    }

    /// The contract to hold the fields against. Old forms and form tools send fields and
    /// wordings of their own that nobody can take out of them: what refuses those would refuse
    /// everybody. The wording they name is recorded all the same.
    pub fn contract(self, form: &Form) -> Cow<'_, Contract> {
        if self == Self::Form {
            return Cow::Borrowed(&form.contract);
        }
        let mut contract = form.contract.clone();
        contract.consent.text_version = None;
        if contract.unknown_fields == UnknownFields::Refuse {
            contract.unknown_fields = UnknownFields::Drop;
        }
        Cow::Owned(contract)
    }

    /// Reads a body.
    pub fn read(
        self,
        env: &Env,
        request: &Incoming,
        form: &Form,
        body: &[u8],
        now_ms: i64,
    ) -> Result<Posted, Problem> {
        match self {
            Self::Form => {
                let fields = kind(request)?.fields(body, &PlatformDecoder).map_err(Problem::Malformed)?;
                Ok(Posted { fields, ..Posted::default() })
            }
            Self::WebToLead => read_web_to_lead(request, form, body),
            Self::Hubspot => {
                let settings = form.hubspot.as_ref().ok_or(Problem::UnknownForm)?;
                let mut fields = hubspot::read(body, &settings.subscriptions).map_err(Problem::Malformed)?;
                rename(&mut fields, &settings.rename).map_err(Problem::Malformed)?;
                Ok(Posted { fields, ..Posted::default() })
            }
            Self::Webhook => read_webhook(env, request, form, body, now_ms),
        }
    }
}

fn kind(request: &Incoming) -> Result<BodyKind, Problem> {
    let content_type = request.content_type.as_deref().unwrap_or_default();
    BodyKind::from_content_type(content_type).map_err(Problem::UnsupportedMediaType)
}

fn read_web_to_lead(request: &Incoming, form: &Form, body: &[u8]) -> Result<Posted, Problem> {
    let settings = form.web_to_lead.as_ref().ok_or(Problem::UnknownForm)?;
    let settings =
        web_to_lead::Settings { organisation_id: settings.oid.as_deref(), rename: &settings.rename };
    let post =
        web_to_lead::read(kind(request)?, body, settings, &PlatformDecoder).map_err(
            |refusal| match refusal {
                web_to_lead::Refusal::Malformed(malformed) => Problem::Malformed(malformed),
                web_to_lead::Refusal::OtherOrganisation => Problem::UnknownForm,
            },
        )?;
    let allowed: Vec<&str> = form.origins.iter().map(String::as_str).collect();
    let return_url = post.return_url.and_then(|url| beeline::compat::safe_return_url(&url, &allowed));
    Ok(Posted { fields: post.fields, return_url, provider_id: None })
}

fn rename(fields: &mut Fields, names: &BTreeMap<String, String>) -> Result<(), Malformed> {
    for (theirs, ours) in names {
        if let Some(value) = fields.remove(theirs) {
            fields.set(ours, value)?;
        }
    }
    Ok(())
}

/// A webhook is believed only by its signature: it comes from no browser, and says who it is
/// about in the provider's own words.
fn read_webhook(
    env: &Env,
    request: &Incoming,
    form: &Form,
    body: &[u8],
    now_ms: i64,
) -> Result<Posted, Problem> {
    let settings = form.webhook.as_ref().ok_or(Problem::UnknownForm)?;
    let Some(secrets) = settings::variable(env, &settings.secret) else {
        log::failure("edge.webhook_without_secret").with("form", form.id.as_str()).write();
        return Err(Problem::Unavailable);
    };
    // Several while they are rotated, with blanks between them.
    let secrets: Result<Vec<_>, _> = secrets.split_whitespace().map(WebhookSecret::new).collect();
    let Ok(secrets) = secrets else {
        log::failure("edge.webhook_secret_unusable").with("form", form.id.as_str()).write();
        return Err(Problem::Unavailable);
    };
    let verified = SignedHeaders::find(|name| request.header(name)).and_then(
        |SignedHeaders { id, timestamp, signature }| {
            webhook::verify(&secrets, &id, &timestamp, &signature, body, now_ms)
        },
    );
    let id = verified.map_err(|refusal| {
        log::event("edge.webhook_refused").with("form", form.id.as_str()).show("reason", refusal).write();
        Problem::Unauthorized
    })?;
    let map = FieldMap::compile(&settings.fields).map_err(|bad| {
        log::failure("edge.webhook_map_unusable").with("form", form.id.as_str()).show("reason", bad).write();
        Problem::Unavailable
    })?;
    let payload = Payload::read(body).map_err(Problem::Malformed)?;
    let fields = payload.fields(&map).map_err(Problem::Malformed)?;
    let path = settings.id.as_deref().and_then(|path| Path::compile(path).ok());
    let own = path.map(|path| payload.text(&path)).transpose().map_err(Problem::Malformed)?.flatten();
    // Blank, or longer than any tool's, it names nothing.
    let own = own.filter(|own| !own.trim().is_empty() && own.len() <= MAX_PROVIDER_ID_BYTES);
    let provider_id = own.unwrap_or_else(|| id.as_str().to_owned());
    Ok(Posted { fields, return_url: None, provider_id: Some(provider_id) })
}
