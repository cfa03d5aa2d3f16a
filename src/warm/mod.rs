//! The warm path: what is found out about a lead besides what its visitor said.
//!
//! Everything here is a decision about data: requests go out and answers come in elsewhere, in the
//! words of [`destination`](crate::destination) for calls and their ends.
//! Nothing here stands between a lead and its first CRM record or card: a job that fails, is
//! late or runs out of budget leaves the lead as the visitor gave it.
//!
//! | part | says |
//! |---|---|
//! | [`company`] | what company a domain is of, as a provider answers |
//! | [`cache`], [`budget`] | whether a provider is asked at all |
//! | [`mail`] | whether a domain takes mail |
//! | [`mod@line`] | what kind of line a phone number is |
//! | [`questions`] | what is asked about a lead at all |
//! | [`score`] | how many points a lead has, and for what |
//! | [`duplicate`] | which leads may be the same person or company |
//! | [`write_back`] | what goes into CRM and card |
//! | [`reroute`] | whether a lead goes to another team |
//! | [`job`] | which of these is due, and when it is enough |
//! | [`kept`], [`memory`] | what of it stays, and in which rows |

pub mod budget;
pub mod cache;
pub mod company;
pub mod domain;
pub mod duplicate;
pub mod enriched;
pub mod job;
pub mod kept;
pub mod line;
pub mod mail;
pub mod memory;
pub mod questions;
pub mod reroute;
pub mod score;
pub mod source;
pub mod trouble;
pub mod write_back;
