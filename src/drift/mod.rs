//! A form whose submissions stop fitting its contract is noticed by rate, and its owner told
//! what to change.
//!
//! An isolate of the edge [gathers](Gathered) what fits and what does not, and reports it at
//! most once a second, so that neither leads nor a flood of refusals cost a call each. Of a
//! refused submission only its [`Sample`] leaves the edge: names and shapes, no value. One object
//! per form [`step`]s its [`DriftState`]; when an episode opens, exactly one reporter is
//! asked to [tell](DriftReply::Tell) the owner, in the words of a [`notice`].

mod advice;
mod amendment;
mod closeness;
mod fault;
mod gathered;
mod hour;
mod index;
mod notice;
mod report;
mod sample;
mod shape;
mod standing;
mod state;
mod store;
mod tally;
mod watch;

pub use advice::{Advice, KnownField, KnownForm, advise};
pub use fault::Fault;
pub use gathered::{GATHER_MS, Gathered, MAX_GATHERED_SAMPLES, REPORT_FITS_EVERY_MS, Seen};
pub use index::{INDEX_FORM, INDEX_LIST, INDEX_UPSERT, IndexLine, MAX_INDEXED};
pub use notice::{Notice, notice};
pub use report::{DriftReport, MAX_REPORT_BYTES, ReportedField};
pub use sample::{FieldFault, MAX_SAMPLE_FIELDS, MaskedField, Sample, mask};
pub use shape::{Shape, ValueKind};
pub use standing::{FormDrift, Standing};
pub use state::{DriftState, Episode, MAX_SAMPLES_A_DAY, UnreadableState};
pub use store::{DriftCall, Stepped, run, store_name};
pub use tally::{FieldTally, MAX_TALLIES};
pub use watch::{
    DriftCommand, DriftPolicy, DriftReply, LEASE_MS, MIN_MISFITS, NOTICE_EVERY_MS, Summary, step,
};
