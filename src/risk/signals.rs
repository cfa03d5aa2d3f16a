//! The closed list of what can speak against a submission, each with its weight, why it
//! counts, and when an honest person trips it.

use serde::{Serialize, Serializer};

/// From so many points on a signal is strong. Two strong signals of different
/// [`Family`]s are what it takes to hold a lead; no honest habit explains both.
pub const STRONG_POINTS: u32 = 30;

/// Where a signal comes from. Signals of one family have one cause, so that they never
/// corroborate each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// The field no visitor sees.
    Trap,
    /// The form's token and the time it tells.
    Token,
    /// What the client's headers say of it.
    Client,
    /// The network it came from.
    Network,
    /// What else the same person sent.
    Person,
    /// Email and phone.
    Contact,
    /// What was typed elsewhere.
    Text,
}

/// One thing that speaks against a submission. That an address is a free-mail one is not on
/// the list: most people have no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The hidden field has a value: a robot fills every field it finds. Honest: a browser's
    /// or password manager's autofill that ignores `autocomplete="off"`.
    HoneypotFilled,
    /// No form token: sent without loading the form. Honest: the page is an old copy, or its
    /// script was blocked.
    TokenAbsent,
    /// A token we never issued for this form. Honest: the key was changed while the page was
    /// open, or a filter cut the field.
    TokenForged,
    /// A token issued after now. Honest: two of our clocks disagree.
    TokenFromTheFuture,
    /// A token older than a day: harvested once, used since. Honest: a tab left open.
    TokenExpired,
    /// Sent within 800 ms of the form's being shown: nobody reads, let alone types, a form so
    /// fast. Honest: everything was autofilled and the token fetched only on Submit.
    FilledInstantly,
    /// Sent within two seconds. Honest: autofill and one tap.
    FilledFast,
    /// No User-Agent: no browser is without. Honest: a privacy proxy.
    NoUserAgent,
    /// A User-Agent that names a script or a headless browser. Honest: a developer tries the
    /// form out.
    ScriptedClient,
    /// No Accept header: every browser sends one. Honest: a proxy that strips headers.
    NoAccept,
    /// Says it is a browser and names no language: a copied User-Agent. Honest: a hardened
    /// browser or an app's web view.
    NoAcceptLanguage,
    /// The browser says that another site's page sent this, and no allowed origin vouches
    /// for it. Honest: the page is shown by a translation or archive service.
    CrossSite,
    /// The origin is not on the form's list. Honest: the form was put on a new site and the
    /// list forgotten; then it is every lead of that site, so it is not strong.
    ForeignOrigin,
    /// More from this network than the soft limit. Honest: an office, a campus or a trade
    /// fair behind one address.
    NetworkVelocity,
    /// The network is in another country than the one given. Honest: travel, a VPN, a
    /// company's gateway; so it hardly counts.
    CountryMismatch,
    /// The same person claimed several leads within the hour. Honest: somebody who fills in
    /// form after form to be called sooner.
    PersonVelocity,
    /// An address of a throw-away mail service. Honest: somebody who fears a newsletter.
    DisposableEmail,
    /// The address is a run of neighbouring keys. Honest: hardly ever.
    KeyboardWalkEmail,
    /// The address is a word people test with. Honest: a colleague tries the form out.
    TestEmail,
    /// The phone number fits no numbering plan. Honest: a typing error.
    InvalidPhone,
    /// A link in the name: it is there to be sent on to somebody. Honest: hardly ever.
    LinkInName,
    /// Three links or more in the notes. Honest: an agency that lists its sites.
    ManyLinks,
    /// Name, company and notes are the same text. Honest: a hurried "n/a" in each.
    RepeatedText,
    /// The name has no language's shape. Honest: an initialism, a nickname.
    RandomName,
    /// Letters of several scripts, or look-alikes, in one word of email, name or company. Honest:
    /// a keyboard layout switched halfway, a brand.
    MixedScripts,
}

struct Facts {
    name: &'static str,
    family: Family,
    points: u32,
    says: &'static str,
}

const fn facts(name: &'static str, family: Family, points: u32, says: &'static str) -> Facts {
    Facts { name, family, points, says }
}

impl Signal {
    /// Every signal, in the order in which they are listed.
    pub const ALL: [Self; 25] = [
        Self::HoneypotFilled,
        Self::TokenAbsent,
        Self::TokenForged,
        Self::TokenFromTheFuture,
        Self::TokenExpired,
        Self::FilledInstantly,
        Self::FilledFast,
        Self::NoUserAgent,
        Self::ScriptedClient,
        Self::NoAccept,
        Self::NoAcceptLanguage,
        Self::CrossSite,
        Self::ForeignOrigin,
        Self::NetworkVelocity,
        Self::CountryMismatch,
        Self::PersonVelocity,
        Self::DisposableEmail,
        Self::KeyboardWalkEmail,
        Self::TestEmail,
        Self::InvalidPhone,
        Self::LinkInName,
        Self::ManyLinks,
        Self::RepeatedText,
        Self::RandomName,
        Self::MixedScripts,
    ];

    #[rustfmt::skip] // a table reads as one
    const fn facts(self) -> Facts {
        use Family::{Client, Contact, Network, Person, Text, Token, Trap};
        match self {
            Self::HoneypotFilled => facts("honeypot_filled", Trap, 55, "A field that people do not see was filled in"),
            Self::TokenAbsent => facts("token_absent", Token, 10, "No proof that our form was opened"),
            Self::TokenForged => facts("token_forged", Token, 40, "The proof that our form was opened is not valid"),
            Self::TokenFromTheFuture => facts("token_from_the_future", Token, 15, "The proof that our form was opened is from the future"),
            Self::TokenExpired => facts("token_expired", Token, 5, "The form was open for more than a day"),
            Self::FilledInstantly => facts("filled_instantly", Token, 40, "Sent within 0.8 seconds of opening the form"),
            Self::FilledFast => facts("filled_fast", Token, 20, "Sent within two seconds of opening the form"),
            Self::NoUserAgent => facts("no_user_agent", Client, 30, "The browser does not say which it is"),
            Self::ScriptedClient => facts("scripted_client", Client, 40, "Sent by a program, not by a person's browser"),
            Self::NoAccept => facts("no_accept", Client, 10, "The browser does not say what it can show"),
            Self::NoAcceptLanguage => facts("no_accept_language", Client, 15, "The browser names no language"),
            Self::CrossSite => facts("cross_site", Client, 15, "Sent from another site's page"),
            Self::ForeignOrigin => facts("foreign_origin", Client, 20, "Sent from a site that is not on the form's list"),
            Self::NetworkVelocity => facts("network_velocity", Network, 20, "Many submissions from this network"),
            Self::CountryMismatch => facts("country_mismatch", Network, 3, "Sent from another country than the one given"),
            Self::PersonVelocity => facts("person_velocity", Person, 30, "Several leads of this person within an hour"),
            Self::DisposableEmail => facts("disposable_email", Contact, 25, "A throw-away email address"),
            Self::KeyboardWalkEmail => facts("keyboard_walk_email", Contact, 15, "The email address is a run of keys, like asdf"),
            Self::TestEmail => facts("test_email", Contact, 15, "The email address is a word people test with"),
            Self::InvalidPhone => facts("invalid_phone", Contact, 10, "No country has phone numbers like this one"),
            Self::LinkInName => facts("link_in_name", Text, 40, "There is a link in the name"),
            Self::ManyLinks => facts("many_links", Text, 20, "There are many links in the notes"),
            Self::RepeatedText => facts("repeated_text", Text, 25, "Name, company and notes are the same"),
            Self::RandomName => facts("random_name", Text, 20, "The name looks random"),
            Self::MixedScripts => facts("mixed_scripts", Text, 25, "A word mixes letters of several alphabets"),
        }
    }

    /// The word it is stored and reported under. Never changes.
    pub const fn as_str(self) -> &'static str {
        self.facts().name
    }

    /// The signal of a stored word.
    pub fn from_stored(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|signal| signal.as_str() == word)
    }

    /// What it adds to the score, of 100.
    pub const fn points(self) -> u32 {
        self.facts().points
    }

    /// Where it comes from.
    pub const fn family(self) -> Family {
        self.facts().family
    }

    /// Whether it weighs at least [`STRONG_POINTS`].
    pub const fn is_strong(self) -> bool {
        self.points() >= STRONG_POINTS
    }

    /// The signal in a person's words, for cards and pages.
    pub const fn says(self) -> &'static str {
        self.facts().says
    }
}

impl Serialize for Signal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
