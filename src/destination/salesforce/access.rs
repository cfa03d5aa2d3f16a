//! One token for many batches. It is replaced while it is still good, by one caller beside its work, and
//! nobody waits for that; without a good one, everybody waits for the one who fetches it.

use super::token::{NoToken, Token};
use crate::destination::call::Call;
use crate::destination::verdict::Reason;

/// Whoever fetches a token and is not back by then will not come back.
pub const FETCH_TIMEOUT_MS: i64 = 10_000;
/// How long nobody asks again when the org gives no token: somebody has to change something.
pub const REFUSED_RETRY_MS: i64 = 60_000;
/// The same when it may pass.
pub const RETRY_MS: i64 = 2_000;

/// What is held of an org's tokens.
#[derive(Debug, Default)]
pub struct Held {
    token: Option<Token>,
    is_stale: bool,
    fetching_since_ms: Option<i64>,
    failed: Option<Failed>,
}

/// The last fetch, if it gave no token.
#[derive(Clone, Copy, Debug)]
struct Failed {
    at_ms: i64,
    why: NoToken,
}

/// Why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAccess {
    /// When to ask again.
    pub after_ms: i64,
    /// Why.
    pub reason: Reason,
}

/// What a caller that needs access does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Uses the token.
    Use(Token),
    /// Fetches one.
    Fetch,
    /// Waits for the caller that fetches one.
    Wait,
    /// Does without: the last fetch gave none, and it is too early for another.
    Without(NoAccess),
}

impl Held {
    /// What a caller that needs access does, given how long a token lives.
    pub fn access(&self, lifetime_ms: i64, now_ms: i64) -> Access {
        match (self.good(lifetime_ms, now_ms), self.no_access(now_ms)) {
            (Some(token), _) => Access::Use(token.clone()),
            (None, _) if self.is_fetching(now_ms) => Access::Wait,
            (None, Some(no_access)) => Access::Without(no_access),
            (None, None) => Access::Fetch,
        }
    }

    /// Whether a caller that has a token fetches the next one beside its work: from three quarters of the
    /// lifetime on.
    pub fn is_due(&self, lifetime_ms: i64, now_ms: i64) -> bool {
        let is_old = |token: &Token| now_ms.saturating_sub(token.fetched_at_ms) >= lifetime_ms / 4 * 3;
        self.good(lifetime_ms, now_ms).is_some_and(is_old)
            && !self.is_fetching(now_ms)
            && self.no_access(now_ms).is_none()
    }

    /// A caller begins to fetch a token.
    pub const fn begin(&mut self, now_ms: i64) {
        self.fetching_since_ms = Some(now_ms);
    }

    /// What the fetch gave.
    pub fn end(&mut self, fetched: Result<Token, NoToken>, now_ms: i64) {
        self.fetching_since_ms = None;
        match fetched {
            Ok(token) => *self = Self { token: Some(token), ..Self::default() },
            Err(why) => self.failed = Some(Failed { at_ms: now_ms, why }),
        }
    }

    /// The token of this call is refused. It may have been replaced since the call was made.
    pub fn spoil(&mut self, call: &Call) {
        let is_held = |token: &Token| {
            let bearer = token.access.bearer();
            call.headers.iter().any(|(name, value)| *name == "authorization" && *value == bearer)
        };
        self.is_stale |= self.token.as_ref().is_some_and(is_held);
    }

    fn good(&self, lifetime_ms: i64, now_ms: i64) -> Option<&Token> {
        let is_young = |token: &&Token| now_ms.saturating_sub(token.fetched_at_ms) < lifetime_ms;
        self.token.as_ref().filter(|_| !self.is_stale).filter(is_young)
    }

    fn is_fetching(&self, now_ms: i64) -> bool {
        self.fetching_since_ms.is_some_and(|since_ms| now_ms.saturating_sub(since_ms) < FETCH_TIMEOUT_MS)
    }

    fn no_access(&self, now_ms: i64) -> Option<NoAccess> {
        let Failed { at_ms, why: NoToken { reason, is_permanent } } = self.failed?;
        let retry_ms = if is_permanent { REFUSED_RETRY_MS } else { RETRY_MS };
        let after_ms = retry_ms.saturating_sub(now_ms.saturating_sub(at_ms)).min(retry_ms);
        (after_ms > 0).then_some(NoAccess { after_ms, reason })
    }
}
