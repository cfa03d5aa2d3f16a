//! The HTML pages, as pure functions: no clock, no I/O, complete without JavaScript.
//!
//! Whatever a visitor typed reaches a page through `maud`'s escaping alone. Nothing on a
//! page is inline, so [`CONTENT_SECURITY_POLICY`] holds for all of them but a form whose
//! thank-you page is on another host: that one has [`form_policy`].

mod balance;
mod card;
mod comparisons;
mod control;
mod country;
mod drift;
mod form;
mod found;
mod held;
mod inbox;
mod input;
mod lead;
mod link;
mod login;
mod message;
mod notice;
mod quarantine;
mod risk;
mod said;
mod shell;
mod table;
mod thank_you;
pub mod time;

pub use comparisons::{ComparisonsPage, comparisons};
pub use drift::drift;
pub use form::form;
pub use held::{HeldPage, held};
pub use inbox::inbox;
pub use lead::{LeadPage, lead};
pub use login::login;
pub use message::message;
pub use quarantine::{
    AuditPage, Draft, DryRunPage, Flash, QuarantineLeadPage, QuarantinePage, audit, class_path, dry_run,
    quarantine, quarantine_lead,
};
pub use shell::{STYLESHEET, STYLESHEET_PATH};
pub use thank_you::{THANKS_PATH, thank_you, thank_you_url};

use crate::routing::Form;

/// The `Content-Security-Policy` of every page.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Where the inbox is, and the way back to it. Whoever is not logged in is asked to there.
const INBOX_PATH: &str = "/ops";
/// Where held leads are.
const HELD_PATH: &str = "/ops/held";
/// Where the quarantine workbench is.
pub const QUARANTINE_PATH: &str = "/ops/quarantine";
/// Where it is said whether destinations hold what the ledger says.
const COMPARISONS_PATH: &str = "/ops/reconciliation";
/// Where forms that drift are.
const DRIFT_PATH: &str = "/ops/drift";
/// Where the login form is sent.
const LOGIN_PATH: &str = "/ops/login";
/// Where the logout button is sent.
const LOGOUT_PATH: &str = "/ops/logout";

/// The `Content-Security-Policy` of a form's page. Browsers hold `form-action` against the
/// redirect that answers a form too, so a thank-you page on another host has to be in it.
pub fn form_policy(form: &Form) -> String {
    match link::origin(&form.thank_you_url) {
        None => CONTENT_SECURITY_POLICY.to_owned(),
        Some(origin) => {
            CONTENT_SECURITY_POLICY.replace("form-action 'self'", &format!("form-action 'self' {origin}"))
        }
    }
}
