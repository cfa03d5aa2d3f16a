//! Errors as the edge answers them: RFC 9457 `application/problem+json`.

use serde::Serialize;

use crate::intake::{FieldError, Malformed, UnsupportedBody};

/// What every `type` starts with; ARCHITECTURE.md lists what follows it.
const TYPE_BASE: &str = "urn:beeline:problem:";

/// Every way a request can fail. Whose fault it is, whether to try again and after how
/// long follow from the variant alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The body cannot be read (400).
    Malformed(Malformed),
    /// A header cannot be read (400).
    BadHeader(&'static str),
    /// What follows the `?` of the address cannot be read (400).
    BadQuery(&'static str),
    /// No credentials, or wrong ones (401).
    Unauthorized,
    /// Credentials without the capability this route needs (403).
    Forbidden,
    /// No such form (404).
    UnknownForm,
    /// No such lead, or not one the asker may see (404).
    UnknownLead,
    /// Nothing of the lead is in quarantine (404).
    NotInQuarantine,
    /// No such page (404).
    NotFound,
    /// Another method is needed (405).
    MethodNotAllowed(&'static str),
    /// The same `Idempotency-Key` is under way (409).
    InFlight,
    /// The lead has another revision than the asker has seen (409).
    MovedOn,
    /// What is stored of the lead cannot be read, and nothing is written over it (409).
    Unreadable,
    /// Over 64 KiB (413).
    TooLarge,
    /// Not JSON and not a form body (415).
    UnsupportedMediaType(UnsupportedBody),
    /// Wrong fields (422).
    WrongFields(Vec<FieldError>),
    /// The same `Idempotency-Key` came with another body (422).
    OtherBody,
    /// Too many submissions from one network (429).
    TooMany,
    /// Our fault; nothing was accepted; the client keeps the lead (503).
    Unavailable,
    /// More leads than we can take at once; nothing was accepted; the client keeps the lead (503).
    Overloaded {
        /// When to come back.
        retry_after_seconds: u32,
    },
    /// Our fault, and trying again will not help (500).
    Internal,
}

/// The JSON of a problem.
#[derive(Serialize)]
struct Body<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    detail: &'a str,
    correlation_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<&'a [FieldError]>,
}

impl Problem {
    /// HTTP status.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Malformed(_) | Self::BadHeader(_) | Self::BadQuery(_) => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::UnknownForm | Self::UnknownLead | Self::NotInQuarantine | Self::NotFound => 404,
            Self::MethodNotAllowed(_) => 405,
            Self::InFlight | Self::MovedOn | Self::Unreadable => 409,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType(_) => 415,
            Self::WrongFields(_) | Self::OtherBody => 422,
            Self::TooMany => 429,
            Self::Unavailable | Self::Overloaded { .. } => 503,
            Self::Internal => 500,
        }
    }

    /// The last segment of `type`, also the `outcome` in the log: a closed list.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed-body",
            Self::BadHeader(_) => "bad-header",
            Self::BadQuery(_) => "bad-query",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::UnknownForm => "unknown-form",
            Self::UnknownLead => "unknown-lead",
            Self::NotInQuarantine => "not-in-quarantine",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed(_) => "method-not-allowed",
            Self::InFlight => "request-in-flight",
            Self::MovedOn => "lead-moved-on",
            Self::Unreadable => "lead-unreadable",
            Self::TooLarge => "body-too-large",
            Self::UnsupportedMediaType(_) => "unsupported-media-type",
            Self::WrongFields(_) => "wrong-fields",
            Self::OtherBody => "idempotency-key-reused",
            Self::TooMany => "too-many-requests",
            Self::Unavailable => "unavailable",
            Self::Overloaded { .. } => "overloaded",
            Self::Internal => "internal-error",
        }
    }

    /// One line for people.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "The body cannot be read",
            Self::BadHeader(_) => "A header cannot be read",
            Self::BadQuery(_) => "The address cannot be read",
            Self::Unauthorized => "Credentials are needed",
            Self::Forbidden => "Not allowed",
            Self::UnknownForm => "There is no such form",
            Self::UnknownLead => "There is no such lead",
            Self::NotInQuarantine => "Nothing of this lead is in quarantine",
            Self::NotFound => "There is no such page",
            Self::MethodNotAllowed(_) => "Another method is needed",
            Self::InFlight => "The same request is still under way",
            Self::MovedOn => "The lead has changed meanwhile",
            Self::Unreadable => "What is stored of this lead cannot be read",
            Self::TooLarge => "The body is too large",
            Self::UnsupportedMediaType(_) => "This kind of body is not accepted",
            Self::WrongFields(_) => "Some fields need another look",
            Self::OtherBody => "The idempotency key was used for another body",
            Self::TooMany => "Too many submissions from here",
            Self::Unavailable => "We could not take this just now",
            Self::Overloaded { .. } => "There is more to do than we can do at once",
            Self::Internal => "Something went wrong on our side",
        }
    }

    /// What to do about it.
    pub fn detail(&self) -> &str {
        match self {
            Self::Malformed(malformed) => malformed.detail(),
            Self::BadHeader(detail) | Self::BadQuery(detail) => detail,
            Self::Unauthorized => "Send `Authorization: Bearer` with the ops token, or log in.",
            Self::Forbidden => "Your role does not have the capability this route needs.",
            Self::UnknownForm => "Check the form's id in the URL.",
            Self::UnknownLead => "Check the lead's id and token.",
            Self::NotInQuarantine => "It was delivered or sent again meanwhile, or was never there.",
            Self::NotFound => "Check the path.",
            Self::MethodNotAllowed(_) => "See the Allow header.",
            Self::InFlight => "Wait for its answer, then send it again.",
            Self::MovedOn => "Read it again, and send the edit with its latest revision.",
            Self::Unreadable => "Nothing was done. The stored row has to be mended first.",
            Self::TooLarge => "Send at most 64 KiB.",
            Self::UnsupportedMediaType(unsupported) => unsupported.detail(),
            Self::WrongFields(_) => "See `errors`.",
            Self::OtherBody => "Use a new Idempotency-Key for a new body.",
            Self::TooMany => "Nothing was accepted. Send it again in a minute.",
            Self::Unavailable | Self::Overloaded { .. } => "Nothing was accepted. Send it again in a moment.",
            Self::Internal => "Nothing was accepted. Tell us the correlation id if it happens again.",
        }
    }

    /// The `Retry-After` header, where trying again is right.
    pub const fn retry_after_seconds(&self) -> Option<u32> {
        match self {
            Self::TooMany => Some(60),
            Self::Unavailable => Some(2),
            Self::Overloaded { retry_after_seconds } => Some(*retry_after_seconds),
            Self::InFlight => Some(1),
            _ => None,
        }
    }

    /// The `Allow` header of a 405.
    pub const fn allow(&self) -> Option<&'static str> {
        match self {
            Self::MethodNotAllowed(allow) => Some(allow),
            _ => None,
        }
    }

    /// Whether somebody on call should hear of it.
    pub const fn is_unexpected(&self) -> bool {
        matches!(self, Self::Unavailable | Self::Overloaded { .. } | Self::Internal)
    }

    /// The wrong fields of a 422.
    pub fn errors(&self) -> &[FieldError] {
        match self {
            Self::WrongFields(errors) => errors,
            _ => &[],
        }
    }

    /// The problem as JSON text.
    pub fn json(&self, correlation_id: &str) -> String {
        let body = Body {
            r#type: format!("{TYPE_BASE}{}", self.code()),
            title: self.title(),
            status: self.status(),
            detail: self.detail(),
            correlation_id,
            errors: match self {
                Self::WrongFields(errors) => Some(errors),
                _ => None,
            },
        };
        // Strings and numbers only: this cannot fail, and an empty body would still carry the status.
        serde_json::to_string(&body).unwrap_or_else(|_| String::from("{}"))
    }
}
