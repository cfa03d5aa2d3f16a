//! How likely a submission is no person's: scored with reasons, never silently dropped.
//!
//! The edge gathers [`Evidence`]; [`Assessment::of`] turns it into a score, the list of
//! [`Signal`]s behind it and a [`Verdict`]. Every verdict accepts the lead: the worst only
//! makes it wait for a person. Nothing here shows a visitor a puzzle; where a form allows
//! it, [`turnstile`] asks the visitor's browser after the lead is durable.

mod assessment;
mod channel;
mod evidence;
mod form_token;
mod headers;
mod keyboard;
mod limits;
mod random_name;
mod signals;
pub mod turnstile;
mod wording;

pub use assessment::{Assessment, CHALLENGE_AT, FLAG_AT, HOLD_AT, SEVERAL_CLAIMS, Verdict};
pub use channel::Channel;
pub use evidence::Evidence;
pub use form_token::{FormTokenState, FormTokens, VALID_MS};
pub use headers::{Headers, Origin, UserAgent};
pub use limits::network_key;
pub use signals::{Family, STRONG_POINTS, Signal};
