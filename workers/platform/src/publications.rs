//! Bundles that were published since a deploy, as they lie in Workers KV.

use beeline::binding::{self, variable};
use beeline::live::{AtHand, CURRENT_KEY, InForce, Issued, Publication, Refusal, Sealer, bundle_key};
use wasm_bindgen::prelude::*;
use worker::Env;

use crate::deadline::within;
use crate::{settings, source};

/// How often an isolate looks, unless `BUNDLE_INTERVAL_MS` says otherwise.
const INTERVAL_MS: u32 = 15_000;
/// How long one read may take.
const READ_DEADLINE_MS: u64 = 5_000;
/// How long the place near us may answer from what it has read, in seconds: as short as Workers KV
/// allows (developers.cloudflare.com/kv/api/read-key-value-pairs). It keeps that a key is not there
/// as well, so that bundles, which never change, are not kept longer either.
const CACHE_SECONDS: u32 = 30;

#[wasm_bindgen(module = "/src/publications.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn read(
        env: &JsValue,
        binding: &str,
        key: &str,
        cache_seconds: u32,
    ) -> std::result::Result<JsValue, JsValue>;
}

/// How this deployment takes publications.
pub struct Publications {
    env: Env,
    sealer: Sealer,
    /// How often an isolate looks.
    pub interval_ms: u32,
}

/// Why nothing changes.
pub enum Unchanged {
    /// Nothing was published, or nothing new.
    Same,
    /// The publication is not one to put in force.
    Refused(Refusal),
    /// The store does not answer.
    Unreadable(String),
}

impl Publications {
    /// From the bindings; `None` without a key, because then nothing published can be believed.
    pub fn of(env: &Env) -> Result<Option<Self>, String> {
        if settings::variable(env, variable::BUNDLE_KEY).is_none() {
            return Ok(None);
        }
        let publications = settings::secret(env, variable::BUNDLE_KEY).and_then(|secret| {
            let key_id = settings::required(env, variable::BUNDLE_KEY_ID)?;
            let interval_ms = settings::number(env, variable::BUNDLE_INTERVAL_MS, INTERVAL_MS)?;
            Ok(Self { env: env.clone(), sealer: Sealer::new(key_id, secret), interval_ms })
        });
        publications.map(Some).map_err(|reason| reason.to_string())
    }

    /// The publication as it is stored, if there is one.
    pub async fn current(&self) -> Result<Option<String>, Unchanged> {
        self.text(CURRENT_KEY).await
    }

    /// What a stored publication puts in force where `in_force` is. Bundles that are not at hand are
    /// fetched.
    pub async fn open(
        &self,
        sealed: &str,
        deployed: &Issued,
        in_force: &InForce,
    ) -> Result<(Publication, InForce), Unchanged> {
        let publication = self.sealer.open(sealed)?;
        InForce::is_of_this_time(&publication, source::now_ms())?;
        in_force.admits(&publication)?;
        let mut at_hand = AtHand::of(deployed, in_force);
        for reference in publication.references(deployed.sequence) {
            if !at_hand.has(reference) {
                let bytes = self.text(&bundle_key(&reference.hash)).await?;
                let bytes = bytes.ok_or_else(|| Refusal::Missing(reference.hash.clone()))?;
                at_hand.add(reference, bytes.as_bytes())?;
            }
        }
        let in_force = InForce::of(&publication, deployed, &at_hand)?;
        Ok((publication, in_force))
    }

    async fn text(&self, key: &str) -> Result<Option<String>, Unchanged> {
        let answer = within(READ_DEADLINE_MS, read(&self.env, binding::ROUTING, key, CACHE_SECONDS)).await;
        match answer {
            Ok(Ok(value)) => Ok(value.as_string()),
            Ok(Err(thrown)) => Err(Unchanged::Unreadable(message(&thrown))),
            Err(_) => Err(Unchanged::Unreadable("deadline passed".into())),
        }
    }
}

/// Without a stack, so that the same trouble reads the same.
fn message(thrown: &JsValue) -> String {
    thrown.dyn_ref::<js_sys::Error>().map_or_else(|| "no error".into(), |error| error.message().into())
}

impl From<Refusal> for Unchanged {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
