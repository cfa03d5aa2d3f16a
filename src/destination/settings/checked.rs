//! Settings of one destination that it can work with.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::pace::Pace;
use super::wrong::Wrong;
use crate::destination::mapping::{Demands, Entry, Mapping};

/// What is written about one destination.
pub trait Terms {
    /// What leaves.
    fn fields(&self) -> &[Entry];

    /// How often it is called.
    fn pace(&self) -> Pace;

    /// Fields of theirs without which nothing is written.
    fn required(&self) -> Vec<&str>;

    /// Fields of theirs that are set in another way, or not at all.
    fn forbidden(&self) -> Vec<&str>;

    /// What is wrong with a field's name there, as the end of a sentence.
    fn name(&self, to: &str) -> Result<(), &'static str>;

    /// Each setting of its own that is wrong, and the end of a sentence about it.
    fn own(&self) -> Vec<(&'static str, &'static str)>;
}

/// Terms that were checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked<T> {
    terms: T,
    mapping: Mapping,
}

impl<T: Terms> Checked<T> {
    /// Checks terms; answers everything that is wrong with them.
    pub fn new(terms: T) -> Result<Self, Vec<Wrong>> {
        let own = terms.own().into_iter().chain(terms.pace().wrong());
        let mut wrong: Vec<Wrong> = own.map(|(name, why)| Wrong::Setting { name, why }).collect();
        for to in terms.fields().iter().map(|entry| &entry.to).filter(|to| !to.trim().is_empty()) {
            wrong.extend(terms.name(to).err().map(|why| Wrong::Name { to: to.clone(), why }));
        }
        let demands = Demands { required: &terms.required(), forbidden: &terms.forbidden() };
        match Mapping::new(terms.fields().to_vec(), &demands) {
            Ok(mapping) if wrong.is_empty() => Ok(Self { terms, mapping }),
            Ok(_) => Err(wrong),
            Err(faults) => {
                wrong.extend(faults.into_iter().map(Wrong::Mapping));
                Err(wrong)
            }
        }
    }
}

impl<T> Checked<T> {
    /// The terms.
    pub const fn terms(&self) -> &T {
        &self.terms
    }

    /// What leaves.
    pub const fn mapping(&self) -> &Mapping {
        &self.mapping
    }
}

impl<T: Serialize> Serialize for Checked<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.terms.serialize(serializer)
    }
}

impl<'de, T: Terms + Deserialize<'de>> Deserialize<'de> for Checked<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(T::deserialize(deserializer)?).map_err(|wrong| {
            let all: Vec<String> = wrong.iter().map(Wrong::to_string).collect();
            D::Error::custom(all.join("; "))
        })
    }
}
