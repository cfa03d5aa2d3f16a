//! What an isolate works with.

use std::rc::Rc;

use super::candidate::Candidate;
use super::publication::{Mode, Publication, Reference};
use super::refusal::Refusal;
use crate::routing::Bundle;

/// How far a publisher's clock may be ahead: a day.
const MOST_AHEAD_MS: i64 = 24 * 60 * 60 * 1000;

/// A bundle, and when it was deployed or published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Its name.
    pub hash: String,
    /// Milliseconds since 1970.
    pub sequence: i64,
    /// The bundle.
    pub bundle: Rc<Bundle>,
}

/// The bundle in force, and the one that is on trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// Forms, pages and, but for a canary's share, decisions.
    pub base: Issued,
    /// What is tried beside it.
    pub candidate: Option<Candidate>,
}

impl InForce {
    /// What a deploy puts in force.
    pub const fn deployed(base: Issued) -> Self {
        Self { base, candidate: None }
    }

    /// The bundle of this name, if leads are sent by it: all of them, or a canary's share.
    pub fn deciding(&self, hash: &str) -> Option<&Issued> {
        let canary =
            self.candidate.as_ref().filter(|candidate| matches!(candidate.mode, Mode::Canary { .. }));
        let deciding = std::iter::once(&self.base).chain(canary.map(|candidate| &candidate.issued));
        deciding.into_iter().find(|issued| issued.hash == hash)
    }

    /// The sequence that a publication must be above.
    pub fn sequence(&self) -> i64 {
        let candidate = self.candidate.as_ref().map(|candidate| candidate.issued.sequence);
        candidate.map_or(self.base.sequence, |sequence| sequence.max(self.base.sequence))
    }

    /// Whether a publication comes after this.
    pub fn admits(&self, publication: &Publication) -> Result<(), Refusal> {
        let (sequence, in_force) = (publication.sequence, self.sequence());
        if sequence > in_force { Ok(()) } else { Err(Refusal::Older { sequence, in_force }) }
    }

    /// Whether a publication is numbered by a clock that can be right.
    pub const fn is_of_this_time(publication: &Publication, now_ms: i64) -> Result<(), Refusal> {
        let sequence = publication.sequence;
        if sequence.saturating_sub(now_ms) > MOST_AHEAD_MS {
            Err(Refusal::Future { sequence })
        } else {
            Ok(())
        }
    }

    /// What a publication puts in force where `deployed` was deployed, from the bundles at hand.
    pub fn of(publication: &Publication, deployed: &Issued, at_hand: &AtHand) -> Result<Self, Refusal> {
        let issued = at_hand.issued(&publication.bundle, publication.sequence)?;
        let mode = publication.mode;
        if mode == Mode::Live {
            return Ok(Self::deployed(issued));
        }
        let base = match publication.base_after(deployed.sequence) {
            Some(base) => at_hand.issued(&base.bundle, base.sequence)?,
            None => deployed.clone(),
        };
        Ok(Self { base, candidate: Some(Candidate { issued, mode }) })
    }
}

/// Bundles that need not be fetched.
#[derive(Clone, Debug, Default)]
pub struct AtHand(Vec<Issued>);

impl AtHand {
    /// What was deployed, and what is in force.
    pub fn of(deployed: &Issued, in_force: &InForce) -> Self {
        let candidate = in_force.candidate.as_ref().map(|candidate| &candidate.issued);
        Self([deployed, &in_force.base].into_iter().chain(candidate).cloned().collect())
    }

    /// Whether a bundle is among them.
    pub fn has(&self, reference: &Reference) -> bool {
        self.0.iter().any(|issued| issued.hash == reference.hash)
    }

    /// Adds a bundle from its bytes, if they are the ones that were signed for.
    pub fn add(&mut self, reference: &Reference, bytes: &[u8]) -> Result<(), Refusal> {
        let bundle = Rc::new(reference.read(bytes)?);
        self.0.push(Issued { hash: reference.hash.clone(), sequence: 0, bundle });
        Ok(())
    }

    fn issued(&self, reference: &Reference, sequence: i64) -> Result<Issued, Refusal> {
        let known = self.0.iter().find(|issued| issued.hash == reference.hash);
        known
            .map(|known| Issued { sequence, ..known.clone() })
            .ok_or_else(|| Refusal::Missing(reference.hash.clone()))
    }
}
