//! An access token for Salesforce: fetched by one batch, used by all, replaced before it expires.

use std::cell::RefCell;

use beeline::destination::salesforce::token::{self, FETCH_TIMEOUT_MS, NoToken, Token};
use beeline::destination::{BaseUrl, Credential, Reason};
use beeline_platform::{outbound, source};
use std::time::Duration;
use worker::Delay;

/// How often a batch looks whether another one has fetched the token.
const LOOK_MS: u64 = 20;
/// How long leads wait when the org gives no token: somebody has to change something.
const REFUSED_RETRY_MS: i64 = 60_000;
/// The same when it may pass.
const RETRY_MS: i64 = 2_000;

/// What this isolate has of an org's tokens.
#[derive(Default)]
pub struct Access {
    held: RefCell<Held>,
}

#[derive(Default)]
struct Held {
    token: Option<Token>,
    is_stale: bool,
    fetching_since_ms: Option<i64>,
}

/// Why there is no token.
pub struct NoAccess {
    /// When to ask again.
    pub after_ms: i64,
    /// Why.
    pub reason: Reason,
}

impl Access {
    /// A token for one batch.
    pub async fn token(
        &self,
        login: &BaseUrl,
        id: &str,
        secret: &Credential,
        lifetime_ms: i64,
    ) -> Result<Token, NoAccess> {
        loop {
            match self.decide(lifetime_ms) {
                (token::Access::Use, Some(token)) => return Ok(token),
                (token::Access::UseAndFetch, Some(token)) => {
                    // The one in hand is good for this batch whatever comes of it.
                    return Ok(self.fetch(login, id, secret).await.unwrap_or(token));
                }
                (token::Access::Wait, _) => Delay::from(Duration::from_millis(LOOK_MS)).await,
                (token::Access::Fetch | token::Access::Use | token::Access::UseAndFetch, _) => {
                    return self.fetch(login, id, secret).await;
                }
            }
        }
    }

    /// A call has found the token expired.
    pub fn spoil(&self) {
        self.held.borrow_mut().is_stale = true;
    }

    fn decide(&self, lifetime_ms: i64) -> (token::Access, Option<Token>) {
        let held = self.held.borrow();
        let now_ms = source::now_ms();
        let access =
            token::decide(held.token.as_ref(), held.is_stale, held.fetching_since_ms, lifetime_ms, now_ms);
        (access, held.token.clone())
    }

    async fn fetch(&self, login: &BaseUrl, id: &str, secret: &Credential) -> Result<Token, NoAccess> {
        self.held.borrow_mut().fetching_since_ms = Some(source::now_ms());
        let deadline_ms = u32::try_from(FETCH_TIMEOUT_MS).unwrap_or(u32::MAX);
        let reply = outbound::send(login, &token::request(id, secret), deadline_ms).await;
        let fetched = token::read(&reply, source::now_ms());
        let mut held = self.held.borrow_mut();
        held.fetching_since_ms = None;
        match fetched {
            Ok(token) => {
                held.token = Some(token.clone());
                held.is_stale = false;
                Ok(token)
            }
            Err(NoToken { reason, is_permanent }) => {
                Err(NoAccess { after_ms: if is_permanent { REFUSED_RETRY_MS } else { RETRY_MS }, reason })
            }
        }
    }
}
