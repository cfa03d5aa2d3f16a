//! The properties that must hold of every input, one function per fuzz target. A function
//! that returns has found nothing; one that panics has.
//!
//! An input is text where it can be: a few lines of settings, then what came over the
//! network. That keeps the corpus readable and its files easy to write by hand.

#![allow(dead_code)] // the fuzz targets take the functions, the replay takes the list
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, clippy::string_slice)] // a panic is a finding

mod answers;
mod bodies;
mod compat;
mod input;
mod ledger;
pub mod oracle;
mod publications;
mod submissions;
mod tokens;
mod webhooks;

pub use answers::{drift_state, slack_answer, turnstile_answer};
pub use bodies::{content_type, json_body, multipart_body, urlencoded_body};
pub use compat::{hubspot_form, return_url, web_to_lead};
pub use ledger::{envelope, ledger_command};
pub use publications::publication;
pub use submissions::{contract, email, lead, phone};
pub use tokens::{form_token, lead_token, principal, synthetic_mark, traceparent};
pub use webhooks::{webhook_payload, webhook_signature};

/// A target, by the name of its program and of its corpus.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const ALL: [Target; 24] = [
    ("content_type", content_type),
    ("contract", contract),
    ("drift_state", drift_state),
    ("email", email),
    ("envelope", envelope),
    ("form_token", form_token),
    ("hubspot_form", hubspot_form),
    ("json_body", json_body),
    ("lead", lead),
    ("lead_token", lead_token),
    ("ledger_command", ledger_command),
    ("multipart_body", multipart_body),
    ("phone", phone),
    ("principal", principal),
    ("publication", publication),
    ("return_url", return_url),
    ("slack_answer", slack_answer),
    ("synthetic_mark", synthetic_mark),
    ("traceparent", traceparent),
    ("turnstile_answer", turnstile_answer),
    ("urlencoded_body", urlencoded_body),
    ("web_to_lead", web_to_lead),
    ("webhook_payload", webhook_payload),
    ("webhook_signature", webhook_signature),
];
