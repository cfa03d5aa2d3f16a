//! Which message a card is.

use std::fmt;
use std::str::FromStr;

const SCHEME: &str = "slack";
const DIGEST: &str = "digest";

/// A message: `slack:{channel}:{ts}`, or `slack:{channel}:{ts}:digest` if the lead stands
/// in it together with others. Kept by the ledger as the card obligation's reference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CardReference {
    channel: String,
    ts: String,
    digest: bool,
}

/// The text names no Slack message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACardReference;

impl fmt::Display for NotACardReference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a card reference: slack:{channel}:{ts}, with :digest for a digest")
    }
}

impl std::error::Error for NotACardReference {}

impl CardReference {
    /// A card of its own; `None` if these are not a Slack channel id and timestamp.
    pub fn new(channel: &str, ts: &str) -> Option<Self> {
        let id = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let digits = |text: &str| (1..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        let (seconds, fraction) = ts.split_once('.')?;
        let sound = (1..=64).contains(&channel.len())
            && channel.bytes().all(id)
            && digits(seconds)
            && digits(fraction);
        sound.then(|| Self { channel: channel.to_owned(), ts: ts.to_owned(), digest: false })
    }

    /// The same message, as a digest.
    #[must_use]
    pub fn into_digest(self) -> Self {
        Self { digest: true, ..self }
    }

    /// The channel's id.
    pub fn channel(&self) -> &str {
        &self.channel
    }

    /// The message's timestamp, which is its id in the channel.
    pub fn ts(&self) -> &str {
        &self.ts
    }

    /// Whether other leads stand in it too: it is never updated for one of them.
    pub const fn is_digest(&self) -> bool {
        self.digest
    }
}

impl fmt::Display for CardReference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{SCHEME}:{}:{}", self.channel, self.ts)?;
        if self.digest { write!(formatter, ":{DIGEST}") } else { Ok(()) }
    }
}

impl FromStr for CardReference {
    type Err = NotACardReference;
    fn from_str(text: &str) -> Result<Self, NotACardReference> {
        let mut parts = text.split(':');
        let message = match (parts.next(), parts.next(), parts.next()) {
            (Some(SCHEME), Some(channel), Some(ts)) => Self::new(channel, ts),
            _ => None,
        };
        match (message, parts.next(), parts.next()) {
            (Some(card), None, None) => Ok(card),
            (Some(card), Some(DIGEST), None) => Ok(card.into_digest()),
            _ => Err(NotACardReference),
        }
    }
}
