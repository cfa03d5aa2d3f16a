//! An access token for Salesforce: fetched by one batch, used by all, replaced before it expires.

use std::cell::RefCell;
use std::time::Duration;

use beeline::destination::salesforce::access::{self, FETCH_TIMEOUT_MS, Held, NoAccess};
use beeline::destination::salesforce::token::{self, Token};
use beeline::destination::{BaseUrl, Call, Credential, Reason};
use beeline_platform::{outbound, source};
use worker::Delay;

/// How often a batch looks whether another one has fetched the token.
const LOOK_MS: u64 = 20;

/// What this isolate has of an org's tokens.
#[derive(Default)]
pub struct Access {
    held: RefCell<Held>,
}

/// Where a token is asked for, and with what.
pub struct Login {
    /// The org.
    pub base: BaseUrl,
    /// The client's id.
    pub id: String,
    /// Its secret.
    pub secret: Credential,
}

impl Access {
    /// A token for one batch.
    pub async fn token(&self, login: &Login, lifetime_ms: i64) -> Result<Token, NoAccess> {
        loop {
            let access = self.held.borrow().access(lifetime_ms, source::now_ms());
            match access {
                access::Access::Use(token) => return Ok(token),
                access::Access::Wait => Delay::from(Duration::from_millis(LOOK_MS)).await,
                access::Access::Without(no_access) => return Err(no_access),
                // What came of it, good or bad, is held now.
                access::Access::Fetch => drop(self.fetch(login).await),
            }
        }
    }

    /// Fetches the next token if its time has come, or says why there is none.
    pub async fn renew(&self, login: &Login, lifetime_ms: i64) -> Result<(), Reason> {
        let is_due = self.held.borrow().is_due(lifetime_ms, source::now_ms());
        if is_due { self.fetch(login).await } else { Ok(()) }
    }

    /// The token of this call is refused.
    pub fn spoil(&self, call: &Call) {
        self.held.borrow_mut().spoil(call);
    }

    async fn fetch(&self, login: &Login) -> Result<(), Reason> {
        self.held.borrow_mut().begin(source::now_ms());
        let deadline_ms = u32::try_from(FETCH_TIMEOUT_MS).unwrap_or(u32::MAX);
        let call = token::request(&login.id, &login.secret);
        let reply = outbound::send(&login.base, &call, deadline_ms).await;
        let now_ms = source::now_ms();
        let fetched = token::read(&reply, now_ms);
        let outcome = fetched.as_ref().map(|_| ()).map_err(|no_token| no_token.reason);
        self.held.borrow_mut().end(fetched, now_ms);
        outcome
    }
}
