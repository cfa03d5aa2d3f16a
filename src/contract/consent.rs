//! Which consents a form asks for, and in which words.

use serde::{Deserialize, Serialize};

/// Names Beeline's own words ([`Purpose::words`]), for a form that names no wording. A
/// wording is evidence: other words need another version.
pub const CONSENT_TEXT_VERSION: &str = "page-1";

/// What somebody may consent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// Processing of this request.
    Privacy,
    /// Marketing mail.
    Marketing,
    /// Text messages.
    Sms,
    /// Phone calls.
    Call,
}

impl Purpose {
    /// Every purpose, in the order in which a page asks.
    pub const ALL: [Self; 4] = [Self::Privacy, Self::Marketing, Self::Sms, Self::Call];

    /// The name of its field.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Privacy => "consent.privacy",
            Self::Marketing => "consent.marketing",
            Self::Sms => "consent.sms",
            Self::Call => "consent.call",
        }
    }

    /// Beeline's own words, where a form has no others.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Privacy => "You may use what I entered to answer this request.",
            Self::Marketing => "Send me product news by email from time to time.",
            Self::Sms => "You may send me text messages about this request.",
            Self::Call => "You may call me about this request.",
        }
    }
}

/// Whether a form asks for a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// Without it there is no lead.
    Required,
    /// Asked, and left to the visitor.
    Optional,
    /// Not on Beeline's own page; recorded when another page asked and sends it.
    IfSent,
    /// Never asked. A refusal is recorded all the same; a consent is not, for nobody was
    /// shown what it would be to.
    None,
}

/// One consent that a form asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Whether it is asked.
    pub ask: Ask,
    /// In which words; Beeline's own where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Question {
    /// In Beeline's own words.
    pub const fn new(ask: Ask) -> Self {
        Self { ask, text: None }
    }
}

/// The consents of a form. A form that says nothing asks as [`Default`] has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ConsentTerms {
    /// Names the wording shown now, and is recorded when a submission names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_version: Option<String>,
    /// Earlier wordings that a page out there may still show. With a `text_version`, a
    /// submission that names any other is refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accepted_versions: Vec<String>,
    /// Processing of the request.
    pub privacy: Question,
    /// Marketing mail.
    pub marketing: Question,
    /// Text messages.
    pub sms: Question,
    /// Phone calls.
    pub call: Question,
}

impl Default for ConsentTerms {
    fn default() -> Self {
        Self {
            text_version: None,
            accepted_versions: Vec::new(),
            privacy: Question::new(Ask::Required),
            marketing: Question::new(Ask::Optional),
            sms: Question::new(Ask::IfSent),
            call: Question::new(Ask::IfSent),
        }
    }
}

impl ConsentTerms {
    /// How one purpose is asked for.
    pub const fn question(&self, purpose: Purpose) -> &Question {
        match purpose {
            Purpose::Privacy => &self.privacy,
            Purpose::Marketing => &self.marketing,
            Purpose::Sms => &self.sms,
            Purpose::Call => &self.call,
        }
    }

    /// The name of the wording that a page shows.
    pub fn version(&self) -> &str {
        self.text_version.as_deref().unwrap_or(CONSENT_TEXT_VERSION)
    }

    /// The words of one purpose.
    pub fn words(&self, purpose: Purpose) -> &str {
        self.question(purpose).text.as_deref().unwrap_or(purpose.words())
    }

    /// Whether a wording may be named: with no version of its own, a form takes any.
    pub fn knows(&self, version: &str) -> bool {
        match &self.text_version {
            None => true,
            Some(current) => current == version || self.accepted_versions.iter().any(|old| old == version),
        }
    }
}
