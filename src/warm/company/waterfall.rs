//! Which provider is asked next: each in its configured turn, until one knows the company.

use super::super::trouble::{Looked, Trouble};
use super::{Company, Provider};

/// The round of providers for one domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waterfall {
    order: Vec<Provider>,
    /// Who gave no company, and why; no trouble where it does not know it.
    ended: Vec<(Provider, Option<Trouble>)>,
    after_ms: i64,
    found: Option<Company>,
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Ask this one.
    Ask(Provider),
    /// Enough: this came of it, all providers taken together.
    Ended(Looked<Company>),
}

impl Waterfall {
    /// The providers in their order; one that is named twice is asked once.
    pub fn new(order: &[Provider]) -> Self {
        let mut once: Vec<Provider> = Vec::new();
        for provider in order {
            if !once.contains(provider) {
                once.push(*provider);
            }
        }
        Self { order: once, ended: Vec::new(), after_ms: 0, found: None }
    }

    /// Whose turn it is. The company is absent only where every provider said so: who failed
    /// may know it.
    pub fn turn(&self) -> Turn {
        if let Some(company) = &self.found {
            return Turn::Ended(Looked::Found(company.clone()));
        }
        let is_open = |provider: &&Provider| !self.ended.iter().any(|(ended, _)| ended == *provider);
        if let Some(next) = self.order.iter().find(is_open) {
            return Turn::Ask(*next);
        }
        let troubles = self.ended.iter().filter_map(|(_, trouble)| *trouble);
        // What may pass is told first: it decides whether to ask again.
        match troubles.min_by_key(|trouble| !trouble.may_pass()) {
            Some(trouble) => Turn::Ended(Looked::Failed { trouble, after_ms: self.after_ms }),
            None if self.order.is_empty() => Turn::Ended(Looked::failed(Trouble::NobodyToAsk)),
            None => Turn::Ended(Looked::Absent),
        }
    }

    /// Notes what a provider answered.
    pub fn note(&mut self, provider: Provider, looked: Looked<Company>) {
        let ended = match looked {
            Looked::Found(company) => {
                self.found.get_or_insert(company);
                return;
            }
            Looked::Absent => None,
            Looked::Failed { trouble, after_ms } => {
                if trouble.may_pass() {
                    self.after_ms = self.after_ms.max(after_ms);
                }
                Some(trouble)
            }
        };
        if !self.ended.iter().any(|(known, _)| *known == provider) {
            self.ended.push((provider, ended));
        }
    }
}
