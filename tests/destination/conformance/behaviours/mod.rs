//! The behaviours, each a question with yes for an answer.

mod batches;
mod faults;
mod repeats;
mod writes;

use std::sync::LazyLock;

use crate::conformance::vendor::Make;

pub type Behaviour = (&'static str, fn(Make) -> bool);

/// All of them.
pub static BEHAVIOURS: LazyLock<Vec<Behaviour>> =
    LazyLock::new(|| [writes::ALL, batches::ALL, faults::ALL, repeats::ALL].concat());
