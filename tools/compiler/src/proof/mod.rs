//! Exact analysis of an ordered decision table, where the first rule that matches decides.
//!
//! A [`Space`] has dimensions, a dimension has atoms, a [`Region`] is a set of atoms per
//! dimension, a [`Rule`] is a region with an outcome, and a [`Table`] is rules in order with
//! an outcome for what is left. [`Proof`] answers questions about a table, each for all
//! points of the space, not for a sample. Whether rules cover one another is a hard question
//! (it is the tautology of a disjunctive normal form), so each question has a number of steps
//! ([`DEFAULT_STEPS`]) and says [`Undecided`] when they are used up.
//!
//! Rules, dimensions and atoms are numbers counted from 0. Everything is deterministic.

mod atoms;
mod boundary;
mod counterfactual;
mod coverage;
mod grid;
mod narrowing;
mod overlap;
mod prover;
mod redundancy;
mod region;
mod search;
mod space;
mod steps;
mod table;
mod twins;
mod witness;

pub use atoms::AtomSet;
pub use boundary::{Boundary, Neighbour};
pub use counterfactual::{Change, Counterfactuals, Goal};
pub use coverage::Cover;
pub use overlap::{Overlap, Overlaps};
pub use prover::{Proof, Review};
pub use redundancy::Heirs;
pub use region::Region;
pub use space::{Dimension, Point, Space};
pub use steps::{DEFAULT_STEPS, Undecided};
pub use table::{Misfit, Rule, Table};
pub use twins::{Merge, Twin};
pub use witness::Witness;
