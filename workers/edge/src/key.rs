//! Idempotency keys: reserved before a claim, bound to its lead after the answer.

use beeline::identity::{Fingerprint, Home, Identity, LeadId, Shard};
use beeline::ledger::{Command, HeaderKeyReply, Reply};
use beeline::problem::Problem;
use beeline::routing::Form;
use beeline_platform::log;

use crate::claim::log_failure;
use crate::site::Site;
use crate::submit::Checked;

/// Where a request stands with its key.
pub enum Reserved {
    /// It has none, or none that could be asked about.
    Without,
    /// The key is ours to use.
    Ours(Key),
    /// The same request came before.
    Known(Known),
}

/// A request that came before.
pub struct Known {
    /// The lead it produced, or repeated.
    pub lead_id: LeadId,
    /// Whether that lead is its sender's own.
    pub proves: bool,
}

/// A reserved key.
pub struct Key {
    shard: Shard,
    digest: String,
}

/// Reserves the key of a request, if it has one.
pub async fn reserve(
    site: &Site,
    form: &Form,
    checked: &Checked,
    identity: &Identity,
    home: Home,
) -> Result<Reserved, Problem> {
    let Some(key) = &checked.idempotency_key else { return Ok(Reserved::Without) };
    let (digest, shard) = site.identifier.idempotency_digest(&form.id, key, home);
    let command = Command::ReserveKey { key: digest.clone(), fingerprint: identity.fingerprint.clone() };
    match site.ledgers.call(shard, &command).await {
        Ok(Reply::HeaderKey(HeaderKeyReply::Reserved)) => Ok(Reserved::Ours(Key { shard, digest })),
        Ok(Reply::HeaderKey(HeaderKeyReply::Bound(lead_id))) => {
            Ok(Reserved::Known(Known { lead_id, proves: true }))
        }
        Ok(Reply::HeaderKey(HeaderKeyReply::BoundToRepeat(lead_id))) => {
            Ok(Reserved::Known(Known { lead_id, proves: false }))
        }
        Ok(Reply::HeaderKey(HeaderKeyReply::InFlight)) => Err(Problem::InFlight),
        Ok(Reply::HeaderKey(HeaderKeyReply::OtherBody)) => Err(Problem::OtherBody),
        Ok(_) => Err(Problem::Unavailable),
        Err(error) => {
            // Without its key the lead is still one by person and form: better taken than lost.
            log_failure(shard, &error);
            Ok(Reserved::Without)
        }
    }
}

impl Key {
    /// The command that binds it to the lead of its request, and the object to send it to.
    /// `proves` says whether that lead is the sender's own: of one that was there before and
    /// that the sender did not prove, a key must not become the proof.
    pub fn bind(self, fingerprint: Fingerprint, lead_id: LeadId, proves: bool) -> (Shard, Command) {
        (self.shard, Command::BindKey { key: self.digest, fingerprint, lead_id, proves })
    }

    /// Gives it back after a refusal.
    pub async fn give_back(self, site: &Site) {
        let command = Command::ReleaseKey { key: self.digest };
        if let Err(error) = site.ledgers.call(self.shard, &command).await {
            log::failure("edge.key_not_given_back").show("shard", self.shard).show("reason", error).write();
        }
    }
}
