//! The rules in force, as the edge has them: the bundle of the deploy, and what was published since.

use std::cell::RefCell;
use std::rc::Rc;

use beeline::binding::variable;
use beeline::live::{InForce, Issued};
use beeline::routing::Bundle;
use beeline_platform::publications::{Publications, Unchanged};
use beeline_platform::{log, settings};
use worker::Env;

/// The bundle of the deploy.
const BUNDLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/bundle.json"));
/// The bundle's name, computed when it was compiled.
const BUNDLE_HASH: &str = include_str!(concat!(env!("OUT_DIR"), "/bundle_hash.txt"));

/// The rules.
pub struct Rules {
    deployed: Issued,
    publications: Option<Publications>,
    seen: RefCell<Seen>,
}

/// The last publication that was dealt with, as it is stored, and what is in force since.
struct Seen {
    sealed: String,
    in_force: InForce,
}

impl Rules {
    /// Of this deployment.
    pub fn new(env: &Env) -> Result<Self, String> {
        let at_ms = settings::variable(env, variable::DEPLOYED_AT_MS).map_or(Ok(0), |text| text.parse());
        let deployed = Issued {
            hash: BUNDLE_HASH.to_owned(),
            sequence: at_ms
                .map_err(|_| format!("{} is not a number of milliseconds", variable::DEPLOYED_AT_MS))?,
            bundle: Rc::new(Bundle::read(BUNDLE).map_err(|error| error.to_string())?),
        };
        // As at the edge: what is set wrongly takes none.
        let publications = Publications::of(env).unwrap_or_else(|reason| {
            log::failure("warm.publishing_misconfigured").with("reason", reason).write();
            None
        });
        let seen = Seen { sealed: String::new(), in_force: InForce::deployed(deployed.clone()) };
        Ok(Self { deployed, publications, seen: RefCell::new(seen) })
    }

    /// Whether a rule may move a lead, or one may be published that does.
    pub fn may_move_leads(&self) -> bool {
        self.publications.is_some() || self.deployed.bundle.moves_leads()
    }

    /// What is in force. An isolate of the edge may have heard of something newer for half a minute.
    pub async fn in_force(&self) -> Result<InForce, String> {
        if let Some(publications) = &self.publications {
            match self.look(publications).await {
                Ok(()) | Err(Unchanged::Same) => {}
                Err(Unchanged::Refused(refusal)) => {
                    log::event("warm.publication_refused").with("code", refusal.word()).write();
                }
                Err(Unchanged::Unreadable(reason)) => return Err(reason),
            }
        }
        Ok(self.seen.borrow().in_force.clone())
    }

    async fn look(&self, publications: &Publications) -> Result<(), Unchanged> {
        let sealed = publications.current().await?.ok_or(Unchanged::Same)?;
        if self.seen.borrow().sealed == sealed {
            return Ok(());
        }
        let before = self.seen.borrow().in_force.clone();
        let outcome = publications.open(&sealed, &self.deployed, &before).await;
        let mut seen = self.seen.borrow_mut();
        match outcome {
            // A look that took longer may end after one that saw something newer.
            Ok((publication, in_force)) => {
                if seen.in_force.admits(&publication).is_ok() {
                    *seen = Seen { sealed, in_force };
                }
                Ok(())
            }
            Err(Unchanged::Refused(refusal)) => {
                if !refusal.may_pass() {
                    seen.sealed = sealed;
                }
                Err(Unchanged::Refused(refusal))
            }
            Err(unchanged) => Err(unchanged),
        }
    }
}
