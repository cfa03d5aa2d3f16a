//! The card: the one notification a lead has per channel, updated in place.
//!
//! [`CardContent`] is what a card says, the same on every channel; a channel's module
//! ([`slack`]) turns it into requests and reads the answers. What a visitor typed is shown,
//! never obeyed: cleaned of what is invisible, cut to its room, and put only where the
//! channel does not interpret text.

mod channels;
mod content;
mod gathered;
mod link;
pub mod slack;
mod state;
mod text;

pub use channels::Channels;
pub use content::{CardContent, CardFacts, Field, Label};
pub use gathered::{Gathered, POSTS_GATHER_MS, REPORTS_GATHER_MS};
pub use link::Link;
pub use state::CardState;
