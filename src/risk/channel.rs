//! How a submission came, and so which signals mean anything.

use serde::{Deserialize, Serialize};

use super::signals::{Family, Signal};

/// The way a submission came. The edge decides it from credentials and the route, never
/// from what the sender claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// One of our own forms in a browser, with or without JavaScript, and whatever nobody
    /// vouches for. Every signal applies.
    #[default]
    Browser,
    /// A provider's webhook with a valid signature: the visitor was on somebody else's page.
    Webhook,
    /// A page written for another product's form endpoint. It is a browser, but it has no
    /// token of ours.
    Compat,
    /// A monitor with a valid mark. It sends the same odd lead every minute, on purpose.
    Synthetic,
}

impl Channel {
    /// Whether a signal says anything about a submission that came this way.
    pub const fn hears(self, signal: Signal) -> bool {
        match (self, signal.family()) {
            (Self::Browser, _) => true,
            (Self::Compat, family) => !matches!(family, Family::Token),
            (Self::Webhook, family) => {
                matches!(family, Family::Person | Family::Contact | Family::Text)
            }
            (Self::Synthetic, _) => false,
        }
    }
}
