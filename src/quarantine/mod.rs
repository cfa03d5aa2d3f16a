//! The workbench of what could not be delivered: which class of trouble it is in, what a person
//! may see of it, and what they may do about it.

pub mod audit;
mod cause;
mod class;
mod correction;
mod dry_run;
mod line;
pub mod message;
mod pages;
mod report;
mod request;
mod spread;
mod typed;

pub use cause::{Cause, Fault};
pub use class::{Class, DEAD_LETTERED, Fate};
pub use correction::{Correction, FIELDS, current};
pub use dry_run::{DryRun, MaskedCall, Preview};
pub use line::{ClassLine, OwedLine, QuarantineLine, Who, count_classes};
pub use pages::{Cursor, NotACursor, Page, join};
pub use report::{ReplayReport, silent};
pub use request::{
    Act, AmendRequest, DEFAULT_PER_SECOND, DraftRequest, MOST_PER_SECOND, MOST_REPLAYED, Of, ReplayRequest,
    WhyRequest, why,
};
pub use spread::{Stuck, span_ms, spread};
