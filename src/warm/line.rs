//! What kind of line a phone number is: Twilio Lookup v2, line type intelligence
//! (<https://www.twilio.com/docs/lookup/v2-api/line-type-intelligence>).

use serde::{Deserialize, Serialize};

use super::trouble::{Looked, Trouble};
use crate::destination::{BaseUrl, Call, Credential, Method, Reply, TransportFailure};
use crate::encoding::BASE64;

/// A kind of line. The words are stored and asked for by rules and points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A mobile: it takes text messages.
    Mobile,
    /// Fixed.
    Landline,
    /// Over the internet, with an address behind it.
    FixedVoip,
    /// Over the internet, from anywhere: got within minutes.
    NonFixedVoip,
    /// Free for the caller.
    TollFree,
    /// Dear for the caller: premium rate or shared cost.
    Premium,
    /// Anything else that has a name: personal, universal access, voicemail, pager.
    Other,
}

impl LineKind {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Mobile,
        Self::Landline,
        Self::FixedVoip,
        Self::NonFixedVoip,
        Self::TollFree,
        Self::Premium,
        Self::Other,
    ];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Landline => "landline",
            Self::FixedVoip => "fixed_voip",
            Self::NonFixedVoip => "non_fixed_voip",
            Self::TollFree => "toll_free",
            Self::Premium => "premium",
            Self::Other => "other",
        }
    }

    /// Twilio's word.
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "mobile" => Self::Mobile,
            "landline" => Self::Landline,
            "fixedVoip" => Self::FixedVoip,
            "nonFixedVoip" => Self::NonFixedVoip,
            "tollFree" => Self::TollFree,
            "premium" | "sharedCost" => Self::Premium,
            "personal" | "uan" | "voicemail" | "pager" => Self::Other,
            _ => return None,
        })
    }
}

/// Where Lookup is, and who asks.
#[derive(Clone, Debug)]
pub struct LookupAccess {
    /// The API's base URL.
    pub base_url: BaseUrl,
    /// The whole `Authorization` header: Basic, with an API key and its secret.
    pub authorization: Credential,
}

impl LookupAccess {
    /// With an API key's id and its secret, as Basic has them: in base64 with its padding (RFC 7617,
    /// section 2).
    pub fn new(base_url: BaseUrl, id: &str, secret: &str) -> Self {
        let mut basic = BASE64.encode(format!("{}:{}", id.trim(), secret.trim()).as_bytes());
        while !basic.len().is_multiple_of(4) {
            basic.push('=');
        }
        Self { base_url, authorization: Credential::new(&format!("Basic {basic}")) }
    }
}

/// E.164 has at most fifteen digits (ITU-T E.164, 6.1), and none shorter than this is looked up.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=15;

/// The question about a number in E.164 form; `None` for anything else. The path goes behind the
/// base URL.
pub fn request(access: &LookupAccess, e164: &str) -> Option<Call> {
    let digits = e164.strip_prefix('+')?;
    let is_number = DIGITS.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let path = format!("/v2/PhoneNumbers/%2B{digits}?Fields=line_type_intelligence");
    let authorization = access.authorization.expose().to_owned();
    is_number.then(|| Call::new(Method::Get, path).header("authorization", authorization))
}

#[derive(Deserialize)]
struct Lookup {
    #[serde(default)]
    valid: Option<bool>,
    #[serde(default)]
    line_type_intelligence: Option<Intelligence>,
}

#[derive(Deserialize)]
struct Intelligence {
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    error_code: Option<u32>,
}

/// "Without access" to the numbers of Canada: an error within a success.
const NO_ACCESS: u32 = 60_601;

/// What came of it. A number that is none, or of which the kind is not known, is absent.
pub fn read(reply: &Reply) -> Looked<LineKind> {
    let answer = match reply {
        Ok(answer) => answer,
        Err(failure) => return Looked::without_answer(*failure),
    };
    match answer.status {
        200..=299 => {}
        404 => return Looked::Absent,
        _ => return Looked::by_status(answer),
    }
    let Ok(lookup) = serde_json::from_str::<Lookup>(answer.body()) else {
        return Looked::failed(Trouble::Unreadable);
    };
    match (lookup.valid, lookup.line_type_intelligence) {
        (Some(false), _) => Looked::Absent,
        (_, Some(Intelligence { error_code: Some(NO_ACCESS), .. })) => Looked::failed(Trouble::NotAllowed),
        (_, Some(Intelligence { error_code: Some(_), .. })) => Looked::failed(Trouble::VendorFailed),
        (_, Some(Intelligence { kind: Some(word), .. })) => {
            LineKind::of(&word).map_or(Looked::Absent, Looked::Found)
        }
        (_, Some(Intelligence { kind: None, .. })) => Looked::Absent,
        (_, None) => Looked::failed(Trouble::Unreadable),
    }
}

/// How many lookups a call may have cost: one, unless it was refused or never made.
pub fn credits(reply: &Reply) -> u32 {
    match reply {
        Err(TransportFailure::Refused) => 0,
        Err(_) => 1,
        Ok(answer) => u32::from(!(400..500).contains(&answer.status)),
    }
}
