//! What a visitor gets back, and the token that lets them ask again.

use crate::encoding::BASE32;
use serde::Serialize;

use crate::identity::LeadId;
use crate::ledger::{ClaimOutcome, Claimed};
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
    pub rep: Option<ReceiptRep>,
    /// How soon somebody answers.
    pub sla_seconds: u32,
}

/// What a visitor may know of a rep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceiptRep {
    /// Display name.
    pub name: String,
}

/// What the visitor can do now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Next {
    /// Book a meeting.
    pub booking_url: Option<String>,
    /// Look up the state: with the lead's own token only in the first receipt, or in a
    /// repeat that proves itself by the first one's Idempotency-Key.
    pub status_url: String,
    /// Shows, sent back as the field `lead_token` or the header `Beeline-Lead-Token`, that a
    /// correction comes from whoever got the first receipt. Only there, as in `status_url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_token: Option<String>,
    /// What the visitor's browser is asked to do, when it is in doubt that there is a visitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub challenge: Option<ChallengeOffer>,
}

/// A challenge that a browser may pass, so that the lead need not wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChallengeOffer {
    /// Always `turnstile`.
    pub provider: &'static str,
    /// The widget's site key.
    pub site_key: String,
    /// The widget's `action`.
    pub action: &'static str,
    /// The widget's `cdata`.
    pub cdata: String,
    /// Where to post `{"response": token}`.
    pub url: String,
}

impl Receipt {
    /// The receipt for a claim; `token` only for whoever may have it.
    pub fn new(claimed: &Claimed, token: Option<&str>) -> Self {
        let status_url = match token {
            Some(token) => format!("/v1/leads/{}?t={token}", claimed.lead_id),
            None => format!("/v1/leads/{}", claimed.lead_id),
        };
        let rep = claimed.route.rep.as_ref();
        let own_page = rep.and_then(|rep| rep.contact.booking_url.as_ref());
        Self {
            lead_id: claimed.lead_id,
            status: "accepted",
            duplicate: claimed.outcome != ClaimOutcome::Accepted,
            correlation_id: claimed.correlation_id.clone(),
            route: ReceiptRoute {
                team: claimed.route.team.clone(),
                rep: rep.map(|rep| ReceiptRep { name: rep.name.clone() }),
                sla_seconds: claimed.route.sla_seconds,
            },
            next: Next {
                booking_url: own_page.or(claimed.route.booking_url.as_ref()).cloned(),
                status_url,
                lead_token: token.map(|token| format!("{}.{token}", claimed.lead_id)),
                challenge: None,
            },
        }
    }

    /// Adds a challenge to pass, for whoever may have the lead's token.
    #[must_use]
    pub fn with_challenge(mut self, site_key: &str, token: &str) -> Self {
        let lead_id = self.lead_id;
        self.next.challenge = Some(ChallengeOffer {
            provider: "turnstile",
            site_key: site_key.to_owned(),
            action: crate::risk::turnstile::ACTION,
            cdata: lead_id.to_string(),
            url: format!("/v1/leads/{lead_id}/challenge?t={token}"),
        });
        self
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

    /// The lead that a receipt's `lead_token` is of, if it is one.
    pub fn proved(&self, lead_token: &str) -> Option<LeadId> {
        let (lead_id, token) = lead_token.split_once('.')?;
        let lead_id = lead_id.parse().ok()?;
        self.matches(lead_id, token).then_some(lead_id)
    }

    /// Whether `candidate` is the lead's token, in constant time.
    pub fn matches(&self, lead_id: LeadId, candidate: &str) -> bool {
        let expected = self.secret.sign(self.token(lead_id).as_bytes());
        self.secret.verifies(candidate.as_bytes(), &expected)
    }
}
