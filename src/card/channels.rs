//! The channels that cards of one kind go to.

use crate::identity::LeadId;

/// One or more channels. Slack takes about a message a second in one (docs.slack.dev, "Rate limits"): who
/// has more leads than that, and wants a message for each, spreads them over several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channels {
    first: String,
    others: Vec<String>,
}

impl Channels {
    /// Ids with commas between them; `None` without any.
    pub fn parse(ids: &str) -> Option<Self> {
        let mut ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned);
        Some(Self { first: ids.next()?, others: ids.collect() })
    }

    /// The channel of a lead's card: the same whoever asks, and as often as it is asked.
    pub fn of(&self, lead_id: LeadId) -> &str {
        let place = u64::try_from(self.others.len()).map_or(0, |others| lead_id.number(0) % (others + 1));
        let other = usize::try_from(place).ok().and_then(|place| place.checked_sub(1));
        other.and_then(|place| self.others.get(place)).unwrap_or(&self.first)
    }
}
