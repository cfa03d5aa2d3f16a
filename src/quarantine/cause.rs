//! What is behind a reason, in words for whoever has to do something about it.

use serde::Serialize;

/// Who can mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// What the visitor wrote.
    Visitor,
    /// How the CRM, or Beeline's access to it, is set up.
    Setup,
    /// The vendor, or the network on the way.
    Vendor,
    /// Beeline.
    Beeline,
    /// Nobody's, or nobody knows.
    Nobody,
}

impl Fault {
    /// The same in words.
    pub const fn says(self) -> &'static str {
        match self {
            Self::Visitor => "What the visitor wrote",
            Self::Setup => "How the CRM or Beeline's access to it is set up",
            Self::Vendor => "The vendor, or the network on the way",
            Self::Beeline => "Beeline",
            Self::Nobody => "Nobody's, or not known",
        }
    }
}

/// What is behind a reason. A closed list: what no entry fits is [`Unknown`](Self::Unknown).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The CRM wants a field that the lead does not have.
    FieldMissing,
    /// The CRM does not take a value.
    ValueRefused,
    /// The CRM has the person or record already, and wants no second one.
    Duplicate,
    /// A person or rule in the CRM has closed the record to changes.
    RecordClosed,
    /// Beeline may not do this there.
    NoAccess,
    /// The CRM does not have what the configuration names.
    WrongSetup,
    /// The CRM did not answer, or not with anything that helps.
    VendorDown,
    /// The CRM takes no more just now.
    VendorLimit,
    /// The record may be there, and nothing can find out.
    MayBeThere,
    /// Nobody of the teams could take the lead.
    NobodyWorks,
    /// The lead looks like a program wrote it.
    LooksLikeNobodys,
    /// What is stored of it cannot be read.
    StoredWrong,
    /// Beeline's own consumer does not get to the end of it.
    ConsumerFails,
    /// Somebody has said that nobody will deliver it.
    Dismissed,
    /// This version knows no words for it.
    Unknown,
}

/// The words that destinations give as reasons, and what is behind them.
const WORDS: &[(&str, Cause)] = &[
    ("REQUIRED_FIELD_MISSING", Cause::FieldMissing),
    ("no email to find it by", Cause::FieldMissing),
    ("nothing to find it by", Cause::FieldMissing),
    ("INVALID_EMAIL_ADDRESS", Cause::ValueRefused),
    ("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", Cause::ValueRefused),
    ("INVALID_TYPE_ON_FIELD_IN_RECORD", Cause::ValueRefused),
    ("INVALID_CROSS_REFERENCE_KEY", Cause::ValueRefused),
    ("FIELD_CUSTOM_VALIDATION_EXCEPTION", Cause::ValueRefused),
    ("FIELD_INTEGRITY_EXCEPTION", Cause::ValueRefused),
    ("STRING_TOO_LONG", Cause::ValueRefused),
    ("NUMBER_OUTSIDE_VALID_RANGE", Cause::ValueRefused),
    ("VALIDATION_ERROR", Cause::ValueRefused),
    ("http 400", Cause::ValueRefused),
    ("http 422", Cause::ValueRefused),
    ("DUPLICATE_VALUE", Cause::Duplicate),
    ("DUPLICATES_DETECTED", Cause::Duplicate),
    ("CONFLICT", Cause::Duplicate),
    ("several records have the key", Cause::Duplicate),
    ("too many leads to look through", Cause::Duplicate),
    ("http 409", Cause::Duplicate),
    ("CANNOT_UPDATE_CONVERTED_LEAD", Cause::RecordClosed),
    ("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", Cause::RecordClosed),
    ("ENTITY_IS_DELETED", Cause::RecordClosed),
    ("INSUFFICIENT_ACCESS_OR_READONLY", Cause::NoAccess),
    ("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", Cause::NoAccess),
    ("INVALID_SESSION_ID", Cause::NoAccess),
    ("INVALID_AUTHENTICATION", Cause::NoAccess),
    ("EXPIRED_AUTHENTICATION", Cause::NoAccess),
    ("MISSING_SCOPES", Cause::NoAccess),
    ("invalid_grant", Cause::NoAccess),
    ("invalid_client", Cause::NoAccess),
    ("invalid_client_id", Cause::NoAccess),
    ("invalid_scope", Cause::NoAccess),
    ("unauthorized_client", Cause::NoAccess),
    ("inactive_org", Cause::NoAccess),
    ("http 401", Cause::NoAccess),
    ("http 402", Cause::NoAccess),
    ("http 403", Cause::NoAccess),
    ("NOT_FOUND", Cause::WrongSetup),
    ("INVALID_FIELD", Cause::WrongSetup),
    ("INVALID_FIELD_FOR_INSERT_UPDATE", Cause::WrongSetup),
    ("INVALID_TYPE", Cause::WrongSetup),
    ("MALFORMED_ID", Cause::WrongSetup),
    ("MALFORMED_QUERY", Cause::WrongSetup),
    ("JSON_PARSER_ERROR", Cause::WrongSetup),
    ("the key property is not unique", Cause::WrongSetup),
    ("invalid_request", Cause::WrongSetup),
    ("unsupported_grant_type", Cause::WrongSetup),
    ("no instance", Cause::WrongSetup),
    ("http 404", Cause::WrongSetup),
    ("http 405", Cause::WrongSetup),
    ("timeout", Cause::VendorDown),
    ("no connection", Cause::VendorDown),
    ("connection broke", Cause::VendorDown),
    ("unreadable answer", Cause::VendorDown),
    ("unreadable token", Cause::VendorDown),
    ("answer without a result", Cause::VendorDown),
    ("answer without an id", Cause::VendorDown),
    ("unknown result", Cause::VendorDown),
    ("UNABLE_TO_LOCK_ROW", Cause::VendorDown),
    ("SERVER_UNAVAILABLE", Cause::VendorDown),
    ("UNKNOWN_EXCEPTION", Cause::VendorDown),
    ("QUERY_TIMEOUT", Cause::VendorDown),
    ("RATE_LIMITS", Cause::VendorLimit),
    ("REQUEST_LIMIT_EXCEEDED", Cause::VendorLimit),
    ("limit of a second", Cause::VendorLimit),
    ("limit of two seconds", Cause::VendorLimit),
    ("limit of ten seconds", Cause::VendorLimit),
    ("limit of the day", Cause::VendorLimit),
    ("blocked after the limit", Cause::VendorLimit),
    ("http 420", Cause::VendorLimit),
    ("http 429", Cause::VendorLimit),
    ("may be there, and cannot be looked up", Cause::MayBeThere),
    ("nobody is left in the team", Cause::NobodyWorks),
    ("never settled", Cause::ConsumerFails),
];

impl Cause {
    /// By what is owed and the destination's word.
    pub fn of(owed: &str, word: &str) -> Self {
        if owed.starts_with("rep:") {
            return Self::NobodyWorks;
        }
        let known = WORDS.iter().find(|(known, _)| *known == word).map(|(_, cause)| *cause);
        let is_server_error = || word.strip_prefix("http ").is_some_and(|status| status.starts_with('5'));
        known.unwrap_or_else(|| if is_server_error() { Self::VendorDown } else { Self::Unknown })
    }

    /// Who can mend it.
    pub const fn fault(self) -> Fault {
        match self {
            Self::FieldMissing | Self::ValueRefused => Fault::Visitor,
            Self::Duplicate | Self::RecordClosed | Self::NoAccess | Self::WrongSetup | Self::NobodyWorks => {
                Fault::Setup
            }
            Self::VendorDown | Self::VendorLimit | Self::MayBeThere => Fault::Vendor,
            Self::StoredWrong | Self::ConsumerFails => Fault::Beeline,
            Self::LooksLikeNobodys | Self::Dismissed | Self::Unknown => Fault::Nobody,
        }
    }

    /// What happened.
    pub const fn happened(self) -> &'static str {
        match self {
            Self::FieldMissing => "The CRM wants a field that this lead does not have.",
            Self::ValueRefused => "The CRM does not take one of the lead's values.",
            Self::Duplicate => {
                "The CRM has this person or record already, more than once or under another key."
            }
            Self::RecordClosed => "The record in the CRM was converted, closed or deleted by somebody.",
            Self::NoAccess => "The CRM does not let Beeline do this.",
            Self::WrongSetup => "The CRM does not have an object or field that Beeline was told to write.",
            Self::VendorDown => "The CRM gave no answer that helps, for as long as Beeline tried.",
            Self::VendorLimit => "The CRM took no more for as long as Beeline tried.",
            Self::MayBeThere => "The record may have been written, and this destination cannot be asked.",
            Self::NobodyWorks => "Nobody of the teams that may have this lead could take it.",
            Self::LooksLikeNobodys => {
                "Several signals say that a program wrote this lead. Nobody was told of it."
            }
            Self::StoredWrong => "What Beeline has stored of it cannot be read.",
            Self::ConsumerFails => {
                "Beeline sent it to its own consumer again and again, and never heard how it ended."
            }
            Self::Dismissed => "Somebody has said that nobody will deliver it.",
            Self::Unknown => "It was given up for a reason that this version has no words for.",
        }
    }

    /// What to do about it.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::FieldMissing => {
                "Fill the field in with an edit, or make it optional in the CRM; then replay. If every lead \
                 lacks it, map the field."
            }
            Self::ValueRefused => {
                "Correct the value with an edit, or widen the rule in the CRM and replay the class."
            }
            Self::Duplicate => "Merge the records in the CRM, then replay.",
            Self::RecordClosed => {
                "Look at the record in the CRM. If it has what the lead says, dismiss the lead."
            }
            Self::NoAccess => "Renew the credentials, or give their user the right; then replay the class.",
            Self::WrongSetup => "Correct the mapping or add the field in the CRM; then replay the class.",
            Self::VendorDown => "When the CRM works again, replay the class.",
            Self::VendorLimit => "Raise the limit or wait for its next day; then replay the class, slowly.",
            Self::MayBeThere => {
                "Look for the lead's key at the destination. If it is there, dismiss the lead; if not, replay."
            }
            Self::NobodyWorks => "Check the roster's hours and who is away; then replay.",
            Self::LooksLikeNobodys => "Release it if a person wrote it; if not, dismiss it.",
            Self::StoredWrong => {
                "Report it with the lead's id: the stored row has to be mended before anything else."
            }
            Self::ConsumerFails => {
                "Look at the consumer's log for the lead's id. When it is mended, replay the class."
            }
            Self::Dismissed => "Nothing. A replay or release takes it back.",
            Self::Unknown => {
                "Read the reason as the destination gave it, and look in the CRM; then replay, edit or dismiss."
            }
        }
    }
}
