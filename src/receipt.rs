//! What a visitor gets back, and the token that lets them ask again.

use crate::encoding::BASE32;
use serde::Serialize;

use crate::identity::LeadId;
use crate::ledger::{ClaimOutcome, Claimed};
use crate::routing::Rep;
use crate::secret::Secret;

/// The answer to an accepted submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// The lead.
    pub lead_id: LeadId,
    /// Always `accepted`: what has happened since is the status URL's to say.
    pub status: &'static str,
    /// Whether this repeats an earlier submission.
    pub duplicate: bool,
    /// Stable over repeats.
    pub correlation_id: String,
    /// Who will answer.
    pub route: ReceiptRoute,
    /// What the visitor can do now.
    pub next: Next,
}

/// The part of a route a visitor may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceiptRoute {
    /// Team id.
    pub team: String,
    /// The rep, if known.
    pub rep: Option<Rep>,
    /// How soon somebody answers.
    pub sla_seconds: u32,
}

/// What the visitor can do now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Next {
    /// Book a meeting.
    pub booking_url: Option<String>,
    /// Look up the state: with the lead's own token only in the first receipt, or in a
    /// repeat that proves itself by the first one's Idempotency-Key.
    pub status_url: String,
}

impl Receipt {
    /// The receipt for a claim; `token` only for whoever may have it.
    pub fn new(claimed: &Claimed, token: Option<&str>) -> Self {
        let status_url = match token {
            Some(token) => format!("/v1/leads/{}?t={token}", claimed.lead_id),
            None => format!("/v1/leads/{}", claimed.lead_id),
        };
        Self {
            lead_id: claimed.lead_id,
            status: "accepted",
            duplicate: claimed.outcome != ClaimOutcome::Accepted,
            correlation_id: claimed.correlation_id.clone(),
            route: ReceiptRoute {
                team: claimed.route.team.clone(),
                rep: claimed.route.rep.clone(),
                sla_seconds: claimed.route.sla_seconds,
            },
            next: Next { booking_url: claimed.route.booking_url.clone(), status_url },
        }
    }

    /// 202 for a new lead, 200 for a repeat.
    pub const fn status_code(&self) -> u16 {
        if self.duplicate { 200 } else { 202 }
    }
}

/// Makes and checks the tokens of `?t=`: a keyed digest of the lead id, so that nothing
/// has to be stored.
#[derive(Clone, Debug)]
pub struct StatusTokens {
    secret: Secret,
}

impl StatusTokens {
    /// With the binding `STATUS_TOKEN_KEY`.
    pub const fn new(secret: Secret) -> Self {
        Self { secret }
    }

    /// The lead's own token: 32 characters of lower-case base32hex.
    pub fn token(&self, lead_id: LeadId) -> String {
        let digest = self.secret.digest(&["status-token", &lead_id.to_string()]);
        let head: Vec<u8> = digest.iter().take(20).copied().collect();
        BASE32.encode(&head)
    }

    /// Whether `candidate` is the lead's token, in constant time.
    pub fn matches(&self, lead_id: LeadId, candidate: &str) -> bool {
        let expected = self.secret.sign(self.token(lead_id).as_bytes());
        self.secret.verifies(candidate.as_bytes(), &expected)
    }
}
