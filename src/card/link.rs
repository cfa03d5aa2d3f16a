//! Addresses a card may link to.

/// The longest address kept. Channels allow more (Slack: 3,000); two of these and every
/// text of a card stay below the 10,000 characters a Slack message may have.
const MAX_CHARACTERS: usize = 2_000;

/// An http or https address of ours or of a CRM record. Never one a visitor gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link(String);

impl Link {
    /// Takes an address; `None` if it is not one that every channel can carry unchanged:
    /// printable ASCII, without the characters that end a link in markup.
    pub fn parse(url: &str) -> Option<Self> {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
        let printable = |byte: u8| byte.is_ascii_graphic() && !b"<>|\"\\^`{}".contains(&byte);
        let sound = !rest.is_empty() && !rest.starts_with('/') && rest.bytes().all(printable);
        (sound && url.len() <= MAX_CHARACTERS).then(|| Self(url.to_owned()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
