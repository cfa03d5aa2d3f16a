//! The rules in force, as the edge has them: the bundle of the deploy, and what was published since.

use std::cell::{OnceCell, RefCell};
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
    deployed_at_ms: i64,
    /// Read when it is first asked for: records and cards do not wait for it.
    deployed: OnceCell<Issued>,
    publications: Option<Publications>,
    seen: RefCell<Option<Seen>>,
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
        let deployed_at_ms =
            at_ms.map_err(|_| format!("{} is not a number of milliseconds", variable::DEPLOYED_AT_MS))?;
        // As at the edge: what is set wrongly takes none.
        let publications = Publications::of(env).unwrap_or_else(|reason| {
            log::failure("warm.publishing_misconfigured").with("reason", reason).write();
            None
        });
        Ok(Self { deployed_at_ms, deployed: OnceCell::new(), publications, seen: RefCell::new(None) })
    }

    /// Whether a rule may move a lead, or one may be published that does.
    pub fn may_move_leads(&self) -> bool {
        self.publications.is_some() || self.deployed().is_ok_and(|issued| issued.bundle.moves_leads())
    }

    fn deployed(&self) -> Result<&Issued, String> {
        if let Some(deployed) = self.deployed.get() {
            return Ok(deployed);
        }
        let bundle = Rc::new(Bundle::read(BUNDLE).map_err(|error| error.to_string())?);
        let (hash, sequence) = (BUNDLE_HASH.to_owned(), self.deployed_at_ms);
        Ok(self.deployed.get_or_init(|| Issued { hash, sequence, bundle }))
    }

    /// What is in force. An isolate of the edge may have heard of something newer for half a minute.
    pub async fn in_force(&self) -> Result<InForce, String> {
        let deployed = self.deployed()?;
        if let Some(publications) = &self.publications {
            match self.look(publications, deployed).await {
                Ok(()) | Err(Unchanged::Same) => {}
                Err(Unchanged::Refused(refusal)) => {
                    log::event("warm.publication_refused").with("code", refusal.word()).write();
                }
                Err(Unchanged::Unreadable(reason)) => return Err(reason),
            }
        }
        Ok(self.seen(deployed))
    }

    fn seen(&self, deployed: &Issued) -> InForce {
        let seen = self.seen.borrow();
        seen.as_ref().map_or_else(|| InForce::deployed(deployed.clone()), |seen| seen.in_force.clone())
    }

    async fn look(&self, publications: &Publications, deployed: &Issued) -> Result<(), Unchanged> {
        let sealed = publications.current().await?.ok_or(Unchanged::Same)?;
        if self.seen.borrow().as_ref().is_some_and(|seen| seen.sealed == sealed) {
            return Ok(());
        }
        match publications.open(&sealed, deployed, &self.seen(deployed)).await {
            // A look that took longer may end after one that saw something newer.
            Ok((publication, in_force)) => {
                if self.seen(deployed).admits(&publication).is_ok() {
                    self.seen.replace(Some(Seen { sealed, in_force }));
                }
                Ok(())
            }
            Err(Unchanged::Refused(refusal)) => {
                if !refusal.may_pass() {
                    let in_force = self.seen(deployed);
                    self.seen.replace(Some(Seen { sealed, in_force }));
                }
                Err(Unchanged::Refused(refusal))
            }
            Err(unchanged) => Err(unchanged),
        }
    }
}
