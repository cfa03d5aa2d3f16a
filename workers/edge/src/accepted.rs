//! A submission that is durable, and whose turn it is.

use beeline::identity::{Identity, Shard};
use beeline::lead::{Kind, Lead};
use beeline::ledger::{ClaimOutcome, Claimed, Command};
use beeline::risk::Verdict;

use crate::key::Key;
use crate::site::Site;
use crate::submit::Checked;
use crate::turn::{self, Turn};

/// A submission that is durable.
pub struct Accepted {
    /// The ledger's answer.
    pub claimed: Claimed,
    /// The bundle that decided about it.
    pub bundle: String,
    /// The lead, for its card.
    pub lead: Lead,
    /// Real or synthetic.
    pub kind: Kind,
    /// Which object accepted it.
    pub shard: Shard,
    /// Whether that was the stand-in.
    pub spilled: bool,
    /// Whether this sender may have the lead's own token.
    pub may_have_token: bool,
    /// Whose turn it was.
    pub turn: Turn,
    /// Binds the `Idempotency-Key` to the lead after the answer, at this object.
    pub bind: Option<(Shard, Command)>,
}

/// What became of a claim.
pub struct Durable {
    /// The ledger's answer.
    pub claimed: Claimed,
    /// Which object gave it.
    pub shard: Shard,
    /// The request's key, to be bound to the lead.
    pub reserved: Option<Key>,
}

impl Durable {
    /// Asks whose turn a new lead is.
    pub async fn accepted(self, site: &Site, checked: Checked, identity: &Identity) -> Accepted {
        let Self { claimed, shard, reserved } = self;
        // A stand-in cannot tell whether the lead is somebody's already; and of a held lead nobody
        // knows whether it is the sender's: whoever it names may send it after them.
        let is_held = claimed.verdict == Some(Verdict::Hold);
        let is_new = claimed.outcome == ClaimOutcome::Accepted && !shard.spill && !is_held;
        let may_have_token = is_new || checked.proves == Some(claimed.lead_id);
        let turn = if is_new { turn::ask(site, &checked, identity, &claimed).await } else { Turn::default() };
        let fingerprint = identity.fingerprint.clone();
        let bind = reserved.map(|key| key.bind(fingerprint, claimed.lead_id, may_have_token));
        Accepted {
            may_have_token,
            kind: checked.lead.kind.clone(),
            bundle: checked.bundle,
            lead: checked.lead,
            spilled: shard.spill,
            shard,
            claimed: Claimed { route: turn.route(claimed.route), ..claimed },
            turn,
            bind,
        }
    }
}
