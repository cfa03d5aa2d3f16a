//! A visitor, for tests to change.

use beeline::risk::{Evidence, FormTokenState, Headers, Origin, UserAgent};

/// A visitor on one of our forms, with nothing odd about them.
pub fn visitor() -> Evidence<'static> {
    Evidence {
        token: FormTokenState::Valid { age_ms: 31_000 },
        headers: Headers {
            user_agent: UserAgent::Browser,
            has_accept: true,
            has_accept_language: true,
            is_cross_site: false,
            origin: Origin::Allowed,
        },
        network_country: "GB",
        country: "GB",
        email: "ann.lee@example.com",
        name: "Ann Lee",
        company: "Example Inc",
        notes: "Please call me about the large plan.",
        ..Evidence::default()
    }
}
