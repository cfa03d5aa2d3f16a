//! What the edge knows about a submission that may speak against it.

use super::channel::Channel;
use super::form_token::FormTokenState;
use super::headers::{Headers, Origin, UserAgent};
use super::signals::Signal;
use super::{keyboard, random_name, wording};

/// Sent faster than this is no person's doing.
const INSTANT_MS: i64 = 800;
/// Sent faster than this is unlikely to be.
const FAST_MS: i64 = 2_000;
/// A visitor's own site and a profile are two links; a third advertises.
const MANY_LINKS: usize = 3;

/// What the edge knows about a submission. Texts are empty when not given; there is no
/// `Debug`, because they are a person's.
#[derive(Clone, Copy, Default)]
pub struct Evidence<'a> {
    /// How it came.
    pub channel: Channel,
    /// Whether the hidden field has a value.
    pub honeypot_filled: bool,
    /// The form's token.
    pub token: FormTokenState,
    /// The headers.
    pub headers: Headers,
    /// Whether this network is over its soft limit.
    pub network_over_limit: bool,
    /// ISO 3166-1 alpha-2 country of the network.
    pub network_country: &'a str,
    /// ISO 3166-1 alpha-2 country the visitor gave.
    pub country: &'a str,
    /// The normalized email address.
    pub email: &'a str,
    /// Whether its domain is a throw-away service's.
    pub email_is_disposable: bool,
    /// Whether a phone number was given and fits no plan.
    pub phone_is_invalid: bool,
    /// Full name.
    pub name: &'a str,
    /// Company.
    pub company: &'a str,
    /// Notes.
    pub notes: &'a str,
    /// Whether a word of email, name or company mixes scripts or look-alikes.
    pub mixes_scripts: bool,
}

impl Evidence<'_> {
    /// What speaks against it, each signal at most once, in the order of [`Signal::ALL`].
    pub(super) fn signals(&self) -> Vec<Signal> {
        let mut signals = Vec::new();
        let mut note = |signal: Signal, speaks: bool| {
            if speaks && self.channel.hears(signal) {
                signals.push(signal);
            }
        };
        note(Signal::HoneypotFilled, self.honeypot_filled);
        if let Some(signal) = self.of_token() {
            note(signal, true);
        }
        self.of_client(&mut note);
        note(Signal::NetworkVelocity, self.network_over_limit);
        note(Signal::CountryMismatch, differ(self.network_country, self.country));
        if self.channel != Channel::Synthetic {
            self.of_contact(&mut note);
            self.of_text(&mut note);
        }
        signals
    }

    const fn of_token(&self) -> Option<Signal> {
        match self.token {
            FormTokenState::Absent => Some(Signal::TokenAbsent),
            FormTokenState::Forged => Some(Signal::TokenForged),
            FormTokenState::FromTheFuture => Some(Signal::TokenFromTheFuture),
            FormTokenState::Expired { .. } => Some(Signal::TokenExpired),
            FormTokenState::Valid { age_ms } if age_ms < INSTANT_MS => Some(Signal::FilledInstantly),
            FormTokenState::Valid { age_ms } if age_ms < FAST_MS => Some(Signal::FilledFast),
            FormTokenState::Valid { .. } => None,
        }
    }

    fn of_client(&self, note: &mut impl FnMut(Signal, bool)) {
        let headers = &self.headers;
        note(Signal::NoUserAgent, headers.user_agent == UserAgent::Absent);
        note(Signal::ScriptedClient, headers.user_agent == UserAgent::Scripted);
        note(Signal::NoAccept, !headers.has_accept);
        let speechless = headers.user_agent == UserAgent::Browser && !headers.has_accept_language;
        note(Signal::NoAcceptLanguage, speechless);
        note(Signal::CrossSite, headers.is_cross_site && headers.origin != Origin::Allowed);
        note(Signal::ForeignOrigin, headers.origin == Origin::Foreign);
    }

    fn of_contact(&self, note: &mut impl FnMut(Signal, bool)) {
        note(Signal::DisposableEmail, self.email_is_disposable);
        let local = self.email.rsplit_once('@').map_or("", |(local, _)| local);
        // A plus-tag and a counter are what the same typist adds: `test+2`, `asdf1`.
        let local = local.split('+').next().unwrap_or(local);
        let local = local.trim_end_matches(|last: char| last.is_ascii_digit());
        note(Signal::KeyboardWalkEmail, keyboard::is_walk(local));
        note(Signal::TestEmail, wording::is_test_word(local));
        note(Signal::InvalidPhone, self.phone_is_invalid);
    }

    fn of_text(&self, note: &mut impl FnMut(Signal, bool)) {
        let has_link = wording::links(self.name) > 0;
        note(Signal::LinkInName, has_link);
        note(Signal::ManyLinks, wording::links(self.notes) >= MANY_LINKS);
        note(Signal::RepeatedText, wording::is_repeated(&[self.name, self.company, self.notes]));
        // A link's parts are no words.
        note(Signal::RandomName, !has_link && random_name::is_random(self.name));
        note(Signal::MixedScripts, self.mixes_scripts);
    }
}

/// Whether both are countries, and not the same. A country's name, as a form may give it,
/// says nothing.
fn differ(one: &str, other: &str) -> bool {
    one.len() == 2 && other.len() == 2 && !one.eq_ignore_ascii_case(other)
}
