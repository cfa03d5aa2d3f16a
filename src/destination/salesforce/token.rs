//! Access by client credentials (RFC 6749, section 4.4; Salesforce Help, "OAuth 2.0 Client Credentials
//! Flow").
//!
//! Salesforce does not say how long a token lives; the org's session timeout does.

use std::fmt;

use serde::Deserialize;

use super::NAME;
use crate::destination::answer::Reply;
use crate::destination::call::{Call, Method};
use crate::destination::credential::Credential;
use crate::destination::url::{BaseUrl, percent};
use crate::destination::verdict::Reason;

/// The session timeout that an org has unless somebody changed it.
pub const DEFAULT_LIFETIME_MS: i64 = 2 * 3_600_000;

/// Access to an org.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// The access token.
    pub access: Credential,
    /// Where the org is: the base of every call with it.
    pub instance: BaseUrl,
    /// When it was fetched.
    pub fetched_at_ms: i64,
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Token {{ instance: {:?}, fetched_at_ms: {} }}", self.instance, self.fetched_at_ms)
    }
}

/// Why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoToken {
    /// Why.
    pub reason: Reason,
    /// Whether the configuration has to change; otherwise the same again may help.
    pub is_permanent: bool,
}

/// The error words of OAuth (RFC 6749 section 5.2) and Salesforce's own.
const WORDS: [&str; 8] = [
    "invalid_grant",
    "invalid_client",
    "invalid_client_id",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
    "inactive_org",
];

/// The call for a token, to the org's My Domain: `login.salesforce.com` does not serve this grant.
pub fn request(client_id: &str, client_secret: &Credential) -> Call {
    let (id, secret) = (percent(client_id), percent(client_secret.expose()));
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let call = Call::new(Method::Post, "/services/oauth2/token".to_owned());
    call.body("application/x-www-form-urlencoded", form)
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    instance_url: String,
    token_type: String,
}

#[derive(Default, Deserialize)]
struct Denied {
    #[serde(default)]
    error: String,
}

/// What the answer to [`request`] says.
pub fn read(reply: &Reply, now_ms: i64) -> Result<Token, NoToken> {
    let no = |word, is_permanent| NoToken { reason: Reason::new(NAME, word), is_permanent };
    let answer = match reply {
        Ok(answer) => answer,
        Err(failure) => return Err(no(failure.word(), false)),
    };
    let body = answer.json().unwrap_or_default();
    if answer.status != 200 {
        let denied: Denied = serde_json::from_value(body).unwrap_or_default();
        let word = WORDS.into_iter().find(|word| *word == denied.error);
        let by_status = NoToken {
            reason: Reason::http(NAME, answer.status),
            is_permanent: matches!(answer.status, 300..=399 | 404 | 405),
        };
        return Err(word.map_or(by_status, |word| no(word, true)));
    }
    let granted: Granted = serde_json::from_value(body).map_err(|_| no("unreadable token", false))?;
    let instance = BaseUrl::parse(&granted.instance_url).map_err(|_| no("no instance", true))?;
    if granted.access_token.is_empty() || !granted.token_type.eq_ignore_ascii_case("bearer") {
        return Err(no("unreadable token", false));
    }
    Ok(Token { access: Credential::new(&granted.access_token), instance, fetched_at_ms: now_ms })
}
