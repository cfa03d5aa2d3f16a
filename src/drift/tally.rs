//! What the misfits have in common, field by field.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::sample::{FieldFault, MaskedField, Sample};
use super::shape::Shape;

/// The most fields that are counted. When there are more, the rarest makes room: what most
/// misfits have in common stays.
pub const MAX_TALLIES: usize = 100;

/// One field's counts over the misfits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldTally {
    /// Its name, as in [`MaskedField::name`].
    pub name: String,
    /// Misfits that have it.
    pub present: u32,
    /// Misfits in which it is wrong, by what is wrong.
    pub faults: BTreeMap<Fault, u32>,
    /// What its values look like, the longest and the latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<Shape>,
}

impl FieldTally {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), present: 0, faults: BTreeMap::new(), shape: None }
    }

    /// Misfits in which this is wrong with it.
    pub fn count(&self, fault: Fault) -> u32 {
        self.faults.get(&fault).copied().unwrap_or(0)
    }

    fn weight(&self) -> u32 {
        self.faults.values().copied().max().unwrap_or(0).max(self.present)
    }
}

/// The counts of all fields. They halve every hour, so that today's drift is not hidden
/// under yesterday's typing errors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tallies {
    /// The misfits counted.
    pub misfits: u32,
    /// In the order in which they turned up.
    pub fields: Vec<FieldTally>,
}

impl Tallies {
    /// Counts one misfit.
    pub fn count(&mut self, sample: &Sample) {
        self.misfits = self.misfits.saturating_add(1);
        for MaskedField { name, shape, fault } in &sample.fields {
            let Some(tally) = self.of(name) else { continue };
            tally.present = tally.present.saturating_add(1);
            match &mut tally.shape {
                Some(known) => known.join(shape),
                None => tally.shape = Some(shape.clone()),
            }
            if let Some(fault) = fault {
                increment(tally, *fault);
            }
        }
        for FieldFault { name, fault } in &sample.absent {
            if let Some(tally) = self.of(name) {
                increment(tally, *fault);
            }
        }
    }

    /// Halves every count so many times.
    pub fn halve(&mut self, times: u32) {
        let halved = |count: u32| count.checked_shr(times).unwrap_or(0);
        self.misfits = halved(self.misfits);
        for tally in &mut self.fields {
            tally.present = halved(tally.present);
            tally.faults.values_mut().for_each(|count| *count = halved(*count));
            tally.faults.retain(|_, count| *count > 0);
        }
        self.fields.retain(|tally| tally.weight() > 0);
    }

    fn of(&mut self, name: &str) -> Option<&mut FieldTally> {
        let place = match self.fields.iter().position(|tally| tally.name == name) {
            Some(place) => place,
            None => {
                if self.fields.len() >= MAX_TALLIES {
                    let rarest = self.fields.iter().enumerate().min_by_key(|(_, tally)| tally.weight());
                    let place = rarest.map_or(0, |(place, _)| place);
                    self.fields.remove(place);
                }
                self.fields.push(FieldTally::new(name));
                self.fields.len() - 1
            }
        };
        self.fields.get_mut(place)
    }
}

fn increment(tally: &mut FieldTally, fault: Fault) {
    let count = tally.faults.entry(fault).or_default();
    *count = count.saturating_add(1);
}
