//! Nothing can be read back from a webhook.

use super::{NAME, Webhook};
use crate::destination::answer::Reply;
use crate::destination::call::Call;
use crate::destination::listing::{Listed, Listing, Period, Sight};
use crate::destination::verdict::Reason;
use crate::reconcile::{Expected, Found};

/// What can be seen of a receiver's records.
pub const SIGHT: Sight = Sight {
    leads_per_call: 0,
    lists: false,
    between_lists_ms: 0,
    grace_ms: 0,
    cannot: &["be asked for anything: what the receiver's answers said is all that is known"],
};

impl Listing for Webhook {
    fn sight(&self) -> Sight {
        SIGHT
    }

    fn find(&self, _leads: &[&Expected]) -> Option<Call> {
        None
    }

    fn found(&self, _leads: &[&Expected], _reply: &Reply) -> Result<Vec<Found>, Reason> {
        Err(Reason::new(NAME, "cannot be asked"))
    }

    fn list(&self, _period: Period, _after: Option<&str>) -> Option<Call> {
        None
    }

    fn listed(&self, _period: Period, _reply: &Reply) -> Result<Listed, Reason> {
        Err(Reason::new(NAME, "cannot be asked"))
    }
}
