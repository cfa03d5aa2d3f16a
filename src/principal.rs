//! Who may do what on the ops routes, and how a browser proves who it is.

use crate::encoding::BASE64URL;

use crate::secret::Secret;

/// How long a login lasts.
pub const SESSION_SECONDS: i64 = 12 * 60 * 60;
/// The session cookie. `__Host-` would need https, which a local session does not have.
pub const SESSION_COOKIE: &str = "beeline_session";

/// What a route needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// Read leads with personal data.
    ReadLeads,
    /// Let go of leads that are held.
    ReleaseLeads,
    /// Read counts.
    ReadConservation,
    /// Have a destination compared with the ledger now.
    BeginComparisons,
    /// Read how forms fit their pages; no personal data.
    ReadDrift,
    /// Read whose turn it is.
    ReadPools,
    /// Give and take turns, and say what reps are at.
    ChangePools,
    /// Read what leads were decided on, and where they went; no personal data.
    ReadDecisions,
    /// Read what is in quarantine, and who did what about it; no personal data.
    ReadQuarantine,
    /// Replay, edit, release and dismiss what is in quarantine.
    ChangeQuarantine,
}

/// A set of capabilities with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Whoever holds the ops token.
    Operator,
    /// Whoever holds the support token: sees what is stuck, and not whose it is.
    Support,
}

impl Role {
    /// Whether the role includes a capability.
    pub const fn can(self, capability: Capability) -> bool {
        match (self, capability) {
            (
                Self::Operator,
                Capability::ReadLeads
                | Capability::ReleaseLeads
                | Capability::ReadConservation
                | Capability::BeginComparisons
                | Capability::ReadDrift
                | Capability::ReadPools
                | Capability::ChangePools
                | Capability::ReadDecisions
                | Capability::ReadQuarantine
                | Capability::ChangeQuarantine,
            )
            | (Self::Support, Capability::ReadQuarantine) => true,
            (Self::Support, _) => false,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Support => "support",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Operator, Self::Support].into_iter().find(|role| role.name() == name)
    }
}

/// Somebody who has proved who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// For the audit log.
    pub subject: String,
    /// What they may do.
    pub role: Role,
}

/// Checks tokens and sessions.
#[derive(Clone, Debug)]
pub struct Gatekeeper {
    ops_token: Secret,
    support_token: Option<Secret>,
    session_key: Secret,
}

impl Gatekeeper {
    /// With the bindings `OPS_TOKEN` and `SESSION_KEY`.
    pub const fn new(ops_token: Secret, session_key: Secret) -> Self {
        Self { ops_token, support_token: None, session_key }
    }

    /// With the binding `SUPPORT_TOKEN` too. Without it nobody has that role, not even in a session
    /// of before.
    #[must_use]
    pub fn with_support(self, support_token: Option<Secret>) -> Self {
        Self { support_token, ..self }
    }

    /// From an `Authorization: Bearer` header.
    pub fn by_bearer(&self, header: &str) -> Option<Principal> {
        let (scheme, token) = header.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return None;
        }
        self.by_token(token.trim())
    }

    /// From the token itself, as typed into the login page.
    pub fn by_token(&self, token: &str) -> Option<Principal> {
        if self.ops_token.matches(token) {
            return Some(Principal { subject: "ops-token".into(), role: Role::Operator });
        }
        let is_support = self.support_token.as_ref().is_some_and(|support| support.matches(token));
        is_support.then(|| Principal { subject: "support-token".into(), role: Role::Support })
    }

    /// The cookie value of a new session: `v1.{expires}.{subject}.{role}.{signature}`.
    pub fn open_session(&self, principal: &Principal, now_ms: i64) -> String {
        let expires = now_ms / 1000 + SESSION_SECONDS;
        let claims = format!("v1.{expires}.{}.{}", principal.subject, principal.role.name());
        let signature = BASE64URL.encode(&self.session_key.digest(&["session", &claims]));
        format!("{claims}.{signature}")
    }

    /// From a `Cookie` header.
    pub fn by_cookie(&self, header: &str, now_ms: i64) -> Option<Principal> {
        let session = session_value(header)?;
        let (claims, signature) = session.rsplit_once('.')?;
        let expected = BASE64URL.encode(&self.session_key.digest(&["session", claims]));
        let genuine = self.session_key.sign(expected.as_bytes());
        if !self.session_key.verifies(signature.as_bytes(), &genuine) {
            return None;
        }
        let mut parts = claims.split('.');
        let (Some("v1"), Some(expires), Some(subject), Some(role), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let alive = expires.parse::<i64>().ok()? > now_ms / 1000;
        let role = Role::from_name(role)?;
        let exists = role != Role::Support || self.support_token.is_some();
        (alive && exists).then(|| Principal { subject: subject.to_owned(), role })
    }

    /// The token that a page's forms must send along with a session's cookie.
    pub fn csrf_token(&self, cookie_header: &str) -> Option<String> {
        let session = session_value(cookie_header)?;
        Some(BASE64URL.encode(&self.session_key.digest(&["csrf", session])))
    }

    /// Whether a form's token belongs to the cookie it came with.
    pub fn csrf_matches(&self, cookie_header: &str, candidate: &str) -> bool {
        self.csrf_token(cookie_header).is_some_and(|expected| {
            let expected = self.session_key.sign(expected.as_bytes());
            self.session_key.verifies(candidate.as_bytes(), &expected)
        })
    }
}

fn session_value(cookie_header: &str) -> Option<&str> {
    cookie_header
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == SESSION_COOKIE)
        .map(|(_, value)| value)
}
