//! The card on Slack: `chat.postMessage`, `chat.update`, and reading the channel back.
//!
//! Every request is a POST of JSON to `{base}/{path}` with a bearer token. Slack escapes
//! nothing and truncates nothing for us, so what a visitor typed goes into `plain_text`
//! objects, which Slack does not parse, and wherever Slack parses (top-level text, link
//! labels) only as [`Mrkdwn`], which cannot be made from unescaped text.
//!
//! Slack promises no idempotency. A deterministic `client_msg_id` costs nothing and may
//! help; what decides after an [`Ambiguous`](SlackVerdict::Ambiguous) post is the channel's
//! history, read by the metadata every message carries. Metadata is open to every app in
//! the workspace: it holds ids only.

mod answer;
mod block;
mod digest;
mod history;
mod layout;
mod mrkdwn;
mod notice;
mod reference;
mod request;

pub use answer::{SlackAnswer, SlackVerdict, TransportFailure, read_answer};
pub use digest::{DIGEST_LEADS, DigestEntry, digest};
pub use history::{SlackProblem, find_in_history, history};
pub use mrkdwn::Mrkdwn;
pub use notice::drift_notice;
pub use reference::{CardReference, NotACardReference};
pub use request::{CONTENT_TYPE, SlackRequest, UnwritableRequest, post, update};
