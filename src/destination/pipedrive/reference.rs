//! What is remembered of a lead's records in Pipedrive.

use std::fmt;

/// As text `person/12`, or `person/12/lead/{uuid}` once the lead is there. Outlives a deploy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The person's id.
    pub person: u64,
    /// The lead's id.
    pub lead: Option<String>,
}

impl Reference {
    /// From its text.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let (kind, person) = (parts.next()?, parts.next()?.parse().ok()?);
        let lead = match (parts.next(), parts.next()) {
            (Some("lead"), Some(lead)) if is_id(lead) => Some(lead.to_owned()),
            (None, None) => None,
            _ => return None,
        };
        (kind == "person" && parts.next().is_none()).then_some(Self { person, lead })
    }

    /// A person without a lead.
    pub const fn person(person: u64) -> Self {
        Self { person, lead: None }
    }
}

/// Whether a text can be a lead's id, a UUID.
pub(super) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.lead {
            Some(lead) => write!(formatter, "person/{}/lead/{lead}", self.person),
            None => write!(formatter, "person/{}", self.person),
        }
    }
}
