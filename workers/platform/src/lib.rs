//! What the three Workers share: the parts of the platform that `worker` lacks or makes
//! dangerous, each with a deadline and without a panic.

pub mod deadline;
pub mod fault;
pub mod guards;
pub mod ledgers;
pub mod log;
pub mod outbound;
pub mod pace;
pub mod pools;
pub mod publications;
pub mod settings;
pub mod slack;
pub mod source;
pub mod sqlite;
pub mod thrown;
pub mod watches;
